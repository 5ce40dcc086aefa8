"""XPath over a page, by lxml: for what CSS can't say. Bounded in the page's size and in time.

libxml2 drops text that is nested deeper than 256, and makes another tree than browsers of broken markup. So
nothing it parsed is shown: chosen elements get a mark, and the marked page goes through the segmenter, whose
blocks are then found again among those of the page as it came.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from lxml import etree

MOST_CHARS: Final = 3_000_000
"""Of a page that is parsed a second time; the largest of 1,986 real pages has 2.6 million."""

BUDGET_S: Final = 0.5
"""For all expressions of one page together; what comes later finds nothing."""


class Tree:
    """A page as libxml2 sees it, parsed when first needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: Any = None
        self._spent_s = 0.0
        self.exhausted = len(text) > MOST_CHARS
        """Not all was looked for: the page is too large, or the time is over."""

    def elements(self, expressions: Sequence[str]) -> list[Any]:
        """Return the elements that any of ``expressions`` selects; texts and attributes are passed over."""
        return [
            found
            for expression in expressions
            for found in self._found(expression)
            if isinstance(found, etree._Element) and isinstance(found.tag, str)
        ]

    def first_text(self, expressions: Sequence[str]) -> str | None:
        """Return the text of what the first of ``expressions`` selects that has any, white space collapsed."""
        for expression in expressions:
            for found in self._found(expression):
                text = " ".join(_text(found).split())
                if text:
                    return text
        return None

    def marked(self, names: dict[str, list[Any]]) -> str:
        """Return the page's source with an attribute of each name on the elements it stands for."""
        for name, elements in names.items():
            for element in elements:
                element.set(name, "")
        source = str(etree.tostring(self._root, method="html", encoding="unicode"))
        for name, elements in names.items():
            for element in elements:
                element.attrib.pop(name, None)
        return source

    def _found(self, expression: str) -> list[Any]:
        if self._root is None:
            self._root = self._parsed()
        if self._root is None or self._spent_s > BUDGET_S:
            self.exhausted = True
            return []
        started = time.perf_counter()
        try:
            found = compiled(expression)(self._root)
        except etree.XPathError:
            found = []
        self._spent_s += time.perf_counter() - started
        return found if isinstance(found, list) else [found]

    def _parsed(self) -> Any:
        if len(self._text) > MOST_CHARS:
            return None
        source = self._text.replace("\0", "\ufffd").encode("utf-8", "replace")
        try:
            root = etree.fromstring(
                source, etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
            )
        except (etree.ParserError, etree.XMLSyntaxError):
            return None
        return None if root is None else root.getroottree()


@lru_cache(maxsize=1024)
def compiled(expression: str) -> etree.XPath:
    """Return ``expression`` ready to be called. Raises ``lxml.etree.XPathError``."""
    return etree.XPath(expression, regexp=False, smart_strings=False)


def _text(found: Any) -> str:
    if isinstance(found, etree._Element):
        return "".join(map(str, found.itertext())) if isinstance(found.tag, str) else ""
    return found if isinstance(found, str) else ""
