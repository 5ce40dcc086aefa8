"""The cells of a table row as blocks of their own: each with the pieces and marks that are its share of the row's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from pagemarrow.core.model import Block, Mark
from pagemarrow.core.render import signs
from pagemarrow.core.render.parts import Filled, Inset

MOST_SHARED: Final = 10_000
"""Marks in the cells of one row: a hostile page may set thousands of them around thousands of cells."""


def cells_of(block: Block, insets: Sequence[Sequence[Inset]] = ()) -> list[Filled]:
    """Return the cells of a row, ``insets`` in them; those of a plain text are parted at its bars or tabs."""
    if not block.cells:
        texts = [block.text] if block.pieces else signs.cells(block)
        found = [Filled(block._replace(text=text)) for text in texts]
        return [found[0]._replace(insets=tuple(insets[0])), *found[1:]] if insets else found
    within = insets or [()] * len(block.cells)
    spans = _spans(block) if block.marks or insets else None
    if spans is None:
        return [
            Filled(block._replace(text=text, pieces=(), marks=()), insets=tuple(own))
            for text, own in zip(block.cells, within, strict=True)
        ]
    marks = _shared(block.marks, spans)
    return [
        Filled(
            block._replace(text=text, pieces=block.pieces[first:last], marks=tuple(own)),
            insets=tuple([_moved(inset, first, last) for inset in pictures]),
        )
        for text, (first, last), own, pictures in zip(block.cells, spans, marks, within, strict=True)
    ]


def _moved(inset: Inset, first: int, last: int) -> Inset:
    return inset._replace(piece=min(max(inset.piece, first), last) - first)


def _shared(marks: Sequence[Mark], spans: Sequence[tuple[int, int]]) -> list[list[Mark]]:
    """Return each cell's marks, over its own pieces. One around several cells is one in each."""
    starts = [first for first, _ in spans]
    shared: list[list[Mark]] = [[] for _ in spans]
    room = MOST_SHARED
    for mark in marks:
        number = max(0, bisect_right(starts, mark.first) - 1)
        while number < len(spans) and starts[number] < mark.last and room:
            first, last = spans[number]
            if max(mark.first, first) < min(mark.last, last):
                own = mark._replace(first=max(mark.first, first) - first, last=min(mark.last, last) - first)
                shared[number].append(own)
            room -= 1
            number += 1
    return shared


def _spans(row: Block) -> list[tuple[int, int]] | None:
    """Tell which pieces make each cell: a piece stands in one cell, so the visible characters tell it."""
    sizes = [_visible(piece) for piece in row.pieces]
    spans = list(_counted([_visible(cell) for cell in row.cells], sizes))
    whole = len(spans) == len(row.cells) and not any(sizes[spans[-1][1] :])
    return spans if whole else None


def _counted(wanted: list[int], sizes: list[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for size in wanted:
        last = first
        while size > 0 and last < len(sizes):
            size -= sizes[last]
            last += 1
        if size:
            return
        yield first, last
        first = last


def _visible(text: str) -> int:
    return sum(map(len, text.split()))
