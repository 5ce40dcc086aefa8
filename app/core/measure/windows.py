"""What stands around a block: windows over its neighbours, and the two beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Counts = NDArray[np.intp]


def running(values: NDArray[Any]) -> Array:
    """Return running sums along the last axis with a leading zero: ``r[b] - r[a]`` is the sum over ``[a, b)``."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.add.accumulate(values, axis=-1, out=sums[..., 1:])
    return sums


def window(sums: Array, reach: int) -> tuple[Array, Array, Counts]:
    """Return the running sums where the window of ``reach`` blocks on either side begins and ends, and its blocks.

    ``sums`` [rows, blocks + 1] are running sums; the results are [rows, blocks], [rows, blocks] and [blocks].
    """
    count = sums.shape[1] - 1
    index = np.arange(count)
    blocks = np.minimum(index + reach + 1, count) - np.maximum(index - reach, 0)
    # Beyond either end the sums stay what they are there, so that both sides are slices, which cost no copy.
    padded = np.empty((len(sums), count + 1 + 2 * reach))
    padded[:, reach : reach + count + 1] = sums
    padded[:, :reach] = sums[:, :1]
    padded[:, reach + count + 1 :] = sums[:, -1:]
    return padded[:, :count], padded[:, 2 * reach + 1 :], blocks


def beside(values: NDArray[np.floating], missing: float) -> tuple[Array, Array]:
    """Return the values of the block before each and of the one after, ``missing`` beyond the page."""
    padded = np.empty(len(values) + 2)
    padded[0] = padded[-1] = missing
    padded[1:-1] = values
    return padded[:-2], padded[2:]
