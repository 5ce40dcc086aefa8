"""The article-extraction-benchmark's measures: shingles of four words, exact accuracy, bootstrap deviations.

From the description in its README: an article is the multiset of its 4-grams of ``\\w+`` words (case kept; a
text of fewer than four words is one shorter shingle). A page's true positives, false positives and false negatives
are counted in shingles. Precision and recall are means over pages, each leaving out pages where it is
undefined; F1 is the harmonic mean of those two means. Accuracy is the share of pages whose word
sequence is exactly right. The deviation is that of 1,000 resamplings of the pages.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from statistics import fmean, pstdev
from typing import NamedTuple

WORD = re.compile(r"\w+")
SHINGLE_WORDS = 4
RESAMPLINGS = 1000
SEED = 42


class Counts(NamedTuple):
    """Shingles of one page, and whether the words are exactly right."""

    hits: int
    added: int
    lost: int
    exact: bool


class Figures(NamedTuple):
    """F1, precision, recall and accuracy over pages, 0 to 1."""

    f1: float
    precision: float
    recall: float
    accuracy: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return how often each run of four words stands in ``text``."""
    words = WORD.findall(text)
    if not words:
        return Counter()
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    return Counter(tuple(words[start : start + SHINGLE_WORDS]) for start in range(last))


def count_shingles(output: str, truth: str) -> Counts:
    """Compare the shingles of one output with its truth's."""
    found, wanted = shingles(output), shingles(truth)
    hits = (found & wanted).total()
    exact = WORD.findall(output) == WORD.findall(truth)
    return Counts(hits, found.total() - hits, wanted.total() - hits, exact)


def figures(pages: Sequence[Counts]) -> Figures:
    """Return the published figures over ``pages``."""
    precisions = [page.hits / (page.hits + page.added) for page in pages if page.hits + page.added]
    recalls = [page.hits / (page.hits + page.lost) for page in pages if page.hits + page.lost]
    precision = fmean(precisions) if precisions else 0.0
    recall = fmean(recalls) if recalls else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Figures(f1, precision, recall, fmean(page.exact for page in pages) if pages else 0.0)


def deviations(pages: Sequence[Counts], resamplings: int = RESAMPLINGS) -> Figures:
    """Return the standard deviations of the figures over resamplings of the pages with replacement."""
    chance = random.Random(SEED)
    drawn = [figures(chance.choices(pages, k=len(pages))) for _ in range(resamplings)]
    return Figures(*(pstdev(column) for column in zip(*drawn, strict=True)))
