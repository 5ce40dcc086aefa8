"""HTML with nothing in it but the body: built with everything escaped, then sanitised all the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import nh3

from pagemarrow.core.model import Block
from pagemarrow.core.render.grid import laid_out
from pagemarrow.core.render.inline import write_inline
from pagemarrow.core.render.links import SCHEMES, Links
from pagemarrow.core.render.parts import (
    Code,
    Filled,
    Heading,
    Inset,
    Item,
    List,
    Paragraph,
    Part,
    Picture,
    Quote,
    Row,
    Table,
)

_TAGS: Final = set(
    "h1 h2 h3 h4 h5 h6 p br ul ol li dl dt dd blockquote table thead tbody tr th td pre code a img".split()
    + "strong em del sup sub".split()
)
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "code": {"class"},
}

_MARKS: Final = frozenset({"strong", "em", "code", "del", "sup", "sub"})


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

    def picture(self, picture: Picture, linked: bool) -> str:
        image = picture.image
        address = self.links.address(image.source)
        if not address:
            return ""
        written = f'<img src="{escape(address)}" alt="{escape(image.alternative)}">'
        return written if linked else self.mark("a", picture.target, written, "", "")


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
            return f"<p>{_inline(part.block, writer, part.insets)}</p>"
        case Heading():
            return f"<h{part.level}>{_inline(part.block, writer, part.insets)}</h{part.level}>"
        case List():
            return _list(part, writer)
        case Quote():
            return "\n".join(["<blockquote>", *_parts(part.parts, writer), "</blockquote>"])
        case Table():
            return _table(part, writer)
        case Code():
            return _code(part.text, part.language)
        case Picture():
            picture = writer.picture(part, linked=False)
            return f"<p>{picture}</p>" if picture else ""


def _inline(block: Block, writer: _Html, insets: Sequence[Inset] = ()) -> str:
    return write_inline(block, writer, insets).replace("\n", "<br>\n")


def _code(code: str, language: str = "") -> str:
    named = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{named}>{escape(code, quote=False)}</code></pre>"


def _list(part: List, writer: _Html) -> str:
    if part.defining:
        items = [_tagged("dt" if item.term else "dd", _item(item, writer)) for item in part.items]
        return "\n".join(["<dl>", *items, "</dl>"])
    if not part.ordered:
        return "\n".join(["<ul>", *[_tagged("li", _item(item, writer)) for item in part.items], "</ul>"])
    number = part.items[0].number
    start = f' start="{number}"' if number != (len(part.items) if part.backwards else 1) else ""
    style = f' type="{part.style}"' if part.style else ""
    lines = [f"<ol{start}{' reversed' if part.backwards else ''}{style}>"]
    for item in part.items:
        value = f' value="{item.number}"' if item.number != number else ""
        lines.append(f"<li{value}>{_item(item, writer)}</li>")
        number = item.number + (-1 if part.backwards else 1)
    return "\n".join([*lines, "</ol>"])


def _tagged(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


def _item(item: Item, writer: _Html) -> str:
    """One paragraph is the item's own text, with lists under it or without."""
    first, *others = item.parts
    if isinstance(first, Paragraph) and all(isinstance(other, List) for other in others):
        return "\n".join([_inline(first.block, writer, first.insets), *_parts(others, writer)])
    return "\n".join(_parts(item.parts, writer))


def _table(table: Table, writer: _Html) -> str:
    headers = next((at for at, row in enumerate(table.rows) if not row.header), len(table.rows))
    grid = laid_out(table.rows)
    lines = ["<table>"]
    for tag, first, last in (("thead", 0, headers), ("tbody", headers, len(grid))):
        if first < last:
            rows = [_row(table.rows[at], grid[at], writer) for at in range(first, last)]
            lines += [f"<{tag}>", *rows, f"</{tag}>"]
    return "\n".join([*lines, "</table>"])


def _row(row: Row, cells: Sequence[Filled], writer: _Html) -> str:
    written = ["<tr>"]
    for filled in cells:
        cell = filled.cell
        tag = "th" if row.header or cell.heading else "td"
        columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        written.append(f"<{tag}{columns}{rows}>{_cell(filled, writer)}</{tag}>")
    return "".join([*written, "</tr>"])


def _cell(filled: Filled, writer: _Html) -> str:
    """Cells keep lines only of code, with pictures behind it."""
    block = filled.block
    if "\n" not in block.text:
        return _inline(block, writer, filled.insets)
    return _code(block.text) + "".join(
        [writer.picture(inset.picture, linked=False) for inset in filled.insets]
    )
