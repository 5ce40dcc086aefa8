"""HTML to blocks (first cut, being replaced)."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from app.core.model import Block, Container, Declared, Kind, Page, Selectors

_NONE = Selectors()


def segment_html(text: str, selectors: Selectors = _NONE) -> Page:
    """Parse ``text`` and return its paragraphs and headings."""
    parser = LexborHTMLParser(text)
    title = parser.css_first("title")
    blocks = []
    for node in parser.css("p, h2, h3, li, blockquote, pre"):
        content = " ".join(node.text().split())
        if content:
            kind = Kind.HEADING if node.tag in ("h2", "h3") else Kind.PARAGRAPH
            blocks.append(Block(content, kind, pieces=(content,)))
    return Page(
        tuple(blocks),
        (Container(-1, "body", "", 0, len(blocks)),),
        Declared(title=title.text() if title else ""),
    )
