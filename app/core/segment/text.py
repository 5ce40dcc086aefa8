"""Plain text to blocks."""

from __future__ import annotations

import re

from app.core.model import Block, Container, Page

_LINE = re.compile(r"[^\r\n]+")


def segment_text(text: str) -> Page:
    """Split ``text`` into its lines."""
    blocks = tuple(
        Block(
            m[0].strip(), start=m.start() + len(m[0]) - len(m[0].lstrip()), end=m.start() + len(m[0].rstrip())
        )
        for m in _LINE.finditer(text)
        if m[0].strip()
    )
    return Page(blocks, (Container(-1, "body", "", 0, len(blocks)),))
