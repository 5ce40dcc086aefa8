"""Which lines of a text belong to its body, as tab-separated values: one row an input line, in the input's order."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from pagemarrow.core import Article

_BREAK: Final = re.compile(r"\r\n|\r|\n")
KEEP, DROP = "keep", "drop"


def line_table(text: str, article: Article) -> str:
    """Return rows of ``keep`` or ``drop``, the category and the line, parted by tabs.

    ``article`` is what was extracted from ``text``. A line that holds parts of several blocks is kept when one of them is, and has the
    category of the first that decides. A blank line has no category, and is kept between two lines that are kept.
    """
    starts, lines = _lines(text)
    verdicts: list[tuple[bool, str] | None] = [None] * len(lines)
    for entry in article.blocks:
        if entry.start is None or entry.end is None:
            continue
        first = bisect_right(starts, entry.start) - 1
        for number in range(first, bisect_right(starts, max(entry.start, entry.end - 1))):
            before = verdicts[number]
            if lines[number].strip() and (before is None or (entry.kept and not before[0])):
                verdicts[number] = entry.kept, entry.category
    return "".join(
        f"{KEEP if kept else DROP}\t{category}\t{line}\n"
        for (kept, category), line in zip(_with_blanks(verdicts), lines, strict=True)
    )


def _lines(text: str) -> tuple[list[int], list[str]]:
    """Return where lines begin, and the lines without their breaks; a break at the end opens no further line."""
    starts, lines, begin = [], [], 0
    for found in _BREAK.finditer(text):
        starts.append(begin)
        lines.append(text[begin : found.start()])
        begin = found.end()
    if begin < len(text):
        starts.append(begin)
        lines.append(text[begin:])
    return starts, lines


def _with_blanks(verdicts: list[tuple[bool, str] | None]) -> list[tuple[bool, str]]:
    after = [False] * (len(verdicts) + 1)
    for number in range(len(verdicts) - 1, -1, -1):
        verdict = verdicts[number]
        after[number] = after[number + 1] if verdict is None else verdict[0]
    whole = []
    before = False
    for number, verdict in enumerate(verdicts):
        if verdict is None:
            whole.append((before and after[number], ""))
        else:
            before = verdict[0]
            whole.append(verdict)
    return whole
