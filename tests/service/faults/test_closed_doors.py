"""The service never calls anybody, whatever a page asks for."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.service.conftest import ARTICLE, Server, start_server, stop_server
from tests.service.faults.conftest import family

WATCH = """
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        with open(os.environ["CALLS"], "a") as calls:
            print(os.getpid(), event, arguments[1:], file=calls)

sys.addaudithook(watch)
"""
"""As ``sitecustomize`` it is loaded by every Python process that is started: server, zygote and workers."""

REFERENCES = """<!DOCTYPE html PUBLIC "-//X" "{url}/dtd" [<!ENTITY x SYSTEM "{url}/entity">]>
<html xmlns:xi="http://www.w3.org/2001/XInclude"><head><base href="{url}/base/"><title>Doors</title>
<link rel="stylesheet" href="{url}/style"><link rel="preload" href="{url}/preload"><link rel=canonical href="{url}/c">
<script src="{url}/script"></script><meta http-equiv="refresh" content="0;url={url}/refresh">
<meta http-equiv="content-security-policy" content="report-uri {url}/report"><style>@import "{url}/import";</style>
<script type="application/ld+json">{{"@context": "{url}/context", "@type": "Article", "@id": "{url}/id"}}</script>
</head><body>&x;<xi:include href="{url}/include"/><img src="{url}/image" srcset="{url}/2x 2x"><iframe src="{url}/f">
</iframe><object data="{url}/object"></object><video src="{url}/video"></video>{article}</body></html>"""


class Canary(threading.Thread):
    """Listens where the pages point to; notes whoever comes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.visits = 0
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                self._door.accept()[0].close()
            except OSError:
                return
            self.visits += 1

    def close(self) -> None:
        self._door.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    canary.start()
    yield canary
    canary.close()


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Path]]:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    calls = tmp_path / "calls"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("CALLS", str(calls))
    server = start_server(tmp_path / "log", MARROW_WORKERS=1)
    yield server, calls
    stop_server(server)


def test_nobody_is_ever_called(watched: tuple[Server, Path], canary: Canary) -> None:
    server, calls = watched
    page = REFERENCES.format(url=canary.url, article=ARTICLE)
    options = {"url": f"{canary.url}/page", "include": ["links", "images", "title"], "explain": True}
    with httpx.Client(base_url=server.base, trust_env=False) as client:
        for form in ("text", "markdown", "html"):
            document = {"html": page, "options": {**options, "format": form}}
            assert client.post("/v1/extract", json=document).status_code == 200
        for kind in ("text/html", "application/xhtml+xml", "text/plain", ""):
            headers = {"content-type": kind} if kind else {}
            assert client.post("/v1/extract", content=page.encode(), headers=headers).status_code == 200
        line = json.dumps({"html": page, "options": options}).encode() + b"\n"
        batch = client.post(
            "/v1/extract/batch", content=line, headers={"content-type": "application/x-ndjson"}
        )
        assert batch.json()["status"] == 200
    assert not calls.exists(), calls.read_text()
    assert canary.visits == 0
    for process in family(server):
        assert all(
            c.status == psutil.CONN_LISTEN or c.laddr.port == server.port for c in process.net_connections()
        )


def test_the_watch_would_have_seen_it(watched: tuple[Server, Path], canary: Canary) -> None:
    _, calls = watched
    code = f"import urllib.request as u; u.ProxyHandler({{}}); u.build_opener(u.ProxyHandler({{}})).open('{canary.url}')"
    subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=20, check=False)
    assert "socket.connect" in calls.read_text()
    assert canary.visits == 1
