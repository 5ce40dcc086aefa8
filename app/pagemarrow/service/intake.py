"""Take a body in: count it as received and as unpacked, and stop at the limit, at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

from starlette.types import Receive

from pagemarrow.service.encodings import Unpacking
from pagemarrow.service.errors import ClientGone, SlowSender, TooLarge
from pagemarrow.service.jobs import Busy

BREATH_S = 0.002
"""Time to unpack in one go before other requests get their turn. No number of bytes: some take long to come to nothing."""


class Budget:
    """Bounds the requests held at once and the bytes they hold together."""

    def __init__(self, requests: int, size: int, retry_after: Callable[[], int]) -> None:
        self._requests = requests
        self._size = size
        self._retry_after = retry_after
        self.held = 0
        """Requests held now."""
        self.bytes = 0
        """Bytes they hold now."""

    @contextmanager
    def hold(self) -> Iterator[Hold]:
        """Hold one request; what it took is given back at the end. Raises ``Busy``."""
        if self.held >= self._requests:
            raise Busy("too many requests at once", self._retry_after())
        self.held += 1
        hold = Hold(self)
        try:
            yield hold
        finally:
            self.held -= 1
            hold.give_back()

    def has_room(self, size: int) -> bool:
        """Whether ``size`` more bytes fit; one alone always does, however small the budget."""
        return self.bytes == 0 or self.bytes + size <= self._size

    def refusal(self, size: int) -> Busy | None:
        """Return why a request of up to ``size`` bytes would be refused now; ``None`` when it would not."""
        if self.held >= self._requests:
            return Busy("too many requests at once", self._retry_after())
        return None if self.has_room(size) else self.busy()

    def busy(self) -> Busy:
        """Return the refusal for want of room."""
        return Busy("too many bytes are waiting", self._retry_after())


class Hold:
    """What one request holds of the budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.size = 0

    def fits(self, size: int) -> bool:
        """Whether ``size`` more bytes could be held; always where nobody else holds any."""
        return self._budget.has_room(size) or self._budget.bytes <= self.size

    def take(self, size: int) -> None:
        """Hold ``size`` more bytes. Raises ``Busy``."""
        if not self.fits(size):
            raise self._budget.busy()
        self.add(size)

    def add(self, size: int) -> None:
        """Hold ``size`` more bytes, room or not."""
        self.size += size
        self._budget.bytes += size

    def give_back(self, size: int | None = None) -> None:
        """Hold ``size`` bytes less; without it, nothing any more."""
        size = self.size if size is None else size
        self._budget.bytes -= size
        self.size -= size


async def read_body(receive: Receive, unpacking: Unpacking, limit: int, timeout_ms: int, hold: Hold) -> bytes:
    """Return the unpacked body.

    Raises ``TooLarge`` as soon as more than ``limit`` bytes were received or unpacked, by whichever of its codings,
    ``SlowSender`` after ``timeout_ms``, ``BrokenCompression``, ``ClientGone``, and ``Busy`` when ``hold`` finds no room.
    """
    pieces: list[bytes] = []
    received = 0
    try:
        async with asyncio.timeout(timeout_ms / 1000):
            async for data in chunks(receive):
                received += len(data)
                if received > limit:
                    raise too_large(limit)
                async for piece in unpack(unpacking, data):
                    if piece:
                        hold.take(len(piece))
                        pieces.append(piece)
                    if unpacking.size > limit:
                        raise too_large(limit)
    except TimeoutError:
        raise SlowSender(f"the body did not arrive within {timeout_ms} ms") from None
    unpacking.end()
    return b"".join(pieces)


async def chunks(receive: Receive) -> AsyncIterator[bytes]:
    """Yield the body's chunks as they arrive, packed. Raises ``ClientGone``."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone("the client closed the connection")
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def unpack(unpacking: Unpacking, data: bytes) -> AsyncIterator[bytes]:
    """Yield what ``data`` unpacks to, in pieces of which some are empty, letting others run every ``BREATH_S``.

    Raises ``BrokenCompression``.
    """
    since = time.perf_counter()
    for piece in unpacking.push(data):
        yield piece
        if time.perf_counter() - since > BREATH_S:
            await asyncio.sleep(0)
            since = time.perf_counter()


async def until_gone(receive: Receive) -> None:
    """Return when the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


def too_large(limit: int) -> TooLarge:
    """Return the refusal of a body over ``limit``."""
    return TooLarge(f"the body is over {limit} bytes, as received or as unpacked")
