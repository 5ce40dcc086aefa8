"""The caller's options, as they arrive over HTTP or from a library call, made into ``Options``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core.model import InvalidOption, Options, Selectors


def parse_options(options: Options | Mapping[str, Any] | None, url: str | None = None) -> Options:
    """Return ``Options`` for a mapping with the names of the HTTP contract (or pass ``Options`` through).

    ``url`` given beside the options fills ``Options.url`` where the options name none.
    Raises ``InvalidOption`` naming the offending option.
    """
    if isinstance(options, Options):
        return options if options.url or not url else replace(options, url=url)
    fields: dict[str, Any] = {}
    for name, value in (options or {}).items():
        reader = _READERS.get(name)
        if reader is None:
            raise InvalidOption(f"unknown option {name!r}; known: {', '.join(sorted(_READERS))}")
        fields[name] = reader(name, value)
    if url and not fields.get("url"):
        fields["url"] = url
    return Options(**fields)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidOption(f"{name} must be a string")
    return value


def _optional_text(name: str, value: Any) -> str | None:
    return None if value is None else _text(name, value)


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _FLAGS:
        return _FLAGS[value.lower()]
    raise InvalidOption(f"{name} must be true or false")


def _names(name: str, value: Any) -> frozenset[str]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise InvalidOption(f"{name} must be a comma-separated list")
    return frozenset(_text(name, item).strip() for item in value) - {"", "none"}


def _selectors(name: str, value: Any) -> Selectors:
    if isinstance(value, Selectors):
        return value
    if not isinstance(value, Mapping) or set(value) - {"keep", "drop"}:
        raise InvalidOption(f'{name} must be an object with "keep" and "drop"')
    return Selectors(
        keep=_selector_list(f"{name}.keep", value.get("keep", ())),
        drop=_selector_list(f"{name}.drop", value.get("drop", ())),
    )


def _selector_list(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise InvalidOption(f"{name} must be a list of CSS selectors")
    return tuple(_text(name, item) for item in value)


_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_READERS = {
    "format": _text,
    "include": _names,
    "explain": _flag,
    "url": _optional_text,
    "selectors": _selectors,
    "second_opinion": _flag,
}
