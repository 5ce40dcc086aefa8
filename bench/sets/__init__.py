"""Page sets in their published layouts, told apart by the files they hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from bench.sets.aeb import is_aeb, load_aeb
from bench.sets.case import Case
from bench.sets.jsonl import is_jsonl, load_jsonl
from bench.sets.readability import is_readability, load_readability
from bench.sets.shipped import is_shipped, load_shipped
from bench.sets.trafilatura import is_trafilatura, load_trafilatura
from bench.sets.wcxb import is_wcxb, load_wcxb

__all__ = ["Case", "find_sets", "load_set", "thin"]


Item = TypeVar("Item")


class Layout(NamedTuple):
    """How one published set is recognised and read."""

    name: str
    holds: Callable[[Path], bool]
    load: Callable[[Path], list[Case]]


LAYOUTS = (
    Layout("wcxb", is_wcxb, load_wcxb),
    Layout("aeb", is_aeb, load_aeb),
    Layout("trafilatura", is_trafilatura, load_trafilatura),
    Layout("readability", is_readability, load_readability),
    Layout("shipped", is_shipped, load_shipped),
)

JSON_LINES = Layout("jsonl", is_jsonl, load_jsonl)
"""Many sets in one layout. They have no published measure: ``bench.leave_out`` judges them."""


def find_sets(root: Path) -> dict[str, Path]:
    """Return the sets that ``root`` is or holds one level down, by name, in the order of ``LAYOUTS``."""
    folders = [root, *sorted(path for path in root.iterdir() if path.is_dir())]
    found: dict[str, Path] = {}
    for path in folders:
        for layout in LAYOUTS:
            if layout.holds(path):
                found.setdefault(layout.name, path)
    return {layout.name: found[layout.name] for layout in LAYOUTS if layout.name in found}


def load_set(root: Path) -> list[Case]:
    """Return the cases of the set at ``root``, in the order of their ids.

    Raises ``ValueError`` when ``root`` has none of the known layouts.
    """
    for layout in (*LAYOUTS, JSON_LINES):
        if layout.holds(root):
            return layout.load(root)
    raise ValueError(f"{root} has the layout of no known page set")


def thin(cases: list[Item], most: int | None) -> list[Item]:
    """Return at most ``most`` cases, evenly spread, the same ones every time."""
    if most is None or most >= len(cases):
        return cases
    return [cases[number * len(cases) // most] for number in range(most)]
