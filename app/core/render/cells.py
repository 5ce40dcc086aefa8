"""The cells of a table row as blocks of their own: each with the pieces and marks that are its share of the row's."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.model import Block
from app.core.render import signs


def cells_of(block: Block) -> tuple[Block, ...]:
    """Return the cells of a row; those of a plain text are parted at its bars or tabs."""
    if not block.cells:
        texts = [block.text] if block.pieces else signs.cells(block)
        return tuple([block._replace(text=text) for text in texts])
    spans = _spans(block) if block.marks else None
    if spans is None:
        return tuple([block._replace(text=text, pieces=(), marks=()) for text in block.cells])
    cells = zip(block.cells, spans, strict=True)
    return tuple([_cell(block, text, first, last) for text, (first, last) in cells])


def _cell(row: Block, text: str, first: int, last: int) -> Block:
    marks = tuple(
        [
            mark._replace(first=max(mark.first, first) - first, last=min(mark.last, last) - first)
            for mark in row.marks
            if mark.first < last and mark.last > first
        ]
    )
    return row._replace(text=text, pieces=row.pieces[first:last], marks=marks)


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
