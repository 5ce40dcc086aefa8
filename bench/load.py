"""What the service bears: many clients, workers killed, a stop, all under load. ``python -m bench.load``

Starts a server of its own on 127.0.0.1 and measures, each for ``--seconds``:

- 4 and 64 clients that send real pages without a pause: throughput, latencies, statuses;
- 64 clients while a worker is killed every second: not one request may fail;
- 64 clients, and SIGTERM in their midst: every request that was taken must be answered.

The clients are coroutines of this process and take their share of the same processors.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

import psutil

from bench.sets import find_sets, load_set, thin

ROOT: Final = Path(__file__).parent.parent
MOST_CLIENTS: Final = 256
MOST_SECONDS: Final = 120
PAGES: Final = 200
START_S: Final = 30


class Tally:
    """What came of a load."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.latencies: list[float] = []
        """Seconds, of answers with status 200."""
        self.seconds = 0.0

    def figures(self) -> dict[str, Any]:
        """Return the figures to print."""
        cuts = quantiles(self.latencies, n=1000) if len(self.latencies) > 1 else [0.0] * 999
        return {
            "statuses": dict(self.statuses),
            "pages_per_second": round(len(self.latencies) / self.seconds, 1),
            "p50_ms": round(cuts[499] * 1000, 1),
            "p99_ms": round(cuts[989] * 1000, 1),
            "p999_ms": round(cuts[998] * 1000, 1),
        }


async def client(
    port: int, pages: Sequence[bytes], over: asyncio.Event, tally: Tally, seed: int, until: float
) -> None:
    """Post pages on one connection, the next as soon as the last is answered, until ``over``."""
    chooser = random.Random(seed)
    reader: asyncio.StreamReader | None = None
    while not over.is_set():
        try:
            if reader is None or reader.at_eof():  # closed while it was idle, as any server may
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
            page = chooser.choice(pages)
            started = time.perf_counter()
            writer.write(_request(page))
            await writer.drain()
            status, keep, pause = await _answer(reader)
        except ConnectionRefusedError:
            tally.statuses["refused connection"] += 1
            return
        except (OSError, asyncio.IncompleteReadError) as error:
            # A connection closed before any byte of the answer, on an end that was idle: HTTP lets a client retry.
            tally.statuses[type(error).__name__] += 1
            reader = None
            continue
        tally.statuses[status] += 1
        if status == "200":
            tally.latencies.append(time.perf_counter() - started)
        else:
            await asyncio.sleep(min(pause, max(0.0, until - time.perf_counter())))
        if not keep:
            writer.close()
            reader = None


def _request(page: bytes) -> bytes:
    head = b"POST /v1/extract HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n"
    return head % len(page) + page


async def _answer(reader: asyncio.StreamReader) -> tuple[str, bool, float]:
    """Return status, whether the connection stays, and the seconds of ``Retry-After``."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].split("\r\n", 1)[0])
    await reader.readexactly(length)
    pause = head.partition("retry-after:")[2].split("\r\n", 1)[0]
    return head.split(" ", 2)[1], "connection: close" not in head, float(pause or 0.05)


async def load(
    port: int,
    pages: Sequence[bytes],
    clients: int,
    seconds: float,
    meanwhile: Callable[[float], Any] | None = None,
) -> Tally:
    """Let ``clients`` post for ``seconds``; ``meanwhile`` is called ten times a second with the time gone by."""
    tally, over = Tally(), asyncio.Event()
    started = time.perf_counter()
    tasks = [
        asyncio.create_task(client(port, pages, over, tally, number, started + seconds))
        for number in range(clients)
    ]
    while time.perf_counter() - started < seconds and not all(task.done() for task in tasks):
        await asyncio.sleep(0.1)
        if meanwhile is not None:
            meanwhile(time.perf_counter() - started)
    over.set()
    await asyncio.wait(tasks, timeout=30)
    tally.seconds = time.perf_counter() - started
    return tally


class Killer:
    """Kills a worker every second."""

    def __init__(self, server: psutil.Process) -> None:
        self._server = server
        self.killed = 0

    def __call__(self, seconds: float) -> None:
        if seconds > self.killed + 1:
            with contextlib.suppress(psutil.NoSuchProcess, IndexError):
                self._server.children()[0].children()[0].kill()
                self.killed += 1


class Stopper:
    """Sends SIGTERM once, in the middle."""

    def __init__(self, server: psutil.Process, after: float) -> None:
        self._server = server
        self._after = after
        self.sent = False

    def __call__(self, seconds: float) -> None:
        if seconds > self._after and not self.sent:
            self._server.send_signal(signal.SIGTERM)
            self.sent = True


@contextlib.contextmanager
def serving(workers: int) -> Any:
    """Start a server; yield its port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "MARROW_PORT": str(port),
        "MARROW_WORKERS": str(workers),
        "MARROW_LOG_LEVEL": "error",
    }
    server = subprocess.Popen([sys.executable, "-m", "pagemarrow", "serve"], cwd=ROOT, env=environment)
    try:
        end = time.monotonic() + START_S
        while not _ready(port):
            if time.monotonic() > end or server.poll() is not None:
                raise SystemExit("the server did not get ready")
            time.sleep(0.1)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(30)


def _ready(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/readyz", timeout=2):
            return True
    except OSError:
        return False


def show(name: str, figures: dict[str, Any]) -> None:
    """Print one line of figures."""
    print(json.dumps({"load": name, **figures}), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path, help="folder of page sets; without it the pages of tests/pages")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    clients, seconds = min(asked.clients, MOST_CLIENTS), min(asked.seconds, MOST_SECONDS)
    pages = real_pages(asked.pages)
    with serving(asked.workers) as (port, server):
        asyncio.run(load(port, pages, 4, min(5, seconds)))  # warm
        few = asyncio.run(load(port, pages, 4, seconds)).figures()
        show("4 clients", few)
        many = asyncio.run(load(port, pages, clients, seconds)).figures()
        share = round(many["pages_per_second"] / few["pages_per_second"], 3)
        show(f"{clients} clients", {**many, "share_of_4_clients": share})
        killer = Killer(server)
        show(
            "workers killed",
            asyncio.run(load(port, pages, clients, seconds / 4, killer)).figures()
            | {"killed": killer.killed},
        )
    with serving(asked.workers) as (port, server):
        stopped = asyncio.run(load(port, pages, clients, seconds / 4, Stopper(server, seconds / 8)))
        show("SIGTERM", stopped.figures())


def real_pages(folder: Path | None) -> list[bytes]:
    """Return the pages to send."""
    if folder is None:
        return [file.read_bytes() for file in sorted((ROOT / "tests" / "pages").glob("*/page.html"))]
    return [case.raw for case in thin(load_set(next(iter(find_sets(folder).values()))), PAGES)]


if __name__ == "__main__":
    main()
