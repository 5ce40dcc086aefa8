"""HTML to blocks: one lexbor parse, one walk over the visible nodes.

The only module that imports selectolax.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from app.core.model import Container, Declared, InvalidSelector, Kind, Page, Selectors, Unread
from app.core.segment.assemble import Assembly, collapse
from app.core.segment.paths import Element, Trail, css_paths
from app.core.segment.unread import MOST_REFUSED, Names, furniture, is_too_much

NEVER_SHOWN: Final = (
    "script", "style", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video",
    "select", "datalist", "textarea", "title", "rp", "frame", "meta", "link", "input",
)  # fmt: skip
"""Elements whose text no reader sees as text; ``title`` because SVG and stray heads carry it in the body."""

HIDDEN_BODY: Final = 400
"""Characters of running text from which on a hidden element may be the page's body. 19 of 113 forum pages of the
WCXB development split keep their whole thread in ``<noscript>``; streamed React pages keep theirs in
``<div hidden>`` until a script moves it."""

SHELL_CHARS: Final = 200
"""A page with scripts that shows fewer characters than this waits for them to show its text."""

HIDDEN_SHARE: Final = 0.3
"""A hidden element is shown when it has this share of the running text of the largest one."""

PANEL_SHARE: Final = 0.3
"""Share of running text in panels of one name from which on they are text of the page, not menus. Of the words that
WCXB's development pages have in such panels nine tenths belong to the annotated bodies."""

_SENTENCE_END: Final = re.compile(r"[.!?。](?:(?<=[^\W\d_].)(?:\s|$|[^\W\d_])|(?<=。))")
"""Begins with its rarest sign: what is searched for it is mostly menus."""

_NO_PANELS: Final = frozenset(("dialog", "alertdialog", "menu", "listbox", "navigation", "search", "tooltip"))
"""Roles of hidden elements that a button opens too, over or beside the text."""

MOST_BEHIND: Final = 50
"""Nodes behind the place of a streamed part among which the end of what stands there until it comes is looked for."""

DECLARATIONS: Final = 'meta,title,base,html,link[rel="canonical"],script[type="application/ld+json"],[itemprop],time,h1,[rel="author"]'

_NO_SELECTORS: Final = Selectors()
_STREAMED: Final = ("B:", "P:")
"""How the ids of the places begin that React streams parts of the page to."""
_PROPERTIES = frozenset(
    {"headline", "author", "datepublished", "datemodified", "name", "publisher", "articlebody"}
)

# What an element does to the text around it; the order is used in comparisons.
_INLINE, _MARK, _LINK, _IMAGE, _BREAK, _BLOCK, _HEADING, _LIST = range(8)
_ITEM, _QUOTE, _PRE, _ROW, _CELL, _CONTROL, _CITE, _ENCLOSED, _FURNITURE, _NOSCRIPT, _DIALOG, _UNSEEN = range(
    8, 20
)

_MARKED: Final = -1
_HIDING: Final = frozenset(("style", "hidden", "aria-hidden"))
_MARK_NAMES: Final = {"b": "strong", "i": "em", "kbd": "code", "samp": "code", "s": "del", "strike": "del"}
_NAMING: Final = frozenset(("class", "id", "role", "itemprop", "aria-label", "data-testid", "data-component"))
_RARELY_NAMING: Final = _NAMING - {"class"}

_BLOCK_TAGS = (
    "address article aside body caption center details dir div dl fieldset figcaption figure "
    "form frameset header hgroup hr legend main menu noframes option p section summary table tbody "
    "tfoot thead search optgroup"
)
_INLINE_TAGS = "span font small big u time abbr picture source wbr mark ins"
"""The commonest: all tags without a role are inline as well, but their names must be asked for."""

_ROLES: Final[dict[str, int]] = (
    dict.fromkeys(_INLINE_TAGS.split(), _INLINE)
    | dict.fromkeys(_BLOCK_TAGS.split(), _BLOCK)
    | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING)
    | dict.fromkeys(("nav", "footer"), _FURNITURE)
    | dict.fromkeys(("ul", "ol"), _LIST)
    | dict.fromkeys(("li", "dt", "dd"), _ITEM)
    | {"blockquote": _QUOTE, "pre": _PRE, "listing": _PRE, "xmp": _PRE, "tr": _ROW, "td": _CELL, "th": _CELL}
    | {"a": _LINK, "br": _BREAK, "img": _IMAGE, "noscript": _NOSCRIPT, "dialog": _DIALOG}
    | dict.fromkeys("strong b em i code kbd samp del s strike sup sub".split(), _MARK)
    | {"button": _CONTROL, "label": _CONTROL, "cite": _CITE, "q": _ENCLOSED, "rt": _ENCLOSED}
    | dict.fromkeys(NEVER_SHOWN, _UNSEEN)
    | {"math": _UNSEEN}  # but for the one text that says the same
)

_ENCLOSING: Final = {"q": ("“", "”"), "rt": ("(", ")")}
"""Signs that browsers set around an element, or its page does for those that can't show it."""

_ANCHOR_SIGNS: Final = frozenset(("", "\u200b", "¶", "#", "§", "🔗", "∞", "⚓"))
"""What a link from a heading to itself shows, mostly under the pointer alone."""

_HEADING_TOOL: Final = "mw-editsection"
"""In the class of what stands behind the headings of MediaWiki."""

_FORMULA_NAMES: Final = ("math", "latex", "tex-")
"""In the class of pictures of formulas, whose alternative text is the formula."""

_PHRASES: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Elements that hold nothing but phrases."""
_MAYBE_PHRASES: Final = frozenset("li td th dd dt blockquote figcaption span a em strong b i".split())
"""Elements that hold phrases where text of theirs came before."""


_LATER: Final = ("data-src", "data-lazy-src", "data-original")
_ADDRESS = re.compile(r"[/.]")
_SIZE = re.compile(r"\d{1,6}(?:\.\d{1,6})?[wx]")
_DOTS: Final = frozenset(("0", "1", "1px"))


def _numbered_roles() -> tuple[int, dict[int, tuple[int, str]]]:
    """Return the parser's number of text nodes, and role and tag of elements by its number of their tag.

    Numbers are compared and looked up in a third of the time that strings take, which are made anew for each node.
    """
    document = LexborHTMLParser("text")
    text = document.body.first_child if document.body else None
    assert text is not None
    return text.tag_id, {document.create_node(tag).tag_id: (role, tag) for tag, role in _ROLES.items()}


_TEXT_NODE, _NUMBERED = _numbered_roles()


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
    running text than the page shows: then the page carries the warning ``hidden_body``. Panels that the page's buttons
    open are shown, and what was streamed after the page's frame is read where its script puts it. With ``explain`` the page
    knows its blocks' CSS paths, with ``detailed`` its layout.
    Raises ``InvalidSelector`` for a selector of ``selectors`` that does not parse.
    """
    parser = LexborHTMLParser(html)
    declared = _declared(parser)
    body = parser.body
    if body is None:
        return Page((), (Container(-1, "body", "", 0, 0),), declared)
    chosen = _Chosen(_selected(parser, selectors.keep), _selected(parser, selectors.drop))
    wanted = _Wanted(explain, detailed)
    return _read(html, body, chosen, declared, None if selectors != _NO_SELECTORS else names, wanted)


def _read(
    html: str | bytes,
    body: LexborNode,
    chosen: _Chosen,
    declared: Declared,
    names: Names | None,
    wanted: _Wanted,
) -> Page:
    places: dict[int, Element] | None = {} if wanted.explain else None
    assembly, hidden, unread = _walk(body, chosen, names, places=places, detailed=wanted.detailed)
    told = [(node, node.text()) for node in hidden]
    panels, running = _hidden_panels(body, told)
    bodies = _hidden_bodies([pair for pair in told if pair[0].mem_id not in panels], assembly, running)
    if bodies or panels:
        assembly, _, unread = _walk(body, chosen, names, bodies | panels, places, detailed=wanted.detailed)
    page = assembly.page(declared, _warnings(html, assembly, bool(bodies)))
    if is_too_much(page):
        return _read(html, body, chosen, declared, None, wanted)
    if places is None:
        return page
    return page._replace(paths=css_paths(assembly.standing(), places), unread=_explained(page.unread, unread))


def _explained(unread: Sequence[Unread], nodes: Sequence[LexborNode]) -> tuple[Unread, ...]:
    """Read elements that were passed over after all, to tell what of them is visible and where they stand."""
    paths = css_paths(range(len(nodes)), dict(enumerate(nodes)))
    texts = [" ".join([block.text for block in _walk(node, _NOTHING_CHOSEN)[0].blocks]) for node in nodes]
    told = zip(unread, texts, paths, strict=True)
    return tuple(element._replace(text=text, path=path) for element, text, path in told)


def _warnings(html: str | bytes, assembly: Assembly, shown: bool) -> tuple[str, ...]:
    if shown:
        return ("hidden_body",)
    if assembly.holds(SHELL_CHARS):
        return ()
    scripted = b"<script" in html.lower() if isinstance(html, bytes) else "<script" in html.lower()
    return ("javascript_shell",) if scripted else ()


class _Wanted(NamedTuple):
    """What a page is to know beside its blocks."""

    explain: bool
    detailed: bool


class _Chosen(NamedTuple):
    """``mem_id`` of the elements that the caller's selectors name."""

    keep: frozenset[int]
    drop: frozenset[int]


_NOTHING_CHOSEN: Final = _Chosen(frozenset(), frozenset())


def _streamed(body: LexborNode) -> dict[str, LexborNode]:
    """Return the parts that React streamed after the page's frame, by the number that their place has as well.

    A script moves each from its ``<div hidden id="S:1">`` to ``<template id="B:1">`` or ``"P:1"``.
    """
    return {(part.attributes.get("id") or "")[2:]: part for part in body.css('[hidden][id^="S:"]')}


def _behind_place(place: LexborNode) -> LexborNode:
    """Return the last node that goes away with the ``place`` of a streamed part: what stands there until it comes."""
    at, depth = place.next, 0
    for _ in range(MOST_BEHIND):
        if at is None:
            break
        told = (at.comment_content or "") if at.is_comment_node else ""
        if told == "/$" and depth == 0:
            return at
        depth += (told[:1] == "$") - (told == "/$")
        at = at.next
    return place


def _hidden_panels(body: LexborNode, hidden: Sequence[tuple[LexborNode, str]]) -> tuple[frozenset[int], int]:
    """Return the panels of tabs and accordions among the ``hidden`` elements with their texts, and how many characters of
    running text they hold.

    A panel is what a button of the page shows in its place. They are shown by their names, where all of a name hold
    mostly running text: there are short answers among long ones.
    """
    sentences = any(_may_be_panel(node.attributes) for node, text in hidden if _SENTENCE_END.search(text))
    if not sentences:
        return frozenset(), 0
    waiting = [node for node, _ in hidden if _may_be_panel(node.attributes)]
    controlled = _controlled(body)
    named: dict[tuple[str | None, str | None], list[int]] = {}
    chars: dict[tuple[str | None, str | None], int] = {}
    running: dict[tuple[str | None, str | None], int] = {}
    for node in waiting:
        attributes = node.attributes
        if attributes.get("role") != "tabpanel" and attributes.get("id") not in controlled:
            continue
        inside, nested, _ = _walk(node, _NOTHING_CHOSEN)
        name = node.tag, attributes.get("class")
        named.setdefault(name, []).append(node.mem_id)
        chars[name] = chars.get(name, 0) + sum([len(block.text) for block in inside.blocks])
        running[name] = running.get(name, 0) + inside.running_text()
        waiting += [inner for inner in nested if _may_be_panel(inner.attributes)]
    shown = [name for name, size in running.items() if size > PANEL_SHARE * chars[name]]
    numbers = frozenset(number for name in shown for number in named[name])
    return numbers, sum([running[name] for name in shown])


def _may_be_panel(attributes: dict[str, str | None]) -> bool:
    role = attributes.get("role")
    return role == "tabpanel" or ("id" in attributes and role not in _NO_PANELS)


def _controlled(body: LexborNode) -> frozenset[str]:
    """Return the ids of the elements that buttons show and hide, but for pop-ups."""
    return frozenset(
        number
        for node in body.css("[aria-controls]:not([aria-haspopup])")
        for number in (node.attributes.get("aria-controls") or "").split()
    )


def _hidden_bodies(
    hidden: Sequence[tuple[LexborNode, str]], visible: Assembly, panels: int
) -> frozenset[int]:
    """Return the elements to show after all of those ``hidden``, with their texts: they hold more running text than is
    ``visible`` and in ``panels``, as characters."""
    texts = [(len(text), node) for node, text in hidden if len(text) > HIDDEN_BODY]
    if not texts:
        return frozenset()
    floor = max(HIDDEN_BODY, visible.running_text() + panels)
    texts.sort(key=lambda pair: -pair[0])
    possible = sum(size for size, _ in texts)
    sizes: dict[int, int] = {}
    for size, node in texts:
        if possible <= floor:
            return frozenset()
        inside = _walk(node, _NOTHING_CHOSEN)[0]
        sizes[node.mem_id] = inside.running_text()
        possible += sizes[node.mem_id] - size  # running text is never more than text
    if possible <= floor:
        return frozenset()
    least = HIDDEN_SHARE * max(sizes.values())
    return frozenset(number for number, size in sizes.items() if size >= least)


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


def _is_hidden(attributes: dict[str, str | None], role: int) -> bool:
    if role >= _NOSCRIPT:
        return role == _NOSCRIPT or "open" not in attributes
    style = attributes.get("style")
    if style:
        folded = style.replace(" ", "").lower()
        if "display:none" in folded or "visibility:hidden" in folded:
            return True
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return attributes.get("aria-hidden") == "true"


def _walk(
    body: LexborNode,
    chosen: _Chosen,
    names: Names | None = None,
    shown: frozenset[int] = frozenset(),
    places: dict[int, Element] | None = None,
    *,
    detailed: bool = False,
) -> tuple[Assembly, list[LexborNode], list[LexborNode]]:
    """Visit every visible node below ``body`` in document order, without recursion: pages nest thousands deep.

    Returns the assembled blocks, the hidden elements that were left out (those in ``shown`` are not), and the elements
    that were passed over for their ``names``. ``places`` takes the element of each container.
    """
    assembly = Assembly(_name(body.attributes), detailed)
    selected = chosen.keep | chosen.drop
    hidden: list[LexborNode] = []
    unread: list[LexborNode] = []
    stack: list[tuple[LexborNode, End]] = []
    refused = 0
    awaited: dict[str, LexborNode] | None = None
    moved: set[int] = set()
    tracing = places is not None
    if places is not None:
        places[0] = body
        stack = Trail(assembly, places)
    pieces, hiding, openers = assembly.pieces, _HIDING, _OPENERS
    text_node, numbered, code, heading = _TEXT_NODE, _NUMBERED, Kind.CODE, Kind.HEADING
    open_block, close_block = assembly.open_block, assembly.close_block
    open_mark, close_mark = assembly.open_mark, assembly.close_mark
    node = body.first_child
    while True:
        if node is None:
            if not stack:
                break
            node, end = stack.pop()
        else:
            number = node.tag_id
            if number == text_node:
                if pieces or not node.is_empty_text_node or assembly.kind is code:
                    content = node.text_content
                    if content and (pieces or not content.isspace() or assembly.kind is code):
                        pieces.append(content)
                node = node.next
                continue
            role, tag = numbered.get(number) or (_INLINE, node.tag or "")
            if role == _UNSEEN:
                if tag == "math" and (content := _formula(node)):
                    pieces.append(content)
                elif tag == "template" and (place := node.attributes.get("id") or "")[:2] in _STREAMED:
                    awaited = _streamed(body) if awaited is None else awaited
                    part = awaited.pop(place[2:], None)
                    if part is not None:
                        moved.add(part.mem_id)
                        stack.append((_behind_place(node) if place[0] == "B" else node, None))
                        node = part.first_child
                        continue
                node = node.next
                continue
            child = node.first_child
            if child is None and role < _IMAGE:
                node = node.next
                continue
            attributes = node.attributes
            if (
                (role >= _NOSCRIPT or not hiding.isdisjoint(attributes))
                and _is_hidden(attributes, role)
                and node.mem_id not in shown
            ):
                hidden.append(node)
                node = node.next
                continue
            if role == _FURNITURE and assembly.kind is Kind.QUOTE:
                role, tag = _BLOCK, "div"  # it tells whom a quotation is from
            elif role == _FURNITURE:
                role = _BLOCK
                rule = names(tag, _name(attributes)) if names is not None and refused < MOST_REFUSED else None
                if rule is not None:
                    content = node.text(separator="\n")
                    if short := furniture(content, rule):
                        assembly.pass_over(short, rule)
                        unread.append(node)
                        node = node.next
                        continue
                    refused += len(content)
            if selected and node.mem_id in selected:
                end = _open_selected(assembly, tag, _name(attributes), node.mem_id in chosen.keep)
            elif role == _BLOCK:
                end = open_block(tag, _name(attributes) if attributes else "")
            elif role == _MARK:
                open_mark(_MARK_NAMES.get(tag, tag), (attributes.get("class") or "") if attributes else "")
                end = _MARKED
            elif role == _LINK and not _holds_blocks(child):
                target = attributes.get("href") or ""
                if assembly.kind is heading and target.startswith("#") and _is_anchor(node):
                    node = node.next
                    continue
                open_mark("a", target)
                end = _MARKED
            elif (role == _INLINE and "-" not in tag) or (
                (role == _INLINE or role == _CONTROL) and _is_phrase(node, child, bool(pieces))
            ):
                end = None if assembly.kind is not heading else _open_tool(assembly, tag, attributes)
            else:
                end = openers[role](assembly, tag, attributes)
            if tracing or (child is not None and (child.tag_id != text_node or child.next is not None)):
                stack.append((node, end))
                node = child
                continue
            if child is not None:  # nothing but text: the commonest element
                content = child.text_content
                if content and (pieces or not content.isspace() or assembly.kind is code):
                    pieces.append(content)
        if isinstance(end, int):
            if end == _MARKED:
                close_mark()
            else:
                close_block(end)
        elif end is not None:
            end[0](*end[1])
        node = node.next
    assembly.finish()
    if moved:
        hidden = [node for node in hidden if node.mem_id not in moved]
    return assembly, hidden, unread


End = int | tuple[Callable[..., None], tuple[Any, ...]] | None
"""What to call, with what, when an element ends. The commonest are told by a number instead: a plain block by that of the
container outside it, inline markup by ``_MARKED``."""

Attributes = dict[str, str | None]


def _open_selected(assembly: Assembly, tag: str, name: str, keep: bool) -> End:
    """An element the caller's selectors name is a container, whatever its tag."""
    return assembly.close_selected, (assembly.open_block(tag, name), keep)


def _open_tool(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    """A wiki's button inside a heading is no part of it."""
    name = attributes.get("class") or ""
    return assembly.open_block(tag, name) if _HEADING_TOOL in name else None


def _open_link(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    """A link around blocks: a card."""
    return assembly.close_link, (assembly.open_link(tag, _name(attributes), attributes.get("href") or ""),)


def _open_break(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    assembly.break_line()
    return None


def _open_image(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    name = (attributes.get("class") or "").lower()
    alternative = attributes.get("alt") or ""
    if name and alternative and any(word in name for word in _FORMULA_NAMES):
        assembly.pieces.append(alternative)
    else:
        assembly.image(_image_source(attributes), alternative)
    return None


def _open_cite(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    """At the head of a quotation it is a line of its own: whom it is from."""
    if assembly.kind is Kind.QUOTE and not assembly.pieces:
        return assembly.open_block(tag, _name(attributes))
    return None


def _open_enclosed(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    opening, closing = _ENCLOSING[tag]
    assembly.pieces.append(opening)
    return assembly.pieces.append, (closing,)


def _open_block(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.open_block(tag, _name(attributes))


def _open_heading(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_kind(tag, _name(attributes), Kind.HEADING, int(tag[1])),)


def _open_quote(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_kind(tag, _name(attributes), Kind.QUOTE),)


def _open_code(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_kind(tag, _name(attributes), Kind.CODE),)


def _open_list(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_list(tag, _name(attributes), attributes),)


def _open_item(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_item(tag, _name(attributes), attributes),)


def _open_row(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_row(_name(attributes)),)


def _open_cell(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_cell, (assembly.open_cell(tag, _name(attributes), attributes),)


_OPENERS: Final[dict[int, Callable[[Assembly, str, Attributes], End]]] = {
    _LINK: _open_link,
    _BREAK: _open_break,
    _IMAGE: _open_image,
    _HEADING: _open_heading,
    _LIST: _open_list,
    _ITEM: _open_item,
    _QUOTE: _open_quote,
    _PRE: _open_code,
    _ROW: _open_row,
    _CELL: _open_cell,
    _INLINE: _open_block,
    _CONTROL: _open_block,
    _CITE: _open_cite,
    _ENCLOSED: _open_enclosed,
    _NOSCRIPT: _open_block,
    _DIALOG: _open_block,
}
"""What the assembly is told when an element begins that is neither a plain block nor inline markup, by its role."""


def _holds_blocks(child: LexborNode | None) -> bool:
    """Tell whether the first element inside a link is block-level: a card, not a phrase."""
    looked_past = 0
    while child is not None and looked_past < 3:
        number = child.tag_id
        role, _ = _NUMBERED.get(number, (_INLINE, ""))
        if number == _TEXT_NODE:
            looked_past += 1
        elif role != _UNSEEN:
            return role > _BREAK
        child = child.next
    return False


def _is_phrase(node: LexborNode, child: LexborNode | None, begun: bool) -> bool:
    """Tell whether an element that may be either is part of a sentence: text goes on after it, in an element of phrases.

    At the end of a line it is a button beside the text. ``begun`` says that text came before it.
    """
    parent, after = node.parent, node.next
    if parent is None or after is None or after.tag_id != _TEXT_NODE or after.is_empty_text_node:
        return False
    return (parent.tag in _PHRASES or (begun and parent.tag in _MAYBE_PHRASES)) and not _holds_blocks(child)


def _is_anchor(node: LexborNode) -> bool:
    text = node.text_content if node.first_child is None else node.text()
    return (text or "").strip() in _ANCHOR_SIGNS


def _formula(node: LexborNode) -> str:
    """Return a formula as its source where the page has it, else as the text of its parts."""
    source = node.css_first('annotation[encoding="application/x-tex"]')
    if source is not None:
        return collapse(source.text())
    return collapse(node.attributes.get("alttext") or node.text())


def _name(attributes: dict[str, str | None]) -> str:
    """Join the attributes that name an element for its authors."""
    if _RARELY_NAMING.isdisjoint(attributes):
        return attributes.get("class") or ""
    return " ".join([value for key, value in attributes.items() if value and key in _NAMING])


def _image_source(attributes: dict[str, str | None]) -> str:
    """Return the address of an image, empty for one that is there to be counted.

    What scripts are to load later stands in other attributes; until then ``src`` is a stand-in.
    """
    if attributes.get("width") in _DOTS and attributes.get("height") in _DOTS:
        return ""
    source = attributes.get("src") or ""
    for name in _LATER:
        later = attributes.get(name)
        if later and _ADDRESS.search(later):
            return later
    if source and not source.startswith("data:"):
        return source
    return _largest(attributes.get("data-srcset") or attributes.get("srcset") or "") or source


def _largest(candidates: str) -> str:
    """Return the address of the widest or densest image of a ``srcset``."""
    best, most, address = "", 0.0, ""
    for word in [*candidates.split(), ","]:
        if not address and not word.endswith(","):
            address = word
            continue
        told, _, following = word.partition(",") if address else ("", "", "")
        size = float(told[:-1]) if _SIZE.fullmatch(told) else 1.0
        named = address or word.rstrip(",")
        if named and size > most:
            best, most = named, size
        address = following
    return best
