"""Words as numbers: tables of known ones, and which of many are alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pagemarrow.core.hashes import SLOT_BITS, SPREAD, Hashes, number_alike, number_words

FIRST_BITS = 0xABC << 52
HASH = st.integers(0, 2**64 - 1).map(lambda number: number * SPREAD % 2**64)
CROWDED = st.integers(0, 2**18 - 1).map(lambda low: FIRST_BITS | low << 34)
"""Hashes that agree in their leading bits and differ in the later ones."""


def hashes(words: list[int]) -> Hashes:
    return np.array(words, dtype=np.uint64)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(HASH | CROWDED, unique=True, max_size=200), st.lists(HASH | CROWDED, max_size=50))
@example([0], [0, 1])
@example([7], [0])
@example([], [5, 0])
def test_known_words_have_the_numbers_they_were_given(known: list[int], others: list[int]) -> None:
    table = number_words(hashes(known))
    expected = {word: number for number, word in enumerate(known, 1)}
    asked = [*known, *others, *reversed(known)]
    assert table.look_up(hashes(asked)).tolist() == [expected.get(word, 0) for word in asked]


def test_thousands_of_words_find_room() -> None:
    words = np.random.default_rng(0).integers(0, 2**64, 20_000, dtype=np.uint64)
    assert (number_words(words).look_up(words) == np.arange(1, len(words) + 1)).all()


def test_words_that_are_alike_or_have_no_room_are_refused() -> None:
    with pytest.raises(ValueError, match="alike"):
        number_words(hashes([3, 5, 3]))
    with pytest.raises(ValueError, match="room"):
        number_words(hashes([1, 2, 3]))  # no table parts their bits


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(range(40)), max_size=200), st.lists(HASH | CROWDED, min_size=40, max_size=40))
def test_places_are_the_same_for_what_is_alike_and_no_others(drawn: list[int], kinds: list[int]) -> None:
    words = [kinds[number] for number in drawn]
    places = number_alike(hashes(words)).tolist()
    assert [words[place] for place in places] == words
    assert len(set(places)) == len(set(words))


@pytest.mark.parametrize("shift", range(0, 64, SLOT_BITS))
def test_words_made_to_share_their_slots_are_told_apart(shift: int) -> None:
    words = [number % 100 << shift & 2**64 - 1 for number in range(1000)]
    places = number_alike(hashes(words)).tolist()
    assert [words[place] for place in places] == words
    assert len(set(places)) == len(set(words))
