"""Characters and words of a page's blocks, counted for all blocks at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

COUNTED: Final = ("letters", "upper", "digits", "marks", "commas", "separators", "quotes", "wide")
"""What ``count`` counts, in the order of its columns."""

_BMP: Final = 0x10000
_FIELD: Final = 20
_MASK: Final = (1 << _FIELD) - 1
_WORD = re.compile(r"\w+")
_SIGNS: Final = {
    "marks": ".!?…。！？",
    "commas": ",;:、，；：",
    "separators": "|/·•»›→<>[]@#_",
    "quotes": "\"“”„«'’‘「」",
}
_WIDE: Final = ((0x2E80, 0xA4D0), (0xAC00, 0xD7B0), (0xF900, 0xFB00), (0xFF66, 0xFFA0), (0x0E00, 0x0E80))
"""Scripts written without spaces, where one word is about two characters."""


class Letters(NamedTuple):
    """Counts a block and the words of the page."""

    counts: NDArray[np.float64]
    """[blocks, len(COUNTED)]"""
    words: NDArray[np.intp]
    """[words] number of each word in ``vocabulary``, in page order."""
    owners: NDArray[np.intp]
    """[words] the block each word stands in."""
    vocabulary: tuple[str, ...]
    """The distinct lower-cased words, in order of first occurrence."""
    titled: NDArray[np.float64]
    """[blocks] words that begin with a capital."""


@cache
def _tables() -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return, by code point of the basic plane, packed counts [2, codes] and whether it is part of a word."""
    packed = np.zeros((3, _BMP), dtype=np.int64)
    wordly = np.zeros(_BMP, dtype=bool)
    for code in range(_BMP):
        sign = chr(code)
        if sign.isalnum():
            wordly[code] = True
            packed[0, code] = sign.isalpha() | (sign.isupper() << _FIELD) | (sign.isdigit() << 2 * _FIELD)
    wordly[ord("_")] = True
    for column, signs in enumerate(_SIGNS.values(), 3):
        packed[column // 3, [ord(sign) for sign in signs]] = 1 << (column % 3) * _FIELD
    for first, last in _WIDE:
        packed[2, first:last] |= 1 << _FIELD
    return packed, wordly


def read_letters(texts: Sequence[str]) -> Letters:
    """Count the characters and words of ``texts``; cost is linear in their length."""
    packed, wordly = _tables()
    joined = "\n".join(texts)
    if "İ" in joined:  # the one letter whose lower case is longer: it would shift every word after it
        joined = joined.replace("İ", "I")
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths - 1
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    clipped = np.minimum(codes, _BMP - 1)
    counts = np.empty((len(texts), 9))
    for row in range(3):
        sums = np.add.reduceat(packed[row][clipped], starts)
        for field in range(3):
            counts[:, row * 3 + field] = (sums >> (field * _FIELD)) & _MASK
    inside = wordly[clipped]
    for place in np.flatnonzero(codes >= _BMP):
        inside[place] = chr(codes[place]).isalnum()
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    places = np.flatnonzero(begins)
    owners = np.searchsorted(ends, places, side="right")
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    found = [numbers[word] for word in _WORD.findall(joined.lower())]
    titled = np.bincount(owners, (packed[0][clipped[places]] >> _FIELD) & 1, len(texts))
    return Letters(counts[:, : len(COUNTED)], np.array(found, dtype=np.intp), owners, tuple(numbers), titled)
