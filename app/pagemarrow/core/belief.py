"""Exact inference on the tree of containers, or on the row of blocks of a text: which of them belong to the body.

Every container and every block has one of two states, body or not. A block brings evidence of its own, as log-odds. A child
whose state differs from its parent's costs a price. Belief propagation on a tree is exact (Pearl 1982, "Reverend Bayes on
inference engines"): one pass from the leaves to the root and one back give the marginal log-odds of all, in linear time.
A container that holds the same blocks as its parent is the same thing, so no price stands between them.
"""

from __future__ import annotations

from math import exp, log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.containers import Tree

Array = NDArray[np.float64]

SURE: Final = 30.0
"""Log-odds beyond this are cut off, so that no exponential overflows."""


class Prices(NamedTuple):
    """What a difference costs, in log-odds."""

    block: float
    """Between a block and its container."""
    container: float
    """Between a container and its parent."""


class Beliefs(NamedTuple):
    """Marginal log-odds of body."""

    blocks: Array
    """[blocks]"""
    containers: Array
    """[containers]"""


def propagate(tree: Tree, evidence: NDArray[np.floating], prices: Prices) -> Beliefs:
    """Return the marginals of all blocks and containers of ``tree``, given each block's ``evidence`` [blocks]."""
    own = np.minimum(np.maximum(evidence, -SURE), SURE).astype(np.float64)
    told = message(own, prices.block)
    parent = tree.parent.tolist()
    size = (tree.last - tree.first).tolist()
    total = np.bincount(tree.at, weights=told, minlength=len(parent)).tolist()
    sent = _up(parent, size, total, exp(-prices.container))
    _down(parent, size, total, sent, exp(-prices.container))
    containers = np.array(total)
    return Beliefs(own + message(containers[tree.at] - told, prices.block), containers)


def message(odds: Array, price: float) -> Array:
    """Return what a neighbour of log-odds ``odds`` says across an edge of ``price``: never more than the price."""
    near = np.exp(np.minimum(np.maximum(odds, -SURE), SURE))
    cost = exp(-price)
    said: Array = np.log((near + cost) / (near * cost + 1))
    return said


def _up(parent: list[int], size: list[int], total: list[float], cost: float) -> list[float]:
    """Add to each container of ``total`` what its children say; return what each says to its parent."""
    sent = [0.0] * len(parent)
    for number in range(len(parent) - 1, 0, -1):  # children come after their parents
        if not size[number]:
            continue
        above, odds = parent[number], total[number]
        if size[number] != size[above]:
            near = exp(min(max(odds, -SURE), SURE))
            odds = log((near + cost) / (near * cost + 1))
        sent[number] = odds
        total[above] += odds
    return sent


def _down(parent: list[int], size: list[int], total: list[float], sent: list[float], cost: float) -> None:
    """Add to each container of ``total`` what its parent says, without what it said itself."""
    for number in range(1, len(parent)):
        above = parent[number]
        odds = total[above] - sent[number]
        if size[number] != size[above]:
            near = exp(min(max(odds, -SURE), SURE))
            odds = log((near + cost) / (near * cost + 1))
        total[number] += odds


def propagate_row(evidence: NDArray[np.floating], price: float) -> Array:
    """Return the marginals [blocks] of blocks in a row, given each one's ``evidence``; neighbours that differ cost ``price``."""
    own = np.minimum(np.maximum(evidence, -SURE), SURE).astype(np.float64)
    values = own.tolist()
    from_left = np.array(_along(values, exp(-price)))
    from_right = np.array(_along(values[::-1], exp(-price)))[::-1]
    beliefs: Array = own + from_left + from_right
    return beliefs


def _along(values: list[float], cost: float) -> list[float]:
    """Return what each value hears from those before it."""
    heard, odds = [], 0.0
    for value in values:
        heard.append(odds)
        near = exp(min(max(odds + value, -SURE), SURE))
        odds = log((near + cost) / (near * cost + 1))
    return heard
