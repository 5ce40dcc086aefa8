"""The linear-time path: the same words as the tree gives, in time that grows with the page and no faster."""

from __future__ import annotations

import time
from functools import partial

import pytest

from pagemarrow.core import extract
from pagemarrow.core.bombs import is_bomb
from pagemarrow.core.linear import extract_linear
from pagemarrow.core.linear.strip import strip_tags, title_of
from pagemarrow.core.model import Article, InvalidSelector
from tests.growth import assert_linear

PARAGRAPHS = (
    "For nine days it rained in the valley, and on the tenth the river left its bed and took the road with it.",
    "The mayor had asked the district for sandbags a week before, she said on Monday, and was sent a form.",
    "Now the children go to school by the forest road, forty minutes each way, and the baker comes on Fridays.",
)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
BODY = "\n\n".join(PARAGRAPHS)
SIZE = 400_000
"""Characters of a hostile page: quadratic work on it takes minutes, linear work a tenth of a second."""


def filled(piece: str) -> str:
    return piece * (SIZE // len(piece))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one<p>two", "one\n\ntwo"),
        ("<b>o</b>ne<br>two", "one\ntwo"),
        ("one\n  two", "one two"),
        ('<p title="a > b">one', "one"),
        ("<p title='a > b' x=y>one", "one"),
        ("<p don't>one</p>'two", "one\n\n'two"),
        ("1 < 2 <3 > 2", "1 < 2 <3 > 2"),
        ("a<!-- > <p>x -->b<!-->c<!--->d", "abcd"),
        ("a<script>if (x<b) '<p>'</script>b", "ab"),
        ("a<style>p > b {}</style >b", "ab"),
        ("a<svg><title>no</title><text>no</text></svg>b", "a\n\nb"),
        ("a<select><option>no</select>b", "a\n\nb"),
        ("<p>a<template>never ended <p>text", "a\n\nnever ended\ntext"),
        ("a<script>never ended <p>text", "a"),
        ("a<!-- never ended <p>text", "a"),
        ("a<p title='never ended <b>b", "a\n\nb"),
        ("<td>one<td>two", "one two"),
        ("x &amp; y &lt;b&gt; &#8212; &eacute;", "x & y <b> — é"),
        ("a&#10;b&#x2028;c", "a b c"),
        ("a\u2028b\x85c<br>d", "a b c\nd"),
        ("&#" + "9" * 5000, "\ufffd"),
        ("é&nbsp;ü", "é\xa0ü"),
        ("<?xml version='1.0'?><!DOCTYPE html>a</>b", "ab"),
    ],
)
def test_strips_tags_as_a_browser_reads_them(page: str, text: str) -> None:
    assert strip_tags(page) == text


def test_many_references_are_read_too() -> None:
    assert strip_tags("&amp;&lt;" * 60_000) == "&<" * 60_000


@pytest.mark.parametrize(
    "piece",
    [
        "<", "<a", "<b>", '<a "', "<a ='", '<p x="', "<a b='>", "<!--", "<!-->", "<!", "<?", "</", "<script>", "<script",
        "<svg>", "<title", "<textarea>", "&#9", "&", "='", '="', " ", "<p =' =\"", "<p/a/b/c", "é<p>", "\u2028", "-->",
    ],
)  # fmt: skip
def test_no_pattern_of_markup_makes_stripping_slow(piece: str) -> None:
    def strip(before: str, size: int) -> None:
        page = before + piece * (size // len(piece))
        strip_tags(page)
        title_of(page)

    for before in ("", "<p title='", "<script>", "</svg></script></title>"):
        assert_linear(partial(strip, before), 50_000)


def test_what_fails_only_at_the_end_fails_once() -> None:
    assert_linear(lambda size: strip_tags("</svg></select>" + "<svg><select>" * size), 5_000)
    assert_linear(lambda size: strip_tags("&#" + "9" * size), 50_000)
    assert_linear(lambda size: strip_tags("<" + "x" * size), 50_000)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<head><title>Rain &amp; more</title>", "Rain & more"),
        ("<TITLE lang=en>\n Rain\n</TITLE>", "Rain"),
        ("<p>no title", None),
        ("<title", None),
        ("<title></title>", None),
    ],
)
def test_reads_the_title(page: str, title: str | None) -> None:
    assert title_of(page) == title


@pytest.mark.parametrize("depth", [10, 260, 5_000, 50_000])
@pytest.mark.parametrize("tag", ["div", "section", "span"])
def test_depth_does_not_matter(tag: str, depth: int) -> None:
    page = f"<{tag}>" * depth + ARTICLE + f"</{tag}>" * depth
    assert extract_linear(page, content_type="text/html").text == BODY


@pytest.mark.parametrize("depth", [10, 260, 2_000])
def test_depth_does_not_matter_to_the_tree_either(depth: int) -> None:
    page = "<div>" * depth + ARTICLE + "</div>" * depth
    assert extract(page, content_type="text/html").text == BODY


def test_says_what_it_is() -> None:
    page = f"<title>Rain</title>{ARTICLE}".encode()
    article = extract_linear(page, content_type="text/html", options={"explain": True})
    assert article.warnings[0] == "degraded"
    assert (article.input, article.charset, article.title) == ("html", "utf-8", "Rain")
    assert article.stats["chars_in"] == len(page)
    assert {(entry.start, entry.end) for entry in article.blocks} == {(None, None)}


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_lines_beyond_the_judged_are_taken_as_the_judged_were(form: str) -> None:
    lines = [f"{PARAGRAPHS[number % 3]} This was on day {number}." for number in range(300)]
    article = extract_linear(
        "\n\n".join(lines), content_type="text/plain", options={"format": form}, judged=100
    )
    assert all(f"on day {number}." in article.text for number in range(300))
    assert article.stats["blocks"] < 250


def test_all_that_is_visible_is_kept_or_removed_in_order() -> None:
    text = "\n".join(f"{PARAGRAPHS[number % 3]}\nPage {number}\n" for number in range(200))
    article = extract_linear(text, content_type="text/plain", judged=50)
    assert "".join("".join(block.text for block in article.page.blocks).split()) == "".join(text.split())
    for block in article.page.blocks:
        assert text[block.start : block.end].split() == block.text.split()


def test_the_time_told_is_that_of_stripping_too() -> None:
    page = filled("<p>one <b class=two>three</b>")
    started = time.perf_counter()
    article = extract_linear(page, content_type="text/html", judged=0)
    took_ms = (time.perf_counter() - started) * 1000
    assert 0 < article.stats["elapsed_ms"] <= took_ms


@pytest.mark.parametrize("judged", [0, 100])
def test_a_selector_that_does_not_parse_is_told_though_none_has_an_effect(judged: int) -> None:
    for kind in ("text/html", "text/plain"):
        with pytest.raises(InvalidSelector, match=r"not a CSS selector: 'p\['"):
            extract_linear(ARTICLE, content_type=kind, options={"selectors": {"drop": ["p["]}}, judged=judged)


def test_nothing_judged_keeps_everything() -> None:
    article = extract_linear(f"<nav>Home</nav>{ARTICLE}", content_type="text/html", judged=0)
    assert article.text == f"Home\n\n{BODY}"


def test_time_is_bounded_however_many_lines() -> None:
    def read(lines: int) -> Article:
        return extract_linear("a line of text\n\n" * lines, content_type="text/plain", judged=2_000)

    assert_linear(read, 20_000)
    assert read(300_000).stats["chars_in"] == 4_800_000


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000,
        "<ul><li>" * 20_000,
        "<p>" * 1_500_000,
        "<!---->" * 700_000,
        "Sign up now\n" * 300_000,
        "".join(f"<b id={number}><p>" for number in range(2_600)),
        "<p " + " ".join(f"a{number}=1" for number in range(20_000)) + ">text",
        "<p " + " ".join(f"a{number}" for number in range(20_000)) + ">text",
    ],
    ids=["div", "ul", "p", "comments", "lines", "formatting", "attributes", "bare attributes"],
)
def test_the_check_knows_obvious_bombs(page: str) -> None:
    assert is_bomb(page.encode())


@pytest.mark.parametrize(
    "page",
    [
        "",
        ARTICLE * 1000,
        "<table>" + "<tr><td>1<td>2<td>3" * 5_000,
        "<ul>" + "<li>item" * 8_000,
        "<b>x</b><p>" * 5_000,
        "<script>" + "for(i=0;i<a ;i++){f(i<b)}" * 20_000 + "</script>" + ARTICLE,
        '<img src="data:image/png;base64,' + "iVBOR" * 100_000 + '">' + ARTICLE,
        "A line of a long book.\n" * 100_000,
    ],
    ids=["nothing", "long", "table", "list", "formatting", "script", "image", "book"],
)
def test_the_check_lets_real_pages_be(page: str) -> None:
    assert not is_bomb(page.encode())
