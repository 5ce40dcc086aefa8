"""What the words of a block tell by themselves, whatever it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.language import STOP_WORDS
from app.core.measure.letters import COUNTED, END_KINDS, FIRST_KINDS, Codes, Letters, read_letters
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
    asked: tuple[NDArray[np.float64], ...]
    """[blocks] how many words of the block are in each set that was asked for."""

    def column(self, name: str) -> FloatArray:
        """Return one column [blocks] by name."""
        return self.values[:, WORDING.index(name)]


def measure_wording(blocks: Sequence[Block], *asked: AbstractSet[str]) -> Wording:
    """Count the characters and words of ``blocks``, at least one and none of them empty.

    ``asked`` are sets of lower-cased words to count as well.
    """
    texts = [block.text for block in blocks]
    letters = read_letters(texts, _Flags(asked))
    stops, second, *others = _count_flags(letters, 2 + len(asked))
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
        "stop_density": stops / least,
        "capital_density": letters.titled / least,
        "upper_density": counted["upper"] / np.maximum(counted["letters"], 1),
        "word_length": counted["letters"] / least,
        "digit_density": counted["digits"] / letters.chars,
        "starts_lower": letters.first == FIRST_KINDS.index("lower"),
        "starts_quote": letters.first == FIRST_KINDS.index("quote"),
        "copies": np.array([copies[text] for text in texts]),
        "separators": counted["separators"],
        "second_person": second / least,
        "quotes": counted["quotes"],
        "lines": counted["lines"],
    }
    values = np.stack([columns[name].astype(np.float32) for name in WORDING], axis=1)
    return Wording(values, letters, (letters.chars > LONG) & (linked < 1 / 3), tuple(others))


class _Flags(dict[str, int]):
    """Codes words by the sets they are in, a bit each: stop words, second person, then those asked for."""

    def __init__(self, asked: Sequence[AbstractSet[str]]) -> None:
        super().__init__(_SHIPPED)
        for number, words in enumerate(asked, 2):
            for word in words:
                self[word] = self.get(word, 0) | 1 << number

    def __call__(self, words: Sequence[str]) -> Codes:
        """Return the bits of each word."""
        return np.fromiter(map(self.get, words, repeat(0)), dtype=np.intp, count=len(words))


_SHIPPED: Final = {
    word: (word in STOP_WORDS) | (word in _SECOND_PERSON) << 1 for word in STOP_WORDS | _SECOND_PERSON
}


def _count_flags(letters: Letters, bits: int) -> list[NDArray[np.float64]]:
    """Return [blocks] how many words of each block have each bit."""
    count = len(letters.chars)
    return [
        np.bincount(letters.owners, letters.codes >> bit & 1, count).astype(np.float64) for bit in range(bits)
    ]
