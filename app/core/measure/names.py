"""What the class, id and role words of an element tell of its text.

Each word has a fitted weight: the log-ratio of the share of a page's body that stands inside elements so named
to the share of its boilerplate, averaged over the domains that use the word and shrunk where they are few
(``bench/fit_html.py`` writes ``models/names.json``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.core.measure.containers import Tree, inherited
from app.core.measure.windows import prefix
from app.core.measure.wording import Wording
from app.core.model import Page

LARGE_SHARE: Final = 0.45
"""A container with more of the page's running text than this is a wrapper: what its names say against it is
ignored (``has-sidebar``, ``elementor-widget-wrap``, ``category-news`` stand on whole articles)."""

MAX_NAME: Final = 300
"""Characters of a name that are read: utility-class frameworks write names of a kilobyte."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APART_BYTES: Final = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_APART: Final = {code: " " for code in range(128) if not chr(code).isalpha()}


def name_words(tag: str, name: str) -> frozenset[str]:
    """Split the names of an element into lower-case words at hyphens, underscores, digits and camel case.

    The tag counts as a word of its own (``<nav>``), since markup says the same thing both ways.
    """
    return frozenset((f"<{tag}>", *_words(name[:MAX_NAME])))


def _words(name: str) -> list[str]:
    if not name.islower():
        name = _CAMEL.sub(" ", name).lower()
    if name.isascii():  # a table of bytes is ten times as fast as one of characters
        return name.encode().translate(_APART_BYTES).decode().split()
    return name.translate(_APART).split()


@cache
def load_weights() -> Mapping[str, float]:
    """Load the fitted weight of each word."""
    data = json.loads((files("app") / "core" / "models" / "names.json").read_text("utf-8"))
    weights: dict[str, float] = data["weights"]
    return weights


def measure_names(
    page: Page, tree: Tree, wording: Wording, weights: Mapping[str, float]
) -> dict[str, NDArray[Any]]:
    """Return columns [blocks]: the weight of the names on the block's own element, on those above it, and of all."""
    running = prefix(wording.column("chars") * wording.long)
    share = (running[tree.last] - running[tree.first]) / max(float(running[-1]), 1.0)
    wrapper = share > LARGE_SHARE
    total, least, most = _weigh_looks(tree, weights)[:, tree.shape]
    own = np.where(wrapper, np.maximum(total, 0), total)
    container = np.array([block.container for block in page.blocks], dtype=np.intp)
    parent = tree.parent[container]
    return {
        "name": own[container],
        "name_1": own[parent],
        "name_2": own[tree.parent[parent]],
        "name_sum": inherited(tree, own, np.add)[container],
        "name_least": inherited(tree, np.where(wrapper, 0, least), np.minimum)[container],
        "name_most": inherited(tree, most, np.maximum)[container],
    }


def _weigh_looks(tree: Tree, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return [3, shapes] sum, lowest and highest weight of each of ``Tree.looks``."""
    weigh = _weigh_shipped if weights is load_weights() else partial(_weigh, weights)
    return np.array([weigh(*look) for look in tree.looks]).T


@lru_cache(maxsize=16_384)
def _weigh_shipped(tag: str, name: str) -> tuple[float, float, float]:
    """Pages of one site share their names."""
    return _weigh(load_weights(), tag, name)


def _weigh(weights: Mapping[str, float], tag: str, name: str) -> tuple[float, float, float]:
    """Return sum, lowest and highest weight of the words of an element's names."""
    found = [weights[word] for word in {f"<{tag}>", *_words(name[:MAX_NAME])} if word in weights]
    return (sum(found), min(found), max(found)) if found else (0.0, 0.0, 0.0)
