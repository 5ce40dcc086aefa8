"""The score of a block of HTML: one pass over its features, a second that also sees the first's scores around it."""

from __future__ import annotations

import numpy as np

from app.core.measure.context import measure_context
from app.core.measure.features import Features
from app.core.model import Page
from app.core.score.trees import FloatArray, load, score_features


def score_html(page: Page, features: Features) -> FloatArray:
    """Return log-odds [blocks] that each block is body."""
    if not page.blocks:
        return np.zeros(0, dtype=np.float32)
    first = score_features(features, load("html"))
    return score_features(measure_context(page, features, first), load("html_context"))
