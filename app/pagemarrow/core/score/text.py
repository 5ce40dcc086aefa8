"""The score of a block of plain text: the fitted trees, and how much a page is forgiven.

A page that still has its menus and footers (raw) must be cut; the output of another extractor (narrowed) is mostly
body, and a wrong cut costs more than a promo left in. A second small model of the page-level columns tells
one from the other, and lifts all scores of a narrowed page.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.model import Term
from pagemarrow.core.score.terms import Terms, block_terms
from pagemarrow.core.score.trees import Ensemble, FloatArray, load, score_features

FORGIVENESS: Final = 3.0
"""Log-odds that a block of a surely narrowed page is lifted by. Judged on domains left out: between 2.5 and 4 the share of clean
texts that lose more than 0.01 of their F1 falls by a tenth to a half, and whole pages lose 0.001."""


def score_text(features: Features, models: tuple[Ensemble, Ensemble] | None = None) -> FloatArray:
    """Return log-odds [blocks] that each block is body.

    ``models`` are the trees of blocks and of pages; the fitted ones by default.
    Raises ``ValueError`` when the features are not those the models were fitted on.
    """
    if not len(features.values):
        return np.zeros(0, dtype=np.float32)
    blocks, pages = (load("text"), load("text_page")) if models is None else models
    return score_features(features, blocks) + _lift(features, pages)


def text_terms(features: Features) -> tuple[Terms, ...]:
    """Return for each block the strongest terms of its score; ``narrowed`` is what its page is forgiven."""
    if not len(features.values):
        return ()
    narrowed = Term("narrowed", float(_lift(features, load("text_page"))))
    return block_terms(features, load("text"), (narrowed,))


def _lift(features: Features, pages: Ensemble) -> np.float32:
    raw = score_features(page_features(features, pages.features), pages)[0]
    return np.float32(FORGIVENESS / (1 + np.exp(raw)))


def page_features(features: Features, names: Columns) -> Features:
    """Return the columns ``names``, the same for every block of a page, as one row."""
    columns = [features.names.places[name] for name in names]
    return Features(names, features.values[:1, columns])
