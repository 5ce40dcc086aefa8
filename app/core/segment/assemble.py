"""Text pieces to blocks: where a block begins and ends, of what kind it is, and in which container.

The walk over the markup says what it meets; an ``Assembly`` collects text until a boundary comes and
cuts a ``Block`` from it. It knows nothing of the parser.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from app.core.model import Block, Container, Declared, Image, Kind, Mark, Page

VERSE_LINE: Final = 70
"""Lines up to this many characters, parted by single ``<br>``, are one block (verse, addresses)."""

LONG_CELL: Final = 200
"""A table cell of more characters than this is a paragraph of a layout table, not a value."""

LONG_ROW: Final = 300
"""Blocks inside the cells of one row are joined to one row up to this many characters."""

SENTENCE: Final = 80
"""A block of more characters than this, mostly not links, is running text."""

_ASCII_SPACES = re.compile(r"[ \t\n\r\f]+")


def collapse(text: str) -> str:
    """Collapse runs of white space as HTML does: only its five ASCII characters, so that nbsp stays."""
    if text.isascii():
        return " ".join(text.split())
    return _ASCII_SPACES.sub(" ", text).strip(" ")


class State(NamedTuple):
    """What a block inherits from the elements around it."""

    container: int = 0
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    depth: int = 0
    """Nesting depth of lists."""
    ordered: bool = False
    row: int = -1
    """Container of the innermost table row; -1 outside tables."""
    cell: int = -1


class Assembly:
    """The blocks, containers and images of one page, as the walk meets them."""

    def __init__(self, name: str) -> None:
        self.blocks: list[Block] = []
        self.images: list[Image] = []
        self.kept: set[int] = set()
        self.dropped: set[int] = set()
        self._containers: list[list[int | str]] = [[-1, "body", name, 0, 0]]
        self._state = State()
        self._pieces: list[str] = []
        self._marks: list[Mark] = []
        self._open_marks: list[tuple[str, str, int]] = []
        self._links = 0
        self._link_chars = 0
        self._link_count = 0
        self._breaks = 0
        self._cells: list[int] = []
        self._headers = 0
        self._tight: list[bool] = []
        self._rows: list[tuple[int, int]] = []

    def running_text(self) -> int:
        """Characters in blocks that read like sentences: long, and mostly not links."""
        return sum(
            len(block.text)
            for block in self.blocks
            if len(block.text) > SENTENCE and block.link_chars * 3 < len(block.text)
        )

    def text(self, content: str) -> None:
        """Add a text node."""
        self._pieces.append(content)
        if self._links:
            self._link_chars += len(content)

    def break_line(self) -> None:
        """Meet a ``<br>``: a paragraph boundary, but a line break in code and a space in a table cell."""
        if self._state.kind is Kind.CODE:
            self._pieces.append("\n")
        elif self._cells and self._pending_cell() < LONG_CELL:
            self._pieces.append(" ")
        else:
            self._flush()
            self._breaks += 1

    def image(self, source: str, alternative: str) -> None:
        """Meet an ``<img>``."""
        self.images.append(Image(len(self.blocks), source, alternative))

    def open_link(self) -> None:
        """Count text as linked from here on."""
        self._links += 1

    def close_link(self) -> None:
        """End of a link's text."""
        self._links -= 1
        self._link_count += 1

    def open_mark(self, tag: str, target: str = "") -> None:
        """Begin inline markup."""
        self._open_marks.append((tag, target, len(self._pieces)))

    def close_mark(self) -> None:
        """End the inline markup begun last."""
        tag, target, first = self._open_marks.pop()
        if len(self._pieces) > first:
            self._marks.append(Mark(tag, first, len(self._pieces), target))

    def open_container(self, tag: str, name: str, **inherit: object) -> State:
        """Begin a block-level element; returns the state to hand to ``close_container``."""
        if self._pieces:
            self._flush()
        self._breaks = 0
        return self._open(tag, name, inherit)

    def open_row(self, name: str) -> State:
        """Begin a ``<tr>``."""
        self._flush()
        saved = self._open("tr", name, {})
        self._state = self._state._replace(row=self._state.container, cell=-1)
        return saved

    def open_cell(self, tag: str, name: str) -> State:
        """Begin a ``<td>`` or ``<th>``: short cells of a row make one block, so nothing is cut here."""
        if self._state.row < 0:
            self._flush()
        saved = self._open(tag, name, {})
        self._state = self._state._replace(cell=self._state.container)
        if self._state.row >= 0:
            self._cells.append(len(self._pieces))
            self._headers += tag == "th"
        return saved

    def close_cell(self, saved: State) -> None:
        """End a cell; a long one is a paragraph of its own."""
        if not self._cells or self._pending_cell() > LONG_CELL:
            self._flush()
        self._close(saved)

    def close_container(self, saved: State) -> None:
        """End a block-level element and go back to the state before it."""
        if self._pieces:
            self._flush()
        self._breaks = 0
        self._close(saved)

    def list_depth(self) -> int:
        """Nesting depth of lists here, 0 outside."""
        return self._state.depth

    def select(self, keep: bool) -> None:
        """Mark the blocks of the container about to be closed as chosen by a selector of the caller."""
        self._flush()
        first = self._containers[self._state.container][3]
        chosen = range(int(first), len(self.blocks))
        (self.kept if keep else self.dropped).update(chosen)

    def finish(self) -> None:
        """Cut the last block, and join lines of verse and cells of rows."""
        self._flush()
        self._containers[0][4] = len(self.blocks)
        runs = [*_verse(self.blocks, self._tight), *_rows(self.blocks, self._rows)]
        if runs:
            self._join(runs)

    def page(self, declared: Declared, warnings: tuple[str, ...]) -> Page:
        """Return what was assembled."""
        return Page(
            tuple(self.blocks),
            tuple(Container(*row) for row in self._containers),  # type: ignore[arg-type]
            declared,
            tuple(self.images),
            warnings,
            frozenset(self.kept),
            frozenset(self.dropped),
        )

    def _open(self, tag: str, name: str, inherit: dict[str, object]) -> State:
        saved = self._state
        number = len(self._containers)
        self._containers.append([saved.container, tag, name, len(self.blocks), 0])
        self._state = saved._replace(container=number, **inherit)  # type: ignore[arg-type]
        return saved

    def _close(self, saved: State) -> None:
        row = self._containers[self._state.container]
        row[4] = len(self.blocks)
        if row[3] == row[4] and self._state.container == len(self._containers) - 1:
            self._containers.pop()
        self._state = saved

    def _pending_cell(self) -> int:
        return sum(len(piece) for piece in self._pieces[self._cells[-1] :])

    def _flush(self) -> None:
        """Cut a block from what was collected, if it holds any visible character."""
        pieces = self._pieces
        if not pieces:
            self._cells.clear()
            return
        raw = "".join(pieces)
        if raw.isspace() or not raw:
            self._reset()
            return
        self._close_open_marks()
        state = self._state
        if self._cells and len(self._cells) > 1:
            block = self._row_block()
        else:
            text = raw.strip("\n").rstrip() if state.kind is Kind.CODE else collapse(raw)
            block = Block(text, state.kind, state.level, state.container)
        self.blocks.append(
            block._replace(
                link_chars=min(self._link_chars, len(block.text)),
                link_count=self._link_count or int(self._link_chars > 0),
                pieces=tuple(pieces),
                marks=tuple(self._marks),
                ordered=state.ordered,
            )
        )
        self._tight.append(self._breaks == 1)
        self._rows.append((state.row, state.cell))
        self._breaks = 0
        self._reset()

    def _reset(self) -> None:
        self._pieces = []
        self._marks = []
        self._link_chars = self._link_count = self._headers = 0
        self._cells.clear()
        if self._open_marks:
            self._open_marks = [(tag, target, 0) for tag, target, _ in self._open_marks]

    def _close_open_marks(self) -> None:
        """A boundary inside inline markup: what is marked so far belongs to the block cut now."""
        for tag, target, first in self._open_marks:
            if len(self._pieces) > first:
                self._marks.append(Mark(tag, first, len(self._pieces), target))

    def _row_block(self) -> Block:
        bounds = [*self._cells, len(self._pieces)]
        cells = tuple(collapse("".join(self._pieces[a:b])) for a, b in pairwise(bounds))
        filled = [cell for cell in cells if cell]
        if len(filled) < 2:
            return Block(" ".join(filled), self._state.kind, self._state.level, self._state.container)
        return Block(
            "\t".join(filled),
            Kind.TABLE,
            container=self._state.row if self._state.row >= 0 else self._state.container,
            cells=cells,
            header=self._headers == len(cells),
        )

    def _join(self, runs: list[tuple[int, int, str]]) -> None:
        """Replace each run of blocks by one, and renumber what counts in blocks."""
        starts = {first: (last, glue) for first, last, glue in sorted(runs)}
        joined: list[Block] = []
        renumber: list[int] = []
        index = 0
        while index < len(self.blocks):
            last, glue = starts.get(index, (index + 1, ""))
            renumber += [len(joined)] * (last - index)
            row = self._rows[index][0] if glue == "\t" else self.blocks[index].container
            joined.append(_one(self.blocks[index:last], glue, row))
            index = last
        renumber.append(len(joined))
        for span in self._containers:
            span[4] = (
                renumber[int(span[4]) - 1] + 1 if int(span[4]) > int(span[3]) else renumber[int(span[3])]
            )
            span[3] = renumber[int(span[3])]
        self.blocks = joined
        self.images = [image._replace(before=renumber[image.before]) for image in self.images]
        self.kept = {renumber[number] for number in self.kept}
        self.dropped = {renumber[number] for number in self.dropped}


def _one(blocks: list[Block], glue: str, container: int) -> Block:
    first = blocks[0]
    if len(blocks) == 1:
        return first
    marks: list[Mark] = []
    pieces: list[str] = []
    for block in blocks:
        if pieces:
            pieces.append(glue)
        marks += [
            mark._replace(first=mark.first + len(pieces), last=mark.last + len(pieces))
            for mark in block.marks
        ]
        pieces += block.pieces
    cells = tuple(block.text for block in blocks) if glue == "\t" else ()
    return first._replace(
        text=glue.join(block.text for block in blocks),
        kind=Kind.TABLE if cells else first.kind,
        link_chars=sum(block.link_chars for block in blocks),
        link_count=sum(block.link_count for block in blocks),
        pieces=tuple(pieces),
        marks=tuple(marks),
        cells=cells,
        container=container,
    )


def _verse(blocks: list[Block], tight: list[bool]) -> list[tuple[int, int, str]]:
    """Find runs of at least two short lines parted by single ``<br>`` and mostly free of links."""
    runs = []
    index = 1
    while index < len(blocks):
        if not tight[index] or not (_is_line(blocks[index]) and _is_line(blocks[index - 1])):
            index += 1
            continue
        first = index - 1
        while index < len(blocks) and tight[index] and _is_line(blocks[index]):
            index += 1
        runs.append((first, index, "\n"))
    return runs


def _is_line(block: Block) -> bool:
    size = len(block.text)
    return size <= VERSE_LINE and block.link_chars * 2 < size


def _rows(blocks: list[Block], rows: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Find short blocks that fill at least two cells of one row, one block a cell."""
    runs = []
    index = 0
    while index < len(blocks):
        row, cell = rows[index]
        last = index + 1
        if row >= 0 and not blocks[index].cells:
            cells = {cell}
            while last < len(blocks) and rows[last][0] == row and rows[last][1] not in cells:
                cells.add(rows[last][1])
                last += 1
            whole = last == len(blocks) or rows[last][0] != row
            size = sum(len(block.text) for block in blocks[index:last])
            if (
                last - index > 1
                and whole
                and size <= LONG_ROW
                and all(b.level == 0 for b in blocks[index:last])
            ):
                runs.append((index, last, "\t"))
        index = last
    return runs
