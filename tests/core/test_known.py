"""What the caller knows of a page: its kind and its headline."""

from __future__ import annotations

import pytest

from pagemarrow.core import extract
from pagemarrow.core.linear import extract_linear
from pagemarrow.core.model import PAGE_TYPE_CHOICES

BODY = (
    "The ferry to the island was out of service for nine days because of the storm, the harbour office said.",
    "Goods were brought over by the fishing boats instead, and the school stayed closed until the tenth day.",
    "On Friday the captain tried the crossing again with six passengers, and all of them arrived dry.",
)
HTML = f"<title>Ferry news - The Island Post</title><h1>The ferry is back</h1><p>{'</p><p>'.join(BODY)}</p>"
TEXT = "\n\n".join(("The ferry is back", *BODY))


@pytest.mark.parametrize(("page", "media"), [(HTML, "text/html"), (TEXT, "text/plain"), ("", "text/html")])
@pytest.mark.parametrize("kind", [kind for kind in PAGE_TYPE_CHOICES if kind != "auto"])
def test_a_named_kind_is_taken_as_true(page: str, media: str, kind: str) -> None:
    article = extract(page, content_type=media, options={"page_type": kind})
    assert (article.page_type, article.page_type_confidence) == (kind, 1.0)


def test_auto_is_the_pages_own_kind() -> None:
    article = extract(HTML, content_type="text/html", options={"page_type": "auto"})
    assert article.page_type == extract(HTML, content_type="text/html").page_type
    assert article.page_type_confidence < 1


def test_a_kind_that_is_named_decides_which_passes_run() -> None:
    links = "".join(f'<li><a href="/{n}">What the harbour office said on day {n}</a></li>' for n in range(8))
    page = f"<main><h1>The ferry is back</h1><p>{'</p><p>'.join(BODY)}</p><ul>{links}</ul></main>"
    article, listing = (
        extract(page, content_type="text/html", options={"page_type": kind}).text
        for kind in ("article", "listing")
    )
    assert article.startswith(BODY[0])
    assert listing != article


@pytest.mark.parametrize(("page", "media"), [(HTML, "text/html"), (TEXT, "text/plain")])
def test_a_headline_the_caller_knows_is_the_title(page: str, media: str) -> None:
    known = {"title": " Island has\nits ferry again "}
    assert extract(page, content_type=media, options=known).title == "Island has its ferry again"
    assert extract_linear(page, content_type=media, options=known).title == "Island has its ferry again"
    assert (
        extract(page, content_type=media, options={"title": " "}).title
        == extract(page, content_type=media).title
    )


def test_a_headline_the_caller_knows_is_found_in_the_page() -> None:
    page = f"<title>The Island Post</title><p>The island has its ferry again</p><p>{'</p><p>'.join(BODY)}</p>"
    known = extract(page, content_type="text/html", options={"title": "The island has its ferry again"})
    (block,) = (block for block in known.blocks if block.text == "The island has its ferry again")
    assert (block.kept, block.category) == (False, "title")
