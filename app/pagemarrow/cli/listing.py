"""The removal ledger for people: every block of a page with what became of it and why."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from pagemarrow.core import Article
from pagemarrow.core.model import Entry

KEPT, DROPPED, QUIET = "green", "red", "dim"
MARGIN = "  "
CATEGORY_WIDTH = 13
"""Of the longest name in ``CATEGORIES``."""

_CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}


def without_controls(text: str) -> str:
    """Put U+FFFD for control characters: a page must not move the cursor or retitle the window."""
    return text.translate(_CONTROLS)


def listing(article: Article, width: int | None = None) -> Text:
    """Return one line a block, cut to ``width`` columns if given, its reasons below it, and a summary.

    Lines of kept blocks begin with ``+``, those of dropped ones with ``-``: colours only repeat it.
    """
    lines = Text()
    for entry in article.blocks:
        lines.append_text(_block(entry, width))
    return lines.append(_summary(article), style="bold")


def _block(entry: Entry, width: int | None) -> Text:
    sign, style = ("+", KEPT) if entry.kept else ("-", DROPPED)
    head = f"{sign} {entry.category:<{CATEGORY_WIDTH}} {entry.score:>6.1f}{MARGIN}"
    line = Text(head, style=style).append(without_controls(" ".join(entry.text.split())), style=style)
    if width is not None:
        line.truncate(width, overflow="ellipsis")
    line.append("\n")
    for detail in _details(entry):
        below = Text(f"{'':{len(head)}}{without_controls(detail)}", style=QUIET)
        if width is not None:
            below.truncate(width, overflow="ellipsis")
        line.append_text(below).append("\n")
    return line


def _details(entry: Entry) -> Iterator[str]:
    """Why, what moved the score, and where in the page."""
    for reason in entry.reasons:
        yield f"{reason.rule}: {reason.why}"
    if entry.terms:
        yield "score: " + ", ".join(f"{term.name} {term.value:+.1f}" for term in entry.terms)
    if entry.path is not None:
        yield f"at {entry.path}"


def _summary(article: Article) -> str:
    kept, blocks = int(article.stats["kept"]), int(article.stats["blocks"])
    warned = f", {', '.join(article.warnings)}" if article.warnings else ""
    return (
        f"{kept} of {blocks} blocks kept, {int(article.stats['chars_out'])} characters;"
        f" {article.page_type}, confidence {article.confidence:.2f}{warned}\n"
    )
