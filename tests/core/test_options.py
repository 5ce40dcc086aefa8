"""Options as callers write them: over HTTP as strings, from Python as values."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.model import InvalidOption, Options, Selectors
from app.core.options import parse_options


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
        ({"explain": "TRUE"}, Options(explain=True)),
        ({"explain": "0"}, Options()),
        ({"url": None}, Options()),
        (
            {"selectors": {"keep": ["main"], "drop": [".ad", "nav"]}},
            Options(selectors=Selectors(("main",), (".ad", "nav"))),
        ),
        ({"selectors": {}}, Options()),
        ({"second_opinion": "true"}, Options(second_opinion=True)),
    ],
)
def test_accepted(given: dict[str, Any] | None, expected: Options) -> None:
    assert parse_options(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        {"fromat": "text"},
        {"format": "pdf"},
        {"format": None},
        {"format": ["text"]},
        {"include": "title,everything"},
        {"include": 5},
        {"include": ["title", 5]},
        {"explain": "maybe"},
        {"explain": 1},
        {"explain": None},
        {"url": 5},
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


def test_address_beside_the_options_fills_a_gap_only() -> None:
    named, other = "https://a.example/", "https://b.example/"
    assert parse_options({}, url=named).url == named
    assert parse_options({"url": other}, url=named).url == other
    assert parse_options(Options(explain=True), url=named) == Options(explain=True, url=named)
    assert parse_options(Options(url=other), url=named).url == other
