"""What the writers of Markdown and HTML are told beside blocks: how lists count, where cells reach, where images stand.

Taken down only where one of them is asked for: text shows none of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

from pagemarrow.core.model import Block, Cell, Layout, Numbering, Standing
from pagemarrow.core.segment.join import Run

MOST_COLUMNS: Final = 100
"""Columns of a table that cells are laid out in; those to the right of them stand one after the other."""

MOST_ROWS: Final = 10_000
"""Rows that one cell may reach over."""

DEEPEST: Final = 64
"""Elements around an image that are looked at for a link, or for one that holds text; the development pages nest no text deeper
than 42."""

Attributes = Mapping[str, str | None]
NO_ATTRIBUTES: Final[Attributes] = {}
Record = list[Any]
"""A container as the assembly holds it."""

_NUMBER = re.compile(r"\s*\+?(\d{1,9})(?!\d)")
_STYLES: Final = frozenset("aAiI")
_PLAIN: Final = Numbering()


class _Around(NamedTuple):
    """A container around an image: one that holds no block is gone at its end, and another may get its number."""

    number: int
    record: Record
    outside: _Around | None


class _Image(NamedTuple):
    """An image as it was met."""

    around: _Around | None
    piece: int
    row: int
    cell: int
    target: str


class _Held(NamedTuple):
    """The cells of a row that a block holds."""

    row: int
    cells: tuple[int, ...]
    filled: int
    """The first of them that holds text."""


class Notes:
    """Collects during the walk what a ``Layout`` says.

    The numbers of containers that are gone are used anew: what is noted under a number is written over by the next of its kind.
    """

    def __init__(self, containers: list[Record]) -> None:
        self._containers = containers
        self._lists: dict[int, Numbering] = {}
        self._values: dict[int, int] = {}
        self._rows: dict[int, list[Cell]] = {}
        self._lines: dict[int, tuple[int, int]] = {}
        self._sections: dict[int, _Section] = {}
        self._held: dict[int, _Held] = {}
        self._cards: dict[int, tuple[Record, str]] = {}
        self._images: list[_Image] = []
        self._known: dict[int, _Around] = {}

    def open_list(self, number: int, attributes: Attributes) -> None:
        """Note how a list counts."""
        style = attributes.get("type") or ""
        numbering = Numbering(
            _number(attributes.get("start")), "reversed" in attributes, style if style in _STYLES else ""
        )
        self._lists.pop(number, None)
        if numbering != _PLAIN:
            self._lists[number] = numbering

    def open_item(self, number: int, attributes: Attributes) -> None:
        """Note the number that an item gives itself."""
        value = _number(attributes.get("value"))
        self._values.pop(number, None)
        if value is not None:
            self._values[number] = value

    def open_card(self, number: int, target: str) -> None:
        """Note where a link around blocks leads."""
        self._cards[number] = self._containers[number], target

    def open_row(self, number: int) -> None:
        """Begin a row of the section, or table, around it."""
        above = self._containers[number][0]
        section = self._sections.get(above)
        if section is None or section.record is not self._containers[above]:
            section = self._sections[above] = _Section(self._containers[above])
        section.next_row()
        self._rows[number] = []
        self._lines[number] = above, section.line

    def open_cell(self, row: int, tag: str, attributes: Attributes) -> None:
        """Note which columns and rows a cell takes."""
        if row < 0:
            return
        # As many rows as 0 stands for all that the section has left.
        rows = _number(attributes.get("rowspan"))
        reach = MOST_ROWS if rows == 0 else min(rows or 1, MOST_ROWS)
        section = self._sections[self._lines[row][0]]
        self._rows[row].append(section.place(tag == "th", _number(attributes.get("colspan")) or 1, reach))

    def cut(self, number: int, row: int, pending: int, lone: Sequence[str]) -> None:
        """Note which cells of ``row`` block ``number`` holds.

        ``pending`` of them were opened since the last cut; ``lone`` are their texts where but one holds any.
        """
        opened = len(self._rows[row])
        cells = tuple(range(opened - max(1, pending), opened))
        filled = next((at for at, text in enumerate(lone) if text), 0)
        self._held[number] = _Held(row, cells, cells[filled])

    def image(
        self, container: int, pieces: int, row: int, cell: int, marks: Sequence[tuple[str, str, int]]
    ) -> None:
        """Note where an image stands: after how many pieces, in which row and cell, inside which open marks."""
        around = self._around(container)
        target = next((target for tag, target, _ in reversed(marks) if tag == "a"), "")
        within = len(self._rows[row]) - 1 if row >= 0 and cell >= 0 else -1
        self._images.append(_Image(around, pieces, row, within, target or self._card(around)))

    def end_line(self) -> None:
        """Note that a line ends right after the image met last: it stands above the text that follows."""
        last = self._images[-1]
        if not last.piece and last.cell < 0:
            self._images[-1] = last._replace(piece=-1)

    def join(
        self, blocks: Sequence[Block], runs: Sequence[Run], befores: Sequence[int], renumber: Sequence[int]
    ) -> None:
        """Renumber what was noted of ``blocks``: each run of them has become one. ``befores`` are those that images stand before."""
        glues = {first: glue for first, _, glue in runs}
        firsts: dict[int, int] = {}
        for number, new in enumerate(renumber):
            firsts.setdefault(new, number)
        pieces = list(accumulate([len(block.pieces) + 1 for block in blocks], initial=0))
        for at, before in enumerate(befores):
            first = firsts[renumber[before]]
            if before > first:
                shift = pieces[before] - pieces[first]
                self._images[at] = self._images[at]._replace(piece=shift + max(0, self._images[at].piece))
        held: dict[int, _Held] = {}
        glue = ""
        for number, own in self._held.items():
            begun = held.get(renumber[number])
            if begun is None:
                glue = glues.get(number, "")
                held[renumber[number]] = own._replace(cells=(own.filled,)) if glue == "\t" else own
            elif glue == "\t":
                held[renumber[number]] = begun._replace(cells=(*begun.cells, own.filled))
        self._held = held

    def layout(self, blocks: Sequence[Block]) -> Layout:
        """Return what was noted, of the blocks as they are in the end."""
        return Layout(
            self._lists,
            self._values,
            {number: tuple(cells) for number, cells in self._rows.items()},
            self._lines,
            {
                number: (row, cells if len(cells) == len(blocks[number].cells) else (filled,))
                for number, (row, cells, filled) in self._held.items()
            },
            {number: target for number, (record, target) in self._cards.items() if self._is(number, record)},
            tuple([self._standing(image) for image in self._images]),
        )

    def _around(self, container: int) -> _Around | None:
        """Return what is around an image in an open container. Images share what is around them: pages hold thousands."""
        fresh: list[int] = []
        number = container
        while number >= 0 and not (number in self._known and self._is(number, self._known[number].record)):
            fresh.append(number)
            number = self._containers[number][0]
        around = self._known.get(number)
        for inner in reversed(fresh):
            around = self._known[inner] = _Around(inner, self._containers[inner], around)
        return around

    def _card(self, around: _Around | None) -> str:
        for _ in range(DEEPEST if self._cards else 0):
            if around is None:
                break
            card, target = self._cards.get(around.number, (None, ""))
            if card is around.record:
                return target
            around = around.outside
        return ""

    def _standing(self, image: _Image) -> Standing:
        lost: list[str] = []
        around = image.around
        while around is not None and len(lost) < DEEPEST:
            if self._is(around.number, around.record):
                row = -1 if "tr" in lost else image.row
                tags = tuple(reversed(lost))
                return Standing(around.number, tags, image.piece, row, image.cell, image.target)
            lost.append(around.record[1])
            around = around.outside
        return Standing(target=image.target)

    def _is(self, number: int, record: Record) -> bool:
        return number < len(self._containers) and self._containers[number] is record


class _Section:
    """The columns of one section of a table, and which of them cells of the rows above reach into."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.line = -1
        self._left: dict[int, int] = {}
        self._column = 0

    def next_row(self) -> None:
        self.line += 1
        self._column = 0
        self._left = {column: left - 1 for column, left in self._left.items() if left > 1}

    def place(self, heading: bool, columns: int, rows: int) -> Cell:
        """Give the next cell of the row its place."""
        while self._column in self._left:
            self._column += 1
        column = self._column
        if column >= MOST_COLUMNS:
            return Cell(heading)
        columns = max(1, min(columns, MOST_COLUMNS - column))
        self._column += columns
        if rows > 1:
            self._left.update(dict.fromkeys(range(column, column + columns), rows))
        return Cell(heading, column, columns, rows)


def _number(written: str | None) -> int | None:
    found = _NUMBER.match(written) if written else None
    return int(found[1]) if found else None
