"""What is done in parts for a huge text comes out as if done in one."""

from __future__ import annotations

import numpy as np
import pytest

from app.core.measure.features import Features
from app.core.score.trees import AT_ONCE, leaf_values, load, score_features


@pytest.mark.parametrize("count", [1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 1])
def test_scores_of_parts_are_those_of_the_whole(count: int) -> None:
    model = load("text")
    values = np.random.default_rng(count).normal(0, 20, (count, len(model.features))).astype(np.float32)
    features = Features(model.features, np.asfortranarray(values))
    whole = leaf_values(features, model).sum(axis=0) + np.float32(model.bias)
    assert np.array_equal(score_features(features, model), whole)


def test_scores_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="refit"):
        score_features(Features(("other",), np.zeros((1, 1), dtype=np.float32)), load("text"))
