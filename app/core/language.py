"""The language guess."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.model import Block


def guess_language(blocks: Sequence[Block], declared: str | None) -> str | None:
    """Return the page's language as a primary subtag."""
    return declared or "en"
