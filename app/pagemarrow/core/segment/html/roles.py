"""What elements do to the text around them: the role of each tag, and what those do that may be in a sentence."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

NEVER_SHOWN: Final = (
    "script", "style", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video",
    "select", "datalist", "textarea", "title", "rp", "frame", "noframes", "meta", "link", "input",
)  # fmt: skip
"""Elements whose text no reader sees as text; ``title`` because SVG and stray heads carry it in the body."""

INLINE, MARK, LINK, IMAGE, BREAK, BLOCK, HEADING, LIST = range(8)
ITEM, QUOTE, PRE, ROW, CELL, CONTROL, CITE, ENCLOSED, FIGURE, FURNITURE, NOSCRIPT, DIALOG, UNSEEN = range(
    8, 21
)
"""What an element does to the text around it; the order is used in comparisons."""

_BLOCK_TAGS = (
    "address article aside body caption center details dir div dl fieldset figcaption "
    "form frameset header hgroup hr legend main menu option p section summary table tbody "
    "tfoot thead search optgroup"
)
_INLINE_TAGS = "span font small big u time abbr picture source wbr mark ins"
"""The commonest: all tags without a role are inline as well, but their names must be asked for."""

_ROLES: Final[dict[str, int]] = (
    dict.fromkeys(_INLINE_TAGS.split(), INLINE)
    | dict.fromkeys(_BLOCK_TAGS.split(), BLOCK)
    | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING)
    | {"figure": FIGURE}
    | dict.fromkeys(("nav", "footer"), FURNITURE)
    | dict.fromkeys(("ul", "ol"), LIST)
    | dict.fromkeys(("li", "dt", "dd"), ITEM)
    | {"blockquote": QUOTE, "pre": PRE, "listing": PRE, "xmp": PRE, "tr": ROW, "td": CELL, "th": CELL}
    | {"a": LINK, "br": BREAK, "img": IMAGE, "noscript": NOSCRIPT, "dialog": DIALOG}
    | dict.fromkeys("strong b em i code kbd samp del s strike sup sub".split(), MARK)
    | {"button": CONTROL, "label": CONTROL, "cite": CITE, "q": ENCLOSED, "rt": ENCLOSED}
    | dict.fromkeys(NEVER_SHOWN, UNSEEN)
    | {"math": UNSEEN}  # but for the one text that says the same
)

SHOWS: Final = (
    "img,picture,video,audio,svg,canvas,iframe,object,embed,map,amp-img,figcaption,noscript,blockquote"
)
"""What makes an element a figure: something to look at, a caption, or a quotation."""

MOST_FIGURES: Final = 200
"""Figures that are looked into on a page."""

_PHRASES: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Elements that hold nothing but phrases."""
_MAYBE_PHRASES: Final = frozenset("li td th dd dt blockquote figcaption span a em strong b i".split())
"""Elements that hold phrases where text of theirs came before."""


def _numbered_roles() -> tuple[int, dict[int, tuple[int, str]]]:
    """Return the parser's number of text nodes, and role and tag of elements by its number of their tag.

    Numbers are compared and looked up in a third of the time that strings take, which are made anew for each node.
    """
    document = LexborHTMLParser("text")
    text = document.body.first_child if document.body else None
    assert text is not None
    return text.tag_id, {document.create_node(tag).tag_id: (role, tag) for tag, role in _ROLES.items()}


TEXT_NODE, NUMBERED = _numbered_roles()
"""The parser's number of text nodes; role and tag of elements that have a role, by its number of their tag."""


def holds_blocks(child: LexborNode | None) -> bool:
    """Tell whether the first element inside a link is block-level: a card, not a phrase."""
    looked_past = 0
    while child is not None and looked_past < 3:
        number = child.tag_id
        role, _ = NUMBERED.get(number, (INLINE, ""))
        if number == TEXT_NODE:
            looked_past += 1
        elif role != UNSEEN:
            return role > BREAK
        child = child.next
    return False


def is_phrase(node: LexborNode, child: LexborNode | None, begun: bool) -> bool:
    """Tell whether an element that may be either is part of a sentence: text goes on after it, in an element of phrases.

    At the end of a line it is a button beside the text. ``begun`` says that text came before it.
    """
    parent, after = node.parent, node.next
    if parent is None or after is None or after.tag_id != TEXT_NODE or after.is_empty_text_node:
        return False
    return (parent.tag in _PHRASES or (begun and parent.tag in _MAYBE_PHRASES)) and not holds_blocks(child)
