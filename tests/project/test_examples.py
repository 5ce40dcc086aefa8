"""The examples do what they say, against a real server."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import types
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from itemadapter import ItemAdapter

from examples.fetch_and_extract import body_of, shown
from examples.scrapy_pipeline import MarrowPipeline
from pagemarrow.client import AsyncMarrowClient, Extraction
from tests.cli.pages import HTML, PROMO, SENTENCES


class Crawler:
    """As much of a Scrapy crawler as a pipeline sees."""

    def __init__(self, url: str) -> None:
        self.settings = self
        self._values = {"MARROW_URL": url, "MARROW_MIN_CONFIDENCE": 0.1}

    def get(self, name: str, default: Any) -> Any:
        return self._values.get(name, default)

    getfloat = get


@pytest.fixture
def drop_item(monkeypatch: pytest.MonkeyPatch) -> type[Exception]:
    """``scrapy.exceptions.DropItem``, in the place of a Scrapy that is not installed."""
    exceptions = types.ModuleType("scrapy.exceptions")
    exceptions.DropItem = type("DropItem", (Exception,), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scrapy", types.ModuleType("scrapy"))
    monkeypatch.setitem(sys.modules, "scrapy.exceptions", exceptions)
    kind: type[Exception] = exceptions.DropItem
    return kind


def crawl(url: str, *items: dict[str, Any]) -> list[Any]:
    async def run() -> list[Any]:
        pipeline = MarrowPipeline.from_crawler(Crawler(url))
        try:
            return await asyncio.gather(*map(pipeline.process_item, items), return_exceptions=True)
        finally:
            await pipeline.close_spider()

    return asyncio.run(run())


def test_the_pipeline_replaces_the_page_by_its_body(marrow_url: str, drop_item: type[Exception]) -> None:
    page = {"url": "https://example.org/ferry", "body": HTML.encode(), "content_type": "text/html"}
    full, empty = crawl(
        marrow_url, page, {"url": "https://example.org/nothing", "body": b" ", "content_type": ""}
    )
    assert set(ItemAdapter(full)) == {"url", "text", "title", "byline", "published", "language", "confidence"}
    assert SENTENCES[-1] in full["text"]
    assert PROMO not in full["text"]
    assert isinstance(empty, drop_item)


def test_the_script_fetches_and_extracts(marrow_url: str) -> None:
    def page(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/gone":
            return httpx.Response(410)
        return httpx.Response(
            200, content=HTML.encode("utf-16"), headers={"Content-Type": "text/html; charset=utf-16"}
        )

    async def run() -> list[Extraction | str]:
        web = httpx.AsyncClient(transport=httpx.MockTransport(page))
        async with web, AsyncMarrowClient(marrow_url) as marrow:
            return [await body_of(f"https://example.org/{name}", web, marrow) for name in ("ferry", "gone")]

    found, gone = map(shown, asyncio.run(run()))
    assert found.startswith("The ferry's last crossing")
    assert SENTENCES[0] in found
    assert gone.startswith("failed: the page: ")
    assert "410" in gone


def test_the_script_says_whom_it_could_not_reach(marrow_url: str) -> None:
    with HTTPServer(("127.0.0.1", 0), Page) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        page = f"http://127.0.0.1:{site.server_port}/"
        assert script(marrow_url, page)[0] == 0
        nobody = "http://127.0.0.1:1"
        code, out = script(marrow_url, page, *[f"{nobody}/"] * 256)
        assert (code, out.count("failed: the page: ")) == (1, 256)
        code, out = script(nobody, page)
        assert (code, out.count(f"failed: Marrow at {nobody}: ")) == (1, 1)
        site.shutdown()


def script(marrow: str, *pages: str) -> tuple[int, str]:
    env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, "-m", "examples.fetch_and_extract", *pages],
        capture_output=True, text=True, timeout=60, check=False, env=env | {"MARROW_URL": marrow},
    )  # fmt: skip
    return done.returncode, done.stdout


class Page(BaseHTTPRequestHandler):
    """A web site of one page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(HTML.encode())

    def log_message(self, *_: object) -> None:
        pass
