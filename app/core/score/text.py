"""The score of a block of plain text."""

from __future__ import annotations

from app.core.measure.features import Features
from app.core.score.trees import Ensemble, FloatArray, evaluate, load


def score_text(features: Features, model: Ensemble | None = None) -> FloatArray:
    """Return log-odds [blocks] that each block is body, by the fitted model or by ``model``.

    Raises ``ValueError`` when the features are not those the model was fitted on.
    """
    chosen = load("text") if model is None else model
    if chosen.features != features.names:
        raise ValueError("the features are not those the model was fitted on: refit it")
    return evaluate(features.values, chosen)
