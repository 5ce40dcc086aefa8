"""Kept blocks put together: those of one item in it, those of one quotation, table or listing as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.core.model import Block, Image, Kind, Page
from app.core.render import signs
from app.core.render.cells import cells_of
from app.core.render.parts import Code, Heading, Item, List, Paragraph, Part, Picture, Quote, Row, Table
from app.core.render.places import ITEM, LIST, QUOTE, Place, Places

MAX_DEPTH: Final = 8
"""Deeper items are written at this depth, where that is all that is known of where they stand."""

LONGEST_NUMBER: Final = 6
"""Digits of a line's number."""

UNKNOWN_LEVEL: Final = 2
"""Of a heading in plain text: the title is level 1."""

_NONE: Final = -1
"""The key of parts whose container is unknown, as in plain text."""

_ALONE: Final = -2
"""The key of parts that none after them is of."""

_TABLES: Final = frozenset({"table"})
_ROWS: Final = frozenset({"tr"})
_LISTINGS: Final = frozenset({"pre", "listing", "xmp"})


def group(page: Page, kept: Sequence[int], with_images: bool) -> list[Part]:
    """Return what is to be written, in order. ``kept`` are the numbers of the kept blocks, ascending."""
    builder = _Builder(page)
    shown = set(kept) if with_images else set()
    images = _images(page, shown) if with_images else {}
    for index, block in _lines_whole(page, kept):
        for image in images.get(index, ()):
            builder.add_image(image, shown)
        builder.add(index, block)
    for image in images.get(-1, ()):
        builder.add_image(image, shown)
    return _unwrapped(builder.parts)


def _lines_whole(page: Page, kept: Sequence[int]) -> Iterator[tuple[int, Block]]:
    """Yield the kept blocks and their numbers; sentences cut out of one line of plain text are that line again."""
    line: list[int] = []
    for index in kept:
        container = page.blocks[index].container
        if line and container != page.blocks[line[0]].container:
            yield _joined(page, line)
            line = []
        if container and page.containers[container].tag == "line":
            line.append(index)
        else:
            yield index, page.blocks[index]
    if line:
        yield _joined(page, line)


def _joined(page: Page, line: Sequence[int]) -> tuple[int, Block]:
    text = " ".join([page.blocks[index].text for index in line])
    return line[0], page.blocks[line[0]]._replace(text=text)


class _Builder:
    """Puts one block after the other to where it belongs: into the last part wherever that is of the same element."""

    def __init__(self, page: Page) -> None:
        self.parts: list[Part] = []
        self._page = page
        self._places = Places(page.containers)
        self._counted: dict[int, int] = {}

    def add(self, index: int, block: Block) -> None:
        """Add a kept block."""
        kind = block.kind
        places = self._places.of(block.container)
        if kind is Kind.LIST and not (places and places[-1].sort == ITEM):
            self._add_bulleted(self._entered(places), block)
        elif kind is Kind.QUOTE and not any(place.sort == QUOTE for place in places):
            self._add_quoted(self._entered(places), block)
        elif kind is Kind.HEADING:
            self._entered(places, heading=True).append(_heading(block))
        elif kind is Kind.CODE:
            self._add_code(self._entered(places), block)
        elif kind is Kind.TABLE:
            self._add_row(self._entered(places), index, block)
        else:
            self._add_paragraph(self._entered(places), block)

    def add_image(self, image: Image, kept: set[int]) -> None:
        """Add an image: where both the block before and the block after it stand.

        Between two items it is taken for part of the second, as are all that stand in a line with its text.
        """
        blocks = self._page.blocks
        before = self._places.of(blocks[image.before - 1].container) if image.before else ()
        after = self._places.of(blocks[image.before].container) if image.before < len(blocks) else ()
        common = 0
        while common < min(len(before), len(after)) and before[common] == after[common]:
            common += 1
        if common and after[common - 1].sort == LIST:
            self._entered((after if image.before in kept else before)[: common + 1]).append(Picture(image))
        else:
            self._entered(after[:common]).append(Picture(image))

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
        ordered = holder >= 0 and self._page.containers[holder].tag == "ol"
        found = parts[-1] if parts else None
        if not (isinstance(found, List) and found.key == holder):
            found = List(holder, ordered)
            parts.append(found)
        if not found.items or found.items[-1].key != key:
            self._counted[holder] = self._counted.get(holder, 0) + 1
            found.items.append(Item(key, self._counted[holder]))
        return found.items[-1]

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
        found.items.append(Item(_NONE, number, level, sign or "", [Paragraph(bare)]))

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
                inner.append(_heading(bare) if bare.kind is Kind.HEADING else Paragraph(bare))

    def _add_code(self, parts: list[Part], block: Block) -> None:
        places = self._places
        if block.pieces:
            code = _code(parts, places.nearest(block.container, _LISTINGS))
            code.row = places.nearest(block.container, _ROWS)
            code.lines.append(block.text)
            return
        listing = signs.bare_listing(block)
        if listing.indent > 1:
            parts = _last_item(parts, Place(LIST, _NONE))
        if listing.text.strip():
            parts.append(Code(_ALONE, [listing.text], listing.language))

    def _add_row(self, parts: list[Part], index: int, block: Block) -> None:
        key = self._table_of(block)
        if signs.is_rule(block):
            return
        # The line under the headings is seldom kept: it holds no word.
        under = self._page.blocks[index + 1 : index + 2]
        row = Row(cells_of(block), block.header or any(signs.is_rule(line) for line in under))
        listing = _listing(row)
        if listing is None:
            _table(parts, key).rows.append(row)
        else:
            parts.append(Code(_ALONE, [listing]))

    def _table_of(self, block: Block) -> int:
        return self._places.nearest(block.container, _TABLES)

    def _add_paragraph(self, parts: list[Part], block: Block) -> None:
        """A row with a single cell goes on with its table."""
        found = parts[-1] if parts else None
        row = self._page.containers[block.container]
        if isinstance(found, Table) and row.tag == "tr" and found.key == self._table_of(block):
            found.rows.append(Row((block,), False))
        else:
            parts.append(Paragraph(block))


def _heading(block: Block) -> Heading:
    level = block.level or signs.heading_level(block) or UNKNOWN_LEVEL
    return Heading(signs.bare_heading(block), min(level, 6))


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


def _listing(row: Row) -> str | None:
    """Return the code of a row that holds nothing else, its lines' numbers aside."""
    if len(row.cells) != 2 or "\n" not in row.cells[1].text:
        return None
    numbers, code = (cell.text for cell in row.cells)
    return code if _numbers_lines(numbers, code) else None


def _are_numbers_of(numbers: Part | None, code: Code) -> bool:
    """Tell whether a listing before ``code`` in one table row is nothing but the numbers of its lines."""
    if not isinstance(numbers, Code) or not numbers.row == code.row >= 0:
        return False
    return _numbers_lines(numbers.text, code.text)


def _numbers_lines(numbers: str, code: str) -> bool:
    found = numbers.split()
    if len(found) - code.count("\n") not in (1, 2):
        return False
    if not all(number.isdecimal() and len(number) <= LONGEST_NUMBER for number in found):
        return False
    return [int(number) - int(found[0]) for number in found] == list(range(len(found)))


def _unwrapped(parts: list[Part]) -> list[Part]:
    """Leave out line numbers, and put a list that is all an item holds in its place: of the item nothing was kept."""
    whole: list[Part] = []
    for part in parts:
        if isinstance(part, Quote):
            whole.append(Quote(part.key, _unwrapped(part.parts)))
        elif isinstance(part, List):
            whole += _lists(part)
        elif isinstance(part, Code) and _are_numbers_of(whole[-1] if whole else None, part):
            whole[-1] = part
        else:
            whole.append(part)
    return whole


def _lists(part: List) -> Iterator[Part]:
    """Yield what is left of a list. A single item with a heading is none: some templates put whole articles in one."""
    items: list[Item] = []
    for item in part.items:
        item.parts = _unwrapped(item.parts)
        if not all(isinstance(inner, List) for inner in item.parts):
            items.append(item)
            continue
        if items:
            yield List(part.key, part.ordered, items)
        items = []
        yield from item.parts
    if len(part.items) == 1 and any(isinstance(inner, Heading) for inner in part.items[0].parts):
        yield from part.items[0].parts
    elif items:
        yield List(part.key, part.ordered, items)


def _images(page: Page, kept: set[int]) -> dict[int, list[Image]]:
    """The images next to kept blocks, by the kept block they are written before (-1: at the end)."""
    following = sorted(kept)
    found: dict[int, list[Image]] = {}
    seen: set[str] = set()
    position = 0
    for image in page.images:
        while position < len(following) and following[position] < image.before:
            position += 1
        beside = image.before in kept or image.before - 1 in kept
        if beside and image.source and image.source not in seen:
            seen.add(image.source)
            before = following[position] if position < len(following) else -1
            found.setdefault(before, []).append(image)
    return found
