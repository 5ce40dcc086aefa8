"""Whether an element's own attributes hide it."""

from __future__ import annotations

import re
from typing import Final

from pagemarrow.core.segment.html.roles import NOSCRIPT

HIDING: Final = frozenset(("style", "hidden", "aria-hidden"))
"""Attributes that may hide their element."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARATION = re.compile(
    r"(?:^|;)\s*(display|visibility|content-visibility)\s*:\s*([a-z-]+)[^;!]*?(!\s*important)?\s*(?=;|$)",
    re.IGNORECASE,
)
_HIDDEN_VALUES: Final = {
    "display": ("none",),
    "visibility": ("hidden", "collapse"),
    "content-visibility": ("hidden",),
}


def is_hidden(attributes: dict[str, str | None], role: int) -> bool:
    """Tell whether an element of ``role`` is hidden: from everyone, or from those who listen to the page."""
    if role >= NOSCRIPT:
        return role == NOSCRIPT or "open" not in attributes
    return is_unshown(attributes) or is_unsaid(attributes)


def is_unsaid(attributes: dict[str, str | None]) -> bool:
    """Tell whether ``aria-hidden`` takes an element from those who listen to the page."""
    return (attributes.get("aria-hidden") or "").strip().lower() == "true"


def is_unshown(attributes: dict[str, str | None]) -> bool:
    """Tell whether ``style`` or ``hidden`` take an element from the page."""
    style = attributes.get("style")
    if style and hides(style):
        return True
    return "hidden" in attributes and (attributes["hidden"] or "").strip().lower() != "until-found"


def hides(style: str) -> bool:
    """Tell whether the declarations of a ``style`` attribute hide its element.

    The last declaration of a property counts, or the last one marked as important. ``opacity`` hides nothing: pages fade in
    what a reader comes to.
    """
    small = style.lower()
    if "none" not in small and "hidden" not in small and "collapse" not in small:
        return False
    values: dict[str, tuple[str, bool]] = {}
    for name, value, important in _DECLARATION.findall(_COMMENT.sub(" ", small)):
        if important or not values.get(name, ("", False))[1]:
            values[name] = value, bool(important)
    return any(value in _HIDDEN_VALUES[name] for name, (value, _) in values.items())
