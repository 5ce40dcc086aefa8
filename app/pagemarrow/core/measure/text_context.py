"""First-pass scores around a block of plain text, as features of the second pass."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.belief import propagate_row
from pagemarrow.core.measure.context import SURROUNDINGS, measure_surroundings, read_scores
from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.measure.text import NAMES
from pagemarrow.core.measure.windows import Array, running
from pagemarrow.core.model import Page

PRICES: Final = (1.5, 4.0)
"""Prices of two neighbours that differ: a low one for what interrupts a body, a high one for its beginning and end."""

ROW: Final = ("row_low", "row_high", "run_share", "run_place", "biggest_run", "runs")
"""What the row of blocks says: marginals by either price, and the run of likely body that a block stands in."""

TEXT_CONTEXT: Final = Columns((*NAMES, *SURROUNDINGS, *ROW))
"""Columns of the second pass of text mode."""


def measure_text_context(page: Page, first: Features, scores: NDArray[np.float32]) -> Features:
    """Return the first-pass features with what the first pass thought of the block's surroundings."""
    read = read_scores(page.blocks, scores)
    low, high = (propagate_row(read.own, price) for price in PRICES)
    rows = (
        first.values.T,
        measure_surroundings(read),
        np.array((low, high)),
        _runs(high, np.diff(read.sums[1])),
    )
    return Features(TEXT_CONTEXT, np.concatenate(rows, dtype=np.float32, casting="unsafe").T)


def _runs(odds: Array, held: Array) -> Array:
    """Return for each block its run's share of the likely characters, the share before that run, the biggest run's, their number.

    A run is a row of neighbours that are all likelier body than not, or all not.
    """
    inside = odds > 0
    starts = np.flatnonzero(np.diff(inside, prepend=~inside[:1]))
    number = np.cumsum(np.bincount(starts, minlength=len(odds))) - 1
    sums = running(held)
    total = max(float(sums[-1]), 1.0)
    ends = np.append(starts[1:], len(odds))
    share = (sums[ends] - sums[starts]) / total
    biggest = np.full(len(odds), float((share * inside[starts]).max()))
    count = np.full(len(odds), np.log1p(inside[starts].sum()))
    return np.array((share[number], (sums[starts] / total)[number], biggest, count))
