"""The containers of a page as columns, made once for all that ask what stands around a block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.fold import Look, NameWords, hash_names
from pagemarrow.core.hashes import SPREAD, number_alike
from pagemarrow.core.model import Page

Ints = NDArray[np.intp]


class Tree(NamedTuple):
    """The containers of a page as columns [containers]."""

    parent: Ints
    first: Ints
    last: Ints
    wider: Ints
    """The nearest ancestor that holds more blocks; the root points to itself."""
    shape: Ints
    """Number of the container's (tag, name); equal numbers look alike to a style sheet."""
    looks: tuple[Look, ...]
    """The (tag, name) of each shape."""
    words: NameWords
    """The words of the looks."""
    at: Ints
    """[blocks] the container each block stands in."""
    pair: Ints
    """Number of the container's shape and its parent's together."""
    siblings: Ints
    """How many children of the same parent share tag and name, this one included."""
    depth: Ints
    """How many ancestors hold more blocks than their child on the way here; mere wrappers, however many, do not count."""
    jumps: tuple[Ints, ...]
    """The 1st, 2nd, 4th, 8th … ancestor of each container and, last, of what stands beyond the root, until there are none."""


def build_tree(page: Page) -> Tree:
    """Turn the containers of ``page`` into columns."""
    above, tags, names, firsts, lasts = zip(*page.containers, strict=True)
    parent = np.array(above, dtype=np.intp)
    first, last = np.array(firsts, dtype=np.intp), np.array(lasts, dtype=np.intp)
    numbers: dict[Look, int] = {}
    shape = np.array([numbers.setdefault(key, len(numbers)) for key in zip(tags, names, strict=True)])
    sibling = _numbered((parent + 1) * len(numbers) + shape)
    siblings = np.bincount(sibling)[sibling]
    parent[0] = 0
    pair = _numbered(shape * len(numbers) + shape[parent])
    jumps = _jumps(parent)
    size = last - first
    depth = _combined(jumps, (size != size[parent]).astype(np.intp), np.add)
    wider = _wider(parent, size)
    looks = tuple(numbers)
    words = hash_names(looks)
    at = np.array([block.container for block in page.blocks], dtype=np.intp)
    return Tree(parent, first, last, wider, shape, looks, words, at, pair, siblings, depth, jumps)


def _numbered(keys: Ints) -> Ints:
    """Return a number for each of ``keys``, the same for the same."""
    return number_alike(keys.view(np.uint64) * np.uint64(SPREAD))


def _wider(parent: Ints, size: Ints) -> Ints:
    """Skip ancestors that hold exactly the same blocks: wrappers tell nothing new."""
    wider = parent.copy()
    for _ in range(64):
        same = (size[wider] == size) & (wider != 0)
        if not same.any():
            break
        wider = np.where(same, parent[wider], wider)
    return wider


def inherited(tree: Tree, own: NDArray[Any], combine: np.ufunc) -> NDArray[Any]:
    """Return for each container ``own`` [containers] combined down from the root by ``add``, ``minimum`` or ``bitwise_or``….

    Several rows [rows, containers] are combined each by itself.

    Works by pointer jumping: each round combines twice as many ancestors, so deep pages take few rounds.
    """
    return _combined(tree.jumps, own, combine)


def _jumps(parent: Ints) -> tuple[Ints, ...]:
    beyond = len(parent)
    above = np.empty(beyond + 1, dtype=np.intp)
    above[:-1] = parent
    above[0] = above[beyond] = beyond
    jumps = []
    while (above != beyond).any():
        jumps.append(above)
        above = above[above]
    return tuple(jumps)


def _combined(jumps: Sequence[Ints], own: NDArray[Any], combine: np.ufunc) -> NDArray[Any]:
    beyond = own[..., :1]
    values = np.concatenate((own, np.zeros_like(beyond) if combine is np.add else beyond), axis=-1)
    for above in jumps:
        values = combine(values, values.take(above, axis=-1))
    return values[..., :-1]
