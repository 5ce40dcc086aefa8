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
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.containers import Tree, inherited
from pagemarrow.core.fold import NameWords, hash_name_words
from pagemarrow.core.hashes import BASE, Known, number_alike, number_words
from pagemarrow.core.measure.windows import running
from pagemarrow.core.measure.wording import Wording

LARGE_SHARE: Final = 0.45
"""A container with more of the page's running text than this is a wrapper: what its names say against it is
ignored (``has-sidebar``, ``elementor-widget-wrap``, ``category-news`` stand on whole articles)."""

NAMED: Final = ("name", "name_1", "name_2", "name_sum", "name_least", "name_most")


class Weights(NamedTuple):
    """What the words of names weigh; words without a weight count 0."""

    known: Known
    values: NDArray[np.float64]
    """One a number of ``known``."""


def make_weights(weights: Mapping[str, float]) -> Weights:
    """Return ``weights``, by folded word, as a table."""
    return Weights(number_words(hash_name_words(list(weights))), np.array([0.0, *weights.values()]))


@cache
def load_weights() -> Weights:
    """Load the fitted weight of each word."""
    data = json.loads((files("pagemarrow") / "core" / "models" / "names.json").read_text("utf-8"))
    return make_weights(data["weights"])


def measure_names(tree: Tree, wording: Wording, weights: Weights) -> NDArray[np.float64]:
    """Return the rows ``NAMED``: the weight of the names on the block's own element, on those above it, and of all."""
    prose = running(wording.row("chars") * wording.long)
    share = (prose[tree.last] - prose[tree.first]) / max(float(prose[-1]), 1.0)
    wrapper = share > LARGE_SHARE
    total, least, most = _weigh(tree.words, weights).take(tree.shape, axis=1)
    own = np.where(wrapper, np.maximum(total, 0), total)
    parent = tree.parent[tree.at]
    extremes = np.array((np.where(wrapper, 0, least), -most))
    lowest, highest = inherited(tree, extremes, np.minimum).take(tree.at, axis=1)
    return np.array((
        own[tree.at], own[parent], own[tree.parent[parent]], inherited(tree, own, np.add)[tree.at], lowest, -highest,
    ))  # fmt: skip


def _weigh(words: NameWords, weights: Weights) -> NDArray[np.float64]:
    """Return [3, looks] the sum of what the words of each look weigh, each once, and the lowest and highest weight."""
    found = weights.values.take(weights.known.look_up(words.hashes))
    once = found.copy()
    once[_repeated(words)] = 0.0
    return np.array([
        np.add.reduceat(once, words.starts),
        np.minimum.reduceat(found, words.starts),
        np.maximum.reduceat(found, words.starts),
    ])  # fmt: skip


def _repeated(words: NameWords) -> NDArray[np.intp]:
    """Return the places of words that their look has already."""
    hashes, starts = words
    steps = np.zeros(len(hashes), dtype=np.uint64)
    # Hashes are multiples of the other constant: with that one, words of neighbours would be alike.
    steps[starts[1:]] = BASE
    alike = number_alike(hashes + np.add.accumulate(steps))
    again: NDArray[np.intp] = (alike != np.arange(len(alike))).nonzero()[0]
    return again
