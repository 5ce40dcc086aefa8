"""Density features of plain text (first cut, being replaced)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.core.measure.features import Features
from app.core.model import Finding, Metadata, Page


def measure_text(
    page: Page, metadata: Metadata, language: str | None, findings: Sequence[Finding]
) -> Features:
    """Measure every block of ``page``."""
    words = [float(block.text.count(" ") + 1) for block in page.blocks]
    return Features(("words",), np.array(words, dtype=np.float32).reshape(-1, 1))
