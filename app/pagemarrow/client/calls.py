"""Pages and options to HTTP calls; no I/O."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypedDict

HTML = "text/html"
TEXT = "text/plain"
JSON = "application/json"
NDJSON = "application/x-ndjson"


class Selectors(TypedDict, total=False):
    """CSS selectors for one page: what to take as body, and what to drop."""

    keep: list[str]
    drop: list[str]


class ExtractOptions(TypedDict, total=False):
    """The options of ``POST /v1/extract``; what they mean is told in the README."""

    format: str
    include: str | Iterable[str]
    explain: bool
    url: str | None
    deadline_ms: int
    page_type: str
    title: str | None
    selectors: Selectors


class Call(NamedTuple):
    """One HTTP request, ready to be sent."""

    path: str
    content: bytes
    content_type: str | None
    accept: str = JSON
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One page of a batch: ``html`` or ``text``, exactly one. ``id`` comes back with its result."""

    html: str | None = None
    text: str | None = None
    url: str | None = None
    id: Any = None
    options: Mapping[str, Any] = field(default_factory=dict)
    """As ``ExtractOptions``; they win over the options given for the whole batch."""

    def __post_init__(self) -> None:
        if (self.html is None) == (self.text is None):
            raise TypeError("an Item takes exactly one of html and text")


def extract_call(
    html: str | None,
    text: str | None,
    page: bytes | None,
    content_type: str | None,
    options: Mapping[str, Any],
) -> Call:
    """Return the call that extracts from one page.

    The page travels as it is, its options in the query, unless ``selectors`` are among them: those the
    contract takes in JSON only, which bytes of unknown encoding don't fit in.

    Raises ``TypeError`` unless exactly one of ``html``, ``text`` and ``page`` is given, when
    ``content_type`` is given without ``page``, and for ``selectors`` with ``page``.
    """
    if sum(given is not None for given in (html, text, page)) != 1:
        raise TypeError("give exactly one of html, text and page")
    if content_type is not None and page is None:
        raise TypeError("content_type goes with page; html and text imply theirs")
    if options.get("selectors"):
        if page is not None:
            raise TypeError("selectors travel as JSON: give the page as html or text")
        return Call("/v1/extract", item_line(Item(html, text), options), JSON)
    query = query_of(options)
    if page is not None:
        return Call("/v1/extract", page, content_type, query=query)
    kind, characters = (HTML, html) if html is not None else (TEXT, text or "")
    return Call("/v1/extract", _encoded(characters or ""), f"{kind}; charset=utf-8", query=query)


def batch_call(lines: Iterable[bytes]) -> Call:
    """Return the call that extracts from the pages of ``lines`` (see ``item_line``)."""
    return Call("/v1/extract/batch", b"\n".join(lines) + b"\n", NDJSON, accept=NDJSON)


def item_line(item: Item, common: Mapping[str, Any]) -> bytes:
    """Return ``item`` as a JSON request without newlines; ``common`` options give way to its own."""
    request: dict[str, Any] = {"html": item.html} if item.html is not None else {"text": item.text}
    options = _plain({**common, **item.options})
    request |= {"url": item.url} if item.url is not None else {}
    request |= {"id": item.id} if item.id is not None else {}
    request |= {"options": options} if options else {}
    return json.dumps(request, separators=(",", ":")).encode("ascii")


def query_of(options: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return ``options`` as query parameters; those that are ``None`` are left to the service."""
    return tuple((name, _word(value)) for name, value in _plain(options).items())


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as JSON has them: no ``None``, ``include`` as its comma list."""
    return {name: _listed(name, value) for name, value in options.items() if value is not None}


def _listed(name: str, value: Any) -> Any:
    return value if name != "include" or isinstance(value, str) else ",".join(sorted(value))


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _encoded(characters: str) -> bytes:
    """UTF-8 has no form for half a surrogate pair; a question mark takes its place."""
    return characters.encode("utf-8", "replace")
