"""Source to Page: one segmenter an input kind."""

from __future__ import annotations

from app.core.model import Options, Page, Source
from app.core.segment.html import segment_html
from app.core.segment.text import segment_text


def segment(source: Source, options: Options) -> Page:
    """Split ``source`` into its visible blocks, in order."""
    if source.input == "html":
        return segment_html(source.text, options.selectors, explain=options.explain)
    return segment_text(source.text)
