"""Marrow: a scraped page in, the article's body out.

The public names are imported when they are first used: who wants the client alone loads no extractor.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pagemarrow.client import AsyncMarrowClient, MarrowClient
    from pagemarrow.core import Article, InvalidInput, InvalidOption, MarrowError, Options, Selectors, extract

__version__ = "0.1.0"

__all__ = [
    "Article",
    "AsyncMarrowClient",
    "InvalidInput",
    "InvalidOption",
    "MarrowClient",
    "MarrowError",
    "Options",
    "Selectors",
    "extract",
]

_CLIENT: Final = ("AsyncMarrowClient", "MarrowClient")


def __getattr__(name: str) -> Any:
    """Import a public name from the package that defines it. Raises ``AttributeError`` for any other name."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("pagemarrow.client" if name in _CLIENT else "pagemarrow.core"), name)
