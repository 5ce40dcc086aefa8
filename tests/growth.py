"""How cost grows: the tests that ask for linear time compare a size with twice the size, never with a clock's figure."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import pairwise

MOST: float = 2.5
"""Times the cost that twice the input may take. Quadratic work takes four times."""

ROUNDS = 15
LEAST_ROUNDS = 2
"""Rounds before the first verdict: one hiccup at the smaller size would let anything pass."""
STEPS = 2
"""Doublings that are measured. One that fits is enough: a cache that overflows bends one, quadratic work bends all."""
LEAST_S = 0.004
"""Less processor time than this is noise: the size is doubled until the work takes as long."""
MOST_SIZE = 1 << 20
"""Work that is noise even at this size grows too slowly to matter."""


def assert_as_cheap(work: Callable[[], object], other: Callable[[], object]) -> None:
    """Fail when ``work`` takes more than ``MOST`` times as long as ``other``; the best of several rounds counts."""
    mine = theirs = float("inf")
    for _ in range(ROUNDS):
        mine = min(mine, _seconds(lambda _: work(), 0))
        theirs = min(theirs, _seconds(lambda _: other(), 0))
        if mine <= MOST * theirs:
            return
    raise AssertionError(f"{mine:.3f} s is {mine / theirs:.1f} times {theirs:.3f} s")


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Fail when every doubling of ``size`` makes ``work`` take more than ``MOST`` times as long; the best of several rounds counts."""
    while _seconds(work, size) < LEAST_S and size < MOST_SIZE:
        size *= 2
    if size >= MOST_SIZE:
        return
    best = [float("inf")] * (STEPS + 1)
    for turn in range(ROUNDS):
        best = [min(before, _seconds(work, size << step)) for step, before in enumerate(best)]
        growth = min(after / before for before, after in pairwise(best))
        if growth <= MOST and turn >= LEAST_ROUNDS:
            return
    raise AssertionError(
        f"from {size} on it takes at least {growth:.1f} times as long for twice the size ({best[0]:.3f} s)"
    )


def _seconds(work: Callable[[int], object], size: int) -> float:
    """Return the processor time of ``work``; the collector of cycles would strike now and then."""
    gc.disable()
    started = time.process_time()
    try:
        work(size)
        return time.process_time() - started
    finally:
        gc.enable()
