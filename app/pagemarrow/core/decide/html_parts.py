"""The passes of HTML mode for what is kept or dropped as a whole: tables and lists, copies, pull quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pagemarrow.core.decide.decision import Change
from pagemarrow.core.decide.html_case import MAX_CLIMB, THRESHOLDS, Case
from pagemarrow.core.model import Kind, Reason, Says


def keep_whole(case: Case) -> Iterator[Change]:
    """The rows of a table stand or fall together, and so do the items of an article's list: where most of it is kept all is.

    A table between running text is kept when it is only likely.
    """
    prose = case.prose().nonzero()[0]
    kinds = [(Kind.TABLE, frozenset(("table",)), THRESHOLDS.kept_table)]
    if case.page_type == "article":
        kinds.append((Kind.LIST, frozenset(("ul", "ol")), THRESHOLDS.kept_list))
    kept = case.kept.tolist()
    proven: set[int] | None = None
    for kind, tags, least in kinds:
        for held in _parts_of(case, kind, tags):
            left = sum([kept[index] for index in held])
            inside = kind is Kind.TABLE and len(prose) and prose[0] < held[0] and held[-1] < prose[-1]
            if left == len(held) or len(held) < 2 or not (left or inside):
                continue
            words = case.words[held] / max(float(case.words[held].sum()), 1.0)
            likely = inside and float(words @ case.probability[held]) >= THRESHOLDS.inner_table
            if not (likely or float(words @ case.kept[held]) >= least):
                continue
            proven = _proven(case) if proven is None else proven
            for index in held:
                if not kept[index] and index not in proven:
                    yield Change(index, True, "", WHOLE)


WHOLE: Final = Reason("page.whole", "Part of a table or a list that is body for the most part.")


def _parts_of(case: Case, kind: Kind, tags: frozenset[str]) -> Iterable[list[int]]:
    """Return the numbers of the blocks of ``kind`` in each element with one of ``tags``, the innermost."""
    containers = case.page.containers
    parts: dict[int, list[int]] = {}
    for index in (case.features.column(f"is_{kind}") > 0).nonzero()[0].tolist():
        at = case.page.blocks[index].container
        for _ in range(MAX_CLIMB):
            if at <= 0 or containers[at].tag in tags:
                break
            at = containers[at].parent
        if at > 0 and containers[at].tag in tags:
            parts.setdefault(at, []).append(index)
    return parts.values()


def _proven(case: Case) -> set[int]:
    """Return the blocks that a rule proves to be boilerplate."""
    return {
        index
        for finding in case.findings
        if finding.rule.says is Says.BOILERPLATE
        for index in range(finding.first, finding.last)
    }


def drop_copies(case: Case) -> Iterator[Change]:
    """Of two copies of a passage the first stays: beside one another (desktop and mobile), or where the whole body stands twice.

    What comes back farther down is said again: notes of a manual, conditions of several offers.
    """
    blocks = case.page.blocks
    kept = case.kept.nonzero()[0].tolist()
    sizes = Counter([len(blocks[index].text) for index in kept])
    seen: dict[str, int] = {}
    copies: dict[int, int] = {}
    for place, index in enumerate(kept):
        block = blocks[index]
        size = len(block.text)
        if sizes[size] == 1 or size < THRESHOLDS.copy_chars or block.kind in (Kind.TABLE, Kind.CODE):
            continue
        if "\n" in block.text:  # verse: a refrain comes back
            continue
        text = block.text.lower()
        if text in seen:
            copies[index] = place - seen[text]
        seen[text] = place
    if not copies:
        return
    twice = sum([len(blocks[index].text) for index in copies])
    once = sum([size * times for size, times in sizes.items()]) - twice
    whole = twice >= THRESHOLDS.copied_share * once
    for index, away in copies.items():
        if whole or away <= THRESHOLDS.copy_away:
            yield Change(index, False, "other", COPY)


COPY: Final = Reason("page.copy", "Repeats a passage that the body has already.")


def drop_pull_quotes(case: Case) -> Iterator[Change]:
    """A quote that repeats a sentence of a kept paragraph is decoration."""
    blocks = case.page.blocks
    kept = case.kept.nonzero()[0].tolist()
    quotes = [index for index in kept if blocks[index].kind is Kind.QUOTE]
    if not 0 < len(quotes) <= THRESHOLDS.most_quotes:
        return
    others = "\n".join([blocks[index].text for index in kept if blocks[index].kind is not Kind.QUOTE]).lower()
    paragraphs = ""
    for index in quotes:
        text = blocks[index].text.lower()
        if "\n" in text:  # verse that the text goes on to speak of
            continue
        if max(filter(str.isalnum, text.split()), key=len, default="") not in others:
            continue
        paragraphs = paragraphs or _bare(others)
        text = _bare(text)
        if len(text) >= THRESHOLDS.pull_quote_chars and text in paragraphs:
            yield Change(index, False, "other", PULL_QUOTE)


PULL_QUOTE: Final = Reason("page.pull-quote", "A pull quote: repeats a sentence of the body.")


_MARKS = re.compile("[\"'“”„«»‘’.,;:!?…]+")


def _bare(text: str) -> str:
    """Words alone: quotation marks differ between a pull quote and its sentence."""
    return " ".join(_MARKS.sub("", text).split())
