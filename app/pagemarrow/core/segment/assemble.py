"""Text pieces to blocks: where a block begins and ends, of what kind it is, and in which container.

The walk over the markup says what it meets; an ``Assembly`` collects text until a boundary comes and
cuts a ``Block`` from it. It knows nothing of the parser. It runs for every node of every page, so it is
written for speed: plain attributes, tuples made by position, and nothing done for white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Final

from pagemarrow.core.model import Block, Container, Declared, Image, Kind, Layout, Mark, Page, Rule, Unread
from pagemarrow.core.scripts import LONG, extent
from pagemarrow.core.segment.join import Run, find_rows, find_verse, join_runs
from pagemarrow.core.segment.notes import NO_ATTRIBUTES, Attributes, Notes

LONG_CELL: Final = 200
"""A table cell of more characters than this is a paragraph of a layout table, not a value."""

_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters that site builders put alone into a paragraph, so that it is not empty."""

_ASCII_SPACES = re.compile(r"[ \t\n\r\f]+")

_CONTAINER: Final[Callable[[Sequence[Any]], Container]] = partial(tuple.__new__, Container)
_NEW: Final = tuple.__new__
"""Blocks, marks and containers are made by the hundred, and their own constructors take three times as long."""

Saved = tuple[Any, ...]
"""The state of an assembly outside an element, to go back to at its end."""

_CODE: Final = Kind.CODE
_NO_LAYOUT: Final = Layout()


def collapse(text: str) -> str:
    """Collapse runs of white space as HTML does: only its five ASCII characters, so that nbsp stays."""
    if "  " not in text and "\n" not in text and "\t" not in text and "\r" not in text and "\f" not in text:
        return text.strip(" ")
    if text.isascii():
        return " ".join(text.split())
    return _ASCII_SPACES.sub(" ", text).strip(" ")


class Assembly:
    """The blocks, containers and images of one page, as the walk meets them.

    ``pieces`` collects the text of the block to come; the walk appends to it directly. ``notes`` is there only for an
    assembly that is ``detailed``, whose page has a layout.
    """

    __slots__ = (
        "_breaks",
        "_cell",
        "_cells",
        "_containers",
        "_depth",
        "_dropped",
        "_headers",
        "_images",
        "_joined",
        "_kept",
        "_level",
        "_link_count",
        "_links",
        "_lone",
        "_marks",
        "_open_marks",
        "_ordered",
        "_row",
        "_rows",
        "_tight",
        "_unread",
        "blocks",
        "container",
        "kind",
        "notes",
        "pieces",
    )

    def __init__(self, name: str, detailed: bool = False) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.container = 0
        self._containers: list[list[Any]] = [[-1, "body", name, 0, 0]]
        self.notes = Notes(self._containers) if detailed else None
        self._images: list[Image] = []
        self._unread: list[Unread] = []
        self._kept: set[int] = set()
        self._dropped: set[int] = set()
        # What a block inherits from the elements around it.
        self.kind = Kind.PARAGRAPH
        self._level = self._depth = 0
        self._ordered = False
        self._row = self._cell = -1
        # What was met since the last cut.
        self._marks: list[Mark] = []
        self._open_marks: list[tuple[str, str, int]] = []
        self._links = self._link_count = self._breaks = self._headers = 0
        self._cells: list[int] = []
        # Blocks that one <br> parts from the last, and row and cell of those that stand in one.
        self._tight: set[int] = set()
        self._rows: dict[int, tuple[int, int]] = {}
        # Cells of the rows that have one filled cell.
        self._lone: dict[int, tuple[str, ...]] = {}
        # Containers of the parts of a joined block.
        self._joined: dict[int, set[int]] = {}

    def running_text(self) -> int:
        """Return the extent of the blocks that read like sentences: long, and mostly not links."""
        return sum(
            size
            for block in self.blocks
            if block.link_chars * 3 < len(block.text) and (size := extent(block.text)) > LONG
        )

    def holds(self, chars: int) -> bool:
        """Tell whether the blocks hold at least ``chars`` characters."""
        total = sum([element.chars for element in self._unread])
        for block in self.blocks:
            total += len(block.text)
            if total >= chars:
                return True
        return False

    def break_line(self) -> None:
        """Meet a ``<br>``: a paragraph boundary, but a line break in code and a space in a table cell."""
        if self.kind is _CODE:
            self.pieces.append("\n")
        elif self._cells and self._pending_cell() < LONG_CELL:
            self.pieces.append(" ")
        else:
            self.flush()
            self._breaks += 1
            if self.notes is not None and self._images and self._images[-1].before == len(self.blocks):
                self.notes.end_line()

    def image(self, source: str, alternative: str) -> None:
        """Meet an ``<img>``."""
        if self.notes is not None:
            self.notes.image(self.container, len(self.pieces), self._row, self._cell, self._open_marks)
        self._images.append(Image(len(self.blocks), source, alternative))

    def pass_over(self, text: str, rule: Rule) -> None:
        """Meet a block-level element that is not read."""
        self.flush()
        self._breaks = 0
        self._unread.append(Unread(len(self.blocks), len(text), text, rule))

    def open_link(self, tag: str, name: str, target: str = "") -> int:
        """Begin a link around block-level elements: whole blocks are linked from here on."""
        outside = self.open_block(tag, name)
        if self.notes is not None:
            self.notes.open_card(self.container, target)
        self._links += 1
        return outside

    def close_link(self, outside: int) -> None:
        """End a link around blocks."""
        self.close_block(outside)
        self._links -= 1

    def open_mark(self, tag: str, target: str = "") -> None:
        """Begin inline markup."""
        self._open_marks.append((tag, target, len(self.pieces)))

    def close_mark(self) -> None:
        """End the inline markup begun last."""
        tag, target, first = self._open_marks.pop()
        last = len(self.pieces)
        if last > first:
            self._marks.append(_NEW(Mark, (tag, first, last, target)))
            if tag == "a":
                self._link_count += 1

    def open_block(self, tag: str, name: str) -> int:
        """Begin a block-level element that changes nothing else; returns the container to go back to."""
        if self.pieces:
            self.flush()
        self._breaks = 0
        outside = self.container
        self.container = len(self._containers)
        self._containers.append([outside, tag, name, len(self.blocks), 0])
        return outside

    def close_block(self, outside: int) -> None:
        """End a block-level element."""
        if self.pieces:
            self.flush()
        self._breaks = 0
        containers = self._containers
        row = containers[self.container]
        row[4] = count = len(self.blocks)
        if row[3] == count and self.container == len(containers) - 1:
            containers.pop()
        self.container = outside

    def open_kind(self, tag: str, name: str, kind: Kind, level: int = 0) -> Saved:
        """Begin an element that makes its blocks of a kind."""
        outside = self.open_block(tag, name)
        saved = self._save(outside)
        self.kind, self._level = kind, level
        return saved

    def open_item(self, tag: str, name: str, attributes: Attributes = NO_ATTRIBUTES) -> Saved:
        """Begin a list item, on the level of the lists around it."""
        saved = self.open_kind(tag, name, Kind.LIST, max(1, self._depth))
        if self.notes is not None:
            self.notes.open_item(self.container, attributes)
        return saved

    def open_list(self, tag: str, name: str, attributes: Attributes = NO_ATTRIBUTES) -> Saved:
        """Begin a list."""
        outside = self.open_block(tag, name)
        if self.notes is not None:
            self.notes.open_list(self.container, attributes)
        saved = self._save(outside)
        self._depth += 1
        self._ordered = tag == "ol"
        return saved

    def open_row(self, name: str) -> Saved:
        """Begin a ``<tr>``."""
        outside = self.open_block("tr", name)
        saved = self._save(outside)
        self._row, self._cell = self.container, -1
        if self.notes is not None:
            self.notes.open_row(self.container)
        return saved

    def open_cell(self, tag: str, name: str, attributes: Attributes = NO_ATTRIBUTES) -> Saved:
        """Begin a ``<td>`` or ``<th>``: short cells of a row make one block, so nothing is cut here."""
        if self._row < 0:
            self.flush()
        saved = self._save(self.container)
        outside = self.container
        self.container = self._cell = len(self._containers)
        self._containers.append([outside, tag, name, len(self.blocks), 0])
        if self._row >= 0:
            self._cells.append(len(self.pieces))
            self._headers += tag == "th"
        if self.notes is not None:
            self.notes.open_cell(self._row, tag, attributes)
        return saved

    def close_cell(self, saved: Saved) -> None:
        """End a cell; a long one is a paragraph of its own."""
        if not self._cells or self._pending_cell() > LONG_CELL:
            self.flush()
        row = self._containers[self.container]
        row[4] = len(self.blocks)
        if row[3] == row[4] and self.container == len(self._containers) - 1:
            self._containers.pop()
        self._restore(saved)

    def close_kind(self, saved: Saved) -> None:
        """End an element begun by ``open_kind``, ``open_list`` or ``open_row``."""
        self.close_block(saved[0])
        self._restore(saved)

    def close_selected(self, outside: int, keep: bool) -> None:
        """End an element that a selector of the caller names: its blocks are to be kept, or to be dropped."""
        self.flush()
        chosen = range(self._containers[self.container][3], len(self.blocks))
        (self._kept if keep else self._dropped).update(chosen)
        self.close_block(outside)

    def finish(self) -> None:
        """Cut the last block, and join lines of verse and cells of rows."""
        self.flush()
        self._containers[0][4] = len(self.blocks)
        if self._lone:
            self._fill_tables()
        runs = find_verse(self.blocks, self._tight) if self._tight else []
        if self._rows:
            runs += find_rows(self.blocks, self._rows)
        if runs:
            self._join(runs)

    def standing(self) -> list[int]:
        """Return the container of each block; of one joined from several, the innermost that holds all of it."""
        places = [block.container for block in self.blocks]
        for number, held in self._joined.items():
            numbers = held | {places[number]}
            while len(numbers) > 1:  # a container's parent has a lower number
                innermost = max(numbers)
                numbers.remove(innermost)
                numbers.add(self._containers[innermost][0])
            places[number] = numbers.pop()
        return places

    def page(self, declared: Declared, warnings: tuple[str, ...]) -> Page:
        """Return what was assembled."""
        return Page(
            tuple(self.blocks),
            tuple(map(_CONTAINER, self._containers)),
            declared,
            tuple(self._images),
            warnings,
            frozenset(self._kept),
            frozenset(self._dropped),
            tuple(self._unread),
            layout=self.notes.layout(self.blocks) if self.notes is not None else _NO_LAYOUT,
        )

    def flush(self) -> None:
        """Cut a block from what was collected, if it holds any visible character."""
        pieces = self.pieces
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if not raw or raw.isspace() or (len(raw) == 1 and raw in _INVISIBLE):
            self._reset()
            return
        if self._open_marks:
            self._close_open_marks()
        cells: tuple[str, ...] = ()
        header = False
        if len(self._cells) > 1:
            text, kind, level, container, cells, header = self._row_text()
        else:
            kind, level, container = self.kind, self._level, self.container
            text = raw.strip("\n").rstrip() if kind is _CODE else collapse(raw)
        linked = count = 0
        marks: tuple[Mark, ...] = ()
        if self._links or self._marks:
            marks = tuple(self._marks)
            linked = len(text) if self._links else _linked(marks, pieces, len(text))
            count = self._link_count or int(linked > 0)
        if self._breaks:
            if self._breaks == 1:
                self._tight.add(len(self.blocks))
            self._breaks = 0
        if self._row >= 0:
            self._rows[len(self.blocks)] = self._row, self._cell
            if self.notes is not None:
                lone = self._lone.get(len(self.blocks), ())
                self.notes.cut(len(self.blocks), self._row, len(self._cells), lone)
        place = container, linked, count, -1, -1
        self.blocks.append(
            _NEW(Block, (text, kind, level, *place, tuple(pieces), marks, cells, self._ordered, header))
        )
        self._reset()

    def _save(self, outside: int) -> Saved:
        return outside, self.kind, self._level, self._depth, self._ordered, self._row, self._cell

    def _restore(self, saved: Saved) -> None:
        self.container, self.kind, self._level, self._depth, self._ordered, self._row, self._cell = saved

    def _pending_cell(self) -> int:
        return sum(len(piece) for piece in self.pieces[self._cells[-1] :])

    def _reset(self) -> None:
        self.pieces.clear()
        self._cells.clear()
        self._headers = 0
        if self._marks or self._link_count:
            self._marks = []
            self._link_count = 0
        if self._open_marks:
            self._open_marks = [(tag, target, 0) for tag, target, _ in self._open_marks]

    def _close_open_marks(self) -> None:
        """A boundary inside inline markup: what is marked so far belongs to the block cut now."""
        last = len(self.pieces)
        for tag, target, first in self._open_marks:
            if last > first:
                self._marks.append(_NEW(Mark, (tag, first, last, target)))

    def _row_text(self) -> tuple[str, Kind, int, int, tuple[str, ...], bool]:
        bounds = [*self._cells, len(self.pieces)]
        cells = tuple(collapse("".join(self.pieces[a:b])) for a, b in pairwise(bounds))
        filled = [cell for cell in cells if cell]
        container = self._row if self._row >= 0 else self.container
        if len(filled) < 2:
            if self._row >= 0:
                self._lone[len(self.blocks)] = cells
            return " ".join(filled), self.kind, self._level, container, (), False
        return "\t".join(cells).rstrip(), Kind.TABLE, 0, container, cells, self._headers == len(cells)

    def _fill_tables(self) -> None:
        """Make rows with one filled cell rows of the table whose other rows stand beside them."""
        numbers = list(self._lone)
        for number, step in (
            *((number, -1) for number in numbers),
            *((number, 1) for number in reversed(numbers)),
        ):
            beside = self.blocks[number + step] if 0 <= number + step < len(self.blocks) else None
            block = self.blocks[number]
            if beside is None or beside.kind is not Kind.TABLE or block.kind is Kind.TABLE:
                continue
            if self._table_of(beside.container) == self._table_of(block.container):
                cells = self._lone[number]
                text = "\t".join(cells).rstrip()
                self.blocks[number] = block._replace(text=text, kind=Kind.TABLE, level=0, cells=cells)

    def _table_of(self, row: int) -> int:
        at: int = row
        while at > 0 and self._containers[at][1] != "table":
            at = self._containers[at][0]
        return at

    def _join(self, runs: list[Run]) -> None:
        """Replace each run of blocks by one, and renumber what counts in blocks."""
        parts = [{block.container for block in self.blocks[first:last]} for first, last, _ in runs]
        apart = self.blocks
        self.blocks, renumber = join_runs(apart, self._rows, runs)
        if self.notes is not None:
            self.notes.join(apart, runs, [image.before for image in self._images], renumber)
        self._joined = {renumber[first]: held for (first, _, _), held in zip(runs, parts, strict=True)}
        for span in self._containers:
            first, last = span[3], span[4]
            span[3] = renumber[first]
            span[4] = renumber[last - 1] + 1 if last > first else renumber[first]
        self._images = [image._replace(before=renumber[image.before]) for image in self._images]
        self._unread = [element._replace(before=renumber[element.before]) for element in self._unread]
        self._kept = {renumber[number] for number in self._kept}
        self._dropped = {renumber[number] for number in self._dropped}


def _linked(marks: Sequence[Mark], pieces: list[str], size: int) -> int:
    """Characters of the pieces inside links, white space at the ends of pieces aside; at most ``size``."""
    linked = 0
    for tag, first, last, _ in marks:
        if tag == "a":
            if len(pieces) == 1:
                return size
            linked += sum(map(len, map(str.strip, pieces[first:last])))
    return min(linked, size)
