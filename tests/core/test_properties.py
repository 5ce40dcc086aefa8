"""What holds for any input whatever: nothing raises, nothing is lost, nothing is made up."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pagemarrow.core import extract
from pagemarrow.core.decode import decode
from pagemarrow.core.model import CATEGORIES, FORMATS, INCLUDES, PAGE_TYPES, Article, Options
from pagemarrow.core.segment import segment

PAGES = Path(__file__).parent.parent / "pages"
SAMPLES = sorted(path for path in PAGES.glob("*/page.*") if path.suffix in (".html", ".txt"))
TYPES = {".html": "text/html", ".txt": "text/plain"}

# Derandomised, so that a build never fails by chance; deeper runs are a matter of changing two numbers here.
QUICK = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

WORDS = st.sampled_from(
    "The ferry sails again. Read more: Subscribe to our newsletter 12 March 2024 By Ida Brandt Share Related "
    "articles Comments (3) Advertisement © 2024 All rights reserved Photo: Per Holm. Cookie settings It was raining, "
    "the mayor said on Tuesday, and nobody had brought an umbrella. 東京 Straße \u200b\xa0 — “quoted” # * _ | 1. - •".split(
        " "
    )
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
TAGS = (
    "p div article section h1 h2 ul ol li blockquote pre table tr td th a b i em span br img figure figcaption aside "
    "nav footer form button noscript script style svg template iframe title body html main dl dt dd code hr details"
).split()
ATTRIBUTES = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            ' class="related-posts"',
            ' class="article-body"',
            ' id="comments"',
            " hidden",
            ' aria-hidden="true"',
        ),
        *(
            ' style="display: none"',
            ' href="/x"',
            ' href="javascript:alert(1)"',
            ' onclick="alert(1)"',
            ' src="x.png" alt="a"',
        ),
        *(' itemprop="author"', ' role="navigation"', ' href="https://a.example/?a=1&amp;b=2"'),
    ]
)
OPENINGS = st.builds("<{}{}>".format, st.sampled_from(TAGS), ATTRIBUTES)
CLOSINGS = st.sampled_from(TAGS).map("</{}>".format)
ODDITIES = st.sampled_from(
    [
        "<!-- c -->",
        "<!--",
        "&amp;",
        "&#0;",
        "&lt;script&gt;",
        "<![CDATA[x]]>",
        "\0",
        "<",
        "\r\n\r\n",
        "\x0c",
        "\ud800",
        "<p",
    ]
)
MARKUP = st.lists(st.one_of(OPENINGS, CLOSINGS, SENTENCES, SENTENCES, ODDITIES), max_size=60).map("".join)
LINES = st.lists(
    st.one_of(
        SENTENCES, st.sampled_from(["", "  ", "-", "\t", "* * *", "Most Popular", "http://a.example/x"])
    ),
    max_size=40,
)
TEXT = st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\r"])).map(lambda pair: pair[1].join(pair[0]))
INPUTS = st.one_of(
    MARKUP,
    TEXT,
    st.text(max_size=200),
    st.binary(max_size=300),
    MARKUP.map(lambda t: t.encode("utf-16", "replace")),
)
CONTENT_TYPES = st.sampled_from(
    [None, "text/html", "text/plain", "text/html; charset=shift_jis", "application/octet-stream"]
)
OPTIONS = st.builds(
    Options,
    format=st.sampled_from(FORMATS),
    include=st.frozensets(st.sampled_from(INCLUDES)),
    explain=st.booleans(),
    url=st.sampled_from([None, "https://a.example/2024/03/05/ferry", "http://[broken", "nonsense"]),
)


def check_contract(article: Article) -> None:
    assert len(article.verdicts) == len(article.page.blocks)
    assert [entry.index for entry in article.blocks] == list(range(int(article.stats["blocks"])))
    assert all(entry.category in CATEGORIES and entry.text.strip() for entry in article.blocks)
    assert all(entry.reasons for entry in article.blocks if not entry.kept)
    assert article.page_type in PAGE_TYPES
    assert 0 <= article.confidence <= 1
    assert article.text == article.text.strip()
    article.text.encode()


def check_ledger(article: Article, text: str) -> None:
    """Kept and removed are all that was visible; of plain text, every character but white space is in one block."""
    kept = [entry.text for entry in article.blocks if entry.kept]
    assert squeezed(article.text) == squeezed("".join(kept))
    if article.input == "text":
        assert squeezed("".join(entry.text for entry in article.blocks)) == squeezed(text)
        for entry in article.blocks:
            assert squeezed(text[entry.start : entry.end]) == squeezed(entry.text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def check_in_order(article: Article, text: str) -> None:
    """The words of the body are words of the input, in its order."""
    source = text if article.input == "text" else " ".join(entry.text for entry in article.blocks)
    words = deque(re.findall(r"\w+", article.text))
    for word in re.findall(r"\w+", source):
        if words and word == words[0]:
            words.popleft()
    assert not words, f"not in the input, or not in this order: {list(words)[:5]}"


ATTRIBUTES = frozenset("href rel src alt start reversed type value colspan rowspan class".split())
"""All that rendered HTML may say of its elements."""


class Reader(HTMLParser):
    """Collects the tags and attributes of rendered HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def check_harmless(markup: str) -> None:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert not reader.tags & {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "svg",
        "link",
        "meta",
        "base",
    }
    for name, value in reader.attributes:
        assert name in ATTRIBUTES
        if name == "class":
            assert re.fullmatch(r"language-[\w+#.-]+", value)
        if name in ("href", "src"):
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value, re.IGNORECASE)
            assert scheme is None or scheme[1].lower() in ("http", "https", "mailto")


@QUICK
@given(INPUTS, CONTENT_TYPES, OPTIONS)
@example("", None, Options())
@example(b"\xff\xfe\x00", "text/html", Options(format="html"))
@example("<p>" * 3000 + "deep", "text/html", Options(format="markdown"))
@example("\ud83d lone", "text/plain", Options(format="html"))
def test_no_content_raises(page: bytes | str, content_type: str | None, options: Options) -> None:
    article = extract(page, content_type=content_type, options=options)
    check_contract(article)
    if options.format == "html":
        check_harmless(article.text)


@QUICK
@given(st.one_of(MARKUP, TEXT), st.sampled_from(["text/html", "text/plain"]))
def test_kept_and_removed_are_all_that_was_visible(page: str, content_type: str) -> None:
    article = extract(page, content_type=content_type)
    text = decode(page, content_type).text
    check_ledger(article, text)
    check_in_order(article, text)


@QUICK
@given(INPUTS, CONTENT_TYPES, OPTIONS)
def test_same_input_same_output(page: bytes | str, content_type: str | None, options: Options) -> None:
    first = extract(page, content_type=content_type, options=options)
    second = extract(page, content_type=content_type, options=options)
    assert first.text == second.text
    assert first.blocks == second.blocks
    assert (first.metadata, first.confidence, first.warnings) == (
        second.metadata,
        second.confidence,
        second.warnings,
    )


@QUICK
@given(MARKUP)
def test_every_visible_block_is_in_the_ledger(page: str) -> None:
    source = decode(page, "text/html")
    blocks = segment(source, Options()).blocks
    assert [entry.text for entry in extract(page, content_type="text/html").blocks] == [
        block.text for block in blocks
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_sample_pages(path: Path) -> None:
    raw, content_type = path.read_bytes(), TYPES[path.suffix]
    article = extract(raw, content_type=content_type)
    text = decode(raw, content_type).text
    check_contract(article)
    check_ledger(article, text)
    check_in_order(article, text)
    # An oracle that shares nothing with the segmenter: the letters of the body stand in the file, in order.
    letters = iter(unescape(text) if article.input == "html" else text)
    assert all(letter in letters for letter in re.sub(r"\W+", "", article.text))
    everything = Options(format="html", include=frozenset(INCLUDES), url="https://a.example/x")
    check_harmless(extract(raw, content_type=content_type, options=everything).text)
