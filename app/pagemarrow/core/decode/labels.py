"""Whether a label can be right: what its encoding makes of the bytes must look like text, or another one is taken.

Scrapers and servers label what they don't know as ``iso-8859-1``. The wrong encoding makes letters that no language puts
side by side. A label falls only by strong evidence, and only for the encoding that the detector names.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from pagemarrow.core.language import FOREIGN_WORDS

FEWEST_SIGNS: Final = 12
"""Characters beyond ASCII below which nothing is told."""

ODD_SHARE: Final = 0.2
"""Share of them in odd places from which on a label is doubted."""

LESS_ODD: Final = 0.25
"""The other encoding must leave less than this share of the oddness."""

FEWEST_BROKEN: Final = 5
BROKEN_SHARE: Final = 0.02
"""Bytes that the labelled encoding can't read, and their share, from which on it is doubted."""

FEWEST_WORDS: Final = 6
MORE_WORDS: Final = 5
"""Words of a language with letters beyond ASCII that the other encoding must show and this one not, and how many times as many."""

_LATIN: Final = r"a-zA-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_HIGH_LATIN: Final = r"\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_OTHERS: Final = r"\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0e00-\u0e7f"
_SMALL: Final = r"a-z\u00df-\u00f6\u00f8-\u00ff\u03ac-\u03ce\u0430-\u045f"
_CAPITAL: Final = r"\u00c0-\u00d6\u00d8-\u00de\u0391-\u03ab\u0400-\u042f"
_ODD_WORD = re.compile(
    rf"[{_SMALL}][{_CAPITAL}]|[{_OTHERS}][{_LATIN}]|[{_LATIN}][{_OTHERS}]"  # a capital inside a word, or two scripts in it
    r"|[a-zA-Z][\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f][a-zA-Z]"
)
_ODD_RUN = re.compile(rf"[{_HIGH_LATIN}]{{3,}}")
"""No language of Latin letters has so many of these in a row."""
_ODD_SIGN = re.compile(
    rf"""[\uff61-\uff9f](?=[\u3400-\u9fff\uf900-\ufaff])|[\u0080-\u009f\ufffd\ue000-\uf8ff\u2500-\u259f]
        |[\u00a1-\u00bf\u2018-\u203a\u20ac\u2122](?=[{_HIGH_LATIN}])(?<=[{_LATIN}].)
        |[\u00a4-\u00a6\u00a8\u00ac\u00af-\u00b6\u00b8-\u00b9\u00bc-\u00be\u00d7\u00f7](?=[{_LATIN}])
        |(?<=[{_LATIN}])[\u00a1\u00a4-\u00a6\u00a8\u00ac\u00af\u00b1\u00b4-\u00b6\u00b8\u00bc-\u00bf\u00d7\u00f7]""",
    re.VERBOSE,
)
"""Signs that stand beside a letter where no sign does."""
_BEYOND = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]+")


def is_better(text: str, other: str) -> bool:
    """Tell whether ``other`` is what some bytes say, and ``text`` what a wrong label makes of them."""
    count, others = len(_BEYOND.findall(text)), len(_BEYOND.findall(other))
    if min(count, others) < FEWEST_SIGNS or text == other:
        return False
    broken, left = text.count("\ufffd"), other.count("\ufffd")
    if broken >= FEWEST_BROKEN and broken >= BROKEN_SHARE * count and left <= 1 + broken // 10:
        return True
    if left > 1 + BROKEN_SHARE * others:
        return False
    odd, odd_left = _odd(text) / count, _odd(other) / others
    if odd >= ODD_SHARE and odd_left <= LESS_ODD * odd:
        return True
    told, told_before = _foreign(other), _foreign(text)
    won = (told - told_before).total()
    return won >= FEWEST_WORDS and won >= MORE_WORDS * (told_before - told).total()


def _odd(text: str) -> int:
    """Return how many characters beyond ASCII stand in odd places."""
    odd = len(_ODD_SIGN.findall(text))
    for word in _WORD.findall(text):
        if not word.isascii():
            odd += sum(map(len, _BEYOND.findall(word) if _ODD_WORD.search(word) else _ODD_RUN.findall(word)))
    return odd


def _foreign(text: str) -> Counter[str]:
    """Return the words of ``text`` that are common words of a language and spelt with letters beyond ASCII."""
    return Counter(filter(FOREIGN_WORDS.__contains__, _WORD.findall(text.lower())))
