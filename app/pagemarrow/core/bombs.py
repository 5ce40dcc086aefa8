"""Which pages are too complex for the tree, or too long to be judged whole: checks before and after the parse.

It may miss what it likes, since time and memory are limited anyway; it must not fire on a real page. The limits
stand at ten times the most extreme of the 1,986 pages of WCXB's development split and trafilatura's tests, where
that was measurable: at most 21,646 tags, 187 unclosed formatting elements.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from pagemarrow.core.model import Page, Source

MOST_MARKUP: Final = 80_000
"""Less-than signs in a page; four times the most extreme real page. As many paragraphs take the walk two seconds."""
DEEP_FROM: Final = 30_000
"""Less-than signs from which the depth of nesting is looked at."""
DEEPEST: Final = 8_000
"""Levels of nesting. Lexbor is quadratic in them: 5,000 take it 0.05 s, 50,000 three seconds."""
MOST_OPEN_FORMATTING: Final = 1_000
"""Formatting elements left open: each is opened again in every block after it, so nodes are their product."""
LEAST_CLOSING: Final = 0.28
"""Share of markup that closes elements, under which open formatting is looked for. Under 1 in 1,000 pages
of more than 1,000 tags have so few."""
MOST_ATTRIBUTES: Final = 8_000
"""White spaces within one tag. Lexbor is quadratic in attributes: 20,000 take it 0.7 s."""
LONG_TAG: Final = 50_000
"""Bytes of markup from which on its attributes are counted."""
MOST_LINES: Final = 150_000
"""Lines of HTML source. Only a bomb has as many."""

MOST_BLOCKS: Final = 20_000
"""Blocks judged: 40 µs and 4 KB each. The longest of 1,986 real pages has 4,000 blocks."""
MOST_TEXT_LINES: Final = 150_000
"""Lines of plain text. A long book has 70,000."""
MOST_CHARACTERS: Final = 3_000_000
"""Characters judged: half a second and 50 MB for each million."""

ONE_TAG: Final = 2_000
"""Bytes for each less-than sign from which on a page may be a single tag."""
HEAD: Final = 65_536
"""Bytes in which closing tags are counted."""

_VOID = b"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_TAG: Final = re.compile(
    rb"<(/?)(?!(?:" + _VOID + rb")[\s/>])[a-z][a-z0-9]*+(?:[/>]|\s+[a-z])", re.IGNORECASE
)
_FORMATTING: Final = re.compile(
    rb"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?:[/>]|\s+[a-z])", re.IGNORECASE
)
_ATTRIBUTES: Final = re.compile(rb"[a-z][a-z0-9-]*(?:\s+[^\s=>;,.(){}]++(?:=\S*+)?){50}", re.IGNORECASE)
"""Fifty attributes; scripts, where a less-than sign begins no tag, do not look so."""
_SPACES: Final = re.compile(rb"\s+")


class TooComplex(Exception):
    """The page would take the tree or the judging of its blocks too long: it has to go the linear-time path."""


def check_source(source: Source) -> None:
    """Raise ``TooComplex`` where parsing or segmenting ``source`` would take too long."""
    if source.input != "html":
        if len(source.text) > MOST_CHARACTERS or source.text.count("\n") > MOST_TEXT_LINES:
            raise TooComplex
    elif is_bomb(source.text.encode("utf-8", "replace") if source.utf_8 is None else source.utf_8):
        raise TooComplex


def check_page(page: Page, source: Source) -> None:
    """Raise ``TooComplex`` where judging the blocks of ``page`` would take too long; ``page`` was made from ``source``."""
    if len(page.blocks) > MOST_BLOCKS:
        raise TooComplex
    if (
        len(source.text) > MOST_CHARACTERS
        and sum([len(block.text) for block in page.blocks]) > MOST_CHARACTERS
    ):
        raise TooComplex


def is_bomb(page: bytes) -> bool:
    """Tell whether the parser would take too long over ``page``, which is HTML in UTF-8.

    Takes a fiftieth of what extracting from a real page does.
    """
    markup = _count(page, b"<")
    if markup > MOST_MARKUP or (len(page) > 2 * MOST_LINES and _count(page, b"\n") > MOST_LINES):
        return True
    if markup > DEEP_FROM and _deepest(page) > DEEPEST:
        return True
    if len(page) > ONE_TAG * markup:
        return _most_attributes(page) > MOST_ATTRIBUTES
    head = page[:HEAD]
    if markup > MOST_OPEN_FORMATTING and head.count(b"</") < LEAST_CLOSING * head.count(b"<"):
        return _open_formatting(page) > MOST_OPEN_FORMATTING
    return False


def _count(page: bytes, sign: bytes) -> int:
    """Return how often a byte stands in ``page``, in a quarter of the time its own method takes for so common ones."""
    return int(np.count_nonzero(np.frombuffer(page, dtype=np.uint8) == ord(sign)))


def _deepest(page: bytes) -> int:
    depth = deepest = 0
    for tag in _TAG.finditer(page):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _open_formatting(page: bytes) -> int:
    return sum(-1 if tag[1] else 1 for tag in _FORMATTING.finditer(page))


def _most_attributes(page: bytes) -> int:
    tags = (tag.partition(b">")[0] for tag in page.split(b"<")[1:] if len(tag) > LONG_TAG)
    return max((len(_SPACES.findall(tag)) for tag in tags if _ATTRIBUTES.match(tag)), default=0)
