"""The optional API key: ``Authorization: Bearer …`` on ``/v1/*``."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from pagemarrow.service.errors import Unauthorised
from pagemarrow.service.problems import response_of

GUARDED = "/v1/"


class Lock:
    """ASGI layer that lets only requests with the key through to ``/v1/*``."""

    def __init__(self, app: ASGIApp, key: str | None) -> None:
        self.app = app
        self._key = key.encode() if key else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or self._key is None
            or not scope["path"].startswith(GUARDED)
            or hmac.compare_digest(_bearer(Headers(scope=scope)), self._key)
        ):
            await self.app(scope, receive, send)
        else:
            error = Unauthorised("send the header Authorization: Bearer with the service's key")
            await response_of(error, scope["state"]["request_id"])(scope, receive, send)


def _bearer(headers: Headers) -> bytes:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    return key.strip().encode("latin-1") if scheme.lower() == "bearer" else b""
