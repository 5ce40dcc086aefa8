"""``MarrowClient`` and ``AsyncMarrowClient``: the conversations carried out over httpx."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self, Unpack

import httpx

from pagemarrow.client.calls import Call, ExtractOptions, Item, extract_call
from pagemarrow.client.chunks import chunks, chunks_async
from pagemarrow.client.conversation import (
    Conversation,
    Lost,
    Outcome,
    Pause,
    Reply,
    Result,
    extraction,
    extractions,
)
from pagemarrow.client.errors import BadAnswer, ConnectionFailed, InvalidRequest, TimedOut
from pagemarrow.client.results import Extraction
from pagemarrow.client.retry import Retry, read_retry_after

DEFAULT_URL: Final = "http://127.0.0.1:8000"
DEFAULT_TIMEOUT: Final = httpx.Timeout(30.0, connect=5.0)
"""Seconds; to read an answer three times the service's own deadline, so that the service speaks first."""

_UNSENDABLE: Final = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeError)
"""The caller's own mistake: an address without http://, one too long with its options, a line break in the key."""


class MarrowClient:
    """Asks a Marrow service for the bodies of pages. Thread-safe; keeps its connections.

    ``base_url`` is the service's address, ``api_key`` its ``MARROW_API_KEY``. ``transport`` replaces the way
    to the service, for a unix socket for example: ``httpx.HTTPTransport(uds="/run/marrow.sock")``. Proxy
    variables of the environment are not followed: a sidecar is not behind one. Raises ``InvalidRequest`` for an
    address or a key that can't be used.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout: float | httpx.Timeout = DEFAULT_TIMEOUT,
        retry: Retry | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._retry = retry or Retry()
        with _checked():
            self._http = httpx.Client(
                base_url=base_url,
                headers=_headers(api_key),
                timeout=timeout,
                transport=transport,
                trust_env=False,
            )

    def extract(
        self,
        *,
        html: str | None = None,
        text: str | None = None,
        page: bytes | None = None,
        content_type: str | None = None,
        **options: Unpack[ExtractOptions],
    ) -> Extraction:
        """Return the body of one page: ``html``, ``text``, or ``page`` as bytes.

        Bytes may say what they are by ``content_type`` (``text/html; charset=…``); the service finds out
        itself otherwise. Raises a ``Problem`` for a refusal, ``ConnectionFailed``, ``TimedOut``, ``BadAnswer`` or
        ``InvalidRequest``; ``TypeError`` unless exactly one page is given.
        """
        return self._carry_out(extraction(extract_call(html, text, page, content_type, options), self._retry))

    def extract_many(
        self, items: Iterable[Item], *, concurrency: int = 4, **options: Unpack[ExtractOptions]
    ) -> Iterator[Outcome]:
        """Yield the ``Extraction`` of each item, or the ``Problem`` it met, in the order of ``items``.

        ``items`` is read as results are taken, so memory does not grow with its length; ``concurrency``
        requests are under way at once. What concerns no single item (a wrong API key, no connection) is raised.
        """
        threads = ThreadPoolExecutor(concurrency, thread_name_prefix="marrow")
        under_way: deque[Future[list[Outcome]]] = deque()
        try:
            for chunk in chunks(items, options):
                under_way.append(threads.submit(self._carry_out, extractions(chunk, self._retry)))
                if len(under_way) >= concurrency:
                    yield from under_way.popleft().result()
            while under_way:
                yield from under_way.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _carry_out(self, conversation: Conversation[Result]) -> Result:
        reply: Reply | Lost | None = None
        while True:
            try:
                step = conversation.send(reply)
            except StopIteration as end:
                result: Result = end.value
                return result
            if isinstance(step, Pause):
                time.sleep(step.seconds)
                reply = None
            else:
                reply = self._send(step)

    def _send(self, call: Call) -> Reply | Lost:
        try:
            return _reply(self._http.request("POST", **_request(call)))
        except (httpx.RequestError, *_UNSENDABLE) as error:
            return _lost(error)


class AsyncMarrowClient:
    """``MarrowClient`` for asyncio: the same methods, awaited."""

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout: float | httpx.Timeout = DEFAULT_TIMEOUT,
        retry: Retry | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._retry = retry or Retry()
        with _checked():
            self._http = httpx.AsyncClient(
                base_url=base_url,
                headers=_headers(api_key),
                timeout=timeout,
                transport=transport,
                trust_env=False,
            )

    async def extract(
        self,
        *,
        html: str | None = None,
        text: str | None = None,
        page: bytes | None = None,
        content_type: str | None = None,
        **options: Unpack[ExtractOptions],
    ) -> Extraction:
        """As ``MarrowClient.extract``."""
        return await self._carry_out(
            extraction(extract_call(html, text, page, content_type, options), self._retry)
        )

    async def extract_many(
        self,
        items: Iterable[Item] | AsyncIterable[Item],
        *,
        concurrency: int = 4,
        **options: Unpack[ExtractOptions],
    ) -> AsyncIterator[Outcome]:
        """As ``MarrowClient.extract_many``; ``items`` may be asynchronous."""
        under_way: deque[asyncio.Task[list[Outcome]]] = deque()
        try:
            async for chunk in chunks_async(items, options):
                under_way.append(asyncio.create_task(self._carry_out(extractions(chunk, self._retry))))
                if len(under_way) >= concurrency:
                    for outcome in await under_way.popleft():
                        yield outcome
            while under_way:
                for outcome in await under_way.popleft():
                    yield outcome
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _carry_out(self, conversation: Conversation[Result]) -> Result:
        reply: Reply | Lost | None = None
        while True:
            try:
                step = conversation.send(reply)
            except StopIteration as end:
                result: Result = end.value
                return result
            if isinstance(step, Pause):
                await asyncio.sleep(step.seconds)
                reply = None
            else:
                reply = await self._send(step)

    async def _send(self, call: Call) -> Reply | Lost:
        try:
            return _reply(await self._http.request("POST", **_request(call)))
        except (httpx.RequestError, *_UNSENDABLE) as error:
            return _lost(error)


def _headers(api_key: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {api_key}"} if api_key else {}


def _request(call: Call) -> dict[str, Any]:
    typed = {"Content-Type": call.content_type} if call.content_type else {}
    return {
        "url": call.path,
        "content": call.content,
        "params": call.query,
        "headers": {"Accept": call.accept, **typed},
    }


def _reply(response: httpx.Response) -> Reply:
    return Reply(
        response.status_code, response.content, read_retry_after(response.headers.get("Retry-After"))
    )


def _lost(error: Exception) -> Lost:
    told = _told(error)
    if isinstance(error, _UNSENDABLE):
        return Lost(InvalidRequest(told))
    if isinstance(error, (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout)):
        return Lost(ConnectionFailed(told))
    return Lost(TimedOut(told) if isinstance(error, httpx.TimeoutException) else BadAnswer(told))


@contextmanager
def _checked() -> Iterator[None]:
    """Raise ``InvalidRequest`` for an address or key that no request can be made with."""
    try:
        yield
    except _UNSENDABLE as error:
        raise InvalidRequest(_told(error)) from error


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
