from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import UnixStreamServer

import pytest

from pagemarrow import __version__
from pagemarrow.cli import main
from pagemarrow.cli.pages import SUFFIXES
from pagemarrow.core.rules import RULES, RULES_VERSION

Captured = pytest.CaptureFixture[str]


def test_version(capsys: Captured) -> None:
    assert main(["version"]) == 0
    assert capsys.readouterr().out == f"marrow {__version__} (rules {RULES_VERSION})\n"


def test_help_names_every_suffix_and_requires_no_action(capsys: Captured) -> None:
    for command in ("clean", "rules"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
    said = capsys.readouterr().out
    assert {*SUFFIXES, ".gz"} <= set(said.replace(",", " ").split())
    assert "[check DIR | test DIR PAGE]" in said


def test_rules_lists_each_rule_once(capsys: Captured) -> None:
    assert main(["rules"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == [rule.id for rule in RULES]
    assert all(len(row) == 5 for row in rows)


def test_rules_of_a_theme_as_json(capsys: Captured) -> None:
    assert main(["rules", "--theme", "newsletter", "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {record["theme"] for record in records} == {"newsletter"}
    assert all(record["matches"] and record["rejects"] and record["why"] for record in records)


def test_a_theme_that_is_none(capsys: Captured) -> None:
    assert main(["rules", "--theme", "weather"]) == 2
    assert "newsletter" in capsys.readouterr().err


class Answering(BaseHTTPRequestHandler):
    """Answers /readyz as a service that is up, under /draining as one that is about to stop."""

    def do_GET(self) -> None:
        status = 200 if self.path == "/readyz" and not self.server.draining else 503  # type: ignore[attr-defined]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"draining" if status == 503 else b"ready")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def address_string(self) -> str:
        return "local"


@contextmanager
def answering(server: HTTPServer | UnixStreamServer, draining: bool = False) -> Iterator[int]:
    server.draining = draining  # type: ignore[union-attr]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1] if isinstance(server, HTTPServer) else 0
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_health_of_a_service_that_is_ready(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    with answering(HTTPServer(("127.0.0.1", 0), Answering)) as port:
        monkeypatch.setenv("MARROW_HOST", "0.0.0.0")  # as in the container
        monkeypatch.setenv("MARROW_PORT", str(port))
        assert main(["health"]) == 0
        monkeypatch.setenv("MARROW_PORT", "1")
        assert main(["health", "--url", f"http://127.0.0.1:{port}"]) == 0
        assert main(["health", "--url", f"127.0.0.1:{port}"]) == 0
    assert capsys.readouterr().err == ""


def test_health_over_a_unix_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "marrow.sock"
    with answering(UnixStreamServer(str(path), Answering)):
        monkeypatch.setenv("MARROW_UDS", str(path))
        assert main(["health"]) == 0


def test_health_of_a_service_that_drains(capsys: Captured) -> None:
    with answering(HTTPServer(("127.0.0.1", 0), Answering), draining=True) as port:
        assert main(["health", "--url", f"127.0.0.1:{port}"]) == 1
    assert "503 draining" in capsys.readouterr().err


def test_health_where_nothing_listens_or_nothing_answers(capsys: Captured) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert main(["health", "--url", f"127.0.0.1:{port}", "--timeout", "0.05"]) == 1
    assert main(["health", "--url", f"127.0.0.1:{port}"]) == 1
    assert main(["health", "--url", "127.0.0.1:port"]) == 1
    assert capsys.readouterr().err.count("no answer") == 3


def test_health_starts_without_the_extractor() -> None:
    code = (
        "import sys; from pagemarrow.cli import main; main(['health', '--url', '127.0.0.1:1']);"
        "print([m for m in ('numpy', 'selectolax', 'fastapi', 'httpx', 'rich') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "[]\n"
