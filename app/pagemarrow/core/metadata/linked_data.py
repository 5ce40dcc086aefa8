"""JSON-LD as pages really carry it: broken, wrapped in comments, nested, huge; never trusted, always bounded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, Final, TypeAlias

import orjson

Node: TypeAlias = dict[str, Any]

MAX_CHARS: Final = 2_000_000
"""Of all scripts together; an article's own data is a few KB, catalogues reach hundreds."""

MAX_MENDED_CHARS: Final = 200_000
"""A broken script is read by the slower, more lenient parser up to this size."""

MAX_NODES: Final = 2_000
MAX_NAMES: Final = 10

ARTICLE_TYPES: Final = ("article", "blogposting", "socialmediaposting", "report", "discussionforumposting")
"""Endings of the schema.org types whose headline, author and date are the page's own."""

_OPENING = re.compile(r"(?:\s|<!--|//|/\*|<!\[CDATA\[|\*/|;)*")
_CLOSING: Final = ("-->", "//", "/*", "]]>", "*/", ";")
"""What stands around the data of scripts that were once hidden from browsers."""
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_GRAPH_KEYS: Final = ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate")
_LENIENT = json.JSONDecoder(strict=False)


def read_nodes(scripts: Sequence[str]) -> tuple[Node, ...]:
    """The page's own JSON-LD objects in order: top level, ``@graph`` and main entity, not what they refer to."""
    nodes: list[Node] = []
    left = MAX_CHARS
    for script in scripts:
        left -= len(script)
        if left < 0:
            break
        for value in _parse(script):
            nodes.extend(_flatten(value, MAX_NODES - len(nodes)))
    return tuple(nodes)


def types_of(node: Node) -> tuple[str, ...]:
    """The ``@type`` names of ``node``, lower case, without their vocabulary's address."""
    found = node.get("@type")
    names = found if isinstance(found, list) else [found]
    return tuple(name.rpartition("/")[2].lower() for name in names if isinstance(name, str) and name)


def is_article(node: Node) -> bool:
    """Whether ``node`` describes an article rather than its site, its page or its lists."""
    return any(name.endswith(ARTICLE_TYPES) for name in types_of(node))


def text_of(node: Node, *keys: str) -> str:
    """The first of ``keys`` that holds text, its entities read and its white space collapsed; or empty."""
    for key in keys:
        value = node.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("@value")
        if isinstance(value, str) and value.strip():
            return plain(value)
    return ""


def names_of(value: Any, nodes: Sequence[Node]) -> list[str]:
    """The names in an author or publisher value: text, object, ``@id`` reference, or a list of these."""
    names: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:MAX_NAMES]:
        if isinstance(item, str):
            names.append(plain(item))
        elif isinstance(item, dict):
            named = item if "name" in item else _referred(item, nodes)
            name = named.get("name")
            names.extend(plain(n) for n in (name if isinstance(name, list) else [name]) if isinstance(n, str))
    return [name for name in names if name][:MAX_NAMES]


def plain(text: str) -> str:
    """Entities read (content systems escape once too often) and white space collapsed."""
    return " ".join((unescape(text) if "&" in text else text).split())


def _referred(item: Node, nodes: Sequence[Node]) -> Node:
    identity = item.get("@id")
    if not isinstance(identity, str):
        return {}
    return next((node for node in nodes if node.get("@id") == identity and "name" in node), {})


def _parse(script: str) -> Iterator[Any]:
    text = _unwrapped(script)
    if not text:
        return
    try:
        yield orjson.loads(text)
    except ValueError:
        if len(text) <= MAX_MENDED_CHARS:
            yield from _parse_leniently(_TRAILING_COMMA.sub("", text))


def _unwrapped(script: str) -> str:
    """Cut the wrapping off both ends; what stands within is not looked at."""
    end = len(script)
    while end:
        if script[end - 1].isspace():
            end -= 1
        elif script.endswith(_CLOSING, 0, end):
            end -= next(len(sign) for sign in _CLOSING if script.endswith(sign, 0, end))
        else:
            break
    opening = _OPENING.match(script, 0, end)
    return script[opening.end() if opening else 0 : end]


def _parse_leniently(text: str) -> Iterator[Any]:
    """Read line breaks inside strings, and several values one after the other, up to the first error."""
    position = 0
    while position < len(text):
        try:
            value, position = _LENIENT.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1


def _flatten(value: Any, budget: int) -> Iterator[Node]:
    pending = [value]
    while pending and budget > 0:
        value = pending.pop()
        budget -= 1
        if isinstance(value, list):
            pending.extend(reversed(value[:budget]))
        elif isinstance(value, dict):
            if len(value) > 1 and ("@type" in value or "name" in value):
                yield value
            pending.extend(
                value[key] for key in reversed(_GRAPH_KEYS) if isinstance(value.get(key), (dict, list))
            )
