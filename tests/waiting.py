"""Waiting for an event: with a limit that only tells hanging from working."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

HANGING_S = 60.0
"""What takes longer hangs, on the slowest and busiest machine."""

Seen = TypeVar("Seen")


def eventually(look: Callable[[], Seen], seconds: float = HANGING_S) -> Seen:
    """Return what ``look`` sees as soon as it is true. Raises ``AssertionError`` with the last of it otherwise."""
    end = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < end, f"not in {seconds:g} s: {seen!r}"
        time.sleep(0.02)
    return seen
