"""What uvicorn's HTTP protocol leaves open: the head's size and time, the rest of a refused body, dead peers."""

from __future__ import annotations

import asyncio
import socket
import uuid
from typing import Any

import orjson
from starlette.types import Message, Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from pagemarrow.service.problems import MEDIA_TYPE, Sort, problem
from pagemarrow.service.settings import Settings

MAX_HEAD_BYTES = 64 * 1024
"""Request line and headers; nginx takes 32 KiB, Node 16 KiB, h11 64 KiB."""
DEAD_PEER_MS = 30_000
"""A peer that acknowledges nothing for so long is cut off by the kernel, with what it did not read."""
BAD_REQUEST = Sort(400, "bad-request", "The request is not valid HTTP")
UNKNOWN_CODING = Sort(501, "unknown-transfer-coding", "The transfer coding is not known")
HEAD_TOO_LARGE = Sort(431, "head-too-large", "The request's head is over the size limit")


def guarded_protocol(settings: Settings) -> type[asyncio.Protocol]:
    """Return uvicorn's protocol with the limits of ``settings``."""
    return type("Guarded", (GuardedProtocol,), {"settings": settings})


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol on httptools, with limits."""

    settings: Settings

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head_bytes = 0
        self._in_head = True
        self._is_unknown = False
        self._heard = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._reader_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        end = transport.get_extra_info("socket")
        if end is not None and end.family != socket.AF_UNIX and hasattr(socket, "TCP_USER_TIMEOUT"):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_PEER_MS)
        self._close_after(self.settings.head_timeout_ms)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        if self._reader_timer is not None:
            self._reader_timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        self._await_reader()
        super().pause_writing()

    def resume_writing(self) -> None:
        if self._reader_timer is not None:
            self._reader_timer.cancel()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        self._heard = self.loop.time()
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._refuse(HEAD_TOO_LARGE, f"request line and headers may have {MAX_HEAD_BYTES} bytes")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if not self._in_head:  # a further request on a connection kept alive
            self._head_bytes = 0
            self._in_head = True
            self._close_after(self.settings.head_timeout_ms)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_timer()
        if self._codings() not in ([], [b"chunked"]):
            self._is_unknown = True
            raise ValueError("the parser makes this a refusal")
        super().on_headers_complete()
        if self.parser.get_http_version() == "1.0":
            self.cycle.send = _unchunked(self.cycle)  # type: ignore[method-assign, assignment]

    def on_body(self, body: bytes) -> None:
        # A refused body is read on, else closing would reset the connection and the client might never
        # see the answer; but not for ever.
        if self.cycle is not None and self.cycle.response_complete and self._timer is None:
            self._close_after(self.settings.body_timeout_ms)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._stop_timer()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        if self._is_unknown:
            self._refuse(UNKNOWN_CODING, "send the body with a Content-Length or as chunked, packed or not")
        else:
            self._refuse(BAD_REQUEST, msg)

    def _codings(self) -> list[bytes]:
        """Return the transfer codings of the request; the parser would take the last for the only one."""
        fields = [value for name, value in self.headers if name == b"transfer-encoding"]
        codings = (coding.strip().lower() for coding in b",".join(fields).split(b","))
        return [coding for coding in codings if coding]

    def _await_reader(self) -> None:
        limit_s = self.settings.body_timeout_ms / 1000
        self._reader_timer = self.loop.call_later(limit_s, self._reader_late, limit_s)

    def _reader_late(self, limit_s: float) -> None:
        """Cut off a peer that does not read, unless it is still sending and may read thereafter."""
        if self.loop.time() - self._heard < limit_s or self._is_kept_from_sending():
            self._await_reader()
        else:
            # Closing would wait for the peer, and what it does not read keeps its memory so long.
            self.transport.abort()

    def _is_kept_from_sending(self) -> bool:
        """Tell whether it is the application that reads no further: how long so is for it to say."""
        unread = self.flow.read_paused and self.cycle is not None and self.cycle.more_body
        return unread and not self.pipeline and not self.transport.is_closing()

    def _close_after(self, limit_ms: int) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(limit_ms / 1000, self.transport.close)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, sort: Sort, detail: str) -> None:
        """Answer outside of any application, unless that has begun to, and close."""
        if self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.close()
            return
        request_id = uuid.uuid4().hex
        body = orjson.dumps(problem(sort, detail, request_id))
        head = (
            *(b"%b: %b" % header for header in self.server_state.default_headers),
            b"content-type: " + MEDIA_TYPE.encode(),
            b"content-length: %d" % len(body),
            b"x-request-id: " + request_id.encode(),
            b"x-content-type-options: nosniff",
            b"connection: close",
        )
        self.transport.write(STATUS_LINE[sort.status] + b"\r\n".join(head) + b"\r\n\r\n" + body)
        self.transport.close()


def _unchunked(cycle: RequestResponseCycle) -> Send:
    """Return the ``send`` of ``cycle`` for a client that knows no chunks (RFC 9112, 6.1).

    What has no length ends with the connection; uvicorn would send it chunked.
    """
    send = cycle.send
    is_open = False

    async def send_unchunked(message: Message) -> None:
        nonlocal is_open
        if message["type"] == "http.response.start":
            is_open = not any(name.lower() == b"content-length" for name, _ in message["headers"])
            if is_open:
                cycle.chunked_encoding = False
        elif is_open:
            cycle.expected_content_length = len(message.get("body", b""))
        await send(message)  # type: ignore[arg-type]

    return send_unchunked
