"""What the words of a block tell by themselves, whatever it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.language import STOP_WORDS
from app.core.measure.letters import COUNTED, END_KINDS, FIRST_KINDS, Letters, read_letters
from app.core.model import Block

FloatArray = NDArray[np.float32]

LONG: Final = 80
"""A block of more characters than this, mostly not links, is running text (see ``segment.assemble``)."""

WORDING: Final = (
    "chars", "words", "link_density", "links", "commas", "sentences", "ends_sentence", "ends_colon", "ends_question",
    "stop_density", "capital_density", "upper_density", "word_length", "digit_density", "starts_lower",
    "starts_quote", "copies", "separators", "second_person", "quotes", "lines",
)  # fmt: skip
"""Columns of ``Wording.values``, in order."""

_SECOND_PERSON: Final = frozenset(
    "you your our us we my sie ihr ihre uns unser du dein vous votre nous notre usted su nuestro tu".split()
)


class Wording(NamedTuple):
    """The words of a page's blocks."""

    values: FloatArray
    """[blocks, len(WORDING)]: sizes in characters and words, the rest shares between 0 and 1 or counts."""
    letters: Letters
    long: NDArray[np.bool_]
    """[blocks] whether the block is running text: long, and mostly not links."""

    def column(self, name: str) -> FloatArray:
        """Return one column [blocks] by name."""
        return self.values[:, WORDING.index(name)]


def measure_wording(blocks: Sequence[Block]) -> Wording:
    """Count the characters and words of ``blocks``, at least one and none of them empty."""
    texts = [block.text for block in blocks]
    letters = read_letters(texts)
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
        "stop_density": count_words(letters, STOP_WORDS) / least,
        "capital_density": letters.titled / least,
        "upper_density": counted["upper"] / np.maximum(counted["letters"], 1),
        "word_length": counted["letters"] / least,
        "digit_density": counted["digits"] / letters.chars,
        "starts_lower": letters.first == FIRST_KINDS.index("lower"),
        "starts_quote": letters.first == FIRST_KINDS.index("quote"),
        "copies": np.array([copies[text] for text in texts]),
        "separators": counted["separators"],
        "second_person": count_words(letters, _SECOND_PERSON) / least,
        "quotes": counted["quotes"],
        "lines": counted["lines"],
    }
    values = np.stack([columns[name].astype(np.float32) for name in WORDING], axis=1)
    return Wording(values, letters, (letters.chars > LONG) & (linked < 1 / 3))


def count_words(letters: Letters, wanted: AbstractSet[str]) -> NDArray[np.float64]:
    """Return how many words of each block are among ``wanted``, which are lower-cased [blocks]."""
    numbers = letters.numbers
    known = np.zeros(len(letters.vocabulary), dtype=np.bool_)
    known[[numbers[word] for word in numbers.keys() & wanted]] = True
    return np.bincount(letters.owners, known[letters.words], len(letters.chars)).astype(np.float64)
