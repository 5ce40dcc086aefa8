"""Which hidden elements are shown after all: the page's body, and panels of running text that buttons open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from selectolax.lexbor import LexborNode

from pagemarrow.core.scripts import LONG, extent
from pagemarrow.core.segment.assemble import Assembly
from pagemarrow.core.segment.html.roles import BLOCK
from pagemarrow.core.segment.html.visibility import is_hidden, is_unsaid, is_unshown
from pagemarrow.core.segment.html.walk import NOTHING_CHOSEN, walk
from pagemarrow.core.sentences import STOPS, UNSTOPPED

HIDDEN_BODY: Final = 400
"""Characters of running text from which on a hidden element may be the page's body. 19 of 113 forum pages of the
WCXB development split keep their whole thread in ``<noscript>``; streamed React pages keep theirs in
``<div hidden>`` until a script moves it."""

HIDDEN_SHARE: Final = 0.3
"""A hidden element is shown when it has this share of the running text of the largest one."""

PANEL_SHARE: Final = 0.3
"""Share of running text in panels of one name from which on they are text of the page, not menus. Of the words that
WCXB's development pages have in such panels nine tenths belong to the annotated bodies."""

_SENTENCE_END: Final = re.compile(
    rf"[{re.escape(STOPS)}](?:(?<=[^\W\d_].)(?:\s|$|[^\W\d_])|(?<=[^\x00-\x7f…]))|[{UNSTOPPED}]{{12}}"
)
"""Begins with its rarest sign: what is searched for it is mostly menus."""

MOST_DIALOGS: Final = 10
"""Open dialogs that are read to tell what the page says beside them."""

_DIALOGS: Final = '[role="dialog"],[role="alertdialog"],[aria-modal]'
_OPEN_DIALOGS: Final = f"{_DIALOGS},dialog[open]"
_LANDMARKS: Final = 'main,[role="main"],article,h1'
_NO_PARTS: Final = frozenset(
    (
        "noscript",
        "dialog",
        "span",
        "i",
        "b",
        "em",
        "strong",
        "a",
        "p",
        "li",
        "blockquote",
        "figure",
        "aside",
        "nav",
        "footer",
    )
)
"""Elements that are no part of a page by themselves: icons, pull quotes that repeat the text, menus."""

_NO_PANELS: Final = frozenset(("dialog", "alertdialog", "menu", "listbox", "navigation", "search", "tooltip"))
"""Roles of hidden elements that a button opens too, over or beside the text."""


def hidden_panels(body: LexborNode, hidden: Sequence[tuple[LexborNode, str]]) -> tuple[frozenset[int], int]:
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
        inside, nested, _ = walk(node, NOTHING_CHOSEN)
        name = node.tag, attributes.get("class")
        named.setdefault(name, []).append(node.mem_id)
        chars[name] = chars.get(name, 0) + sum([extent(block.text) for block in inside.blocks])
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


def covered_parts(
    body: LexborNode, hidden: Sequence[tuple[LexborNode, str]], visible: Assembly
) -> frozenset[int]:
    """Return the elements among those ``hidden`` that a page shows under a dialog, with ``aria-hidden`` alone.

    Scripts that open a dialog mark everything beside it so, and the reader still sees it. What is marked so by hand is
    decoration or a closed dialog. A part of the page is told by its landmarks or by more running text than is ``visible``
    outside of dialogs.
    """
    marked = [
        node for node, text in hidden if is_unsaid(node.attributes) and extent(text) > LONG and _is_part(node)
    ]
    if not marked:
        return frozenset()
    dialogs = [
        node for node in body.css(_OPEN_DIALOGS)[:MOST_DIALOGS] if not is_hidden(node.attributes, BLOCK)
    ]
    said = sum([walk(node, NOTHING_CHOSEN)[0].running_text() for node in dialogs])
    beside = max(visible.running_text() - said, 0)
    shown = set()
    for node in marked:
        running = walk(node, NOTHING_CHOSEN)[0].running_text()
        if running and (running > beside or (dialogs and node.css_first(_LANDMARKS) is not None)):
            shown.add(node.mem_id)
    return frozenset(shown)


def _is_part(node: LexborNode) -> bool:
    """Tell an element that may be a part of the page from ones that come and go: closed dialogs, menus, slides."""
    attributes = node.attributes
    if (
        is_unshown(attributes)
        or attributes.get("role") in _NO_PANELS
        or "aria-modal" in attributes
        or node.tag in _NO_PARTS
    ):
        return False
    return node.css_first(_DIALOGS) is None or node.css_first(_LANDMARKS) is not None


def hidden_bodies(hidden: Sequence[tuple[LexborNode, str]], visible: Assembly, panels: int) -> frozenset[int]:
    """Return the elements to show after all of those ``hidden``, with their texts: they hold more running text than is
    ``visible`` and in ``panels``, as characters."""
    texts = [(size, node) for node, text in hidden if (size := extent(text)) > HIDDEN_BODY]
    if not texts:
        return frozenset()
    floor = max(HIDDEN_BODY, visible.running_text() + panels)
    texts.sort(key=lambda pair: -pair[0])
    possible = sum(size for size, _ in texts)
    sizes: dict[int, int] = {}
    for size, node in texts:
        if possible <= floor:
            return frozenset()
        inside = walk(node, NOTHING_CHOSEN)[0]
        sizes[node.mem_id] = inside.running_text()
        possible += sizes[node.mem_id] - size  # running text is never more than text
    if possible <= floor:
        return frozenset()
    least = HIDDEN_SHARE * max(sizes.values())
    return frozenset(number for number, size in sizes.items() if size >= least)
