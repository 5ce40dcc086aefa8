"""What the elements around a block hold: text, links, running text, and siblings of their own shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.model import Container

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
    siblings: Ints
    """How many children of the same parent share tag and name, this one included."""
    depth: Ints


def build_tree(containers: Sequence[Container]) -> Tree:
    """Turn the containers into columns."""
    table = np.array([(c.parent, c.first, c.last) for c in containers], dtype=np.intp).reshape(-1, 3)
    parent, first, last = table[:, 0].copy(), table[:, 1], table[:, 2]
    numbers: dict[tuple[str, str], int] = {}
    shapes = [numbers.setdefault((c.tag, c.name), len(numbers)) for c in containers]
    likes = Counter(zip(parent.tolist(), shapes, strict=True))
    siblings = [likes[key] for key in zip(parent.tolist(), shapes, strict=True)]
    parent[0] = 0
    depth = [0] * len(containers)
    for number, above in enumerate(parent.tolist()[1:], 1):
        depth[number] = depth[above] + 1
    return Tree(
        parent,
        first,
        last,
        _wider(parent, last - first),
        np.array(shapes),
        np.array(siblings),
        np.array(depth),
    )


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

    Works by pointer jumping: each round combines twice as many ancestors, so deep pages take few rounds.
    """
    neutral = 0 if combine is np.add else own[0]
    values = np.append(own, neutral)
    beyond = len(own)
    above = np.append(tree.parent, beyond)
    above[0] = beyond
    while (above != beyond).any():
        values = combine(values, values[above])
        above = above[above]
    return values[:-1]
