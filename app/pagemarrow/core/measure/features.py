"""The record that measuring returns."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.containers import Tree


class Columns(tuple[str, ...]):
    """Names of columns in order, and the place of each."""

    places: Mapping[str, int]

    def __new__(cls, names: Iterable[str]) -> Self:
        """Return ``names``, which are all different. Every page's are compared with a model's: interned, by address."""
        return super().__new__(cls, map(sys.intern, names))

    def __init__(self, names: Iterable[str]) -> None:
        """Number the names."""
        self.places = {name: place for place, name in enumerate(self)}


class Features(NamedTuple):
    """What was measured of a page's blocks: one row a block, one column a feature."""

    names: Columns
    """Column names, in the order the model was fitted on."""
    values: NDArray[np.float32]
    """[blocks, features]"""
    tree: Tree | None = None
    """The containers as columns, for what is measured later of the same page; ``None`` for text."""

    def column(self, name: str) -> NDArray[np.float32]:
        """Return one column [blocks] by name."""
        return self.values[:, self.names.places[name]]
