"""The record that measuring returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.containers import Tree


class Columns(tuple[str, ...]):
    """Names of columns in order, and the place of each."""

    places: Mapping[str, int]

    def __init__(self, names: Iterable[str]) -> None:
        """Number ``names``, which are all different; the tuple itself is made by ``__new__``."""
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
