"""Density features of plain text: what is left of a page's shape when its markup is gone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.hashes import number_alike
from pagemarrow.core.language import SPOKEN
from pagemarrow.core.measure.around import FAR, Flags, clusters, distances, find_span, neighbours
from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.measure.letters import read_letters
from pagemarrow.core.measure.lexicon import Lexicon, lexicon_for
from pagemarrow.core.measure.text_form import FORM, Vocabulary, measure_form, pair_characters
from pagemarrow.core.measure.windows import Array, running, windows
from pagemarrow.core.model import Block, Finding, Kind, Metadata, Page, Says, Scope

PROSE_WORDS: Final = 15
"""A block of at least this many words that holds or ends a sentence is prose (FINDINGS: "long sentence")."""

PARAGRAPH_WORDS: Final = 40
SHORT_WORDS: Final = 10
WINDOWS: Final = (2, 6, 15)
EDGE: Final = 12
"""Blocks at either end of a page that tell whether its header and footer are still there."""
LABEL_WORDS: Final = 3
FOREIGN: Final = -1.0
"""Mean word weight under which a label is one of menus and footers."""
COARSE: Final = 2
"""Sizes of the page are rounded to this many steps a doubling: exact ones would tell the trees which page it is."""
_PLAIN: Final = Kind.PARAGRAPH
_KINDS: Final = {Kind.LIST: 1.0, Kind.TABLE: 2.0, Kind.QUOTE: 3.0, Kind.CODE: 4.0, Kind.HEADING: 5.0}
OWN: Final = (
    "words", "chars", "stops", "upper", "titled", "digits", "end", "first", "marks",
    "commas", "comma_rate", "separators", "quotes", "kind", "gap", "copies", "addressing",
    "cohesion", "rare", "lexicon", "proof", "hint", "content",
)  # fmt: skip
"""Columns of the block by itself."""

SHOWN: Final = {
    -2: ("words", "end"),
    -1: ("words", "end", "titled", "copies", "lexicon"),
    1: ("words", "end", "titled", "copies", "lexicon"),
    2: ("words", "end"),
}
"""Own columns of its neighbours that a block is shown, by their place."""

WINDOWED: Final = ("words", "prose", "stops", "ended", "titled", "copied", "cohesion", "lexicon", "found")
_WINDOWED_BY: Final = np.array([10, 0, 0, 10, 0, 10, 9, 0, 10])
"""What each of them is divided by, as a row of the sums in ``_windows``: blocks, words or content words."""
BESIDE: Final = ("words", "prose", "lexicon", "found")
"""Columns of the windows before and after the block."""

MARKED: Final = ("prose", "paragraph", "long", "ended", "found", "tail")

PAGE: Final = (
    "blocks", "total", "prose_share", "ended_share", "copied_share", "mean_words", "titled_share",
    "most_words", "found_share", "chrome", "labels", "foreign_labels", "head_lexicon", "foot_lexicon",
    "span_share", "biggest_cluster",
)  # fmt: skip
PLACE: Final = (
    "index", "rest", "place", "prose_before", "prose_after", "share_before", "share_after", "words_before", "words_after",
    "short_run", "in_span", "span_start", "span_end", "prose_past_span", "cluster", "cluster_rank", "in_biggest",
    "prose_since_tail", "tails",
)  # fmt: skip

NAMES: Final = Columns((
    *OWN,
    *(f"{name}_{by:+d}" for by, names in SHOWN.items() for name in names),
    *(f"{name}_within_{reach}" for reach in WINDOWS for name in WINDOWED),
    *(f"{name}_{side}_{reach}" for reach in WINDOWS[-1:] for side in ("before", "after") for name in BESIDE),
    *(f"{side}_{name}" for side in ("since", "until") for name in MARKED),
    *PLACE,
    *FORM,
    *PAGE,
))  # fmt: skip
"""Columns of text mode, in the order the model is fitted on."""


_SHOWN: Final = {by: np.array([OWN.index(name) for name in names]) for by, names in SHOWN.items()}
_BESIDE: Final = [WINDOWED.index(name) for name in BESIDE]
_COPIES, _LEXICON = OWN.index("copies"), OWN.index("lexicon")
_END, _FIRST, _KIND, _DIGITS = (OWN.index(name) for name in ("end", "first", "kind", "digits"))
_LOOKS: Final = 6
"""More than any of the numbers of ends, beginnings and kinds."""
LONGEST_HEADLINE: Final = 400
"""Characters of a headline that are compared."""


class _Base(NamedTuple):
    """What others are made from, one value a block each."""

    own: Array
    """[len(OWN), blocks]"""
    words: Array
    prose: Flags
    ended: Flags
    copied: Flags
    found: Flags
    tail: Flags
    titled: Array
    stops: Array
    cohesive: Array
    content: Array
    weight: Array
    vocabulary: Vocabulary


def measure_text(
    page: Page,
    metadata: Metadata,
    language: str | None,
    findings: Sequence[Finding],
    lexicon: Lexicon | None = None,
) -> Features:
    """Measure every block of ``page``; cost is linear in its length.

    ``metadata.title`` is the headline where it is known, else the first block stands for it.
    ``lexicon`` takes the place of the fitted word weights (fitting does that). Words are weighed in English pages alone, and
    stop words counted in languages that have a table: elsewhere their columns are constant.
    """
    blocks = page.blocks
    if not blocks:
        return Features(NAMES, np.zeros((0, len(NAMES)), dtype=np.float32))
    lexicon = lexicon or lexicon_for(language, "text_words")
    base = _base(blocks, language in SPOKEN, lexicon, findings)
    span = find_span(base.words, base.prose, base.copied)
    away, place, whole = _places(base, findings, span)
    form = _form(base, metadata.title or blocks[0].text, span)
    rows = (base.own, neighbours(base.own, _SHOWN), *_windows(base), away, place, form, whole)
    return Features(NAMES, np.concatenate(rows, dtype=np.float32).T)


def _found(count: int, findings: Sequence[Finding]) -> Array:
    """Return [4, blocks]: proof, hint and content of rules, and where a rule says that the tail begins."""
    found = np.zeros((4, count))
    for finding in findings:
        rule = finding.rule
        if rule.scope is Scope.TAIL:
            found[0, finding.first] = found[3, finding.first] = 1
        else:
            row = 0 if rule.says is Says.BOILERPLATE else 1 if rule.says is Says.HINT else 2
            found[row, finding.first : finding.last] = 1
    return found


def _base(blocks: Sequence[Block], spoken: bool, lexicon: Lexicon, findings: Sequence[Finding]) -> _Base:
    count = len(blocks)
    texts = [block.text for block in blocks]
    letters = read_letters(texts)
    owners = letters.owners
    letter, upper, digits, marks, commas, separators, quotes, _ = letters.counts.T
    words = letters.sizes
    paired = pair_characters(letters.words, owners, words)
    numbers = number_alike(paired)
    cased = ~letters.caseless
    some = np.maximum(words, 1)
    known = lexicon.known.look_up(letters.words)
    stop = lexicon.stop.take(known)
    addressing = _tally(owners, lexicon.addressing.take(known), count)
    stops = _tally(owners, stop, count)
    ended = (letters.end == 1) | (letters.end == 2)
    prose = (words >= PROSE_WORDS) & (ended | (marks >= 2))
    cohesive, rare, content = _vocabulary(numbers, owners, ~stop, prose)
    weight = _tally(owners, lexicon.weight.take(known), count)
    found = _found(count, findings)
    own = np.array((
        words, letters.extent, stops / some if spoken else np.full(count, -1.0),
        np.where(cased, upper / np.maximum(letter, 1), -1), np.where(cased, letters.titled / some, -1), digits / letters.chars, letters.end, letters.first, marks,
        commas, commas / some, separators, quotes, _kinds([block.kind for block in blocks]),
        _gaps([block.start for block in blocks], [block.end for block in blocks]), _copies(texts), addressing / some,
        cohesive / np.maximum(content, 1), rare, weight / some, *found[:3],
    ))  # fmt: skip
    said = found[0] + found[1] > 0
    return _Base(
        own, words, prose, ended, own[_COPIES] > 0, said, found[3] > 0, letters.titled, stops, cohesive, content, weight,
        Vocabulary(paired, numbers, owners, ~stop),
    )  # fmt: skip


def _tally(owners: NDArray[np.intp], values: NDArray[Any] | None, count: int) -> Array:
    """Return the sum of its words' ``values`` for each block, their number without."""
    sums: NDArray[Any] = np.bincount(owners, values, count)
    return sums if values is not None else sums.astype(np.float64)


def _vocabulary(
    numbers: NDArray[np.intp], owners: NDArray[np.intp], content: Flags, prose: Flags
) -> tuple[Array, Array, Array]:
    """Return for each block: its content words that other prose has too; the share of them that stand nowhere
    else on the page; their number. ``numbers`` [words] are the same for the same word, ``content`` tells which count."""
    count, size = len(prose), len(numbers)
    mine = prose.take(owners)
    in_prose = np.bincount(numbers, mine, size)
    held = (in_prose.take(numbers) > mine) & content
    once = (np.bincount(numbers, minlength=size).take(numbers) == 1) & content
    contents = _tally(owners, content, count)
    return (
        _tally(owners, held, count),
        _tally(owners, once, count) / np.maximum(contents, 1),
        contents,
    )


def _kinds(kinds: Sequence[Kind]) -> Array:
    return np.fromiter([0.0 if kind is _PLAIN else _KINDS[kind] for kind in kinds], np.float64, len(kinds))


def _gaps(starts: Sequence[int], ends: Sequence[int]) -> Array:
    """Return how many characters, at most 4, lie between a block and the one before: a blank line is 2 or more."""
    count = len(starts)
    gaps = np.full(count, 4.0)
    apart = np.fromiter(starts, np.intp, count)[1:] - np.fromiter(ends, np.intp, count)[:-1]
    gaps[1:] = np.minimum(np.maximum(apart, 0), 4)
    return gaps


def _copies(texts: Sequence[str]) -> Array:
    """Return how many other blocks have the same text."""
    times = Counter(texts)
    if len(times) == len(texts):
        return np.zeros(len(texts))
    return np.fromiter(map(times.__getitem__, texts), np.float64, len(texts)) - 1


def _windows(base: _Base) -> tuple[Array, Array]:
    words = base.words
    sums = running(np.array((
        words, words * base.prose, base.stops, base.ended, base.titled, base.copied, base.cohesive, base.weight,
        base.found, base.content, np.ones(len(words)),
    )))  # fmt: skip
    within = []
    for low, high in windows(sums, WINDOWS):
        whole = high - low
        within.append(whole[: len(WINDOWED)] / np.maximum(whole.take(_WINDOWED_BY, axis=0), 1))
    # Those of the widest window, the last.
    before, after = sums[_BESIDE, :-1] - low[_BESIDE], high[_BESIDE] - sums[_BESIDE, 1:]
    return np.concatenate(within), np.concatenate((before, after))


def _form(base: _Base, headline: str, span: tuple[int, int, float]) -> Array:
    own = base.own
    looks = (own[_END] * _LOOKS + own[_FIRST]) * _LOOKS + own[_KIND]
    letters = read_letters([headline[:LONGEST_HEADLINE]])
    words = pair_characters(letters.words, letters.owners, letters.sizes)
    return measure_form(
        base.vocabulary, words, base.words, base.prose, own[_DIGITS], looks.astype(np.intp), span[:2]
    )


def _places(
    base: _Base, findings: Sequence[Finding], span_of: tuple[int, int, float]
) -> tuple[Array, Array, Array]:
    words, prose, tail = base.words, base.prose, base.tail
    count = len(words)
    index = np.arange(count)
    long = words >= SHORT_WORDS
    away = distances(np.array((prose, words >= PARAGRAPH_WORDS, long, base.ended, base.found, tail)))
    mass, every = running(words * prose), running(words)
    total, prosaic = float(every[-1]), float(mass[-1])
    first, last, span = span_of
    cluster, rank, biggest = clusters(words, prose)
    label = np.maximum.accumulate(np.where(tail, index, -1))
    place = np.array((
        index, count - 1 - index, index / count, mass[:-1], prosaic - mass[1:], mass[:-1] / max(prosaic, 1),
        (prosaic - mass[1:]) / max(prosaic, 1), every[:-1], total - every[1:],
        np.minimum(away[2] + away[2 + len(MARKED)], FAR) * ~long,
        (index >= first) & (index < last), _clipped(index - first), _clipped(last - 1 - index),
        np.where(index >= last, mass[:-1] - mass[last], 0.0), cluster, rank, cluster == biggest,
        np.where(label >= 0, mass[1:] - mass[label], -1.0), np.cumsum(tail),
    ))  # fmt: skip
    whole = np.array((*_whole(base, findings, total), span / max(total, 1), biggest / max(prosaic, 1)))
    return away, place, whole[:, None].repeat(count, axis=1)


def _whole(base: _Base, findings: Sequence[Finding], total: float) -> tuple[float, ...]:
    """Return what the page is like: a raw page has menus at its ends, another extractor's output has not."""
    words, meant = base.words, base.own[_LEXICON]
    count, some = len(words), max(total, 1)
    label = (words <= LABEL_WORDS) & ~base.ended
    head, foot = meant[:EDGE], meant[-EDGE:]
    chrome = len({finding.rule.category for finding in findings})
    return (
        _coarse(count), _coarse(total), float((words * base.prose).sum()) / some, _share(base.ended), _share(base.copied),
        _coarse(total / count), float(base.titled.sum()) / some, _coarse(float(words.max())), _share(base.found), chrome, _share(label),
        _share(label & (meant < FOREIGN)), float(head.sum()) / len(head), float(foot.sum()) / len(foot),
    )  # fmt: skip


def _share(flags: Flags) -> float:
    """Return the mean of ``flags``, four times as quickly as their own method does on a page's few hundred."""
    return np.count_nonzero(flags) / len(flags)


def _clipped(away: NDArray[np.intp]) -> Array:
    return np.minimum(np.maximum(away, -FAR), FAR)


def _coarse(size: float) -> float:
    return round(math.log2(max(size, 1)) * COARSE)
