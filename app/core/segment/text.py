"""Plain text to blocks: lines, broken paragraphs joined again, giant lines split into sentences.

A block prints the lines it was made of; only what is decided together is decided here. Every line that is not blank
stands in exactly one block, in order, and ``source.text[block.start:block.end]`` is the block's text but for
white space at line ends. White space before a block that is part of what it says is the first of its ``pieces``: the
indent of a nested item, and the gap before a sentence of a giant line where it is not one space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
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

ENDED_SHARE: Final = 0.5
"""Of the lines of the band at most so many end like sentences."""

OVER_MARGIN: Final = 0.03
"""Share of the characters that may stand in lines beyond the margin (unbreakable addresses)."""

FULL_LINE: Final = 0.75
"""Share of the margin that a wrapped line fills, the last of a paragraph aside."""

FEWEST_LINES: Final = 6
"""Fewer lines than this show no margin."""

STUB_WORDS: Final = 3
"""Lines of fewer words are labels: two of them in a row are entries of a menu, whatever their case."""

LABEL_WORDS: Final = 2
"""A line of at most so many words that begins with no small letter is a label, and no sentence goes on below it."""

WORDS_WITHIN: Final = 80
"""Characters among which a line has its first words."""

LINK_WORDS: Final = 10
"""A line broken out of a sentence because it was a link is hardly longer than this."""

FENCE: Final = 3
"""So many backticks or more open a fence, and as many or more close it."""

CODE_INDENT: Final = 4
"""Spaces, or one tab, by which Markdown sets code off from prose."""

CODED_SHARE: Final = 0.5
SENTENCE_SHARE: Final = 0.1
"""Of the lines of code at least so many have a sign of it, and at most so many read like sentences (comments do)."""

LINE_OF_CODE: Final = 200
"""Characters of a line in which signs of code are looked for."""

SHORTEST_STANZA: Final = 3
LONGEST_STANZA: Final = 60
VERSE_CHARS: Final = 60
VERSE_WORDS: Final = 4
"""How many lines a stanza has, how long they are at most, and how many words they have on average at least."""

RUNNING_SHARE: Final = 0.33
"""Share of a stanza's lines that break off in mid-sentence, at least."""

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
_PAUSES: Final = ",;–—，；、"
_NO_VERSE = re.compile(r"[\d@©#>|•/\\{}=<`]|^[-*+·◦▪]")
_CODE = re.compile(
    r"[{}=<>`\\]|\w\(|\w\[|::|\s--?\w|^(?:[#$%] |//|/\*)|\w\.\w+\.\w|\w_\w"
    r"|^(?:def|import|return|elif|const|let|echo|sudo|pip|npm|git|cd|SELECT|INSERT)\s+[^\s.]+(?:\s+[^\s.]+){0,3};?$"
)
"""What a line of code has and one of prose, verse or a menu has not."""
_WORD = re.compile(r"[^\W\d_]+")
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
    margin = _margin(lines)
    blocks: list[Block] = []
    containers = [Container(-1, "body", "", 0, 0)]
    done = 0
    for first, last in find_listings(text, lines):
        _add(text, lines[done:first], margin, blocks, containers)
        blocks.append(_listing(text, lines[first:last]))
        done = last
    _add(text, lines[done:] if done else lines, margin, blocks, containers)
    containers[0] = containers[0]._replace(last=len(blocks))
    return Page(tuple(blocks), tuple(containers))


def _add(
    text: str, lines: Sequence[Line], margin: int, blocks: list[Block], containers: list[Container]
) -> None:
    """Add the blocks that ``lines`` make, and containers for what belongs on one line or under one another."""
    outermost = -1
    row = False
    for unit in _units(lines, margin):
        first = unit[0]
        if len(unit) > 1:
            last = unit[-1]
            block = _block(
                first, _printed(text[first.start : last.start + len(last.text)]), last.start + len(last.text)
            )
        elif len(first.text) <= GIANT_LINE:
            block = _block(first, first.text, first.start + len(first.text))
        else:
            at = len(blocks)
            blocks.extend(_pieces(first, len(containers)))
            containers.append(Container(0, "line", "", at, len(blocks)))
            outermost, row = -1, False
            continue
        if block.kind is _PLAIN:
            if row or outermost >= 0:
                outermost, row = -1, False
            blocks.append(block)
            continue
        if block.kind is Kind.LIST:
            if outermost < 0 or first.indent <= outermost:
                outermost = first.indent
            else:
                block = block._replace(pieces=(text[first.start - first.indent : first.start], block.text))
        else:
            outermost = -1
        was_row, row = row, block.kind is Kind.TABLE and first.text[0] == "|"
        if row and was_row and not first.opens:
            block = block._replace(container=_table(blocks, containers))
        blocks.append(block)


def _table(blocks: list[Block], containers: list[Container]) -> int:
    """Return the number of the table that the last of ``blocks`` is a row of, with room for one row more."""
    last = blocks[-1]
    number = last.container or len(containers)
    if not last.container:
        containers.append(Container(0, "table", "", len(blocks) - 1, len(blocks)))
        blocks[-1] = last._replace(container=number)
    containers[number] = containers[number]._replace(last=len(blocks) + 1)
    return number


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


def find_listings(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield first and last (past the end) of the lines of each listing: between fences, or indented beside prose."""
    fences = [*_fences(lines)] if "`" * FENCE in text else []
    indented = "\t" in text or " " * CODE_INDENT in text
    done = 0
    for first, last in (*fences, (len(lines), len(lines))):
        if indented:
            yield from _indented(text, lines, done, first)
        if first < last:
            yield first, last
        done = last


def _fences(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    opened, at = "", 0
    for number, line in enumerate(lines):
        if line.text[0] != "`":
            continue
        fence = line.text[: len(line.text) - len(line.text.lstrip("`"))]
        if not opened and len(fence) >= FENCE and "`" not in line.text[len(fence) :]:
            opened, at = fence, number
        elif opened and line.text.startswith(opened) and fence == line.text:
            yield at, number + 1
            opened = ""


def _indented(text: str, lines: Sequence[Line], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of ``lines[begin:end]`` that are indented as code is, stand beside prose and look like code."""
    first = -1
    for number in range(begin, end + 1):
        inside = number < end and lines[number].indent > 0 and _is_deep(text, lines[number])
        if inside and first < 0:
            first = number
        elif not inside and first >= 0:
            beside = (lines[other] for other in (first - 1, number) if begin <= other < end)
            if any(not line.indent and _wordy(line.text) for line in beside) and _is_code(
                lines[first:number]
            ):
                yield first, number
            first = -1


def _is_deep(text: str, line: Line) -> bool:
    indent = text[line.start - line.indent : line.start]
    return not indent.strip(" \t") and (len(indent) >= CODE_INDENT or indent[0] == "\t")


def _is_code(lines: Sequence[Line]) -> bool:
    """Tell code from what else is set in: most of its lines have the signs of it, and hardly one is a sentence."""
    if lines[0].bullet:
        return False
    coded = sum(_CODE.search(line.text, 0, LINE_OF_CODE) is not None for line in lines)
    sentences = sum(_full_sentence(line.text) for line in lines)
    return coded >= CODED_SHARE * len(lines) and sentences <= SENTENCE_SHARE * len(lines)


def _units(lines: Sequence[Line], margin: int) -> Iterator[list[Line]]:
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
    if stanza[-1].text.rstrip(_CLOSERS)[-1:].isalnum():
        return False
    paused = sum([line.text[-1] in _PAUSES for line in stanza[:-1]])
    if not paused or any(len(line.text) > most or _NO_VERSE.search(line.text) for line in stanza):
        return False
    words = [line.text.count(" ") + 1 for line in stanza]
    if min(words) < 2 or sum(words) < VERSE_WORDS * len(words):
        return False
    running = sum([_goes_on(below.text) and line.text[-1].isalnum() for line, below in pairwise(stanza)])
    return paused + running >= RUNNING_SHARE * (len(stanza) - 1)


def _margin(lines: Sequence[Line]) -> int:
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
    return sum(map(_ended, full)) <= ENDED_SHARE * len(full)


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
    if text[0] in _LEADERS:
        return len(unit) > 1 or _wordy(before) or _wordy(text) or _open(before)
    if _goes_on(text):
        label = before.count(" ") < LABEL_WORDS and not before[0].islower()
        return (not label and (_wordy(text) or _open(before))) or len(unit) > 1 or _wordy(before)
    if _open(before) and (len(unit) > 1 or _wordy(before)):
        return not (_may_end(before) and _full_sentence(text))
    return following is not None and _interrupts(unit, line, following)


def _was_full(previous: Line, text: str, margin: int) -> bool:
    """Tell whether the wrapper had no room for the first word of ``text`` on the line before."""
    length = previous.indent + len(previous.text)
    if length + 1 + len(text.split(None, 1)[0]) > margin:
        return True
    return length > FULL_LINE * margin and not _ended(previous.text)


def _interrupts(unit: Sequence[Line], line: Line, following: Line) -> bool:
    """Tell whether ``line`` is a link's text in mid-sentence, put on a line of its own by a renderer."""
    if following.opens or _ended(line.text):
        return False
    goes_on = following.text[0] in _LEADERS or _goes_on(following.text)
    sentence = len(unit) > 1 or unit[0].text.count(" ") >= STUB_WORDS
    return goes_on and sentence and line.text.count(" ") < LINK_WORDS


def _ended(text: str) -> bool:
    return text[-1] in _MARKS or (text[-1] in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _MARKS)


def _goes_on(text: str) -> bool:
    """Tell whether ``text`` begins with a small letter, and not with a name such as iPhone."""
    return text[0].islower() and not text[1:2].isupper()


def _open(text: str) -> bool:
    """Tell whether ``text`` asks for more."""
    if text[-1] in ",(–—/&":
        return True
    before, _, last = text.rpartition(" ")
    return last.lower() in CONNECTORS and not (last.lower() == "am" and before[-1:].isdigit())  # 6.42 am


def _may_end(text: str) -> bool:
    """Tell whether ``text`` is open only as headlines, labels and datelines are, too."""
    return text[-1] in "–—" or text[text.rfind(" ") + 1 :].lower() in PARTICLES


def _full_sentence(text: str) -> bool:
    return text.count(" ") + 1 >= FULL_SENTENCE and _ended(text)


def _wordy(text: str) -> bool:
    """Tell whether ``text`` has more words than labels and dates."""
    return text.count(" ") >= STUB_WORDS and len(_WORD.findall(text, 0, WORDS_WITHIN)) > 1


def _block(first: Line, content: str, end: int) -> Block:
    """Return the block of ``content``, which begins with the line ``first``."""
    if not (first.bullet or content[0] in _SIGNS or "\t" in content):
        return _NEW(Block, (content, _PLAIN, 0, 0, 0, 0, first.start, end, *_REST))
    kind, level = _kind(first, content)
    return _NEW(Block, (content, kind, level, 0, 0, 0, first.start, end, *_REST))


_PLAIN: Final = Kind.PARAGRAPH
_SIGNS: Final = frozenset("#>|")
_NEW: Final = tuple.__new__
_REST: Final = tuple(Block._field_defaults[name] for name in Block._fields[8:])
"""Blocks are made by the thousand, and filling in defaults by name takes longer than all the rest of making one."""


def _listing(text: str, unit: Sequence[Line]) -> Block:
    """Return lines of code as one block, with the indent of the first."""
    first, last = unit[0], unit[-1]
    start, end = first.start - first.indent, last.start + len(last.text)
    return Block(_printed(text[start:end]), Kind.CODE, start=start, end=end)


def _printed(text: str) -> str:
    """Return ``text`` with the breaks of all systems as line feeds; rarer separators of lines are characters of it."""
    lines = []
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        lines.append(line if bare == line else bare.rstrip() + "\n")
    return "".join(lines)


def _kind(first: Line, content: str) -> tuple[Kind, int]:
    """Return what the line's own signs say it is, and its level; a plain line is a paragraph."""
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
    begin = done = 0
    for end, following in _cuts(text):
        while end - begin > LONGEST_PIECE:
            space = _WHITE.search(text, begin + LONGEST_PIECE, end)
            if space is None:
                break
            yield _piece(text, done, begin, space.start(), line.start, container)
            begin, done = space.end(), space.start()
        if end > begin:
            yield _piece(text, done, begin, end, line.start, container)
            done = end
        begin = following


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE_END.finditer(text):
        gap = found[0]
        lead = len(gap) - len(gap.lstrip())
        # A separator such as "|" is visible: it stays with the piece after it.
        yield found.start(), found.start() + lead if gap.strip() else found.end()
    yield len(text), len(text)


def _piece(text: str, done: int, begin: int, end: int, offset: int, container: int) -> Block:
    """Return the block of ``text[begin:end]``; the one before it ended at ``done``."""
    content, gap = text[begin:end], text[done:begin]
    block = Block(content, Kind.PARAGRAPH, 0, container, 0, 0, offset + begin, offset + end)
    return block if gap == " " else block._replace(pieces=(gap, content))
