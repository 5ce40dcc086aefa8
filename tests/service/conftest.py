"""An application in this process, extracting in a thread, and real servers in others, with a worker process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from pagemarrow.service.application import create_app
from pagemarrow.service.settings import Settings
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-c", "from pagemarrow.service.server import serve; serve()"]
ARTICLE = """<!doctype html><html lang="en"><head><title>The bridge at Oberau</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<main><article><h1>The bridge at Oberau</h1>
<p>For nine days it rained in the valley, and on the tenth the river left its bed and took the road with it,
which nobody in the lower village had thought it could do.</p>
<p>The mayor had asked the district for sandbags a week before, she said on Monday, and the district had sent
a form; by the time the form came back the bridge was already in the next parish.</p>
<p>Now the children go to school by the forest road, forty minutes each way, and the baker comes twice a week
with a trailer, because the old ford will not carry anything heavier than a goat.</p>
</article></main><footer>All rights reserved.</footer></body></html>"""


def until_ready(
    client: httpx.Client | TestClient, seconds: float = 120, process: subprocess.Popen[bytes] | None = None
) -> None:
    """Wait until the service behind ``client`` takes pages; ``process``, if given, is its."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process is None or process.poll() is None, "it ended"
        try:
            if client.get("/readyz").status_code == 200:
                return
            assert client.get("/livez").status_code == 200, "it can't start"
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise AssertionError("not ready in time")


def settings(**given: object) -> Settings:
    """Settings for a test, whatever the environment says of workers."""
    return Settings(**{"workers": 0, **given})  # type: ignore[arg-type]


def serving(app: FastAPI) -> TestClient:
    """A client of ``app``; use as a context manager, which runs the application's life."""
    return TestClient(app, raise_server_exceptions=True)


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with serving(create_app(settings(max_body_bytes=200_000))) as client:
        until_ready(client)
        yield client


class Server(NamedTuple):
    """A server process of our own."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, timeout: float = 10) -> socket.socket:
        """A bare connection, for what no HTTP client would send."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)


def launch(log: Path, command: list[str], **variables: object) -> subprocess.Popen[bytes]:
    """Start a server process with ``MARROW_…`` variables of its own, its output in ``log``."""
    given = {"MARROW_WORKERS": 1} | variables
    environment = os.environ | {name: str(value) for name, value in given.items()}
    with log.open("wb") as stream:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=stream, stdout=stream)


def start_server(log: Path, command: list[str] | None = None, **variables: object) -> Server:
    """Start a server on a free port and wait until it is ready. Stop it with ``stop_server``."""
    given = {"MARROW_PORT": free_port()} | variables
    process = launch(log, command or SERVE, **given)
    server = Server(int(str(given["MARROW_PORT"])), process, log)
    with httpx.Client(base_url=server.base, trust_env=False) as client:
        try:
            until_ready(client, process=process)
        except AssertionError:
            stop_server(server)
            raise AssertionError(log.read_text()) from None
    return server


def stop_server(server: Server) -> int:
    """End the process; return its exit status."""
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGTERM)
    try:
        return server.process.wait(60)
    except subprocess.TimeoutExpired:
        server.process.kill()
        raise


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("server") / "log"
    server = start_server(
        log,
        MARROW_MAX_BODY_BYTES=200_000,
        MARROW_BODY_TIMEOUT_MS=1_000,
        MARROW_HEAD_TIMEOUT_MS=1_000,
    )
    yield server
    assert stop_server(server) == 0
    assert "Traceback" not in log.read_text()
