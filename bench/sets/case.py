"""One page of a set and what is known to be right about it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

from bench.fit import half_of


@dataclass(frozen=True, slots=True)
class Case:
    """One input with its truth; the page itself stays on disk until it is asked for."""

    set: str
    id: str
    path: Path
    truth: str | None = None
    """The body as text; ``None`` where a set has segments only."""
    wanted: tuple[str, ...] = ()
    """Segments that the output must hold (trafilatura's ``with``)."""
    unwanted: tuple[str, ...] = ()
    """Segments that the output must not hold (trafilatura's ``without``)."""
    page_type: str = "article"
    domain: str = ""
    url: str | None = None
    language: str | None = None
    content_type: str = "text/html"
    either: tuple[str, ...] = ()
    """Lines that count neither way."""

    @property
    def raw(self) -> bytes:
        """The bytes of the page, decompressed."""
        stored = self.path.read_bytes()
        return gzip.decompress(stored) if self.path.suffix == ".gz" else stored

    @property
    def half(self) -> int:
        """0 or 1: the half of the split by domain, the same that weights are fitted by."""
        return half_of(self.domain)
