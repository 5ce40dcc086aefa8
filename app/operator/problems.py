"""What is wrong with, or passed over in, an operator's files."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing found, and where. Reads as ``file:line: message``, which editors can jump to."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        told = f"{self.file}:{self.line}: {self.message}"
        return told.encode("utf-8", "backslashreplace").decode()  # names of files may be no UTF-8
