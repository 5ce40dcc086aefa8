"""XPath to CSS, where CSS says exactly the same: the page is then parsed once, by the parser that follows the standard."""

from __future__ import annotations

import re
from typing import Final

MOST_CHARS: Final = 1000
"""Of one expression; the longest in site files that are kept for years has under 400."""

_AXIS = re.compile(r"\s*(//|/)\s*")
_NAME = re.compile(r"(?:[a-z][a-z0-9]*|\*)")
_UNLIKE: Final = frozenset({"tr", "tbody", "html", "head", "body"})
"""Elements that one parser adds where another does not."""
_ATTRIBUTE = r"@(id|class|itemprop|role|src|href|name|title|alt|style|property|data-[a-z0-9-]+|aria-[a-z]+)"
_TEXT = r"(?:'([^'\"\\\n\r\f\0]+)'|\"([^'\"\\\n\r\f\0]+)\")"
_TESTS: Final = (
    (re.compile(rf"{_ATTRIBUTE}\s*=\s*{_TEXT}"), "="),
    (re.compile(rf"contains\(\s*{_ATTRIBUTE}\s*,\s*{_TEXT}\s*\)"), "*="),
    (re.compile(rf"starts-with\(\s*{_ATTRIBUTE}\s*,\s*{_TEXT}\s*\)"), "^="),
)
_WORD = re.compile(
    r"contains\(\s*concat\(\s*(['\"]) \1\s*,\s*(?:normalize-space\(\s*@(class)\s*\)|@(class))\s*,\s*(['\"]) \4\s*\)"
    r"\s*,\s*(['\"]) ([\w-]+) \5\s*\)"
)
_HAS = re.compile(_ATTRIBUTE)
_PLACE = re.compile(r"[1-9]\d{0,2}")
_OR = re.compile(r"\s+or\s+")
_AND = re.compile(r"\s+and\s+")


def to_css(expression: str) -> tuple[str, ...]:
    """Return CSS selectors that together name what ``expression`` does; none where that is not certain."""
    found: list[str] = []
    for part in _parts(expression):
        selectors = _path(part)
        if not selectors:
            return ()
        found += selectors
    return tuple(dict.fromkeys(found))


def _parts(expression: str) -> list[str]:
    """Part ``a | b``; a bar inside quotes makes an expression that is not understood."""
    return [part.strip() for part in expression.split("|")]


def _path(path: str) -> list[str]:
    selectors = [""]
    rest = path
    while rest:
        axis = _AXIS.match(rest)
        if axis is None:
            return []
        name = _NAME.match(rest, axis.end())
        if name is None or name[0] in _UNLIKE or (axis[1] == "/" and not selectors[0]):
            return []
        tests, rest = _predicates(rest[name.end() :], name[0])
        if not tests:
            return []
        between = "" if not selectors[0] else " > " if axis[1] == "/" else " "
        selectors = [f"{before}{between}{name[0]}{test}" for before in selectors for test in tests]
    return selectors if path else []


def _predicates(rest: str, name: str) -> tuple[list[str], str]:
    """Return the alternatives that the predicates at the begin of ``rest`` come to, and what follows them."""
    tests = [""]
    first = True
    while rest.startswith("["):
        end = _end(rest)
        if end < 0:
            return [], rest
        inside, rest = rest[1:end].strip(), rest[end + 1 :]
        if _PLACE.fullmatch(inside):
            if not first or name == "*":
                return [], rest
            alternatives = [f":nth-of-type({inside})"]
        else:
            alternatives = _alternatives(inside)
        tests = [before + test for before in tests for test in alternatives]
        first = False
    return tests, rest


def _end(rest: str) -> int:
    """Return where the bracket that ``rest`` begins with ends; -1 for one inside it, or none."""
    quote = ""
    for position, char in enumerate(rest[1:], 1):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "[":
            return -1
        elif char == "]":
            return position
    return -1


def _alternatives(inside: str) -> list[str]:
    found = []
    for choice in _OR.split(inside):
        tests = [_test(part.strip()) for part in _AND.split(choice)]
        if not all(tests):
            return []
        found.append("".join(tests))
    return found


def _test(test: str) -> str:
    for pattern, sign in _TESTS:
        if match := pattern.fullmatch(test):
            return f'[{match[1]}{sign}"{match[2] or match[3]}"]'
    if match := _WORD.fullmatch(test):
        return f'[class~="{match[6]}"]'
    if match := _HAS.fullmatch(test):
        return f"[{match[1]}]"
    return ""
