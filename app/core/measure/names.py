"""What the class, id and role words of an element tell of its text.

Each word has a fitted weight: the log-ratio of the share of a page's body that stands inside elements so named
to the share of its boilerplate, averaged over the domains that use the word and shrunk where they are few
(``bench/fit_html.py`` writes ``models/names.json``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.core.measure.containers import Tree, inherited
from app.core.measure.windows import running
from app.core.measure.wording import Wording
from app.core.model import Page

LARGE_SHARE: Final = 0.45
"""A container with more of the page's running text than this is a wrapper: what its names say against it is
ignored (``has-sidebar``, ``elementor-widget-wrap``, ``category-news`` stand on whole articles)."""

MAX_NAME: Final = 300
"""Characters of a name that are read: utility-class frameworks write names of a kilobyte."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN: Final = "\0"
_APART_BYTES: Final = bytes(
    code if (chr(code).isalpha() and code < 128) or code == ord(_BETWEEN) else 32 for code in range(256)
)
_APART: Final = {code: " " for code in range(128) if not chr(code).isalpha() and code != ord(_BETWEEN)}

Look = tuple[str, str]
"""Tag and name of an element."""


def name_words(looks: Sequence[Look]) -> list[dict[str, None]]:
    """Split the names of elements into lower-case words at hyphens, underscores, digits and camel case, each once.

    The tag counts as a word of its own (``<nav>``), since markup says the same thing both ways.
    """
    names = [name[:MAX_NAME].replace(_BETWEEN, " ") for _, name in looks]
    small = [name if name.islower() else _CAMEL.sub(" ", name).lower() for name in names]
    joined = _BETWEEN.join(small)  # all in one go: the cost is in the calls
    if joined.isascii():  # a table of bytes is ten times as fast as one of characters
        joined = joined.encode().translate(_APART_BYTES).decode()
    else:
        joined = joined.translate(_APART)
    return [
        dict.fromkeys((f"<{tag}>", *words.split()))
        for (tag, _), words in zip(looks, joined.split(_BETWEEN), strict=True)
    ]


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
    prose = running(wording.column("chars") * wording.long)
    share = (prose[tree.last] - prose[tree.first]) / max(float(prose[-1]), 1.0)
    wrapper = share > LARGE_SHARE
    total, least, most = _weigh(tree.looks, weights)[:, tree.shape]
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


def _weigh(looks: Sequence[Look], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return [3, looks] sum, lowest and highest weight of the words of each of ``looks``."""
    rows = []
    weight_of = weights.get
    for words in name_words(looks):
        found = [weight for weight in map(weight_of, words) if weight is not None]
        rows.append((sum(found), min(found), max(found)) if found else _NOTHING)
    return np.array(rows).T


_NOTHING: Final = (0.0, 0.0, 0.0)
