"""The nouns of site rules. Plain tuples of strings: they are pickled to worker processes and hashed."""

from __future__ import annotations

from typing import NamedTuple


class Pick(NamedTuple):
    """Elements of a page: all that any of the expressions names."""

    css: tuple[str, ...] = ()
    xpath: tuple[str, ...] = ()
    """Only what CSS can't say exactly: it costs a second parse of the page."""


class SiteRule(NamedTuple):
    """What to take and what to leave on the pages of some hosts."""

    source: str
    """The file it stands in, and its line where that tells more."""
    bodies: tuple[Pick, ...] = ()
    """Alternatives: the first that names visible text is the body."""
    drop: Pick = Pick()
    images: tuple[str, ...] = ()
    """CSS of images to leave out."""
    title: tuple[str, ...] = ()
    """XPath expressions; the first that gives text counts. The same for ``author`` and ``date``."""
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    """(markup, markup instead), replaced in the page's source before it is parsed. Neither holds any text."""
    rules_off: frozenset[str] = frozenset()
    """Ids of rules that don't speak on these hosts."""
    prune: bool = True
    """Inside the body, what a rule proves to be boilerplate still goes."""
