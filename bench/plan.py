"""What is to be measured, and with what means: the value that every question is answered from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bench.peers import Peer
from bench.store import Cache


@dataclass(frozen=True)
class Plan:
    """Data, sample and processes of one run of the bench."""

    pages: Path | None
    """A page set or a folder of them."""
    text: Path | None
    """A folder of labelled text inputs, ``<rendering>.jsonl.xz``."""
    sample: int | None
    """Pages of each set; ``None`` for all."""
    jobs: int
    cache: Cache
    console: Console
    progress: Progress
    peers: frozenset[str] = frozenset()
    """Names of the extractors to run; empty for all."""

    def chosen(self, peers: Sequence[Peer]) -> tuple[Peer, ...]:
        """Return the installed peers, or those of them that were asked for."""
        asked = [peer for peer in peers if not self.peers or peer.name in self.peers]
        return tuple(peer for peer in asked if peer.version is not None)

    @contextmanager
    def step(self, label: str, total: int) -> Iterator[Callable[[], None]]:
        """Show a progress bar of ``total`` steps while the block runs; call the yielded function once a step."""
        task = self.progress.add_task(label, total=total)
        yield lambda: self.progress.advance(task)
        self.progress.update(task, completed=total)
