"""A Scrapy item pipeline that puts the article's body into each item.

In settings.py:

    ITEM_PIPELINES = {"examples.scrapy_pipeline.MarrowPipeline": 300}
    TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"  # Scrapy's default since 2.13
    MARROW_URL = "http://127.0.0.1:8000"
    MARROW_MIN_CONFIDENCE = 0.3

The spider yields items with the page as it came: {"url": response.url, "body": response.body,
"content_type": response.headers.get("Content-Type", b"").decode()}. The pipeline takes ``body`` and
``content_type`` out and puts ``text``, ``title``, ``byline``, ``published``, ``language`` and ``confidence`` in.
"""

from __future__ import annotations

from typing import Any

from itemadapter import ItemAdapter

from pagemarrow.client import AsyncMarrowClient, Extraction

FIELDS = ("text", "title", "byline", "published", "language", "confidence")


class MarrowPipeline:
    """One client for the whole crawl: connections are reused, and a busy service slows the crawl down."""

    def __init__(self, url: str, min_confidence: float = 0.0) -> None:
        self._url = url
        self._min_confidence = min_confidence
        self._marrow: AsyncMarrowClient | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> MarrowPipeline:
        """Read the settings above."""
        settings = crawler.settings
        return cls(
            settings.get("MARROW_URL", "http://127.0.0.1:8000"),
            settings.getfloat("MARROW_MIN_CONFIDENCE", 0.0),
        )

    async def process_item(self, item: Any, spider: Any = None) -> Any:
        """Replace the page by its body; a page without one is dropped.

        An error of the client ends this item alone: Scrapy logs it and goes on.
        """
        fields = ItemAdapter(item)
        result = await self._client().extract(
            page=fields.pop("body"),
            content_type=fields.pop("content_type", None) or None,
            url=fields.get("url"),
        )
        if not result.text or result.confidence < self._min_confidence:
            raise dropped(result)
        fields.update({name: getattr(result, name) for name in FIELDS})
        return item

    async def close_spider(self, spider: Any = None) -> None:
        """Close the connections."""
        if self._marrow is not None:
            await self._marrow.aclose()

    def _client(self) -> AsyncMarrowClient:
        # Made with the first item: Scrapy builds pipelines before its event loop runs.
        if self._marrow is None:
            self._marrow = AsyncMarrowClient(self._url)
        return self._marrow


def dropped(result: Extraction) -> Exception:
    """Return Scrapy's ``DropItem``, imported late so that the file can be read without Scrapy."""
    from scrapy.exceptions import DropItem

    reason: Exception = DropItem(
        f"no article: confidence {result.confidence:.2f}, {', '.join(result.warnings) or 'no warnings'}"
    )
    return reason
