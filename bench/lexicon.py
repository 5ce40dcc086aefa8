"""Word weights: which words short blocks of pages use inside and outside of bodies.

A word's weight is the log-odds of the number of domains that use it in body blocks against
those that use it in other blocks; counting domains keeps one site's menu from speaking for all.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from bench.text_pages import Row, label_blocks

FEWEST_DOMAINS: Final = 10
LONGEST: Final = 25
"""Words of the longest block that counts: what paragraphs are about says nothing."""
UNIT: Final = 100
"""Weights are stored as whole hundredths."""
LEAST: Final = 0.25
"""Weaker weights than this are left out: they are noise that costs space."""

_WORD = re.compile(r"\w+")


def weigh_words(blocks: Iterable[tuple[str, str, bool]], fewest: int = FEWEST_DOMAINS) -> dict[str, float]:
    """Return the weight of each word that at least ``fewest`` domains use in short blocks.

    Each block is told by its domain, its text and whether it is body.
    """
    body: dict[str, set[str]] = defaultdict(set)
    other: dict[str, set[str]] = defaultdict(set)
    for domain, text, inside in blocks:
        words = _WORD.findall(text.lower())
        if len(words) < LONGEST:
            for word in words:
                (body if inside else other)[word].add(domain)
    weights = {}
    for word in sorted(body.keys() | other.keys()):
        within, outside = len(body[word]), len(other[word])
        weight = math.log((within + 1) / (outside + 1))
        if within + outside >= fewest and abs(weight) >= LEAST:
            weights[word] = weight
    return weights


def stored(weights: Mapping[str, float], provenance: Mapping[str, Any]) -> dict[str, Any]:
    """Return the contents of a model file of word weights."""
    whole = {word: round(weight * UNIT) for word, weight in weights.items()}
    return {"provenance": provenance, "unit": UNIT, "weights": whole}


Spoken = tuple[int, str, list[tuple[str, bool]]]
"""The digest of a row's domain, the domain, and its short blocks with their labels."""


def short_blocks(row: Row) -> Spoken:
    """Return what of a row tells word weights."""
    labelled = label_blocks(row)
    pairs = zip(labelled.page.blocks, labelled.body, strict=True)
    return (
        row.digest,
        row.domain,
        [(block.text, body) for block, body in pairs if len(block.text) < LONGEST_CHARS],
    )


LONGEST_CHARS: Final = 400
"""Characters of a block that may be short."""


def weigh_rows(rows: Iterable[Spoken]) -> dict[str, float]:
    """Return the word weights of rows."""
    return weigh_words((domain, text, body) for _, domain, blocks in rows for text, body in blocks)


def fold(domain_digest: int, folds: int) -> int:
    """Return the fold of a domain inside its half."""
    return (domain_digest >> 1) % folds


def cross_weigh(rows: Sequence[Spoken], folds: int) -> list[dict[str, float]]:
    """Return for each fold the weights fitted without its domains: what a model may be fitted on."""
    return [weigh_rows(row for row in rows if fold(row[0], folds) != number) for number in range(folds)]
