"""The extractors measured side by side, each under the settings of its published figures.

A peer is imported when it first runs, so that one which is not installed is reported and the rest still run.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from importlib import metadata
from typing import Any, Final, NamedTuple

from bench.renderings import flatten

OURS: Final = "marrow"


class Peer(NamedTuple):
    """One extractor of HTML or of plain text."""

    name: str
    package: str
    """Distribution on the package index; empty for what is written here or built in."""
    run: Callable[[str, str], str]
    """(page or text, media type) to the body as text."""
    settings: str
    """The call, as a reader would repeat it."""

    @property
    def version(self) -> str | None:
        """Installed version; ``None`` when the peer is not installed, ``"-"`` when it is built in."""
        if not self.package:
            return "-"
        try:
            return metadata.version(self.package)
        except metadata.PackageNotFoundError:
            return None


def marrow(page: str | bytes, media: str) -> str:
    """Run this project's extractor."""
    from pagemarrow.core import extract

    return extract(page, content_type=media).text


def trafilatura(page: str, media: str) -> str:
    """Run trafilatura without comments; WCXB's published figures are of this call."""
    from trafilatura import extract

    return extract(page, include_comments=False) or ""


def readability(page: str, media: str) -> str:
    """Run readability-lxml and read its HTML as text, one line a block."""
    from readability import Document
    from readability.readability import Unparseable

    try:
        return flatten(Document(page).summary(html_partial=True))
    except Unparseable:  # its way of saying that the page has no body
        return ""


def resiliparse(page: str, media: str) -> str:
    """Run resiliparse's main-content mode; image descriptions are no text of the page."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page, main_content=True, alt_texts=False))


STOP_LISTS: Final = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
}  # fmt: skip
"""jusText's stop lists by the language that a page declares; English for the rest."""


def justext(page: str, media: str) -> str:
    """Run jusText with the stop list of the page's declared language."""
    import justext as package

    if not page.strip():
        return ""
    paragraphs = package.justext(page, _stop_list(_declared_language(page)))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


@cache
def _stop_list(language: str) -> frozenset[str]:
    import justext as package

    return frozenset(package.get_stoplist(STOP_LISTS.get(language, "English")))


def _declared_language(page: str) -> str:
    head = page[:3000].lower()
    _, _, rest = head.partition("<html")
    _, found, value = rest.partition(">")[0].partition("lang=")
    return value.strip("\"' ")[:2] if found else ""


def boilerpy3(page: str, media: str) -> str:
    """Run boilerpy3's ArticleExtractor, boilerpipe's classic."""
    from boilerpy3.extractors import ArticleExtractor

    return str(ArticleExtractor(raise_on_failure=False).get_content(page))


def goose3(page: str, media: str) -> str:
    """Run goose3 without fetching images."""
    return str(_goose().extract(raw_html=page).cleaned_text) if page.strip() else ""


@cache
def _goose() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from goose3 import Goose

        return Goose({"enable_image_fetching": False})


def selectolax_parse(page: str, media: str) -> str:
    """Parse with lexbor and do nothing else: the floor of any extractor that reads HTML."""
    from selectolax.lexbor import LexborHTMLParser

    LexborHTMLParser(page)
    return ""


def identity(page: str, media: str) -> str:
    """Return the text as it came."""
    return page


C4_END_MARKS: Final = (".", "?", "!", '"', "”")
C4_MIN_WORDS: Final = 5
C4_POLICY: Final = (
    *("terms of use", "privacy policy", "cookie policy"),
    *("uses cookies", "use of cookies", "use cookies"),
)


def c4_lines(page: str, media: str) -> str:
    """Keep the lines that C4's line rules keep.

    Raffel et al. 2020, "Exploring the limits of transfer learning", section 2.2, with the constants of the released
    pipeline: a line ends in a terminal mark (not an ellipsis), has five words or more, and names neither JavaScript
    nor a policy. Rules on whole documents are left out: here every document has an article.
    """
    return "\n".join(line for line in page.split("\n") if _c4_keeps(line.strip()))


def _c4_keeps(line: str) -> bool:
    folded = line.lower()
    return (
        line.endswith(C4_END_MARKS)
        and not line.endswith("...")
        and len(line.split()) >= C4_MIN_WORDS
        and "javascript" not in folded
        and not any(phrase in folded for phrase in C4_POLICY)
    )


HTML_PEERS: Final = (
    Peer(OURS, "", marrow, "extract(page)"),
    Peer("trafilatura", "trafilatura", trafilatura, "extract(html, include_comments=False)"),
    Peer("readability-lxml", "readability-lxml", readability, "Document(html).summary()"),
    Peer(
        "resiliparse",
        "resiliparse",
        resiliparse,
        "extract_plain_text(html, main_content=True, alt_texts=False)",
    ),
    Peer("jusText", "justext", justext, "justext(html, stop list of <html lang>, else English)"),
    Peer("boilerpy3", "boilerpy3", boilerpy3, "ArticleExtractor().get_content(html)"),
    Peer("goose3", "goose3", goose3, "Goose().extract(raw_html=html).cleaned_text"),
)
TEXT_PEERS: Final = (
    Peer(OURS, "", marrow, 'extract(text, content_type="text/plain")'),
    Peer("C4 line rules", "", c4_lines, "Raffel et al. 2020, line rules"),
    Peer("identity", "", identity, "the text as it came"),
)
FLOOR: Final = Peer("selectolax parse", "selectolax", selectolax_parse, "LexborHTMLParser(html)")


def installed(peers: tuple[Peer, ...]) -> tuple[Peer, ...]:
    """Return the peers that can run here."""
    return tuple(peer for peer in peers if peer.version is not None)
