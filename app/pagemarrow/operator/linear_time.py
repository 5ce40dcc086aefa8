"""Whether a pattern runs in linear time on whatever line it meets: by its form, and by the clock.

The form is judged on the tree that ``re`` itself parses. What it lets through has, inside an endless repetition, only one
way to read any text, and at most two endless repetitions in a row that must try where to end. Rules see no line
of more than 400 characters, so that what such a pattern costs a line is bounded; the clock measures that bound.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

Chars = frozenset[str]
Item = tuple[Any, Any]

ALPHABET: Final = frozenset([*map(chr, range(1, 0x180)), *"–—’“”…·|яюя中文"])
"""Stands for all characters when two sets of them are compared."""

EMPTY: Final = ""
"""In a set of first characters: there may be none."""

OPEN: Final = 50
"""A repetition of more than this is as good as endless: lines have 400 characters."""

BUDGET_S: Final = 0.003
"""For one hostile line. The slowest built-in pattern takes a twentieth of it on a line of 400 characters; endless
ones pass it at 20 characters."""

LENGTHS: Final = (10, 14, 18, 22, 27, 34, 45, 65, 100, 200, 400)
"""Of hostile lines: small steps first, for what doubles with each character would never come back."""

MOST_PUMPS: Final = 16
MOST_TRYING: Final = 2
"""Endless repetitions in a row that may share characters: 400 × 400 steps take under a millisecond."""

_REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_CATEGORIES: Final = {
    sre.CATEGORY_DIGIT: str.isdigit,
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
}
_NEGATED: Final = {
    sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT,
    sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
    sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
}


class NotLinear(ValueError):
    """The pattern may take far longer than its line is long; the message says why."""


def check_form(pattern: str) -> None:
    """Raise ``NotLinear`` for a verbose ``pattern`` whose form lets it backtrack without bound; ``re.error`` for a bad one."""
    tree = _parser.parse(pattern, re.VERBOSE)
    if _trying(list(tree), frozenset()) > MOST_TRYING:
        raise NotLinear(
            "three endless repetitions may share the same characters; end each with a sign of its own"
        )


def check_time(pattern: str, flags: int, lines: Sequence[str]) -> None:
    """Raise ``NotLinear`` when ``pattern`` takes over the budget on a hostile line.

    Hostile lines repeat parts of the pattern's own samples and of ``lines``, and end in a character it can't read.
    """
    compiled = re.compile(pattern, flags)
    tree = list(_parser.parse(pattern, re.VERBOSE))
    pumps = list(dict.fromkeys([*lines[:2], "a", "a ", " ", "0", *_pumps(tree)]))
    for pump in pumps[:MOST_PUMPS]:
        for start in ("", _sample(tree)):
            for length in LENGTHS:
                line = (start + pump * (length // max(1, len(pump)) + 1))[:length] + "\x00"
                if _seconds(compiled, line) > BUDGET_S:
                    raise NotLinear(f"takes over {BUDGET_S * 1000:g} ms on a line of {length} characters")


def _seconds(compiled: re.Pattern[str], line: str) -> float:
    """The best of three, so that a busy machine is no verdict."""
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        compiled.match(line)
        best = min(best, time.perf_counter() - started)
        if best <= BUDGET_S:
            break
    return best


def _trying(items: Sequence[Item], follow: Chars) -> int:
    """Count, on the worst way through ``items``, the endless repetitions that must try where to end.

    ``follow`` holds the characters that may come after. Raises ``NotLinear`` for what is never linear.
    """
    count = 0
    for number, (op, value) in enumerate(items):
        after = _after(items[number + 1 :], follow)
        if op in (sre.GROUPREF, sre.GROUPREF_EXISTS):
            raise NotLinear("refers back to a group, which takes more than linear time")
        if op in _REPEATS:
            count += _repetition(value, after)
        elif op is sre.BRANCH:
            count += max(_trying(list(branch), after) for branch in value[1])
        elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            count += _trying(_inside(op, value), after)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            count += _trying(list(value[1]), ALPHABET)
    return count


def _repetition(value: Any, after: Chars) -> int:
    least, most, body = value[0], value[1], list(value[2])
    if most > 1:
        _check_repeated(body, most > OPEN)
    inner = _trying(body, after | _first(body)[0]) if most <= OPEN else 0
    own = int(most > OPEN and least != most and bool(_last(body) & after))
    return own + inner


def _check_repeated(body: Sequence[Item], endless: bool) -> None:
    """Refuse what can read the same text in several ways, when it stands in a repetition."""
    first, empty = _first(body)
    if empty and endless:
        raise NotLinear("an endless repetition of what may be empty")
    _check_inner(body, first, endless)


def _check_inner(items: Sequence[Item], around: Chars, endless: bool) -> None:
    for number, (op, value) in enumerate(items):
        after = _after(items[number + 1 :], around)
        if op in (sre.ASSERT, sre.ASSERT_NOT) and endless and _has_open(list(value[1])):
            raise NotLinear("looks around without bound inside a repetition")
        if op in _REPEATS:
            least, most, body = value
            counts = endless or most > OPEN
            if counts and least != most and _first(list(body))[0] & after:
                raise NotLinear("a repetition inside a repetition, without a sign of its own between them")
            _check_inner(list(body), _first(list(body))[0] | after, endless)
        elif op is sre.BRANCH:
            _check_branches([list(branch) for branch in value[1]], after, endless)
        elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            _check_inner(_inside(op, value), after, endless)


def _check_branches(branches: Sequence[Sequence[Item]], after: Chars, endless: bool) -> None:
    seen: Chars = frozenset()
    for branch in branches:
        first, empty = _first(branch)
        if empty:
            if endless and EMPTY in seen:
                raise NotLinear("alternatives inside an endless repetition may both be empty")
            first |= after | {EMPTY}
        if endless and first & seen:
            raise NotLinear("alternatives inside an endless repetition begin alike")
        seen |= first
        _check_inner(branch, after, endless)


def _inside(op: Any, value: Any) -> list[Item]:
    return list(value[3] if op is sre.SUBPATTERN else value)


def _has_open(items: Sequence[Item]) -> bool:
    for op, value in items:
        if op in _REPEATS and (value[1] > OPEN or _has_open(list(value[2]))):
            return True
        if op is sre.BRANCH and any(_has_open(list(branch)) for branch in value[1]):
            return True
        if op in (sre.SUBPATTERN, sre.ATOMIC_GROUP) and _has_open(_inside(op, value)):
            return True
    return False


def _after(rest: Sequence[Item], follow: Chars) -> Chars:
    first, empty = _first(rest)
    return first | follow if empty else first


def _first(items: Sequence[Item]) -> tuple[Chars, bool]:
    """Return the characters that ``items`` may begin with, and whether they may be empty."""
    found: Chars = frozenset()
    for op, value in items:
        chars, empty = _first_of(op, value)
        found |= chars
        if not empty:
            return found, False
    return found, True


def _first_of(op: Any, value: Any) -> tuple[Chars, bool]:
    if op in (*_REPEATS, sre.POSSESSIVE_REPEAT):
        chars, empty = _first(list(value[2]))
        return chars, empty or value[0] == 0
    if op is sre.BRANCH:
        firsts = [_first(list(branch)) for branch in value[1]]
        return frozenset().union(*(chars for chars, _ in firsts)), any(empty for _, empty in firsts)
    if op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
        return _first(_inside(op, value))
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return frozenset(), True
    if op in (sre.GROUPREF, sre.GROUPREF_EXISTS):
        return ALPHABET, True
    return _chars(op, value), False


def _last(items: Sequence[Item]) -> Chars:
    """All characters that ``items`` may hold: more than those they may end with, and so on the safe side."""
    found: Chars = frozenset()
    for op, value in items:
        if op in (*_REPEATS, sre.POSSESSIVE_REPEAT):
            found |= _last(list(value[2]))
        elif op is sre.BRANCH:
            found = found.union(*(_last(list(branch)) for branch in value[1]))
        elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            found |= _last(_inside(op, value))
        else:
            found |= _first_of(op, value)[0]
    return found


def _chars(op: Any, value: Any) -> Chars:
    if op is sre.ANY:
        return ALPHABET
    if op is sre.LITERAL:
        char = chr(value)
        return frozenset((char, char.lower(), char.upper()))
    if op is sre.NOT_LITERAL:
        return ALPHABET - {chr(value)}
    if op is sre.RANGE:
        low, high = value
        ends = {chr(low), chr(high)}
        return frozenset(ends | {char for char in ALPHABET if low <= ord(char) <= high})
    if op is sre.CATEGORY:
        if value in _NEGATED:
            return ALPHABET - _chars(op, _NEGATED[value])
        return frozenset(filter(_CATEGORIES[value], ALPHABET))
    assert op is sre.IN, op
    negated = value[0][0] is sre.NEGATE
    found = frozenset().union(*(_chars(*item) for item in value[negated:]))
    return ALPHABET - found if negated else found


def _sample(items: Sequence[Item]) -> str:
    """Return a short text that ``items`` match, look-around aside."""
    return "".join(_sample_of(op, value) for op, value in items)


def _sample_of(op: Any, value: Any) -> str:
    if op in (*_REPEATS, sre.POSSESSIVE_REPEAT):
        return _sample(list(value[2])) * max(int(value[1] > OPEN), int(min(value[0], 8)))
    if op is sre.BRANCH:
        return _sample(list(value[1][0]))
    if op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
        return _sample(_inside(op, value))
    if op is sre.LITERAL:
        return chr(value)
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT, sre.GROUPREF, sre.GROUPREF_EXISTS):
        return ""
    chars: Chars = _chars(op, value)
    return "a" if "a" in chars else " " if " " in chars else min(chars, default="")


def _pumps(items: Sequence[Item]) -> Iterator[str]:
    """Yield texts that, repeated, keep a repetition of ``items`` going."""
    for number, (op, value) in enumerate(items):
        if op in _REPEATS:
            body = list(value[2])
            yield _sample(body) or "a"
            yield (_sample(items[number + 1 :]) or "a")[:30]
            yield from _pumps(body)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _pumps(list(branch))
        elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            yield from _pumps(_inside(op, value))
