"""Characters and words of a page's blocks, counted for all blocks at once.

Counting block by block costs a Python loop over hundreds of short lines; here one table lookup a character
and one sum a run of characters do it for the whole page (for parts of a huge one, which stay in the processor's caches).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import count as count_from
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

COUNTED: Final = ("letters", "upper", "digits", "marks", "commas", "separators", "quotes", "wide", "lines")
"""What is counted, in the order of the columns of ``Letters.counts``."""

FIRST_KINDS: Final = ("other", "upper", "lower", "digit", "quote")
END_KINDS: Final = ("other", "stop", "question", "colon", "comma")

PART_CHARS: Final = 200_000
"""Texts are read in parts of about so many characters: the tables made of one take some 10 MB."""

_PLANE: Final = 0x10000
_BLANK: Final = 32
_SIGMA: Final = "Σ"
"""The one letter whose small form depends on where in the word it stands."""
_FIELD: Final = 21
"""Bits of a packed counter: three of them fit a 64-bit sum, and a block has fewer than 2,000,000 characters."""
_MASK: Final = (1 << _FIELD) - 1
_SHIFTS: Final = np.array([[0], [_FIELD], [2 * _FIELD]])
_SIGNS: Final = {
    "marks": ".!?…。！？",
    "commas": ",;:、，；：",
    "separators": "|/·•»›→<>[]@#_",
    "quotes": "\"“”„«'’‘「」",
    "lines": "\n",
}
_ENDS: Final = {1: ".!…。！", 2: "?？", 3: ":：", 4: ",;，；、"}
_CLOSERS: Final = "\"'”’»)]*_」』）"
_OPENERS: Final = "\"“„«‘'「『"
_WIDE: Final = ((0x2E80, 0xA4D0), (0xAC00, 0xD7B0), (0xF900, 0xFB00), (0xFF66, 0xFFA0), (0x0E00, 0x0E80))
"""Scripts written without spaces."""


class Letters(NamedTuple):
    """Counts a block, and the words of the page."""

    counts: Array
    """[blocks, len(COUNTED)]"""
    chars: Array
    """[blocks]"""
    first: Array
    """[blocks] number in ``FIRST_KINDS`` of the first character's kind."""
    end: Array
    """[blocks] number in ``END_KINDS`` of the last character's kind, closing quotes and brackets aside."""
    titled: Array
    """[blocks] words that begin with a capital."""
    codes: Codes
    """[words] the code of each word, in page order."""
    owners: Codes
    """[words] the block each word stands in."""


class Vocabulary(dict[str, int]):
    """Numbers words in the order of their first occurrence; what it held before keeps its number."""

    def __call__(self, words: Sequence[str]) -> Codes:
        """Return the number of each word."""
        fresh = [word for word in dict.fromkeys(words) if word not in self]
        self.update(zip(fresh, count_from(len(self)), strict=False))
        return np.fromiter(map(self.__getitem__, words), dtype=np.intp, count=len(words))


class _Tables(NamedTuple):
    """What is known of each character of the basic plane."""

    packed: NDArray[np.int64]
    """[3, codes] one in each field that counts the character"""
    small: NDArray[np.uint32]
    """The small letter of what stands in words, a blank for all else."""
    upper: NDArray[np.bool_]
    first: NDArray[np.int8]
    end: NDArray[np.int8]
    closer: NDArray[np.bool_]


@cache
def _tables() -> _Tables:
    packed = np.zeros((3, _PLANE), dtype=np.int64)
    small = np.full(_PLANE, _BLANK, dtype="<u4")
    upper = np.zeros(_PLANE, dtype=bool)
    first = np.zeros(_PLANE, dtype=np.int8)
    end = np.zeros(_PLANE, dtype=np.int8)
    closer = np.zeros(_PLANE, dtype=bool)
    for code in range(_PLANE):
        sign = chr(code)
        if not sign.isalnum():
            continue
        small[code] = ord(sign.lower()[0])
        digit, capital = sign.isdigit(), sign.isupper()
        upper[code] = capital
        packed[0, code] = sign.isalpha() | (capital << _FIELD) | (digit << 2 * _FIELD)
        first[code] = 1 if capital else 3 if digit else 2 if sign.islower() else 0
    small[ord("_")] = ord("_")
    for name, signs in _SIGNS.items():
        column = COUNTED.index(name)
        packed[column // 3, [ord(sign) for sign in signs]] = 1 << (column % 3) * _FIELD
    column = COUNTED.index("wide")
    for begin, stop in _WIDE:
        packed[column // 3, begin:stop] |= 1 << (column % 3) * _FIELD
    first[[ord(sign) for sign in _OPENERS]] = 4
    for number, signs in _ENDS.items():
        end[[ord(sign) for sign in signs]] = number
    closer[[ord(sign) for sign in _CLOSERS]] = True
    return _Tables(packed, small, upper, first, end, closer)


def read_letters(texts: Sequence[str], code: Callable[[Sequence[str]], Codes]) -> Letters:
    """Count the characters and words of ``texts``, none of them empty; cost is linear in their length.

    ``code`` is given lower-cased words, part by part in page order, and returns a number for each: words themselves
    are not kept, for a huge page has millions.
    """
    parts = []
    done = 0
    for run in _runs(texts):
        part = _read(run, code)
        parts.append(part._replace(owners=part.owners + done) if done else part)
        done += len(run)
    return parts[0] if len(parts) == 1 else Letters(*map(np.concatenate, zip(*parts, strict=True)))


def _runs(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size > PART_CHARS:
            yield texts[first : number + 1]
            first, size = number + 1, 0
    if first < len(texts) or not texts:
        yield texts[first:] if first else texts


def _read(texts: Sequence[str], code: Callable[[Sequence[str]], Codes]) -> Letters:
    """Read one part; owners count from its first block."""
    tables = _tables()
    count = len(texts)
    joined = "\n".join(texts)
    if "İ" in joined:  # the one letter whose lower case is longer: it would shift every word after it
        joined = joined.replace("İ", "I")
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=count)
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    # Tables are looked up by numbers of the machine's own size: any other is converted anew for each table.
    clipped = np.minimum(codes, _PLANE - 1).astype(np.intp)
    counts = _counts(tables.packed, clipped, starts)
    counts[:-1, -1] -= 1  # the line break that joins each block to the next
    small = _small(tables.small, codes, clipped)
    inside = small != _BLANK
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    places = np.flatnonzero(begins)
    owners = np.repeat(np.arange(count), np.add.reduceat(begins, starts, dtype=np.intp))
    words = _words(codes, inside) if _SIGMA in joined else _split(small)
    return Letters(
        counts=counts,
        chars=lengths.astype(np.float64),
        first=tables.first[clipped[starts]].astype(np.float64),
        end=_ends(tables, clipped, starts, ends),
        titled=np.bincount(owners, tables.upper[clipped[places]], count).astype(np.float64),
        codes=code(words),
        owners=owners,
    )


def _small(
    table: NDArray[np.uint32], codes: NDArray[np.uint32], clipped: NDArray[np.intp]
) -> NDArray[np.uint32]:
    """Return the small letters of what stands in words, as in ``\\w+``, and blanks between."""
    small = table.take(clipped)
    if codes.max() >= _PLANE:
        for place in np.flatnonzero(codes >= _PLANE).tolist():
            sign = chr(codes[place])
            small[place] = ord(sign.lower()) if sign.isalnum() else _BLANK
    return small


def _split(small: NDArray[np.uint32]) -> list[str]:
    """Return the words: splitting at blanks is twice as quick as a pattern, and narrow letters are read ten times as fast."""
    widest = int(small.max())
    if widest < 0x100:
        return small.astype(np.uint8).tobytes().decode("latin-1").split()
    return small.tobytes().decode("utf-32-le", "surrogatepass").split()


def _words(codes: NDArray[np.uint32], inside: NDArray[np.bool_]) -> list[str]:
    """Return the words made small by their context."""
    return [word.lower() for word in _split(np.where(inside, codes, np.uint32(_BLANK)))]


def _counts(packed: NDArray[np.int64], codes: NDArray[np.intp], starts: NDArray[np.intp]) -> Array:
    sums = np.array([np.add.reduceat(row.take(codes), starts) for row in packed])
    fields = (sums[:, None, :] >> _SHIFTS) & _MASK
    counts: Array = fields.reshape(len(COUNTED), -1).astype(np.float64).T
    return counts


def _ends(
    tables: _Tables, codes: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> Array:
    """Return the kind of each block's last character; up to two closing signs are looked past."""
    last = ends - 1
    for _ in range(2):
        last = np.maximum(last - tables.closer[codes[last]], starts)
    return tables.end[codes[last]].astype(np.float64)
