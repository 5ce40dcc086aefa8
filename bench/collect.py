"""Every extractor over every page: outputs from the cache, the rest made by worker processes."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

from bench.peers import OURS, Peer
from bench.sets.case import Case
from bench.store import Cache, Output, digest_of
from pagemarrow.core import extract
from pagemarrow.core.decode import decode

Outputs = dict[str, list[Output]]
"""By name of the extractor, one output a case, in the order of the cases."""


class Task(NamedTuple):
    """One page and the extractors still to be run on it."""

    number: int
    page: str
    raw: bytes
    case: Case
    peers: tuple[Peer, ...]


class Made(NamedTuple):
    """What a worker hands back."""

    number: int
    digest: str
    outputs: tuple[tuple[Peer, Output], ...]


def collect(
    cases: Sequence[Case],
    peers: Sequence[Peer],
    cache: Cache,
    jobs: int = 1,
    advance: Callable[[], None] = lambda: None,
) -> Outputs:
    """Run ``peers`` over ``cases`` in ``jobs`` processes and return all outputs; ``advance`` is called once a case.

    Peers get the page decoded (by this project's decoder, so that charsets favour nobody); this project's
    extractor gets the bytes and is never cached.
    """
    found: dict[str, list[Output | None]] = {peer.name: [None] * len(cases) for peer in peers}
    for made in _made(_tasks(cases, peers, cache, found), jobs):
        for peer, output in made.outputs:
            found[peer.name][made.number] = output
            if peer.name != OURS:
                cache.put(peer, made.digest, output)
        advance()
    return {name: [output for output in outputs if output is not None] for name, outputs in found.items()}


def _tasks(
    cases: Sequence[Case], peers: Sequence[Peer], cache: Cache, found: dict[str, list[Output | None]]
) -> Iterator[Task]:
    for number, case in enumerate(cases):
        raw = case.raw
        page = decode(raw, case.content_type).text
        digest = digest_of(page)
        missing = []
        for peer in peers:
            stored = None if peer.name == OURS else cache.get(peer, digest)
            found[peer.name][number] = stored
            if stored is None:
                missing.append(peer)
        yield Task(number, page, raw, case, tuple(missing))


def _made(tasks: Iterator[Task], jobs: int) -> Iterator[Made]:
    if jobs == 1:
        with hushed():
            yield from map(_make, tasks)
        return
    with ProcessPoolExecutor(jobs, initializer=hush) as pool:
        yield from _windowed(pool, tasks, jobs * 8)


def _windowed(pool: Executor, tasks: Iterator[Task], width: int) -> Iterator[Made]:
    """Like ``pool.map``, with at most ``width`` pages in flight: all pages at once would fill the memory."""
    waiting = []
    for task in tasks:
        waiting.append(pool.submit(_make, task))
        if len(waiting) >= width:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def _make(task: Task) -> Made:
    outputs = tuple((peer, run(peer, task.page, task.raw, task.case)) for peer in task.peers)
    return Made(task.number, digest_of(task.page), outputs)


def run(peer: Peer, page: str, raw: bytes, case: Case) -> Output:
    """Run one extractor on one page; its failure is an output too."""
    try:
        if peer.name == OURS:
            article = extract(raw, content_type=case.content_type, url=case.url)
            return Output(article.text, "", article.confidence, article.page_type)
        return Output(peer.run(page, case.content_type))
    except Exception as error:  # noqa: BLE001 - foreign code raises what it likes, and one page must not end the run
        return Output("", f"{type(error).__name__}: {error}"[:200])


@contextmanager
def hushed() -> Iterator[None]:
    """Hush peers for a while: this process has other things to log afterwards."""
    before = logging.root.manager.disable
    with warnings.catch_warnings():
        hush()
        try:
            yield
        finally:
            logging.disable(before)


def hush() -> None:
    """Peers warn and log about pages; the bench counts their failures instead."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
