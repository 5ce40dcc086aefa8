"""What is done in parts for a huge text comes out as if done in one."""

from __future__ import annotations

import time

import numpy as np
import pytest

from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.model import Block, Container, Metadata, Options, Page, Verdict
from pagemarrow.core.render import render
from pagemarrow.core.score.trees import AT_ONCE, leaf_values, load, score_features


@pytest.mark.parametrize("count", [1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 1])
def test_scores_of_parts_are_those_of_the_whole(count: int) -> None:
    model = load("text")
    values = np.random.default_rng(count).normal(0, 20, (count, len(model.features))).astype(np.float32)
    features = Features(model.features, np.asfortranarray(values))
    whole = leaf_values(features, model).sum(axis=0) + np.float32(model.bias)
    assert np.array_equal(score_features(features, model), whole)


def test_scores_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="refit"):
        score_features(Features(Columns(("other",)), np.zeros((1, 1), dtype=np.float32)), load("text"))


def test_a_giant_line_is_put_together_in_linear_time() -> None:
    sentence = "The bridge over the river was opened again on Tuesday after a long winter of repairs. "

    def seconds(times: int) -> float:
        blocks = tuple(Block(sentence.strip(), container=1) for _ in range(times))
        page = Page(blocks, (Container(-1, "body", "", 0, times), Container(0, "line", "", 0, times)))
        verdicts = (Verdict(True, "body", (), 1.0),) * times
        started = time.thread_time()
        text = render(page, verdicts, Metadata(), Options())
        spent = time.thread_time() - started
        assert text == (sentence * times).strip()
        return spent

    short = min(seconds(5_000) for _ in range(3))
    assert min(seconds(80_000) for _ in range(2)) < 16 * short * 4
