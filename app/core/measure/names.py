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

MAX_NAME: Final = 300
"""Characters of a name that are read: utility-class frameworks write names of a kilobyte."""

NAMED: Final = ("name", "name_1", "name_2", "name_sum", "name_least", "name_most")

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN: Final = "\0"
_LETTER: Final = [chr(code).isalpha() and code < 128 for code in range(256)]
_APART_BYTES: Final = bytes(
    ord(chr(code).lower()) if _LETTER[code] or code == ord(_BETWEEN) else 32 for code in range(256)
)
_APART: Final = {code: " " for code in range(128) if not _LETTER[code] and code != ord(_BETWEEN)}

Look = tuple[str, str]
"""Tag and name of an element."""


def name_words(looks: Sequence[Look]) -> list[dict[str, None]]:
    """Split the names of elements into lower-case words at hyphens, underscores, digits and camel case, each once.

    The tag counts as a word of its own (``<nav>``), since markup says the same thing both ways.
    """
    return [
        dict.fromkeys((f"<{tag}>", *words.split()))
        for (tag, _), words in zip(looks, _spaced([name for _, name in looks]), strict=True)
    ]


def _spaced(names: Sequence[str]) -> list[str]:
    """Return the names with their words in small letters, parted by spaces."""
    short = [name[:MAX_NAME] for name in names]
    joined = _BETWEEN.join(short)  # all in one go: the cost is in the calls
    if joined.count(_BETWEEN) >= len(names):
        joined = _BETWEEN.join([name.replace(_BETWEEN, " ") for name in short])
    if not joined.isascii():
        return _CAMEL.sub(" ", joined).lower().translate(_APART).split(_BETWEEN)
    codes = np.frombuffer(joined.encode("ascii"), dtype=np.uint8)
    humps = np.flatnonzero(
        (codes[:-1] >= ord("a"))
        & (codes[:-1] <= ord("z"))
        & (codes[1:] <= ord("Z"))
        & (codes[1:] >= ord("A"))
    )
    if len(humps):
        codes = np.insert(codes, humps + 1, ord(" "))
    return codes.tobytes().translate(_APART_BYTES).decode("ascii").split(_BETWEEN)


@cache
def load_weights() -> Mapping[str, float]:
    """Load the fitted weight of each word."""
    data = json.loads((files("app") / "core" / "models" / "names.json").read_text("utf-8"))
    weights: dict[str, float] = data["weights"]
    return weights


def measure_names(
    tree: Tree, container: NDArray[np.intp], wording: Wording, weights: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return the rows ``NAMED``: the weight of the names on the block's own element, on those above it, and of all.

    ``container`` [blocks] is the number of the element each block stands in.
    """
    prose = running(wording.row("chars") * wording.long)
    share = (prose[tree.last] - prose[tree.first]) / max(float(prose[-1]), 1.0)
    wrapper = share > LARGE_SHARE
    total, least, most = _weigh(tree.looks, weights)[:, tree.shape]
    own = np.where(wrapper, np.maximum(total, 0), total)
    parent = tree.parent[container]
    lowest, highest = inherited(tree, np.array((np.where(wrapper, 0, least), -most)), np.minimum)[
        :, container
    ]
    return np.array((
        own[container], own[parent], own[tree.parent[parent]], inherited(tree, own, np.add)[container], lowest, -highest,
    ))  # fmt: skip


def _weigh(looks: Sequence[Look], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return [3, looks] the sum of what the words of each of ``looks`` weigh, and the lowest and highest weight.

    Words without a weight count 0.
    """
    words = name_words(looks)
    sizes = np.fromiter(map(len, words), dtype=np.intp, count=len(words))
    found = np.fromiter(
        map(weights.get, chain.from_iterable(words), repeat(0.0)), dtype=np.float64, count=int(sizes.sum())
    )
    starts = np.cumsum(sizes) - sizes
    return np.array([combine.reduceat(found, starts) for combine in (np.add, np.minimum, np.maximum)])
