"""The pass of HTML mode that obeys rules: lines, runs, tails behind their labels, elements by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.decide.decision import Change, protected_by
from pagemarrow.core.decide.html_case import MAX_CLIMB, THRESHOLDS, Case, sentences
from pagemarrow.core.model import Finding, Kind, Page, Says, Scope


def drop_by_rule(case: Case) -> Iterator[Change]:
    """What a rule proves to be boilerplate goes, whatever its score; a tail label takes what follows with it."""
    proofs = [finding for finding in case.findings if finding.rule.says is Says.BOILERPLATE]
    tails = [finding for finding in proofs if finding.rule.scope is Scope.TAIL]
    if tails:
        yield from _drop_tails(case, tails)
    protected = protected_by(case.findings)
    heads = _heads(case) if proofs else protected
    lines = [finding for finding in proofs if finding.rule.scope not in (Scope.TAIL, Scope.CONTAINER)]
    for finding in (*lines, *_named(case, proofs)):
        rule = finding.rule
        safe = heads if rule.scope is Scope.LINE else protected
        for index in range(finding.first, finding.last):
            if index not in protected and index not in safe:
                yield Change(index, False, rule.category, rule.reason)


def _heads(case: Case) -> set[int]:
    """Return the headings that running text of the body follows in the same element: they head it, whatever they say."""
    blocks, containers = case.page.blocks, case.page.containers
    return {
        index - 1
        for index in case.prose().nonzero()[0].tolist()
        if index
        and blocks[index - 1].kind is Kind.HEADING
        and containers[blocks[index - 1].container].parent == containers[blocks[index].container].parent
    }


def _named(case: Case, proofs: Sequence[Finding]) -> list[Finding]:
    """Return the elements that may be dropped for their names: a name alone never takes much of what reads like body,
    nor do all of them together. Whole articles stand in ``share`` and ``overlay``."""
    likely = np.concatenate(([0.0], np.cumsum(case.probability * case.words)))
    total = float(likely[-1])
    sized = [
        (float(likely[finding.last] - likely[finding.first]), finding)
        for finding in proofs
        if finding.rule.scope is Scope.CONTAINER
    ]
    small = [(size, finding) for size, finding in sized if size <= THRESHOLDS.element_body * total]
    if sum([size for size, _ in small]) > THRESHOLDS.elements_body * total:
        return []
    return [finding for _, finding in small]


def _drop_tails(case: Case, tails: Sequence[Finding]) -> Iterator[Change]:
    """Drop each label, and all up to the next one unless body follows: on articles running text, elsewhere entries too.

    Behind the box that the label opens a sentence stays.
    """
    likely = case.probability * case.words * case.kept
    counted = likely * case.prose() if case.page_type == "article" else likely
    before = np.cumsum(counted)
    least = float(before[-1]) - THRESHOLDS.tail_prose * float(likely.sum())
    prose = np.concatenate(([0], np.cumsum(case.prose())))
    told = sentences(case.features) & (case.features.column("link_density") < THRESHOLDS.linked)
    ends = [*(finding.first for finding in tails[1:]), len(likely)]
    for (rule, first, _), end in zip(tails, ends, strict=True):
        last = end if before[first] >= least else first + 1
        box = _box_end(case.page, first, prose) if last > first + 1 else last
        for index in range(first, last):
            if index < box or not told[index]:
                yield Change(index, False, rule.category, rule.reason)


def _box_end(page: Page, label: int, prose: NDArray[np.intp]) -> int:
    """Return where the box ends that ``label`` opens: the largest element around it that holds no body before it, and
    something after it; without one the rest of the page is its tail.

    ``prose`` [blocks + 1] counts the running text of the body before each block.
    """
    containers = page.containers
    at = page.blocks[label].container
    end = 0
    for _ in range(MAX_CLIMB):
        if at <= 0 or prose[containers[at].first] != prose[label]:
            break
        end = containers[at].last
        at = containers[at].parent
    return end if end > label + 1 else len(page.blocks)
