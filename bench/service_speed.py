"""Throughput and latency of the service against a bare echo, against trafilatura behind the same shell, and the core alone.

The load comes from threads of this process on the same machine, so that it takes its share of the cores: ratios
between services are fair, the ratio to the core alone is a lower bound.
"""

from __future__ import annotations

import http.client
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Final, NamedTuple

import psutil

from bench.plan import Plan
from bench.sets import find_sets, load_set, thin
from bench.tables import Cell, Table
from pagemarrow.core import extract

ROOT: Final = Path(__file__).parent.parent
WORKERS: Final = 2
CLIENTS: Final = 8
"""Connections that keep the services busy: twice the workers and some, so that none idles between requests."""

SECONDS: Final = 8.0
PAGES: Final = 80
START_S: Final = 30.0


class Service(NamedTuple):
    """A server to start: the command without its port."""

    name: str
    command: tuple[str, ...]


def _uvicorn(app: str) -> tuple[str, ...]:
    quiet = ("--log-level", "critical", "--workers", str(WORKERS))
    return (sys.executable, "-m", "uvicorn", f"bench.servers:{app}", "--host", "127.0.0.1", *quiet)


SERVICES: Final = (
    Service("echo", _uvicorn("echo")),
    Service(
        "marrow",
        (sys.executable, "-m", "pagemarrow", "serve", "--host", "127.0.0.1", "--workers", str(WORKERS)),
    ),
    Service("trafilatura in FastAPI", _uvicorn("trafilatura_service")),
)


class DidNotStart(RuntimeError):
    """A server was not ready in time; the message is the end of what it wrote."""


class Load(NamedTuple):
    """What came of loading a server for a while."""

    per_second: float
    latencies: list[float]
    failed: int


def answer(plan: Plan) -> list[Table]:
    """Return the table of services, or none without pages."""
    pages = _pages(plan)
    if not pages:
        return []
    cores = []
    rows: list[tuple[Cell, ...]] = []
    with plan.step("service", len(SERVICES)) as advance:
        for service in SERVICES:
            cores.append(core_rate(pages))  # before each service, so that a noisy neighbour falls on both
            try:
                rows.append(_measured(service, pages))
            except DidNotStart as error:
                plan.console.print(f"{service.name} did not start: {error}", highlight=False)
                rows.append((f"{service.name}: did not start", *[None] * 9))
            advance()
    core = median(cores)
    rows = [(f"core alone, {WORKERS} processes", core, *[None] * 8), *rows]
    rows = [
        (name, rate, float(rate) / core if rate is not None else None, *rest) for name, rate, *rest in rows
    ]
    columns = (
        *("what", "pages/s", "x core", "p50 ms", "p99 ms", "at half load: p50 ms", "p99 ms ", "p99 : p50"),
        *("failed", "idle PSS MB", "start s"),
    )
    note = f"{WORKERS} workers, {CLIENTS} connections, {len(pages)} real pages as text/html, {SECONDS:.0f} s a phase."
    return [Table("service", "What does the service add?", columns, tuple(rows), note, 2)]


def _pages(plan: Plan) -> list[bytes]:
    for root in (find_sets(plan.pages) if plan.pages else {}).values():
        return [case.raw for case in thin(load_set(root), min(PAGES, plan.sample or PAGES))]
    return []


def _measured(service: Service, pages: Sequence[bytes]) -> tuple[Cell, ...]:
    with running(service) as (port, process, started):
        idle = _pss(process)
        load(port, pages, SECONDS / 4)
        full = load(port, pages, SECONDS)
        half = load(port, pages, SECONDS, rate=full.per_second / 2)
        middle, worst = _percentiles(full.latencies)
        half_middle, half_worst = _percentiles(half.latencies)
        return (
            service.name, full.per_second, middle, worst, half_middle, half_worst,
            half_worst / half_middle, full.failed + half.failed, idle, started,
        )  # fmt: skip


def core_rate(pages: Sequence[bytes], seconds: float = SECONDS) -> float:
    """Return the pages a second that the core does alone in as many processes as the service has workers."""
    # Fresh processes: a child of this one would carry its heap, and collect garbage at half the speed.
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_core_rate, list(pages), seconds) for _ in range(WORKERS)]
        return sum(future.result() for future in futures)


def _core_rate(pages: list[bytes], seconds: float) -> float:
    for page in pages[:5]:
        extract(page, content_type="text/html")
    started = time.perf_counter()
    for done, page in enumerate(itertools.cycle(pages)):
        spent = time.perf_counter() - started
        if spent > seconds:
            return done / spent
        extract(page, content_type="text/html")
    raise ValueError("no pages")


@contextmanager
def running(service: Service) -> Iterator[tuple[int, psutil.Process, float]]:
    """Start a server on a free port; yield the port, its process and the seconds to its first 200."""
    port = _free_port()
    started = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        environment = {**os.environ, "MARROW_LOG_LEVEL": "error"}
        command = [*service.command, "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            if not _ready(port, process):
                log.seek(0)
                raise DidNotStart(log.read()[-800:].decode("utf-8", "replace"))
            yield port, psutil.Process(process.pid), time.perf_counter() - started
        finally:
            process.terminate()
            process.wait(START_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(port: int, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            pass
        time.sleep(0.02)
    return False


def load(port: int, pages: Sequence[bytes], seconds: float, rate: float | None = None) -> Load:
    """Post pages over ``CLIENTS`` connections for a while.

    Without ``rate`` each connection sends as soon as it has its answer. With it, ``rate`` requests a second are due
    at even times, and latency counts from when a request was due: waiting for a connection is waiting, too.
    """
    tickets = itertools.count()
    results: list[tuple[float, bool]] = []
    began = time.perf_counter()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in tickets:  # count() hands out each number once, also to threads
            due = began + number / rate if rate else time.perf_counter()
            if due - began > seconds:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            right = _post(connection, pages[number % len(pages)])
            results.append((time.perf_counter() - due, right))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    good = [latency for latency, right in results if right]
    return Load(len(good) / spent, good, len(results) - len(good))


def _post(connection: http.client.HTTPConnection, page: bytes) -> bool:
    try:
        connection.request("POST", "/v1/extract", page, {"Content-Type": "text/html"})
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return False
    return response.status == 200


def _percentiles(latencies: Sequence[float]) -> tuple[float, float]:
    """Return median and 99th percentile in milliseconds."""
    return 1000 * median(latencies), 1000 * quantiles(latencies, n=100)[98]


def _pss(process: psutil.Process) -> float:
    """Return the memory of a server and its workers in MiB, shared pages counted once."""
    every = [process, *process.children(recursive=True)]
    return float(sum(getattr(p.memory_full_info(), "pss", p.memory_info().rss) for p in every) / 2**20)
