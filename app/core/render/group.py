"""Kept blocks that make one list, quotation, table or listing of code together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.core.model import Block, Container, Image, Kind, Page

MAX_CLIMB: Final = 64
"""Ancestors looked at; hostile pages nest thousands deep, real lists are found within ten."""

UNKNOWN_LEVEL: Final = 2
"""Of a heading in plain text: the title is level 1."""

_LISTS: Final = frozenset({"ul", "ol", "dl", "menu", "dir"})
_ITEMS: Final = frozenset({"li", "dt", "dd"})
_WHOLE_OF: Final = {
    Kind.LIST: _LISTS,
    Kind.QUOTE: frozenset({"blockquote"}),
    Kind.TABLE: frozenset({"table"}),
    Kind.CODE: frozenset({"pre", "listing", "xmp"}),
}


class Group(NamedTuple):
    """Blocks that are written as one; a paragraph or heading is a group of its own."""

    kind: Kind
    blocks: tuple[Block, ...]
    items: tuple[int, ...] = ()
    """Of a list: for each block the number of the item it is part of."""
    lists: tuple[int, ...] = ()
    """Of a list: for each block the number of the innermost list it is part of."""
    image: Image | None = None
    """The image that stands here instead of blocks."""


def group(page: Page, kept: Sequence[int], with_images: bool) -> list[Group]:
    """Return what is to be written, in order. ``kept`` are the numbers of the kept blocks, ascending."""
    groups: list[Group] = []
    images = _images(page, set(kept)) if with_images else {}
    run: list[int] = []
    for index in kept:
        if run and (index in images or _whole(page, run[-1]) != _whole(page, index)):
            groups.append(_made(page, run))
            run = []
        groups.extend(images.get(index, ()))
        run.append(index)
    if run:
        groups.append(_made(page, run))
    return groups + images.get(-1, [])


def _whole(page: Page, index: int) -> tuple[Kind, int]:
    """What the block is part of: equal for the blocks of one group."""
    block = page.blocks[index]
    tags = _WHOLE_OF.get(block.kind)
    if tags is None:
        return block.kind, index
    found = _ancestors(page.containers, block.container, tags)
    return block.kind, found[-1] if found else -1


def _ancestors(containers: Sequence[Container], number: int, tags: frozenset[str]) -> list[int]:
    """The enclosing containers with one of ``tags``, innermost first."""
    found = []
    for _ in range(MAX_CLIMB):
        if number < 0:
            break
        if containers[number].tag in tags:
            found.append(number)
        number = containers[number].parent
    return found


def _made(page: Page, run: Sequence[int]) -> Group:
    blocks = tuple(page.blocks[index] for index in run)
    kind = blocks[0].kind
    if kind is not Kind.LIST:
        return Group(kind, blocks)
    # A block whose item is unknown, as in plain text, is an item of its own: numbered below any container.
    items = [_ancestors(page.containers, block.container, _ITEMS) for block in blocks]
    lists = [_ancestors(page.containers, block.container, _LISTS) for block in blocks]
    return Group(
        kind,
        blocks,
        tuple(found[0] if found else -1 - number for number, found in enumerate(items)),
        tuple(found[0] if found else -1 for found in lists),
    )


def _images(page: Page, kept: set[int]) -> dict[int, list[Group]]:
    """The images next to kept blocks, by the kept block they are written before (-1: at the end)."""
    following = sorted(kept)
    found: dict[int, list[Group]] = {}
    seen: set[str] = set()
    position = 0
    for image in page.images:
        while position < len(following) and following[position] < image.before:
            position += 1
        beside = image.before in kept or image.before - 1 in kept
        if beside and image.source and image.source not in seen:
            seen.add(image.source)
            before = following[position] if position < len(following) else -1
            found.setdefault(before, []).append(Group(Kind.PARAGRAPH, (), image=image))
    return found
