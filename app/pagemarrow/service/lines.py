"""Cut a stream of bytes into lines of bounded length, of which some may be refused while they come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Overlong:
    """Stands for a line that was over the limit; its bytes were thrown away as they came."""


OVERLONG = Overlong()


class LineCutter(Generic[T]):
    """Collects pieces and hands out whole lines, without their end and without blank ones."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self.size = 0
        """Bytes of the line that has begun; at most the limit."""
        self._instead: Overlong | T | None = None
        """What is handed out for the line that has begun, if not its bytes."""

    def refuse(self, instead: T) -> None:
        """Throw away the line that has begun, as it comes; ``instead`` is handed out at its end."""
        self._instead = instead
        self._pieces.clear()
        self.size = 0

    def push(self, data: bytes) -> Iterator[bytes | Overlong | T]:
        """Yield the lines that ``data`` completes."""
        first, *rest = data.split(b"\n")
        self._extend(first)
        for part in rest:
            yield from self._cut()
            self._extend(part)

    def end(self) -> Iterator[bytes | Overlong | T]:
        """Yield the last line, if it had no line end."""
        yield from self._cut()

    def _extend(self, part: bytes) -> None:
        if self._instead is None and self.size + len(part) > self._limit:
            self._instead = OVERLONG
            self._pieces.clear()
            self.size = 0
        elif self._instead is None and part:
            self._pieces.append(part)
            self.size += len(part)

    def _cut(self) -> Iterator[bytes | Overlong | T]:
        line = b"".join(self._pieces).strip()
        instead = self._instead
        self._pieces.clear()
        self.size = 0
        self._instead = None
        if instead is not None:
            yield instead
        elif line:
            yield line
