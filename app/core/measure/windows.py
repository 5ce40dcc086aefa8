"""What stands around a block: windows over its neighbours, and the way to the next running text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


def prefix(values: NDArray[np.floating] | NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return running sums with a leading zero, so that ``p[b] - p[a]`` is the sum over ``[a, b)``."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def window_sum(sums: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Return for each block the sum over itself and ``reach`` neighbours on either side."""
    count = len(sums) - 1
    index = np.arange(count)
    result: NDArray[np.float64] = (
        sums[np.minimum(index + reach + 1, count)] - sums[np.maximum(index - reach, 0)]
    )
    return result


def shifted(values: NDArray[np.floating], by: int, missing: float) -> NDArray[np.floating]:
    """Return the value of the neighbour ``by`` places on (negative: back), ``missing`` beyond the page."""
    result = np.full_like(values, missing)
    if by > 0:
        result[:-by] = values[by:]
    elif by < 0:
        result[-by:] = values[:by]
    return result


def distance_back(marks: NDArray[np.bool_], farthest: int) -> FloatArray:
    """Return how many blocks back the last marked one before each block stands, at most ``farthest``."""
    index = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, index, -farthest - 1))
    before = np.concatenate(([-farthest - 1], last[:-1]))
    return np.minimum(index - before, farthest).astype(np.float32)


def distance_ahead(marks: NDArray[np.bool_], farthest: int) -> FloatArray:
    """Return how many blocks ahead the next marked one after each block stands, at most ``farthest``."""
    return distance_back(marks[::-1], farthest)[::-1]
