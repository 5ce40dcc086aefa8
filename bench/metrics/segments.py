"""trafilatura's segment measures: strings the output must hold and must not hold, counted over all pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Tally(NamedTuple):
    """Segments of one page, or of all: wanted found, unwanted found, wanted missed, unwanted left out."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    @property
    def precision(self) -> float:
        return _share(self.true_positive, self.false_positive)

    @property
    def recall(self) -> float:
        return _share(self.true_positive, self.false_negative)

    @property
    def accuracy(self) -> float:
        right = self.true_positive + self.true_negative
        return _share(right, self.false_positive + self.false_negative)

    @property
    def f(self) -> float:
        """Harmonic mean of precision and recall."""
        twice = 2 * self.true_positive
        return _share(twice, self.false_positive + self.false_negative)


def tally(output: str, wanted: Sequence[str], unwanted: Sequence[str]) -> Tally:
    """Count the segments of one page in ``output``, as exact substrings."""
    found = sum(segment in output for segment in wanted)
    wrong = sum(segment in output for segment in unwanted)
    return Tally(found, wrong, len(wanted) - found, len(unwanted) - wrong)


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up pages: the published figures are of all segments, not means over pages."""
    return Tally(*(sum(column) for column in zip(*tallies, strict=True)))


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 0.0
