"""What the words of a block tell by themselves, whatever it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain, repeat
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.measure.letters import COUNTED, END_KINDS, FIRST_KINDS, Codes, Letters, read_letters
from app.core.measure.lexicon import Lexicon
from app.core.model import Block

FloatArray = NDArray[np.float32]
Array = NDArray[np.float64]

LONG: Final = 80
"""A block of more characters than this, mostly not links, is running text (see ``segment.assemble``)."""

WORDING: Final = (
    "chars", "words", "link_density", "links", "commas", "sentences", "ends_sentence", "ends_colon", "ends_question",
    "stop_density", "capital_density", "upper_density", "digit_density", "starts_quote", "copies", "separators",
    "addressing", "quotes",
)  # fmt: skip
"""Columns of ``Wording.values``, in order."""


class Wording(NamedTuple):
    """The words of a page's blocks."""

    values: FloatArray
    """[blocks, len(WORDING)]: sizes in characters and words, the rest shares between 0 and 1 or counts."""
    letters: Letters
    long: NDArray[np.bool_]
    """[blocks] whether the block is running text: long, and mostly not links."""
    weight: Array
    """[blocks] sum of the lexicon's weights of the block's words."""
    asked: tuple[Array, ...]
    """[blocks] how many words of the block are in each set that was asked for."""

    def column(self, name: str) -> FloatArray:
        """Return one column [blocks] by name."""
        return self.values[:, WORDING.index(name)]


def measure_wording(blocks: Sequence[Block], lexicon: Lexicon, *asked: AbstractSet[str]) -> Wording:
    """Count the characters and words of ``blocks``, at least one and none of them empty.

    ``asked`` are sets of lower-cased words to count as well.
    """
    texts = [block.text for block in blocks]
    numbers = dict(lexicon.numbers)
    for word in chain.from_iterable(asked):
        numbers.setdefault(word, len(numbers) + 1)
    letters = read_letters(texts, partial(_look_up, numbers))

    def tally(values: NDArray[Any]) -> Array:
        """Sum over each block's words; ``values`` has one for each of the first numbers."""
        known = np.zeros(len(numbers) + 1)
        known[: len(values)] = values
        return np.bincount(letters.owners, known[letters.codes], len(texts)).astype(np.float64)

    def flags(words: AbstractSet[str]) -> NDArray[np.bool_]:
        chosen = np.zeros(len(numbers) + 1, dtype=np.bool_)
        chosen[[numbers[word] for word in words]] = True
        return chosen

    copies = Counter(texts)
    counted = dict(zip(COUNTED, letters.counts.T, strict=True))
    words = np.bincount(letters.owners, minlength=len(blocks)) + counted["wide"] / 2
    least = np.maximum(words, 1)
    linked = np.array([block.link_chars for block in blocks]) / letters.chars
    columns: dict[str, NDArray[Any]] = {
        "chars": letters.chars,
        "words": words,
        "link_density": linked,
        "links": np.array([block.link_count for block in blocks]),
        "commas": counted["commas"],
        "sentences": counted["marks"],
        "ends_sentence": letters.end == END_KINDS.index("stop"),
        "ends_colon": letters.end == END_KINDS.index("colon"),
        "ends_question": letters.end == END_KINDS.index("question"),
        "stop_density": tally(lexicon.stop) / least,
        "capital_density": letters.titled / least,
        "upper_density": counted["upper"] / np.maximum(counted["letters"], 1),
        "digit_density": counted["digits"] / letters.chars,
        "starts_quote": letters.first == FIRST_KINDS.index("quote"),
        "copies": np.array([copies[text] for text in texts]),
        "separators": counted["separators"],
        "addressing": tally(lexicon.addressing) / least,
        "quotes": counted["quotes"],
    }
    return Wording(
        np.stack([columns[name].astype(np.float32) for name in WORDING], axis=1),
        letters,
        (letters.chars > LONG) & (linked < 1 / 3),
        tally(lexicon.weight),
        tuple([tally(flags(words)) for words in asked]),
    )


def _look_up(numbers: Mapping[str, int], words: Sequence[str]) -> Codes:
    return np.fromiter(map(numbers.get, words, repeat(0)), dtype=np.intp, count=len(words))
