"""Verdicts on plain text: scores, then an ordered tuple of small passes over one case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from pagemarrow.core.decide.decision import Change, Decision, Place, judge_blocks
from pagemarrow.core.decide.expected import expected_best
from pagemarrow.core.decide.text_case import THRESHOLDS, Case
from pagemarrow.core.decide.text_passes import ABOVE_TEXT, PASSES
from pagemarrow.core.decide.walls import find_walls, merge_walls, name_wall
from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import (
    Block,
    Finding,
    Kind,
    Metadata,
    Options,
    Page,
    Reason,
    Rule,
    Says,
    Scope,
    Verdict,
)
from pagemarrow.core.score.trees import FloatArray


def decide_text(
    page: Page,
    metadata: Metadata,
    features: Features,
    scores: FloatArray,
    findings: Sequence[Finding],
    options: Options,
) -> Decision:
    """Turn evidence into one verdict a block. Where ``options`` name a thread, its comments are its body."""
    if not page.blocks:
        return Decision((), "other", 0.0, 0.0, ("no_article",))
    words, end = features.column("words"), features.column("end")
    ended = (end == 1) | (end == 2)
    prose = (words >= THRESHOLDS.prose_words) & ended
    if options.page_type == "forum":
        findings = [finding for finding in findings if not _opens_comments(finding)]
    kinds = [block.kind for block in page.blocks]
    hints = _hints_above(findings)
    case = Case(page.blocks, findings, scores, words, ended, prose, scores > 0, {}, hints, kinds)
    for judge in PASSES:
        for change in list(judge(case)):
            case.told[change.block] = change
            case.kept[change.block] = change.kept
    return _whole(case)


def _opens_comments(finding: Finding) -> bool:
    """Tell whether a rule takes all below a label for comments: in a thread those are the posts."""
    return finding.rule.scope is Scope.TAIL and finding.rule.category == "comments"


def _hints_above(findings: Sequence[Finding]) -> dict[int, Rule]:
    """Return by block the rules that hint at what stands between a headline and its text."""
    return {
        index: finding.rule
        for finding in findings
        if finding.rule.category in ABOVE_TEXT and finding.rule.says is not Says.CONTENT
        for index in range(finding.first, finding.last)
    }


def _whole(case: Case) -> Decision:
    probability = 1 / (1 + np.exp(-np.abs(case.scores.astype(np.float64))))
    likely = np.where(case.kept, probability, 1 - probability)
    expected = _calibrated(expected_best(likely, case.words)[1])
    title = next((_unsigned(case.blocks[c.block]) for c in case.told.values() if c.category == "title"), None)
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


def _calibrated(expected: float) -> float:
    """Return the F1 that texts with this expected F1 reach in the mean, where they are of domains not fitted on."""
    return float(np.interp(expected, EXPECTED, REACHED))


EXPECTED: Final = (0.0, 0.43, 0.56, 0.66, 0.73, 0.78, 0.83, 0.88, 0.92, 0.95, 0.97, 1.0)
REACHED: Final = (0.0, 0.43, 0.53, 0.61, 0.64, 0.66, 0.74, 0.86, 0.90, 0.94, 0.97, 1.0)
"""Read from 2,332 renderings of whole pages on domains left out, scored by models of the first pass alone.

The second pass came later, and the table was not read anew."""


def _unsigned(block: Block) -> str:
    """Return the text of a heading without the number signs that mark it as one."""
    return _HEADING_SIGNS.sub("", block.text).rstrip() if block.kind is Kind.HEADING else block.text


_HEADING_SIGNS: Final = re.compile(r"^#{1,6}[ \t]+|(?<=[ \t])#+$")


def _verdicts(case: Case) -> tuple[Verdict, ...]:
    return judge_blocks(case.blocks, case.kept, _name_places(case), case.told, case.scores)


def _name_places(case: Case) -> list[Place]:
    """Name every block as one that the score drops: by where it stands and how it looks."""
    body = case.kept.nonzero()[0]
    if not len(body):
        return [NO_BODY] * len(case.kept)
    long = case.words > THRESHOLDS.navigation_words
    sentence = long & case.ended
    codes = np.where(sentence, _INSIDE + 1, _INSIDE)
    codes[: body[0]] = _BEFORE + sentence[: body[0]]
    codes[body[-1] + 1 :] = (long.astype(np.intp) + sentence + _AFTER)[body[-1] + 1 :]
    return [_PLACES[code] for code in codes.tolist()]


def _placed(category: str, name: str, why: str) -> Place:
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
_PLACES: Final = (
    *(BEFORE_LABEL, BEFORE_PROSE),
    *(INSIDE_LABEL, INSIDE_PROSE),
    *(AFTER_LABEL, AFTER_HEADLINE, AFTER_PROSE),
)
_BEFORE, _INSIDE, _AFTER = 0, 2, 4
"""Where in ``_PLACES`` the names begin that a block has before, inside and after the body."""

NO_ARTICLE: Final = Reason("page.no-article", "The page holds too little that reads like a body.")
