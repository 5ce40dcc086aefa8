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
    html: str | None = None
    """The decoded page, where the set holds it in one file with others; ``path`` is that file."""
    alternatives: tuple[str, ...] = ()
    """Bodies that are as right as ``truth``."""
    titles: tuple[str, ...] = ()
    """The page's headlines. Truths of this set are without them, outputs are judged without them."""
    runs: tuple[tuple[int, str], ...] = ()
    """Runs of the page's text with their class: 1 headline, 2 body, 3 caption, 4 related, 5 comment."""

    @property
    def raw(self) -> bytes:
        """The bytes of the page, decompressed."""
        if self.html is not None:
            return self.html.encode("utf-8", "surrogatepass")
        stored = self.path.read_bytes()
        return gzip.decompress(stored) if self.path.suffix == ".gz" else stored

    @property
    def half(self) -> int:
        """0 or 1: the half of the split by domain, the same that weights are fitted by."""
        return half_of(self.domain)
