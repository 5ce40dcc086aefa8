"""HTML with nothing in it but the body: built with everything escaped, then sanitised all the same."""

from __future__ import annotations

from html import escape
from typing import Final

import nh3

from app.core.model import Block, Kind
from app.core.render.group import UNKNOWN_LEVEL, Group
from app.core.render.inline import write_inline
from app.core.render.items import Item, items
from app.core.render.links import SCHEMES, Links

_TAGS: Final = set(
    "h1 h2 h3 h4 h5 h6 p br ul ol li blockquote table thead tbody tr th td pre code a img strong em sup sub".split()
)
_ATTRIBUTES: Final = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}

_MARKS: Final = frozenset({"strong", "em", "sup", "sub"})


class _Html:
    def __init__(self, links: Links) -> None:
        self.links = links

    def text(self, raw: str) -> str:
        return escape(raw, quote=False)

    def code(self, raw: str, before: str) -> str:
        return f"<code>{escape(raw, quote=False)}</code>"

    def mark(self, tag: str, target: str, inner: str, before: str, after: str) -> str:
        if tag == "a":
            address = self.links.link(target)
            return f'<a href="{escape(address)}">{inner}</a>' if address else inner
        return f"<{tag}>{inner}</{tag}>" if tag in _MARKS else inner


def to_html(groups: list[Group], title: str, links: Links) -> str:
    """Return ``groups`` as sanitised HTML, with ``title`` as ``<h1>`` if it is not empty."""
    writer = _Html(links)
    parts = [f"<h1>{escape(title)}</h1>"] if title else []
    parts += [_part(group, writer) for group in groups]
    return nh3.clean(
        "\n\n".join(part for part in parts if part),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


def _part(group: Group, writer: _Html) -> str:
    if group.image:
        address = writer.links.address(group.image.source)
        return (
            f'<p><img src="{escape(address)}" alt="{escape(group.image.alternative)}"></p>' if address else ""
        )
    if group.kind is Kind.HEADING:
        level = min(group.blocks[0].level, 6) or UNKNOWN_LEVEL
        return f"<h{level}>{_inline(group.blocks[0], writer)}</h{level}>"
    if group.kind is Kind.LIST:
        return "\n".join(_list(items(group), writer))
    if group.kind is Kind.TABLE:
        return _table(group.blocks)
    if group.kind is Kind.CODE:
        code = "\n".join(block.text for block in group.blocks)
        return f"<pre><code>{escape(code, quote=False)}</code></pre>"
    text = "\n".join(f"<p>{_inline(block, writer)}</p>" for block in group.blocks)
    return f"<blockquote>\n{text}\n</blockquote>" if group.kind is Kind.QUOTE else text


def _inline(block: Block, writer: _Html) -> str:
    return write_inline(block, writer).replace("\n", "<br>\n")


def _list(found: list[Item], writer: _Html) -> list[str]:
    """Items in order, in a new list wherever numbered ones follow bulleted ones or the other way round."""
    lines: list[str] = []
    for number, item in enumerate(found):
        if number == 0 or _breaks(found[number - 1], item):
            start = f' start="{item.number}"' if item.ordered and item.number != 1 else ""
            lines.append(f"<ol{start}>" if item.ordered else "<ul>")
        paragraphs = [_inline(block, writer) for block in item.blocks]
        text = paragraphs[0] if len(paragraphs) == 1 else "".join(f"<p>{text}</p>" for text in paragraphs)
        lines.append(f"<li>{text}" + "".join(f"\n{line}" for line in _list(item.items, writer)) + "</li>")
        if number + 1 == len(found) or _breaks(item, found[number + 1]):
            lines.append("</ol>" if item.ordered else "</ul>")
    return lines


def _breaks(item: Item, following: Item) -> bool:
    """Whether ``following`` begins a list of its own."""
    return item.ordered != following.ordered or (following.ordered and following.number != item.number + 1)


def _table(rows: tuple[Block, ...]) -> str:
    lines = []
    for row in rows:
        tag = "th" if row.header else "td"
        cells = "".join(f"<{tag}>{escape(cell, quote=False)}</{tag}>" for cell in row.cells or (row.text,))
        lines.append(f"<tr>{cells}</tr>")
    return "<table>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>"
