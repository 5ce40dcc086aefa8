"""Kept blocks as text, Markdown or HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pagemarrow.core.model import Block, Kind, Metadata, Options, Page, Verdict
from pagemarrow.core.render.group import group
from pagemarrow.core.render.html import to_html
from pagemarrow.core.render.links import Links
from pagemarrow.core.render.markdown import to_markdown
from pagemarrow.core.render.parts import Part

STEP: Final = 2
"""Characters by which an item of a plain text stands deeper than the one it is part of, at least."""

TAB: Final = 4
"""Characters that a tab stands for."""

_MARKED: Final[dict[str, Callable[[Sequence[Part], str, Links], str]]] = {
    "markdown": to_markdown,
    "html": to_html,
}


def render(page: Page, verdicts: tuple[Verdict, ...], metadata: Metadata, options: Options) -> str:
    """Return the body in ``options.format``: kept blocks in order, one blank line between them.

    ``title`` in ``options.include`` puts ``metadata.title`` first, unless the body begins with it. ``links`` and
    ``images`` have no effect on plain text, whose lines stay as the page has them. HTML comes out sanitised:
    safe to show, links and images only over http, https and mailto.
    """
    kept = [index for index, verdict in enumerate(verdicts) if verdict.kept]
    first = page.blocks[kept[0]].text if kept else ""
    title = (metadata.title or "") if "title" in options.include else ""
    if title and _same(title, first):
        title = ""
    writer = _MARKED.get(options.format)
    if writer is None:
        return "\n\n".join([title, _joined(page, kept)]).strip()
    parts = group(_unindented(page), kept, with_images="images" in options.include)
    links = Links.of(page.declared.base, options.url or page.declared.canonical, "links" in options.include)
    return writer(parts, title, links).strip()


def _same(title: str, text: str) -> bool:
    return title.casefold().split() == text.lstrip("#").casefold().split()


def _joined(page: Page, kept: Sequence[int]) -> str:
    """Return the texts of ``kept``, a blank line between them.

    Sentences cut out of one line of plain text are that line again, and adjacent rows of one of its tables stand
    under one another.
    """
    parts: list[str] = []
    before = 0
    for index in kept:
        block = page.blocks[index]
        number = block.container
        # The pieces of HTML are its text in parts; those of a line of plain text begin with the space before it.
        space = block.pieces[0] if block.pieces and block.start >= 0 else None
        tag = page.containers[number].tag if number else ""
        shared = number == before and (tag == "line" or (tag == "table" and block.start >= 0))
        if shared and tag == "line":
            parts.append(" " if space is None else space)
        elif parts:
            parts.append("\n" if shared else "\n\n")
        if space and tag != "line":
            parts.append(space)
        parts.append(block.text)
        before = number if tag else 0
    return "".join(parts)


def _unindented(page: Page) -> Page:
    """Return ``page`` without the space before blocks of plain text: Markdown and HTML indent by themselves.

    How far a list item is indented tells its depth.
    """
    if not any(block.pieces and block.start >= 0 for block in page.blocks):
        return page
    return page._replace(blocks=tuple([_bare(block) for block in page.blocks]))


def _bare(block: Block) -> Block:
    if not block.pieces or block.start < 0:
        return block
    if block.kind is not Kind.LIST:
        return block._replace(pieces=())
    return block._replace(pieces=(), level=1 + len(block.pieces[0].expandtabs(TAB)) // STEP)
