"""What stands around each block of a text, as rows [measures, blocks] of one array.

Rows, not columns: a page has few blocks and many measures, and whole rows are what numpy is quick at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.measure.windows import Array, running

Flags = NDArray[np.bool_]

FAR: Final = 200.0
"""Distances in blocks are clipped here."""

SPAN_COST: Final = 4.0
"""Words of prose that one block without prose outweighs, in the search for the span of the body."""

CLUSTER_GAP: Final = 4
"""Prose blocks with more other blocks than this between them belong to different clusters."""

_FIRST: Final = np.ones(1, dtype=np.bool_)


def neighbours(rows: Array, shown: Mapping[int, NDArray[np.intp]]) -> Array:
    """Return rows of the blocks some places on (negative: back), -1 beyond the page; ``shown`` names them by place."""
    count = rows.shape[1]
    reach = max(map(abs, shown))
    padded = np.full((len(rows), count + 2 * reach), -1.0)
    padded[:, reach:-reach] = rows
    return np.concatenate(
        [padded[:, reach + by :][:, :count].take(chosen, axis=0) for by, chosen in shown.items()]
    )


def distances(marks: Flags) -> Array:
    """Return how many blocks lie back to the last marked one, then how many ahead to the next: [2 × marks, blocks]."""
    width, count = marks.shape
    index = np.arange(count)
    back = np.full((width, count + 1), -FAR)
    np.maximum.accumulate(np.where(marks, index, -FAR), axis=1, out=back[:, 1:])
    ahead = np.full((width, count + 1), count + FAR)
    ahead[:, :-1] = np.minimum.accumulate(np.where(marks, index, count + FAR)[:, ::-1], axis=1)[:, ::-1]
    return np.minimum(np.concatenate((index - back[:, :-1], ahead[:, 1:] - index)), FAR)


def find_span(words: Array, prose: Flags, copied: Flags) -> tuple[int, int, float]:
    """Return the run of blocks whose prose most outweighs what stands between it, and by how many words.

    The maximum-sum run, after Pasternack and Roth (2009), "Extracting article text from the web with maximum
    subsequence segmentation".
    """
    sums = running(np.where(prose, words, -SPAN_COST - SPAN_COST * copied))
    rise = sums - np.minimum.accumulate(sums)
    last = int(rise.argmax())
    return int(sums[: last + 1].argmin()), last, float(rise[last])


def clusters(words: Array, prose: Flags) -> tuple[Array, Array, float]:
    """Return for each block the prose words of its cluster, -1 outside of any; how many clusters came before; the most words."""
    count = len(words)
    places = prose.nonzero()[0]
    if not len(places):
        return np.zeros(count), np.zeros(count), 0.0
    apart = places[1:] - places[:-1] > CLUSTER_GAP + 1
    opens = np.concatenate((_FIRST, apart)).nonzero()[0]
    masses = np.add.reduceat(words[places], opens)
    lasts = np.concatenate((places[opens[1:] - 1], places[-1:]))
    index = np.arange(count)
    rank = np.maximum(places[opens].searchsorted(index, side="right") - 1, 0)
    beyond = index - lasts[rank] > CLUSTER_GAP
    return np.where(beyond, -1.0, masses[rank]), rank.astype(np.float64), float(masses.max())
