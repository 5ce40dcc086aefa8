"""Oblivious trees in numpy against a walk through each tree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.score.trees import build, evaluate, load, score_features

MODEL: dict[str, Any] = {
    "features": ["length", "links"],
    "unit": 10,
    "bias": 0.5,
    "splits": [[0, 10.0], [1, 0.3], [0, 50.0]],
    "trees": [
        {"splits": [0, 1], "leaves": [-10, 20, -30, 40]},
        {"splits": [2], "leaves": [1, 2]},
        {"splits": [2, 1, 0], "leaves": [1, 2, 3, 4, 5, 6, 7, 8]},
    ],
}


def walk(row: list[float]) -> float:
    total = MODEL["bias"]
    for tree in MODEL["trees"]:
        leaf = 0
        for level, split in enumerate(tree["splits"]):
            feature, border = MODEL["splits"][split]
            leaf |= (row[feature] > border) << level
        total += tree["leaves"][leaf] / MODEL["unit"]
    return total


def test_every_leaf_is_reached_as_by_walking() -> None:
    rows = [[a, b] for a in (0, 10, 11, 50, 51) for b in (0.0, 0.3, 0.31)]
    scores = evaluate(np.array(rows, dtype=np.float32), build(MODEL))
    assert scores.tolist() == pytest.approx([walk(row) for row in rows])


def test_no_rows_no_scores() -> None:
    assert evaluate(np.zeros((0, 2), dtype=np.float32), build(MODEL)).shape == (0,)


def test_other_features_than_fitted_are_refused() -> None:
    with pytest.raises(ValueError, match="refit"):
        score_features(
            Features(Columns(("links", "length")), np.zeros((1, 2), dtype=np.float32)), build(MODEL)
        )


@pytest.mark.parametrize("name", ["html", "html_context", "text"])
def test_shipped_models_load_and_tell_where_they_come_from(name: str) -> None:
    model = load(name)
    assert len(model.features) == len(set(model.features))
    assert model.split_feature.max() < len(model.features)
