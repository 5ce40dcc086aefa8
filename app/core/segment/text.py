"""Plain text to blocks: lines, broken paragraphs joined again, giant lines split into sentences.

A block prints the lines it was made of; only what is decided together is decided here. Every line that is not blank
stands in exactly one block, in order, and ``source.text[block.start:block.end]`` is the block's text but for
white space at line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from app.core.model import Block, Container, Kind, Page

GIANT_LINE: Final = 2500
"""A line of more characters than this holds more than one paragraph: of 300,000 labelled lines of article text under 1
in 5,000 is longer, and those are pages whose line breaks were lost. It is split so that a promo inside it can go."""

LONGEST_PIECE: Final = 20_000
"""Pieces of a giant line without sentence ends are cut at white space after this many characters."""

NARROWEST_WRAP: Final = 45
WIDEST_WRAP: Final = 110
"""Columns at which mail and text browsers wrap; beyond them a full line is a paragraph."""

WRAP_BAND: Final = 18
"""A wrapped line ends at most this far before the margin: about the longest word that moved down."""

WRAPPED_SHARE: Final = 0.5
"""Share of a text's characters in lines of the band before the margin, above which it is hard-wrapped."""

OVER_MARGIN: Final = 0.03
"""Share of the characters that may stand in lines beyond the margin (unbreakable addresses)."""

FEWEST_LINES: Final = 6
"""Fewer lines than this show no margin."""

STUB_WORDS: Final = 3
"""Lines of fewer words are labels: two of them in a row are entries of a menu, whatever their case."""

LINK_WORDS: Final = 10
"""A line broken out of a sentence because it was a link is hardly longer than this."""

CONNECTORS: Final = frozenset(
    "a an and are as at but by for from has have in into is of on or that the their this to was were which with "
    "der die das den dem des ein eine einen und oder von vom zu zum zur im am mit für auf bei als "
    "le la les un une des du de et ou à au aux en dans par pour sur avec que qui "
    "el los las una del y o al con por para e il lo gli di da nel della dei o os as do da dos das em no na "
    "het een van en op met voor i w z na do że и в на с по что для".split()
)
"""Words that never end a line on purpose, in the languages of the stop-word tables."""

_MARKS: Final = ".!?…:;。！？：；"
_CLOSERS: Final = "\"'”’»)]*_"
_LEADERS: Final = frozenset(",.;:!?)]}%’”»，。、；：！？）」』")
_BULLET = re.compile(r"(?:[-*•·◦▪‣●○■□+–—]|\d{1,3}[.)]|[a-zA-Z][.)])(?:[ \t\xa0]|$)")
_BULLET_SIGNS: Final = frozenset("-*•·◦▪‣●○■□+–—0123456789")
_AFTER_LETTER: Final = frozenset(".)")
_BARE_BULLET: Final = frozenset("-*•·◦▪‣●○■□+–—")
_SENTENCE_END = re.compile(
    r"(?<=[.!?…][\"”’)\]])\s+(?=[^\sa-z])|(?<=[^\s.A-Z][.!?…])\s+(?=[^\sa-z])|(?<=[。！？])|\s+[|·•»]\s+|[ \t]{3,}"
)
_WHITE = re.compile(r"\s+")


class Line(NamedTuple):
    """A line that is not blank."""

    text: str
    """Without white space at its ends."""
    start: int
    indent: int
    opens: bool
    """A blank line or a bullet parts it from the line before."""
    bullet: bool


def segment_text(text: str) -> Page:
    """Split ``text`` into paragraphs, headings, list items and the like; cost is linear in its length."""
    lines = _lines(text)
    blocks: list[Block] = []
    containers = [Container(-1, "body", "", 0, 0)]
    fenced = False
    for unit in _units(lines):
        opening = unit[0].text
        fence = opening[0] == "`" and opening.startswith("```")
        if len(unit) == 1 and len(opening) > GIANT_LINE:
            first = len(blocks)
            number = len(containers)
            blocks.extend(_pieces(unit[0], number))
            containers.append(Container(0, "line", "", first, len(blocks)))
        else:
            blocks.append(_block(text, unit, fenced or fence))
        fenced ^= fence
    containers[0] = containers[0]._replace(last=len(blocks))
    return Page(tuple(blocks), tuple(containers))


def _lines(text: str) -> list[Line]:
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


def _units(lines: Sequence[Line]) -> Iterator[list[Line]]:
    margin = _margin(lines)
    unit: list[Line] = []
    last = len(lines) - 1
    for number, line in enumerate(lines):
        if not unit:
            unit = [line]
        elif line.opens and not (line.text in _BARE_BULLET and unit[-1].text in _BARE_BULLET):
            yield unit
            unit = [line]
        elif _continues(unit, line, lines[number + 1] if number < last else None, margin):
            unit.append(line)
        else:
            yield unit
            unit = [line]
    if unit:
        yield unit


def _margin(lines: Sequence[Line]) -> int:
    """Return the column at which ``lines`` are wrapped, 0 if they are not."""
    if len(lines) < FEWEST_LINES:
        return 0
    lengths = sorted([line.indent + len(line.text) for line in lines])
    total = sum(lengths)
    over = 0
    while lengths and over + lengths[-1] <= OVER_MARGIN * total:
        over += lengths.pop()
    margin = lengths[-1]
    if not NARROWEST_WRAP <= margin <= WIDEST_WRAP:
        return 0
    band = sum(length for length in lengths if length > margin - WRAP_BAND)
    return margin if band >= WRAPPED_SHARE * total else 0


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
    if unit[0].bullet and line.indent > unit[0].indent and not _ended(before):
        return True
    if _ended(before):
        return False
    if text[0].islower() or text[0] in _LEADERS:
        return len(unit) > 1 or _wordy(before) or _wordy(text) or _open(before)
    if _open(before):
        return _wordy(before) or len(unit) > 1
    return following is not None and _interrupts(unit, line, following)


def _was_full(previous: Line, text: str, margin: int) -> bool:
    """Tell whether the wrapper had no room for the first word of ``text`` on the line before."""
    length = previous.indent + len(previous.text)
    if length + 1 + len(text.split(None, 1)[0]) > margin:
        return True
    return length > 0.75 * margin and not _ended(previous.text)


def _interrupts(unit: Sequence[Line], line: Line, following: Line) -> bool:
    """Tell whether ``line`` is a link's text in mid-sentence, put on a line of its own by a renderer."""
    if following.opens or _ended(line.text):
        return False
    goes_on = following.text[0].islower() or following.text[0] in _LEADERS
    sentence = len(unit) > 1 or unit[0].text.count(" ") >= STUB_WORDS
    return goes_on and sentence and line.text.count(" ") < LINK_WORDS


def _ended(text: str) -> bool:
    return text[-1] in _MARKS or (text[-1] in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _MARKS)


def _open(text: str) -> bool:
    return text[-1] in ",(–—/&" or text[text.rfind(" ") + 1 :].lower() in CONNECTORS


def _wordy(text: str) -> bool:
    return text.count(" ") >= STUB_WORDS


def _block(text: str, unit: Sequence[Line], fenced: bool) -> Block:
    first = unit[0]
    start = first.start
    if len(unit) == 1:
        content = first.text
        end = start + len(content)
    else:
        last = unit[-1]
        end = last.start + len(last.text)
        content = "\n".join(line.rstrip() for line in text[start:end].splitlines())
    if not (fenced or first.bullet or content[0] in _SIGNS or "\t" in content):
        return _NEW(Block, (content, _PLAIN, 0, 0, 0, 0, start, end, *_REST))
    kind, level = _kind(first, content, fenced)
    if kind is Kind.CODE and first.indent:
        start -= first.indent
        content = text[start : start + first.indent] + content
    return _NEW(Block, (content, kind, level, 0, 0, 0, start, end, *_REST))


_PLAIN: Final = Kind.PARAGRAPH
_SIGNS: Final = frozenset("#>|")
_NEW: Final = tuple.__new__
_REST: Final = tuple(Block._field_defaults[name] for name in Block._fields[8:])
"""Blocks are made by the thousand, and filling in defaults by name takes longer than all the rest of making one."""


def _kind(first: Line, content: str, fenced: bool) -> tuple[Kind, int]:
    """Return what the line's own signs say it is, and its level; a plain line is a paragraph."""
    if fenced:
        return Kind.CODE, 0
    if first.bullet:
        return Kind.LIST, 1 + min(5, first.indent // 4)
    sign = content[0]
    if sign == "#":
        hashes = len(content) - len(content.lstrip("#"))
        return (
            (Kind.HEADING, hashes)
            if hashes < 7 and content[hashes : hashes + 1] == " "
            else (Kind.PARAGRAPH, 0)
        )
    if sign == ">":
        return Kind.QUOTE, 0
    if (sign == "|" and content.count("|") > 1) or content.count("\t") > 1:
        return Kind.TABLE, 0
    return Kind.PARAGRAPH, 0


def _pieces(line: Line, container: int) -> Iterator[Block]:
    """Yield the sentences of a giant line, at most ``LONGEST_PIECE`` characters each where it has white space."""
    text = line.text
    begin = 0
    for end, following in _cuts(text):
        while end - begin > LONGEST_PIECE:
            space = _WHITE.search(text, begin + LONGEST_PIECE, end)
            if space is None:
                break
            yield _piece(text, begin, space.start(), line.start, container)
            begin = space.end()
        if end > begin:
            yield _piece(text, begin, end, line.start, container)
        begin = following


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE_END.finditer(text):
        gap = found[0]
        lead = len(gap) - len(gap.lstrip())
        # A separator such as "|" is visible: it stays with the piece after it.
        yield found.start(), found.start() + lead if gap.strip() else found.end()
    yield len(text), len(text)


def _piece(text: str, begin: int, end: int, offset: int, container: int) -> Block:
    return Block(text[begin:end], Kind.PARAGRAPH, 0, container, 0, 0, offset + begin, offset + end)
