"""Where a block stands: the lists, items and quotations around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pagemarrow.core.model import Container

DEEPEST: Final = 16
"""Places around a block, the outermost counted: eight lists with their items. Deeper items are written as of the eighth:
renderers indent no further, and hostile pages nest without end."""

MAX_CLIMB: Final = 64
"""Ancestors looked at for a table or listing; real ones are found within ten."""

LIST, ITEM, QUOTE = "list", "item", "quote"
_SORTS: Final = (
    dict.fromkeys(("ul", "ol", "dl", "menu", "dir"), LIST)
    | dict.fromkeys(("li", "dt", "dd"), ITEM)
    | {"blockquote": QUOTE}
)


class Place(NamedTuple):
    """A list, item or quotation that holds blocks."""

    sort: str
    key: int
    """Its container's number."""


class Places:
    """The places of a page's containers. Each container is looked at once, however many blocks it holds."""

    def __init__(self, containers: Sequence[Container]) -> None:
        self.containers = containers
        self._known: dict[int, tuple[Place, ...]] = {-1: ()}

    def of(self, number: int) -> tuple[Place, ...]:
        """The places around and at container ``number``, outermost first."""
        climbed = []
        while number not in self._known:
            climbed.append(number)
            number = self.containers[number].parent
        places = self._known[number]
        for inner in reversed(climbed):
            places = self._known[inner] = self._inside(places, inner)
        return places

    def _inside(self, places: tuple[Place, ...], number: int) -> tuple[Place, ...]:
        sort = _SORTS.get(self.containers[number].tag)
        if sort is None:
            return places
        if len(places) < DEEPEST:
            return (*places, Place(sort, number))
        if sort is not ITEM:
            return places
        return (*places[: DEEPEST - 1], Place(ITEM, number))

    def nearest(self, number: int, tags: frozenset[str]) -> int:
        """The innermost container at or around ``number`` with one of ``tags``; -1 if there is none."""
        for _ in range(MAX_CLIMB):
            if number < 0 or self.containers[number].tag in tags:
                return number
            number = self.containers[number].parent
        return -1
