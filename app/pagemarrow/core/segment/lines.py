"""Lines of plain text: where they stand, what they look like, and at which column they are wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from pagemarrow.core.sentences import QUESTIONS, STOPS, bare_end, marked_end

NARROWEST_WRAP: Final = 45
WIDEST_WRAP: Final = 110
"""Columns at which mail and text browsers wrap; beyond them a full line is a paragraph."""

WRAP_BAND: Final = 18
"""A wrapped line ends at most this far before the margin: about the longest word that moved down."""

WRAPPED_SHARE: Final = 0.5
"""Share of a text's characters in lines of the band before the margin, above which it is hard-wrapped."""

ENDED_SHARE: Final = 0.5
"""Of the lines of the band at most so many end like sentences."""

OVER_MARGIN: Final = 0.03
"""Share of the characters that may stand in lines beyond the margin (unbreakable addresses)."""

FEWEST_LINES: Final = 6
"""Fewer lines than this show no margin."""

STUB_WORDS: Final = 3
"""Lines of fewer words are labels: two of them in a row are entries of a menu, whatever their case."""

WORDS_WITHIN: Final = 80
"""Characters among which a line has its first words."""

CONNECTORS: Final = frozenset(
    "a an and are as at but by for from has have in into is of on or that the their this to was were which with "
    "der die das den dem des ein eine einen und oder von vom zu zum zur im am mit für auf bei als "
    "le la les un une des du de et ou à au aux en dans par pour sur avec que qui "
    "el los las una del y o al con por para e il lo gli di da nel della dei o os as do da dos das em no na "
    "het een van en op met voor i w z na do że и в на с по что для".split()
)
"""Words that hardly ever end a line on purpose, in the languages of the stop-word tables."""

PARTICLES: Final = frozenset(
    "are as at by for from has have in into is on that this to was were which with "
    "an auf mit zu bei am im von en dans sur pour con por para di da op met voor na do в на с по для".split()
)
"""Those of them that may: verbs have them split off (*log in*), headlines and titles of songs end in them."""

FULL_SENTENCE: Final = 8
"""A line of so many words that begins like a sentence and ends like one is a paragraph, and no rest of one."""

_MARKS: Final = frozenset(STOPS + QUESTIONS + ":;：；؛፤﹔﹕")
"""What ends sentences or clauses."""
_BULLET = re.compile(r"(?:[-*•·◦▪‣●○■□+–—]|\d{1,3}[.)]|[a-zA-Z][.)])(?:[ \t\xa0]|$)")
_BULLET_SIGNS: Final = frozenset("-*•·◦▪‣●○■□+–—0123456789")
_AFTER_LETTER: Final = frozenset(".)")
_WORD = re.compile(r"[^\W\d_]+")

_NEW: Final = tuple.__new__
"""Lines are made by the thousand; calling their class takes longer."""


class Line(NamedTuple):
    """A line that is not blank."""

    text: str
    """Without white space at its ends."""
    start: int
    indent: int
    opens: bool
    """A blank line or a bullet parts it from the line before."""
    bullet: bool


def read_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that are not blank, in order."""
    raw = text.splitlines(keepends=True)
    starts = accumulate(map(len, raw), initial=0)
    lines: list[Line] = []
    blank = True
    match = _BULLET.match
    for whole, start in zip(raw, starts, strict=False):
        stripped = whole.strip()
        if not stripped:
            blank = True
            continue
        indent = 0 if whole[0] == stripped[0] else len(whole) - len(whole.lstrip())
        maybe = stripped[0] in _BULLET_SIGNS or stripped[1:2] in _AFTER_LETTER
        bullet = maybe and match(stripped) is not None
        lines.append(_NEW(Line, (stripped, start + indent, indent, blank or bullet, bullet)))
        blank = False
    return lines


def find_margin(lines: Sequence[Line]) -> int:
    """Return the column at which ``lines`` are wrapped, 0 if they are not."""
    if len(lines) < FEWEST_LINES:
        return 0
    lengths = [line.indent + len(line.text) for line in lines]
    total = sum(lengths)
    if sum([length for length in lengths if length > WIDEST_WRAP]) > OVER_MARGIN * total:
        return 0
    lengths.sort()
    over = 0
    while lengths and over + lengths[-1] <= OVER_MARGIN * total:
        over += lengths.pop()
    margin = lengths[-1]
    if not NARROWEST_WRAP <= margin <= WIDEST_WRAP:
        return 0
    band = sum(length for length in lengths if length > margin - WRAP_BAND)
    return margin if band >= WRAPPED_SHARE * total and _breaks_sentences(lines, margin) else 0


def _breaks_sentences(lines: Sequence[Line], margin: int) -> bool:
    """Tell lines that a wrapper broke off from paragraphs that happen to be as long: those end like sentences."""
    full = [line.text for line in lines if margin - WRAP_BAND < line.indent + len(line.text) <= margin]
    return sum(map(ended, full)) <= ENDED_SHARE * len(full)


def ended(text: str) -> bool:
    """Tell whether ``text`` ends like a sentence or a clause, past what may stand behind it (see ``sentences``)."""
    return text[-1] in _MARKS or bare_end(text) in _MARKS or bool(marked_end(text))


def begins_small(text: str) -> bool:
    """Tell whether ``text`` begins with a small letter, and not with a name such as iPhone."""
    return text[0].islower() and not text[1:2].isupper()


def asks_for_more(text: str) -> bool:
    """Tell whether ``text`` asks for more."""
    if text[-1] in ",(–—/&":
        return True
    before, _, last = text.rpartition(" ")
    return last.lower() in CONNECTORS and not (last.lower() == "am" and before[-1:].isdigit())  # 6.42 am


def may_end(text: str) -> bool:
    """Tell whether ``text`` is open only as headlines, labels and datelines are, too."""
    return text[-1] in "–—" or text[text.rfind(" ") + 1 :].lower() in PARTICLES


def full_sentence(text: str) -> bool:
    """Tell whether ``text`` ends like a sentence and has the words of one."""
    return text.count(" ") + 1 >= FULL_SENTENCE and ended(text)


def wordy(text: str) -> bool:
    """Tell whether ``text`` has more words than labels and dates."""
    return text.count(" ") >= STUB_WORDS and len(_WORD.findall(text, 0, WORDS_WITHIN)) > 1
