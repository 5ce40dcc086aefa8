"""The queue of those who wait for a worker, and how fast it drains."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

LONGEST_RETRY_S: Final = 30
_WEIGHT: Final = 0.05
"""Of the newest page in the moving average of the time that pages take."""


class Queue(Generic[T]):
    """Hands things to those who wait for one: first come, first served, the urgent before all others."""

    def __init__(self, unclaimed: Callable[[T], None]) -> None:
        self._unclaimed = unclaimed
        """Called with what was handed to one who went away in the same moment."""
        self._urgent: deque[asyncio.Future[T]] = deque()
        self._others: deque[asyncio.Future[T]] = deque()

    def __len__(self) -> int:
        return len(self._urgent) + len(self._others)

    async def wait(self, urgent: bool) -> T:
        """Return the next thing handed over. Raises what ``fail`` was given."""
        place: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        line = self._urgent if urgent else self._others
        line.append(place)
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._unclaimed(place.result())
            raise
        finally:
            if place in line:
                line.remove(place)

    def hand(self, thing: T) -> bool:
        """Give ``thing`` to the next who waits; ``False`` if nobody does."""
        for line in (self._urgent, self._others):
            while line:
                place = line.popleft()
                if not place.done():
                    place.set_result(thing)
                    return True
        return False

    def fail(self, error: Exception) -> None:
        """Send all away with ``error``."""
        for line in (self._urgent, self._others):
            while line:
                place = line.popleft()
                if not place.done():
                    place.set_exception(error)


class Pace:
    """How long a page keeps a worker, on a moving average: the drain rate of the queue."""

    def __init__(self, workers: int) -> None:
        self._workers = max(1, workers)
        self._seconds = 0.02

    def add(self, seconds: float) -> None:
        """Count one more page in."""
        self._seconds += (seconds - self._seconds) * _WEIGHT

    def wait_s(self, waiting: int) -> float:
        """Return the seconds until ``waiting`` pages are done."""
        return waiting * self._seconds / self._workers

    def retry_after(self, waiting: int) -> int:
        """Return whole seconds until ``waiting`` pages are done, 1 to ``LONGEST_RETRY_S``."""
        return min(LONGEST_RETRY_S, max(1, math.ceil(self.wait_s(waiting))))
