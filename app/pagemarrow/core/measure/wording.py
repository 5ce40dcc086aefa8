"""What the words of a block tell by themselves, whatever it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.hashes import Hashes
from pagemarrow.core.measure.letters import COUNTED, END_KINDS, Codes, Letters, read_letters
from pagemarrow.core.measure.lexicon import Lexicon, places_of
from pagemarrow.core.model import Block
from pagemarrow.core.scripts import LONG

FloatArray = NDArray[np.float32]
Array = NDArray[np.float64]

UNKNOWN: Final = -1.0
"""What a density is where the script can't tell it."""

WORDING: Final = (
    "chars", "words", "link_density", "links", "commas", "sentences", "ends_sentence", "ends_colon", "ends_question",
    "stop_density", "capital_density", "upper_density", "digit_density", "copies", "separators", "quotes",
)  # fmt: skip
"""The rows of ``Wording``, in order."""


class Wording(NamedTuple):
    """The words of a page's blocks."""

    rows: FloatArray
    """[len(WORDING), blocks]: extents in letters and sizes in words, the rest shares between 0 and 1 or counts."""
    letters: Letters
    long: NDArray[np.bool_]
    """[blocks] whether the block is running text: long, and mostly not links."""
    weight: Array
    """[blocks] sum of the lexicon's weights of the block's words."""
    asked: tuple[Codes, ...]
    """[blocks] how many words of the block are in each array that was asked for."""

    def row(self, name: str) -> FloatArray:
        """Return one row [blocks] by name."""
        row: FloatArray = self.rows[WORDING.index(name)]
        return row


def measure_wording(blocks: Sequence[Block], lexicon: Lexicon, *asked: Hashes) -> Wording:
    """Count the characters and words of ``blocks``, at least one and none of them empty.

    ``asked`` are arrays of hashes of words to count as well, in order and each once.
    """
    texts = [block.text for block in blocks]
    letters = read_letters(texts)
    owners, count = letters.owners, len(texts)
    known = lexicon.known.look_up(letters.words)

    def tally(values: NDArray[Any]) -> NDArray[Any]:
        """Sum over each block's words."""
        return np.bincount(owners, values, count)

    def with_case(values: NDArray[Any]) -> NDArray[Any]:
        """Say that nothing is known of capitals where the script has none."""
        return np.where(letters.caseless, UNKNOWN, values)

    copies = Counter(texts)
    counted = dict(zip(COUNTED, letters.counts.T, strict=True))
    least = np.maximum(letters.sizes, 1)
    linked = np.array([block.link_chars for block in blocks]) / letters.chars
    rows: tuple[NDArray[Any] | list[int], ...] = (  # as WORDING says
        letters.extent, letters.sizes, linked, [block.link_count for block in blocks], counted["commas"], counted["marks"],
        letters.end == END_KINDS.index("stop"), letters.end == END_KINDS.index("colon"),
        letters.end == END_KINDS.index("question"), tally(lexicon.stop[known]) / least, with_case(letters.titled / least),
        with_case(counted["upper"] / np.maximum(counted["letters"], 1)), counted["digits"] / letters.chars,
        list(map(copies.__getitem__, texts)), counted["separators"], counted["quotes"],
    )  # fmt: skip
    return Wording(
        np.array(rows, dtype=np.float32),
        letters,
        (letters.extent > LONG) & (linked < 1 / 3),
        tally(lexicon.weight[known]),
        tuple(
            [np.bincount(owners.take(found), minlength=count) for found in places_of(letters.words, asked)]
        ),
    )
