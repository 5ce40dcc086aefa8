"""Ensembles of oblivious trees, stored as one small data file each, evaluated for all blocks of a page at once.

An oblivious tree asks the same question of every block on one level, so a whole page is scored by
three array operations: compare each distinct (feature, border) pair once, pack each tree's answers into a
leaf number, add up the leaves. See Kohavi (1994), "Bottom-up induction of oblivious read-once
decision graphs", and the CatBoost papers for the form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.measure.features import Features

FloatArray = NDArray[np.float32]


class Ensemble(NamedTuple):
    """Oblivious trees over named features; leaves are log-odds.

    ``split_feature`` [splits] column of each distinct split, ``split_border`` [splits] its border,
    ``tree_splits`` [trees, 8] split numbers padded with the last one, which never holds,
    ``leaves`` [trees * 256] leaf values, ``bias`` a constant.
    """

    features: tuple[str, ...]
    split_feature: NDArray[np.intp]
    split_border: FloatArray
    tree_splits: NDArray[np.intp]
    leaves: FloatArray
    offsets: NDArray[np.int32]
    bias: float


def build(data: Mapping[str, Any]) -> Ensemble:
    """Build an ensemble from the contents of a model file (written by ``bench/fit.py``)."""
    splits, trees = data["splits"], data["trees"]
    never = len(splits)
    tree_splits = np.full((len(trees), 8), never, dtype=np.intp)
    leaves = np.zeros((len(trees), 256), dtype=np.float32)
    for number, tree in enumerate(trees):
        tree_splits[number, : len(tree["splits"])] = tree["splits"]
        leaves[number, : len(tree["leaves"])] = np.asarray(tree["leaves"], dtype=np.float32) / data["unit"]
    return Ensemble(
        features=tuple(data["features"]),
        split_feature=np.array([split[0] for split in splits] + [0], dtype=np.intp),
        split_border=np.array([split[1] for split in splits] + [np.inf], dtype=np.float32),
        tree_splits=tree_splits.ravel(),
        leaves=leaves.ravel(),
        offsets=np.arange(len(trees), dtype=np.int32) * 256,
        bias=float(data["bias"]),
    )


@cache
def load(name: str) -> Ensemble:
    """Load the model file ``app/core/models/<name>.json``."""
    return build(json.loads((files("app") / "core" / "models" / f"{name}.json").read_text("utf-8")))


def score_features(features: Features, model: Ensemble) -> FloatArray:
    """Return the log-odds [blocks] that ``model`` gives each row of ``features``.

    Raises ``ValueError`` when the features are not those the model was fitted on.
    """
    if features.names != model.features:
        raise ValueError("the features are not those the model was fitted on: refit it")
    return evaluate(features.values, model)


def evaluate(values: FloatArray, model: Ensemble) -> FloatArray:
    """Return the sum of leaf values [rows] for ``values`` [rows, features]."""
    rows = len(values)
    if not rows:
        return np.zeros(0, dtype=np.float32)
    answers = values[:, model.split_feature] > model.split_border
    per_tree = answers[:, model.tree_splits].reshape(rows, -1, 8)
    leaf = np.packbits(per_tree, axis=2, bitorder="little")[:, :, 0] + model.offsets
    total: FloatArray = model.leaves[leaf].sum(axis=1) + np.float32(model.bias)
    return total
