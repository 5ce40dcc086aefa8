"""The record that deciding returns."""

from __future__ import annotations

from typing import NamedTuple

from app.core.model import Verdict


class Decision(NamedTuple):
    """The verdicts of a page, and what they say of the page as a whole."""

    verdicts: tuple[Verdict, ...]
    page_type: str
    page_type_confidence: float
    confidence: float
    """How far the body can be trusted, 0 to 1: from 0.9 on it is nearly always right, below 0.5 mostly wrong."""
    warnings: tuple[str, ...] = ()
    title: str | None = None
    """The headline where deciding found one that the page does not declare."""
