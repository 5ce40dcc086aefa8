"""HTML with nothing in it but the body: built with everything escaped, then sanitised all the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import nh3

from app.core.model import Block, Image
from app.core.render.inline import write_inline
from app.core.render.links import SCHEMES, Links
from app.core.render.parts import Code, Heading, Item, List, Paragraph, Part, Picture, Quote, Row, Table

_TAGS: Final = set(
    "h1 h2 h3 h4 h5 h6 p br ul ol li blockquote table thead tbody tr th td pre code a img strong em sup sub".split()
)
_ATTRIBUTES: Final = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}

_MARKS: Final = frozenset({"strong", "em", "code", "sup", "sub"})


class _Html:
    code = None

    def __init__(self, links: Links) -> None:
        self.links = links

    def text(self, raw: str) -> str:
        return escape(raw, quote=False)

    def mark(self, tag: str, target: str, inner: str, before: str, after: str) -> str:
        if tag == "a":
            address = self.links.link(target)
            return f'<a href="{escape(address)}">{inner}</a>' if address else inner
        return f"<{tag}>{inner}</{tag}>" if tag in _MARKS else inner


def to_html(parts: Sequence[Part], title: str, links: Links) -> str:
    """Return ``parts`` as sanitised HTML, with ``title`` as ``<h1>`` if it is not empty."""
    writer = _Html(links)
    written = [f"<h1>{escape(title)}</h1>"] if title else []
    written += _parts(parts, writer)
    return nh3.clean(
        "\n\n".join(written),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


def _parts(parts: Sequence[Part], writer: _Html) -> list[str]:
    return [written for part in parts if (written := _part(part, writer))]


def _part(part: Part, writer: _Html) -> str:
    match part:
        case Paragraph():
            return f"<p>{_inline(part.block, writer)}</p>"
        case Heading():
            return f"<h{part.level}>{_inline(part.block, writer)}</h{part.level}>"
        case List():
            return _list(part, writer)
        case Quote():
            return "\n".join(["<blockquote>", *_parts(part.parts, writer), "</blockquote>"])
        case Table():
            return _table(part, writer)
        case Code():
            return _code(part.text)
        case Picture():
            return _picture(part.image, writer)


def _inline(block: Block, writer: _Html) -> str:
    return write_inline(block, writer).replace("\n", "<br>\n")


def _picture(image: Image, writer: _Html) -> str:
    address = writer.links.address(image.source)
    return f'<p><img src="{escape(address)}" alt="{escape(image.alternative)}"></p>' if address else ""


def _code(code: str) -> str:
    return f"<pre><code>{escape(code, quote=False)}</code></pre>"


def _list(part: List, writer: _Html) -> str:
    tag = "ol" if part.ordered else "ul"
    number = part.items[0].number
    start = f' start="{number}"' if part.ordered and number != 1 else ""
    items = [f"<li>{_item(item, writer)}</li>" for item in part.items]
    return "\n".join([f"<{tag}{start}>", *items, f"</{tag}>"])


def _item(item: Item, writer: _Html) -> str:
    """One paragraph is the item's own text, with lists under it or without."""
    first, *others = item.parts
    if isinstance(first, Paragraph) and all(isinstance(other, List) for other in others):
        return "\n".join([_inline(first.block, writer), *_parts(others, writer)])
    return "\n".join(_parts(item.parts, writer))


def _table(table: Table, writer: _Html) -> str:
    headers = next((at for at, row in enumerate(table.rows) if not row.header), len(table.rows))
    lines = ["<table>"]
    for tag, rows in (("thead", table.rows[:headers]), ("tbody", table.rows[headers:])):
        if rows:
            lines += [f"<{tag}>", *(_row(row, writer) for row in rows), f"</{tag}>"]
    return "\n".join([*lines, "</table>"])


def _row(row: Row, writer: _Html) -> str:
    tag = "th" if row.header else "td"
    return "<tr>" + "".join([f"<{tag}>{_cell(cell, writer)}</{tag}>" for cell in row.cells]) + "</tr>"


def _cell(cell: Block, writer: _Html) -> str:
    """Cells keep lines only of code."""
    return _code(cell.text) if "\n" in cell.text else _inline(cell, writer)
