"""Where in the page each block stands: CSS paths for the ledger, made only when they are asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

DEEPEST: Final = 64
"""Elements below each other that a path may name. The paths of a page nested without end would be quadratic in its
size; of the 1,986 development pages none nests a block deeper than 42."""

_UNSAFE = re.compile(r"[^a-z0-9_\-\x80-\U0010ffff]")


class Element(Protocol):
    """What is needed of a parser's node."""

    @property
    def tag(self) -> str | None: ...
    @property
    def mem_id(self) -> int: ...
    @property
    def parent(self) -> Element | None: ...
    @property
    def first_child(self) -> Element | None: ...
    @property
    def next(self) -> Element | None: ...


class Placed(Protocol):
    """What is needed of the assembly: the number of the container that is open."""

    container: int


class Trail(list[Any]):
    """The walk's stack of open elements; notes in ``places`` which element each container is.

    A list with one method more, so that a walk nobody asks for paths pays nothing for them.
    """

    def __init__(self, assembly: Placed, places: dict[int, Element]) -> None:
        super().__init__()
        self._assembly = assembly
        self._places = places
        self._inside = [0]

    def append(self, opened: Any) -> None:
        """Open an element: it is a container when it stands in another one than the element around it."""
        depth, container = len(self), self._assembly.container
        if container != self._inside[depth]:
            self._places[container] = opened[0]
        self._inside[depth + 1 :] = [container]
        super().append(opened)


def css_paths(standing: Sequence[int], places: Mapping[int, Element]) -> tuple[str, ...]:
    """Return for each block the path from the root that selects the element of its container, and it alone.

    ``standing`` holds the container of each block. ``places`` tells which element a container is. The path of what is nested deeper than ``DEEPEST`` is empty.
    """
    steps = _Steps()
    paths = {number: steps.path(places[number]) for number in set(standing)}
    return tuple([paths[number] for number in standing])


class _Steps:
    """The step from each element's parent to it, all children of a parent numbered at once."""

    def __init__(self) -> None:
        self._steps: dict[int, str] = {}
        self._paths: dict[int, tuple[str, int]] = {}

    def path(self, element: Element) -> str:
        """Return the steps from the root to ``element``, or an empty string if they are too many."""
        below: list[Element] = []
        above: Element | None = element
        while above is not None and above.tag and not above.tag.startswith("-"):
            if above.mem_id in self._paths:
                break
            below.append(above)
            above = above.parent
        path, depth = self._paths.get(above.mem_id, ("", 0)) if above is not None else ("", 0)
        for inner in reversed(below):
            depth += 1
            path = "" if depth > DEEPEST else f"{path} > {self._step(inner)}" if path else self._step(inner)
            self._paths[inner.mem_id] = path, depth
        return path

    def _step(self, element: Element) -> str:
        number = element.mem_id
        if number not in self._steps:
            self._number(element.parent.first_child if element.parent else element)
        return self._steps[number]

    def _number(self, child: Element | None) -> None:
        """Number ``child`` and its younger siblings among those of their tag."""
        seen: Counter[str] = Counter()
        numbered = []
        while child is not None:
            if child.tag and not child.tag.startswith("-"):
                seen[child.tag] += 1
                numbered.append((child.mem_id, child.tag, seen[child.tag]))
            child = child.next
        for number, tag, nth in numbered:
            self._steps[number] = _escaped(tag) + (f":nth-of-type({nth})" if seen[tag] > 1 else "")


def _escaped(tag: str) -> str:
    """A tag's name as a CSS identifier: ``o:p`` is a name in HTML."""
    return _UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", tag)
