"""First-pass scores of the blocks around a block, as features of the second pass."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.core.measure.containers import build_tree
from app.core.measure.features import Features
from app.core.measure.windows import running, shifted, window
from app.core.model import Page

SURE: Final = 8.0
"""Log-odds beyond this are cut off: more says nothing new."""


def measure_context(page: Page, first: Features, scores: NDArray[np.float32]) -> Features:
    """Return the first-pass features with what the first pass thought of the block's surroundings."""
    own = np.clip(scores, -SURE, SURE)
    probability = 1 / (1 + np.exp(-own))
    columns: dict[str, NDArray[Any]] = {"score": own}
    for by in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5):
        columns[f"score_{by:+d}"] = shifted(own, by, -SURE)
    chars = np.array([len(block.text) for block in page.blocks], dtype=np.float64)
    sums = running(np.stack((probability, probability * chars, chars)))
    _, weighed, sizes = sums
    for reach in (2, 5, 10, 20):
        low, high, blocks = window(sums, reach)
        likely, body, size = high - low
        columns[f"w{reach}_likely"] = likely / blocks
        columns[f"w{reach}_weighed"] = body / size
    total = max(float(weighed[-1]), 1.0)
    columns["body_before"] = weighed[:-1] / total
    columns["body_after"] = (weighed[-1] - weighed[1:]) / total
    columns["body_chars"] = np.full(len(own), np.log1p(total))
    columns["body_share"] = np.full(len(own), total / max(float(sizes[-1]), 1.0))
    tree = first.tree or build_tree(page.containers)
    at = innermost = np.array([block.container for block in page.blocks], dtype=np.intp)
    held = weighed[tree.last] - weighed[tree.first]
    size = np.maximum(sizes[tree.last] - sizes[tree.first], 1)
    for step in range(1, 5):
        at = tree.wider[at]
        columns[f"up{step}_body_share"] = held[at] / total
        columns[f"up{step}_likely"] = held[at] / size[at]
    section = np.cumsum(first.column("is_heading"), dtype=np.intp)
    for name, keys in (
        ("shape", tree.shape[innermost]),
        ("pair", tree.pair[innermost]),
        ("section", section),
    ):
        columns[f"{name}_likely"] = _share(keys, probability * chars, chars)
    values = np.empty((len(own), len(first.names) + len(columns)), dtype=np.float32, order="F")
    values[:, : len(first.names)] = first.values
    for number, column in enumerate(columns.values(), len(first.names)):
        values[:, number] = column
    return Features((*first.names, *columns), values, tree)


def _share(keys: NDArray[Any], part: NDArray[Any], whole: NDArray[Any]) -> NDArray[Any]:
    """Return for each block the sum of ``part`` to the sum of ``whole`` over the blocks with its key, a small number."""
    shares: NDArray[np.float64] = (
        np.bincount(keys, weights=part)[keys] / np.bincount(keys, weights=whole)[keys]
    )
    return shares
