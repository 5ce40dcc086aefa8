"""What all tests share: a real server in its own process, and long tests after the quick ones."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.ports import free_port

Serve = Callable[..., AbstractContextManager[str]]

LOADING = tuple(
    Path(__file__).parent / name
    for name in ("service/faults", "service/test_server.py", "operator/test_reload.py", "service/playground")
)
"""Tests that start servers and keep them busy."""

START_S = 120
"""Given for a start on a machine that is busy with other things; it takes about one second."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests come first; those that load the whole machine run in one process, beside the quiet ones of the other."""
    items.sort(key=lambda item: item.get_closest_marker("long") is not None)
    for item in items:
        if any(str(item.path).startswith(str(folder)) for folder in LOADING):
            item.add_marker(pytest.mark.xdist_group("load"))


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Return a context manager that runs a server with settings (``api_key="…"``) and gives its address."""

    @contextmanager
    def served(**settings: str) -> Iterator[str]:
        log = tmp_path_factory.mktemp("server") / "log"
        with log.open("w") as output:
            port = free_port()
            process = started(port, settings, output)
            try:
                wait_until_ready(f"http://127.0.0.1:{port}", process, log)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(START_S)

    return served


@pytest.fixture(scope="session")
def marrow_url(serve: Serve) -> Iterator[str]:
    """Address of a server with one worker that all tests may ask."""
    with serve(workers="1") as url:
        yield url


def started(port: int, settings: dict[str, str], output: IO[str]) -> subprocess.Popen[bytes]:
    """Start ``marrow serve`` with an environment of ``settings`` alone."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MARROW_")}
    env |= {f"MARROW_{name}".upper(): value for name, value in settings.items()}
    command = [sys.executable, "-m", "pagemarrow", "serve", "--port", str(port)]
    return subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.STDOUT)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server is ready. Raises ``RuntimeError`` with its log when it never is."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{url}/readyz", timeout=1):
                return
        except (HTTPError, URLError, TimeoutError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")
