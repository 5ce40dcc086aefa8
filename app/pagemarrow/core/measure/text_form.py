"""The form of a text's blocks: what repeats like a feed, and what shares its words with the headline and the main run.

All of it means the same in every script: sizes are those of ``Letters.sizes``, digits those of any script, and words are
compared by their hashes.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.hashes import Hashes
from pagemarrow.core.measure.around import FAR, Flags, distances
from pagemarrow.core.measure.windows import Array, running, windows

STAMP_DIGITS: Final = 0.2
"""A short block with at least this share of digits is a stamp: a date, a time, a counter or a price."""
STAMP_WORDS: Final = 12
HEADLINE_HELD: Final = 0.6
"""A short block that holds this share of the headline's words is taken for the headline."""
HEADLINE_WORDS: Final = 40
STAMP_REACHES: Final = (6, 15)
PERIODS: Final = (1, 2, 3, 4)
"""Blocks after which a form may come back: a feed repeats its headline, teaser and date."""
ONE_CHARACTER: Final = 1.5
"""A block with so many hashed words a word of its size is of a script without spaces."""
_PAIRING: Final = np.uint64(0x9E3779B97F4A7C15)

FORM: Final = (
    "title_held", "title_share", "since_title", "prose_since_title", "span_cohesion", "stamped",
    *(f"stamped_within_{reach}" for reach in STAMP_REACHES), "since_stamp", "until_stamp",
    *(f"repeats_{period}" for period in PERIODS), "form_share", "row_share", "size_step_back", "size_step_on", "relative_size",
)  # fmt: skip
"""Rows of ``measure_form``."""


class Vocabulary(NamedTuple):
    """The words of a page as ``measure_form`` compares them."""

    words: Hashes
    """[words] as ``pair_characters`` returns them."""
    numbers: NDArray[np.intp]
    """[words] the same for the same word."""
    owners: NDArray[np.intp]
    """[words] the block each word stands in."""
    content: Flags
    """[words] whether the word is no stop word."""


def pair_characters(words: Hashes, owners: NDArray[np.intp], sizes: Array) -> Hashes:
    """Return ``words`` with single characters of scripts without spaces made into pairs: one character says too little.

    ``sizes`` [blocks] tells those scripts: there a block has many more hashed words than its size.
    """
    held = np.bincount(owners, minlength=len(sizes))
    unspaced = held > ONE_CHARACTER * sizes
    if not unspaced.any():
        return words
    paired = words.copy()
    paired[:-1] += words[1:] * _PAIRING
    return np.where(unspaced.take(owners), paired, words)


def measure_form(
    vocabulary: Vocabulary,
    headline: Hashes,
    sizes: Array,
    prose: Flags,
    digits: Array,
    looks: NDArray[np.intp],
    span: tuple[int, int],
) -> Array:
    """Return [len(FORM), blocks].

    ``headline`` are the words of the title. ``digits`` [blocks] is the share of digits, ``looks`` [blocks] a small number for
    how a block begins and ends, ``span`` the first block of the main run and the one past its last.
    """
    count = len(sizes)
    stamped = (digits >= STAMP_DIGITS) & (sizes <= STAMP_WORDS)
    steps = np.log2(sizes + 1)
    form = (np.minimum(steps, 9).astype(np.intp) * 2 + stamped) * (int(looks.max()) + 1) + looks
    away = distances(stamped[None])
    within = [
        (high - low)[0] / (high - low)[1]
        for low, high in windows(running(np.array((stamped, np.ones(count)))), STAMP_REACHES)
    ]
    before, after = np.zeros((2, count))
    before[1:] = after[:-1] = steps[1:] - steps[:-1]
    mean = float(sizes[prose].mean()) if prose.any() else 0.0
    return np.concatenate((
        _headline(vocabulary, headline, sizes, prose),
        (_span_cohesion(vocabulary, prose, span), stamped, *within, *away),
        [_repeats(form, period) for period in PERIODS],
        (_shares(form), _shares(_rows(form)), before, after, sizes / max(mean, 1.0)),
    ))  # fmt: skip


def _headline(vocabulary: Vocabulary, headline: Hashes, sizes: Array, prose: Flags) -> Array:
    """Return [4, blocks]: the share of the headline's words held, the share of own words held by it, blocks and prose since it."""
    count = len(sizes)
    wanted = np.unique(headline)
    if not len(wanted):
        return np.array([np.zeros(count), np.zeros(count), np.full(count, FAR), np.full(count, -1.0)])
    found = wanted.searchsorted(vocabulary.words).clip(max=len(wanted) - 1)
    hits = ((wanted.take(found) == vocabulary.words) & vocabulary.content).nonzero()[0]
    owners = vocabulary.owners.take(hits)
    # One word counts once a block.
    pairs = np.unique(owners * len(wanted) + found.take(hits))
    held = np.bincount(pairs // len(wanted), minlength=count) / len(wanted)
    some = np.maximum(np.bincount(vocabulary.owners, vocabulary.content, count), 1)
    share = np.bincount(owners, minlength=count) / some
    index = np.arange(count)
    last = np.maximum.accumulate(
        np.where((held >= HEADLINE_HELD) & (sizes < HEADLINE_WORDS) & ~prose, index, -1)
    )
    mass = running(sizes * prose)
    since = np.where(last >= 0, np.minimum(index - last, FAR), FAR)
    return np.array((held, share, since, np.where(last >= 0, mass[:-1] - mass[last], -1.0)))


def _span_cohesion(vocabulary: Vocabulary, prose: Flags, span: tuple[int, int]) -> Array:
    """Return the share of a block's content words that prose of the main run has, the block itself left out."""
    count, size = len(prose), len(vocabulary.numbers)
    main = prose.copy()
    main[: span[0]] = main[span[1] :] = False
    mine = main.take(vocabulary.owners)
    there = np.bincount(vocabulary.numbers, mine, size).take(vocabulary.numbers) > mine
    some = np.maximum(np.bincount(vocabulary.owners, vocabulary.content, count), 1)
    return np.bincount(vocabulary.owners, there & vocabulary.content, count) / some


def _repeats(form: NDArray[np.intp], period: int) -> Array:
    """Return how many of the four blocks one and two periods away have the block's form."""
    count = len(form)
    hits = np.zeros(count)
    for step in (period, 2 * period):
        alike = form[step:] == form[:-step]
        hits[step:] += alike
        hits[: max(count - step, 0)] += alike
    return hits


def _rows(form: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return numbers that are the same for blocks whose neighbours are alike, too."""
    size = int(form.max()) + 2
    padded = np.full(len(form) + 2, size - 1)
    padded[1:-1] = form
    rows: NDArray[np.intp] = (padded[:-2] * size + padded[1:-1]) * size + padded[2:]
    return rows


def _shares(keys: NDArray[np.intp]) -> Array:
    """Return the share of the page's blocks that have the key of each."""
    _, places, times = np.unique(keys, return_inverse=True, return_counts=True)
    shares: Array = times.take(places) / len(keys)
    return shares
