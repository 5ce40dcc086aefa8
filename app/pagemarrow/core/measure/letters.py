"""Characters and words of a page's blocks, counted for all blocks at once.

Counting block by block costs a Python loop over hundreds of short lines; here one table lookup a character
and one sum a run of characters do it for the whole page (for parts of a huge one, which stay in the processor's caches).
Words are never made into strings: each is known by its hash.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.hashes import COMMON_CHARS, Hashes, Places, find_runs, hash_runs
from pagemarrow.core.scripts import LETTERS_PER_WORD, LONG, SCRIPTS
from pagemarrow.core.sentences import FARTHEST_MARK, QUESTIONS, STOPS, TRAILING, UNSTOPPED, marked_end

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

COUNTED: Final = ("letters", "upper", "digits", "marks", "commas", "separators", "quotes", "lower")
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
    "marks": STOPS,
    "commas": ",;:、，；：،؛､፣፤፥，﹐﹔﹕՝",
    "separators": "|/·•»›→<>[]@#_｜＞／・",
    "quotes": "\"“”„«'’‘「」『』《》〈〉‚‹",
}
_ENDS: Final = {1: STOPS, 2: QUESTIONS, 3: ":：﹕፦", 4: ",;，；、،؛､፣፤﹐﹔՝"}
_OPENERS: Final = "\"“„«‘'「『《‚‹"
_JOINING: Final = "\u00ad\u200c\u200d"
"""What stands in the middle of words beside letters and their marks: soft hyphens, and joiners of Persian and Indic words."""
_GREEK: Final = ((0x370, 0x400), (0x1F00, 0x2000))
_PIECE: Final = _MASK // 16
"""Characters counted at once where some count for more than one: for less than sixteen."""
_LAST_LATIN: Final = 0x2FF
"""Code of the last letter of Latin but for its rarest: what is below has capitals, spaces and full stops."""
_SYMBOLS: Final = (0x2000, 0x2C00)
"""First code of punctuation and symbols, and the one past them: they are of no script."""
_VARIANTS: Final = range(0xFE00, 0xFE10)
"""Codes of marks that choose how a symbol looks."""
_MOST_TRAILING: Final = 12
"""Characters behind a sentence that are looked past, at most."""
_SEMICOLON: Final = ord(";")
_QUARTER: Final = 4
"""Letters that a character says as much as are counted by quarters."""


class Letters(NamedTuple):
    """Counts a block, and the words of the page."""

    counts: Array
    """[blocks, len(COUNTED)]"""
    chars: Array
    """[blocks]"""
    extent: Array
    """[blocks] length as the number of Latin letters that say as much (see ``scripts``)."""
    sizes: Array
    """[blocks] length in words; in scripts without spaces, as many as the extent makes."""
    caseless: NDArray[np.bool_]
    """[blocks] whether most letters are of a script without capitals, so that none says nothing."""
    first: Array
    """[blocks] number in ``FIRST_KINDS`` of the first character's kind."""
    end: Array
    """[blocks] number in ``END_KINDS`` of the last character's kind. What may stand behind it is looked past: closing
    quotes and brackets, what can't be seen, marks of notes and agencies (see ``sentences``)."""
    titled: Array
    """[blocks] words that begin with a capital."""
    words: Hashes
    """[words] the hash of each word in small letters, in page order. Letters of scripts without spaces are a word each."""
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
    trailing: NDArray[np.bool_]
    stop: NDArray[np.bool_]
    """Signs that end sentences."""
    apart: NDArray[np.bool_]
    """Letters of scripts without spaces: each is a word."""
    joined: NDArray[np.bool_]
    """Marks on letters, and what joins letters to a word."""
    unstopped: NDArray[np.bool_]
    extra: NDArray[np.uint64]
    """[codes] as ``packed``: extent beyond one letter, extent of letters that are a word each, number of those; a quarter
    letter is 1 in the first two."""


@cache
def _tables() -> _Tables:
    packed = np.zeros((len(COUNTED) // _FIELDS, _PLANE), dtype=np.uint64)
    small = np.full(_PLANE, _BLANK, dtype="<u4")
    upper = np.zeros(_PLANE, dtype=bool)
    first = np.zeros(_PLANE, dtype=np.int8)
    end = np.zeros(_PLANE, dtype=np.int8)
    trailing, stop, apart, joined, unstopped = np.zeros((5, _PLANE), dtype=bool)
    extra = np.zeros(_PLANE, dtype=np.uint64)
    for code in range(_PLANE):
        sign = chr(code)
        if not sign.isalnum():
            if code >= 128 and unicodedata.category(sign) in ("Mn", "Mc") and code not in _VARIANTS:
                small[code] = code
                joined[code] = True
            continue
        small[code] = ord(sign.lower()[0])
        digit, capital = sign.isdigit(), sign.isupper()
        upper[code] = capital
        lower = sign.islower()
        packed[0, code] = sign.isalpha() | (capital << _FIELD) | (digit << 2 * _FIELD)
        packed[1, code] = lower << COUNTED.index("lower") % _FIELDS * _FIELD
        first[code] = 1 if capital else 3 if digit else 2 if lower else 0
    small[ord("_")] = ord("_")
    small[ord("ς")] = ord("σ")  # the same letter at the end of a word
    for name, signs in _SIGNS.items():
        column = COUNTED.index(name)
        packed[column // _FIELDS, [ord(sign) for sign in signs]] = 1 << column % _FIELDS * _FIELD
    for sign in _JOINING:
        small[ord(sign)] = ord(sign)
        joined[ord(sign)] = True
    for script in SCRIPTS:
        letters = round(script.letters * _QUARTER)
        for begin, past in script.ranges:
            codes = np.arange(begin, past)
            codes = codes[(small[begin:past] != _BLANK) & ~joined[begin:past]]
            own = 0 if script.spaced else letters << _FIELD | 1 << 2 * _FIELD
            extra[codes] = letters - _QUARTER | own
            apart[codes] = not script.spaced
    first[[ord(sign) for sign in _OPENERS]] = 4
    for number, signs in _ENDS.items():
        end[[ord(sign) for sign in signs]] = number
    trailing[[ord(sign) for sign in TRAILING if ord(sign) < _PLANE]] = True
    trailing[_PLANE - 1] = True  # what is beyond the basic plane: behind a sentence that is an emoji
    stop[[ord(sign) for sign in STOPS]] = True
    unstopped[[ord(sign) for sign in UNSTOPPED]] = True
    return _Tables(packed, small, upper, first, end, trailing, stop, apart, joined, unstopped, extra)


def hash_text(text: str) -> Hashes:
    """Return the hashes of the words of ``text``, as ``Letters.words`` has them."""
    if not text:
        return np.zeros(0, dtype=np.uint64)
    tables = _tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    clipped = _clipped(codes)
    small = _small(tables.small, codes, clipped)
    return hash_runs(small, *_word_runs(tables, small, clipped))


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
    beyond = bool(((codes > _LAST_LATIN) & ((codes < _SYMBOLS[0]) | (codes >= _SYMBOLS[1]))).any())
    places, stops = _word_runs(tables, small, clipped) if beyond else find_runs(small != _BLANK)
    held = places.searchsorted(ends)
    held[1:] -= held[:-1].copy()
    owners = np.arange(count).repeat(held)
    chars = lengths.astype(np.float64)
    counts = _counts(tables.packed, clipped, starts, int(lengths.max()))
    more = _extra(tables.extra, clipped, starts) if beyond else np.zeros((3, count))
    extent = chars + more[0]
    letters = counts[:, 0]
    return Letters(
        counts=counts,
        chars=chars,
        extent=extent,
        sizes=held - more[2] + more[1] / LETTERS_PER_WORD,
        caseless=(letters > 0) & (counts[:, 1] + counts[:, -1] < letters / 2),
        first=tables.first[clipped[starts]].astype(np.float64),
        end=_ends(tables, clipped, starts, ends, extent if beyond else None, texts),
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


def _word_runs(tables: _Tables, small: NDArray[np.uint32], clipped: Codes) -> tuple[Places, Places]:
    """Return where words begin and end, with letters of scripts without spaces apart, each with its marks."""
    inside = small != _BLANK
    joined = tables.joined.take(clipped)
    apart = tables.apart.take(clipped)
    before = np.zeros_like(inside)
    before[1:] = inside[:-1]
    after_apart = np.zeros_like(apart)
    after_apart[1:] = apart[:-1]
    # A mark or a joiner goes with the letter before it.
    begins = inside & (apart | ~before | (after_apart & ~joined))
    ends = np.zeros(len(inside) + 1, dtype=bool)
    ends[1:] = inside
    ends[:-1] &= ~inside | begins
    ends[-1] = inside[-1]
    return begins.nonzero()[0], ends.nonzero()[0]


def _extra(extra: NDArray[np.uint64], codes: Codes, starts: Codes) -> Array:
    """Return [3, blocks]: extent beyond one letter a character, extent of letters that are a word each, number of those."""
    begins = np.union1d(starts, np.arange(0, len(codes), _PIECE))
    sums = np.add.reduceat(extra.take(codes), begins)
    counts = ((sums >> _SHIFTS[:3]) & np.uint64(_MASK)).astype(np.float64)
    counts[:2] /= _QUARTER
    whole: Array = np.add.reduceat(counts, begins.searchsorted(starts), axis=1)
    return whole


def _ends(
    tables: _Tables, codes: Codes, starts: Codes, ends: Codes, extent: Array | None, texts: Sequence[str]
) -> Array:
    """Return the kind of each block's last character, past what may stand behind it.

    ``extent`` is that of each block where there are letters beyond Latin.
    """
    last = ends - 1
    behind = tables.trailing[codes[last]] & (last > starts)
    for _ in range(_MOST_TRAILING):
        if not behind.any():
            break
        last -= behind
        behind = tables.trailing[codes[last]] & (last > starts)
    kinds = tables.end[codes[last]].astype(np.float64)
    if extent is not None:
        sign = codes[last]
        kinds[(sign == _SEMICOLON) & _is_greek(codes[np.maximum(last - 1, starts)])] = 2
        # Where no sign ends sentences, a text that is longer than a label ends as one.
        kinds[tables.unstopped[sign] & (extent > LONG)] = 1
    _mark_ends(tables, kinds, codes, starts, ends, texts)
    return kinds


def _is_greek(codes: Codes) -> NDArray[np.bool_]:
    found = np.zeros(len(codes), dtype=bool)
    for first, past in _GREEK:
        found |= (codes >= first) & (codes < past)
    return found


def _mark_ends(
    tables: _Tables, kinds: Array, codes: Codes, starts: Codes, ends: Codes, texts: Sequence[str]
) -> None:
    """Write into ``kinds`` the ends of sentences before marks of source or note: one that is near enough may be such."""
    stops = tables.stop.take(codes).nonzero()[0]
    if not len(stops):
        return
    nearest = stops.take(stops.searchsorted(ends) - 1, mode="clip")
    near = (kinds == 0) & (nearest < ends) & (nearest >= np.maximum(starts, ends - FARTHEST_MARK))
    for number in near.nonzero()[0].tolist():
        sign = marked_end(texts[number])
        if sign:
            kinds[number] = tables.end[ord(sign)]
