"""Marrow: a scraped page in, the article's body out."""

__version__ = "0.1.0"
