"""The nouns of the extractor: values that stages hand to each other, and the errors they raise.

Standard library only. Every value is immutable; the ones made hundreds of times a page are
named tuples because they are the cheapest immutable record Python has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Any, NamedTuple


class MarrowError(Exception):
    """Base of every error this package raises on purpose."""


class InvalidInput(MarrowError, TypeError):
    """What was given as a page is neither bytes nor text."""


class InvalidOption(MarrowError, ValueError):
    """An option is unknown, of the wrong type, or out of range."""


class UnsupportedMediaType(MarrowError, ValueError):
    """The declared media type is none that can be extracted from."""


class InvalidSelector(InvalidOption):
    """A CSS selector of ``selectors`` does not parse."""


class Kind(StrEnum):
    """What a block is in its page, whether or not it belongs to the body."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"

    __hash__ = str.__hash__  # an enumeration's own is Python code, and kinds are looked up for every block


CATEGORIES = (
    *("body", "heading", "quote", "list", "table", "code"),
    *("title", "byline", "date", "caption", "standfirst"),
    *("newsletter", "read_more", "related", "share", "player", "comments", "author_bio", "tags"),
    *("navigation", "consent", "paywall", "advert", "legal", "section_label", "other"),
)
"""Every category a verdict may carry; the first six are the kept kinds of a body."""

PAGE_TYPES = ("article", "forum", "documentation", "product", "listing", "collection", "service", "other")
AUTO = "auto"
"""The value of ``Options.page_type`` that lets the page tell its kind."""

PAGE_TYPE_CHOICES = (AUTO, *PAGE_TYPES[:-1])
"""The values of ``Options.page_type``. ``other`` is an answer only."""


class Source(NamedTuple):
    """A decoded input: what is segmented, and what the decoder learnt on the way."""

    text: str
    """The decoded characters, without a byte order mark; offsets of blocks count in it."""
    input: str
    """``"html"`` or ``"text"``."""
    charset: str
    """WHATWG name of the encoding it was decoded from, lower case (``"utf-8"`` for ``str`` input)."""
    warnings: tuple[str, ...] = ()
    """``charset_guessed``, ``replaced_characters``, …"""
    utf_8: bytes | None = None
    """``text`` in UTF-8, where the input came so: a parser wants it, and to encode it anew takes a sixth of the parse."""


class Mark(NamedTuple):
    """Inline markup of a block, over its pieces: ``pieces[first:last]``."""

    tag: str
    """``a``, ``strong``, ``em``, ``code``, ``del``, ``sup`` or ``sub``."""
    first: int
    last: int
    target: str = ""
    """``href`` of an ``a``, as written in the page; names of a ``code`` inside a listing: they tell its language."""


class Block(NamedTuple):
    """The smallest unit that is kept or dropped: one paragraph, heading, item, row or line.

    ``text`` has its white space collapsed (except in code, and except line breaks inside verse or
    hard-wrapped text, which stay as ``\\n``).
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    """Heading level 1-6; nesting depth of a list item, outermost 1; else 0."""
    container: int = 0
    """Index of the innermost block-level element in ``Page.containers``; 0 (the root) in text."""
    link_chars: int = 0
    """Characters of ``text`` that stand inside links."""
    link_count: int = 0
    start: int = -1
    end: int = -1
    """Offsets into ``Source.text``; -1 for HTML."""
    pieces: tuple[str, ...] = ()
    """Raw text pieces, white space as in the page; ``text`` is their join, collapsed."""
    marks: tuple[Mark, ...] = ()
    cells: tuple[str, ...] = ()
    """The cells of a table row, in order."""
    ordered: bool = False
    """Item of a numbered list."""
    header: bool = False
    """Row of table headings."""


class Container(NamedTuple):
    """A block-level element of the page and the run of blocks inside it, ``blocks[first:last]``."""

    parent: int
    """Index of the enclosing container; -1 for the root."""
    tag: str
    name: str
    """The element's ``class``, ``id`` and ``role`` as written, joined by spaces."""
    first: int
    last: int


class Image(NamedTuple):
    """An ``<img>`` of the page; it stands before block number ``before``."""

    before: int
    source: str
    alternative: str


class Numbering(NamedTuple):
    """How a numbered list counts."""

    start: int | None = None
    backwards: bool = False
    style: str = ""
    """``a``, ``A``, ``i`` or ``I``; empty for figures."""


class Cell(NamedTuple):
    """Where a cell of a table stands, and how far it reaches."""

    heading: bool = False
    column: int = -1
    """The first it takes, the leftmost is 0; -1 for right of the one before."""
    columns: int = 1
    rows: int = 1
    """As the page says: there may be fewer."""


class Standing(NamedTuple):
    """Where an image stands."""

    container: int = 0
    """The innermost that holds a block."""
    lost: tuple[str, ...] = ()
    """Tags of the containers inside that one which hold the image and no block, outermost first."""
    piece: int = -1
    """The piece of the block that it stands before, where it stands in a line with the block's text; -1 for a line of its own."""
    row: int = -1
    """The container of the table row it stands in."""
    cell: int = -1
    """Which cell of that row."""
    target: str = ""
    """``href`` of the link around it."""


class Layout(NamedTuple):
    """What Markdown and HTML show of a page beside its blocks; containers and blocks are told by their numbers."""

    lists: Mapping[int, Numbering] = {}
    """By list; one that counts up from 1 in figures is not among them."""
    values: Mapping[int, int] = {}
    """The numbers that items give themselves."""
    rows: Mapping[int, tuple[Cell, ...]] = {}
    """All cells of a row."""
    lines: Mapping[int, tuple[int, int]] = {}
    """By row: the section or table it is of, and which row of that."""
    cells: Mapping[int, tuple[int, tuple[int, ...]]] = {}
    """By block: the row it stands in, and which cells of that its ``cells`` are, or the one it stands in. Negative ones are none."""
    cards: Mapping[int, str] = {}
    """``href`` of the links around blocks."""
    images: tuple[Standing, ...] = ()
    """Of each of ``Page.images``."""


class Unread(NamedTuple):
    """An element that was passed over for its name; it stands before block number ``before``.

    It is one removed block of the ledger, and no stage looks at it.
    """

    before: int
    chars: int
    """Of all its text, white space collapsed."""
    text: str
    """As much of it as can be seen when an explanation was asked for (to tell that, the element must be read), else all."""
    rule: Rule
    path: str = ""


class Declared(NamedTuple):
    """What the page says of itself in its head and markup, unparsed."""

    title: str = ""
    language: str = ""
    base: str = ""
    """``href`` of ``<base>``."""
    canonical: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    """(name, property or itemprop, lower case; content) in order."""
    json_ld: tuple[str, ...] = ()
    """Raw contents of ``<script type="application/ld+json">``."""
    properties: tuple[tuple[str, str], ...] = ()
    """Microdata in the body: (itemprop or rel, text or ``content``/``datetime`` attribute)."""


class Page(NamedTuple):
    """A segmented input: every visible block in order, and where it stood."""

    blocks: tuple[Block, ...]
    containers: tuple[Container, ...]
    declared: Declared = Declared()
    images: tuple[Image, ...] = ()
    warnings: tuple[str, ...] = ()
    """``javascript_shell``, ``hidden_body``, …"""
    kept_by_selector: frozenset[int] = frozenset()
    """Blocks inside an element that ``selectors.keep`` names."""
    dropped_by_selector: frozenset[int] = frozenset()
    unread: tuple[Unread, ...] = ()
    """In order; no block, no container and no image of theirs is among those above."""
    paths: tuple[str, ...] = ()
    """CSS path of the element each block stands in, when an explanation was asked for; else empty, as for text.
    Blocks that the markup does not hold come last and have none."""
    layout: Layout = Layout()
    """Empty for plain text, and when the body is asked for as text."""


class Scope(StrEnum):
    """How much of the page one match of a rule covers."""

    LINE = "line"
    """The block itself."""
    RUN = "run"
    """The block and its neighbours of the same shape, at least two."""
    TAIL = "tail"
    """From the block to the end of the page, if nothing speaks against it."""
    CONTAINER = "container"
    """Every block inside an element; the pattern is matched against the element's name words."""


class Says(StrEnum):
    """What a match means for the blocks it covers."""

    BOILERPLATE = "boilerplate"
    """Proof: the block is dropped whatever its score."""
    HINT = "hint"
    """Evidence: moves the score towards dropping."""
    CONTENT = "content"
    """Protection: the block is not dropped by HINT or by the score alone."""


ANY_LANGUAGE = ("any",)


class Reason(NamedTuple):
    """Why a block was kept or dropped, in words its reader would accept."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing boilerplate (or content) looks like, with its own examples as tests.

    ``pattern`` is a verbose, case-insensitive regular expression anchored at the start of the
    folded line. ``phrases`` says the same in plain text, one phrase a line, and needs no cues:
    ``match/phrases.py`` tells how they are written. Exactly one of the two is set. ``cues`` are folded words
    (or for scripts without spaces, substrings) one of which must occur before the pattern is tried.
    A line of more than ``max_words`` words can't match, nor can a container with a longer text. A cue that begins
    with ``^`` must be the line's first word; the cue ``""`` stands for a line without a word.
    """

    id: str
    why: str
    category: str
    says: Says
    matches: tuple[str, ...]
    rejects: tuple[str, ...]
    scope: Scope = Scope.LINE
    languages: tuple[str, ...] = ANY_LANGUAGE
    pattern: str = ""
    phrases: str = ""
    cues: tuple[str, ...] = ()
    max_words: int = 25
    unread: bool = False
    """Of a ``CONTAINER`` rule that proves boilerplate: where tag and name agree, a ``<nav>`` or ``<footer>`` is not even
    read, unless it holds much of the page or much running text."""
    reason: Reason = field(init=False, repr=False, compare=False)
    """``id`` and ``why``, as verdicts tell them."""

    def __post_init__(self) -> None:
        """Make the reason once: pages ask for it by the hundred."""
        object.__setattr__(self, "reason", Reason(self.id, self.why))

    @property
    def max_chars(self) -> int:
        """How much text a container that it describes may hold: eight characters a word, so that compounds fit."""
        return 8 * self.max_words

    @property
    def theme(self) -> str:
        """Name of the module the rule stands in."""
        return self.id.partition(".")[0]


class Finding(NamedTuple):
    """A rule that matched, and the run of blocks it covers, ``blocks[first:last]``."""

    rule: Rule
    first: int
    last: int


class Term(NamedTuple):
    """What one feature added to a block's score, in log-odds."""

    name: str
    value: float


class Verdict(NamedTuple):
    """What became of one block."""

    kept: bool
    category: str
    reasons: tuple[Reason, ...]
    score: float
    """Log-odds that the block is body text, before rules; above 0 speaks for it."""


class Metadata(NamedTuple):
    """What is known of the article beside its body; unknown fields are ``None``."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO 8601, as precise as the page gives it."""
    site_name: str | None = None
    language: str | None = None
    """BCP 47 primary subtag, lower case."""
    description: str | None = None
    article_body: str | None = None
    """JSON-LD ``articleBody``, or that of a ``<meta itemprop>``, plain text."""
    schema_types: tuple[str, ...] = ()
    """``@type`` names of the page's JSON-LD and its ``og:type``, lower case."""
    canonical_url: str | None = None
    """The address that the page calls its own, absolute."""
    image: str | None = None
    """Address of the image that stands for the page, absolute."""
    keywords: tuple[str, ...] | None = None
    """Keywords or tags, in order; ``None`` when there are none."""
    section: str | None = None
    license: str | None = None
    """Address or name of the licence."""
    modified: str | None = None
    """ISO 8601, as precise as the page gives it."""
    authors: tuple[str, ...] | None = None
    """All declared authors; ``byline`` joins them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the removal ledger: a visible block and what became of it."""

    index: int
    text: str
    kept: bool
    category: str
    reasons: tuple[Reason, ...]
    score: float
    start: int | None
    """Offset into the decoded input, in characters; ``None`` for HTML."""
    end: int | None
    path: str | None = None
    """CSS path that selects the block's element in the page; ``None`` for text and for what is nested too deep."""
    terms: tuple[Term, ...] = ()
    """The features that moved the score most, the strongest first."""

    def to_dict(self) -> dict[str, Any]:
        """Return the block as JSON holds it."""
        return {
            "index": self.index,
            "text": self.text,
            "kept": self.kept,
            "category": self.category,
            "reasons": [reason._asdict() for reason in self.reasons],
            "score": self.score,
            "start": self.start,
            "end": self.end,
            "path": self.path,
            "terms": [term._asdict() for term in self.terms],
        }


FORMATS = ("text", "markdown", "html")
INCLUDES = ("title", "captions", "comments", "links", "images")


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for one page: what to take as body, and what to drop."""

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asks for; see ``Options.of`` for the form that arrives over HTTP."""

    format: str = "text"
    include: frozenset[str] = frozenset()
    explain: bool = False
    url: str | None = None
    selectors: Selectors = Selectors()
    page_type: str = AUTO
    """The kind of page where the caller knows it, one of ``PAGE_TYPE_CHOICES``. A named kind is taken as true."""
    title: str | None = None
    """The headline where the caller knows it. It takes the place of the title that the page declares."""
    second_opinion: bool = False
    """Ask readability-lxml about a page where no article is found (``second_opinion.ASK_BELOW`` says what that is worth)."""

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise InvalidOption(f"format must be one of {', '.join(FORMATS)}, not {self.format!r}")
        if self.page_type not in PAGE_TYPE_CHOICES:
            raise InvalidOption(
                f"page_type must be one of {', '.join(PAGE_TYPE_CHOICES)}, not {self.page_type!r}"
            )
        if self.title is not None:  # a line of a feed may be broken, or empty
            object.__setattr__(self, "title", " ".join(self.title.split()) or None)
        unknown = self.include - set(INCLUDES)
        if unknown:
            raise InvalidOption(f"include takes {', '.join(INCLUDES)}; unknown: {', '.join(sorted(unknown))}")


@dataclass(frozen=True)
class Article:
    """The answer: the body of the page, what is known of it, and why."""

    text: str
    """The body in the asked format; ``""`` when the page has none."""
    metadata: Metadata
    input: str
    charset: str
    page_type: str
    page_type_confidence: float
    confidence: float
    warnings: tuple[str, ...]
    stats: Mapping[str, float]
    versions: Mapping[str, str]
    page: Page = field(repr=False)
    verdicts: tuple[Verdict, ...] = field(repr=False)
    terms: tuple[tuple[Term, ...], ...] = field(repr=False, default=())
    """Of each block's score, when an explanation was asked for."""
    explained: bool = False
    """An explanation was asked for."""

    def to_dict(self) -> dict[str, Any]:
        """Return what the service's JSON holds beside ``id``; ``blocks`` is in it when an explanation was asked for."""
        known = self.metadata
        told: dict[str, Any] = {
            "text": self.text,
            "title": known.title,
            "byline": known.byline,
            "published": known.published,
            "site_name": known.site_name,
            "language": known.language,
            "canonical_url": known.canonical_url,
            "image": known.image,
            "description": known.description,
            "keywords": None if known.keywords is None else list(known.keywords),
            "section": known.section,
            "license": known.license,
            "modified": known.modified,
            "authors": None if known.authors is None else list(known.authors),
            "input": self.input,
            "charset": self.charset,
            "page_type": self.page_type,
            "page_type_confidence": self.page_type_confidence,
            "confidence": self.confidence,
            "warnings": list(self.warnings),
            "stats": dict(self.stats),
            "versions": dict(self.versions),
        }
        return told | {"blocks": [entry.to_dict() for entry in self.blocks]} if self.explained else told

    @property
    def title(self) -> str | None:
        return self.metadata.title

    @property
    def byline(self) -> str | None:
        return self.metadata.byline

    @property
    def published(self) -> str | None:
        return self.metadata.published

    @property
    def site_name(self) -> str | None:
        return self.metadata.site_name

    @property
    def language(self) -> str | None:
        return self.metadata.language

    @property
    def canonical_url(self) -> str | None:
        return self.metadata.canonical_url

    @property
    def image(self) -> str | None:
        return self.metadata.image

    @property
    def description(self) -> str | None:
        return self.metadata.description

    @property
    def keywords(self) -> tuple[str, ...] | None:
        return self.metadata.keywords

    @property
    def section(self) -> str | None:
        return self.metadata.section

    @property
    def license(self) -> str | None:
        return self.metadata.license

    @property
    def modified(self) -> str | None:
        return self.metadata.modified

    @property
    def authors(self) -> tuple[str, ...] | None:
        return self.metadata.authors

    @property
    def blocks(self) -> tuple[Entry, ...]:
        """Every visible block in order with its verdict: kept + removed = all that was visible."""
        judged = zip(self.page.blocks, self.verdicts, strict=True)
        # Blocks that were added after the walk and the scores have neither path nor terms.
        beside = zip_longest(judged, self.page.paths, self.terms)
        entries: list[Entry] = []
        unread = [element for element in reversed(self.page.unread) if element.text]
        for number, ((b, v), path, terms) in enumerate(beside):
            while unread and unread[-1].before <= number:
                entries.append(_passed_over(len(entries), unread.pop()))
            where = len(entries), b.text, v.kept, v.category, v.reasons, round(v.score, 3), *_offsets(b)
            entries.append(Entry(*where, path or None, terms or ()))
        for left in reversed(unread):
            entries.append(_passed_over(len(entries), left))
        return tuple(entries)


def _offsets(block: Block) -> tuple[int | None, int | None]:
    return (None, None) if block.start < 0 else (block.start, block.end)


def _passed_over(index: int, element: Unread) -> Entry:
    rule = element.rule
    return Entry(
        index, element.text, False, rule.category, (rule.reason,), 0.0, None, None, element.path or None
    )
