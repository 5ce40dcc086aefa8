"""Listings beside the numbers of their lines, as pages lay them out in two cells of a table."""

from __future__ import annotations

from typing import Final

from pagemarrow.core.render.parts import Code, Part, Row

LONGEST_NUMBER: Final = 6
"""Digits of a line's number."""


def listing_of(row: Row) -> str | None:
    """Return the code of a row that holds nothing else, its lines' numbers aside."""
    if len(row.cells) != 2 or "\n" not in row.cells[1].block.text:
        return None
    numbers, code = (cell.block.text for cell in row.cells)
    return code if _number_lines(numbers, code) else None


def are_numbers_of(numbers: Part | None, code: Code) -> bool:
    """Tell whether a listing before ``code`` in one table row is nothing but the numbers of its lines."""
    if not isinstance(numbers, Code) or not numbers.row == code.row >= 0:
        return False
    return _number_lines(numbers.text, code.text)


def _number_lines(numbers: str, code: str) -> bool:
    found = numbers.split()
    if len(found) - code.count("\n") not in (1, 2):
        return False
    if not all(number.isdecimal() and len(number) <= LONGEST_NUMBER for number in found):
        return False
    return [int(number) - int(found[0]) for number in found] == list(range(len(found)))
