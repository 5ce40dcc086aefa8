"""Verdicts on plain text: the score of each block, read by how the page as a whole reads, and what rules prove."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.decide.decision import Decision
from app.core.measure.features import Features
from app.core.model import Block, Finding, Kind, Metadata, Options, Page, Reason, Says, Scope, Verdict
from app.core.score.trees import FloatArray

Flags = NDArray[np.bool_]


class Thresholds(NamedTuple):
    """Numbers of text mode; fitted by ``bench/fit_text.py`` on the development halves."""

    narrowed: float = 0.10
    """Share of blocks scored below 0 up to which the page is taken for another extractor's output."""
    raw: float = 0.35
    """Share from which it is taken for a whole page."""
    narrowed_score: float = -2.5
    """Score below which a block of a narrowed page is dropped: do no harm."""
    raw_score: float = 0.0
    hint: float = 1.0
    """How much a rule's hint raises the score that a block must reach."""
    headline_words: int = 30
    tail_prose: int = 60
    """Words of kept prose after a tail label that make it a label in mid-article."""


THRESHOLDS: Final = Thresholds()

_KEPT: Final = {
    Kind.PARAGRAPH: "body", Kind.HEADING: "heading", Kind.LIST: "list",
    Kind.QUOTE: "quote", Kind.TABLE: "table", Kind.CODE: "code",
}  # fmt: skip
_MARKS: Final = '.!?…。！？"”»'
_NAVIGATION_WORDS: Final = 5

_WHY: Final = {
    "before_body": ("navigation", "Stands before the body, among labels and links of the page."),
    "headline": ("title", "The headline: returned as the title, not as body."),
    "before_head": ("standfirst", "Stands between the headline and the body and is not part of the text."),
    "after_headline": ("related", "Stands in the list of headlines after the body."),
    "after_label": ("navigation", "A label among the links after the body."),
    "after_prose": ("related", "Text of another item after the end of the body."),
    "inside_label": ("section_label", "A label between paragraphs that no paragraph follows up."),
    "inside_prose": ("other", "Interrupts the body and reads unlike it."),
    "no_body": ("other", "The page holds no article; this reads like its navigation."),
}


def decide_text(
    page: Page,
    metadata: Metadata,
    features: Features,
    scores: FloatArray,
    findings: Sequence[Finding],
    options: Options,
) -> Decision:
    """Turn evidence into one verdict a block."""
    count = len(page.blocks)
    if not count:
        return Decision((), "other", 0.0, 0.0, ("no_article",))
    proof, floor = _evidence(count, findings)
    threshold = gate(scores)
    kept = (scores + floor > threshold) & np.array([found is None for found in proof])
    verdicts = _verdicts(page.blocks, kept, scores, proof)
    title = next((b.text for b, v in zip(page.blocks, verdicts, strict=True) if v.category == "title"), None)
    warnings = () if kept.any() else ("no_article",)
    return Decision(tuple(verdicts), "article", 0.5, _confidence(scores, kept), warnings, title)


def gate(scores: FloatArray, numbers: Thresholds = THRESHOLDS) -> float:
    """Return the score a block must exceed: strict on whole pages, forgiving on what another extractor left."""
    unlike = float((scores < 0).mean())
    rawness = min(1.0, max(0.0, (unlike - numbers.narrowed) / (numbers.raw - numbers.narrowed)))
    return numbers.narrowed_score + rawness * (numbers.raw_score - numbers.narrowed_score)


def _evidence(count: int, findings: Sequence[Finding]) -> tuple[list[Finding | None], FloatArray]:
    proof: list[Finding | None] = [None] * count
    floor = np.zeros(count, dtype=np.float32)
    for finding in findings:
        rule = finding.rule
        if rule.says is Says.CONTENT:
            floor[finding.first : finding.last] += 10
        elif rule.says is Says.HINT:
            floor[finding.first : finding.last] -= THRESHOLDS.hint
        elif rule.scope is Scope.TAIL:
            proof[finding.first] = proof[finding.first] or finding
        else:
            for index in range(finding.first, finding.last):
                proof[index] = proof[index] or finding
    return proof, floor


def _verdicts(
    blocks: Sequence[Block], kept: Flags, scores: FloatArray, proof: Sequence[Finding | None]
) -> list[Verdict]:
    places = np.flatnonzero(kept)
    first, last = (int(places[0]), int(places[-1])) if len(places) else (len(blocks), -1)
    verdicts = []
    for index, (block, keep, score, found) in enumerate(
        zip(blocks, kept.tolist(), scores.tolist(), proof, strict=True)
    ):
        if keep:
            verdicts.append(Verdict(True, _KEPT[block.kind], (), score))
        elif found is not None:
            reason = Reason(found.rule.id, found.rule.why)
            verdicts.append(Verdict(False, found.rule.category, (reason,), score))
        else:
            name = _place(block, index, first, last)
            category, why = _WHY[name]
            verdicts.append(Verdict(False, category, (Reason(f"place.{name}", why),), score))
    return verdicts


def _place(block: Block, index: int, first: int, last: int) -> str:
    """Name the place and look of a dropped block that no rule speaks of."""
    words = block.text.count(" ") + 1
    sentence = block.text[-1] in _MARKS
    if last < 0:
        return "no_body"
    if index < first:
        if index == 0 and 3 <= words <= THRESHOLDS.headline_words and not sentence:
            return "headline"
        return "before_head" if sentence and words > _NAVIGATION_WORDS else "before_body"
    if index > last:
        if sentence and words > _NAVIGATION_WORDS:
            return "after_prose"
        return "after_headline" if words > _NAVIGATION_WORDS else "after_label"
    return "inside_prose" if sentence and words > _NAVIGATION_WORDS else "inside_label"


def _confidence(scores: FloatArray, kept: Flags) -> float:
    if not kept.any():
        return 0.0
    certainty = 1 / (1 + np.exp(-np.abs(scores)))
    return round(float(certainty.mean()), 4)
