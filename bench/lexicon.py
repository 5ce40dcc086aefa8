"""Word weights for text mode: which words short lines of pages use inside and outside of bodies.

A word's weight is the log-odds of the number of domains that use it in body lines against
those that use it in other lines; counting domains keeps one site's menu from speaking for all.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from bench.text_pages import Sample

FEWEST_DOMAINS: Final = 10
LONGEST: Final = 25
"""Words of the longest line that counts: what paragraphs are about says nothing."""
LEAST: Final = 0.25
"""Weaker weights than this are left out: they are noise that costs space."""

_WORD = re.compile(r"\w+")


def weigh_words(samples: Iterable[Sample]) -> dict[str, float]:
    """Return the weight of each word that at least ``FEWEST_DOMAINS`` domains use in short lines."""
    body: dict[str, set[str]] = defaultdict(set)
    other: dict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for block, inside in zip(sample.page.blocks, sample.body, strict=True):
            words = _WORD.findall(block.text.lower())
            if len(words) < LONGEST:
                for word in words:
                    (body if inside else other)[word].add(sample.domain)
    weights = {}
    for word in sorted(body.keys() | other.keys()):
        within, outside = len(body[word]), len(other[word])
        weight = math.log((within + 1) / (outside + 1))
        if within + outside >= FEWEST_DOMAINS and abs(weight) >= LEAST:
            weights[word] = weight
    return weights


def fold(domain_digest: int, folds: int) -> int:
    """Return the fold of a domain inside its half."""
    return (domain_digest >> 1) % folds


def cross_weigh(samples: Sequence[Sample], folds: int) -> list[dict[str, float]]:
    """Return for each fold the weights fitted without its domains: what a model may be fitted on."""
    return [weigh_words(s for s in samples if fold(s.digest, folds) != number) for number in range(folds)]
