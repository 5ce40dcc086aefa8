"""readability-lxml's vote on the blocks of a page, and the pages that are not put to it."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from pagemarrow.core import Article, extract
from pagemarrow.core.model import Block, Options, Page, Source
from pagemarrow.core.second_opinion import ASK_BELOW, LIFT, ask, lift
from pagemarrow.core.segment import segment

PARAGRAPHS = [
    "The ferry left the harbour at dawn, with forty people, two horses and a piano on board, and nobody waved.",
    "It was the first crossing of the year, after a winter in which, the captain said, the engine froze twice.",
    "By noon the wind had turned, the piano was tied to the mast, and the horses, somehow, were asleep.",
]
ARTICLE = (
    "<html><head><title>Ferry</title></head><body><ul class='menu'><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul>"
    f"<div class='article'><h2>First crossing</h2>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</div>"
    "<div class='sidebar related'><ul><li><a href='/1'>Another story altogether</a></li><li><a href='/2'>A third one</a></li></ul></div>"
    "</body></html>"
)


def page_of(html: str) -> Page:
    return segment(Source(html, "html", "utf-8"), Options())


def voted(html: str) -> list[str] | None:
    page = page_of(html)
    vote = ask(html, page)
    return None if vote is None else [page.blocks[index].text for index in sorted(vote)]


def test_vote_names_the_blocks_of_the_article() -> None:
    assert voted(ARTICLE) == ["First crossing", *PARAGRAPHS]


def test_markup_and_white_space_inside_a_block_make_no_difference() -> None:
    html = ARTICLE.replace("two horses", "<b>two</b>\n  <a href='/h'>horses</a>")
    assert voted(html) == ["First crossing", *PARAGRAPHS]


def test_a_short_block_is_not_kept_for_standing_in_a_sentence() -> None:
    html = ARTICLE.replace("Another story altogether", "The captain")
    vote = voted(html)
    assert vote is not None
    assert "The captain" not in vote


def test_same_page_same_vote() -> None:
    page = page_of(ARTICLE)
    assert ask(ARTICLE, page) == ask(ARTICLE, page)


@pytest.mark.parametrize(
    "html",
    [
        ARTICLE + "<!--" + "x" * 1_000_000 + "-->",
        ARTICLE.replace("<p>", "<div>" * 220 + "<p>", 1),
        "<p>" + "<span>" * 300 + "deep",
        "<body>" + "<p>word</p>" * 40_000,
        "<body>" + ("<div>" * 150 + "<p>Some words, more words.</p>") * 40,
        "",
        "   ",
        "<!-- nothing -->",
    ],
    ids=["large", "deep", "deep inline", "many", "many and deep", "empty", "blank", "comment"],
)
def test_not_asked(html: str) -> None:
    page = Page((Block("word"),), ()) if len(html) > 20 else page_of(html)
    assert ask(html, page) is None


@pytest.mark.parametrize(
    "html",
    [
        "\0\x01\x02<p>words",
        "<p>\ud800 lone",
        "<?xml version='1.0' encoding='utf-16'?><p>words",
        "<frameset><frame src=x></frameset>",
        "plain words",
    ],
)
def test_odd_pages_raise_nothing_and_log_nothing(html: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        vote = ask(html, Page((Block("words"),), ()))
    assert vote is None or vote <= {0}
    assert not [record for record in caplog.records if record.levelno >= logging.INFO]


def test_library_is_loaded_only_when_asked() -> None:
    script = "import sys, pagemarrow.core.second_opinion; sys.exit('readability' in sys.modules or 'lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


DOUBTFUL = (Path(__file__).parent.parent / "pages" / "member-login" / "page.html").read_text("utf-8")


def reasons_of(article: Article) -> set[str]:
    return {reason.rule for entry in article.blocks for reason in entry.reasons}


def test_the_vote_is_asked_for_and_shown_where_confidence_is_low() -> None:
    article = extract(DOUBTFUL, content_type="text/html", options={"second_opinion": True})
    assert article.confidence < ASK_BELOW
    assert reasons_of(article) & {"second-opinion.kept", "second-opinion.left"}


def test_no_vote_where_it_is_not_wanted_or_not_needed() -> None:
    unwanted = extract(DOUBTFUL, content_type="text/html")
    paragraph = (
        "<p>The ferry crossed at dawn, with nobody aboard but the cook, who had bread to sell in town.</p>"
    )
    page = f"<article>{paragraph * 12}</article>"
    sure = extract(page, content_type="text/html", options={"second_opinion": True})
    for article in (unwanted, sure):
        assert not any(rule.startswith("second-opinion") for rule in reasons_of(article))


def test_a_vote_lifts_the_blocks_it_names() -> None:
    assert lift(frozenset({1}), 3).tolist() == [0.0, LIFT, 0.0]
