"""What is wrong with, or passed over in, an operator's files."""

from __future__ import annotations

import os
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing found, and where. Reads as ``file:line: message``, which editors can jump to."""

    file: str
    """As below the folder; the whole path where the folder itself is the problem."""
    line: int
    message: str

    def below(self, folder: str) -> Problem:
        """Return the problem with ``folder`` before its file."""
        return self._replace(file=os.path.join(folder, self.file))

    def __str__(self) -> str:
        told = f"{self.file}:{self.line}: {self.message}"
        return told.encode("utf-8", "backslashreplace").decode()  # names of files may be no UTF-8
