"""What the assembly is told when an element begins, and what when it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from pagemarrow.core.model import Kind
from pagemarrow.core.segment.assemble import Assembly
from pagemarrow.core.segment.html.roles import (
    BREAK,
    CELL,
    CITE,
    CONTROL,
    DIALOG,
    ENCLOSED,
    HEADING,
    IMAGE,
    INLINE,
    ITEM,
    LINK,
    LIST,
    NOSCRIPT,
    PRE,
    QUOTE,
    ROW,
)

_ENCLOSING: Final = {"q": ("“", "”"), "rt": ("(", ")")}
"""Signs that browsers set around an element, or its page does for those that can't show it."""

_HEADING_TOOL: Final = "mw-editsection"
"""In the class of what stands behind the headings of MediaWiki."""

_SIGNATURE: Final = "sig"
"""In the class of a term that is the signature of a function: Sphinx writes it into the manuals of most libraries."""

_FORMULA_NAMES: Final = ("math", "latex", "tex-")
"""In the class of pictures of formulas, whose alternative text is the formula."""

_NAMING: Final = frozenset(("class", "id", "role", "itemprop", "aria-label", "data-testid", "data-component"))
_RARELY_NAMING: Final = _NAMING - {"class"}

_LATER: Final = ("data-src", "data-lazy-src", "data-original")
_ADDRESS = re.compile(r"[/.]")
_SIZE = re.compile(r"\d{1,6}(?:\.\d{1,6})?[wx]")
_DOTS: Final = frozenset(("0", "1", "1px"))

End = int | tuple[Callable[..., None], tuple[Any, ...]] | None
"""What to call, with what, when an element ends. The commonest are told by a number instead: a plain block by that of the
container outside it, inline markup by ``MARKED``."""

MARKED: Final = -1
"""Ends inline markup."""

Attributes = dict[str, str | None]


def open_selected(assembly: Assembly, tag: str, name: str, keep: bool) -> End:
    """An element the caller's selectors name is a container, whatever its tag."""
    return assembly.close_selected, (assembly.open_block(tag, name), keep)


def open_tool(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    """A wiki's button inside a heading is no part of it."""
    name = attributes.get("class") or ""
    return assembly.open_block(tag, name) if _HEADING_TOOL in name else None


def _open_link(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    """A link around blocks: a card."""
    return assembly.close_link, (assembly.open_link(tag, name_of(attributes), attributes.get("href") or ""),)


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
        return assembly.open_block(tag, name_of(attributes))
    return None


def _open_enclosed(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    opening, closing = _ENCLOSING[tag]
    assembly.pieces.append(opening)
    return assembly.pieces.append, (closing,)


def _open_block(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.open_block(tag, name_of(attributes))


def _open_heading(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_kind(tag, name_of(attributes), Kind.HEADING, int(tag[1])),)


def _open_quote(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_kind(tag, name_of(attributes), Kind.QUOTE),)


def _open_code(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_kind(tag, name_of(attributes), Kind.CODE),)


def _open_list(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_list(tag, name_of(attributes), attributes),)


def _open_item(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    if tag == "dt" and _SIGNATURE in (attributes.get("class") or "").split():
        return assembly.close_kind, (assembly.open_kind(tag, name_of(attributes), Kind.CODE),)
    return assembly.close_kind, (assembly.open_item(tag, name_of(attributes), attributes),)


def _open_row(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_kind, (assembly.open_row(name_of(attributes)),)


def _open_cell(assembly: Assembly, tag: str, attributes: Attributes) -> End:
    return assembly.close_cell, (assembly.open_cell(tag, name_of(attributes), attributes),)


OPENERS: Final[dict[int, Callable[[Assembly, str, Attributes], End]]] = {
    LINK: _open_link,
    BREAK: _open_break,
    IMAGE: _open_image,
    HEADING: _open_heading,
    LIST: _open_list,
    ITEM: _open_item,
    QUOTE: _open_quote,
    PRE: _open_code,
    ROW: _open_row,
    CELL: _open_cell,
    INLINE: _open_block,
    CONTROL: _open_block,
    CITE: _open_cite,
    ENCLOSED: _open_enclosed,
    NOSCRIPT: _open_block,
    DIALOG: _open_block,
}
"""What the assembly is told when an element begins that is neither a plain block nor inline markup, by its role."""


def name_of(attributes: dict[str, str | None]) -> str:
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
