"""Page and rules to findings."""

from __future__ import annotations

from app.core.model import Finding, Page


def match(page: Page, language: str | None) -> tuple[Finding, ...]:
    """Return every rule that matches a block, run, tail or container of ``page``."""
    return ()
