"""Which scores are high enough: the choice of blocks with the best word F1 to be expected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def expected_best(probability: NDArray[np.floating], words: NDArray[np.floating]) -> tuple[float, float]:
    """Return the probability above which blocks are kept, and the word F1 to be expected of that choice.

    ``probability`` [blocks] that a block is body, ``words`` [blocks] in it. Keeping what is likelier than half of the
    best F1 is optimal (Lipton, Elkan and Narayanaswamy 2014, "Optimal thresholding of classifiers to
    maximize F1 measure"): a page that is hard to read is read more generously. ``(0.5, 0.0)`` for no blocks.
    """
    if not len(words):
        return 0.5, 0.0
    order = np.argsort(-probability, kind="stable")
    likely = words * probability
    hits = np.cumsum(likely[order])
    kept = np.cumsum(words[order])
    best = float((2 * hits / np.maximum(kept + hits[-1], 1e-6)).max())
    return best / 2, best
