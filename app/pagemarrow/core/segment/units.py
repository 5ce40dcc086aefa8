"""Which lines of plain text belong together: broken paragraphs and stanzas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pagemarrow.core.segment.lines import (
    STUB_WORDS,
    Line,
    asks_for_more,
    begins_small,
    ended,
    full_sentence,
    may_end,
    wordy,
)
from pagemarrow.core.sentences import bare_end

FULL_LINE: Final = 0.75
"""Share of the margin that a wrapped line fills, the last of a paragraph aside."""

LABEL_WORDS: Final = 2
"""A line of at most so many words that begins with no small letter is a label, and no sentence goes on below it."""

LINK_WORDS: Final = 10
"""A line broken out of a sentence because it was a link is hardly longer than this."""

SHORTEST_STANZA: Final = 3
LONGEST_STANZA: Final = 60
VERSE_CHARS: Final = 60
VERSE_WORDS: Final = 4
"""How many lines a stanza has, how long they are at most, and how many words they have on average at least."""

RUNNING_SHARE: Final = 0.33
"""Share of a stanza's lines that break off in mid-sentence, at least."""

_LEADERS: Final = frozenset(",.;:!?)]}%’”»，。、；：！？）」』")
_BARE_BULLET: Final = frozenset("-*•·◦▪‣●○■□+–—")
_PAUSES: Final = ",;–—，；、"
_NO_VERSE = re.compile(r"[\d@©#>|•/\\{}=<`]|^[-*+·◦▪]")


def join_lines(lines: Sequence[Line], margin: int) -> Iterator[list[Line]]:
    """Yield the lines that make one block each, in order; ``margin`` is the column at which they are wrapped, or 0."""
    unit: list[Line] = []
    last = len(lines) - 1
    stanzas = dict(_stanzas(lines, margin))
    stanza = 0
    for number, line in enumerate(lines):
        if number < stanza:
            unit.append(line)
            continue
        if number in stanzas:
            stanza = stanzas[number]
        elif not unit or (line.opens and not (line.text in _BARE_BULLET and unit[-1].text in _BARE_BULLET)):
            pass
        elif _continues(unit, line, lines[number + 1] if number < last else None, margin):
            unit.append(line)
            continue
        if unit:
            yield unit
        unit = [line]
    if unit:
        yield unit


def _continues(unit: Sequence[Line], line: Line, following: Line | None, margin: int) -> bool:
    """Tell whether ``line`` goes on with the sentence or wrapped paragraph of ``unit``."""
    previous = unit[-1]
    before, text = previous.text, line.text
    if len(unit) == 1 and before in _BARE_BULLET:
        return True
    if before[0] in "#|`>" or text[0] in "#|`>":
        return before[0] == text[0] == ">"
    if margin and _was_full(previous, text, margin):
        return True
    if unit[0].bullet and line.indent > unit[0].indent and not ended(before):
        return True
    if ended(before):
        return False
    if text[0] in _LEADERS:
        return len(unit) > 1 or wordy(before) or wordy(text) or asks_for_more(before)
    if begins_small(text):
        label = before.count(" ") < LABEL_WORDS and not before[0].islower()
        return (not label and (wordy(text) or asks_for_more(before))) or len(unit) > 1 or wordy(before)
    if asks_for_more(before) and (len(unit) > 1 or wordy(before)):
        return not (may_end(before) and full_sentence(text))
    return following is not None and _interrupts(unit, line, following)


def _was_full(previous: Line, text: str, margin: int) -> bool:
    """Tell whether the wrapper had no room for the first word of ``text`` on the line before."""
    length = previous.indent + len(previous.text)
    if length + 1 + len(text.split(None, 1)[0]) > margin:
        return True
    return length > FULL_LINE * margin and not ended(previous.text)


def _interrupts(unit: Sequence[Line], line: Line, following: Line) -> bool:
    """Tell whether ``line`` is a link's text in mid-sentence, put on a line of its own by a renderer."""
    if following.opens or ended(line.text):
        return False
    goes_on = following.text[0] in _LEADERS or begins_small(following.text)
    sentence = len(unit) > 1 or unit[0].text.count(" ") >= STUB_WORDS
    return goes_on and sentence and line.text.count(" ") < LINK_WORDS


def _stanzas(lines: Sequence[Line], margin: int) -> Iterator[tuple[int, int]]:
    """Yield first and last (past the end) of the lines of each stanza."""
    # Lines that a wrapper broke are longer.
    most = min(VERSE_CHARS, FULL_LINE * margin) if margin else VERSE_CHARS
    breaks = [number for number, line in enumerate(lines) if line.opens]
    for first, last in pairwise([*breaks, len(lines)]):
        if SHORTEST_STANZA <= last - first <= LONGEST_STANZA and _is_stanza(lines[first:last], most):
            yield first, last


def _is_stanza(stanza: Sequence[Line], most: float) -> bool:
    """Tell whether all that stands between two blank lines is a stanza.

    Its lines are short, have words enough for verse, no numbers and no signs of menus, and enough of them pause at a
    comma or break off in mid-sentence: menus and headlines do not.
    """
    # First what most menus fail.
    if bare_end(stanza[-1].text).isalnum():
        return False
    paused = sum([line.text[-1] in _PAUSES for line in stanza[:-1]])
    if not paused or any(len(line.text) > most or _NO_VERSE.search(line.text) for line in stanza):
        return False
    words = [line.text.count(" ") + 1 for line in stanza]
    if min(words) < 2 or sum(words) < VERSE_WORDS * len(words):
        return False
    running = sum([begins_small(below.text) and line.text[-1].isalnum() for line, below in pairwise(stanza)])
    return paused + running >= RUNNING_SHARE * (len(stanza) - 1)
