"""The score of a block of plain text: the fitted trees, and how much a page is forgiven.

A page that still has its menus and footers (raw) must be cut; the output of another extractor (narrowed) is mostly
body, and a wrong cut costs more than a promo left in. A second small model of the page-level columns tells
one from the other, and lifts all scores of a narrowed page.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.measure.text_context import measure_text_context
from pagemarrow.core.model import Page, Term
from pagemarrow.core.score.terms import Terms, block_terms
from pagemarrow.core.score.trees import Ensemble, FloatArray, load, score_features

FORGIVENESS: Final = 3.0
"""Log-odds that a block of a surely narrowed page is lifted by. Judged on domains left out: between 2.5 and 4 the share of clean
texts that lose more than 0.01 of their F1 falls by a tenth to a half, and whole pages lose 0.001."""


class TextModels(NamedTuple):
    """The trees of text mode."""

    blocks: Ensemble
    context: Ensemble
    pages: Ensemble


def score_text(page: Page, features: Features) -> FloatArray:
    """Return log-odds [blocks] that each block is body.

    Raises ``ValueError`` when the features are not those the models were fitted on.
    """
    return second_pass(page, features, _load_models())


def first_pass(features: Features, blocks: Ensemble) -> FloatArray:
    """Return log-odds [blocks] by the block and what stands around it."""
    return score_features(features, blocks)


def second_pass(page: Page, features: Features, models: TextModels) -> FloatArray:
    """Return log-odds [blocks] by the first pass's scores as well, lifted by what the page is forgiven."""
    if not len(features.values):
        return np.zeros(0, dtype=np.float32)
    return score_features(_in_context(page, features, models), models.context) + _lift(features, models.pages)


def text_terms(page: Page, features: Features) -> tuple[Terms, ...]:
    """Return for each block the strongest terms of its score; ``narrowed`` is what its page is forgiven."""
    if not len(features.values):
        return ()
    models = _load_models()
    narrowed = Term("narrowed", float(_lift(features, models.pages)))
    return block_terms(_in_context(page, features, models), models.context, (narrowed,))


def _load_models() -> TextModels:
    return TextModels(load("text"), load("text_context"), load("text_page"))


def _in_context(page: Page, features: Features, models: TextModels) -> Features:
    return measure_text_context(page, features, first_pass(features, models.blocks))


def _lift(features: Features, pages: Ensemble) -> np.float32:
    raw = score_features(page_features(features, pages.features), pages)[0]
    return np.float32(FORGIVENESS / (1 + np.exp(raw)))


def page_features(features: Features, names: Columns) -> Features:
    """Return the columns ``names``, the same for every block of a page, as one row."""
    columns = [features.names.places[name] for name in names]
    return Features(names, features.values[:1, columns])
