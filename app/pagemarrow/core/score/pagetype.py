"""What kind of page it is, by one small fitted ensemble a kind over the page's mean features."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.score.trees import Ensemble, FloatArray, build, leaf_values


class PageTypes(NamedTuple):
    """The ensembles of all kinds as one, so that a page is judged in one go; the highest sum names the kind."""

    names: tuple[str, ...]
    ensemble: Ensemble
    first_tree: NDArray[np.intp]
    """[kinds] where each kind's trees begin."""
    bias: NDArray[np.float64]
    """[kinds]"""


def read_page_types(data: dict[str, Any]) -> PageTypes:
    """Build the ensembles from the contents of ``models/page_types.json``."""
    splits: list[Any] = []
    trees: list[dict[str, Any]] = []
    first = []
    for model in data["types"].values():
        first.append(len(trees))
        shift = len(splits)
        splits += model["splits"]
        trees += [tree | {"splits": [split + shift for split in tree["splits"]]} for tree in model["trees"]]
    models = list(data["types"].values())
    whole = {
        "features": data["features"],
        "unit": models[0]["unit"],
        "bias": 0,
        "splits": splits,
        "trees": trees,
    }
    bias = np.array([model["bias"] for model in models])
    return PageTypes(tuple(data["types"]), build(whole), np.array(first), bias)


@cache
def load_page_types() -> PageTypes:
    """Load ``app/pagemarrow/core/models/page_types.json``."""
    return read_page_types(
        json.loads((files("pagemarrow") / "core" / "models" / "page_types.json").read_text("utf-8"))
    )


def summarise(features: Features, scores: FloatArray) -> Features:
    """Return one row: every feature's mean over all blocks, and over the blocks weighed by how likely body they are."""
    likely = 1 / (1 + np.exp(-scores))
    weight = likely / max(float(likely.sum()), 1e-6)
    row = np.concatenate([features.values.mean(axis=0), weight @ features.values])
    return Features(_summary_names(features.names), row.reshape(1, -1).astype(np.float32))


@lru_cache(maxsize=4)
def _summary_names(names: Columns) -> Columns:
    return Columns((*(f"all_{name}" for name in names), *(f"body_{name}" for name in names)))


def guess_page_type(
    features: Features, scores: FloatArray, page_types: PageTypes | None = None
) -> tuple[str, float]:
    """Return the kind of page and the probability that it is that kind; ``("other", 0.0)`` for no blocks."""
    if not len(scores):
        return "other", 0.0
    chosen = page_types or load_page_types()
    summary = summarise(features, scores)
    odds = np.add.reduceat(leaf_values(summary, chosen.ensemble)[:, 0], chosen.first_tree) + chosen.bias
    share = np.exp(odds - odds.max())
    best = int(odds.argmax())
    return chosen.names[best], round(float(share[best] / share.sum()), 4)
