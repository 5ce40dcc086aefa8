"""One walk over the visible nodes, which tells the assembly what begins and what ends."""

from __future__ import annotations

from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from pagemarrow.core.model import Kind
from pagemarrow.core.segment.assemble import Assembly, collapse
from pagemarrow.core.segment.html.openers import MARKED, OPENERS, End, name_of, open_selected, open_tool
from pagemarrow.core.segment.html.roles import (
    BLOCK,
    CONTROL,
    FIGURE,
    FURNITURE,
    IMAGE,
    INLINE,
    LINK,
    MARK,
    MOST_FIGURES,
    NOSCRIPT,
    NUMBERED,
    SHOWS,
    TEXT_NODE,
    UNSEEN,
    holds_blocks,
    is_phrase,
)
from pagemarrow.core.segment.html.streamed import STREAMED, behind_place, streamed_parts
from pagemarrow.core.segment.html.visibility import HIDING, is_hidden
from pagemarrow.core.segment.paths import Element, Trail
from pagemarrow.core.segment.unread import MOST_REFUSED, Names, furniture

_MARK_NAMES: Final = {"b": "strong", "i": "em", "kbd": "code", "samp": "code", "s": "del", "strike": "del"}

_ANCHOR_SIGNS: Final = frozenset(("", "\u200b", "¶", "#", "§", "🔗", "∞", "⚓"))
"""What a link from a heading to itself shows, mostly under the pointer alone."""


class Chosen(NamedTuple):
    """``mem_id`` of the elements that the caller's selectors name."""

    keep: frozenset[int]
    drop: frozenset[int]


NOTHING_CHOSEN: Final = Chosen(frozenset(), frozenset())


def walk(
    body: LexborNode,
    chosen: Chosen,
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
    assembly = Assembly(name_of(body.attributes), detailed)
    selected = chosen.keep | chosen.drop
    hidden: list[LexborNode] = []
    unread: list[LexborNode] = []
    stack: list[tuple[LexborNode, End]] = []
    refused = figures = 0
    awaited: dict[str, LexborNode] | None = None
    moved: set[int] = set()
    tracing = places is not None
    if places is not None:
        places[0] = body
        stack = Trail(assembly, places)
    pieces, hiding, openers = assembly.pieces, HIDING, OPENERS
    text_node, numbered, code, heading = TEXT_NODE, NUMBERED, Kind.CODE, Kind.HEADING
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
            role, tag = numbered.get(number) or (INLINE, node.tag or "")
            if role == UNSEEN:
                if tag == "math" and (content := _formula(node)):
                    pieces.append(content)
                elif tag == "template" and (place := node.attributes.get("id") or "")[:2] in STREAMED:
                    awaited = streamed_parts(body) if awaited is None else awaited
                    part = awaited.pop(place[2:], None)
                    if part is not None:
                        moved.add(part.mem_id)
                        stack.append((behind_place(node) if place[0] == "B" else node, None))
                        node = part.first_child
                        continue
                node = node.next
                continue
            child = node.first_child
            if child is None and role < IMAGE:
                node = node.next
                continue
            attributes = node.attributes
            if (
                (role >= NOSCRIPT or not hiding.isdisjoint(attributes))
                and is_hidden(attributes, role)
                and node.mem_id not in shown
            ):
                hidden.append(node)
                node = node.next
                continue
            if role == FURNITURE and assembly.kind is Kind.QUOTE:
                role, tag = BLOCK, "div"  # it tells whom a quotation is from
            elif role == FIGURE:
                figures += 1
                role = BLOCK
                if figures <= MOST_FIGURES and node.css_first(SHOWS) is None:
                    tag = "div"  # a callout of an editor that knows no better element
            elif role == FURNITURE:
                role = BLOCK
                rule = (
                    names(tag, name_of(attributes)) if names is not None and refused < MOST_REFUSED else None
                )
                if rule is not None:
                    content = node.text(separator="\n")
                    if short := furniture(content, rule):
                        assembly.pass_over(short, rule)
                        unread.append(node)
                        node = node.next
                        continue
                    refused += len(content)
            if selected and node.mem_id in selected:
                end = open_selected(assembly, tag, name_of(attributes), node.mem_id in chosen.keep)
            elif role == BLOCK:
                end = open_block(tag, name_of(attributes) if attributes else "")
            elif role == MARK:
                open_mark(_MARK_NAMES.get(tag, tag), (attributes.get("class") or "") if attributes else "")
                end = MARKED
            elif role == LINK and not holds_blocks(child):
                target = attributes.get("href") or ""
                if (
                    (assembly.kind is heading or assembly.kind is code)
                    and target.startswith("#")
                    and _is_anchor(node)
                ):
                    node = node.next
                    continue
                open_mark("a", target)
                end = MARKED
            elif (role == INLINE and "-" not in tag) or (
                (role == INLINE or role == CONTROL) and is_phrase(node, child, bool(pieces))
            ):
                end = None if assembly.kind is not heading else open_tool(assembly, tag, attributes)
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
            if end == MARKED:
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


def _is_anchor(node: LexborNode) -> bool:
    text = node.text_content if node.first_child is None else node.text()
    return (text or "").strip() in _ANCHOR_SIGNS


def _formula(node: LexborNode) -> str:
    """Return a formula as its source where the page has it, else as the text of its parts."""
    source = node.css_first('annotation[encoding="application/x-tex"]')
    if source is not None:
        return collapse(source.text())
    return collapse(node.attributes.get("alttext") or node.text())
