"""Features to a content score a block, by the fitted model of the input kind."""

from __future__ import annotations

from app.core.measure.features import Features
from app.core.model import Page
from app.core.score.html import score_html
from app.core.score.text import score_text
from app.core.score.trees import FloatArray

__all__ = ["score"]


def score(page: Page, features: Features, kind: str) -> FloatArray:
    """Return the log-odds [blocks] that each block is body text; ``kind`` is ``"html"`` or ``"text"``."""
    return score_html(page, features) if kind == "html" else score_text(features)
