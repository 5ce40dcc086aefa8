"""Density features of plain text: what is left of a page's shape when its markup is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.language import SPOKEN
from app.core.measure.features import Features
from app.core.measure.letters import Letters, read_letters
from app.core.measure.lexicon import Lexicon, fitted_lexicon, plain_lexicon
from app.core.model import Block, Finding, Kind, Metadata, Page, Says, Scope

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

PROSE_WORDS: Final = 15
"""A block of at least this many words that holds or ends a sentence is prose (FINDINGS: "long sentence")."""

PARAGRAPH_WORDS: Final = 40
SHORT_WORDS: Final = 10
WINDOWS: Final = (2, 6, 15)
EDGE: Final = 12
"""Blocks at either end of a page that tell whether its header and footer are still there."""
LABEL_WORDS: Final = 3
LAGS: Final = 4
"""Cards repeat after up to this many blocks: headline, teaser, author, date."""
FAR: Final = 200.0
"""Distances in blocks are clipped here."""
SPAN_COST: Final = 4.0
"""Words of prose that one block without prose outweighs, in the search for the span of the body."""
CLUSTER_GAP: Final = 4
"""Prose blocks with more other blocks than this between them belong to different clusters."""

_PLAIN: Final = Kind.PARAGRAPH
_KINDS: Final = {Kind.LIST: 1.0, Kind.TABLE: 2.0, Kind.QUOTE: 3.0, Kind.CODE: 4.0, Kind.HEADING: 5.0}
OWN: Final = (
    "words", "chars", "word_length", "stops", "upper", "titled", "digits", "end", "first", "marks",
    "commas", "comma_rate", "separators", "quotes", "lines", "kind", "gap", "copies", "addressing",
    "cohesion", "rare", "title_share", "lexicon", "lexicon_low", "lexicon_high", "proof", "hint", "content",
)  # fmt: skip
"""Columns of the block by itself."""

SHOWN: Final = {
    -2: ("words", "end", "cohesion", "lexicon"),
    -1: ("words", "end", "stops", "titled", "copies", "cohesion", "digits", "lexicon", "proof"),
    1: ("words", "end", "stops", "titled", "copies", "cohesion", "digits", "lexicon", "proof"),
    2: ("words", "end", "cohesion", "lexicon"),
}
"""Own columns of its neighbours that a block is shown, by their place."""

WINDOWED: Final = ("words", "prose", "stops", "ended", "titled", "copied", "cohesion", "lexicon", "found")
BESIDE: Final = ("words", "prose", "lexicon", "found")
"""Columns of the windows before and after the block."""

MARKED: Final = ("prose", "paragraph", "long", "ended", "found", "tail")

PAGE: Final = (
    "blocks", "total", "prose_share", "ended_share", "copied_share", "mean_words", "titled_share",
    "most_words", "found_share", "chrome", "span_share", "biggest_cluster", "labels", "foreign_labels", "head_lexicon", "foot_lexicon",
)  # fmt: skip
PLACE: Final = (
    "index", "rest", "place", "prose_before", "prose_after", "share_before", "share_after", "words_before", "words_after",
    "short_run", "in_span", "span_start", "span_end", "prose_past_span", "cluster", "cluster_rank", "in_biggest",
    "prose_since_tail", "tails",
)  # fmt: skip

NAMES: Final = (
    *OWN,
    *(f"{name}_{by:+d}" for by, names in SHOWN.items() for name in names),
    *(f"{name}_within_{reach}" for reach in WINDOWS for name in WINDOWED),
    *(f"{name}_{side}_{reach}" for reach in WINDOWS[1:] for side in ("before", "after") for name in BESIDE),
    *(f"{side}_{name}" for side in ("since", "until") for name in MARKED),
    *PLACE,
    *(f"like_{lag}" for lag in range(1, LAGS + 1)),
    *PAGE,
)
"""Columns of text mode, in the order the model is fitted on."""


class _Base(NamedTuple):
    """Columns that others are made from, [blocks] each."""

    own: Array
    words: Array
    prose: Flags
    ended: Flags
    held: Array
    content: Array
    weight: Array
    titled: Array
    stops: Array


def measure_text(
    page: Page,
    metadata: Metadata,
    language: str | None,
    findings: Sequence[Finding],
    lexicon: Lexicon | None = None,
) -> Features:
    """Measure every block of ``page``; cost is linear in its length.

    ``lexicon`` takes the place of the fitted word weights (fitting does that). Words are weighed in English pages alone, and
    stop words counted in languages that have a table: elsewhere their columns are constant.
    """
    blocks = page.blocks
    if not blocks:
        return Features(NAMES, np.zeros((0, len(NAMES)), dtype=np.float32))
    if lexicon is None:
        lexicon = fitted_lexicon() if language == "en" else plain_lexicon()
    found = _found(len(blocks), findings)
    base = _base(blocks, language in SPOKEN, lexicon, found)
    parts = (
        base.own,
        _neighbours(base.own),
        *_windows(base, found),
        *_places(base, found, findings),
    )
    return Features(NAMES, np.concatenate(parts, axis=1, dtype=np.float32))


def _found(count: int, findings: Sequence[Finding]) -> Array:
    """Return [blocks, 4]: proof, hint and content of rules, and where a tail rule says that the tail begins."""
    found = np.zeros((count, 4))
    for finding in findings:
        rule = finding.rule
        if rule.scope is Scope.TAIL:
            found[finding.first, 3] = 1
            found[finding.first, 0] = 1
        else:
            column = 0 if rule.says is Says.BOILERPLATE else 1 if rule.says is Says.HINT else 2
            found[finding.first : finding.last, column] = 1
    return found


def _base(blocks: Sequence[Block], spoken: bool, lexicon: Lexicon, found: Array) -> _Base:
    count = len(blocks)
    letters = read_letters([block.text for block in blocks])
    owners, numbers = letters.owners, letters.words
    letter, upper, digits, marks, commas, separators, quotes, wide, lines = letters.counts.T
    words = np.bincount(owners, minlength=count) + wide / 2
    some = np.maximum(words, 1)
    known = lexicon.look_up(letters.vocabulary)
    stop_flags = lexicon.stop[known]
    addressing = np.bincount(owners, lexicon.addressing[known][numbers], count)
    stops = np.bincount(owners, stop_flags[numbers], count)
    ended = (letters.end == 1) | (letters.end == 2)
    prose = (words >= PROSE_WORDS) & (ended | (marks >= 2))
    cohesion, rare, title, content = _vocabulary(letters, stop_flags, prose)
    weight, low, high = _weights(letters, lexicon.weight[known][numbers])
    own = np.column_stack((
        words, letters.chars, letter / some, stops / some if spoken else np.full(count, -1.0),
        upper / np.maximum(letter, 1), letters.titled / some, digits / letters.chars, letters.end, letters.first, marks,
        commas, commas / some, separators, quotes, lines, _kinds(blocks), _gaps(blocks),
        _copies(blocks), addressing / some,
        cohesion / np.maximum(content, 1), rare, title, weight / some, low, high, found[:, :3],
    ))  # fmt: skip
    return _Base(own, words, prose, ended, cohesion, content, weight, letters.titled, stops)


def _vocabulary(letters: Letters, stop_flags: Flags, prose: Flags) -> tuple[Array, Array, Array, Array]:
    """Return, a block: content words that other prose has too; shares that stand nowhere else, and in the first block; content words."""
    numbers, owners, count = letters.words, letters.owners, len(prose)
    size = len(letters.vocabulary)
    content = ~stop_flags[numbers]
    in_prose = np.bincount(numbers, prose[owners], size)
    held = (in_prose[numbers] > prose[owners]) & content
    once = (np.bincount(numbers, minlength=size)[numbers] == 1) & content
    in_title = np.zeros(size, dtype=bool)
    in_title[numbers[: np.searchsorted(owners, 1)]] = True
    contents = np.bincount(owners, content, count)
    some = np.maximum(contents, 1)
    return (
        np.bincount(owners, held, count),
        np.bincount(owners, once, count) / some,
        np.bincount(owners, in_title[numbers] & content, count) / some,
        contents,
    )


def _weights(letters: Letters, weights: Array) -> tuple[Array, Array, Array]:
    """Return the sum, the lowest and the highest of each block's word ``weights``, 0 without words."""
    count = len(letters.chars)
    low, high = np.zeros(count), np.zeros(count)
    if not len(weights):
        return np.zeros(count), low, high
    starts = np.flatnonzero(np.diff(letters.owners, prepend=-1))
    some = letters.owners[starts]
    low[some] = np.minimum.reduceat(weights, starts)
    high[some] = np.maximum.reduceat(weights, starts)
    return np.bincount(letters.owners, weights, count), low, high


def _kinds(blocks: Sequence[Block]) -> list[float]:
    return [0.0 if block.kind is _PLAIN else _KINDS[block.kind] for block in blocks]


def _gaps(blocks: Sequence[Block]) -> Array:
    """Return how many characters, at most 4, lie between a block and the one before: a blank line is 2 or more."""
    starts = np.array([block.start for block in blocks])
    ends = np.array([block.end for block in blocks])
    gaps = np.empty(len(blocks))
    gaps[0] = 4.0
    gaps[1:] = np.clip(starts[1:] - ends[:-1], 0, 4)
    return gaps


def _copies(blocks: Sequence[Block]) -> Array:
    """Return how many other blocks have the same text."""
    seen: dict[str, int] = {}
    same = np.array([seen.setdefault(block.text, len(seen)) for block in blocks])
    result: Array = np.bincount(same)[same] - 1.0
    return result


def _neighbours(own: Array) -> Array:
    count = len(own)
    reach = max(SHOWN)
    padded = np.full((count + 2 * reach, own.shape[1]), -1.0)
    padded[reach:-reach] = own
    parts = []
    for by, names in SHOWN.items():
        columns = [OWN.index(name) for name in names]
        parts.append(padded[reach + by : reach + by + count, columns])
    return np.concatenate(parts, axis=1)


def _windows(base: _Base, found: Array) -> tuple[Array, Array]:
    copied = base.own[:, OWN.index("copies")] > 0
    said = found[:, 0] + found[:, 1] + found[:, 3] > 0
    count = len(base.words)
    sums = np.zeros((count + 1, 10))
    columns = (
        base.words, base.words * base.prose, base.stops, base.ended, base.titled, copied, base.held, base.weight, said, base.content,
    )  # fmt: skip
    np.cumsum(np.column_stack(columns), axis=0, out=sums[1:])
    index = np.arange(count)
    within, beside = [], []
    for reach in WINDOWS:
        low = sums[np.maximum(index - reach, 0)]
        high = sums[np.minimum(index + reach + 1, count)]
        within.append(
            _shares(high - low, np.minimum(index + reach + 1, count) - np.maximum(index - reach, 0))
        )
        if reach > WINDOWS[0]:
            beside.append((sums[:-1] - low)[:, [0, 1, 7, 8]])
            beside.append((high - sums[1:])[:, [0, 1, 7, 8]])
    return np.concatenate(within, axis=1), np.concatenate(beside, axis=1)


def _shares(sums: Array, lines: NDArray[np.intp]) -> Array:
    """Turn sums over a window into shares of its words, of its blocks or of its content words."""
    words = np.maximum(sums[:, 0], 1)
    content = np.maximum(sums[:, 9], 1)
    return sums[:, :9] / np.column_stack((lines, words, words, lines, words, lines, content, words, lines))


def _places(base: _Base, found: Array, findings: Sequence[Finding]) -> tuple[Array, Array, Array, Array]:
    words, prose = base.words, base.prose
    count = len(words)
    tail = found[:, 3] > 0
    said = (found[:, 0] + found[:, 1] > 0) | tail
    index = np.arange(count)
    long = words >= SHORT_WORDS
    distances = _distances(np.column_stack((prose, words >= PARAGRAPH_WORDS, long, base.ended, said, tail)))
    mass = np.concatenate(([0.0], np.cumsum(words * prose)))
    every = np.concatenate(([0.0], np.cumsum(words)))
    total, prosaic = every[-1], mass[-1]
    copied = base.own[:, OWN.index("copies")] > 0
    first, last, span = _span(words, prose, copied)
    cluster, rank, biggest = _clusters(words, prose)
    tails = np.cumsum(tail)
    label = np.maximum.accumulate(np.where(tail, index, -1))
    place = np.column_stack((
        index, count - 1 - index, index / count, mass[:-1], prosaic - mass[1:], mass[:-1] / max(prosaic, 1),
        (prosaic - mass[1:]) / max(prosaic, 1), every[:-1], total - every[1:],
        np.minimum(distances[:, 2] + distances[:, 8], FAR) * ~long,
        (index >= first) & (index < last), np.clip(index - first, -FAR, FAR), np.clip(last - 1 - index, -FAR, FAR),
        np.where(index >= last, mass[:-1] - mass[last], 0.0), cluster, rank, cluster == biggest,
        np.where(label >= 0, mass[1:] - mass[label], -1.0), tails,
    ))  # fmt: skip
    whole = _whole(base, findings)
    page = (
        *whole[:7],
        words.max(),
        said.mean(),
        whole[7],
        span / max(total, 1),
        biggest / max(prosaic, 1),
        *whole[8:],
    )
    alike = _alike(base)
    return distances, place, alike, np.broadcast_to(np.array(page, dtype=np.float64), (count, len(page)))


def _whole(base: _Base, findings: Sequence[Finding]) -> tuple[float, ...]:
    """Return what the page is like as a whole: a raw page has menus at its ends, another extractor's output has not."""
    words = base.words
    count, total = len(words), max(words.sum(), 1)
    copied = base.own[:, OWN.index("copies")] > 0
    meant = base.own[:, OWN.index("lexicon")]
    label = (words <= LABEL_WORDS) & ~base.ended
    return (
        count, words.sum(), (words * base.prose).sum() / total, base.ended.mean(), copied.mean(), total / count,
        base.titled.sum() / total, len({finding.rule.category for finding in findings}), label.mean(),
        (label & (meant < -1)).mean(), meant[:EDGE].mean(), meant[-EDGE:].mean(),
    )  # fmt: skip


def _distances(marks: Flags) -> Array:
    """Return how many blocks lie back to the last marked one and ahead to the next, [blocks, 2 × marks]."""
    count, width = marks.shape
    index = np.arange(count)[:, None]
    back = np.full((count + 1, width), -FAR)
    np.maximum.accumulate(np.where(marks, index, -FAR), axis=0, out=back[1:])
    ahead = np.full((count + 1, width), count + FAR)
    ahead[:-1] = np.minimum.accumulate(np.where(marks, index, count + FAR)[::-1], axis=0)[::-1]
    result: Array = np.minimum(np.concatenate((index - back[:-1], ahead[1:] - index), axis=1), FAR)
    return result


def _span(words: Array, prose: Flags, copied: Flags) -> tuple[int, int, float]:
    """Return the run of blocks whose prose outweighs what stands between it, and by how many words."""
    gain = np.where(prose, words, -SPAN_COST - SPAN_COST * copied)
    sums = np.concatenate(([0.0], np.cumsum(gain)))
    rise = sums - np.minimum.accumulate(sums)
    last = int(rise.argmax())
    return int(sums[: last + 1].argmin()), last, float(rise[last])


def _clusters(words: Array, prose: Flags) -> tuple[Array, Array, float]:
    """Return for each block the prose words of its cluster, how many clusters came before, and the words of the biggest."""
    count = len(words)
    places = np.flatnonzero(prose)
    if not len(places):
        return np.zeros(count), np.zeros(count), 0.0
    opens = np.flatnonzero(np.diff(places, prepend=-FAR) > CLUSTER_GAP + 1)
    masses = np.add.reduceat(words[places], opens)
    lasts = np.append(places[opens[1:] - 1], places[-1])
    # Blocks after a cluster count with it until the next one opens, those before the first with that.
    rank = np.clip(np.searchsorted(places[opens], np.arange(count), side="right") - 1, 0, None)
    far = np.arange(count) - lasts[rank] > CLUSTER_GAP
    return np.where(far, -1.0, masses[rank]), rank.astype(np.float64), float(masses.max())


def _alike(base: _Base) -> Array:
    """Tell, for each lag, whether a block looks like the one that many places before or after: cards repeat."""
    words, end, kind = base.words, base.own[:, OWN.index("end")], base.own[:, OWN.index("kind")]
    count = len(words)
    alike = np.zeros((count, LAGS))
    for lag in range(1, min(LAGS, count - 1) + 1):
        here, there = words[lag:], words[:-lag]
        same = np.abs(here - there) <= 0.3 * np.maximum(here, there) + 1
        same &= (end[lag:] == end[:-lag]) & (kind[lag:] == kind[:-lag])
        alike[lag:, lag - 1] += same
        alike[:-lag, lag - 1] += same
    return alike
