"""What ``openapi.yaml`` says of each route, beside the routes so that they stay readable."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from pagemarrow.core.model import AUTO, FORMATS, PAGE_TYPE_CHOICES
from pagemarrow.service.asking import ANSWER_TYPES, PAGE_TYPES
from pagemarrow.service.encodings import ENCODINGS
from pagemarrow.service.jobs import JSON, NDJSON
from pagemarrow.service.problems import MEDIA_TYPE

DESCRIPTION = """A scraped page in, HTML or plain text; only the article's body out.

Errors are `application/problem+json` (RFC 9457). `X-Request-ID` is taken or made, and returned.
"""
_WHEN = {
    400: "Malformed JSON, or broken compression.",
    401: "`MARROW_API_KEY` is set and the request does not carry it.",
    406: "`Accept` names no form the answer can take.",
    408: "The body did not arrive in time.",
    413: "The body is over the size limit, as received or as unpacked.",
    415: "Unsupported content type or encoding.",
    422: "JSON of the wrong shape, or an option that can't be used.",
    429: "Busy: come again after `Retry-After` seconds.",
    503: "Starting, stopping, saturated, or the worker that had this page died: see `Retry-After`.",
    504: "Not even the degraded path finished within the deadline.",
}
_LATER = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
_MARKED = {"X-Request-ID": {"schema": {"type": "string"}, "description": "The request's id."}}


def _shape(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {
        status: {
            "description": _WHEN[status],
            "headers": _MARKED | (_LATER if status in (429, 503) else {}),
            "content": {MEDIA_TYPE: {"schema": _shape("Problem")}},
        }
        for status in statuses
    }


def _success(description: str, content: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": description, "headers": _MARKED, "content": content}}


def _route(operation: str, tag: str, responses: dict[int | str, Any], **extra: Any) -> dict[str, Any]:
    return {
        "operation_id": operation,
        "tags": [tag],
        "responses": responses,
        "response_class": Response,
        "openapi_extra": extra or None,
    }


def _parameter(name: str, schema: dict[str, Any], description: str, place: str = "query") -> dict[str, Any]:
    return {"name": name, "in": place, "required": False, "schema": schema, "description": description}


_PARAMETERS = [
    _parameter("format", {"type": "string", "enum": list(FORMATS), "default": "text"}, "Of the body."),
    _parameter(
        "include",
        {"type": "string"},
        "Comma list of title, captions, comments, links, images; tables and lists are always kept.",
    ),
    _parameter("explain", {"type": "boolean", "default": False}, "Add `blocks`."),
    _parameter("url", {"type": "string"}, "The page's address; never fetched."),
    _parameter("deadline_ms", {"type": "integer", "minimum": 1}, "May only lower the server's limit."),
    _parameter(
        "page_type",
        {"type": "string", "enum": list(PAGE_TYPE_CHOICES), "default": AUTO},
        "The kind of page where it is known; taken as true. `MARROW_PAGE_TYPE` sets the server's default.",
    ),
    _parameter("title", {"type": "string"}, "The page's headline where it is known."),
    _parameter(
        "second_opinion",
        {"type": "boolean", "default": False},
        "Have readability-lxml vote on a page where no article is found.",
    ),
    _parameter("X-Request-ID", {"type": "string", "maxLength": 128}, "Name the request yourself.", "header"),
    _parameter(
        "Content-Encoding", {"type": "string", "enum": list(ENCODINGS)}, "How the body is packed.", "header"
    ),
]
_PAGE: dict[str, Any] = {media: {"schema": {"type": "string"}} for media in PAGE_TYPES}
_ALONE: dict[str, Any] = {media: {"schema": {"type": "string"}} for media in ANSWER_TYPES if media != JSON}
_KEY: list[dict[str, list[str]]] = [{}, {"bearer": []}]

EXTRACT = _route(
    "extract",
    "extract",
    _success(
        "The body, with what is known of it; or alone.", {JSON: {"schema": _shape("Extracted")}, **_ALONE}
    )
    | _problems(400, 401, 406, 408, 413, 415, 422, 429, 503, 504),
    parameters=_PARAMETERS,
    requestBody={"required": True, "content": {**_PAGE, JSON: {"schema": _shape("PageDocument")}}},
    security=_KEY,
)
BATCH = _route(
    "extract_batch",
    "extract",
    _success(
        "One line a request, in the order sent.",
        {NDJSON: {"schema": {"oneOf": [_shape("BatchSuccess"), _shape("BatchFailure")]}}},
    )
    | _problems(401, 406, 415, 422, 429, 503),
    parameters=_PARAMETERS,
    requestBody={"required": True, "content": {NDJSON: {"schema": _shape("PageDocument")}}},
    security=_KEY,
)
RULES = _route(
    "rules",
    "service",
    _success("Every rule.", {JSON: {"schema": _shape("RuleSet")}}) | _problems(401),
    security=_KEY,
)
VERSION = _route(
    "version", "service", _success("The versions.", {JSON: {"schema": _shape("ServiceVersion")}})
)
LIVEZ = _route("livez", "service", _success("Alive.", {JSON: {"schema": _shape("Status")}}) | _problems(503))
READYZ = _route(
    "readyz", "service", _success("Ready.", {JSON: {"schema": _shape("Status")}}) | _problems(503)
)
METRICS = _route(
    "metrics",
    "service",
    _success("Every metric, for Prometheus.", {"text/plain": {"schema": {"type": "string"}}}),
)
