"""Fit an ensemble of oblivious trees and write it in the form that ``pagemarrow.core.score.trees`` reads."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from catboost import CatBoostClassifier

UNIT = 1000
"""Leaf values are stored as whole thousandths: the file stays small, the score moves by less than 0.01."""

SEED = 20260401


class Shape(NamedTuple):
    """Size of an ensemble and how it is held back from learning its pages by heart."""

    trees: int = 200
    depth: int = 6
    rate: float = 0.1
    l2: float = 5.0
    borders: int = 64


def half_of(domain: str) -> int:
    """Return 0 or 1: the half of the split by domain (md5, so that anyone gets the same)."""
    return hashlib.md5(domain.encode(), usedforsecurity=False).digest()[0] & 1


def part_of(domain: str, parts: int) -> int:
    """Return a finer part of the split by domain, independent of ``half_of``."""
    return hashlib.md5(domain.encode(), usedforsecurity=False).digest()[1] % parts


def fit_ensemble(
    values: NDArray[np.float32],
    labels: NDArray[Any],
    weights: NDArray[Any],
    names: Sequence[str],
    shape: Shape = Shape(),  # noqa: B008 - immutable
    threads: int = 2,
) -> dict[str, Any]:
    """Fit on ``values`` [rows, features] and return the contents of a model file, without provenance."""
    from catboost import CatBoostClassifier, Pool  # bench-only dependency

    model = CatBoostClassifier(
        iterations=shape.trees,
        depth=shape.depth,
        learning_rate=shape.rate,
        l2_leaf_reg=shape.l2,
        border_count=shape.borders,
        random_seed=SEED,
        thread_count=threads,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        rsm=0.5,
        boosting_type="Plain",
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(Pool(values, labels, weight=weights))
    return contents_of(model, names)


def contents_of(model: CatBoostClassifier, names: Sequence[str]) -> dict[str, Any]:
    """Return a fitted ``model`` of the columns ``names`` as the contents of a model file, without provenance."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        raw = json.loads(path.read_text("utf-8"))
    numbers: dict[tuple[int, float], int] = {}
    trees = []
    for tree in raw["oblivious_trees"]:
        splits = [
            numbers.setdefault((split["float_feature_index"], split["border"]), len(numbers))
            for split in tree["splits"] or ()  # a tree that found nothing to ask is one leaf
        ]
        trees.append({"splits": splits, "leaves": [round(value * UNIT) for value in tree["leaf_values"]]})
    scale, bias = raw["scale_and_bias"]
    if scale != 1:
        raise ValueError("a scaled model is not expected here")
    return {
        "features": list(names),
        "unit": UNIT,
        "bias": bias[0],
        "splits": [[feature, float(np.float32(border))] for feature, border in numbers],
        "trees": trees,
    }


def write(path: Path, model: dict[str, Any], provenance: dict[str, Any]) -> None:
    """Write a model file; ``provenance`` says what data, command and figures made it."""
    path.write_text(json.dumps({"provenance": provenance, **model}, separators=(",", ":")) + "\n")
