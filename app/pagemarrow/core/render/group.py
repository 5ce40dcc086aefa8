"""Kept blocks put together: those of one item in it, those of one quotation, table or listing as one; pictures between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pagemarrow.core.model import Block, Page
from pagemarrow.core.render.builder import Builder
from pagemarrow.core.render.line_numbers import are_numbers_of
from pagemarrow.core.render.parts import Code, Heading, Item, List, Part, Quote
from pagemarrow.core.render.pictures import Pictures


def group(page: Page, kept: Sequence[int], with_images: bool) -> list[Part]:
    """Return what is to be written, in order. ``kept`` are the numbers of the kept blocks, ascending."""
    builder = Builder(page, kept)
    pictures = Pictures.of(page, kept if with_images else ())
    for index, block in _lines_whole(page, kept):
        for placed in pictures.before.get(index, ()):
            builder.add_picture(placed)
        builder.add(index, block, pictures.inside.get(index, ()))
    for placed in pictures.before.get(-1, ()):
        builder.add_picture(placed)
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


def _unwrapped(parts: list[Part]) -> list[Part]:
    """Leave out line numbers, and put a list that is all an item holds in its place: of the item nothing was kept."""
    whole: list[Part] = []
    for part in parts:
        if isinstance(part, Quote):
            whole.append(Quote(part.key, _unwrapped(part.parts)))
        elif isinstance(part, List):
            whole += _lists(part)
        elif isinstance(part, Code) and are_numbers_of(whole[-1] if whole else None, part):
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
            yield part.of(items)
        items = []
        yield from item.parts
    if len(part.items) == 1 and any(isinstance(inner, Heading) for inner in part.items[0].parts):
        yield from part.items[0].parts
    elif items:
        yield part.of(items)
