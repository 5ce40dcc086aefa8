"""What a body is made of once its blocks are put together: paragraphs and the like, some of them inside others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.model import Block, Image


class Paragraph(NamedTuple):
    """A block that is written as it is."""

    block: Block


class Heading(NamedTuple):
    """A heading of level 1 to 6."""

    block: Block
    level: int


class Picture(NamedTuple):
    """An image that stands where a block could."""

    image: Image


class Row(NamedTuple):
    """A row of a table: a cell is a block of its own, with its share of the row's pieces and marks."""

    cells: tuple[Block, ...]
    header: bool


@dataclass(slots=True)
class Table:
    """Rows of one table. ``key`` is the number of its container, as it is of all parts that others join."""

    key: int
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Code:
    """A listing, with the language that a plain text's fence names."""

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
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """A list whose numbers, if it has any, follow each other."""

    key: int
    ordered: bool
    items: list[Item] = field(default_factory=list)


Part = Paragraph | Heading | Picture | Table | Code | Quote | List
