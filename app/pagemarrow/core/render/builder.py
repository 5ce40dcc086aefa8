"""One kept block after the other put to where it belongs: into the last part wherever that is of the same element."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from pagemarrow.core.model import Block, Kind, Mark, Numbering, Page
from pagemarrow.core.render import signs
from pagemarrow.core.render.cells import cells_of
from pagemarrow.core.render.language import language_of
from pagemarrow.core.render.line_numbers import listing_of
from pagemarrow.core.render.parts import (
    Code,
    Filled,
    Heading,
    Inset,
    Item,
    List,
    Paragraph,
    Part,
    Quote,
    Row,
    Table,
)
from pagemarrow.core.render.pictures import Placed
from pagemarrow.core.render.places import ITEM, LIST, QUOTE, Place, Places

MAX_DEPTH: Final = 8
"""Deeper items are written at this depth, where that is all that is known of where they stand."""

UNKNOWN_LEVEL: Final = 2
"""Of a heading in plain text: the title is level 1."""

_NONE: Final = -1
"""The key of parts whose container is unknown, as in plain text."""

_ALONE: Final = -2
"""The key of parts that none after them is of."""

_TABLES: Final = frozenset({"table"})
_ROWS: Final = frozenset({"tr"})
_CARDS: Final = frozenset({"a"})
_ITEMS: Final = frozenset({"li", "dt", "dd"})
_LISTS: Final = frozenset({"ul", "ol", "dl", "menu", "dir"})
_PLAIN: Final = Numbering()
_LISTINGS: Final = frozenset({"pre", "listing", "xmp"})


class Builder:
    """Puts one block after the other to where it belongs: into the last part wherever that is of the same element."""

    def __init__(self, page: Page, kept: Sequence[int]) -> None:
        self.parts: list[Part] = []
        self._page = page
        self._layout = page.layout
        self._kept = kept
        self._places = Places(page.containers)
        self._counted: dict[int, int] = {}
        self._alone = _ALONE

    def add(self, index: int, block: Block, pictures: Sequence[Placed]) -> None:
        """Add a kept block, and the pictures in its lines."""
        kind = block.kind
        places = self._places.of(block.container)
        if kind is Kind.LIST and not (places and places[-1].sort == ITEM):
            self._add_bulleted(self._entered(places), block)
            self._entered(places).extend([placed.picture for placed in pictures])
        elif kind is Kind.QUOTE and not any(place.sort == QUOTE for place in places):
            self._add_quoted(self._entered(places), block)
            self._entered(places).extend([placed.picture for placed in pictures])
        elif kind is Kind.HEADING:
            self._entered(places, heading=True).append(_heading(self._linked(block), _insets(pictures)))
        elif kind is Kind.CODE:
            self._add_code(self._entered(places), block)
        elif kind is Kind.TABLE:
            self._add_row(self._entered(places), index, block, pictures)
        else:
            self._add_paragraph(self._entered(places), index, block, pictures)

    def add_picture(self, placed: Placed) -> None:
        """Add a picture with a line of its own: to where it stands, and where that was left out, to what is around it."""
        standing = placed.standing
        places = self._held(standing.container)
        if "tr" in standing.lost:
            parts = self._entered(places)
            found = parts[-1] if parts else None
            if isinstance(found, Table) and found.key == self._places.nearest(standing.container, _TABLES):
                empty = Filled(Block("", Kind.TABLE), insets=(Inset(0, placed.picture),))
                found.rows.append(Row((empty,), False))
                return
        tag = next((tag for tag in standing.lost if tag in _ITEMS or tag in _LISTS), "")
        if places and places[-1].sort == LIST and tag in _ITEMS:
            self._alone -= 1
            places = (*places, Place(ITEM, self._alone))
        self._entered(places).append(placed.picture)

    def _held(self, container: int) -> tuple[Place, ...]:
        """Return the places around a container, down to the first of which nothing is kept."""
        places = self._places.of(container)
        for at, place in enumerate(places):
            inside = self._page.containers[place.key]
            if bisect_left(self._kept, inside.first) == bisect_left(self._kept, inside.last):
                return places[:at]
        return places

    def _entered(self, places: Sequence[Place], heading: bool = False) -> list[Part]:
        """Return the parts of the innermost of ``places``, which is opened unless the last part is of it.

        What stands in a list but in none of its items is part of the item before, but for headings.
        """
        parts = self.parts
        outer: Place | None = None
        for place in places:
            if place.sort == ITEM:
                parts = self._item(parts, outer.key if outer else _NONE, place.key).parts
            else:
                parts = _last_item(parts, outer)
                if place.sort != LIST:
                    parts = _quote(parts, place.key).parts
            outer = place if place.sort == LIST else None
        return parts if heading else _last_item(parts, outer)

    def _item(self, parts: list[Part], holder: int, key: int) -> Item:
        found = parts[-1] if parts else None
        if not (isinstance(found, List) and found.key == holder):
            found = self._list(holder)
            parts.append(found)
        if not found.items or found.items[-1].key != key:
            term = found.defining and key >= 0 and self._page.containers[key].tag == "dt"
            found.items.append(Item(key, self._number(holder, key), term=term))
        return found.items[-1]

    def _list(self, holder: int) -> List:
        tag = self._page.containers[holder].tag if holder >= 0 else ""
        numbering = self._layout.lists.get(holder, _PLAIN)
        return List(
            holder,
            tag == "ol",
            defining=tag == "dl",
            backwards=numbering.backwards,
            style=numbering.style,
        )

    def _number(self, holder: int, key: int) -> int:
        """Count on in a list. Those that count down begin with how many of their items are left."""
        number = self._layout.values.get(key)
        if number is None:
            numbering = self._layout.lists.get(holder, _PLAIN)
            before = self._counted.get(holder)
            if before is not None:
                number = before - 1 if numbering.backwards else before + 1
            elif numbering.start is not None:
                number = numbering.start
            else:
                number = self._sizes[holder] if numbering.backwards else 1
        self._counted[holder] = number
        return number

    @cached_property
    def _sizes(self) -> Counter[int]:
        """How many items of each list hold a kept block."""
        return Counter(
            inside.parent
            for inside in self._page.containers
            if inside.tag == "li"
            and bisect_left(self._kept, inside.first) < bisect_left(self._kept, inside.last)
        )

    def _add_bulleted(self, parts: list[Part], block: Block) -> None:
        """Add an item of which no more is known than how deep it stands, and what number the text gives it."""
        bare, sign = signs.bare_item(block)
        ordered = bool(sign) or (sign is None and block.ordered)
        level = min(block.level, MAX_DEPTH)
        while True:
            found = parts[-1] if parts else None
            if not (isinstance(found, List) and found.key == _NONE):
                found = None
                break
            if found.items[-1].level >= level:
                break
            parts = found.items[-1].parts
        before = found.items[-1] if found else None
        following = before.number + 1 if before else 1
        # Markdown counts on whatever its numbers say, and some texts number all items the same.
        number = int(sign) if sign and not (before and sign == before.sign) else following
        if found is None or found.ordered != ordered or number != following:
            found = List(_NONE, ordered)
            parts.append(found)
            number = int(sign) if sign else 1
        found.items.append(Item(_NONE, number, level, sign or "", parts=[Paragraph(bare)]))

    def _add_quoted(self, parts: list[Part], block: Block) -> None:
        if signs.is_prompts(block):
            _code(parts, _NONE).lines.append(block.text)
            return
        for depth, bare in signs.bare_quote(block):
            inner = parts
            for _ in range(depth):
                inner = _quote(inner, _NONE).parts
            if bare.kind is Kind.LIST:
                self._add_bulleted(inner, bare)
            else:
                inner.append(_heading(bare) if bare.kind is Kind.HEADING else Paragraph(self._linked(bare)))

    def _add_code(self, parts: list[Part], block: Block) -> None:
        places = self._places
        if block.pieces:
            listing = places.nearest(block.container, _LISTINGS)
            code = _code(parts, listing)
            code.language = code.language or language_of(block, self._page.containers, listing)
            code.row = places.nearest(block.container, _ROWS)
            code.lines.append(block.text)
            return
        fenced = signs.bare_listing(block)
        if fenced.indent > 1:
            parts = _last_item(parts, Place(LIST, _NONE))
        if fenced.text.strip():
            parts.append(Code(_ALONE, [fenced.text], fenced.language))

    def _add_row(self, parts: list[Part], index: int, block: Block, pictures: Sequence[Placed]) -> None:
        if signs.is_rule(block):
            return
        # The line under the headings is seldom kept: it holds no word.
        under = self._page.blocks[index + 1 : index + 2]
        row = self._row(index, block, pictures)
        row = row._replace(header=row.header or any(signs.is_rule(line) for line in under))
        listing = listing_of(row)
        if listing is not None:
            parts.append(Code(_ALONE, [listing]))
            return
        rows = _table(parts, self._table_of(block)).rows
        whole = _filled(rows[-1], row) if rows else None
        if whole is not None:
            rows[-1] = whole
        else:
            rows.append(row)

    def _row(self, index: int, block: Block, pictures: Sequence[Placed]) -> Row:
        key, numbers = self._layout.cells.get(index, (-1, ()))
        known = self._layout.rows.get(key, ())
        held = max(1, len(block.cells))
        if len(numbers) != held or not known:
            insets = [_insets(pictures)] + [()] * (held - 1) if pictures else ()
            return Row(tuple(cells_of(block, insets)), block.header)
        shown: dict[int, list[Placed]] = {}
        for placed in pictures:
            shown.setdefault(placed.standing.cell, []).append(placed)
        within = [_insets(shown.get(number, ())) for number in numbers]
        cells = tuple(
            [
                filled._replace(cell=known[number])
                for number, filled in zip(numbers, cells_of(block, within if pictures else ()), strict=True)
                if number >= 0
            ]
        )
        return Row(cells, all(filled.cell.heading for filled in cells), key, self._layout.lines[key])

    def _table_of(self, block: Block) -> int:
        return self._places.nearest(block.container, _TABLES)

    def _add_paragraph(self, parts: list[Part], index: int, block: Block, pictures: Sequence[Placed]) -> None:
        """A row with a single cell goes on with its table, as does what alone fills the next cell of a row."""
        found = parts[-1] if parts else None
        within = self._page.containers[block.container]
        if isinstance(found, Table) and found.key == self._table_of(block):
            row = self._row(index, block, pictures)
            whole = _filled(found.rows[-1], row) if self._is_whole(index) else None
            if whole is not None:
                found.rows[-1] = whole
                return
            if within.tag == "tr":
                found.rows.append(row)
                return
        parts.append(Paragraph(self._linked(block), _insets(pictures)))

    def _is_whole(self, index: int) -> bool:
        """Tell whether a block is all that a cell of the page holds, and of one line."""
        cells, own = self._layout.cells, self._layout.cells.get(index)
        alone = own is not None and cells.get(index - 1) != own and cells.get(index + 1) != own
        return alone and "\n" not in self._page.blocks[index].text

    def _linked(self, block: Block) -> Block:
        """Return a block inside a link with that link around all of its text."""
        cards = self._layout.cards
        if not cards or not block.link_chars or any(mark.tag == "a" for mark in block.marks):
            return block
        card = self._places.nearest(block.container, _CARDS)
        if card not in cards:
            return block
        whole = Mark("a", 0, len(block.pieces), cards[card])
        return block._replace(marks=(*block.marks, whole))


def _insets(pictures: Sequence[Placed]) -> tuple[Inset, ...]:
    return tuple([Inset(placed.standing.piece, placed.picture) for placed in pictures])


def _filled(before: Row, row: Row) -> Row | None:
    """Return a row with more of its cells, the last of which may have been empty so far; None if they are no part of it."""
    if before.key < 0 or before.key != row.key or not row.cells:
        return None
    cells, (first, *others) = before.cells, row.cells
    last = cells[-1]
    if last.cell.column == first.cell.column and not last.block.text:
        cells, first = cells[:-1], first._replace(insets=last.insets + first.insets)
    elif last.cell.column >= first.cell.column:
        return None
    return before._replace(cells=(*cells, first, *others), header=before.header and row.header)


def _heading(block: Block, insets: tuple[Inset, ...] = ()) -> Heading:
    level = block.level or signs.heading_level(block) or UNKNOWN_LEVEL
    return Heading(signs.bare_heading(block), min(level, 6), insets)


def _last_item(parts: list[Part], holder: Place | None) -> list[Part]:
    """Return the parts of the last item of list ``holder`` if it is the last of ``parts``, else ``parts``."""
    found = parts[-1] if parts and holder else None
    return found.items[-1].parts if holder and isinstance(found, List) and found.key == holder.key else parts


def _quote(parts: list[Part], key: int) -> Quote:
    found = parts[-1] if parts else None
    if not (isinstance(found, Quote) and found.key == key):
        found = Quote(key)
        parts.append(found)
    return found


def _code(parts: list[Part], key: int) -> Code:
    found = parts[-1] if parts else None
    if not (isinstance(found, Code) and found.key == key):
        found = Code(key, [])
        parts.append(found)
    return found


def _table(parts: list[Part], key: int) -> Table:
    found = parts[-1] if parts else None
    if not (isinstance(found, Table) and found.key == key):
        found = Table(key)
        parts.append(found)
    return found
