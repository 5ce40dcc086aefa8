"""A page read by the rule of its site: its blocks, which of them the rule names, and what it tells of the article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pagemarrow.core.model import Options, Page, Selectors, Source
from pagemarrow.core.site.align import align
from pagemarrow.core.site.values import Pick, SiteRule

if TYPE_CHECKING:
    from pagemarrow.core.site.tree import Tree

MISSED: Final = "site_body_missed"
"""The warning that the rule's body names nothing on this page: it is judged as any other."""

UNFINISHED: Final = "site_rule_unfinished"
"""The warning that the page is too large, or the rule's expressions too slow, for all of them to be tried."""

Segment = Callable[[Source, Options], Page]


class Reading(NamedTuple):
    """What the rule of a site says of one page."""

    page: Page
    """Its blocks; chosen by the request's selectors alone."""
    keep: frozenset[int] = frozenset()
    """Blocks of the body the rule names; empty when it names none, or none that is there."""
    drop: frozenset[int] = frozenset()
    title: str | None = None
    author: str | None = None
    date: str | None = None
    """As written in the page."""
    warnings: tuple[str, ...] = ()


def read_site(site: SiteRule, source: Source, options: Options, segment: Segment) -> Reading:
    """Segment ``source`` and tell what ``site`` says of it.

    Selectors of the request replace the site's body and drops. Plain text has no elements to name.
    """
    if source.input != "html":
        return Reading(segment(source, options))
    from pagemarrow.core.site.tree import Tree  # lxml is loaded for pages of sites with rules only

    source = source._replace(text=_replaced(source.text, site), utf_8=None)
    tree = Tree(source.text)
    if options.selectors != Selectors():
        reading = Reading(segment(source, options))
    else:
        reading = _chosen(site, source, options, segment, tree)
    reading = reading._replace(
        title=tree.first_text(site.title),
        author=tree.first_text(site.author),
        date=tree.first_text(site.date),
    )
    return reading._replace(warnings=(*reading.warnings, UNFINISHED)) if tree.exhausted else reading


def _chosen(site: SiteRule, source: Source, options: Options, segment: Segment, tree: Tree) -> Reading:
    """Try the bodies in turn; the first that names a block is taken."""
    images = site.images if "images" in options.include else ()
    drop = Pick(site.drop.css + images, site.drop.xpath)
    for body in site.bodies:
        reading = _picked(body, drop, source, options, segment, tree)
        if reading is not None and reading.keep:
            return reading
    reading = _picked(None, drop, source, options, segment, tree)
    assert reading is not None
    return reading._replace(warnings=(MISSED,)) if site.bodies else reading


def _picked(
    body: Pick | None, drop: Pick, source: Source, options: Options, segment: Segment, tree: Tree
) -> Reading | None:
    """Segment with one body; ``None`` when XPath says at once that it is not there."""
    bodies = tree.elements(body.xpath) if body else []
    if body and not body.css and not bodies:
        return None
    css = Selectors(body.css if body else (), drop.css)
    page = segment(source, replace(options, selectors=css))
    keep, leave = page.kept_by_selector, page.dropped_by_selector
    drops = tree.elements(drop.xpath)
    if bodies or drops:
        name = _unused(source.text)
        text = tree.marked({f"{name}-keep": bodies, f"{name}-drop": drops})
        marked = source._replace(text=text, utf_8=None)
        marks = Selectors((f"[{name}-keep]",), (f"[{name}-drop]",))
        other = segment(marked, replace(options, selectors=marks))
        keep |= align(page.blocks, other.blocks, other.kept_by_selector)
        leave |= align(page.blocks, other.blocks, other.dropped_by_selector)
    bare = page._replace(kept_by_selector=frozenset(), dropped_by_selector=frozenset())
    return Reading(bare, keep, leave)


def _replaced(text: str, site: SiteRule) -> str:
    for old, new in site.replacements:
        text = text.replace(old, new)
    return text


def _unused(text: str) -> str:
    """Return an attribute's name that the page does not know."""
    name = "data-picked"
    while name in text:
        name += "-"
    return name
