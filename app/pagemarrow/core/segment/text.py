"""Plain text to blocks: lines, broken paragraphs joined again, giant lines split into sentences.

A block prints the lines it was made of; only what is decided together is decided here. Every line that is not blank
stands in exactly one block, in order, and ``source.text[block.start:block.end]`` is the block's text but for
white space at line ends. White space before a block that is part of what it says is the first of its ``pieces``: the
indent of a nested item, and the gap before a sentence of a giant line where it is not one space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pagemarrow.core.model import Block, Container, Kind, Page
from pagemarrow.core.segment.lines import Line, find_margin, read_lines
from pagemarrow.core.segment.listings import find_listings
from pagemarrow.core.segment.units import join_lines
from pagemarrow.core.sentences import OWN_STOPS

GIANT_LINE: Final = 2500
"""A line of more characters than this holds more than one paragraph: of 300,000 labelled lines of article text under 1
in 5,000 is longer, and those are pages whose line breaks were lost. It is split so that a promo inside it can go."""

LONGEST_PIECE: Final = 20_000
"""Pieces of a giant line without sentence ends are cut at white space after this many characters."""

_SENTENCE_END = re.compile(
    r"(?<=[.!?…][\"”’)\]])\s+(?=[^\sa-z])|(?<=[^\s.A-Z][.!?…])\s+(?=[^\sa-z])"
    rf"|(?<=[{OWN_STOPS}])\s+|(?<=[。！？｡])|\s+[|·•»]\s+|[ \t]{{3,}}"
)
_WHITE = re.compile(r"\s+")

_PLAIN: Final = Kind.PARAGRAPH
_SIGNS: Final = frozenset("#>|")
_NEW: Final = tuple.__new__
_REST: Final = tuple(Block._field_defaults[name] for name in Block._fields[8:])
"""Blocks are made by the thousand, and filling in defaults by name takes longer than all the rest of making one."""


def segment_text(text: str) -> Page:
    """Split ``text`` into paragraphs, headings, list items and the like; cost is linear in its length."""
    lines = read_lines(text)
    margin = find_margin(lines)
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
    for unit in join_lines(lines, margin):
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


def _block(first: Line, content: str, end: int) -> Block:
    """Return the block of ``content``, which begins with the line ``first``."""
    if not (first.bullet or content[0] in _SIGNS or "\t" in content):
        return _NEW(Block, (content, _PLAIN, 0, 0, 0, 0, first.start, end, *_REST))
    kind, level = _kind(first, content)
    return _NEW(Block, (content, kind, level, 0, 0, 0, first.start, end, *_REST))


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
