"""Source to Page: one segmenter an input kind."""

from __future__ import annotations

from pagemarrow.core.model import Options, Page, Source
from pagemarrow.core.segment.html import segment_html
from pagemarrow.core.segment.text import segment_text
from pagemarrow.core.segment.unread import Names


def segment(source: Source, options: Options, names: Names | None = None) -> Page:
    """Split ``source`` into its visible blocks, in order; menus and footers that ``names`` knows are passed over unread."""
    if source.input == "html":
        html, detailed = source.utf_8 or source.text, options.format != "text"
        return segment_html(html, options.selectors, names, explain=options.explain, detailed=detailed)
    return segment_text(source.text)
