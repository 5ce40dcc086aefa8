"""Verdicts on HTML: the choice of best expected F1, then an ordered tuple of small passes, then what is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.belief import Prices, propagate
from pagemarrow.core.containers import build_tree
from pagemarrow.core.decide.decision import Change, Decision, judge_blocks
from pagemarrow.core.decide.expected import expected_best
from pagemarrow.core.decide.html_case import THRESHOLDS, Case, running_text, sentences
from pagemarrow.core.decide.html_passes import PASSES
from pagemarrow.core.decide.places import UNLIKE, name_places
from pagemarrow.core.decide.walls import find_walls, merge_walls, name_wall
from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import AUTO, Finding, Metadata, Options, Page, Reason, Rule, Says, Scope, Verdict
from pagemarrow.core.score.pagetype import PageTypes, guess_page_type
from pagemarrow.core.score.trees import FloatArray


def decide_html(
    page: Page,
    metadata: Metadata,
    features: Features,
    scores: FloatArray,
    findings: Sequence[Finding],
    options: Options,
    page_types: PageTypes | None = None,
) -> Decision:
    """Turn evidence into one verdict a block; ``page_types`` replaces the shipped models of page kinds."""
    if not page.blocks:
        return Decision((), "other", 0.0, 0.0, ("no_article",))
    words = np.expm1(features.column("words")).astype(np.float64)
    if options.page_type != AUTO:
        page_type, certainty = options.page_type, 1.0
    else:
        page_type, certainty = guess_page_type(features, scores, page_types)
    if options.page_type == AUTO and _is_plain(page, metadata, features, words):
        page_type, certainty = "article", PLAIN_CERTAINTY
    if page_type == "article":
        scores = propagate(features.tree or build_tree(page), scores, PRICES).blocks.astype(np.float32)
    probability = 1 / (1 + np.exp(-scores.astype(np.float64)))
    threshold, expected = expected_best(probability, words)
    running, kept = running_text(features), probability > threshold
    case = Case(page, metadata, features, findings, options, probability, words, page_type, running, kept)
    told: dict[int, Change] = {}
    for judge in PASSES:
        changes = list(judge(case))
        if not changes:
            continue
        kept = case.kept.copy()
        for change in changes:
            told[change.block] = change
            kept[change.block] = change.kept
        case = case._replace(kept=kept)
    return _whole(case, _verdicts(case, scores, told), certainty, expected)


PRICES: Final = Prices(block=1.5, container=2.0)
"""An article's body is a few connected parts of its page. Of the ten choices tried, on articles of twelve sets that nothing was
fitted on, this one gains 0.003 of mean F1 and loses least where bodies are not connected. Other kinds of page lose by any."""

PLAIN_CERTAINTY: Final = 0.5
"""How sure it is that a page of few blocks is an article: nothing speaks against it, but little for it."""


def _is_plain(page: Page, metadata: Metadata, features: Features, words: NDArray[np.float64]) -> bool:
    """Tell whether a page is too small to show a kind: sentences, and neither code nor a declared type among them."""
    if len(page.blocks) >= THRESHOLDS.few_blocks or metadata.schema_types:
        return False
    told = float(words[sentences(features)].sum())
    return told >= THRESHOLDS.few_blocks_prose * float(words.sum()) and not features.column("is_code").any()


def _verdicts(case: Case, scores: FloatArray, told: Mapping[int, Change]) -> tuple[Verdict, ...]:
    """Give every block its category and reasons: what a pass said of it, else a rule's hint, else its place."""
    places = name_places(case.features, case.kept)
    for number, rule in _hints(case.findings).items():
        places[number] = rule.category, (rule.reason, UNLIKE)
    return judge_blocks(case.page.blocks, case.kept, places, told, scores)


def _hints(findings: Sequence[Finding]) -> dict[int, Rule]:
    """Return for each block that a rule speaks against the first that does."""
    hints: dict[int, Rule] = {}
    for rule, first, last in findings:
        if rule.says is not Says.CONTENT and rule.scope is not Scope.TAIL:
            for index in range(first, last):
                hints.setdefault(index, rule)
    return hints


def _whole(case: Case, verdicts: tuple[Verdict, ...], certainty: float, expected: float) -> Decision:
    """Judge the page: a handful of words among many others, or a choice that is little better than chance, is no article.

    What the caller's selectors name as body is the body, however little it is.
    """
    kept = case.kept.nonzero()[0].tolist()
    left, total = float(case.words[case.kept].sum()), float(case.words.sum())
    remnant = left < THRESHOLDS.few_words and left < THRESHOLDS.remnant * total
    # A few words that are no sentence are no article, unless they are all that was sent.
    told = (
        left >= THRESHOLDS.few_words or bool(sentences(case.features)[kept].any()) or _is_snippet(case.page)
    ) and left > 0
    fragment = told and left >= THRESHOLDS.all_there_is * total
    poor = not told or remnant or (expected < THRESHOLDS.low_confidence and not fragment)
    wall = name_wall(case.page.blocks, kept, case.words, case.metadata.title)
    confidence = round(float(np.interp(expected, *THRESHOLDS.calibration)), 4)
    if left < THRESHOLDS.few_words:
        confidence = min(confidence, THRESHOLDS.few_words_confidence)
    warnings = merge_walls(wall, find_walls(kept, case.words, case.findings, case.page_type))
    if (poor or wall) and not case.page.kept_by_selector:
        verdicts = tuple(_withdrawn(verdict) for verdict in verdicts)
        return Decision(verdicts, case.page_type, certainty, min(confidence, 0.2), ("no_article", *warnings))
    return Decision(verdicts, case.page_type, certainty, confidence, warnings)


def _is_snippet(page: Page) -> bool:
    """Tell a ``<p>`` without a page around it: nothing says that a word in it is a notice or a button."""
    block = page.blocks[0]
    alone = len(page.blocks) == 1 and page.containers[block.container].tag == "p" and not block.link_chars
    return alone and not page.declared.title and not page.unread and not page.warnings


def _withdrawn(verdict: Verdict) -> Verdict:
    return Verdict(False, "other", (NO_ARTICLE,), verdict.score) if verdict.kept else verdict


NO_ARTICLE: Final = Reason("page.no-article", "The page holds too little that reads like a body.")
