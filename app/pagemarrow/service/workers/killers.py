"""Requests whose page could not be done the full way, so that none costs a worker twice."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict
from hashlib import blake2b
from typing import Final

from pagemarrow.service.workers.wire import Task

REMEMBERED: Final = 4096
"""Requests remembered; 0.7 MB."""
HOPELESS: Final = math.inf
"""The budget of what fails however long it is given: for want of memory, or because it breaks its worker."""


class Killers:
    """The last requests that a worker was ended over, each with the budget that was not enough for it.

    A request is its page, its media type and its options: with others the same page may well be done.
    """

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._seen: OrderedDict[bytes, tuple[int, float]] = OrderedDict()
        """Size of the page and budget, by digest."""
        self._sizes: Counter[int] = Counter()

    def budget(self, task: Task) -> float:
        """Return the milliseconds that were not enough for ``task``; 0 when it is not remembered."""
        # Of most pages the size alone tells that they are none of these, without a look at 100 KB of them.
        if len(task.page) not in self._sizes:
            return 0.0
        digest = _digest(task)
        if digest not in self._seen:
            return 0.0
        self._seen.move_to_end(digest)
        return self._seen[digest][1]

    def add(self, task: Task, budget_ms: float) -> None:
        """Remember ``task``, and forget the one not met for longest if there are too many."""
        digest = _digest(task)
        if digest in self._seen:
            budget_ms = max(budget_ms, self._seen[digest][1])
        else:
            self._sizes[len(task.page)] += 1
        self._seen[digest] = len(task.page), budget_ms
        self._seen.move_to_end(digest)
        if len(self._seen) > self._most:
            _, (size, _) = self._seen.popitem(last=False)
            self._sizes[size] -= 1
            if not self._sizes[size]:
                del self._sizes[size]


def _digest(task: Task) -> bytes:
    options = task.job.options
    asked = (task.was_text, task.job.content_type, sorted(options.include), options.format, options.explain)
    rest = (options.url, options.selectors, options.page_type, options.title, options.second_opinion)
    digest = blake2b(task.page, digest_size=16)
    digest.update(repr((len(task.page), asked, rest)).encode("utf-8", "backslashreplace"))
    return digest.digest()
