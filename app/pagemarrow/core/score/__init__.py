"""Features to a content score a block, by the fitted model of the input kind."""

from __future__ import annotations

from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import Page
from pagemarrow.core.score.html import html_terms, score_html
from pagemarrow.core.score.terms import Terms, add_term
from pagemarrow.core.score.text import score_text, text_terms
from pagemarrow.core.score.trees import FloatArray

__all__ = ["add_term", "score", "terms"]


def score(page: Page, features: Features, kind: str) -> FloatArray:
    """Return the log-odds [blocks] that each block is body text; ``kind`` is ``"html"`` or ``"text"``."""
    return score_html(page, features) if kind == "html" else score_text(page, features)


def terms(page: Page, features: Features, kind: str) -> tuple[Terms, ...]:
    """Return for each block the features that moved its score most, the strongest first."""
    return html_terms(page, features) if kind == "html" else text_terms(page, features)
