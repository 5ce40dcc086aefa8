"""The items of a list as a tree, from blocks that know how deep they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from app.core.model import Block
from app.core.render.group import Group

MAX_DEPTH: Final = 8
"""Deeper items are written at this depth: renderers indent no further, and hostile pages nest without end."""

_BULLET = re.compile(r"(?:[-*•·‣◦▪●–]|(\d{1,4})[.)])\s+(?=\S)")


@dataclass(slots=True)
class Item:
    """One item: its paragraphs, and the list inside it."""

    blocks: list[Block]
    ordered: bool
    number: int
    level: int
    key: tuple[int, int]
    """The item's and its list's container, to tell its neighbours by."""
    items: list[Item] = field(default_factory=list)


def items(group: Group) -> list[Item]:
    """Return the outermost items of a list; blocks of one item come together, sub-lists stand inside theirs."""
    top: list[Item] = []
    path: list[Item] = []
    for block, item, holder in zip(group.blocks, group.items, group.lists, strict=True):
        level = min(block.level, MAX_DEPTH)
        while path and path[-1].level > level:
            path.pop()
        if path and path[-1].key == (item, holder):
            path[-1].blocks.append(block)
            continue
        if path and path[-1].level == level:
            path.pop()
        siblings = path[-1].items if path else top
        siblings.append(_item(block, level, (item, holder), siblings))
        path.append(siblings[-1])
    return top


def _item(block: Block, level: int, key: tuple[int, int], siblings: list[Item]) -> Item:
    """Numbers count on within one list; a number or bullet that the text itself carries becomes the item's."""
    found = _BULLET.match(block.text) if not block.pieces else None
    last = siblings[-1] if siblings else None
    number = last.number + 1 if last and last.ordered and last.key[1] == key[1] else 1
    if not found:
        return Item([block], block.ordered, number, level, key)
    bare = block._replace(text=block.text[found.end() :])
    if found[1]:
        return Item([bare], True, int(found[1]), level, key)
    return Item([bare], False, number, level, key)
