"""First-pass scores of the blocks around a block, as features of the second pass."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.containers import build_tree
from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.measure.windows import running, windows
from pagemarrow.core.model import Page

SURE: Final = 8.0
"""Log-odds beyond this are cut off: more says nothing new."""

NEAR: Final = 5
"""Neighbours on either side whose own scores are shown."""

REACHES: Final = (10, 20)
STEPS: Final = (1, 2, 3, 4)

CONTEXT: Final = (
    "score",
    *(f"score_{by:+d}" for by in range(-NEAR, NEAR + 1) if by),
    *(f"w{reach}_{name}" for reach in REACHES for name in ("likely", "weighed")),
    *("body_before", "body_after", "body_chars", "body_share"),
    *(f"up{step}_{name}" for name in ("body_share", "likely") for step in STEPS),
    *("shape_likely", "pair_likely", "section_likely"),
)
"""Columns that come after those of the first pass."""


def measure_context(page: Page, first: Features, scores: NDArray[np.float32]) -> Features:
    """Return the first-pass features with what the first pass thought of the block's surroundings."""
    count = len(scores)
    own = np.minimum(np.maximum(scores, -SURE), SURE)
    beside = np.full(count + 2 * NEAR, -SURE)
    beside[NEAR:-NEAR] = own
    near = [beside[NEAR + by : NEAR + by + count] for by in range(-NEAR, NEAR + 1) if by]
    probability = 1 / (1 + np.exp(-own))
    chars = np.fromiter(map(len, [block.text for block in page.blocks]), np.float64, count)
    held = probability * chars
    sums = running(np.array((probability, held, np.ones(count), chars)))
    _, weighed, _, sizes = sums
    around = []
    for low, high in windows(sums, REACHES):
        inside = high - low
        around.append(inside[:2] / inside[2:])
    total = max(float(weighed[-1]), 1.0)
    tree = first.tree or build_tree(page)
    at = innermost = tree.at
    steps = []
    for _ in STEPS:
        at = tree.wider[at]
        steps.append(at)
    body, size = sums[1::2].take(tree.last, axis=1) - sums[1::2].take(tree.first, axis=1)
    above = np.array((body / total, body / np.maximum(size, 1))).take(np.array(steps), axis=1)
    section = np.add.accumulate(first.column("is_heading"), dtype=np.intp)
    rows = (
        first.values.T,
        np.array((own, *near)),
        *around,
        np.array((weighed[:-1] / total, (weighed[-1] - weighed[1:]) / total)),
        np.array([[np.log1p(total)], [total / max(float(sizes[-1]), 1.0)]]).repeat(count, axis=1),
        above.reshape(-1, count),
        np.array(
            [_share(keys, held, chars) for keys in (tree.shape[innermost], tree.pair[innermost], section)]
        ),
    )
    values = np.concatenate(rows, dtype=np.float32, casting="unsafe").T
    return Features(_with_context(first.names), values, tree)


@lru_cache(maxsize=4)
def _with_context(first: Columns) -> Columns:
    return Columns((*first, *CONTEXT))


def _share(keys: NDArray[Any], part: NDArray[Any], whole: NDArray[Any]) -> NDArray[Any]:
    """Return for each block the sum of ``part`` to the sum of ``whole`` over the blocks with its key, a small number."""
    shares: NDArray[np.float64] = (
        np.bincount(keys, weights=part)[keys] / np.bincount(keys, weights=whole)[keys]
    )
    return shares
