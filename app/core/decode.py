"""Bytes and content type to ``Source``."""

from __future__ import annotations

from app.core.model import Source, UnsupportedMediaType

_HTML = ("text/html", "application/xhtml+xml")
_TEXT = ("text/plain", "text/markdown")


def decode(raw: bytes | str, content_type: str | None = None) -> Source:
    """Decode ``raw`` and tell HTML from text."""
    text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
    media = (content_type or "").partition(";")[0].strip().lower()
    if media in _HTML:
        return Source(text, "html", "utf-8")
    if media in _TEXT:
        return Source(text, "text", "utf-8")
    if media:
        raise UnsupportedMediaType(f"{media} is not supported; use {', '.join(_HTML + _TEXT)}")
    head = text[:2000].lower()
    return Source(
        text,
        "html" if "<p" in head or "<html" in head or "<!doctype" in head or "<div" in head else "text",
        "utf-8",
    )
