"""What another extractor would keep: readability-lxml's vote on the blocks of a page.

The only module that imports readability. It is asked only when that is wanted and no article is found, so it is loaded
when first asked; and it takes time that grows with the square of some shapes, so those pages are not put to it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.model import Page, Reason, Verdict

MAX_CHARS: Final = 300_000
"""Of the page: three in four of the WCXB development split have no more."""

MAX_DEPTH: Final = 200
"""libxml2 drops what is nested deeper than 256 without a word, and the vote would be about half a page."""

STEPS_PER_PAIR: Final = 0.002
STEPS_PER_CHAR: Final = 0.001
"""Both set after pages that are all neighbours and pages that are one long text, so that equal work takes about
equal time."""

MAX_WORK: Final = 150_000
"""Of ``_work``. Of 40 shapes made to hurt, none below it took 0.6 s; of 80 pages of the WCXB development split the
median took 40 ms and the slowest 0.22 s, and six were not asked (too large, too deep or above this)."""

LONG_LETTERS: Final = 20
"""A block of more letters than this is kept if its letters stand anywhere in the vote; a shorter one, which could
stand in any sentence, only as a line of its own."""

_BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote body br center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_NO_LETTERS = re.compile(r"[\W_]+")


ASK_BELOW: Final = 0.25
"""Confidence below which the vote is asked for, when it is wanted: that of pages where no article is found, for which it can
take nothing away. On WCXB's development split its share is nil: held out, of 137 pages with a confidence of 0.3 to 0.6 it
bettered 23 and worsened 27 (mean word F1 0.613 before and 0.617 after), at 40 to 400 ms each; of the 26 below 0.25 it
answers for 11, betters none, and worsens two that have no article."""

LIFT: Final = 1.0
"""Log-odds that a vote is worth. A vote against a block is worth nothing: readability-lxml cuts short."""

KEPT: Final = Reason(
    "second-opinion.kept", "readability-lxml, asked because this page is hard to tell, keeps it."
)
LEFT: Final = Reason(
    "second-opinion.left", "readability-lxml, asked because this page is hard to tell, leaves it out."
)


def lift(vote: frozenset[int], count: int) -> NDArray[np.float32]:
    """Return what the vote adds to the score of each of ``count`` blocks, in log-odds."""
    added = np.zeros(count, dtype=np.float32)
    added[list(vote)] = LIFT
    return added


def tell(verdicts: Sequence[Verdict], vote: frozenset[int]) -> tuple[Verdict, ...]:
    """Return the verdicts with the vote among their reasons."""
    return tuple(
        verdict._replace(reasons=(*verdict.reasons, KEPT if number in vote else LEFT))
        for number, verdict in enumerate(verdicts)
    )


def ask(html: str, page: Page) -> frozenset[int] | None:
    """Return the numbers of the blocks of ``page`` that readability-lxml keeps of ``html``.

    ``None`` when it could not be asked: the page is too large, nested too deep or of a shape that would take it
    too long, or it finds nothing to parse.
    """
    if len(html) > MAX_CHARS or not page.blocks:
        return None
    library = _load()
    tree = library.parse(html)
    if tree is None or _work(tree, len(html)) > MAX_WORK:
        return None
    summary = library.summary(html)
    kept = library.parse(summary) if summary else None
    return None if kept is None else _kept_blocks(page, _lines(library.walk(kept)))


class _Library:
    """readability-lxml and lxml, behind the three calls that are needed of them."""

    def __init__(self) -> None:
        from lxml.etree import LxmlError, iterwalk
        from lxml.html import HTMLParser, document_fromstring
        from readability import Document
        from readability.readability import Unparseable

        # It logs every failure with its trace; a failure is an answer here, and pages stay out of the log.
        logging.getLogger("readability").setLevel(logging.CRITICAL + 1)
        self._errors = (LxmlError, Unparseable)
        self._parser = HTMLParser(encoding="utf-8")
        self._from_string = document_fromstring
        self._document = Document
        self._iterwalk = iterwalk

    def parse(self, html: str) -> Any:
        """The root element, or ``None`` when there is none."""
        try:
            return self._from_string(html.encode("utf-8", "replace"), parser=self._parser)
        except self._errors:
            return None

    def summary(self, html: str) -> str:
        """The HTML it keeps, or an empty string."""
        try:
            return str(self._document(html).summary(html_partial=True))
        except self._errors:
            return ""

    def walk(self, root: Any) -> Iterable[tuple[str, Any]]:
        """Start and end of every element below ``root``, in order."""
        events: Iterable[tuple[str, Any]] = self._iterwalk(root, events=("start", "end"))
        return events


@cache
def _load() -> _Library:
    return _Library()


def _work(root: Any, chars: int) -> float:
    """An estimate of the steps that readability takes over ``chars``; infinite for what is nested too deep.

    It looks at every element and every character once for each ancestor, and at all empty neighbours of an
    element. (What its parser is slow at, thousands of attributes, the page's own parser is slower at.)
    """
    depths = {root: 1}
    steps = 0.0
    for element in root.iter():
        depth = depths[element]
        if depth > MAX_DEPTH:
            return float("inf")
        children = list(element)
        depths.update(dict.fromkeys(children, depth + 1))
        steps += depth + len(children) ** 2 * STEPS_PER_PAIR
    return steps + chars * max(depths.values()) * STEPS_PER_CHAR


def _lines(events: Iterable[tuple[str, Any]]) -> list[str]:
    """The letters of each line of text in the start and end events of a tree, folded."""
    lines: list[str] = []
    pieces: list[str] = []
    for event, element in events:
        if element.tag in _BLOCK_TAGS:
            lines.append("".join(pieces))
            pieces.clear()
        pieces.append((element.text if event == "start" else element.tail) or "")
    return [_letters(line) for line in (*lines, "".join(pieces))]


def _kept_blocks(page: Page, lines: list[str]) -> frozenset[int]:
    whole = "".join(lines)
    single = set(lines)
    return frozenset(
        index
        for index, letters in enumerate(_letters(block.text) for block in page.blocks)
        if letters and (letters in single or (len(letters) > LONG_LETTERS and letters in whole))
    )


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text).casefold()
