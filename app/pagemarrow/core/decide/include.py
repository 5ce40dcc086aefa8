"""What the caller asks to have beside the body: captions inside it, and the readers' comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pagemarrow.core.decide.decision import Decision
from pagemarrow.core.model import Finding, Options, Page, Reason, Says, Scope, Verdict

LEAST_WORDS: Final = 3
"""A shorter line among the comments is a name, a date or a button."""

INCLUDED: Final = Reason("options.include", "Kept because the request asks for it.")


def include(page: Page, decision: Decision, findings: Sequence[Finding], options: Options) -> Decision:
    """Return the decision with captions inside the body and comments kept, as ``options.include`` says."""
    kept = [number for number, verdict in enumerate(decision.verdicts) if verdict.kept]
    if not kept or options.include.isdisjoint(("captions", "comments")):
        return decision
    chosen: set[int] = set()
    if "captions" in options.include:
        inside = range(kept[0], kept[-1] + 1)
        chosen.update(n for n in inside if decision.verdicts[n].category == "caption")
    if "comments" in options.include:
        chosen.update(_comments(page, decision, findings))
    verdicts = tuple(
        _kept(verdict) if number in chosen else verdict for number, verdict in enumerate(decision.verdicts)
    )
    return decision._replace(verdicts=verdicts)


def _comments(page: Page, decision: Decision, findings: Sequence[Finding]) -> set[int]:
    """Blocks of the comments that are no counter, button or invitation."""
    spoken = {
        number
        for finding in findings
        if finding.rule.scope in (Scope.LINE, Scope.RUN) and finding.rule.says is not Says.CONTENT
        for number in range(finding.first, finding.last)
    }
    labels = {finding.first for finding in findings if finding.rule.scope is Scope.TAIL}
    return {
        number
        for number, verdict in enumerate(decision.verdicts)
        if verdict.category == "comments"
        and number not in spoken
        and number not in labels
        and len(page.blocks[number].text.split()) >= LEAST_WORDS
    }


def _kept(verdict: Verdict) -> Verdict:
    return verdict._replace(kept=True, reasons=(*verdict.reasons, INCLUDED))
