"""Kept blocks as text, Markdown or HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from app.core.model import Metadata, Options, Page, Verdict
from app.core.render.group import group
from app.core.render.html import to_html
from app.core.render.links import Links
from app.core.render.markdown import to_markdown
from app.core.render.parts import Part

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
    if _same(title, first):
        title = ""
    writer = _MARKED.get(options.format)
    if writer is None:
        return "\n\n".join([title, *_paragraphs(page, kept)]).strip()
    parts = group(page, kept, with_images="images" in options.include)
    links = Links.of(page.declared.base, options.url or page.declared.canonical, "links" in options.include)
    return writer(parts, title, links).strip()


def _same(title: str, text: str) -> bool:
    return title.casefold().split() == text.casefold().split()


def _paragraphs(page: Page, kept: Sequence[int]) -> list[str]:
    """Return the texts of ``kept``; sentences cut out of one line of plain text are that line again."""
    paragraphs: list[list[str]] = []
    line = 0
    for index in kept:
        block = page.blocks[index]
        if block.container and block.container == line:
            paragraphs[-1].append(block.text)
        else:
            paragraphs.append([block.text])
        line = block.container if page.containers[block.container].tag == "line" else 0
    return [" ".join(sentences) for sentences in paragraphs]
