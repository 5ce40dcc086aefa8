"""Every hostile request is answered as the contract says, and good pages beside it as if it were not there."""

from __future__ import annotations

import threading
import time
from typing import Self

import httpx
import psutil
import pytest

from tests.service.conftest import Server, start_server, stop_server
from tests.service.faults.conftest import GOOD_WITHIN_S, Good, memory_of
from tests.service.faults.hostile import BIG, SMALL, Hostile, chunks

DEADLINE_S = 10.0
CEILING = 1024**3
"""Memory of the service with two workers, at any moment."""


def send(client: httpx.Client, case: Hostile) -> httpx.Response:
    headers = {"content-type": case.content_type, **case.headers}
    if not case.content_type:
        del headers["content-type"]
    if headers.pop("transfer-encoding", ""):
        return client.post("/v1/extract", content=chunks(case.body()), headers=headers)
    return client.post("/v1/extract", content=case.body(), headers=headers)


def check(answer: httpx.Response, case: Hostile) -> None:
    assert answer.status_code in case.statuses, answer.text[:300]
    if answer.status_code == 200:
        document = answer.json()
        assert " ".join(case.holds.split()) in " ".join(document["text"].split())
    else:
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.name)
def test_small(post: httpx.Client, case: Hostile) -> None:
    check(send(post, case), case)


QUICK = (
    "div 50,000 deep",
    "100,000 attributes",
    "open formatting behind decoys",
    "300,000 promo lines",
    "a bomb of br",
)


@pytest.mark.parametrize("case", [case for case in BIG if case.name in QUICK], ids=lambda case: case.name)
def test_the_worst(post: httpx.Client, two_workers: Server, case: Hostile) -> None:
    answered_beside_good_pages(post, two_workers, case)


@pytest.mark.long
@pytest.mark.parametrize("case", [case for case in BIG if case.name not in QUICK], ids=lambda case: case.name)
def test_all_of_full_size(post: httpx.Client, two_workers: Server, case: Hostile) -> None:
    answered_beside_good_pages(post, two_workers, case)


def answered_beside_good_pages(post: httpx.Client, server: Server, case: Hostile) -> None:
    case.body()
    good = Good(server.base)
    with good.meanwhile():
        started = time.monotonic()
        answer = send(post, case)
        seconds = time.monotonic() - started
    good.one(post)
    check(answer, case)
    assert seconds < DEADLINE_S + GOOD_WITHIN_S
    assert not good.wrong
    assert max(good.seconds) < GOOD_WITHIN_S


@pytest.mark.long
def test_memory_stays_under_its_ceiling_and_comes_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = start_server(tmp_path_factory.mktemp("memory") / "log", MARROW_WORKERS=2)
    with httpx.Client(base_url=server.base, trust_env=False, timeout=15) as client:
        for _ in range(20):
            Good(server.base).one(client)
        before = memory_of(server)
        with Watch(server) as watch:
            for case in BIG:
                send(client, case)
        for _ in range(20):
            Good(server.base).one(client)
        time.sleep(0.5)
        after = memory_of(server)
    stop_server(server)
    assert watch.most < CEILING
    assert after < before * 1.2


class Watch:
    """Looks at the service's memory all the time; every look is short enough to catch a bomb growing."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.most = 0

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            try:
                self.most = max(self.most, memory_of(self._server))
            except psutil.Error:
                continue
