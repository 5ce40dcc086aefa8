"""HTML to blocks: one lexbor parse, one walk over the visible nodes, and what the page declares of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pagemarrow.core.model import Container, Declared, InvalidSelector, Page, Selectors, Unread
from pagemarrow.core.segment.assemble import Assembly, collapse
from pagemarrow.core.segment.html.hidden import covered_parts, hidden_bodies, hidden_panels
from pagemarrow.core.segment.html.walk import NOTHING_CHOSEN, Chosen, walk
from pagemarrow.core.segment.paths import Element, css_paths
from pagemarrow.core.segment.unread import Names, is_too_much

SHELL_CHARS: Final = 200
"""A page with scripts that shows fewer characters than this waits for them to show its text."""

DECLARATIONS: Final = 'meta,title,base,html,link[rel="canonical"],script[type="application/ld+json"],[itemprop],time,h1,[rel="author"]'

_NO_SELECTORS: Final = Selectors()

_PROPERTIES = frozenset({"headline", "author", "datepublished", "datemodified", "name", "publisher"})
"""Not ``articlebody``: what is visible of such an element stands among the blocks, without the scripts in it."""


class _Wanted(NamedTuple):
    """What a page is to know beside its blocks."""

    explain: bool
    detailed: bool


def segment_html(
    html: str | bytes,
    selectors: Selectors = _NO_SELECTORS,
    names: Names | None = None,
    *,
    explain: bool = False,
    detailed: bool = False,
) -> Page:
    """Parse ``html``, as bytes in UTF-8, and return its visible blocks with the containers they stand in.

    A ``<nav>`` or ``<footer>`` that ``names`` tells a rule of is passed over unread, unless one of them holds much of the page, or
    ``selectors`` may name what is inside them. Hidden elements and ``<noscript>`` are left out, unless they hold more
    running text than the page shows: then the page carries the warning ``hidden_body``. What an open dialog covers and panels that the page's buttons
    open are shown, and what was streamed after the page's frame is read where its script puts it. With ``explain`` the page
    knows its blocks' CSS paths, with ``detailed`` its layout.
    Of a page of frames, what it holds for browsers without them is read.
    Raises ``InvalidSelector`` for a selector of ``selectors`` that does not parse.
    """
    parser = LexborHTMLParser(html)
    declared = _declared(parser)
    body = parser.body
    page = Page((), (Container(-1, "body", "", 0, 0),), declared)
    if body is not None:
        chosen = Chosen(_selected(parser, selectors.keep), _selected(parser, selectors.drop))
        named = None if selectors != _NO_SELECTORS else names
        page = _read(html, body, chosen, declared, named, _Wanted(explain, detailed))
    if not page.blocks and (place := parser.css_first("noframes")) is not None:
        # A page of frames: its text is what it holds for browsers without them. No path leads into that.
        inside = segment_html(place.text(), selectors, names, detailed=detailed)
        return inside._replace(declared=declared, warnings=("hidden_body",)) if inside.blocks else page
    return page


def _read(
    html: str | bytes,
    body: LexborNode,
    chosen: Chosen,
    declared: Declared,
    names: Names | None,
    wanted: _Wanted,
) -> Page:
    places: dict[int, Element] | None = {} if wanted.explain else None
    assembly, hidden, unread = walk(body, chosen, names, places=places, detailed=wanted.detailed)
    told = [(node, node.text()) for node in hidden]
    panels, running = hidden_panels(body, told)
    left = [pair for pair in told if pair[0].mem_id not in panels]
    covered = covered_parts(body, left, assembly)
    if covered:
        assembly, hidden, unread = walk(body, chosen, names, covered, places, detailed=wanted.detailed)
        told = [(node, node.text()) for node in hidden]
        panels, running = hidden_panels(body, told)
        left = [pair for pair in told if pair[0].mem_id not in panels]
    bodies = hidden_bodies(left, assembly, running)
    if bodies or panels:
        shown = covered | bodies | panels
        assembly, _, unread = walk(body, chosen, names, shown, places, detailed=wanted.detailed)
    page = assembly.page(declared, _warnings(html, assembly, bool(bodies)))
    if is_too_much(page):
        return _read(html, body, chosen, declared, None, wanted)
    if places is None:
        return page
    return page._replace(paths=css_paths(assembly.standing(), places), unread=_explained(page.unread, unread))


def _explained(unread: Sequence[Unread], nodes: Sequence[LexborNode]) -> tuple[Unread, ...]:
    """Read elements that were passed over after all, to tell what of them is visible and where they stand."""
    paths = css_paths(range(len(nodes)), dict(enumerate(nodes)))
    texts = [" ".join([block.text for block in walk(node, NOTHING_CHOSEN)[0].blocks]) for node in nodes]
    told = zip(unread, texts, paths, strict=True)
    return tuple(element._replace(text=text, path=path) for element, text, path in told)


def _warnings(html: str | bytes, assembly: Assembly, shown: bool) -> tuple[str, ...]:
    if shown:
        return ("hidden_body",)
    if assembly.holds(SHELL_CHARS):
        return ()
    scripted = b"<script" in html.lower() if isinstance(html, bytes) else "<script" in html.lower()
    return ("javascript_shell",) if scripted else ()


def check_selectors(selectors: Selectors) -> None:
    """Raise ``InvalidSelector`` for a selector that does not parse, whatever the page."""
    if selectors != _NO_SELECTORS:
        _selected(LexborHTMLParser(""), selectors.keep + selectors.drop)


def _selected(parser: LexborHTMLParser, selectors: tuple[str, ...]) -> frozenset[int]:
    """Return the ``mem_id`` of every node that one of ``selectors`` names."""
    found: set[int] = set()
    for selector in selectors:
        try:
            found.update(node.mem_id for node in parser.css(selector))
        except (SelectolaxError, ValueError) as error:
            raise InvalidSelector(f"not a CSS selector: {selector!r}") from error
    return frozenset(found)


def _declared(parser: LexborHTMLParser) -> Declared:
    """Collect what the page declares of itself."""
    metas: list[tuple[str, str]] = []
    properties: list[tuple[str, str]] = []
    scripts: list[str] = []
    single = {"title": "", "html": "", "base": "", "link": ""}
    for node in parser.css(DECLARATIONS):
        attributes = node.attributes
        tag = node.tag
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            if name:
                metas.append((name.lower(), attributes.get("content") or ""))
        elif tag == "script":
            scripts.append(node.text_content or node.text())
        elif tag in single:
            single[tag] = single[tag] or _single(node, tag, attributes)
        else:
            _add_property(properties, node, tag, attributes)
    return Declared(
        single["title"], single["html"], single["base"], single["link"],
        tuple(metas), tuple(scripts), tuple(properties),
    )  # fmt: skip


def _single(node: LexborNode, tag: str, attributes: dict[str, str | None]) -> str:
    if tag == "title":
        return collapse(node.text())
    if tag == "html":
        return attributes.get("lang") or attributes.get("xml:lang") or ""
    return attributes.get("href") or ""


def _add_property(
    properties: list[tuple[str, str]], node: LexborNode, tag: str | None, attributes: dict[str, str | None]
) -> None:
    for name in (attributes.get("itemprop") or "").lower().split():
        if name in _PROPERTIES:
            value = (
                attributes.get("content") or attributes.get("datetime") or collapse(node.text(separator=" "))
            )
            properties.append((name, value))
    if tag == "h1":
        properties.append(("h1", collapse(node.text(separator=" ")).rstrip(" ¶#§🔗")))
    elif tag == "time":
        properties.append(("time", attributes.get("datetime") or collapse(node.text())))
    elif attributes.get("rel") == "author":
        properties.append(("rel-author", collapse(node.text(separator=" "))))
