"""The extractor: pure functions over values; no I/O, no web framework, no state between calls."""

from pagemarrow.core.model import Article, InvalidOption, MarrowError, Options, Selectors
from pagemarrow.core.pipeline import extract

__all__ = ["Article", "InvalidOption", "MarrowError", "Options", "Selectors", "extract"]
