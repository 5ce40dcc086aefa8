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

from pagemarrow.core.measure.features import Columns, Features

FloatArray = NDArray[np.float32]

AT_ONCE = 1024
"""Blocks scored at once: the answers of a huge page to every question would not fit the processor's caches. Pages are
divided evenly, for a single block's leaves would be added up in another order."""

UNFITTED = "the features are not those the model was fitted on: refit it"


class Ensemble(NamedTuple):
    """Oblivious trees over named features; leaves are log-odds."""

    features: Columns
    split_feature: NDArray[np.intp]
    """[splits] column of each distinct split; the last split never holds and pads shallow trees."""
    split_border: FloatArray
    """[splits, 1]"""
    levels: tuple[NDArray[np.intp], ...]
    """A level each, [trees] the split every tree asks there."""
    leaves: FloatArray
    """[trees * leaves a tree]"""
    offsets: NDArray[np.intp]
    """[trees, 1] where each tree's leaves begin."""
    bias: float


def build(data: Mapping[str, Any]) -> Ensemble:
    """Build an ensemble from the contents of a model file (written by ``bench/fit.py``).

    Raises ``ValueError`` for trees of more than eight levels: a leaf's number must fit a byte.
    """
    splits, trees = data["splits"], data["trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    if depth > 8:
        raise ValueError(f"trees of at most eight levels, not {depth}")
    asked = np.full((depth, len(trees)), len(splits), dtype=np.intp)
    leaves = np.zeros((len(trees), 1 << depth), dtype=np.float32)
    for number, tree in enumerate(trees):
        asked[: len(tree["splits"]), number] = tree["splits"]
        leaves[number, : len(tree["leaves"])] = np.asarray(tree["leaves"], dtype=np.float32) / data["unit"]
    return Ensemble(
        features=Columns(data["features"]),
        split_feature=np.array([split[0] for split in splits] + [0], dtype=np.intp),
        split_border=np.array([[split[1]] for split in splits] + [[np.inf]], dtype=np.float32),
        levels=tuple(asked),
        leaves=leaves.ravel(),
        offsets=(np.arange(len(trees)) << depth).reshape(-1, 1),
        bias=float(data["bias"]),
    )


@cache
def load(name: str) -> Ensemble:
    """Load the model file ``app/pagemarrow/core/models/<name>.json``."""
    return build(json.loads((files("pagemarrow") / "core" / "models" / f"{name}.json").read_text("utf-8")))


def score_features(features: Features, model: Ensemble) -> FloatArray:
    """Return the log-odds [blocks] that ``model`` gives each row of ``features``.

    Raises ``ValueError`` when the features are not those the model was fitted on.
    """
    if features.names != model.features:
        raise ValueError(UNFITTED)
    parts = max(1, -(-len(features.values) // AT_ONCE))
    if parts == 1:
        return evaluate(features.values, model)
    return np.concatenate([evaluate(rows, model) for rows in np.array_split(features.values, parts)])


def leaf_values(features: Features, model: Ensemble) -> FloatArray:
    """Return the value [trees, blocks] that each tree gives each row of ``features``.

    Raises ``ValueError`` when the features are not those the model was fitted on.
    """
    if features.names != model.features:
        raise ValueError(UNFITTED)
    return _leaf_values(features.values, model)


def evaluate(values: FloatArray, model: Ensemble) -> FloatArray:
    """Return the sum of leaf values [rows] for ``values`` [rows, features], whose columns the caller vouches for."""
    total: FloatArray = _leaf_values(values, model).sum(axis=0) + np.float32(model.bias)
    return total


def _leaf_values(values: FloatArray, model: Ensemble) -> FloatArray:
    """Works by feature, so ``values`` in column order (Fortran) are read without a copy."""
    # Numbers are in range, so nothing is to be clipped: that mode alone takes without a check of each.
    asked = values.T.take(model.split_feature, axis=0, mode="clip")
    answers = (asked > model.split_border).view(np.uint8)
    leaf = answers.take(model.levels[-1], axis=0, mode="clip")
    for split in model.levels[-2::-1]:
        leaf += leaf
        leaf |= answers.take(split, axis=0, mode="clip")
    return model.leaves.take(leaf + model.offsets, mode="clip")
