"""How like a body an output is, in any script: token F1 against the truth that fits best, without headlines."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bench.labels import tokens

SAME_TITLE = 0.8
"""Share of the tokens of each in the other from which a line repeats a headline."""

LINES_AT_TOP = 5
"""Filled lines of a text among which its headline is looked for."""


class BodyScore(NamedTuple):
    """Token F1, precision and recall, each from 0 to 1."""

    f1: float
    precision: float
    recall: float


def score_body(output: str, truths: Sequence[str], titles: Sequence[str] = ()) -> BodyScore:
    """Return the score of ``output`` against the one of ``truths`` that it fits best.

    Lines at the top that repeat one of ``titles`` are taken off both sides. Two empty sides agree. Raises
    ``ValueError`` when there is no truth.
    """
    found = _bag(output, titles)
    return max(_compare(found, _bag(truth, titles)) for truth in truths)


def without_titles(text: str, titles: Sequence[str]) -> str:
    """Return ``text`` without the lines at its top that repeat one of ``titles``."""
    bags = [Counter(body_tokens(title)) for title in titles]
    lines = [line for line in text.split("\n") if line.strip()]
    top = [line for line in lines[:LINES_AT_TOP] if not _repeats(line, bags)]
    return "\n".join(top + lines[LINES_AT_TOP:])


def body_tokens(text: str) -> list[str]:
    """Return the tokens of ``text``, one a character in scripts without spaces; width and case make no difference."""
    return tokens(unicodedata.normalize("NFKC", text).casefold())


def _repeats(line: str, titles: Sequence[Counter[str]]) -> bool:
    mine = Counter(body_tokens(line))
    shared = [((mine & title).total(), max(mine.total(), title.total())) for title in titles]
    return any(common and common >= SAME_TITLE * most for common, most in shared)


def _bag(text: str, titles: Sequence[str]) -> Counter[str]:
    return Counter(body_tokens(without_titles(text, titles)))


def _compare(found: Counter[str], wanted: Counter[str]) -> BodyScore:
    if not found or not wanted:
        both = float(not found and not wanted)
        return BodyScore(both, both, both)
    hits = (found & wanted).total()
    size, total = found.total(), wanted.total()
    return BodyScore(2 * hits / (size + total), hits / size, hits / total)
