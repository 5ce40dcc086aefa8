"""Outputs of peers kept on disk: they change only with the peer's version, its settings or the page."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from bench.peers import Peer

FOLDER: Final = Path(__file__).parent / "cache"


PATIENCE_S: Final = 60.0
"""Time to wait for another run that is writing."""


class Output(NamedTuple):
    """What one extractor made of one page."""

    text: str
    error: str = ""
    """Name and message of the exception when it failed; the text is then empty."""
    confidence: float | None = None
    page_type: str | None = None


class Cache:
    """A table of outputs by peer and page; ``fresh`` ignores what is stored and writes it anew."""

    def __init__(self, path: Path = FOLDER / "outputs.sqlite", fresh: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._fresh = fresh
        # Each output is its own transaction: several runs may share the file, and one that is cut short loses nothing.
        self._store = sqlite3.connect(path, timeout=PATIENCE_S, isolation_level=None)
        self._store.execute("PRAGMA journal_mode = WAL")
        self._store.execute("PRAGMA synchronous = OFF")
        self._store.execute(
            "CREATE TABLE IF NOT EXISTS outputs (key TEXT PRIMARY KEY, text BLOB, error TEXT)"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    def get(self, peer: Peer, digest: str) -> Output | None:
        """Return the stored output of ``peer`` for the page of this digest."""
        if self._fresh:
            return None
        row = self._store.execute(
            "SELECT text, error FROM outputs WHERE key = ?", (_key(peer, digest),)
        ).fetchone()
        return Output(zlib.decompress(row[0]).decode(), row[1]) if row else None

    def put(self, peer: Peer, digest: str, output: Output) -> None:
        """Store an output."""
        packed = zlib.compress(output.text.encode("utf-8", "replace"))
        row = (_key(peer, digest), packed, output.error)
        self._store.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?)", row)


def digest_of(page: str) -> str:
    """Return the digest that names a page in the cache."""
    return hashlib.sha256(page.encode("utf-8", "surrogatepass")).hexdigest()


def _key(peer: Peer, digest: str) -> str:
    return "|".join((peer.name, peer.version or "", peer.settings, digest))
