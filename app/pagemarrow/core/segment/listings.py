"""Listings among the lines of plain text: code between fences, or indented beside prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pagemarrow.core.segment.lines import Line, full_sentence, wordy

FENCE: Final = 3
"""So many backticks or more open a fence, and as many or more close it."""

CODE_INDENT: Final = 4
"""Spaces, or one tab, by which Markdown sets code off from prose."""

CODED_SHARE: Final = 0.5
SENTENCE_SHARE: Final = 0.1
"""Of the lines of code at least so many have a sign of it, and at most so many read like sentences (comments do)."""

LINE_OF_CODE: Final = 200
"""Characters of a line in which signs of code are looked for."""

_CODE = re.compile(
    r"[{}=<>`\\]|\w\(|\w\[|::|\s--?\w|^(?:[#$%] |//|/\*)|\w\.\w+\.\w|\w_\w"
    r"|^(?:def|import|return|elif|const|let|echo|sudo|pip|npm|git|cd|SELECT|INSERT)\s+[^\s.]+(?:\s+[^\s.]+){0,3};?$"
)
"""What a line of code has and one of prose, verse or a menu has not."""


def find_listings(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield first and last (past the end) of the lines of each listing: between fences, or indented beside prose."""
    fences = [*_fences(lines)] if "`" * FENCE in text else []
    indented = "\t" in text or " " * CODE_INDENT in text
    done = 0
    for first, last in (*fences, (len(lines), len(lines))):
        if indented:
            yield from _indented(text, lines, done, first)
        if first < last:
            yield first, last
        done = last


def _fences(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    opened, at = "", 0
    for number, line in enumerate(lines):
        if line.text[0] != "`":
            continue
        fence = line.text[: len(line.text) - len(line.text.lstrip("`"))]
        if not opened and len(fence) >= FENCE and "`" not in line.text[len(fence) :]:
            opened, at = fence, number
        elif opened and line.text.startswith(opened) and fence == line.text:
            yield at, number + 1
            opened = ""


def _indented(text: str, lines: Sequence[Line], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of ``lines[begin:end]`` that are indented as code is, stand beside prose and look like code."""
    first = -1
    for number in range(begin, end + 1):
        inside = number < end and lines[number].indent > 0 and _is_deep(text, lines[number])
        if inside and first < 0:
            first = number
        elif not inside and first >= 0:
            beside = (lines[other] for other in (first - 1, number) if begin <= other < end)
            if any(not line.indent and wordy(line.text) for line in beside) and _is_code(lines[first:number]):
                yield first, number
            first = -1


def _is_deep(text: str, line: Line) -> bool:
    indent = text[line.start - line.indent : line.start]
    return not indent.strip(" \t") and (len(indent) >= CODE_INDENT or indent[0] == "\t")


def _is_code(lines: Sequence[Line]) -> bool:
    """Tell code from what else is set in: most of its lines have the signs of it, and hardly one is a sentence."""
    if lines[0].bullet:
        return False
    coded = sum(_CODE.search(line.text, 0, LINE_OF_CODE) is not None for line in lines)
    sentences = sum(full_sentence(line.text) for line in lines)
    return coded >= CODED_SHARE * len(lines) and sentences <= SENTENCE_SHARE * len(lines)
