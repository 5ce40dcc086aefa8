"""The record that deciding returns, and what both kinds of input decide alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core.model import Finding, Says, Verdict


class Decision(NamedTuple):
    """The verdicts of a page, and what they say of the page as a whole."""

    verdicts: tuple[Verdict, ...]
    page_type: str
    page_type_confidence: float
    confidence: float
    """How far the body can be trusted, 0 to 1: from 0.9 on it is nearly always right, below 0.5 mostly wrong."""
    warnings: tuple[str, ...] = ()
    title: str | None = None
    """The headline where deciding found one that the page does not declare."""


def protected_by(findings: Sequence[Finding]) -> set[int]:
    """Return the blocks that a rule knows to be content: no other rule's proof takes them."""
    return {
        index
        for finding in findings
        if finding.rule.says is Says.CONTENT
        for index in range(finding.first, finding.last)
    }
