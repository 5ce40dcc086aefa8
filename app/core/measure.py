"""Density features of every block (first cut, being replaced)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.model import Metadata, Page


class Features(NamedTuple):
    """One row a block, one column a feature."""

    names: tuple[str, ...]
    values: NDArray[np.float32]


def measure(page: Page, kind: str, metadata: Metadata, language: str | None) -> Features:
    """Measure every block of ``page``."""
    words = [float(block.text.count(" ") + 1) for block in page.blocks]
    return Features(("words",), np.array(words, dtype=np.float32).reshape(-1, 1))
