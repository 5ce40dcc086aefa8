"""HTML to blocks: one lexbor parse, one walk over the visible nodes.

The only module that imports selectolax. Tags that never show are cut out by lexbor itself before the walk,
so that Python sees only what a reader would.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from app.core.model import Container, Declared, InvalidSelector, Kind, Page, Selectors
from app.core.segment.assemble import Assembly, collapse

NEVER_SHOWN: Final = [
    "script", "style", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
    "select", "datalist", "textarea", "title", "rp", "frame", "meta", "link", "input",
]  # fmt: skip
"""Elements whose text no reader sees as text; ``title`` because SVG and stray heads carry it in the body."""

FEW_WORDS: Final = 60
"""A page with fewer visible words than this is read again with ``<noscript>`` and hidden elements: 19 of 113
forum pages of the WCXB development split keep their whole thread in ``<noscript>``."""

DECLARATIONS: Final = 'meta,title,base,html,link[rel="canonical"],script[type="application/ld+json"],[itemprop],time,[rel="author"]'

_NO_SELECTORS: Final = Selectors()
_PROPERTIES = frozenset(
    {"headline", "author", "datepublished", "datemodified", "name", "publisher", "articlebody"}
)

# What an element does to the text around it; the order is used in comparisons.
(
    _INLINE,
    _MARK,
    _LINK,
    _IMAGE,
    _BREAK,
    _BLOCK,
    _HEADING,
    _LIST,
    _ITEM,
    _QUOTE,
    _PRE,
    _ROW,
    _CELL,
    _NOSCRIPT,
) = range(14)

_UNKNOWN: Final = _BLOCK
"""Custom elements are inline by the standard, but authors use them as blocks."""

_MARK_NAMES: Final = {"b": "strong", "i": "em"}
_NAMING: Final = ("class", "id", "role", "itemprop", "aria-label", "data-testid", "data-component")

_BLOCK_TAGS = (
    "address article aside body button caption center details dialog dir div dl fieldset figcaption figure "
    "footer form frameset header hgroup hr legend main menu nav noframes option p section summary table tbody "
    "tfoot thead search optgroup label"
)
_ROLES: Final[dict[str | None, int]] = (
    dict[str | None, int](dict.fromkeys(_BLOCK_TAGS.split(), _BLOCK))
    | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING)
    | dict.fromkeys(("ul", "ol"), _LIST)
    | dict.fromkeys(("li", "dt", "dd"), _ITEM)
    | {"blockquote": _QUOTE, "pre": _PRE, "listing": _PRE, "xmp": _PRE, "tr": _ROW, "td": _CELL, "th": _CELL}
    | {"a": _LINK, "br": _BREAK, "img": _IMAGE, "noscript": _NOSCRIPT}
    | dict.fromkeys(("strong", "b", "em", "i", "code"), _MARK)
)


def segment_html(text: str, selectors: Selectors = _NO_SELECTORS) -> Page:
    """Parse ``text`` and return its visible blocks with the containers they stand in.

    Hidden elements and ``<noscript>`` are left out, unless the page shows next to nothing without them:
    then the page carries the warning ``hidden_body``.
    Raises ``InvalidSelector`` for a selector of ``selectors`` that does not parse.
    """
    parser = LexborHTMLParser(text)
    declared = _declared(parser)
    parser.strip_tags(NEVER_SHOWN)
    body = parser.body
    if body is None:
        return Page((), (Container(-1, "body", "", 0, 0),), declared)
    keep = _selected(parser, selectors.keep)
    drop = _selected(parser, selectors.drop)
    visible, skipped = _walk(body, keep, drop, hidden=False)
    if skipped and (words := visible.words()) < FEW_WORDS:
        everything, _ = _walk(body, keep, drop, hidden=True)
        if everything.words() > 2 * words:
            return everything.page(declared, ("hidden_body",))
    return visible.page(declared, ())


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
    """Collect what the page declares of itself; must run before invisible tags are cut out."""
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
    if tag == "time":
        properties.append(("time", attributes.get("datetime") or collapse(node.text())))
    elif attributes.get("rel") == "author":
        properties.append(("rel-author", collapse(node.text(separator=" "))))


def _is_hidden(attributes: dict[str, str | None], tag: str | None) -> bool:
    style = attributes.get("style")
    if style and ("display" in style or "visibility" in style):
        folded = style.replace(" ", "").lower()
        if "display:none" in folded or "visibility:hidden" in folded:
            return True
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return attributes.get("aria-hidden") == "true" or (tag == "dialog" and "open" not in attributes)


def _walk(
    body: LexborNode, keep: frozenset[int], drop: frozenset[int], hidden: bool
) -> tuple[Assembly, bool]:
    """Visit every visible node below ``body`` in document order, without recursion: pages nest thousands deep.

    Returns the assembled blocks, and whether anything hidden was passed over.
    """
    assembly = Assembly(_name(body.attributes))
    enter = _Entrance(assembly, keep, drop)
    skipped = False
    ends: list[End | None] = []
    stack: list[LexborNode] = []
    add_text, roles = assembly.text, _ROLES
    node = body.first_child
    while True:
        if node is None:
            if not stack:
                break
            node = stack.pop()
            end = ends.pop()
            if end is not None:
                end[0](*end[1])
            node = node.next
            continue
        tag = node.tag
        if tag == "-text":
            add_text(node.text_content or "")
            node = node.next
            continue
        role = roles.get(tag, _UNKNOWN if "-" in tag else _INLINE)  # type: ignore[operator]
        child = node.first_child
        if child is None and role < _IMAGE or tag == "-comment":
            node = node.next
            continue
        attributes = node.attributes
        if not hidden and (role == _NOSCRIPT or (attributes and _is_hidden(attributes, tag))):
            skipped = skipped or child is not None
            node = node.next
            continue
        end = enter(node, tag or "", role, attributes, child)
        if child is None:
            if end is not None:
                end[0](*end[1])
            node = node.next
        else:
            stack.append(node)
            ends.append(end)
            node = child
    assembly.finish()
    return assembly, skipped


End = tuple[Callable[..., None], tuple[Any, ...]]
"""What to call, with what, when an element ends."""


class _Entrance:
    """What to tell the assembly when an element begins, by the element's role."""

    def __init__(self, assembly: Assembly, keep: frozenset[int], drop: frozenset[int]) -> None:
        self._assembly = assembly
        self._keep = keep
        self._chosen = keep | drop

    def __call__(
        self,
        node: LexborNode,
        tag: str,
        role: int,
        attributes: dict[str, str | None],
        child: LexborNode | None,
    ) -> End | None:
        assembly = self._assembly
        if self._chosen and node.mem_id in self._chosen:
            return self._selected(node, tag, attributes)
        if role == _INLINE:
            return None
        if role == _MARK:
            assembly.open_mark(_MARK_NAMES.get(tag, tag))
            return assembly.close_mark, ()
        if role == _LINK:
            return self._link(attributes, child)
        if role == _BREAK:
            assembly.break_line()
            return None
        if role == _IMAGE:
            assembly.image(_image_source(attributes), attributes.get("alt") or "")
            return None
        return self._block(tag, role, _name(attributes))

    def _selected(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> End:
        """An element the caller's selectors name is a container, whatever its tag."""
        assembly = self._assembly
        saved = assembly.open_container(tag, _name(attributes))
        keep = node.mem_id in self._keep

        def end() -> None:
            assembly.select(keep)
            assembly.close_container(saved)

        return end, ()

    def _link(self, attributes: dict[str, str | None], child: LexborNode | None) -> End:
        assembly = self._assembly
        assembly.open_link()
        if _holds_blocks(child):
            saved = assembly.open_container("a", _name(attributes))

            def end() -> None:
                assembly.close_container(saved)
                assembly.close_link()

            return end, ()
        assembly.open_mark("a", attributes.get("href") or "")
        return _close_inline_link, (assembly,)

    def _block(self, tag: str, role: int, name: str) -> End:
        assembly = self._assembly
        if role == _ROW:
            return assembly.close_container, (assembly.open_row(name),)
        if role == _CELL:
            return assembly.close_cell, (assembly.open_cell(tag, name),)
        if role == _HEADING:
            saved = assembly.open_container(tag, name, kind=Kind.HEADING, level=int(tag[1]))
        elif role == _LIST:
            depth = assembly.list_depth() + 1
            saved = assembly.open_container(tag, name, depth=depth, ordered=tag == "ol")
        elif role == _ITEM:
            saved = assembly.open_container(tag, name, kind=Kind.LIST, level=max(1, assembly.list_depth()))
        elif role == _QUOTE:
            saved = assembly.open_container(tag, name, kind=Kind.QUOTE, level=0)
        elif role == _PRE:
            saved = assembly.open_container(tag, name, kind=Kind.CODE, level=0)
        else:
            saved = assembly.open_container(tag, name)
        return assembly.close_container, (saved,)


def _close_inline_link(assembly: Assembly) -> None:
    assembly.close_mark()
    assembly.close_link()


def _holds_blocks(child: LexborNode | None) -> bool:
    """Tell whether the first element inside a link is block-level: a card, not a phrase."""
    for _ in range(3):
        if child is None:
            return False
        if child.tag != "-text":
            return _ROLES.get(child.tag, _INLINE) > _BREAK
        child = child.next
    return False


def _name(attributes: dict[str, str | None]) -> str:
    """Join the attributes that name an element for its authors."""
    if not attributes:
        return ""
    return " ".join([value for key in _NAMING if (value := attributes.get(key))])


def _image_source(attributes: dict[str, str | None]) -> str:
    source = attributes.get("src") or ""
    if not source or source.startswith("data:"):
        return attributes.get("data-src") or attributes.get("data-lazy-src") or source
    return source
