"""Findings and scores to verdicts (first cut, being replaced)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.measure import Features
from app.core.model import Finding, Kind, Metadata, Page, Reason, Says, Verdict

_KEPT_AS = {Kind.PARAGRAPH: "body"}


class Decision(NamedTuple):
    """The verdicts of a page, and what they say of the page as a whole."""

    verdicts: tuple[Verdict, ...]
    page_type: str
    page_type_confidence: float
    confidence: float
    warnings: tuple[str, ...]


def decide(
    page: Page,
    kind: str,
    metadata: Metadata,
    features: Features,
    scores: NDArray[np.float32],
    findings: tuple[Finding, ...],
) -> Decision:
    """Turn evidence into one verdict a block."""
    proof: dict[int, Finding] = {}
    for finding in findings:
        if finding.rule.says is Says.BOILERPLATE:
            for index in range(finding.first, finding.last):
                proof.setdefault(index, finding)
    verdicts = []
    for index, block in enumerate(page.blocks):
        found = proof.get(index)
        value = float(scores[index])
        if found is not None:
            verdicts.append(
                Verdict(False, found.rule.category, (Reason(found.rule.id, found.rule.why),), value)
            )
        elif value > 0:
            verdicts.append(Verdict(True, _KEPT_AS.get(block.kind, block.kind.value), (), value))
        else:
            verdicts.append(Verdict(False, "other", (Reason("score", "Reads unlike the body."),), value))
    kept = any(verdict.kept for verdict in verdicts)
    return Decision(tuple(verdicts), "article", 0.5, 0.5 if kept else 0.0, () if kept else ("no_article",))
