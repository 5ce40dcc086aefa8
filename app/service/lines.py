"""Cut a stream of bytes into lines of bounded length."""

from __future__ import annotations

from collections.abc import Iterator


class Overlong:
    """Stands for a line that was over the limit; its bytes were thrown away as they came."""


OVERLONG = Overlong()


class LineCutter:
    """Collects pieces and hands out whole lines, without their end and without blank ones."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self.size = 0
        """Bytes of the line that has begun; at most the limit."""
        self._overlong = False

    def push(self, data: bytes) -> Iterator[bytes | Overlong]:
        """Yield the lines that ``data`` completes."""
        first, *rest = data.split(b"\n")
        self._extend(first)
        for part in rest:
            yield from self._cut()
            self._extend(part)

    def end(self) -> Iterator[bytes | Overlong]:
        """Yield the last line, if it had no line end."""
        yield from self._cut()

    def _extend(self, part: bytes) -> None:
        self._overlong = self._overlong or self.size + len(part) > self._limit
        if self._overlong:
            self._pieces.clear()
            self.size = 0
        elif part:
            self._pieces.append(part)
            self.size += len(part)

    def _cut(self) -> Iterator[bytes | Overlong]:
        line: bytes | Overlong = OVERLONG if self._overlong else b"".join(self._pieces).strip()
        self._pieces.clear()
        self.size = 0
        self._overlong = False
        if line:
            yield line
