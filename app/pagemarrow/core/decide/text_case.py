"""What the passes of text mode see of a page, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.decide.decision import Change
from pagemarrow.core.model import Block, Finding, Kind, Rule
from pagemarrow.core.score.trees import FloatArray

Flags = NDArray[np.bool_]


class Thresholds(NamedTuple):
    """Numbers of text mode, set on the development inputs with ``python -m bench.fit_text``."""

    prose_words: int = 15
    """A block of at least this many words that ends like a sentence is prose."""
    next_prose: int = 4
    """A label with prose within this many blocks after it may be one in mid-article."""
    tail_share: float = 0.3
    """Prose after a tail label, as a share of the prose before it, under which the label opens the tail: 2,300 words of
    boilerplate against 220 of body in what the score alone keeps there, nearly all of the body scored ..."""
    tail_score: float = 4.0
    """... at least this high: it stays."""
    bare_score: float = 8.0
    """After a tail label that no prose follows, only what is scored this high stays: a list without a sentence is the label's."""
    doubtful_share: float = 1.0
    """Up to this share, and with no prose near the label, ..."""
    doubtful_score: float = 2.0
    """... blocks scored lower than this go: 6,600 words against 630. With more prose after it the label is no tail's."""
    aside_score: float = -2.0
    """A sentence right after a kept paragraph, and a label between two, is kept down to this score: of those that the score
    alone drops, 55 to 60 % are body."""
    resumed_score: float = -1.0
    """What is part of the body by where it stands (prose after a line put between, lines under its heading) is kept down to this score."""
    sentence_words: int = 8
    read_more_words: int = 4
    """A link of fewer words ends a card as often as it interrupts a body."""
    table_score: float = -0.5
    """A table that is kept in part is kept whole from this mean score of its rows on."""
    fewest_entries: int = 2
    """Fewer lines that stand below as headings are no table of contents."""
    headed: int = 16
    """A heading above the first paragraph has so many lines under it at most, such as ingredients."""
    insertion: int = 8
    """Blocks put between two paragraphs, at most."""
    dangling_score: float = 1.5
    """A label after a paragraph, followed by three dropped blocks, goes below this score: two thirds are no headings."""
    headline_words: tuple[int, int] = (3, 30)
    headline_score: float = 3.0
    """A first line that reads like a headline is one below this score: of 180 such lines of another extractor's output 144
    are no body, and 3 of 790 clean texts lose more than 0.01 of their F1."""
    headline_kept_words: int = 5
    headline_place: int = 3
    """The headline stands among the first blocks of an input whose menus are gone."""
    name_words: tuple[int, int] = (2, 4)
    name_place: int = 4
    """An author's bare name stands within this many blocks after the first line of the head."""
    source_words: int = 3
    """Words of a picture's source after its caption, at most."""
    head_score: float = 4.0
    """Between headline and text, what only a hint or its look speaks against is kept from this score."""
    fewest_cards: int = 3
    card_share: float = 0.25
    card_score: float = 4.0
    """Of the blocks after the last prose so many, and this share, are proven boilerplate: the rest below this score goes."""
    navigation_words: int = 5
    few_words: int = 8
    """A body of fewer words is none."""
    remnant: float = 0.5
    """Unless it is this share of all words: a text may be short."""
    low_confidence: float = 0.3


THRESHOLDS: Final = Thresholds()


class Case(NamedTuple):
    """What the passes see of a page, and what the passes before decided."""

    blocks: Sequence[Block]
    findings: Sequence[Finding]
    scores: FloatArray
    words: NDArray[np.float32]
    ended: Flags
    prose: Flags
    """Enough words, and the end of a sentence."""
    kept: Flags
    told: dict[int, Change]
    hints: Mapping[int, Rule]
    """By block, the rules that hint at what stands between a headline and its text."""
    kinds: Sequence[Kind]
