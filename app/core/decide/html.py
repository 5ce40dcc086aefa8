"""Verdicts on HTML (first cut, being replaced)."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.decide.decision import Decision
from app.core.measure.features import Features
from app.core.model import Finding, Metadata, Options, Page, Reason, Says, Verdict
from app.core.score.trees import FloatArray


def decide_html(
    page: Page,
    metadata: Metadata,
    features: Features,
    scores: FloatArray,
    findings: Sequence[Finding],
    options: Options,
) -> Decision:
    """Turn evidence into one verdict a block."""
    proof: dict[int, Finding] = {}
    for finding in findings:
        if finding.rule.says is Says.BOILERPLATE:
            for index in range(finding.first, finding.last):
                proof.setdefault(index, finding)
    verdicts = []
    for index in range(len(page.blocks)):
        found = proof.get(index)
        value = float(scores[index])
        if found is not None:
            reasons = (Reason(found.rule.id, found.rule.why),)
            verdicts.append(Verdict(False, found.rule.category, reasons, value))
        elif value > 0:
            verdicts.append(Verdict(True, "body", (), value))
        else:
            verdicts.append(Verdict(False, "other", (Reason("score", "Reads unlike the body."),), value))
    kept = any(verdict.kept for verdict in verdicts)
    warnings = () if kept else ("no_article",)
    return Decision(tuple(verdicts), "article", 0.5, 0.5 if kept else 0.0, warnings)
