"""Page to Features: one set of columns an input kind, built from shared measures."""

from __future__ import annotations

from collections.abc import Sequence

from pagemarrow.core.containers import Tree
from pagemarrow.core.measure.features import Features
from pagemarrow.core.measure.html import measure_html
from pagemarrow.core.measure.text import measure_text
from pagemarrow.core.model import Finding, Metadata, Page

__all__ = ["Features", "measure"]


def measure(
    page: Page,
    kind: str,
    metadata: Metadata,
    language: str | None,
    findings: Sequence[Finding],
    tree: Tree | None = None,
) -> Features:
    """Measure every block of ``page``; ``kind`` is ``"html"`` or ``"text"``, ``tree`` what is known of the containers."""
    if kind == "html":
        return measure_html(page, metadata, language, findings, tree=tree)
    return measure_text(page, metadata, language, findings)
