"""The examples do what they say, against a real server."""

from __future__ import annotations

import asyncio
import sys
import types
from typing import Any

import httpx
import pytest
from itemadapter import ItemAdapter

from app.client import AsyncMarrowClient, Extraction
from examples.fetch_and_extract import body_of, shown
from examples.scrapy_pipeline import MarrowPipeline
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

    async def run() -> list[Extraction | Exception]:
        web = httpx.AsyncClient(transport=httpx.MockTransport(page))
        async with web, AsyncMarrowClient(marrow_url) as marrow:
            return [await body_of(f"https://example.org/{name}", web, marrow) for name in ("ferry", "gone")]

    found, gone = map(shown, asyncio.run(run()))
    assert found.startswith("The ferry's last crossing")
    assert SENTENCES[0] in found
    assert gone.startswith("failed: ")
    assert "410" in gone
