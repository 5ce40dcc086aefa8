"""Characters and words of a page's blocks, counted for all blocks at once.

Counting block by block costs a Python loop over hundreds of short lines; here one table lookup a character
and one sum a run of characters do it for the whole page (for parts of a huge one, which stay in the processor's caches).
Words are never made into strings: each is known by its hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.hashes import COMMON_CHARS, Hashes, find_runs, hash_runs

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

COUNTED: Final = ("letters", "upper", "digits", "marks", "commas", "separators", "quotes", "wide")
"""What is counted, in the order of the columns of ``Letters.counts``."""

FIRST_KINDS: Final = ("other", "upper", "lower", "digit", "quote")
END_KINDS: Final = ("other", "stop", "question", "colon", "comma")

PART_CHARS: Final = COMMON_CHARS // 2
"""Texts are read in parts of about so many characters: the tables made of one take some 10 MB."""

_PLANE: Final = 0x10000
_BLANK: Final = 32
_FIELD: Final = 16
"""Bits of a packed counter: four of them fit a sum of 64."""
_FIELDS: Final = 4
_MASK: Final = (1 << _FIELD) - 1
"""Characters that are counted at once, at most: a longer block is counted piece by piece."""
_SHIFTS: Final = np.arange(0, _FIELDS * _FIELD, _FIELD, dtype=np.uint64).reshape(-1, 1)
_SIGNS: Final = {
    "marks": ".!?…。！？؟।",
    "commas": ",;:、，；：،؛",
    "separators": "|/·•»›→<>[]@#_",
    "quotes": "\"“”„«'’‘「」",
}
_ENDS: Final = {1: ".!…。！।", 2: "?？؟", 3: ":：", 4: ",;，；、،؛"}
_CLOSERS: Final = "\"'”’»)]*_」』）"
_OPENERS: Final = "\"“„«‘'「『"
_WIDE: Final = ((0x2E80, 0xA4D0), (0xF900, 0xFB00), (0xFF66, 0xFFA0), (0x0E00, 0x0E80))
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
    words: Hashes
    """[words] the hash of each word in small letters, in page order."""
    owners: Codes
    """[words] the block each word stands in."""


class _Tables(NamedTuple):
    """What is known of each character of the basic plane."""

    packed: NDArray[np.uint64]
    """[2, codes] one in each field that counts the character"""
    small: NDArray[np.uint32]
    """The small letter of what stands in words, a blank for all else."""
    upper: NDArray[np.bool_]
    first: NDArray[np.int8]
    end: NDArray[np.int8]
    closer: NDArray[np.bool_]


@cache
def _tables() -> _Tables:
    packed = np.zeros((len(COUNTED) // _FIELDS, _PLANE), dtype=np.uint64)
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
    small[ord("ς")] = ord("σ")  # the same letter at the end of a word
    for name, signs in _SIGNS.items():
        column = COUNTED.index(name)
        packed[column // _FIELDS, [ord(sign) for sign in signs]] = 1 << column % _FIELDS * _FIELD
    column = COUNTED.index("wide")
    for begin, stop in _WIDE:
        packed[column // _FIELDS, begin:stop] |= np.uint64(1 << column % _FIELDS * _FIELD)
    first[[ord(sign) for sign in _OPENERS]] = 4
    for number, signs in _ENDS.items():
        end[[ord(sign) for sign in signs]] = number
    closer[[ord(sign) for sign in _CLOSERS]] = True
    return _Tables(packed, small, upper, first, end, closer)


def hash_words(words: Sequence[str]) -> Hashes:
    """Return the hash of each word, as ``Letters.words`` has it."""
    if not words:
        return np.zeros(0, dtype=np.uint64)
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    small = _small(_tables().small, codes, _clipped(codes))
    edges = np.zeros(len(words) + 1, dtype=np.intp)
    np.add.accumulate(np.fromiter(map(len, words), dtype=np.intp, count=len(words)), out=edges[1:])
    return hash_runs(small, edges[:-1], edges[1:])


def read_letters(texts: Sequence[str]) -> Letters:
    """Count the characters and words of ``texts``, none of them empty; cost is linear in their length."""
    if sum(map(len, texts)) <= PART_CHARS:
        return _read(texts)
    parts = []
    done = 0
    for run in _runs(texts):
        part = _read(run)
        parts.append(part._replace(owners=part.owners + done) if done else part)
        done += len(run)
    return Letters(*map(np.concatenate, zip(*parts, strict=True)))


def _runs(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size > PART_CHARS:
            yield texts[first : number + 1]
            first, size = number + 1, 0
    if first < len(texts):
        yield texts[first:]


def _read(texts: Sequence[str]) -> Letters:
    """Read one part; owners count from its first block."""
    tables = _tables()
    count = len(texts)
    joined = "\n".join(texts)
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=count)
    starts = np.zeros(count + 1, dtype=np.intp)
    np.add.accumulate(lengths + 1, out=starts[1:])
    starts, ends = starts[:-1], starts[1:] - 1
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    # Tables are looked up by numbers of the machine's own size: any other is converted anew for each table.
    clipped = _clipped(codes)
    small = _small(tables.small, codes, clipped)
    places, stops = find_runs(small != _BLANK)
    held = places.searchsorted(ends)
    held[1:] -= held[:-1].copy()
    owners = np.arange(count).repeat(held)
    return Letters(
        counts=_counts(tables.packed, clipped, starts, int(lengths.max())),
        chars=lengths.astype(np.float64),
        first=tables.first[clipped[starts]].astype(np.float64),
        end=_ends(tables, clipped, starts, ends),
        titled=np.bincount(owners, tables.upper[clipped[places]], count).astype(np.float64),
        words=hash_runs(small, places, stops),
        owners=owners,
    )


def _clipped(codes: NDArray[np.uint32]) -> Codes:
    """Return ``codes``, the last of the basic plane for those beyond, as numbers of the machine's own size: tables
    convert any other anew."""
    return (np.minimum(codes, _PLANE - 1) if codes.max() >= _PLANE else codes).astype(np.intp)


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


def _counts(packed: NDArray[np.uint64], codes: Codes, starts: Codes, longest: int) -> Array:
    """Return [blocks, len(COUNTED)]; ``longest`` is the length of the longest block."""
    begins = starts if longest < _MASK else np.union1d(starts, np.arange(0, len(codes), _MASK))
    sums = np.array([np.add.reduceat(row.take(codes), begins) for row in packed])
    counts = ((sums[:, None, :] >> _SHIFTS) & np.uint64(_MASK)).reshape(len(COUNTED), -1).astype(np.float64)
    if begins is not starts:
        counts = np.add.reduceat(counts, begins.searchsorted(starts), axis=1)
    return counts.T


def _ends(
    tables: _Tables, codes: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> Array:
    """Return the kind of each block's last character; up to two closing signs are looked past."""
    last = ends - 1
    for _ in range(2):
        last = np.maximum(last - tables.closer[codes[last]], starts)
    return tables.end[codes[last]].astype(np.float64)
