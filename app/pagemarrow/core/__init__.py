"""The extractor: pure functions over values; no I/O, no web framework, no state between calls."""

from pagemarrow.core.guard import extract
from pagemarrow.core.model import Article, InvalidInput, InvalidOption, MarrowError, Options, Selectors

__all__ = ["Article", "InvalidInput", "InvalidOption", "MarrowError", "Options", "Selectors", "extract"]
