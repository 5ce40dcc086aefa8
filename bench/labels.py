"""Which blocks of a page its truth holds: the labels that models are fitted on and oracles drawn from.

The page's tokens are aligned with the truth's by a longest common subsequence, computed bit-parallel
(Hyyrö 2004, "Bit-parallel LCS-length computation revisited") so that a page of 5,000 tokens takes milliseconds.
Truth that the page has elsewhere than in its order (tables, moved lists) is found in a second
pass by shared 4-grams.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
"""Characters of scripts without spaces: Thai, Lao, Burmese, Khmer, Kana, Chinese."""

TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")

COVERED = 0.5
"""A block is body when at least this share of its tokens is matched."""

MOVED = 0.8
"""A block out of order is body when this share of its 4-grams stands in unmatched truth."""

MOST_TOKENS = 60_000
"""Tokens of a page that are aligned; the rest counts as boilerplate."""


def tokens(text: str) -> list[str]:
    """Return the lower-cased tokens of ``text``: runs of ``\\w`` as WCXB counts them, single characters where a script has no spaces."""
    return TOKEN.findall(text.lower())


def label(blocks: Sequence[str], truth: str) -> list[float]:
    """Return for each block the share of its tokens that the truth holds, 0 to 1."""
    per_block = [tokens(block) for block in blocks]
    page = [token for block in per_block for token in block][:MOST_TOKENS]
    wanted = tokens(truth)
    hit_page, hit_truth = align(page, wanted)
    shares = []
    position = 0
    for block in per_block:
        hits = sum(hit_page[position : position + len(block)])
        shares.append(hits / len(block) if block else 0.0)
        position += len(block)
    return _moved(per_block, shares, wanted, hit_truth)


def align(page: Sequence[str], truth: Sequence[str]) -> tuple[list[bool], list[bool]]:
    """Return which tokens of ``page`` and of ``truth`` a longest common subsequence pairs.

    Among equal choices it pairs the last possible page token.
    """
    places: dict[str, int] = {}
    for number, token in enumerate(truth):
        places[token] = places.get(token, 0) | 1 << number
    full = (1 << len(truth)) - 1
    row = full
    rows = []
    for token in page:
        matches = places.get(token, 0)
        if matches:
            common = row & matches
            row = ((row + common) | (row - common)) & full
        rows.append(row)
    hit_page = [False] * len(page)
    hit_truth = [False] * len(truth)
    column = len(truth) - 1
    for index in range(len(page) - 1, -1, -1):
        before = rows[index - 1] if index else full
        while column >= 0 and rows[index] >> column & 1:
            column -= 1
        if column < 0:
            break
        if before >> column & 1:
            hit_page[index] = hit_truth[column] = True
            column -= 1
    return hit_page, hit_truth


def _moved(
    blocks: Sequence[Sequence[str]], shares: list[float], truth: Sequence[str], hit: Sequence[bool]
) -> list[float]:
    """Raise the share of blocks whose 4-grams stand in truth that the alignment left unmatched."""
    free = {
        tuple(truth[i : i + 4])
        for i in range(len(truth) - 3)
        if not (hit[i] or hit[i + 1] or hit[i + 2] or hit[i + 3])
    }
    if not free:
        return shares
    raised = list(shares)
    for number, block in enumerate(blocks):
        if shares[number] >= COVERED or len(block) < 4:
            continue
        grams = [tuple(block[i : i + 4]) for i in range(len(block) - 3)]
        if sum(gram in free for gram in grams) >= MOVED * len(grams):
            raised[number] = 1.0
    return raised
