"""How much each page counts in a fit: sets weigh alike, and no domain rules its set."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.sets.case import Case

POWER = 0.75
"""1 makes every set weigh the same, 0 every page. A set of forty pages at full weight would teach its quirks."""

DOMAIN_POWER = 0.5
"""A domain's share of its set grows with this power of its pages."""


def group_of(case: Case) -> str:
    """Return the group that ``case`` weighs in: its set, or its kind of page in a set of several kinds."""
    return f"{case.set}/{case.page_type}"


def page_factors(cases: Sequence[Case]) -> NDArray[np.float64]:
    """Return [pages] what each page's weights are multiplied by; the mean is 1."""
    pages = Counter((group_of(case), case.domain) for case in cases)
    sizes: dict[str, float] = defaultdict(float)
    for (group, _), count in pages.items():
        sizes[group] += count**DOMAIN_POWER
    factors = np.array([
        pages[group, case.domain] ** (DOMAIN_POWER - 1) / sizes[group] ** POWER
        for case in cases
        for group in [group_of(case)]
    ])  # fmt: skip
    return factors / factors.mean() if len(factors) else factors
