"""The passes of text mode for what is kept or dropped as a whole: tables, listings, tables of contents, signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from pagemarrow.core.decide.decision import Change
from pagemarrow.core.decide.text_case import THRESHOLDS, Case
from pagemarrow.core.model import Kind, Reason

_CONTENTS: Final = (
    "contents|table of contents|on this page|in this article|inhaltsverzeichnis|inhalt|sommaire|índice|índice de contenidos|contenido"
    "|indice|sommario|sumário|inhoud|inhoudsopgave|spis treści|содержание|innehåll|目录|目次|المحتويات"
).split("|")
CONTENTS: Final = frozenset(
    f"{sign}{written}{end}"
    for label in _CONTENTS
    for written in (
        label,
        label.capitalize(),
        label.title(),
        label.title().replace(" Of ", " of "),
        label.upper(),
    )
    for sign in ("", "## ", "### ")
    for end in ("", ":", "[hide]", " [hide]")
)
"""Labels of tables of contents, as written: to look up each block as it is takes a tenth of folding it."""

LONGEST_HEADING: Final = 200
"""Characters."""

_BEFORE: Final = frozenset("#*+•-0123456789")
_BEHIND: Final = frozenset("]:#")
_AROUND_NAME: Final = re.compile(r"^[\s#*+•-]*(?:\d+(?:\.\d+)*[.)]?\s+)?|\s*\[[^\]]{2,30}\][\s#]*$|[\s:#]+$")
"""Bullets, numbers, and the link that Wikipedia puts behind headings: "[edit]"."""

LISTING: Final = Reason("place.listing", "Code between paragraphs of the body.")
ENTRY: Final = Reason(
    "place.contents", "Part of a table of contents: its lines stand below once more, as headings."
)
LEAD: Final = Reason("place.lead", "Paragraph between the headline and the table of contents.")
TABLE: Final = Reason("place.table", "Row of a table between paragraphs of the body.")
SIGNS: Final = Reason("place.signs", "Signs without a word among boilerplate.")


def keep_listings(case: Case) -> Iterator[Change]:
    """A listing below a block of the body goes with it, as long as more of the body follows: code reads like no prose."""
    if Kind.CODE not in case.kinds:
        return
    body = (case.kept & case.prose).nonzero()[0]
    for index in range(int(body[0]) + 1, int(body[-1])) if len(body) else ():
        dropped = not case.kept[index] and index not in case.told
        if dropped and case.kept[index - 1] and case.kinds[index] is Kind.CODE:
            yield Change(index, True, "", LISTING)


def drop_contents(case: Case) -> Iterator[Change]:
    """Below the label of a table of contents stand the headings of the body once more."""
    texts = [block.text for block in case.blocks]
    if CONTENTS.isdisjoint(texts):
        return
    labels = [index for index, text in enumerate(texts) if text in CONTENTS]
    names = [_name(text) for text in texts]
    below = Counter(names)
    end = 0
    for label in labels:
        if label < end:
            continue
        below.subtract(names[end : label + 1])
        before, end = end, label + 1
        while end < len(names) and below[names[end]] > 1:
            below[names[end]] -= 1
            end += 1
        if end - label > THRESHOLDS.fewest_entries:
            for index in range(label, end):
                yield Change(index, False, "navigation", ENTRY)
            lead = label - 1
            while lead >= before and _is_lead(case, lead):
                if not case.kept[lead]:
                    yield Change(lead, True, "", LEAD)
                lead -= 1


def _is_lead(case: Case, index: int) -> bool:
    doubtful = case.prose[index] and case.scores[index] > THRESHOLDS.aside_score
    return bool(doubtful) and index not in case.told


def _name(text: str) -> str:
    """Return a heading in small letters, bare of what stands around it; most blocks are not worth a pattern's time."""
    if len(text) >= LONGEST_HEADING:
        return text
    return _AROUND_NAME.sub("", text.lower()) if text[0] in _BEFORE or text[-1] in _BEHIND else text.lower()


def keep_tables(case: Case) -> Iterator[Change]:
    """A table is kept whole or not at all: its first row and its numbers read like labels."""
    kept, last = case.kept, len(case.blocks)
    rows = (
        [index for index, kind in enumerate(case.kinds) if kind is Kind.TABLE]
        if Kind.TABLE in case.kinds
        else ()
    )
    for first, end in _runs(rows):
        whole = 0 < first and end < last and kept[first - 1] and kept[end]
        if whole and float(case.scores[first:end].mean()) > THRESHOLDS.table_score:
            for index in range(first, end):
                if not kept[index] and index not in case.told:
                    yield Change(index, True, "", TABLE)


def drop_signs(case: Case) -> Iterator[Change]:
    """Signs without a word belong to what stands around them: arrows and crosses are buttons of a menu."""
    kept = case.kept
    signs = ((case.words == 0) & kept).nonzero()[0].tolist()
    for first, last in _runs(signs):
        if not kept[max(0, first - 1) : first].any() and not kept[last : last + 1].any():
            for index in range(first, last):
                yield Change(index, False, "navigation", SIGNS)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last (past the end) of each run of numbers that follow one another."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1] + 1
