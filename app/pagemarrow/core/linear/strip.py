"""HTML to lines without a tree: tags are cut out by one tokenizer that never backtracks.

Cost is linear in the length of the page whatever it holds: every quantifier of the token pattern is
possessive, and what can fail (a quote or an element without an end) can fail once, because a failure means
that its end does not come again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

# HTML standard, "Tokenization": quotes count only after an equals sign; a tag without an end swallows the rest.
_REST = r"(?:[^>=]++|=(?:\s*+(?:\"[^\"]*+\"|'[^']*+'))?+)*+(?:>|\Z)"
_RAW = r"(?:script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>])"
_TOKEN: Final = re.compile(
    rf"<(?=[a-zA-Z!?/])(?:!--(?:-?>|.*?--!?>|.*)|(?i:(?P<raw>{_RAW})){_REST}(?:.*?</(?i:(?P=raw))(?=[\s/>]){_REST}|.*)"
    rf"|(?P<name>/?[a-zA-Z][^\s/>]*+){_REST}|[!?/][^>]*+(?:>|\Z))",
    re.DOTALL,
)
"""A comment; an element whose content is no markup; a tag; a bogus comment."""

_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr output q ruby rb "
    "rt rp s samp small span strike strong sub sup time tt u var wbr input meta link path".split()
)
_BREAKS: Final = {"br": "\n", "td": " ", "/td": " ", "th": " ", "/th": " ", "button": " ", "option": " "}
_NEVER_SHOWN: Final = frozenset(
    "svg math template select datalist canvas audio video object noscript".split()
)
"""Elements whose text no reader sees, as in the segmenting of trees, and which may lack an end in bad markup."""

_SPACES_TO_SPACE: Final = str.maketrans("\n\r\t\f\x0b\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)
"""All that ``str.splitlines`` cuts at: a line of the outcome is a block of the page."""
_LONG_REFERENCE: Final = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
_ASCII_SPACES: Final = re.compile(r" {2,}")
_COMMON_REFERENCES: Final = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&nbsp;", "\xa0"),
    ("&amp;", "&"),
)
SLICE: Final = 20_000
"""Tokens split off at once."""
MANY_REFERENCES: Final = 100_000
"""From this many character references on only the commonest are read: each costs a microsecond."""


def strip_tags(page: str) -> str:
    """Return the text of ``page`` that shows, a line for each block, blank lines between blocks."""
    flat = page.translate(_SPACES_TO_SPACE) if not page.isascii() else _flat_ascii(page)
    text = "".join(_shown(flat))
    read = _read_common if text.count("&") > MANY_REFERENCES else _read_all
    return _joined(_ASCII_SPACES.sub(" ", read(line) if "&" in line else line) for line in text.split("\n"))


def title_of(page: str) -> str | None:
    """Return the text of the first ``<title>`` within the first 64 Ki characters."""
    head = page[:65_536]
    start = head.lower().find("<title")
    begin = head.find(">", start) + 1
    end = head.find("<", begin)
    if start < 0 or not begin or end < 0:
        return None
    return " ".join(_read_all(head[begin:end]).split()) or None


def _flat_ascii(page: str) -> str:
    for space in "\n\r\t\f\x0b\x1c\x1d\x1e":
        page = page.replace(space, " ")
    return page


def _tokens(page: str) -> Iterator[tuple[str, str]]:
    """Yield each tag's name, or ``""``, and the text after it. Split by the thousand: a split is three times as
    fast as a search for each, but of a whole page it would take 40 bytes for each byte of it."""
    slices = max(SLICE, len(page) // 64)
    name = ""
    while True:
        parts = _TOKEN.split(page, slices)
        for text, _, tag in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
            yield name, text
            name = tag.lower() if tag else ""
        page = parts[-1]
        if len(parts) < 3 * slices:
            yield name, page
            return


def _shown(page: str) -> Iterator[str]:
    """Yield the text between the tokens, and what each tag does to the text around it.

    Text inside an element that never shows is held back, and shown after all when the element has no end.
    """
    held: list[str] = []
    closing = ""
    for name, text in _tokens(page):
        if not closing:
            yield _break(name)
            if name in _NEVER_SHOWN:
                closing = "/" + name
                held += "\n", text
            else:
                yield text
        elif name == closing:
            held.clear()
            closing = ""
            yield text
        else:
            held += "\n", text
    yield from held


@lru_cache(512)
def _break(name: str) -> str:
    if not name or name.removeprefix("/") in _INLINE:
        return ""
    return _BREAKS.get(name, "\n\n")


def _read_all(text: str) -> str:
    # int() refuses 4,300 digits and more; no character has eight.
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text)).translate(_SPACES_TO_SPACE)


def _read_common(text: str) -> str:
    for reference, character in _COMMON_REFERENCES:
        text = text.replace(reference, character)
    return text


def _joined(lines: Iterable[str]) -> str:
    """Join ``lines`` without white space at their ends; of runs of blank ones only the first stays."""
    kept: list[str] = []
    blank = True
    for line in lines:
        stripped = line.strip(" ")
        if stripped or not blank:
            kept.append(stripped)
        blank = not stripped
    return "\n".join(kept)
