"""Both clients against answers that a real server seldom gives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pytest_httpx import HTTPXMock

from pagemarrow.client import (
    AsyncMarrowClient,
    BadAnswer,
    BadRequest,
    Busy,
    ClientError,
    ConnectionFailed,
    DeadlineExceeded,
    Extraction,
    InvalidOptions,
    InvalidRequest,
    Item,
    MarrowClient,
    NotAcceptable,
    Problem,
    Reason,
    Retry,
    ServerError,
    TimedOut,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnsupportedMedia,
)

ANSWER = {
    "text": "First.\n\nSecond.",
    "title": "A title",
    "byline": None,
    "language": "en",
    "input": "html",
    "charset": "utf-8",
    "page_type": "article",
    "confidence": 0.97,
    "warnings": ["charset_guessed"],
    "stats": {"blocks": 3, "kept": 2, "chars_in": 40, "chars_out": 15, "elapsed_ms": 0.4, "later": 1},
    "versions": {"app": "0", "rules": "0"},
    "id": None,
    "a field of a later service": True,
}
BLOCK = {
    "index": 0,
    "text": "Read more",
    "kept": False,
    "category": "read_more",
    "reasons": [{"rule": "read_more.label", "why": "Points elsewhere."}],
    "score": -2.1,
    "start": 0,
    "end": 9,
}
QUICK = Retry(attempts=3, first_s=0.0)

Ask = Callable[..., Extraction]


def ask_sync(**request: Any) -> Extraction:
    with MarrowClient(retry=QUICK, api_key="secret") as client:
        return client.extract(**request)


def ask_async(**request: Any) -> Extraction:
    async def ask() -> Extraction:
        async with AsyncMarrowClient(retry=QUICK, api_key="secret") as client:
            return await client.extract(**request)

    return asyncio.run(ask())


@pytest.fixture(params=[ask_sync, ask_async], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Ask:
    asked: Ask = request.param
    return asked


def many(items: list[Item], way: str, **options: Any) -> list[Extraction | Problem]:
    async def ask() -> list[Extraction | Problem]:
        async with AsyncMarrowClient(retry=QUICK) as client:
            return [outcome async for outcome in client.extract_many(items, **options)]

    if way == "async":
        return asyncio.run(ask())
    with MarrowClient(retry=QUICK) as client:
        return list(client.extract_many(items, **options))


def test_an_answer_is_typed(ask: Ask, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=ANSWER | {"blocks": [BLOCK]})
    result = ask(html="<p>First", explain=True)
    assert (result.text, result.title, result.byline) == ("First.\n\nSecond.", "A title", None)
    assert result.warnings == ("charset_guessed",)
    assert (result.stats.kept, result.stats.elapsed_ms) == (2, 0.4)
    assert result.blocks is not None
    assert result.blocks[0].reasons == (Reason("read_more.label", "Points elsewhere."),)
    assert not result.blocks[0].kept


def test_what_is_sent(ask: Ask, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=ANSWER)
    assert ask(text="Grüße", format="markdown", url="https://example.org/a?b=c&d").blocks is None
    request = httpx_mock.get_requests()[0]
    assert request.url.path == "/v1/extract"
    assert dict(request.url.params) == {"format": "markdown", "url": "https://example.org/a?b=c&d"}
    assert request.headers["Authorization"] == "Bearer secret"
    assert request.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert request.content == "Grüße".encode()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, Unauthorized),
        (406, NotAcceptable),
        (413, TooLarge),
        (415, UnsupportedMedia),
        (422, InvalidOptions),
        (500, ServerError),
        (504, DeadlineExceeded),
        (404, Problem),
    ],
)
def test_a_refusal_is_a_typed_error_and_not_asked_again(
    ask: Ask, httpx_mock: HTTPXMock, status: int, kind: type[Problem]
) -> None:
    told = {"type": "urn:x", "title": "No", "detail": "Because.", "status": status, "request_id": "r-1"}
    httpx_mock.add_response(status_code=status, json=told)
    with pytest.raises(kind) as caught:
        ask(html="<p>")
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.title, error.detail, error.request_id) == (status, "No", "Because.", "r-1")
    assert len(httpx_mock.get_requests()) == 1


def test_busy_is_asked_again_until_it_is_not(ask: Ask, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=429, headers={"Retry-After": "0"}, json={"title": "Busy"})
    httpx_mock.add_response(status_code=503, text="<h1>nginx</h1>")
    httpx_mock.add_response(json=ANSWER)
    assert ask(html="<p>").title == "A title"
    assert len(httpx_mock.get_requests()) == 3


def test_it_gives_up_in_the_end(ask: Ask, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=503, text="<h1>nginx</h1>", is_reusable=True)
    with pytest.raises(Unavailable):
        ask(html="<p>")
    assert len(httpx_mock.get_requests()) == QUICK.attempts


def test_a_long_retry_after_is_left_to_the_caller(ask: Ask, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=429, headers={"Retry-After": "3600"})
    with pytest.raises(Busy) as caught:
        ask(html="<p>")
    assert caught.value.retry_after == 3600


@pytest.mark.parametrize(
    "broken", [httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError, httpx.ConnectTimeout]
)
def test_a_broken_connection_is_tried_again(
    ask: Ask, httpx_mock: HTTPXMock, broken: type[httpx.TransportError]
) -> None:
    httpx_mock.add_exception(broken("gone"))
    httpx_mock.add_response(json=ANSWER)
    assert ask(html="<p>").title == "A title"


@pytest.mark.parametrize(
    ("failure", "kind", "requests"),
    [
        (httpx.ConnectError("refused"), ConnectionFailed, QUICK.attempts),
        (httpx.ReadTimeout("30 s"), TimedOut, 1),
        (httpx.DecodingError("not gzip"), BadAnswer, 1),
        (httpx.UnsupportedProtocol("no http://"), InvalidRequest, 1),
        (httpx.LocalProtocolError("a line break"), InvalidRequest, 1),
    ],
)
def test_no_answer_is_a_typed_error(
    ask: Ask, httpx_mock: HTTPXMock, failure: Exception, kind: type[Exception], requests: int
) -> None:
    httpx_mock.add_exception(failure, is_reusable=True)
    with pytest.raises(kind):
        ask(html="<p>")
    assert len(httpx_mock.get_requests()) == requests


@pytest.mark.parametrize(
    "request_",
    [
        {"html": "<p>", "url": "https://example.org/" + "a" * 70_000},
        {"html": "<p>", "url": "https://example.org/\ud800"},
        {"page": b"<p>", "content_type": "text/html; charset=ütf-8"},
    ],
)
def test_what_can_not_be_sent_is_an_error_of_the_client(ask: Ask, request_: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        ask(**request_)


@pytest.mark.parametrize("client", [MarrowClient, AsyncMarrowClient])
@pytest.mark.parametrize(
    "given", [{"base_url": "http://☃☃--"}, {"base_url": "http://127.0.0.1:port"}, {"api_key": "schlüssel"}]
)
def test_an_address_or_key_that_can_not_be_used(client: Callable[..., Any], given: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest):
        client(**given)


@pytest.mark.parametrize("base_url", ["127.0.0.1:8000", "ftp://127.0.0.1", "http://127.0.0.1:1"])
def test_an_address_that_leads_nowhere(base_url: str) -> None:
    with MarrowClient(base_url, retry=Retry(attempts=1)) as client, pytest.raises(ClientError):
        client.extract(html="<p>")


@pytest.mark.parametrize(
    "body", [b"<h1>It works!</h1>", b"[]", b'{"title": "no text"}', b'{"text": "", "stats": 3}', b"null"]
)
def test_an_answer_of_something_else_is_told_apart(ask: Ask, httpx_mock: HTTPXMock, body: bytes) -> None:
    httpx_mock.add_response(content=body)
    with pytest.raises(BadAnswer):
        ask(html="<p>")


def batch(request: httpx.Request) -> httpx.Response:
    """Answers a batch: texts that say ``refuse`` with 413, others with themselves."""
    asked = [json.loads(line) for line in request.content.splitlines()]
    return httpx.Response(200, content=b"".join(json.dumps(answered(one)).encode() + b"\n" for one in asked))


def answered(one: dict[str, Any]) -> dict[str, Any]:
    if one["text"] == "refuse":
        return {"id": one.get("id"), "status": 413, "error": {"title": "Too large", "request_id": "r"}}
    return {"status": 200} | ANSWER | {"text": one["text"], "id": one.get("id")}


@pytest.mark.parametrize("way", ["sync", "async"])
def test_a_batch_keeps_order_and_one_refusal_is_its_own(httpx_mock: HTTPXMock, way: str) -> None:
    httpx_mock.add_callback(batch, is_reusable=True)
    items = [Item(text="refuse" if i == 40 else f"page {i}", id=i) for i in range(100)]
    outcomes = many(items, way, concurrency=3)
    assert [outcome.id for outcome in outcomes] == list(range(100))
    refused = outcomes.pop(40)
    assert isinstance(refused, TooLarge)
    assert refused.request_id == "r"
    assert [outcome.text for outcome in outcomes if isinstance(outcome, Extraction)] == [
        f"page {i}" for i in range(100) if i != 40
    ]


@pytest.mark.parametrize("way", ["sync", "async"])
def test_only_items_that_found_it_busy_are_sent_again(httpx_mock: HTTPXMock, way: str) -> None:
    def busy_once(request: httpx.Request) -> httpx.Response:
        asked = [json.loads(line) for line in request.content.splitlines()]
        sent.append([one["text"] for one in asked])
        lines = [answered(one) for one in asked]
        if len(sent) == 1:
            lines[1] = {"status": 429, "id": None, "error": {"title": "Busy"}}
        return httpx.Response(200, content="\n".join(map(json.dumps, lines)))

    sent: list[list[str]] = []
    httpx_mock.add_callback(busy_once, is_reusable=True)
    outcomes = many([Item(text="a"), Item(text="b"), Item(text="c")], way)
    assert [outcome.text for outcome in outcomes if isinstance(outcome, Extraction)] == ["a", "b", "c"]
    assert sent == [["a", "b", "c"], ["b"]]


@pytest.mark.parametrize("way", ["sync", "async"])
@pytest.mark.parametrize(
    ("status", "content", "kind"),
    [(401, b"{}", Unauthorized), (200, b"", BadAnswer), (200, b'{"id": 1}\n{"id": 2}\n', BadAnswer)],
)
def test_what_concerns_no_item_is_raised(
    httpx_mock: HTTPXMock, way: str, status: int, content: bytes, kind: type[ClientError]
) -> None:
    httpx_mock.add_response(status_code=status, content=content)
    with pytest.raises(kind):
        many([Item(text="a"), Item(text="b")], way)


def test_a_batch_of_one_that_is_refused_as_a_whole_is_that_items_refusal(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=413, json={"title": "Too large"})
    (outcome,) = many([Item(text="x" * 100_000)], "sync")
    assert isinstance(outcome, TooLarge)


def test_items_are_read_as_results_are_taken(httpx_mock: HTTPXMock) -> None:
    taken = 0

    def items() -> Any:
        nonlocal taken
        for i in range(1000):
            taken += 1
            yield Item(text=f"{i} " + "x" * 40_000)

    httpx_mock.add_callback(batch, is_reusable=True)
    with MarrowClient(retry=QUICK) as client:
        results = client.extract_many(items(), concurrency=2)
        next(results)
        results.close()  # type: ignore[attr-defined]  # a generator
    assert taken < 10
