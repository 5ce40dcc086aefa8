"""How much a character says, by its script, so that lengths of texts in different scripts can be compared.

A Chinese character says what three or four Latin letters say. Without such weights a paragraph of Chinese counts as a label.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

LETTERS_PER_WORD: Final = 6.0
"""Latin letters that a word takes, with its space. So much text is one word in scripts without spaces."""


LONG: Final = 80
"""A text of a greater extent is longer than labels and most headlines."""


class Script(NamedTuple):
    """Scripts of one density."""

    ranges: tuple[tuple[int, int], ...]
    """First codes, and the codes past the last ones."""
    letters: float
    """Latin letters, spaces among them, that say what one character says."""
    spaced: bool
    """Whether words have spaces between them."""


SCRIPTS: Final = (
    # 3.5: UN documents in Chinese and English; articles of the same papers and sets have medians 4.2 and 4.5 times apart.
    Script(((0x2E80, 0x2FE0), (0x3005, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA4D0), (0xF900, 0xFB00)), 3.5, False),
    # Japanese mixes these with Chinese characters; both together make 2.2 to 2.5 letters.
    Script(((0x3041, 0x3130), (0x31F0, 0x3200), (0xFF66, 0xFFA0)), 1.75, False),
    Script(((0x3130, 0x3190), (0xAC00, 0xD7B0)), 2.25, True),
    # Thai, Lao, Burmese, Khmer: alphabets without spaces.
    Script(((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x19E0, 0x1A00), (0xA9E0, 0xAA00), (0xAA60, 0xAA80)), 1.0, False),
)  # fmt: skip


def _class(scripts: tuple[Script, ...]) -> str:
    return "".join(f"{chr(first)}-{chr(last - 1)}" for script in scripts for first, last in script.ranges)


UNSPACED: Final = _class(tuple(script for script in SCRIPTS if not script.spaced))
"""Characters of scripts without spaces, for a class of a pattern."""

_DENSE: Final = tuple(
    (re.compile(f"[{_class((script,))}]"), script.letters - 1) for script in SCRIPTS if script.letters > 1
)
_ANY_DENSE: Final = re.compile(f"[{_class(tuple(script for script in SCRIPTS if script.letters > 1))}]")


def extent(text: str) -> int:
    """Return the length of ``text`` as the number of Latin letters that say as much."""
    size = len(text)
    if text.isascii() or _ANY_DENSE.search(text) is None:
        return size
    for script, more in _DENSE:
        size += round(more * (len(text) - len(script.sub("", text))))
    return size
