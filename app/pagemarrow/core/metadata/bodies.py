"""The body that a page declares, as plain text: without its markup, and without the scripts that ended up in it."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

MOST_CODE: Final = 4_000
"""Characters of one script without its tags, at most."""

SHORTEST_COPY: Final = 80
"""Characters from which on a line that was there before is a copy."""

_UNSHOWN: Final = "script|style|noscript|template|iframe|svg|select|button|form|textarea|head|title"
_HIDDEN = re.compile(
    rf"<!--.*?(?:-->|\Z)|<({_UNSHOWN})\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!\[CDATA\[|\]\]>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9-]*)\b[^<>]*>")
_PHRASING: Final = frozenset(
    "a abbr b bdi bdo cite code em font i mark q s small span strong sub sup time u wbr".split()
)

_CODE = re.compile(
    r"""(?:\b(?:var|let|const)\s+\$?\w+\s*=|\bfunction\s*\w*\s*\([\w\s,]{0,80}\)\s*\{|\(\s*function\b|=>\s*\{|\$\(\s*['"\w]
        |\b(?:document|window|googletag|console|jQuery|dataLayer|adsbygoogle)\s*(?:\.\s*\w+|=|\|\||\[)
        |\bif\s*\(\s*[$!\w.]+\s*(?:[=!<>.)&|(]))""",
    re.VERBOSE,
)
"""How a script begins whose tags were taken off."""
_CODE_END = re.compile(r"[;})]\s+(?=[^\W\d_a-z$][^;{}=()$\\]{30}|[\"'“„«‘(]?[^\W\d_a-z][^;{}=()$\\]{30})")
"""How it ends: a sign of code, then what has no sign of it for a while and begins like a sentence."""


def clean_body(text: str) -> str:
    """Return the plain text of a declared body, which may hold HTML, escaped or not: one line a paragraph.

    Scripts go, with or without their tags, and lines that repeat one before.
    """
    if not _TAG.search(text):
        text = unescape(text)
    text = _without_tags(text)
    if "&" in text:
        text = unescape(text)
    seen: set[str] = set()
    lines = []
    for raw in text.splitlines():
        line = " ".join(_without_code(raw).split())
        if line and line not in seen:
            lines.append(line)
        if len(line) >= SHORTEST_COPY:
            seen.add(line)
    return "\n".join(lines)


def _without_tags(text: str) -> str:
    pieces = _TAG.split(_HIDDEN.sub(lambda found: "\n" if found[1] else "", text))
    shown = [pieces[0]]
    for tag, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        shown += ("" if tag.lower().lstrip("/") in _PHRASING else "\n", piece)
    return "".join(shown)


def _without_code(line: str) -> str:
    """Return ``line`` without the scripts in it; cost is linear in its length."""
    found = _CODE.search(line)
    if found is None:
        return line
    kept = []
    at = 0
    while found is not None:
        end = _CODE_END.search(line, found.end(), found.end() + MOST_CODE)
        if end is None:
            rest = line[found.start() :]
            # What only names such a thing has few signs of code.
            if sum(map(rest.count, "{};=()")) * 25 < len(rest):
                break
            kept.append(line[at : found.start()])
            at = len(line)
            break
        kept.append(line[at : found.start()])
        at = end.end()
        found = _CODE.search(line, at)
    kept.append(line[at:])
    return "\n".join(kept)
