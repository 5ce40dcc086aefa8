"""What stands around a block: windows over its neighbours, and the two beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def running(values: NDArray[Any]) -> Array:
    """Return running sums along the last axis with a leading zero: ``r[b] - r[a]`` is the sum over ``[a, b)``."""
    sums = np.empty((*values.shape[:-1], values.shape[-1] + 1))
    sums[..., 0] = 0
    np.add.accumulate(values, axis=-1, out=sums[..., 1:])
    return sums


def windows(sums: Array, reaches: Sequence[int]) -> Iterator[tuple[Array, Array]]:
    """Yield for each of ``reaches`` the running sums where the window of so many blocks on either side begins and ends.

    ``sums`` [rows, blocks + 1] are running sums; the results are [rows, blocks] each. Beyond either end there are no blocks:
    a row of ones counts those in the window.
    """
    count, most = sums.shape[1] - 1, max(reaches)
    # Beyond either end the sums stay what they are there, so that both sides are slices, which cost no copy.
    padded = np.empty((len(sums), count + 1 + 2 * most))
    padded[:, most : most + count + 1] = sums
    padded[:, :most] = sums[:, :1]
    padded[:, most + count + 1 :] = sums[:, -1:]
    for reach in reaches:
        yield padded[:, most - reach :][:, :count], padded[:, most + reach + 1 :][:, :count]


def beside(values: NDArray[np.floating], missing: float) -> tuple[Array, Array]:
    """Return the values of the block before each and of the one after, ``missing`` beyond the page."""
    padded = np.empty(len(values) + 2)
    padded[0] = padded[-1] = missing
    padded[1:-1] = values
    return padded[:-2], padded[2:]
