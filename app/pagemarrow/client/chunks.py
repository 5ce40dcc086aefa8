"""Items of a batch gathered into requests that are small enough to be sent before their answers are read."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from typing import Any

from pagemarrow.client.calls import Item, item_line

MULTI_BYTES = 65_536
"""Items share one request up to this many bytes; a larger one travels alone. httpx reads the answer only
after the whole request is sent, and the service stops reading when its answers aren't read: a request
that fits into uvicorn's read buffer (64 KiB) can't bring both to wait for each other."""

MULTI_ITEMS = 32
"""Items that share one request at most: what a restart of the service makes to be asked for again."""


class Chunk:
    """Gathers the lines of one request."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._lines: list[bytes] = []
        self._bytes = 0

    def add(self, item: Item) -> list[bytes]:
        """Take ``item``; return the lines that must go before it, if it doesn't fit beside them."""
        line = item_line(item, self._options)
        full = self.flush() if self._is_full_for(line) else []
        self._lines.append(line)
        self._bytes += len(line) + 1
        return full

    def _is_full_for(self, line: bytes) -> bool:
        return len(self._lines) == MULTI_ITEMS or self._bytes + len(line) + 1 > MULTI_BYTES

    def flush(self) -> list[bytes]:
        """Return the lines gathered and begin anew."""
        gathered, self._lines, self._bytes = self._lines, [], 0
        return gathered


def chunks(items: Iterable[Item], options: Mapping[str, Any]) -> Iterator[list[bytes]]:
    chunk = Chunk(options)
    for item in items:
        if full := chunk.add(item):
            yield full
    if rest := chunk.flush():
        yield rest


async def chunks_async(
    items: Iterable[Item] | AsyncIterable[Item], options: Mapping[str, Any]
) -> AsyncIterator[list[bytes]]:
    chunk = Chunk(options)
    async for item in _each(items):
        if full := chunk.add(item):
            yield full
    if rest := chunk.flush():
        yield rest


async def _each(items: Iterable[Item] | AsyncIterable[Item]) -> AsyncIterator[Item]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item
