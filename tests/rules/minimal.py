"""Make one minimal line for each alternative of a pattern, by the syntax tree of ``re`` itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

PREFERRED = "aA0 .:-@'/"
"""Characters that stand for a set, the first that the set holds."""

OPEN = 100
"""A repetition of more than this has no upper end worth a line of its own."""

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def minimal_lines(pattern: str, flags: int) -> Iterator[str]:
    """Yield the lines that ``pattern`` itself matches, each with another alternative or optional part in it."""
    compiled = re.compile(pattern, flags)
    shortest, others = _lines(_parser.parse(pattern, flags))
    for line in dict.fromkeys((shortest, *others)):
        if compiled.match(line):
            yield line


def _lines(items: Sequence[tuple[Any, Any]]) -> tuple[str, list[str]]:
    """Return the shortest text of a sequence, and one for each alternative inside it.

    A blank that may be missing is there: glued words are no line that anyone writes.
    """
    parts = [_of(op, value) for op, value in items]
    shortest = [part for part, _ in parts]
    others = [
        "".join((*shortest[:number], other, *shortest[number + 1 :]))
        for number, (_, variants) in enumerate(parts)
        for other in variants
    ]
    return "".join(shortest), others


def _of(op: Any, value: Any) -> tuple[str, list[str]]:
    if op in _REPEATS:
        least, _, body = value
        text, others = _lines(body)
        if least == 0 and text == " ":
            return " ", []
        if least == 0:
            return "", [text, *others]
        return text * least, [other + text * (least - 1) for other in others]
    if op is sre.BRANCH:
        branches = [_lines(branch) for branch in value[1]]
        return branches[0][0], [text for first, others in branches for text in (first, *others)]
    if op is sre.SUBPATTERN:
        return _lines(value[3])
    if op is sre.ATOMIC_GROUP:
        return _lines(value)
    if op is sre.LITERAL:
        return chr(value), []
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return "", []
    return _character(op, value), []


def _character(op: Any, value: Any) -> str:
    if op is sre.ANY:
        return "a"
    if op is sre.NOT_LITERAL:
        return next(char for char in PREFERRED if char != chr(value))
    assert op is sre.IN, op
    if value[0][0] is sre.NEGATE:
        return next(islice((char for char in PREFERRED if not _in(char, value[1:])), 1), "x")
    held = [char for char in PREFERRED if _in(char, value)]
    return held[0] if held else next(filter(None, (_first(*item) for item in value)))


def _in(char: str, members: Sequence[tuple[Any, Any]]) -> bool:
    return any(
        (kind is sre.LITERAL and chr(value) == char)
        or (kind is sre.RANGE and value[0] <= ord(char) <= value[1])
        or (kind is sre.CATEGORY and _CATEGORIES[value](char))
        for kind, value in members
    )


def _first(kind: Any, value: Any) -> str:
    return chr(value) if kind is sre.LITERAL else chr(value[0]) if kind is sre.RANGE else ""


_CATEGORIES = {
    sre.CATEGORY_DIGIT: str.isdigit,
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    sre.CATEGORY_NOT_DIGIT: lambda char: not char.isdigit(),
    sre.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    sre.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}
