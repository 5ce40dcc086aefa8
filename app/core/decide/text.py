"""Verdicts on plain text: scores, then an ordered tuple of small passes over one case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.core.decide.decision import Decision
from app.core.decide.expected import expected_best
from app.core.decide.text_case import THRESHOLDS, Case, Change
from app.core.decide.text_passes import PASSES
from app.core.decide.walls import find_walls, merge_walls, name_wall
from app.core.measure.features import Features
from app.core.model import Finding, Kind, Metadata, Options, Page, Reason, Verdict
from app.core.score.trees import FloatArray

KEPT_AS: Final = {
    Kind.PARAGRAPH: "body", Kind.HEADING: "heading", Kind.LIST: "list",
    Kind.QUOTE: "quote", Kind.TABLE: "table", Kind.CODE: "code",
}  # fmt: skip


def decide_text(
    page: Page,
    metadata: Metadata,
    features: Features,
    scores: FloatArray,
    findings: Sequence[Finding],
    options: Options,
) -> Decision:
    """Turn evidence into one verdict a block."""
    if not page.blocks:
        return Decision((), "other", 0.0, 0.0, ("no_article",))
    words, end, cohesion = (
        features.values[:, features.names.index(name)] for name in ("words", "end", "cohesion")
    )
    case = Case(page.blocks, findings, scores, words, (end == 1) | (end == 2), cohesion, scores > 0, {})
    for judge in PASSES:
        for change in list(judge(case)):
            case.told[change.block] = change
            case.kept[change.block] = change.kept
    return _whole(case)


def _whole(case: Case) -> Decision:
    probability = 1 / (1 + np.exp(-np.abs(case.scores.astype(np.float64))))
    likely = np.where(case.kept, probability, 1 - probability)
    _, expected = expected_best(likely, case.words)
    title = next((case.blocks[c.block].text for c in case.told.values() if c.category == "title"), None)
    kept = case.kept.nonzero()[0].tolist()
    wall = name_wall(case.blocks, kept, case.words, title or case.blocks[0].text)
    left = float(case.words[case.kept].sum())
    remnant = left < THRESHOLDS.few_words and left < THRESHOLDS.remnant * float(case.words.sum())
    if wall or remnant:
        for index in kept:
            case.told[index] = Change(index, False, "other", NO_ARTICLE)
        case.kept[:] = False
    verdicts = _verdicts(case)
    kept = case.kept.nonzero()[0].tolist()
    walls = merge_walls(wall, find_walls(kept, case.words, case.findings))
    if not kept:
        return Decision(verdicts, "other", 0.5, min(expected, 0.1), ("no_article", *walls), title)
    doubt = ("no_article",) if expected < THRESHOLDS.low_confidence else ()
    return Decision(verdicts, "article", 0.5, round(expected, 4), (*doubt, *walls), title)


def _verdicts(case: Case) -> tuple[Verdict, ...]:
    places = np.flatnonzero(case.kept)
    first, last = (int(places[0]), int(places[-1])) if len(places) else (len(case.blocks), -1)
    words, ended = case.words.tolist(), case.ended.tolist()
    verdicts = []
    verdict: tuple[bool, str, tuple[Reason, ...], float]
    for index, (block, kept, score) in enumerate(
        zip(case.blocks, case.kept.tolist(), case.scores.tolist(), strict=True)
    ):
        told = case.told.get(index)
        if kept:
            reasons = (told.reason,) if told is not None and told.kept else ()
            verdict = (True, KEPT_AS[block.kind], reasons, score)
        elif told is not None and not told.kept:
            verdict = (False, told.category, (told.reason,), score)
        else:
            verdict = (False, *_by_place(words[index], ended[index], index, first, last), score)
        verdicts.append(_NEW(Verdict, verdict))
    return tuple(verdicts)


_NEW: Final = tuple.__new__
"""Verdicts are made by the hundred; their own constructor takes three times as long."""


def _by_place(words: float, ended: bool, index: int, first: int, last: int) -> tuple[str, tuple[Reason, ...]]:
    """Name a block that the score dropped by where it stands and how it looks."""
    long = words > THRESHOLDS.navigation_words
    sentence = long and ended
    if last < 0:
        return NO_BODY
    if index < first:
        return BEFORE_PROSE if sentence else BEFORE_LABEL
    if index > last:
        return AFTER_PROSE if sentence else AFTER_HEADLINE if long else AFTER_LABEL
    return INSIDE_PROSE if sentence else INSIDE_LABEL


def _placed(category: str, name: str, why: str) -> tuple[str, tuple[Reason, ...]]:
    return category, (Reason(f"place.{name}", why),)


NO_BODY: Final = _placed("other", "no-body", "The page holds no article that this could belong to.")
BEFORE_LABEL: Final = _placed(
    "navigation", "before-body", "Stands before the body, among the page's labels and links."
)
BEFORE_PROSE: Final = _placed("other", "above-body", "Stands before the body and is apart from it.")
AFTER_PROSE: Final = _placed("related", "item-after-body", "Text of another item after the end of the body.")
AFTER_HEADLINE: Final = _placed(
    "related", "headline-after-body", "Stands in the list of headlines after the body."
)
AFTER_LABEL: Final = _placed(
    "navigation", "label-after-body", "A label among the page's links after the body."
)
INSIDE_LABEL: Final = _placed(
    "section_label", "label-inside", "A label between paragraphs that is none of their headings."
)
INSIDE_PROSE: Final = _placed("other", "aside", "Interrupts the body and reads unlike it.")
NO_ARTICLE: Final = Reason("page.no-article", "The page holds too little that reads like a body.")
