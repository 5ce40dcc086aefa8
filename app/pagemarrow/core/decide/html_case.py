"""What the passes of HTML mode see of a page, and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import Finding, Metadata, Options, Page


class Thresholds(NamedTuple):
    """Numbers of the HTML passes, with the data they were set on."""

    tail_prose: float = 0.05
    """Share of the likely body that must follow a tail label, as running text, for it to be a label in mid-article."""
    linked: float = 0.9
    """Share of linked characters from which a line is nothing but a link."""
    name_words: int = 4
    name_capitals: float = 0.9
    """A line of up to so many words, so many of them capitalised, is a name."""
    element_body: float = 0.15
    """Share of the likely body from which an element is not dropped for its name."""
    elements_body: float = 0.5
    """Share of the likely body from which on no element is: so many names that mean nothing are of this site's making."""
    kept_table: float = 0.5
    kept_list: float = 0.8
    """Share of its words from which on a table, or an article's list, that is kept in part is kept whole: lists of cards hold
    headlines that read like body, and bylines that don't."""
    inner_table: float = 0.3
    """Mean probability of body from which on a table between running text is kept."""
    title_overlap: float = 0.5
    """Share of words in common with the title from which a line may be the title: a cheap look before a dear one."""
    copy_chars: int = 60
    """A block of at least this many characters that repeats a kept one is a copy. It goes when the other stands ..."""
    copy_away: int = 3
    """... at most so many kept blocks before it, ..."""
    copied_share: float = 0.6
    """... or when the copies have this share of the text that stands once, for parts of a mobile copy may be dropped before: over
    the 170 development pages with copies the mean word F1 is 0.004 better than without any, and 0.005 better than with all."""
    pull_quote_chars: int = 30
    most_quotes: int = 200
    """A page with more quotes is a thread: each would be looked for in all of its text."""
    lonely_heading: float = 0.7
    """A heading likelier body than this stays even when nothing follows it."""
    few_blocks: int = 12
    """A page of fewer blocks, most of whose words stand in sentences, shows no kind but an article's: one of the 1,491
    development pages is such."""
    few_blocks_prose: float = 0.6
    """Share of its words that must stand in sentences for that."""
    few_words: int = 12
    """A body of fewer words is none: what is left of a page without article."""
    few_words_confidence: float = 0.4
    """So few words show too little to be sure of."""
    remnant: float = 0.5
    """Unless it is this share of all words: a page may be short."""
    low_confidence: float = 0.35
    """Expected F1 under which the page is said to have no article."""
    all_there_is: float = 0.9
    """Unless the choice holds this share of all words: a fragment of a page has nothing else that could be its body."""
    calibration: tuple[tuple[float, ...], tuple[float, ...]] = ((0.0, 0.65, 0.94, 1.0), (0.0, 0.5, 0.9, 1.0))
    """Expected F1 and the confidence it is worth, with straight lines between. Held out, on WCXB's development
    split, the 816 pages from 0.94 on have a mean word F1 of 0.976, the 91 below 0.65 one of 0.522."""


MAX_CLIMB: Final = 100
"""Elements around a block that are looked at: pages nest without end."""

THRESHOLDS: Final = Thresholds()


class Case(NamedTuple):
    """What the passes see of a page, and what the passes before decided."""

    page: Page
    metadata: Metadata
    features: Features
    findings: Sequence[Finding]
    options: Options
    probability: NDArray[np.float64]
    words: NDArray[np.float64]
    page_type: str
    running: NDArray[np.bool_]
    """Blocks that are running text, kept or not."""
    kept: NDArray[np.bool_]

    def prose(self) -> NDArray[np.bool_]:
        """Tell [blocks] which are running text that is kept."""
        return self.kept & self.running


def sentences(features: Features) -> NDArray[np.bool_]:
    """Tell [blocks] which end as a sentence does."""
    column = features.column
    flags: NDArray[np.bool_] = column("ends_sentence") + column("ends_question") > 0
    return flags


def running_text(features: Features) -> NDArray[np.bool_]:
    """Tell [blocks] which are running text: long sentences, mostly not links, and no captions."""
    column = features.column
    ended = column("ends_sentence") + column("ends_question") + column("ends_colon") > 0
    flags: NDArray[np.bool_] = ended & (column("long") > 0) & (column("in_figure") == 0)
    return flags
