"""What kind of page it is: article, forum, documentation, product, listing, collection, service."""

from __future__ import annotations

from app.core.measure.features import Features
from app.core.model import Metadata


def guess_page_type(features: Features, metadata: Metadata) -> tuple[str, float]:
    """Return the kind of page and how certain it is, 0 to 1."""
    return "article", 0.5
