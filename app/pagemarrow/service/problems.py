"""Errors as ``application/problem+json`` (RFC 9457): one table from the error tree to HTTP.

A problem carries no page text and no stack trace: only what this package wrote itself, and at most the
name of an option or header, cut to ``MAX_DETAIL`` characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pagemarrow.core.model import InvalidOption, MarrowError, UnsupportedMediaType
from pagemarrow.service import errors, jobs
from pagemarrow.service.heads import with_head

MEDIA_TYPE = "application/problem+json"
MAX_DETAIL = 400


class Sort(NamedTuple):
    """A sort of problem: its status, and the title and ``type`` all of its kind share."""

    status: int
    name: str
    title: str

    @property
    def type(self) -> str:
        return f"urn:marrow:problem:{self.name}"


SORTS: dict[type[MarrowError], Sort] = {
    errors.MalformedBody: Sort(400, "malformed-json", "The body is not valid JSON"),
    errors.BrokenCompression: Sort(400, "broken-compression", "The body does not unpack"),
    errors.Unauthorised: Sort(401, "unauthorised", "An API key is needed"),
    errors.NotAcceptable: Sort(406, "not-acceptable", "No acceptable form of answer"),
    errors.SlowSender: Sort(408, "slow-sender", "The body did not arrive in time"),
    errors.TooLarge: Sort(413, "too-large", "The body is over the size limit"),
    errors.UnsupportedBody: Sort(415, "unsupported-media-type", "Unsupported content type"),
    errors.UnsupportedEncoding: Sort(415, "unsupported-encoding", "Unsupported content encoding"),
    UnsupportedMediaType: Sort(415, "unsupported-media-type", "Unsupported content type"),
    errors.WrongShape: Sort(422, "wrong-shape", "The JSON has the wrong shape"),
    InvalidOption: Sort(422, "invalid-option", "An option can't be used"),
    jobs.Busy: Sort(429, "busy", "Busy, come again"),
    errors.ClientGone: Sort(499, "client-gone", "The client closed the connection"),
    jobs.Starting: Sort(503, "starting", "Starting"),
    jobs.Draining: Sort(503, "draining", "About to stop"),
    jobs.Saturated: Sort(503, "saturated", "The queue is full"),
    jobs.WorkerLost: Sort(503, "worker-lost", "The worker that had this page died"),
    jobs.DeadlineExceeded: Sort(504, "deadline", "Not finished within the deadline"),
}
UNFORESEEN = Sort(500, "internal", "Internal error")


def sort_of(error: MarrowError) -> Sort:
    """Return the sort of problem ``error`` is: that of its nearest class in the table."""
    return next((SORTS[cls] for cls in type(error).__mro__ if cls in SORTS), UNFORESEEN)


def problem(sort: Sort, detail: str, request_id: str) -> dict[str, Any]:
    """Return the members of a problem document."""
    return {
        "type": sort.type,
        "title": sort.title,
        "status": sort.status,
        "detail": detail[:MAX_DETAIL],
        "request_id": request_id,
    }


def problem_of(error: MarrowError, request_id: str) -> dict[str, Any]:
    """Return the problem document of ``error``."""
    return problem(sort_of(error), str(error), request_id)


def response(document: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem document as an HTTP answer."""
    body = orjson.dumps(document)
    return Response(body, document["status"], headers=dict(headers or {}), media_type=MEDIA_TYPE)


def response_of(error: MarrowError, request_id: str) -> Response:
    """Return ``error`` as an HTTP answer, with ``Retry-After``, ``WWW-Authenticate`` or ``Vary`` where it needs one."""
    headers: dict[str, str] = {}
    if isinstance(error, jobs.Refused):
        headers["retry-after"] = str(error.retry_after)
    elif isinstance(error, errors.Unauthorised):
        headers["www-authenticate"] = 'Bearer realm="marrow"'
    elif isinstance(error, errors.NotAcceptable):
        headers["vary"] = "accept"
    return response(problem_of(error, request_id), headers)


async def answer_error(request: Request, error: Exception) -> Response:
    """Exception handler for ``MarrowError``."""
    assert isinstance(error, MarrowError)
    return response_of(error, request.state.request_id)


async def answer_http_error(request: Request, error: Exception) -> Response:
    """Exception handler for the framework's own errors, 404 and 405 above all."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    document = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": status.description or status.phrase,
        "request_id": request.state.request_id,
    }
    headers = {
        name: with_head(value) if name.lower() == "allow" else value
        for name, value in (error.headers or {}).items()
    }
    return response(document, headers)
