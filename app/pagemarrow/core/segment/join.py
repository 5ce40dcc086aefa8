"""Neighbouring blocks that are one: lines of verse, and the cells of a table row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from pagemarrow.core.model import Block, Kind, Mark

VERSE_LINE: Final = 70
"""Lines up to this many characters, parted by single ``<br>``, are one block (verse, addresses)."""

LONG_ROW: Final = 300
"""Blocks inside the cells of one row are joined to one row up to this many characters."""

Run = tuple[int, int, str]
"""First block, one past the last, and what joins their texts."""


def find_verse(blocks: Sequence[Block], tight: Collection[int]) -> list[Run]:
    """Find runs of at least two short lines parted by single ``<br>`` and mostly free of links.

    ``tight`` are the numbers of the blocks that a single ``<br>`` parts from the one before, in any order.
    """
    runs: list[Run] = []
    for index in sorted(tight):
        if not index or not _continues(blocks, index):
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = runs[-1][0], index + 1, "\n"
        elif _is_line(blocks[index - 1]):
            runs.append((index - 1, index + 1, "\n"))
    return runs


def _continues(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a block is a line in the element of the one before it."""
    block = blocks[index]
    return block.container == blocks[index - 1].container and _is_line(block)


def _is_line(block: Block) -> bool:
    size = len(block.text)
    return size <= VERSE_LINE and block.link_chars * 2 < size


def find_rows(blocks: Sequence[Block], rows: Mapping[int, tuple[int, int]]) -> list[Run]:
    """Find short blocks that fill at least two cells of one row, one block a cell.

    ``rows`` tells for the blocks inside a row, in ascending order, the containers of row and cell.
    """
    runs: list[Run] = []
    last = 0
    for index, (row, cell) in rows.items():
        if index < last or blocks[index].cells:
            continue
        cells = {cell}
        last = index + 1
        while last in rows and rows[last][0] == row and rows[last][1] not in cells:
            cells.add(rows[last][1])
            last += 1
        whole = last not in rows or rows[last][0] != row
        if last - index > 1 and whole and _is_row(blocks[index:last]):
            runs.append((index, last, "\t"))
    return runs


def _is_row(blocks: Sequence[Block]) -> bool:
    return sum(len(block.text) for block in blocks) <= LONG_ROW and all(block.level == 0 for block in blocks)


def join_runs(
    blocks: Sequence[Block], rows: Mapping[int, tuple[int, int]], runs: Sequence[Run]
) -> tuple[list[Block], list[int]]:
    """Return the blocks with each run made one, and the new number of each old block (one extra for the end)."""
    starts = {first: (last, glue) for first, last, glue in runs}
    joined: list[Block] = []
    renumber: list[int] = []
    index = 0
    while index < len(blocks):
        last, glue = starts.get(index, (index + 1, ""))
        renumber += [len(joined)] * (last - index)
        container = rows[index][0] if glue == "\t" else blocks[index].container
        joined.append(_one(blocks[index:last], glue, container))
        index = last
    renumber.append(len(joined))
    return joined, renumber


def _one(blocks: Sequence[Block], glue: str, container: int) -> Block:
    first = blocks[0]
    if len(blocks) == 1:
        return first
    marks: list[Mark] = []
    pieces: list[str] = []
    for block in blocks:
        if pieces:
            pieces.append(glue)
        shift = len(pieces)
        marks += [mark._replace(first=mark.first + shift, last=mark.last + shift) for mark in block.marks]
        pieces += block.pieces
    cells = tuple(block.text for block in blocks) if glue == "\t" else ()
    return first._replace(
        text=glue.join(block.text for block in blocks),
        kind=Kind.TABLE if cells else first.kind,
        link_chars=sum(block.link_chars for block in blocks),
        link_count=sum(block.link_count for block in blocks),
        pieces=tuple(pieces),
        marks=tuple(marks),
        cells=cells,
        container=container,
    )
