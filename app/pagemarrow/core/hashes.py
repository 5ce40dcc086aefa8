"""Words as numbers: each is known by a hash of 64 bits, a polynomial of its letters.

All words of a text are hashed by one running sum over it (Karp and Rabin 1987, "Efficient randomized pattern-matching
algorithms"), so that none of them is ever made into a string; known ones are found by two looks into a table.
"""

from __future__ import annotations

from collections.abc import Sequence
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

MOST_BITS: Final = 20
"""Tables of known words have fewer slots than 2 to this power."""

MOST_MOVES: Final = 100
"""Words moved on to make room for one, after which the tables are made larger."""

BASE: Final = 0x9E3779B97F4A7C15
"""Of the polynomial: odd, so that it has an inverse modulo 2 to the power of 64."""
SPREAD: Final = 0xD6E8FEB86659FD93
"""What numbers are multiplied by to lie anywhere in the 64 bits: the hashes of words of a letter or two, too."""


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
    """Known words, numbered from 1; 0 stands for all others.

    A word stands in one of two places of a table, known by other bits of its hash: whether it is known takes two looks, however many
    there are (Pagh and Rodler 2004, "Cuckoo hashing").
    """

    hashes: Hashes
    """[words + 1] by number."""
    near: Places
    """[1 << bits] the number of the word that the leading bits of its hash put there, 0 for none."""
    far: Places
    """The same by the bits that follow."""

    def look_up(self, words: Hashes) -> Places:
        """Return the number of each word."""
        bits = len(self.near).bit_length() - 1
        near = self.near.take(_slots(words, 64 - bits, bits))
        far = self.far.take(_slots(words, 64 - 2 * bits, bits))
        found: Places = near * (self.hashes.take(near) == words) + far * (self.hashes.take(far) == words)
        return found


def number_words(words: Hashes) -> Known:
    """Return the table of ``words``: number ``n + 1`` is ``words[n]``.

    Raises ``ValueError`` where two are alike, and for words that no table has room for: half a million, or some made for it.
    """
    if len(set(words.tolist())) < len(words):
        raise ValueError("words that are alike have no numbers of their own")
    for bits in range(len(words).bit_length() + 1, MOST_BITS):
        tables = _placed(words.tolist(), bits)
        if tables is not None:
            return Known(np.concatenate((np.zeros(1, np.uint64), words)), *map(np.array, tables))
    raise ValueError("no table has room for these words")


def _placed(words: Sequence[int], bits: int) -> tuple[list[int], list[int]] | None:
    """Return the number of the word in each slot of the two tables, or ``None`` where they don't fit."""
    near, far = [0] * (1 << bits), [0] * (1 << bits)
    for number in range(1, len(words) + 1):
        moved = number
        for _ in range(MOST_MOVES):
            for table, shift in ((near, 64 - bits), (far, 64 - 2 * bits)):
                slot = words[moved - 1] >> shift & (1 << bits) - 1
                table[slot], moved = moved, table[slot]
                if not moved:
                    break
            if not moved:
                break
        else:
            return None
    return near, far


def number_alike(words: Hashes) -> Places:
    """Return for each word the place of one that is like it, the same for all of them.

    What sorting tells at ten times the cost: words are put into slots by some bits of their hashes, the last one stays, and those that
    find another word in theirs go by the next bits.
    """
    return _alike(words, 64 - SLOT_BITS)


def _alike(words: Hashes, shift: int) -> Places:
    slots = _slots(words, shift, SLOT_BITS)
    table = np.empty(1 << SLOT_BITS, dtype=np.intp)
    table[slots] = np.arange(len(words))
    alike = table.take(slots)
    others = (words.take(alike) != words).nonzero()[0]
    if len(others):
        left = words.take(others)
        if shift >= SLOT_BITS:
            places = _alike(left, shift - SLOT_BITS)
        else:  # only words made for it come here
            _, firsts, numbers = np.unique(left, return_index=True, return_inverse=True)
            places = firsts[numbers]
        alike[others] = others.take(places)
    return alike


def _slots(words: Hashes, shift: int, bits: int) -> Places:
    """Return ``bits`` bits of each hash; they fit the machine's own numbers, so they are taken for such without a copy."""
    return ((words >> np.uint64(shift)) & np.uint64((1 << bits) - 1)).view(np.intp)


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return at least ``count`` powers of the base, from the 0th, and their inverses, spread."""
    return _common_powers() if count <= COMMON_CHARS else _make_powers(count)


@cache
def _common_powers() -> tuple[Hashes, Hashes]:
    return _make_powers(COMMON_CHARS)


def _make_powers(count: int) -> tuple[Hashes, Hashes]:
    powers = [np.full(count, base, dtype=np.uint64) for base in (BASE, pow(BASE, -1, 1 << 64))]
    for row in powers:
        row[:1] = 1
        np.cumprod(row, out=row)
    return powers[0], powers[1] * np.uint64(SPREAD)
