"""The score of a block of plain text (first cut, being replaced)."""

from __future__ import annotations

import numpy as np

from app.core.measure.features import Features
from app.core.score.trees import FloatArray


def score_text(features: Features) -> FloatArray:
    """Return log-odds [blocks]."""
    return np.asarray((features.values[:, 0] - 8) / 4, dtype=np.float32)
