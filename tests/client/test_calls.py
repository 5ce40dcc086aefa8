from __future__ import annotations

import json
from typing import Any

import pytest

from pagemarrow.client import Item
from pagemarrow.client.calls import extract_call, item_line, query_of
from pagemarrow.client.chunks import MULTI_BYTES, MULTI_ITEMS, chunks


def test_a_page_travels_as_it_is() -> None:
    call = extract_call("<p>Grüße</p>", None, None, None, {})
    assert (call.content, call.content_type) == ("<p>Grüße</p>".encode(), "text/html; charset=utf-8")
    assert extract_call(None, "Grüße", None, None, {}).content_type == "text/plain; charset=utf-8"
    raw = extract_call(None, None, b"\xff\xfe<\0p\0", "text/html; charset=utf-16", {})
    assert (raw.content, raw.content_type) == (b"\xff\xfe<\0p\0", "text/html; charset=utf-16")
    assert extract_call(None, None, b"?", None, {}).content_type is None


def test_options_become_query_parameters() -> None:
    options = {
        "format": "markdown",
        "include": {"title", "links"},
        "explain": True,
        "url": None,
        "deadline_ms": 500,
        "page_type": "article",
        "title": "Bread & roses",
    }
    assert dict(query_of(options)) == {
        "format": "markdown",
        "include": "links,title",
        "explain": "true",
        "deadline_ms": "500",
        "page_type": "article",
        "title": "Bread & roses",
    }
    assert query_of({"include": "title, images"}) == (("include", "title, images"),)


def test_selectors_make_it_json() -> None:
    call = extract_call("<p>x", None, None, None, {"selectors": {"drop": [".ad"]}, "explain": False})
    assert call.content_type == "application/json"
    assert call.query == ()
    assert json.loads(call.content) == {
        "html": "<p>x",
        "options": {"selectors": {"drop": [".ad"]}, "explain": False},
    }


def test_half_a_surrogate_pair_can_be_sent() -> None:
    assert extract_call(None, "a\ud83db", None, None, {}).content == b"a?b"
    assert json.loads(item_line(Item(text="a\ud83db"), {}))["text"] == "a\ud83db"


@pytest.mark.parametrize(
    "pages",
    [
        {},
        {"html": "<p>", "text": "x"},
        {"text": "x", "content_type": "text/plain"},
        {"page": b"x", "options": {"selectors": {"keep": ["main"]}}},
    ],
)
def test_pages_that_make_no_request(pages: dict[str, Any]) -> None:
    given = {"html": None, "text": None, "page": None, "content_type": None, "options": {}} | pages
    with pytest.raises(TypeError):
        extract_call(**given)


def test_an_item_is_one_page() -> None:
    with pytest.raises(TypeError):
        Item()
    with pytest.raises(TypeError):
        Item(html="", text="")


def test_an_items_own_options_win() -> None:
    item = Item(html="<p>\n", url="https://example.org/", id=7, options={"format": "html"})
    line = item_line(item, {"format": "text", "explain": True})
    assert b"\n" not in line
    assert json.loads(line) == {
        "html": "<p>\n",
        "url": "https://example.org/",
        "id": 7,
        "options": {"format": "html", "explain": True},
    }


def test_small_items_share_a_request_and_large_ones_travel_alone() -> None:
    small, large = Item(text="x"), Item(text="x" * MULTI_BYTES)
    sizes = [len(chunk) for chunk in chunks([small, small, large, small, large, large], {})]
    assert sizes == [2, 1, 1, 1, 1]
    assert [len(chunk) for chunk in chunks([small] * (MULTI_ITEMS + 3), {})] == [MULTI_ITEMS, 3]
    middling = Item(text="x" * (MULTI_BYTES // 3))
    assert [len(chunk) for chunk in chunks([middling] * 5, {})] == [2, 2, 1]
    assert all(sum(map(len, chunk)) + len(chunk) <= MULTI_BYTES for chunk in chunks([middling] * 5, {}))
    assert list(chunks([], {})) == []
