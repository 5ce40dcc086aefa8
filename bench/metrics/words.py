"""WCXB's word F1: bags of lower-cased ``\\w+`` words, one F1 a page, the mean over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

WORD = re.compile(r"\w+")


class Agreement(NamedTuple):
    """Precision, recall and F1 of one output, or their means over pages; 0 to 1."""

    precision: float
    recall: float
    f1: float


def bag(text: str) -> Counter[str]:
    """Return how often each lower-cased word stands in ``text``."""
    return Counter(WORD.findall(text.lower()))


def compare_words(output: str, truth: str) -> Agreement:
    """Compare two texts as bags of words; an empty one agrees with an empty one and with nothing else."""
    return compare_bags(bag(output), bag(truth))


def compare_bags(found: Counter[str], truth: Counter[str]) -> Agreement:
    """Compare two bags of words, as ``compare_words`` does."""
    if not found or not truth:
        both = float(not found and not truth)
        return Agreement(both, both, both)
    common = (found & truth).total()
    precision, recall = common / found.total(), common / truth.total()
    return Agreement(precision, recall, 2 * common / (found.total() + truth.total()))


def without_lines(text: str, lines: Sequence[str]) -> str:
    """Return ``text`` without the lines whose words are those of one of ``lines``: they count neither way."""
    if not lines:
        return text
    ignored = {tuple(WORD.findall(line.lower())) for line in lines}
    return "\n".join(line for line in text.split("\n") if tuple(WORD.findall(line.lower())) not in ignored)


def mean(agreements: Iterable[Agreement]) -> Agreement:
    """Return the means over pages (the mean of F1, not the F1 of the means)."""
    listed = list(agreements)
    return Agreement(*(fmean(column) for column in zip(*listed, strict=True)))
