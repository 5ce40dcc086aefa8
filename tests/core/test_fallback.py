"""The declared body stands in only where the markup has none."""

from __future__ import annotations

import json

from pagemarrow.core import extract

BODY = "\n\n".join(
    f"Sentence {number} of the harbour story says where the boats went, who steered them and why they came back."
    for number in range(6)
)


def page(markup: str, body: str = BODY) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": "Boats", "articleBody": body})
    return (
        f'<html><head><script type="application/ld+json">{data}</script></head><body>{markup}</body></html>'
    )


def test_shell_gets_the_declared_body() -> None:
    article = extract(
        page('<div id="root"></div><p>You need to enable JavaScript.</p>'), content_type="text/html"
    )
    assert article.text == BODY
    assert "declared_body" in article.warnings
    assert "no_article" not in article.warnings
    assert article.page_type == "article"


def test_a_kind_that_the_caller_names_stays() -> None:
    shell = page('<div id="root"></div>')
    article = extract(shell, content_type="text/html", options={"page_type": "forum"})
    assert (article.text, article.page_type) == (BODY, "forum")


def test_markup_is_preferred() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY.split("\n\n"))
    article = extract(page(f"<article>{paragraphs}</article>"), content_type="text/html")
    assert "declared_body" not in article.warnings
    assert article.text == BODY


def test_teaser_is_no_body() -> None:
    article = extract(page('<div id="root"></div>', body="A short teaser."), content_type="text/html")
    assert article.text == ""
    assert "no_article" in article.warnings
