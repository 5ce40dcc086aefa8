"""Words as numbers: each is known by a hash of 64 bits, a polynomial of its letters.

All words of a text are hashed by one running sum over it (Karp and Rabin 1987, "Efficient randomized pattern-matching
algorithms"), so that none of them is ever made into a string; known ones are found by bisection.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]

COMMON_CHARS: Final = 400_000
"""Texts up to this length share one table of powers, of 6 MB; for a longer one it is made anew."""

SLOT_BITS: Final = 14
SLOT_SHIFT: Final = np.uint64(64 - SLOT_BITS)

_BASE: Final = 0x9E3779B97F4A7C15
"""Of the polynomial: odd, so that it has an inverse modulo 2 to the power of 64."""
_SPREAD: Final = 0xD6E8FEB86659FD93
"""What sums are multiplied by, so that the hashes of words of a letter or two, too, lie anywhere in the 64 bits."""


def hash_runs(codes: NDArray[Any], begins: Places, ends: Places) -> Hashes:
    """Return the hash of each ``codes[begins:ends]``: the sum of its letters, each times a power of the base."""
    powers, inverses = _powers(len(codes))
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.add.accumulate(codes * powers[: len(codes)], out=sums[1:])
    return (sums[ends] - sums[begins]) * inverses[begins]


def find_runs(inside: NDArray[np.bool_]) -> tuple[Places, Places]:
    """Return where the runs of true values begin and end."""
    padded = np.zeros(len(inside) + 2, dtype=np.bool_)
    padded[1:-1] = inside
    edges = (padded[1:] != padded[:-1]).nonzero()[0]
    return edges[::2], edges[1::2]


class Known(NamedTuple):
    """Known words, numbered from 1; 0 stands for all others."""

    hashes: Hashes
    """In ascending order."""
    begins: Places
    """Where the hashes begin that have the same leading ``SLOT_BITS``."""

    def look_up(self, words: Hashes) -> Places:
        """Return the number of each word: what bisection gives, from a start so near that few steps are left."""
        if not len(self.hashes):
            return np.zeros(len(words), dtype=np.intp)
        at = self.begins.take(words >> SLOT_SHIFT)
        while True:
            found = self.hashes.take(at, mode="clip")
            behind = (found < words) & (at < len(self.hashes))
            if not behind.any():
                return np.where(found == words, at + 1, 0)
            at += behind


def number_words(words: Hashes) -> tuple[Known, Places]:
    """Return the table of ``words``, all different, and their order in it: number ``n + 1`` is ``words[order[n]]``."""
    order = words.argsort()
    ordered = words[order]
    slots = np.arange(1 << SLOT_BITS, dtype=np.uint64) << SLOT_SHIFT
    return Known(ordered, ordered.searchsorted(slots)), order


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return at least ``count`` powers of the base, from the 0th, and their inverses, spread."""
    return _common_powers() if count <= COMMON_CHARS else _make_powers(count)


@cache
def _common_powers() -> tuple[Hashes, Hashes]:
    return _make_powers(COMMON_CHARS)


def _make_powers(count: int) -> tuple[Hashes, Hashes]:
    powers = [np.full(count, base, dtype=np.uint64) for base in (_BASE, pow(_BASE, -1, 1 << 64))]
    for row in powers:
        row[:1] = 1
        np.cumprod(row, out=row)
    return powers[0], powers[1] * np.uint64(_SPREAD)
