"""The declared body stands in only where the markup has none."""

from __future__ import annotations

import json

from pagemarrow.core import extract
from pagemarrow.core.decide import Decision
from pagemarrow.core.fallback import fall_back
from pagemarrow.core.model import Block, Container, Metadata, Options, Page, Verdict

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


def test_the_pages_own_blocks_are_taken_where_they_show_what_it_declares() -> None:
    texts = ["Menu of the harbour", *BODY.split("\n\n"), "Other news of the harbour, the boats and the men."]
    blocks = tuple(Block(text, pieces=(text,)) for text in texts)
    verdicts = (*(Verdict(False, "related", (), -1.0) for _ in blocks[:-1]), Verdict(True, "body", (), 1.0))
    decision = Decision(verdicts, "listing", 0.6, 0.1, ("no_article",))
    segmented = Page(blocks, (Container(-1, "body", "", 0, len(blocks)),))
    same, fallen = fall_back(segmented, decision, Metadata(article_body=BODY), Options())
    assert same is segmented
    assert [verdict.kept for verdict in fallen.verdicts] == [False, *[True] * 6, False]
    assert (fallen.page_type, fallen.warnings) == ("article", ())


def test_a_page_that_shows_the_beginning_of_what_it_declares_gets_the_rest() -> None:
    shown = "".join(f"<p>{text}</p>" for text in BODY.split("\n\n")[:2])
    article = extract(page(f"<article><h1>Boats</h1>{shown}</article>"), content_type="text/html")
    assert article.text == BODY
    other = "<p>The council has another view of it, and will tell it to anyone who asks on the quay on Monday.</p>"
    article = extract(page(f"<article><h1>Boats</h1>{shown}{other}</article>"), content_type="text/html")
    assert article.text.startswith(BODY[:200])
    assert "declared_body" not in article.warnings


def test_a_declared_text_that_is_another_one_replaces_nothing() -> None:
    said = [
        f"The council met on day {n} of the strike and could not agree on who should pay the men."
        for n in range(6)
    ]
    shown = "".join(f"<p>{text}</p>" for text in said)
    other = "\n".join(
        f"Terms of use, part {n}: readers may not copy this page for others without a licence."
        for n in range(40)
    )
    article = extract(page(f"<article><h1>Boats</h1>{shown}</article>", body=other), content_type="text/html")
    assert article.text == "\n\n".join(said)


def test_scripts_in_a_declared_body_make_it_no_longer_than_it_is() -> None:
    code = " var total = 2; var slots = ['end', 'low']; if (slots.length) { document.write(''); } $(document).ready(function() { run(); }); "
    paragraphs = BODY.split("\n\n")
    declared = " ".join(text + code * 4 for text in paragraphs)
    shown = "".join(f"<p>{text}</p>" for text in paragraphs)
    article = extract(page(f"<article>{shown}</article>", body=declared), content_type="text/html")
    assert article.text == BODY
    assert (
        extract(page('<div id="root"></div>', body=declared), content_type="text/html").text.split()
        == BODY.split()
    )


def test_an_element_of_the_page_is_no_declaration() -> None:
    box = f'<div itemprop="articleBody"><script>{"Terms of use. " * 90}</script></div>'
    article = extract(f"<p>Soon.</p>{box}", content_type="text/html")
    assert "Terms" not in article.text
    assert "declared_body" not in article.warnings
    declared = extract(
        f'<meta itemprop="articleBody" content="{BODY}"><p>Soon.</p>', content_type="text/html"
    )
    assert declared.text.split() == BODY.split()


def test_teaser_is_no_body() -> None:
    article = extract(page('<div id="root"></div>', body="A short teaser."), content_type="text/html")
    assert article.text == ""
    assert "no_article" in article.warnings
