"""Answers of a batch on their way to a client that may not be reading yet.

Many HTTP clients send a whole request before they read a byte of its answer. Their batches would stop at
what the sockets between hold (some megabytes); the outbox holds more for them, but not without bound.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.types import Send

from pagemarrow.service.errors import ClientGone
from pagemarrow.service.intake import Budget, Hold

UNREAD_BYTES = 32 * 1024 * 1024
"""Most bytes of answers that wait for one client; they count in the budget of all bytes held."""


class Outbox:
    """A queue of answer lines, bounded by bytes, with a task that sends them."""

    def __init__(self, send: Send, budget: Budget, patience_s: float, last_busy: Callable[[], float]) -> None:
        self._send = send
        self._budget = budget
        self._patience_s = patience_s
        self._last_busy = last_busy
        self._hold = Hold(budget)
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._moved = asyncio.Event()

    async def put(self, line: bytes) -> None:
        """Leave ``line`` to be sent; waits while there is no room."""
        while not self._has_room(len(line)):
            self._moved.clear()
            await self._moved.wait()
        self._hold.add(len(line))
        self._lines.put_nowait(line)

    def close(self) -> None:
        """No more lines come."""
        self._lines.put_nowait(None)

    async def deliver(self) -> None:
        """Send what is put in until it is closed; raises ``ClientGone`` when the client does not read."""
        try:
            while (line := await self._lines.get()) is not None:
                await self._deliver(line)
                self._hold.give_back(len(line))
                self._moved.set()
        finally:
            self._hold.give_back()

    def _has_room(self, size: int) -> bool:
        held = self._hold.size
        return not held or (held + size <= UNREAD_BYTES and self._budget.has_room(size))

    async def _deliver(self, line: bytes) -> None:
        """Send one line. A client that still sends, or can't for our sake, is given time to come round."""
        message = {"type": "http.response.body", "body": line, "more_body": True}
        sending = asyncio.ensure_future(self._send(message))
        try:
            while not (await asyncio.wait({sending}, timeout=self._patience_s))[0]:
                if time.monotonic() - self._last_busy() >= self._patience_s:
                    raise ClientGone("the client neither reads nor sends")
            sending.result()
        finally:
            sending.cancel()
