"""Text mode: which lines of the input were dropped, and how many of them rightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bench.labels import align


class Drops(NamedTuple):
    """Characters other than white space, so that a dropped paragraph weighs more than a dropped label."""

    right: int
    """Boilerplate that was dropped."""
    wrong: int
    """Body that was dropped."""
    missed: int
    """Boilerplate that was kept."""
    kept: int
    """Body that was kept."""

    @property
    def precision(self) -> float:
        """Share of what was dropped that is boilerplate; 1 when nothing was dropped."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the boilerplate that was dropped; 1 when there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def lost(self) -> float:
        """Share of the body that was dropped; 0 when there is none."""
        return self.wrong / (self.wrong + self.kept) if self.wrong + self.kept else 0.0


def count_drops(text: str, output: str, labels: Sequence[int]) -> Drops:
    """Compare the lines of ``output`` with the lines of ``text``; ``labels[i]`` is 1 when line ``i`` is boilerplate.

    Lines are paired in order by a longest common subsequence of stripped lines; a line of the input without partner was
    dropped. Empty lines count neither way.
    """
    lines = [
        (line.strip(), bool(label))
        for line, label in zip(text.split("\n"), labels, strict=True)
        if line.strip()
    ]
    kept, _ = align(
        [line for line, _ in lines], [line.strip() for line in output.split("\n") if line.strip()]
    )
    sizes: Counter[tuple[bool, bool]] = Counter()
    for (line, boilerplate), stays in zip(lines, kept, strict=True):
        sizes[boilerplate, stays] += len("".join(line.split()))
    return Drops(sizes[True, False], sizes[False, False], sizes[True, True], sizes[False, True])


def total(drops: Iterable[Drops]) -> Drops:
    """Add up pages."""
    return Drops(*(sum(column) for column in zip(*drops, strict=True)))
