"""The rows of a table as what is left of them is laid out: each cell in its column, gaps where others were left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from pagemarrow.core.model import Block, Cell, Kind
from pagemarrow.core.render.parts import Filled, Row

_GAP: Final = Filled(Block("", Kind.TABLE))


def laid_out(rows: Sequence[Row]) -> list[list[Filled]]:
    """Return the cells of each row, with empty ones where the page's cells were left out.

    What a cell says of columns and rows is true of these rows: columns in which none of their cells begins are none, and
    no cell reaches over a row that was left out.
    """
    begun = sorted({filled.cell.column for row in rows for filled in row.cells if filled.cell.column >= 0})
    reaching: dict[int, int] = {}
    ends = _ends(rows)
    grid = []
    for at, row in enumerate(rows):
        cells: list[Filled] = []
        column = 0
        for filled in row.cells:
            cell = filled.cell
            if cell.column >= 0:
                first = bisect_left(begun, cell.column)
                last = bisect_left(begun, cell.column + cell.columns)
                cell = Cell(cell.heading, first, last - first, _reach(rows, at, ends[at], cell))
            while column < cell.column:
                if column not in reaching:
                    cells.append(_GAP)
                column += 1
            cells.append(filled._replace(cell=cell))
            reaching.update(dict.fromkeys(range(column, column + cell.columns), cell.rows))
            column += cell.columns
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        grid.append(cells)
    return grid


def spread(grid: Sequence[Sequence[Filled]]) -> list[list[Filled]]:
    """Return the rows of ``laid_out`` with an empty cell wherever one reaches from the left or from above."""
    reaching: dict[int, int] = {}
    whole = []
    for cells in grid:
        row: list[Filled] = []
        for filled in cells:
            while len(row) in reaching:
                row.append(_GAP)
            reaching.update(dict.fromkeys(range(len(row), len(row) + filled.cell.columns), filled.cell.rows))
            row += [filled] + [_GAP] * (filled.cell.columns - 1)
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        whole.append(row)
    return whole


def _ends(rows: Sequence[Row]) -> list[int]:
    """Return for each row where those end (past the last) that follow it in its section, headings or not as it is."""
    ends = [len(rows)] * len(rows)
    for at in range(len(rows) - 2, -1, -1):
        row, below = rows[at], rows[at + 1]
        alike = row.line[0] == below.line[0] and row.header == below.header
        ends[at] = ends[at + 1] if alike else at + 1
    return ends


def _reach(rows: Sequence[Row], at: int, end: int, cell: Cell) -> int:
    """Count how many rows of those a cell reaches over are there one after the other up to ``end``, its own with them."""
    beyond = rows[at].line[1] + cell.rows
    return bisect_left(rows, beyond, at + 1, min(end, at + cell.rows), key=lambda row: row.line[1]) - at
