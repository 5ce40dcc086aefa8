"""The outermost layer, around every request: its id, its log line, its headers, and the last net for errors."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pagemarrow.service.gate import Gate
from pagemarrow.service.observing import Exchange, Observer
from pagemarrow.service.problems import UNFORESEEN, problem, response

REQUEST_ID = re.compile(r"[A-Za-z0-9._~:/+=@-]{1,128}")
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "no-store",
}
"""Set on every answer unless the answer sets its own."""

_log = logging.getLogger("marrow.request")


class Envelope:
    """ASGI layer around the application."""

    def __init__(self, app: ASGIApp, gate: Gate, observers: Sequence[Observer]) -> None:
        self.app = app
        self.gate = gate
        self.observers = observers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        passage = _Passage(scope, receive, send, self.gate)
        self.gate.inside += 1
        try:
            await self.app(scope, passage.receive, passage.send)
        except Exception as error:  # noqa: BLE001 - this is the outermost handler
            await self._answer_unforeseen(passage, error)
        finally:
            self.gate.inside -= 1
            exchange = passage.exchange()
            for observer in self.observers:
                observer.request(exchange)

    async def _answer_unforeseen(self, passage: _Passage, error: Exception) -> None:
        _log.error("unforeseen error", exc_info=error, extra={"fields": {"request_id": passage.request_id}})
        if passage.status:
            raise error  # too late for an answer: the server must cut the connection
        document = problem(UNFORESEEN, "the log has more under this request id", passage.request_id)
        await response(document)(passage.scope, passage.receive, passage.send)


class _Passage:
    """Counts and marks one request on its way through."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, gate: Gate) -> None:
        self.scope = scope
        self.request_id = _request_id(Headers(scope=scope).get("x-request-id"))
        scope.setdefault("state", {})["request_id"] = self.request_id
        self.status = 0
        self._receive = receive
        self._send = send
        self._gate = gate
        self._bytes_in = 0
        self._bytes_out = 0
        self._started = time.perf_counter()

    async def receive(self) -> Message:
        message = await self._receive()
        self._bytes_in += len(message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["x-request-id"] = self.request_id
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            if self._gate.draining:
                headers["connection"] = "close"
        self._bytes_out += len(message.get("body", b""))
        await self._send(message)

    def exchange(self) -> Exchange:
        return Exchange(
            request_id=self.request_id,
            method=self.scope["method"],
            route=getattr(self.scope.get("route"), "path", "unmatched"),
            status=self.status,
            bytes_in=self._bytes_in,
            bytes_out=self._bytes_out,
            elapsed_ms=round((time.perf_counter() - self._started) * 1000, 3),
            record=self.scope["state"].get("record"),
            pages=self.scope["state"].get("pages", 0),
        )


def _request_id(given: str | None) -> str:
    return given if given and REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
