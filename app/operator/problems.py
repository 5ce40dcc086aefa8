"""What is wrong with, or passed over in, an operator's files."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing found, and where. Reads as ``file:line: message``, which editors can jump to."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"
