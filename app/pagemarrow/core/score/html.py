"""The score of a block of HTML: one pass over its features, a second that also sees the first's scores around it."""

from __future__ import annotations

import numpy as np

from pagemarrow.core.measure.context import measure_context
from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import Page
from pagemarrow.core.score.terms import Terms, block_terms
from pagemarrow.core.score.trees import FloatArray, load, score_features


def score_html(page: Page, features: Features) -> FloatArray:
    """Return log-odds [blocks] that each block is body."""
    if not page.blocks:
        return np.zeros(0, dtype=np.float32)
    return score_features(_in_context(page, features), load("html_context"))


def html_terms(page: Page, features: Features) -> tuple[Terms, ...]:
    """Return for each block the strongest terms of its score; the first pass's scores are features among others."""
    if not page.blocks:
        return ()
    return block_terms(_in_context(page, features), load("html_context"))


def _in_context(page: Page, features: Features) -> Features:
    return measure_context(page, features, score_features(features, load("html")))
