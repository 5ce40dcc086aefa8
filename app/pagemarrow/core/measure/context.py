"""First-pass scores of the blocks around a block, as features of the second pass."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.containers import build_tree
from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.measure.windows import Array, running, windows
from pagemarrow.core.model import Block, Page

SURE: Final = 8.0
"""Log-odds beyond this are cut off: more says nothing new."""

NEAR: Final = 5
"""Neighbours on either side whose own scores are shown."""

REACHES: Final = (10, 20)
STEPS: Final = (1, 2, 3, 4)

MOST_CHARS: Final = 20_000.0
"""Likely characters of a page beyond which it is no more a long page: verdicts must not hang on what comes after."""

SURROUNDINGS: Final = (
    "score",
    *(f"score_{by:+d}" for by in range(-NEAR, NEAR + 1) if by),
    *(f"w{reach}_{name}" for reach in REACHES for name in ("likely", "weighed")),
    *("body_before", "body_after", "body_chars", "body_share"),
)
"""Columns that HTML and text have in common."""

CONTEXT: Final = (
    *SURROUNDINGS,
    *(f"up{step}_{name}" for name in ("body_share", "likely") for step in STEPS),
    *("shape_likely", "pair_likely", "section_likely"),
)
"""Columns of HTML that come after those of the first pass."""


class Scores(NamedTuple):
    """What the first pass thought, in the forms that context is made of."""

    own: Array
    """[blocks] log-odds within ``SURE``."""
    chars: Array
    """[blocks] characters."""
    sums: Array
    """[4, blocks + 1] running sums of likely blocks, of likely characters, of blocks and of characters."""

    @property
    def total(self) -> float:
        """Likely characters of the page, at least 1."""
        return max(float(self.sums[1, -1]), 1.0)


def read_scores(blocks: Sequence[Block], scores: NDArray[np.floating]) -> Scores:
    """Clip the first pass's ``scores`` [blocks] and sum them up."""
    own = np.minimum(np.maximum(scores, -SURE), SURE).astype(np.float64)
    probability = 1 / (1 + np.exp(-own))
    chars = np.fromiter(map(len, [block.text for block in blocks]), np.float64, len(blocks))
    return Scores(
        own, chars, running(np.array((probability, probability * chars, np.ones(len(blocks)), chars)))
    )


def measure_surroundings(scores: Scores) -> Array:
    """Return the rows ``SURROUNDINGS``: the scores of neighbours, and how much body is near, before and after."""
    own, sums, total = scores.own, scores.sums, scores.total
    count = len(own)
    beside = np.full(count + 2 * NEAR, -SURE)
    beside[NEAR:-NEAR] = own
    near = [beside[NEAR + by : NEAR + by + count] for by in range(-NEAR, NEAR + 1) if by]
    around = []
    for low, high in windows(sums, REACHES):
        inside = high - low
        around.append(inside[:2] / inside[2:])
    whole = (np.log1p(min(total, MOST_CHARS)), total / max(float(sums[3, -1]), 1.0))
    return np.concatenate((
        np.array((own, *near)), *around,
        np.array((sums[1, :-1] / total, (sums[1, -1] - sums[1, 1:]) / total)),
        np.array(whole)[:, None].repeat(count, axis=1),
    ))  # fmt: skip


def measure_context(page: Page, first: Features, scores: NDArray[np.float32]) -> Features:
    """Return the first-pass features with what the first pass thought of the block's surroundings."""
    read = read_scores(page.blocks, scores)
    count, held = len(scores), np.diff(read.sums[1])
    tree = first.tree or build_tree(page)
    at = innermost = tree.at
    steps = []
    for _ in STEPS:
        at = tree.wider[at]
        steps.append(at)
    body, size = read.sums[1::2].take(tree.last, axis=1) - read.sums[1::2].take(tree.first, axis=1)
    above = np.array((body / read.total, body / np.maximum(size, 1))).take(np.array(steps), axis=1)
    section = np.add.accumulate(first.column("is_heading"), dtype=np.intp)
    alike = (tree.shape[innermost], tree.pair[innermost], section)
    rows = (
        first.values.T,
        measure_surroundings(read),
        above.reshape(-1, count),
        np.array([_share(keys, held, read.chars) for keys in alike]),
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
