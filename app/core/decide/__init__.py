"""Features and findings to one verdict a block: an ordered tuple of small passes an input kind."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.decide.decision import Decision
from app.core.decide.html import decide_html
from app.core.decide.include import include
from app.core.decide.text import decide_text
from app.core.measure.features import Features
from app.core.model import Finding, Metadata, Options, Page
from app.core.score.trees import FloatArray

__all__ = ["Decision", "decide"]


def decide(
    page: Page,
    kind: str,
    metadata: Metadata,
    features: Features,
    scores: FloatArray,
    findings: Sequence[Finding],
    options: Options,
) -> Decision:
    """Turn evidence into one verdict a block; ``kind`` is ``"html"`` or ``"text"``."""
    chosen = decide_html if kind == "html" else decide_text
    decision = chosen(page, metadata, features, scores, findings, options)
    return include(page, decision, findings, options)
