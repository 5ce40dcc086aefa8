"""Weights of the words of short blocks."""

from __future__ import annotations

import math

import pytest

from bench.lexicon import LONGEST, stored, weigh_words


def test_words_are_weighed_by_the_domains_that_use_them() -> None:
    blocks = [(f"{number}.example", "Sign up", False) for number in range(9)]
    blocks += [("1.example", "sign SIGN sign", False), ("9.example", "A sign of rain", True)]
    weights = weigh_words(blocks, fewest=9)
    assert weights["sign"] == pytest.approx(math.log(2 / 10))
    assert weights["up"] == pytest.approx(math.log(1 / 10))
    assert "rain" not in weights


def test_long_blocks_and_words_that_tell_nothing_are_left_out() -> None:
    long = " ".join(["ferry"] * LONGEST)
    blocks = [(f"{n}.example", text, n % 2 == 0) for n in range(8) for text in (long, "again")]
    assert weigh_words(blocks, fewest=2) == {}


def test_weights_are_stored_as_whole_hundredths() -> None:
    contents = stored({"sign": -1.609}, {"seed": 7})
    assert contents["weights"]["sign"] / contents["unit"] == pytest.approx(-1.61)
