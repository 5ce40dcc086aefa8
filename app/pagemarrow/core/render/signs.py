"""The signs of Markdown that a plain text carries itself: what is written in their place needs the bare text.

Blocks of HTML know their kind from elements, and have pieces; a block without stands as its page has it.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import Final, NamedTuple

from pagemarrow.core.model import Block, Kind

DEEPEST_QUOTE: Final = 8
"""Signs ``>`` in a row that are levels of quotation."""

_BULLET = re.compile(r"(?:[-*+•·‣◦▪●○■□–]|(\d{1,4})[.)])[ \t\xa0\n]+(?=\S)")
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_QUOTED = re.compile(rf"(?:>[ \t]?){{1,{DEEPEST_QUOTE}}}")
_PROMPTS = re.compile(r"(?:>>>(?: .*)?(?:\n|$))+")
_FENCE = re.compile(r"[ \t]*`{3,}([^`]*)$")
_LANGUAGE = re.compile(r"[ \t]*\{?\.?([\w+#.-]*)")
_RULED = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_BAR = re.compile(r"(?<!\\)\|")


def bare_heading(block: Block) -> Block:
    """Return a heading without its ``#``, and without those that close it."""
    opening = None if block.pieces else _HEADING.match(block.text)
    if not opening:
        return block
    text = block.text[opening.end() :].rstrip()
    open_text = text.rstrip("#")
    return block._replace(text=open_text.rstrip() if open_text[-1:] in (" ", "\t") else text)


def bare_item(block: Block) -> tuple[Block, str | None]:
    """Return a list item without its bullet or number, and the number: empty for a bullet, None for neither."""
    found = None if block.pieces else _BULLET.match(block.text)
    return (block._replace(text=block.text[found.end() :]), found[1] or "") if found else (block, None)


def bare_quote(block: Block) -> list[tuple[int, Block]]:
    """Return the blocks of a quotation without its ``>``, each with the number of quotations it stands in."""
    if block.pieces or block.text[:1] != ">":
        return [(1, block)]
    found: list[tuple[int, Kind, int, list[str]]] = []
    ended = True
    for line in block.text.split("\n"):
        signs = _QUOTED.match(line.lstrip())
        depth = signs[0].count(">") if signs else found[-1][0] if found else 1
        bare = line.lstrip()[signs.end() :] if signs else line
        text = bare.strip()
        kind = _kind(text)
        if not text:
            ended = True
        elif ended or kind is not Kind.PARAGRAPH or depth != found[-1][0]:
            level = 1 + (len(bare) - len(bare.lstrip())) // 2 if kind is Kind.LIST else 0
            found.append((depth, kind, level, [text]))
            ended = kind is Kind.HEADING
        else:
            found[-1][3].append(text)
    return [
        (depth, block._replace(text="\n".join(lines), kind=kind, level=level))
        for depth, kind, level, lines in found
    ]


def _kind(text: str) -> Kind:
    if _HEADING.match(text):
        return Kind.HEADING
    return Kind.LIST if _BULLET.match(text) else Kind.PARAGRAPH


def is_prompts(block: Block) -> bool:
    """Whether a quotation is what was typed at Python's prompt."""
    return not block.pieces and _PROMPTS.fullmatch(block.text) is not None


def heading_level(block: Block) -> int:
    """Return the level that a heading's ``#`` give it; 0 without."""
    opening = None if block.pieces else _HEADING.match(block.text)
    return len(opening[0].rstrip()) if opening else 0


def is_rule(block: Block) -> bool:
    """Whether a row is the line under a table's headings."""
    return (
        block.kind is Kind.TABLE
        and not block.pieces
        and "-" in block.text
        and _RULED.match(block.text) is not None
    )


def cells(block: Block) -> list[str]:
    """Return the cells of a row that parts them by bars or tabs."""
    text = block.text
    if text[:1] == "|":
        inner = text[1:-1] if text.endswith("|") and not text.endswith("\\|") else text[1:]
        return [cell.strip().replace("\\|", "|") for cell in _BAR.split(inner)]
    return [cell.strip() for cell in text.split("\t")]


class Listing(NamedTuple):
    """A listing of a plain text without its fences."""

    text: str
    language: str
    indent: int
    """Of the fences: that much is no part of the code."""


def bare_listing(block: Block) -> Listing:
    """Return a block of code without its fences, or without the indent that alone tells it."""
    lines = block.text.split("\n")
    fence = _FENCE.match(lines[0])
    if not fence or len(lines) < 2:
        return Listing(dedent(block.text) if block.start >= 0 else block.text, "", 0)
    language = _LANGUAGE.match(fence[1])
    indent = len(lines[0]) - len(lines[0].lstrip())
    inside = [line[min(indent, len(line) - len(line.lstrip())) :] for line in lines[1:-1]]
    return Listing("\n".join(inside), language[1] if language else "", indent)
