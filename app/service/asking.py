"""What a request asks for: its headers, query and JSON made into a ``Job``, or an error that says why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import mimeparse  # type: ignore[import-untyped]
import orjson

from app.core.model import InvalidOption
from app.core.options import parse_options
from app.service.errors import MalformedBody, NotAcceptable, UnsupportedBody, WrongShape
from app.service.jobs import JSON, Job

PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
ANSWER_TYPES = {JSON: None, "text/plain": "text", "text/markdown": "markdown", "text/html": "html"}
"""Media types of an answer, the one preferred first; with the format of the body that each stands for."""
MAX_ID_BYTES = 1024
MAX_QUERY_FIELDS = 50
_FORM = "application/x-www-form-urlencoded"
_NAMES = ("html", "text", "url", "id", "options")
_WORD = re.compile(r"[A-Za-z_]{1,30}")


class Ask(NamedTuple):
    """What the head of a request says."""

    content_type: str | None
    """Media type of the page, or JSON, with its parameters; ``None`` when none was sent."""
    accept: str
    options: Mapping[str, Any]
    """The options of the query string, not yet checked."""

    @property
    def is_json(self) -> bool:
        return self.content_type is not None and self.content_type.startswith(JSON)


def read_ask(content_type: str | None, accept: str | None, query: bytes) -> Ask:
    """Read the head of a request for one page.

    Raises ``UnsupportedBody``, ``NotAcceptable`` and ``InvalidOption``.
    """
    return Ask(_page_type(content_type), negotiate(accept, tuple(ANSWER_TYPES)), query_options(query))


def make_job(ask: Ask, body: bytes, deadline_ms: int, request_id: str) -> Job:
    """Return the job for one page; ``deadline_ms`` is the server's.

    Raises ``MalformedBody``, ``WrongShape`` and ``InvalidOption``.
    """
    if ask.is_json:
        return document_job(parse_object(body), ask, deadline_ms, request_id)
    return _job(body, ask.content_type, ask.options, None, ask, deadline_ms, request_id)


def document_job(document: Mapping[str, Any], ask: Ask, deadline_ms: int, request_id: str) -> Job:
    """Return the job for a JSON document, ``{"html": …}`` or ``{"text": …}``.

    Raises ``WrongShape`` and ``InvalidOption``.
    """
    _check_names(document)
    kind, page = _page(document)
    options = dict(ask.options)
    if (url := document.get("url")) is not None:
        options["url"] = url
    given = {} if document.get("options") is None else document["options"]
    if not isinstance(given, dict):
        raise WrongShape('"options" must be an object')
    options.update(given)
    return _job(page, _CONTENT_TYPES[kind], options, document_id(document), ask, deadline_ms, request_id)


def parse_object(body: bytes) -> dict[str, Any]:
    """Parse a JSON request. Raises ``MalformedBody``, and ``WrongShape`` for what is no object."""
    try:
        document = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise MalformedBody(f"the body is not valid JSON: {error.msg} at character {error.pos}") from None
    if not isinstance(document, dict):
        raise WrongShape('the JSON must be an object with "html" or "text"')
    return document


def _check_names(document: Mapping[str, Any]) -> None:
    if unknown := [name for name in document if name not in _NAMES]:
        told = ", ".join(name for name in unknown if _WORD.fullmatch(name)) or "not shown"
        raise WrongShape(f'unknown names: {told}; known: {", ".join(_NAMES)} (options go inside "options")')


def document_id(document: Mapping[str, Any]) -> Any:
    """Return the caller's ``id``, any JSON value that can be echoed. Raises ``WrongShape``."""
    value = document.get("id")
    try:
        size = len(orjson.dumps([value]))
    except orjson.JSONEncodeError:  # nested deeper than can be written
        size = MAX_ID_BYTES + 1
    if size > MAX_ID_BYTES:
        raise WrongShape(f'"id" is nested too deep or over {MAX_ID_BYTES} bytes')
    return value


def negotiate(accept: str | None, offers: tuple[str, ...]) -> str:
    """Return the offer that ``Accept`` likes best (RFC 9110, 12.5.1), the first of equals.

    Raises ``NotAcceptable``.
    """
    if accept is None or not accept.strip():
        return offers[0]
    try:
        best = str(mimeparse.best_match(offers[::-1], accept.lower()))
    except mimeparse.MimeTypeParseException:
        best = ""
    if not best:
        raise NotAcceptable(f"the answer can be {', '.join(offers)}")
    return best


def media_of(content_type: str | None) -> str:
    """Return the bare media type of a ``Content-Type`` header, lower case."""
    return (content_type or "").partition(";")[0].strip().lower()


def query_options(query: bytes) -> dict[str, Any]:
    """Return the options of a query string by name. Raises ``InvalidOption``."""
    try:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MAX_QUERY_FIELDS)
    except ValueError:
        raise InvalidOption(f"the query has over {MAX_QUERY_FIELDS} fields, or is not valid") from None
    options: dict[str, Any] = {}
    for name, value in pairs:
        if name == "selectors":
            raise InvalidOption("selectors can only be sent in a JSON body")
        if name in options and name != "include":
            raise InvalidOption(f"{name} is given more than once")
        options[name] = f"{options[name]},{value}" if name in options else value
    return options


def _job(
    page: bytes | str,
    content_type: str | None,
    given: Mapping[str, Any],
    identity: Any,
    ask: Ask,
    deadline_ms: int,
    request_id: str,
) -> Job:
    options = dict(given)
    deadline = min(deadline_ms, _deadline(options.pop("deadline_ms", None), deadline_ms))
    if form := ANSWER_TYPES.get(ask.accept):
        options["format"] = form
    parsed = parse_options(options)
    return Job(page, content_type, parsed, identity, ask.accept, deadline, request_id)


def _deadline(value: Any, default: int) -> int:
    if value is None:
        return default
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InvalidOption("deadline_ms must be a whole number of milliseconds, at least 1")
    return value


def _page(document: Mapping[str, Any]) -> tuple[str, str]:
    given = [name for name in _CONTENT_TYPES if document.get(name) is not None]
    if len(given) != 1:
        raise WrongShape('give exactly one of "html" and "text"')
    page = document[given[0]]
    if not isinstance(page, str):
        raise WrongShape(f'"{given[0]}" must be a string')
    return given[0], page


def _page_type(content_type: str | None) -> str | None:
    media = media_of(content_type)
    if not media and not (content_type or "").strip():
        return None
    if media == JSON or media in PAGE_TYPES:
        return "".join((media, *(content_type or "").partition(";")[1:]))
    hint = (
        f"; {_FORM} is what curl sends unless told: add -H 'Content-Type: text/html'"
        if media == _FORM
        else ""
    )
    raise UnsupportedBody(f"send {', '.join((*PAGE_TYPES, JSON))}, or no Content-Type at all{hint}")


_CONTENT_TYPES = {"html": "text/html", "text": "text/plain"}
