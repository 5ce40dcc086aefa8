"""Both clients against a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager

import pytest

from pagemarrow import __version__
from pagemarrow.client import (
    AsyncMarrowClient,
    ConnectionFailed,
    Extraction,
    InvalidOptions,
    Item,
    MarrowClient,
    Problem,
    Retry,
    TooLarge,
    Unauthorized,
    UnsupportedMedia,
)
from tests.cli.pages import HTML, PROMO, SENTENCES, TEXT


def assert_body(result: Extraction | Problem) -> None:
    assert isinstance(result, Extraction)
    assert [line for line in result.text.split("\n") if line in SENTENCES] == list(SENTENCES)
    assert PROMO not in result.text


def test_html_text_and_bytes(marrow_url: str) -> None:
    with MarrowClient(marrow_url) as client:
        results = [
            client.extract(html=HTML),
            client.extract(text=TEXT),
            client.extract(page=HTML.encode("utf-16"), content_type="text/html"),
            client.extract(page=TEXT.encode()),
        ]
    for result in results:
        assert_body(result)
    assert [result.input for result in results] == ["html", "text", "html", "text"]
    assert results[0].title == "The ferry's last crossing"
    assert results[0].language == "en"
    assert results[0].versions["app"] == __version__
    assert results[0].blocks is None


def test_options_in_the_query_and_as_json(marrow_url: str) -> None:
    with MarrowClient(marrow_url) as client:
        explained = client.extract(
            html=HTML, explain=True, include=["title"], format="markdown", deadline_ms=5000
        )
        chosen = client.extract(html=HTML, selectors={"drop": [".newsletter", "nav", "footer"]}, explain=True)
    assert explained.blocks is not None
    (promo,) = (block for block in explained.blocks if block.text == PROMO)
    assert (promo.kept, promo.category) == (False, "newsletter")
    assert all(reason.rule and reason.why for reason in promo.reasons)
    assert sum(block.kept for block in explained.blocks) == explained.stats.kept
    assert_body(chosen)


def test_the_service_s_refusals_are_typed(marrow_url: str) -> None:
    with MarrowClient(marrow_url) as client:
        with pytest.raises(InvalidOptions) as caught:
            client.extract(html=HTML, format="pdf")
        with pytest.raises(UnsupportedMedia):
            client.extract(page=b"%PDF-1.7", content_type="application/pdf")
        with pytest.raises(TooLarge):
            client.extract(page=b"x" * (10 * 2**20 + 1), content_type="text/plain")
    assert caught.value.status == 422
    assert "format" in caught.value.detail
    assert caught.value.request_id


def test_a_batch(marrow_url: str) -> None:
    items = [Item(html=HTML, id=f"page {i}") for i in range(70)]
    items[3] = Item(html=HTML, id="wrong", options={"format": "pdf"})
    items[4] = Item(text=TEXT + "\n\n" + "\n\n".join(SENTENCES * 300), id="large")
    with MarrowClient(marrow_url) as client:
        outcomes = list(client.extract_many(items, explain=True))
    assert [outcome.id for outcome in outcomes] == [item.id for item in items]
    wrong = outcomes.pop(3)
    assert isinstance(wrong, InvalidOptions)
    large = outcomes.pop(3)
    assert isinstance(large, Extraction)
    assert large.stats.chars_in > 100_000
    for outcome in outcomes:
        assert_body(outcome)
        assert isinstance(outcome, Extraction)
        assert outcome.blocks


def test_asyncio(marrow_url: str) -> None:
    async def ask() -> tuple[list[Extraction], list[Extraction | Problem]]:
        async def items() -> AsyncIterator[Item]:
            for i in range(70):
                yield Item(text=TEXT, id=i)

        async with AsyncMarrowClient(marrow_url) as client:
            alone = await asyncio.gather(*(client.extract(html=HTML) for _ in range(8)))
            return list(alone), [outcome async for outcome in client.extract_many(items())]

    alone, batch = asyncio.run(ask())
    for result in alone + batch:
        assert_body(result)
    assert [result.id for result in batch] == list(range(70))


def test_a_key_is_asked_for(serve: Callable[..., AbstractContextManager[str]]) -> None:
    with serve(api_key="a secret key", workers="0") as url:
        with MarrowClient(url) as stranger, pytest.raises(Unauthorized):
            stranger.extract(text=TEXT)
        with MarrowClient(url, api_key="a secret key") as friend:
            assert_body(friend.extract(text=TEXT))


def test_nobody_there() -> None:
    with MarrowClient("http://127.0.0.1:1", retry=Retry(attempts=2, first_s=0)) as client:
        with pytest.raises(ConnectionFailed):
            client.extract(text=TEXT)
        with pytest.raises(ConnectionFailed):
            list(client.extract_many([Item(text=TEXT)]))
