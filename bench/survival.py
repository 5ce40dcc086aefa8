"""Which strict elements (headline, byline, caption, promo, …) survive in the outputs.

Elements are found in the page's own markup by generic tags, class words and wording, never by site. Such
signs err: what a page calls "related" may be its body. So the table also says how many the truth keeps.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bench.metrics.words import WORD
from bench.quality import Run
from bench.sets.case import Case
from bench.tables import Cell, Table
from pagemarrow.core.decode import decode

SEPARATE: Final = 4
"""An element of fewer words survives only as a line of its own: three words may well occur in the body."""

NAME_WORD: Final = re.compile(r"[a-z]+")
CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Sign(NamedTuple):
    """How one kind of element shows in markup."""

    kind: str
    selector: str
    names: tuple[str, ...] = ()
    """Runs of class or id words, one of which the element carries; none: the selector says it all."""
    wording: str = ""
    """What its text begins with."""
    least: int = 1
    most: int = 60
    """Words; a longer element is a container, not the element."""
    lines: bool = False
    """Judge its lines one by one: a box may survive in part."""


BLOCKS: Final = "p, div, span, h2, h3, h4, li, section, aside, ul, a, small, footer, address"
SIGNS: Final = (
    Sign("headline", "h1", most=40),
    Sign("standfirst", BLOCKS, ("standfirst", "dek", "subhead", "subheadline", "subtitle", "sub title", "lede"), least=6),
    Sign("byline", BLOCKS, ("byline", "author name", "post author", "entry author"), most=15),
    Sign("byline", '[rel="author"], [itemprop="author"]', most=15),
    Sign("date", "time", most=12),
    Sign("date", BLOCKS, ("date", "published", "timestamp", "dateline", "posted on"), wording=r".*\d", most=12),
    Sign("caption", "figcaption", least=2, most=90),
    Sign("caption", BLOCKS, ("caption", "wp caption"), least=2, most=90),
    Sign("credit", BLOCKS, ("credit", "photo credit", "image credit", "photographer"), most=20),
    Sign("author bio", BLOCKS, ("author bio", "about author", "about the author", "author box", "bio"), least=8, most=150,
         lines=True),
    Sign("read-more line", "p, li, div, h4, h5, strong",
         wording=r"(?:read (?:more|also|next)\b|also read\b|related:|see also:|more:|more on\b|recommended:)", least=3, most=25),
    Sign("newsletter box", BLOCKS, ("newsletter", "subscribe", "email signup", "mailing list", "mc embed"), least=3,
         lines=True),
    Sign("related list", BLOCKS, ("related", "recommended", "recirc", "read next", "more stories", "trending"), least=4,
         most=250, lines=True),
)  # fmt: skip


def find_elements(html: str) -> dict[str, set[tuple[str, ...]]]:
    """Return by kind the texts of the elements in ``html``, as tuples of lower-cased words."""
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "noscript", "template", "svg"])
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for sign in SIGNS:
        for node in tree.css(sign.selector):
            if _named(node, sign.names):
                found[sign.kind].update(_texts(node, sign))
    return found


def _named(node: LexborNode, names: Iterable[str]) -> bool:
    if not names:
        return True
    attributes = node.attributes
    written = f"{attributes.get('class') or ''} | {attributes.get('id') or ''}"
    words = " ".join(NAME_WORD.findall(CAMEL.sub(" ", written).lower()))
    return any(re.search(rf"\b{name}\b", words) for name in names)


def _texts(node: LexborNode, sign: Sign) -> Iterator[tuple[str, ...]]:
    text = node.text(separator="\n" if sign.lines else " ", strip=True)
    whole = WORD.findall(text.lower())
    if not sign.least <= len(whole) <= sign.most:
        return
    if sign.wording and not re.match(sign.wording, " ".join(text.lower().split())):
        return
    for line in text.split("\n") if sign.lines else [text]:
        words = tuple(WORD.findall(line.lower()))
        if len(words) >= (SEPARATE if sign.lines else 1):
            yield words


class Haystack:
    """An output, made ready to look elements up in it."""

    def __init__(self, text: str) -> None:
        lines = [tuple(WORD.findall(line.lower())) for line in text.split("\n")]
        self._lines = frozenset(lines)
        self._words = " " + " ".join(word for line in lines for word in line) + " "

    def holds(self, words: tuple[str, ...]) -> bool:
        """Tell whether the words stand in the output, one after the other; few of them as a line of their own."""
        if len(words) < SEPARATE:
            return words in self._lines
        return f" {' '.join(words)} " in self._words


def survival_table(run: Run, names: Iterable[str]) -> Table:
    """Return how often each kind of element survives in the outputs of the extractors ``names``."""
    chosen = [name for name in names if name in run.outputs]
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number, case in enumerate(run.cases):
        outputs = {name: run.outputs[name][number].text for name in chosen}
        _count(case, {"truth": case.truth or "", **outputs}, counts)
    rows: list[tuple[Cell, ...]] = []
    for kind in dict.fromkeys(sign.kind for sign in SIGNS):
        of_kind = counts[kind]
        total = of_kind["elements"]
        shares: list[Cell] = [100 * of_kind[name] / total if total else None for name in ("truth", *chosen)]
        rows.append((kind, of_kind["pages"], total, *shares))
    return Table(
        "survival",
        f"How often do the parts that are no body survive? WCXB articles ({len(run.cases)} pages)",
        ("element", "pages", "elements", "truth keeps %", *(f"{name} %" for name in chosen)),
        tuple(rows),
        "Elements are found by generic markup and wording; the truth's share shows how far the signs err, and how far "
        "the truth reads such elements as body.",
        digits=1,
    )


def _count(case: Case, outputs: dict[str, str], counts: dict[str, dict[str, int]]) -> None:
    haystacks = {name: Haystack(text) for name, text in outputs.items()}
    for kind, elements in find_elements(decode(case.raw, case.content_type).text).items():
        counts[kind]["pages"] += bool(elements)
        counts[kind]["elements"] += len(elements)
        for name, haystack in haystacks.items():
            counts[kind][name] += sum(haystack.holds(words) for words in elements)
