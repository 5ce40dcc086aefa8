"""``marrow health``: the container's HEALTHCHECK, without curl. Standard library only: it runs often."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Addresses to listen on that can't be asked, and those that can in their place."""

MAX_TOLD = 1000
"""Bytes of the reason shown."""


class UnixConnection(HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def run(given: argparse.Namespace) -> int:
    """Ask ``/readyz``; tell on stderr what is wrong, if something is."""
    try:
        status, body = _asked(_connection(given.url, given.timeout))
    except (OSError, HTTPException, ValueError) as error:
        print(f"marrow: no answer: {error}", file=sys.stderr)
        return 1
    if status != 200:
        print(f"marrow: not ready: {status} {body}", file=sys.stderr)
        return 1
    return 0


def _asked(connection: HTTPConnection) -> tuple[int, str]:
    with closing(connection):
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, answer.read(MAX_TOLD).decode("utf-8", "replace").strip()


def _connection(url: str | None, timeout: float) -> HTTPConnection:
    path = os.environ.get("MARROW_UDS")
    if url is None and path:
        return UnixConnection(path, timeout)
    if url is None:
        host = os.environ.get("MARROW_HOST") or "127.0.0.1"
        return HTTPConnection(ANYWHERE.get(host, host), _port(), timeout=timeout)
    parts = urlsplit(url if "//" in url else f"//{url}")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)


def _port() -> int:
    """The service's own reading: Kubernetes' ``tcp://…`` for a Service named "marrow" is no port."""
    port = os.environ.get("MARROW_PORT", "")
    return int(port) if port.isdecimal() else 8000
