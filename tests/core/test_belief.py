"""Belief propagation gives the same marginals as counting all states, in linear time and without recursion."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest

from pagemarrow.core.belief import Prices, propagate, propagate_row
from pagemarrow.core.containers import build_tree
from pagemarrow.core.model import Block, Container, Page
from tests.growth import assert_linear

PRICES = Prices(block=1.2, container=2.1)


def page_of(parents: list[int], at: list[int]) -> Page:
    """A page of containers with these parents, and one block in each container of ``at``, in order."""
    inside = [{number} for number in range(len(parents))]
    for number in range(len(parents) - 1, 0, -1):
        inside[parents[number]] |= inside[number]
    held = [[index for index, container in enumerate(at) if container in below] for below in inside]
    containers = tuple(
        Container(parent, "div", f"c{number}", min(blocks, default=0), max(blocks, default=-1) + 1)
        for number, (parent, blocks) in enumerate(zip(parents, held, strict=True))
    )
    return Page(tuple(Block("word", container=container) for container in at), containers)


def counted(page: Page, evidence: list[float]) -> tuple[list[float], list[float]]:
    """Log-odds of each block and container by adding up the weights of all states."""
    sizes = [container.last - container.first for container in page.containers]
    weights: dict[tuple[int, int], float] = {}
    nodes = len(page.containers)
    for state in itertools.product((0, 1), repeat=nodes + len(evidence)):
        energy = 0.0
        for number, container in enumerate(page.containers[1:], start=1):
            if state[number] != state[container.parent]:
                same = sizes[number] == sizes[container.parent]
                energy -= math.inf if same else PRICES.container
        for index, (block, odds) in enumerate(zip(page.blocks, evidence, strict=True)):
            mine = state[nodes + index]
            energy += odds * mine - PRICES.block * (mine != state[block.container])
        for number, value in enumerate(state):
            weights[number, value] = weights.get((number, value), 0.0) + math.exp(energy)
    odds_of = [math.log(weights[n, 1] / weights[n, 0]) for n in range(nodes + len(evidence))]
    return odds_of[nodes:], odds_of[:nodes]


@pytest.mark.parametrize("seed", range(5))
def test_marginals_on_a_tree_are_exact(seed: int) -> None:
    chance = random.Random(seed)
    page = page_of([-1, 0, 0, 1, 1], sorted(chance.choices([1, 3, 4], k=3)) + [2, 2, 0])
    evidence = [chance.uniform(-3, 3) for _ in page.blocks]
    found = propagate(build_tree(page), np.array(evidence), PRICES)
    blocks, containers = counted(page, evidence)
    assert found.blocks == pytest.approx(blocks)
    used = [number for number, held in enumerate(page.containers) if held.last > held.first]
    assert found.containers[used] == pytest.approx([containers[number] for number in used])


def test_a_wrapper_is_one_with_what_it_wraps() -> None:
    evidence = np.array([2.0, -1.0, 0.5])
    plain = propagate(build_tree(page_of([-1, 0], [0, 1, 1])), evidence, PRICES)
    wrapped = propagate(build_tree(page_of([-1, 0, 1, 2], [0, 3, 3])), evidence, PRICES)
    assert wrapped.blocks == pytest.approx(plain.blocks)


def test_a_doubtful_paragraph_follows_its_container() -> None:
    tree = build_tree(page_of([-1, 0, 0], [1, 1, 1, 2, 2, 2]))
    found = propagate(tree, np.array([4, -0.5, 4, -4, 0.5, -4.0]), PRICES).blocks
    assert found[1] > 0 > found[4]


def test_marginals_in_a_row_are_exact() -> None:
    evidence, price = [1.5, -0.3, -2.0, 0.8], 1.1
    weights: dict[tuple[int, int], float] = {}
    for state in itertools.product((0, 1), repeat=len(evidence)):
        energy = sum(odds * mine for odds, mine in zip(evidence, state, strict=True))
        energy -= price * sum(one != other for one, other in itertools.pairwise(state))
        for number, value in enumerate(state):
            weights[number, value] = weights.get((number, value), 0.0) + math.exp(energy)
    expected = [math.log(weights[n, 1] / weights[n, 0]) for n in range(len(evidence))]
    assert propagate_row(np.array(evidence), price) == pytest.approx(expected)


def test_sure_evidence_overflows_nothing() -> None:
    tree = build_tree(page_of([-1, 0, 1], [1, 2, 2]))
    found = propagate(tree, np.array([1e6, -1e6, 0.0]), PRICES)
    assert np.isfinite(found.blocks).all()
    assert np.isfinite(propagate_row(np.array([1e6, -1e6]), 3.0)).all()


def test_deep_trees_take_linear_time() -> None:
    def deep(depth: int) -> None:
        page = page_of_depth(depth)
        propagate(build_tree(page), np.ones(len(page.blocks)), PRICES)

    assert_linear(deep, 500)


def page_of_depth(depth: int) -> Page:
    containers = tuple(Container(number - 1, "div", "", number, depth) for number in range(depth))
    return Page(tuple(Block("word", container=number) for number in range(depth)), containers)
