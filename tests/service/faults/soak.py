"""A mix of requests, good, broken and hostile, by the ten thousand."""

from __future__ import annotations

import concurrent.futures
import random
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.service.conftest import ARTICLE, Server
from tests.service.faults.conftest import memory_of
from tests.service.faults.hostile import SMALL, Hostile, attributes, formatting

PAGES = Path(__file__).parents[2] / "pages"
HEAVY = (
    Hostile("attributes", attributes(12_000, "/")),
    Hostile("formatting", formatting(900)),
    Hostile("large", lambda: ARTICLE.encode() * 700),
    Hostile("late", attributes(60_000, "/"), headers={"x-deadline": "300"}, statuses=(200, 504)),
)
"""One in two hundred of the requests."""


class Figures(NamedTuple):
    """What a soak showed; memory in bytes, shared pages counted once."""

    statuses: dict[int, int]
    unexpected: dict[str, int]
    settled: int
    """Memory after the first requests."""
    last: int
    """Memory at the end."""


def soak(server: Server, requests: int, settled: int, clients: int = 8) -> Figures:
    """Send ``requests`` to ``server``; look at its memory after ``settled`` of them and at the end."""
    pages = [file.read_bytes() for file in sorted(PAGES.glob("*/page.html"))]
    good = [Hostile("page", lambda page=page: page) for page in pages]  # type: ignore[misc]
    chooser = random.Random(6)
    statuses: Counter[int] = Counter()
    unexpected: Counter[str] = Counter()

    def one(case: Hostile) -> tuple[Hostile, int]:
        return case, _send(client, case)

    limits = httpx.Limits(max_connections=clients)
    with (
        httpx.Client(base_url=server.base, trust_env=False, timeout=20, limits=limits) as client,
        concurrent.futures.ThreadPoolExecutor(clients) as threads,
    ):

        def run(count: int) -> int:
            for case, status in threads.map(one, (_choose(chooser, good) for _ in range(count))):
                statuses[status] += 1
                if status not in (*case.statuses, 429):
                    unexpected[f"{case.name}: {status}"] += 1
            return memory_of(server)

        at_first = run(settled)
        at_last = run(requests - settled)
    return Figures(dict(statuses), dict(unexpected), at_first, at_last)


def _choose(chooser: random.Random, good: list[Hostile]) -> Hostile:
    chance = chooser.random()
    if chance < 0.005:
        return chooser.choice(HEAVY)
    return chooser.choice(SMALL) if chance < 0.2 else chooser.choice(good)


def _send(client: httpx.Client, case: Hostile) -> int:
    headers = {"content-type": case.content_type, **case.headers}
    if not case.content_type:
        del headers["content-type"]
    deadline = headers.pop("x-deadline", "")
    parameters = {"deadline_ms": deadline} if deadline else {}
    return client.post("/v1/extract", content=case.body(), headers=headers, params=parameters).status_code
