"""XHTML for an HTML parser: what XML writes otherwise is written as HTML has it."""

from __future__ import annotations

import re
from html import escape
from typing import Final

_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr frame keygen bgsound basefont".split()
)
_SELF_CLOSED = re.compile(r"<([A-Za-z][\w.-]*)((?:\s[^<>]*?)?)/>")
_OPENING: Final = "<![CDATA["
_CLOSING: Final = "]]>"


def as_html(text: str) -> str:
    """Return a page served as ``application/xhtml+xml`` as HTML.

    An element that closes itself gets an end tag: an HTML parser reads ``<script/>`` as a script that never ends. Sections of
    ``CDATA`` become text. Cost is linear in the length.
    """
    if _OPENING in text:
        text = _without_sections(text)
    return _SELF_CLOSED.sub(_closed, text) if "/>" in text else text


def _closed(found: re.Match[str]) -> str:
    tag, attributes = found[1], found[2]
    return found[0] if tag.lower() in _VOID else f"<{tag}{attributes}></{tag}>"


def _without_sections(text: str) -> str:
    first, *parts = text.split(_OPENING)
    pieces = [first]
    for part in parts:
        inside, end, rest = part.partition(_CLOSING)
        pieces += (escape(inside, quote=False), rest) if end else (_OPENING, part)
    return "".join(pieces)
