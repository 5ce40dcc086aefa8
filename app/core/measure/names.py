"""What the class, id and role words of an element tell of its text.

The tag is a word like the others, since markup says the same thing both ways. Each has a fitted weight: the log-ratio of the share of a page's body that stands inside elements so named
to the share of its boilerplate, averaged over the domains that use the word and shrunk where they are few
(``bench/fit_html.py`` writes ``models/names.json``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import chain, repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.core.containers import Tree, inherited
from app.core.measure.windows import running
from app.core.measure.wording import Wording

LARGE_SHARE: Final = 0.45
"""A container with more of the page's running text than this is a wrapper: what its names say against it is
ignored (``has-sidebar``, ``elementor-widget-wrap``, ``category-news`` stand on whole articles)."""

NAMED: Final = ("name", "name_1", "name_2", "name_sum", "name_least", "name_most")


@cache
def load_weights() -> Mapping[str, float]:
    """Load the fitted weight of each word."""
    data = json.loads((files("app") / "core" / "models" / "names.json").read_text("utf-8"))
    weights: dict[str, float] = data["weights"]
    return weights


def measure_names(tree: Tree, wording: Wording, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the rows ``NAMED``: the weight of the names on the block's own element, on those above it, and of all."""
    prose = running(wording.row("chars") * wording.long)
    share = (prose[tree.last] - prose[tree.first]) / max(float(prose[-1]), 1.0)
    wrapper = share > LARGE_SHARE
    total, least, most = _weigh(tree, weights).take(tree.shape, axis=1)
    own = np.where(wrapper, np.maximum(total, 0), total)
    parent = tree.parent[tree.at]
    extremes = np.array((np.where(wrapper, 0, least), -most))
    lowest, highest = inherited(tree, extremes, np.minimum).take(tree.at, axis=1)
    return np.array((
        own[tree.at], own[parent], own[tree.parent[parent]], inherited(tree, own, np.add)[tree.at], lowest, -highest,
    ))  # fmt: skip


def _weigh(tree: Tree, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return [3, looks] the sum of what the words of each look weigh, and the lowest and highest weight.

    Words without a weight count 0.
    """
    words = list(map(dict.fromkeys, tree.words))
    sizes = np.fromiter(map(len, words), dtype=np.intp, count=len(words))
    found = np.fromiter(
        map(weights.get, chain.from_iterable(words), repeat(0.0)), dtype=np.float64, count=int(sizes.sum())
    )
    starts = np.add.accumulate(sizes) - sizes
    return np.array([combine.reduceat(found, starts) for combine in (np.add, np.minimum, np.maximum)])
