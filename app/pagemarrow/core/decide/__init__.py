"""Features and findings to one verdict a block: an ordered tuple of small passes an input kind."""

from __future__ import annotations

from collections.abc import Sequence

from pagemarrow.core.decide.decision import Decision
from pagemarrow.core.decide.html import decide_html
from pagemarrow.core.decide.include import include
from pagemarrow.core.decide.text import decide_text
from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import AUTO, Finding, Metadata, Options, Page
from pagemarrow.core.score.trees import FloatArray

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
    if options.page_type != AUTO:
        decision = decision._replace(page_type=options.page_type, page_type_confidence=1.0)
    return include(page, decision, findings, options)
