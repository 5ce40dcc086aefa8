"""A real server with two workers, and good pages posted all the while."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psutil
import pytest

from tests.service.conftest import ARTICLE, Server, start_server, stop_server

GOOD_WITHIN_S = 10.0
"""Ten times what a good page takes beside others on a slow machine. One that is held up by a hostile page takes longer."""

SENTENCE = "For nine days it rained in the valley"


@pytest.fixture(scope="session")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as it comes, but for two workers."""
    log = tmp_path_factory.mktemp("faults") / "log"
    server = start_server(log, MARROW_WORKERS=2)
    yield server
    assert stop_server(server) == 0
    assert "Traceback" not in log.read_text()


@pytest.fixture
def post(two_workers: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=two_workers.base, trust_env=False, timeout=15) as client:
        yield client


class Good:
    """Posts a good page again and again while something bad happens; keeps the times."""

    def __init__(self, base: str, pause_s: float = 0.02) -> None:
        self.base = base
        self.seconds: list[float] = []
        self.wrong: list[str] = []
        self._pause_s = pause_s
        self._over = threading.Event()

    @contextlib.contextmanager
    def meanwhile(self) -> Iterator[Good]:
        thread = threading.Thread(target=self._post)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join(30)

    def _post(self) -> None:
        with httpx.Client(base_url=self.base, trust_env=False, timeout=15) as client:
            while not self._over.wait(self._pause_s):
                self.one(client)

    def one(self, client: httpx.Client) -> None:
        """Post one good page and note how long it took."""
        started = time.monotonic()
        answer = client.post("/v1/extract", content=ARTICLE, headers={"content-type": "text/html"})
        self.seconds.append(time.monotonic() - started)
        if answer.status_code != 200 or SENTENCE not in answer.json()["text"] or answer.json()["warnings"]:
            self.wrong.append(f"{answer.status_code} {answer.text[:200]}")


def family(server: Server) -> list[psutil.Process]:
    """The server's process, the zygote and the workers."""
    root = psutil.Process(server.process.pid)
    return [root, *root.children(recursive=True)]


def workers_of(server: Server) -> list[psutil.Process]:
    """The worker processes."""
    (zygote,) = psutil.Process(server.process.pid).children()
    return zygote.children()


def memory_of(server: Server) -> int:
    """Bytes that the service has in memory, shared pages counted once."""
    total = 0
    for process in family(server):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss
    return total


def number(server: Server, series: str) -> float:
    """The value of one series of ``/metrics``; 0 when it is not there."""
    text = httpx.get(f"{server.base}/metrics", trust_env=False).text
    values = [line.rpartition(" ")[2] for line in text.splitlines() if line.rpartition(" ")[0] == series]
    return float(values[0]) if values else 0.0


def log_of(server: Server) -> list[dict[str, Any]]:
    """What the server has logged so far."""
    lines = server.log.read_text().splitlines()
    assert not [line for line in lines if not line.startswith("{")]
    return [json.loads(line) for line in lines]
