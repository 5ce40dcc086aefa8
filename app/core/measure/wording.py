"""What the words of a block tell by themselves, whatever it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.core.language import STOP_WORDS
from app.core.model import Block, Kind

FloatArray = NDArray[np.float32]

LONG: Final = 80
"""A block of more characters than this, mostly not links, is running text (see ``segment.assemble``)."""

_ENDS: Final = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।")
_CLOSERS: Final = "\"'”’»«)]›』」"
_LOOKED_AT: Final = 40
"""Words of a block whose case is looked at: case tells headlines from sentences, and those are short."""

WORDING: Final = (
    "chars", "words", "link_density", "links", "commas", "sentences", "ends_sentence", "ends_colon", "ends_question",
    "stop_density", "capital_density", "upper_density", "word_length", "digit_density", "starts_lower",
    "starts_quote", "copies", "separators", "second_person",
)  # fmt: skip
"""Columns of ``measure_wording``, in order."""

_SECOND_PERSON: Final = frozenset(
    "you your our us we my sie ihr ihre uns unser du dein vous votre nous notre usted su nuestro tu".split()
)


def measure_wording(blocks: Sequence[Block]) -> FloatArray:
    """Return [blocks, len(WORDING)]: sizes in characters and words, the rest shares between 0 and 1 or small counts."""
    copies = Counter(block.text for block in blocks)
    rows = [_row(block, copies[block.text]) for block in blocks]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(WORDING))


def _row(block: Block, copies: int) -> tuple[float, ...]:
    text = block.text
    size = len(text)
    words = text.split()
    count = len(words)
    if count * 12 < size:
        count = max(count, size // 3)
    lowered = text.lower().split() if count < 200 else words
    stops = sum(word in STOP_WORDS for word in lowered)
    looked_at = words[:_LOOKED_AT]
    capitals = sum(word[0].isupper() for word in looked_at)
    core = text.rstrip(_CLOSERS) or text
    last = core[-1]
    return (
        size,
        count,
        block.link_chars / size,
        block.link_count,
        text.count(",") + text.count("，") + text.count("、"),
        text.count(". ") + text.count("? ") + text.count("! ") + text.count("。"),
        last in _ENDS,
        last == ":",
        last == "?",
        stops / len(words),
        capitals / len(looked_at),
        sum(word.isupper() for word in looked_at) / len(looked_at),
        size / count,
        sum(character.isdigit() for character in text[:60]) / min(size, 60),
        text[0].islower(),
        text[0] in "\"“„«'‘",
        copies,
        text.count("|") + text.count("•") + text.count("·") + text.count("»") + text.count(" / "),
        sum(word in _SECOND_PERSON for word in lowered) / len(words),
    )


def is_long(wording: FloatArray) -> NDArray[np.bool_]:
    """Tell [blocks] which blocks are running text: long, and mostly not links."""
    result: NDArray[np.bool_] = (wording[:, 0] > LONG) & (wording[:, 2] < 1 / 3)
    return result


def is_heading(blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Tell [blocks] which blocks are headings."""
    return np.array([block.kind is Kind.HEADING for block in blocks], dtype=np.bool_)
