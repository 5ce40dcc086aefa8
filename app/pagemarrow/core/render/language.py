"""The language of a listing, as the names of the elements around it tell it to a highlighter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pagemarrow.core.model import Block, Container

AROUND: Final = 3
"""Elements around a listing whose names may tell its language: the listing, its box and the box of that."""

_TOLD = re.compile(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight-text)-|highlight-(?=\S+\s+notranslate)|brush:\s*|sourceCode\s+)"
    r"(?P<language>[A-Za-z][\w+#.-]{0,29})(?=[\s;]|$)"
)
_NONE: Final = frozenset("none plain plaintext text txt nohighlight default wrapper container".split())


def language_of(block: Block, containers: Sequence[Container], listing: int) -> str:
    """Return the name of the language a listing is in, small letters; empty if nothing tells."""
    names = [mark.target for mark in block.marks[:AROUND] if mark.tag == "code"]
    number = listing
    while number >= 0 and len(names) < 2 * AROUND:
        names.append(containers[number].name)
        number = containers[number].parent
    for name in names:
        found = _TOLD.search(name)
        if found and (language := found["language"].lower()) not in _NONE:
            return language
    return ""
