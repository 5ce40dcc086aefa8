"""The arriving side of a batch: chunks in time, and an eye on whether the client is still there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from starlette.types import Message, Receive

from pagemarrow.service.errors import ClientGone, SlowSender

T = TypeVar("T")


class Arrivals:
    """Reads one request's messages, at most one ahead of what was asked for.

    Time counts against the client only while it is owed nothing: ``owes`` tells whether answers are still
    under way for which it may be waiting before it sends more.
    """

    def __init__(self, receive: Receive, patience_s: float, owes: Callable[[], bool]) -> None:
        self._receive = receive
        self._patience_s = patience_s
        self._owes = owes
        self._ahead: asyncio.Future[Message] | None = None
        self._waited_s = 0.0
        self.heard = time.monotonic()
        """When the last message came."""

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body's chunks. Raises ``ClientGone`` and ``SlowSender``."""
        more = True
        while more:
            message = await self._message_in_time()
            yield message.get("body", b"")
            more = message.get("more_body", False)

    def progress(self) -> None:
        """A whole line has come: the client's time begins anew."""
        self._waited_s = 0.0

    async def end(self) -> None:
        """Wait, after the body, until the client goes: raises ``ClientGone``."""
        while True:
            await self._message(None)

    async def unless_gone(self, wanted: Awaitable[T]) -> T:
        """Await ``wanted``. Raises ``ClientGone`` if that can be told one message ahead."""
        task = asyncio.ensure_future(wanted)
        either: tuple[asyncio.Future[Any], ...] = (task, self._look_ahead())
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not task.done() and self._look_ahead().result()["type"] == "http.disconnect":
                raise ClientGone("the client closed the connection")
            return await task
        finally:
            task.cancel()

    def close(self) -> None:
        """Stop looking ahead."""
        if self._ahead is not None:
            self._ahead.cancel()

    def _look_ahead(self) -> asyncio.Future[Message]:
        if self._ahead is None:
            self._ahead = asyncio.ensure_future(self._receive())
        return self._ahead

    async def _message_in_time(self) -> Message:
        while True:
            started = time.monotonic()
            message = await self._message(max(0.0, self._patience_s - self._waited_s))
            self._waited_s += time.monotonic() - started
            if message is not None:
                return message
            if not self._owes():
                raise SlowSender(f"no further line within {self._patience_s:g} s")
            self._waited_s = 0.0

    async def _message(self, timeout_s: float | None) -> Message | None:
        """Return the next message, ``None`` if it is late; it is not lost then. Raises ``ClientGone``."""
        ahead = self._look_ahead()
        if not (await asyncio.wait({ahead}, timeout=timeout_s))[0]:
            return None
        self._ahead = None
        self.heard = time.monotonic()
        if ahead.result()["type"] == "http.disconnect":
            raise ClientGone("the client closed the connection")
        return ahead.result()
