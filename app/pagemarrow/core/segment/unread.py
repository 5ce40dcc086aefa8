"""Which elements the walk passes over without reading them: menus and footers, a quarter of all blocks of real pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pagemarrow.core.model import Page, Rule
from pagemarrow.core.scripts import LONG, extent

Names = Callable[[str, str], Rule | None]
"""What the tag and the name of a ``<nav>`` or ``<footer>`` prove; ``None`` for nothing."""

MOST_RUNNING: Final = 800
"""Extent of lines of more than ``LONG`` from which on an element is read whatever its name. On WCXB's
development pages the others hold 0.04 % of the articles' words, and 0.4 % of those of other kinds of page."""

LARGEST_SHARE: Final = 0.4
"""A page whose menu holds more of its text than this may be one that lists what the menu lists: all of it is read. (To
do so only where little running text is left beside it costs 0.003 of the mean word F1 of WCXB's development pages.)"""

MOST_REFUSED: Final = 1_000_000
"""Characters of elements that were read for what they hold after which no more are asked for: thousands may be nested in
each other, and all would be looked through."""

_SCRIPT: Final = "{"
"""What parsers give as the text of an element holds its scripts and style sheets too; one with these is read."""


def furniture(text: str, rule: Rule) -> str:
    """Return the text of an element that ``rule`` names, white space collapsed, or nothing when it must be read.

    ``text`` is all its text, with a line break between any two pieces.
    """
    if _SCRIPT in text:
        return ""
    short = " ".join(text.split())
    if len(short) > rule.max_chars:
        return ""
    if extent(short) <= MOST_RUNNING:
        return short
    running = sum([size for line in text.split("\n") if (size := extent(line.strip())) > LONG])
    return short if running <= MOST_RUNNING else ""


def is_too_much(page: Page) -> bool:
    """Tell whether one of the elements of ``page`` that were passed over holds much of it."""
    if not page.unread:
        return False
    sizes = [element.chars for element in page.unread]
    return max(sizes) > LARGEST_SHARE * (sum(sizes) + sum([len(block.text) for block in page.blocks]))
