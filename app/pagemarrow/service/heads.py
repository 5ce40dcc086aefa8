"""HEAD wherever there is GET (RFC 9110, 9.1)."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class Heads:
    """ASGI layer that lets HEAD be answered as GET; the server, which knows better, leaves out the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        as_get: Scope = {**scope, "method": "GET"}
        try:
            await self.app(as_get, receive, send)
        finally:
            if "route" in as_get:  # for the layers around, which name the request by it
                scope["route"] = as_get["route"]


def with_head(allow: str) -> str:
    """Return an ``Allow`` header with HEAD wherever there is GET."""
    methods = {method.strip() for method in allow.split(",")}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
