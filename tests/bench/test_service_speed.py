"""The load generator, against a small server of known speed."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.service_speed import CLIENTS, DidNotStart, Service, load, running

DELAY = 0.05


class Slow(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(DELAY)
        self.send_response(500 if body == b"bad" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


def test_every_connection_is_kept_busy_and_failures_are_counted_apart(port: int) -> None:
    found = load(port, [b"good", b"bad"], seconds=0.6)
    assert found.failed == pytest.approx(len(found.latencies), abs=CLIENTS)
    assert min(found.latencies) >= DELAY
    # At most one request a delay and connection, half of them good; a slow machine may do fewer.
    assert 0.25 * CLIENTS / DELAY / 2 <= found.per_second <= CLIENTS / DELAY / 2 * 1.1


def test_at_a_given_rate_requests_are_due_at_even_times(port: int) -> None:
    found = load(port, [b"good"], seconds=0.6, rate=20)
    assert len(found.latencies) == pytest.approx(12, abs=2)
    assert found.failed == 0


def test_a_server_that_ends_at_once_is_reported_with_what_it_wrote() -> None:
    import sys

    broken = Service("broken", (sys.executable, "-c", "raise SystemExit('no such setting')"))
    with pytest.raises(DidNotStart, match="no such setting"), running(broken):
        pass
