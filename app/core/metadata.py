"""What a page declares of itself, read into ``Metadata``."""

from __future__ import annotations

from app.core.model import Declared, Metadata


def read_metadata(declared: Declared, url: str | None = None) -> Metadata:
    """Read title, byline, date, site name and language from the declarations."""
    metas = dict(reversed(declared.metas))
    return Metadata(
        title=metas.get("og:title") or declared.title or None,
        byline=metas.get("author"),
        published=metas.get("article:published_time"),
        site_name=metas.get("og:site_name"),
        language=declared.language.partition("-")[0].lower() or None,
        description=metas.get("description"),
    )
