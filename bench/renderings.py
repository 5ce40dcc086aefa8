"""Pages as plain text, by the public renderers that text inputs come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table td th tr ul".split()
)
"""Elements that end a line when a peer's HTML output is rendered; the block-level elements of the HTML standard."""


def html_text(html: str) -> str:
    """Render by html-text, which guesses the layout: blank lines between paragraphs."""
    import html_text as renderer

    return str(renderer.extract_text(html))


def single(html: str) -> str:
    """Render by html-text and take out the blank lines: one newline between paragraphs."""
    return "\n".join(line for line in html_text(html).split("\n") if line.strip())


def inscriptis(html: str) -> str:
    """Render by inscriptis, which lays tables and lists out in columns."""
    from inscriptis import get_text

    return str(get_text(html))


def selectolax(html: str) -> str:
    """Every text node on a line of its own, so that inline links break sentences."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "noscript", "template"])
    return tree.body.text(separator="\n", strip=True) if tree.body else ""


def resili_all(html: str) -> str:
    """Everything that resiliparse sees, without choosing the main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=False, alt_texts=False))


RENDERERS: Final[dict[str, Callable[[str], str]]] = {
    "html_text": html_text,
    "single": single,
    "inscriptis": inscriptis,
    "selectolax": selectolax,
    "resili_all": resili_all,
}


def flatten(html: str) -> str:
    """Return the text of an HTML fragment, one line a block: how peers that answer in HTML are read."""
    from lxml import etree
    from lxml import html as lxml_html

    if not html.strip():
        return ""
    pieces: list[str] = []
    tree = lxml_html.fromstring(html)
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start":
            pieces.append("\n" if element.tag in BLOCK_TAGS else "")
            pieces.append(_own(element))
        else:
            pieces.append("\n" if element.tag in BLOCK_TAGS else "")
            pieces.append(element.tail or "" if element is not tree else "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _own(element: object) -> str:
    text = getattr(element, "text", None)
    return text.replace("\n", " ") if isinstance(text, str) else ""
