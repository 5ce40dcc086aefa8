"""What text mode calls the lines it drops, and how many of each category are boilerplate indeed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Final

from bench.tables import Cell, Table
from pagemarrow.core.model import CATEGORIES, Article

Dropped = Counter[tuple[str, bool]]
"""How many lines were dropped, by category and whether they are boilerplate."""

CLEAN: Final = "clean"


def count_categories(article: Article, text: str, labels: Iterable[int]) -> Dropped:
    """Count the lines of ``text`` that ``article`` dropped; ``labels[i]`` is 1 when line ``i`` is boilerplate.

    A line cut into sentences counts when all of them went, under the category of the first.
    """
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    called: dict[int, str] = {}
    stays: set[int] = set()
    for entry in article.blocks:
        if entry.start is None or entry.end is None:  # of HTML
            continue
        first = bisect_right(starts, entry.start) - 1
        for number in range(first, bisect_right(starts, max(entry.start, entry.end - 1))):
            if entry.kept:
                stays.add(number)
            elif lines[number].strip():
                called.setdefault(number, entry.category)
    known = list(labels)
    return Counter((name, bool(known[n])) for n, name in called.items() if n not in stays)


def group_of(rendering: str) -> str:
    """Return what an input is: a ``raw`` page, one ``narrowed`` by another extractor, or the ``clean`` truth."""
    if rendering == CLEAN:
        return CLEAN
    return "narrowed" if rendering.startswith("t2_") else "raw"


def category_table(counts: Mapping[str, Iterable[Dropped]]) -> Table:
    """Return the table from what each page of each rendering dropped; the most dropped categories come first."""
    groups: dict[str, Dropped] = {"raw": Counter(), "narrowed": Counter(), CLEAN: Counter()}
    for rendering, pages in counts.items():
        for page in pages:
            groups[group_of(rendering)].update(page)
    whole: Dropped = sum(groups.values(), Counter())
    lines = {name: whole[name, True] + whole[name, False] for name in CATEGORIES}
    named = sorted((name for name in CATEGORIES if lines[name]), key=lambda name: -lines[name])
    rows = [(name, *_cells(groups, (name,))) for name in named]
    return Table(
        "text_categories",
        "Is what text mode drops what it calls it? Dropped lines by category",
        ("category", "raw lines", "raw precision", "narrowed lines", "narrowed precision", "clean lines"),
        (*rows, ("all", *_cells(groups, tuple(named)))),
        "precision: of the dropped lines, the share that is boilerplate by its label, whatever its kind. raw: whole pages' "
        "text; narrowed: outputs of other extractors; clean: lines dropped from the truth itself, all of them wrongly. "
        "The truth of WCXB often leaves headlines and bylines out, so that they count as boilerplate.",
    )


def _cells(groups: Mapping[str, Dropped], names: tuple[str, ...]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for group, found in groups.items():
        right = sum(found[name, True] for name in names)
        lines = right + sum(found[name, False] for name in names)
        cells += [lines] if group == CLEAN else [lines, right / lines if lines else None]
    return tuple(cells)
