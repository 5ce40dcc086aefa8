"""Pages that killed a worker, by digest, so that none does so twice."""

from __future__ import annotations

from collections import Counter, OrderedDict
from hashlib import blake2b
from typing import Final

REMEMBERED: Final = 4096
"""Pages remembered; 0.5 MB."""


class Killers:
    """The last pages that a worker was ended over."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._seen: OrderedDict[bytes, int] = OrderedDict()
        self._sizes: Counter[int] = Counter()

    def __contains__(self, page: bytes) -> bool:
        # Of most pages the size alone tells that they are none of these, without a look at 100 KB of them.
        if len(page) not in self._sizes:
            return False
        digest = _digest(page)
        if digest not in self._seen:
            return False
        self._seen.move_to_end(digest)
        return True

    def add(self, page: bytes) -> None:
        """Remember ``page``, and forget the one not met for longest if there are too many."""
        digest = _digest(page)
        if digest not in self._seen:
            self._seen[digest] = len(page)
            self._sizes[len(page)] += 1
        self._seen.move_to_end(digest)
        if len(self._seen) > self._most:
            _, size = self._seen.popitem(last=False)
            self._sizes[size] -= 1
            if not self._sizes[size]:
                del self._sizes[size]


def _digest(page: bytes) -> bytes:
    return blake2b(page, digest_size=16).digest()
