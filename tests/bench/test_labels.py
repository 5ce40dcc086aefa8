"""Labels by alignment with the truth."""

from __future__ import annotations

import random
from functools import cache

import pytest

from bench.labels import align, label


def length_of_lcs(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """The textbook recursion, to check the bit-parallel one against."""

    @cache
    def longest(i: int, j: int) -> int:
        if i == len(a) or j == len(b):
            return 0
        if a[i] == b[j]:
            return 1 + longest(i + 1, j + 1)
        return max(longest(i + 1, j), longest(i, j + 1))

    return longest(0, 0)


@pytest.mark.parametrize("seed", range(20))
def test_alignment_is_a_longest_common_subsequence(seed: int) -> None:
    choose = random.Random(seed)
    page = tuple(choose.choices("abcde", k=choose.randint(0, 30)))
    truth = tuple(choose.choices("abcde", k=choose.randint(0, 20)))
    in_page, in_truth = align(page, truth)
    paired = [token for token, hit in zip(page, in_page, strict=True) if hit]
    assert paired == [token for token, hit in zip(truth, in_truth, strict=True) if hit]
    assert len(paired) == length_of_lcs(page, truth)


def test_blocks_of_the_truth_are_covered() -> None:
    blocks = ["Home About News", "The ferry sails at six.", "Subscribe now", "It returns at nine."]
    assert label(blocks, "The ferry sails at six.\n\nIt returns at nine.") == [0.0, 1.0, 0.0, 1.0]


def test_moved_block_is_found_by_its_4_grams() -> None:
    blocks = ["one two three four five six", "the long paragraph that the truth begins with, word by word"]
    truth = "the long paragraph that the truth begins with, word by word one two three four five six"
    assert label(blocks, truth) == [1.0, 1.0]


def test_empty_truth_covers_nothing() -> None:
    assert label(["a b", ""], "") == [0.0, 0.0]
