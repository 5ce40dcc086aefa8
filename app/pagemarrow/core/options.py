"""The caller's options, as JSON or a library call gives them, made into ``Options``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from pagemarrow.core.model import InvalidOption, Options, Selectors


def parse_options(options: Options | Mapping[str, Any] | None, url: str | None = None) -> Options:
    """Return ``Options`` for a mapping with the names of the HTTP contract (or pass ``Options`` through).

    ``None`` stands for an option's default. ``url`` given beside the options fills ``Options.url`` where the
    options name none. Raises ``InvalidOption`` naming the offending option.
    """
    if isinstance(options, Options):
        return options if options.url or not url else replace(options, url=url)
    if not options and not url:
        return _DEFAULT
    fields: dict[str, Any] = {}
    for name, value in (options or {}).items():
        reader = _READERS.get(name)
        if reader is None:
            raise unknown_option(name, _READERS)
        if value is not None:
            fields[name] = reader(name, value)
    if url and not fields.get("url"):
        fields["url"] = url
    return Options(**fields)


def unknown_option(name: str, known: Iterable[str]) -> InvalidOption:
    """Return the error for an option that is none; it tells the name only where that can be one."""
    told = f" {name}" if _WORD.fullmatch(name) else ""
    return InvalidOption(f"unknown option{told}; known: {', '.join(sorted(known))}")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidOption(f"{name} must be a string")
    return value


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
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
        keep=_selector_list(f"{name}.keep", value.get("keep")),
        drop=_selector_list(f"{name}.drop", value.get("drop")),
    )


def _selector_list(name: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise InvalidOption(f"{name} must be a list of CSS selectors")
    return tuple(_text(name, item) for item in value)


_DEFAULT: Final = Options()
_WORD: Final = re.compile(r"[A-Za-z_]{1,30}")
_READERS: Final = {
    "format": _text,
    "include": _names,
    "explain": _flag,
    "url": _text,
    "selectors": _selectors,
    "page_type": _text,
    "title": _text,
    "second_opinion": _flag,
}
OPTIONS: Final = tuple(_READERS)
"""The names of all options."""
