"""What a body is made of once its blocks are put together: paragraphs and the like, some of them inside others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pagemarrow.core.model import Block, Cell, Image


class Picture(NamedTuple):
    """An image that stands where a block could, with the address its link leads to."""

    image: Image
    target: str = ""


class Inset(NamedTuple):
    """A picture in a line of text, before one of the block's pieces."""

    piece: int
    picture: Picture


class Paragraph(NamedTuple):
    """A block that is written as it is."""

    block: Block
    insets: tuple[Inset, ...] = ()


class Heading(NamedTuple):
    """A heading of level 1 to 6."""

    block: Block
    level: int
    insets: tuple[Inset, ...] = ()


class Filled(NamedTuple):
    """A cell of a table: a block of its own, with its share of the row's pieces, marks and pictures."""

    block: Block
    cell: Cell = Cell()
    insets: tuple[Inset, ...] = ()


class Row(NamedTuple):
    """A row of a table."""

    cells: tuple[Filled, ...]
    header: bool
    key: int = -1
    """The number of its container, where that is known."""
    line: tuple[int, int] = (-1, -1)
    """Number of the section it is of, and which row of that; the page may have had rows between."""


@dataclass(slots=True)
class Table:
    """Rows of one table. ``key`` is the number of its container, as it is of all parts that others join."""

    key: int
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Code:
    """A listing, with the language that its markup or a plain text's fence names."""

    key: int
    lines: list[str]
    language: str = ""
    row: int = -1
    """The table row it stands in."""

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class Quote:
    """A quotation of any parts."""

    key: int
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """One item of a list: its paragraphs and all else it holds."""

    key: int
    number: int
    level: int = 0
    """How deep it stands, where that is all that is known of it."""
    sign: str = ""
    """The number that a plain text gives it, as it stands there."""
    term: bool = False
    """Whether the items after it say what it means."""
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """A list: of numbered items, of terms with what they mean, or of others."""

    key: int
    ordered: bool
    items: list[Item] = field(default_factory=list)
    defining: bool = False
    backwards: bool = False
    style: str = ""
    """Of its numbers, as HTML's ``type`` tells it."""

    def of(self, items: list[Item]) -> List:
        """Return the same list with other items."""
        return replace(self, items=items)


Part = Paragraph | Heading | Picture | Table | Code | Quote | List
