"""Options as callers write them, in JSON and in Python."""

from __future__ import annotations

from typing import Any

import pytest

from pagemarrow.core.model import InvalidOption, Options, Selectors
from pagemarrow.core.options import OPTIONS, parse_options


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, Options()),
        ({}, Options()),
        ({"format": "markdown"}, Options(format="markdown")),
        ({"include": "title, links"}, Options(include=frozenset({"title", "links"}))),
        ({"include": ["title", "images"]}, Options(include=frozenset({"title", "images"}))),
        ({"include": "none"}, Options()),
        ({"include": ""}, Options()),
        ({"explain": True}, Options(explain=True)),
        (
            {"selectors": {"keep": ["main"], "drop": [".ad", "nav"]}},
            Options(selectors=Selectors(("main",), (".ad", "nav"))),
        ),
        ({"selectors": {}}, Options()),
        ({"selectors": {"keep": None, "drop": ["nav"]}}, Options(selectors=Selectors((), ("nav",)))),
        ({"second_opinion": True}, Options(second_opinion=True)),
        ({"page_type": "forum"}, Options(page_type="forum")),
        ({"title": "A headline"}, Options(title="A headline")),
        (dict.fromkeys(OPTIONS), Options()),
    ],
)
def test_accepted(given: dict[str, Any] | None, expected: Options) -> None:
    assert parse_options(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        {"fromat": "text"},
        {"format": "pdf"},
        {"format": ["text"]},
        {"include": "title,everything"},
        {"include": 5},
        {"include": ["title", 5]},
        {"explain": "maybe"},
        {"explain": "true"},
        {"explain": 1},
        {"second_opinion": "no"},
        {"url": 5},
        {"page_type": "other"},
        {"page_type": "Article"},
        {"page_type": ["article"]},
        {"title": 5},
        {"selectors": "main"},
        {"selectors": ["main"]},
        {"selectors": {"keep": "main"}},
        {"selectors": {"keep": [1]}},
        {"selectors": {"remove": ["main"]}},
    ],
)
def test_refused_by_name(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidOption, match=next(iter(given))):
        parse_options(given)


def test_an_unknown_name_is_told_but_never_a_sentence() -> None:
    with pytest.raises(InvalidOption, match="unknown option fromat; known: explain, format"):
        parse_options({"fromat": "text"})
    with pytest.raises(InvalidOption) as told:
        parse_options({"A line of the page": "text"})
    assert "line" not in str(told.value)


def test_address_beside_the_options_fills_a_gap_only() -> None:
    named, other = "https://a.example/", "https://b.example/"
    assert parse_options({}, url=named).url == named
    assert parse_options({"url": other}, url=named).url == other
    assert parse_options(Options(explain=True), url=named) == Options(explain=True, url=named)
    assert parse_options(Options(url=other), url=named).url == other
