"""What a request asks for: its headers, query and JSON made into a ``Job``, or an error that says why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import mimeparse  # type: ignore[import-untyped]
import orjson
from starlette.datastructures import Headers

from pagemarrow.core.model import AUTO, InvalidOption
from pagemarrow.core.options import OPTIONS, parse_options, unknown_option
from pagemarrow.service.errors import MalformedBody, NotAcceptable, UnsupportedBody, WrongShape
from pagemarrow.service.jobs import JSON, Job

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
    """The options of the query string, of the types that JSON has for them but not yet checked."""

    @property
    def is_json(self) -> bool:
        return self.content_type is not None and self.content_type.startswith(JSON)


class Defaults(NamedTuple):
    """What the server's settings say where a request says nothing."""

    deadline_ms: int
    """A request may only lower it."""
    page_type: str = AUTO


def read_ask(content_type: str | None, accept: str | None, query: bytes) -> Ask:
    """Read the head of a request for one page.

    Raises ``UnsupportedBody``, ``NotAcceptable`` and ``InvalidOption``.
    """
    return Ask(_page_type(content_type), negotiate(accept, tuple(ANSWER_TYPES)), query_options(query))


def make_job(ask: Ask, body: bytes, defaults: Defaults, request_id: str) -> Job:
    """Return the job for one page.

    Raises ``MalformedBody``, ``WrongShape`` and ``InvalidOption``.
    """
    if ask.is_json:
        return document_job(parse_object(body), ask, defaults, request_id)
    return _job(body, ask.content_type, (ask.options,), None, ask, defaults, request_id)


def document_job(document: Mapping[str, Any], ask: Ask, defaults: Defaults, request_id: str) -> Job:
    """Return the job for a JSON document, ``{"html": …}`` or ``{"text": …}``.

    Raises ``WrongShape`` and ``InvalidOption``.
    """
    _check_names(document)
    kind, page = _page(document)
    beside = {} if document.get("url") is None else {"url": document["url"]}
    given = {} if document.get("options") is None else document["options"]
    if not isinstance(given, dict):
        raise WrongShape('"options" must be an object')
    sources = (ask.options, beside, given)
    return _job(page, _CONTENT_TYPES[kind], sources, document_id(document), ask, defaults, request_id)


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
    if _has_rounded(value):
        raise WrongShape('"id" has a number too large to be echoed exactly: send it as a string')
    return value


def _has_rounded(value: Any) -> bool:
    """Tell whether a float in ``value`` may have been written as an integer: JSON's parser has no larger ones."""
    if isinstance(value, dict):
        return any(map(_has_rounded, value.values()))
    if isinstance(value, list):
        return any(map(_has_rounded, value))
    return isinstance(value, float) and not -(2**63) < value < 2**64


def field(headers: Headers, name: str) -> str | None:
    """Return a header that may be a list, its lines joined (RFC 9110, 5.3); ``None`` when it was not sent."""
    lines = headers.getlist(name)
    return ", ".join(lines) if lines else None


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
    """Return the options of a query string by name, truth values and numbers as JSON would have them.

    Raises ``InvalidOption`` for a query that can't be read. Its options are not yet checked: a value that is not
    of its option's type stays as it is.
    """
    try:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MAX_QUERY_FIELDS)
    except ValueError:
        raise InvalidOption(f"the query has over {MAX_QUERY_FIELDS} fields, or is not valid") from None
    options: dict[str, Any] = {}
    for name, value in pairs:
        if name == "selectors":
            raise InvalidOption("selectors can only be sent in a JSON body")
        if name in options and name != "include":
            raise InvalidOption(f"{name if name in _OPTIONS else 'an option'} is given more than once")
        options[name] = f"{options[name]},{value}" if name in options else _typed(name, value)
    return options


def _typed(name: str, value: str) -> Any:
    if name in _SWITCHES:
        return _FLAGS.get(value.lower(), value)
    if name == "deadline_ms" and _DIGITS.fullmatch(value):
        return int(value[-_MOST_DIGITS:]) if not value[:-_MOST_DIGITS].strip("0") else 10**_MOST_DIGITS
    return value


def _job(
    page: bytes | str,
    content_type: str | None,
    sources: tuple[Mapping[str, Any], ...],
    identity: Any,
    ask: Ask,
    defaults: Defaults,
    request_id: str,
) -> Job:
    """Return the job with the options of ``sources``, the last of which wins; each must be valid by itself."""
    options: dict[str, Any] = {}
    for source in sources:
        _check(source)
        options |= source
    deadline = options.pop("deadline_ms", None)
    if form := ANSWER_TYPES.get(ask.accept):
        options["format"] = form
    if options.get("page_type") is None:
        options["page_type"] = defaults.page_type
    least = defaults.deadline_ms if deadline is None else min(defaults.deadline_ms, int(deadline))
    return Job(page, content_type, parse_options(options), identity, ask.accept, least, request_id)


def _check(options: Mapping[str, Any]) -> None:
    """Raise ``InvalidOption`` unless all of ``options`` can be used."""
    for name in options:
        if name not in _OPTIONS:
            raise unknown_option(name, _OPTIONS)
    deadline = options.get("deadline_ms")
    whole = isinstance(deadline, int) or (isinstance(deadline, float) and deadline.is_integer())
    if deadline is not None and (not whole or isinstance(deadline, bool) or deadline < 1):
        raise InvalidOption("deadline_ms must be a whole number of milliseconds, at least 1")
    parse_options({name: value for name, value in options.items() if name != "deadline_ms"})


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


_OPTIONS = (*OPTIONS, "deadline_ms")
_SWITCHES = ("explain", "second_opinion")
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_DIGITS = re.compile("[0-9]+")
_MOST_DIGITS = 18
"""A deadline of more digits is as good as one of 19: it may only lower the server's."""
_CONTENT_TYPES = {"html": "text/html", "text": "text/plain"}
