"""Page to Features: one set of columns an input kind, built from shared measures."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.containers import Tree
from app.core.measure.features import Features
from app.core.measure.html import measure_html
from app.core.measure.text import measure_text
from app.core.model import Finding, Metadata, Page

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
