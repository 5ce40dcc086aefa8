"""Reading what a request asks for."""

from __future__ import annotations

import json

import pytest
from starlette.datastructures import Headers

from pagemarrow.core.model import InvalidOption, Options
from pagemarrow.core.options import OPTIONS
from pagemarrow.service.asking import (
    ANSWER_TYPES,
    Ask,
    Defaults,
    field,
    make_job,
    negotiate,
    query_options,
    read_ask,
)
from pagemarrow.service.errors import MalformedBody, NotAcceptable, UnsupportedBody, WrongShape
from pagemarrow.service.jobs import JSON, Job

OFFERS = tuple(ANSWER_TYPES)


def job_of(
    body: bytes,
    query: bytes = b"",
    accept: str | None = None,
    kind: str | None = JSON,
    page_type: str = "auto",
) -> Job:
    return make_job(read_ask(kind, accept, query), body, Defaults(10_000, page_type), "a-request")


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/plain", "text/plain"),
        ("text/*", "text/plain"),
        ("TEXT/Markdown", "text/markdown"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json, text/plain, */*", JSON),
        ("text/plain;q=0.5, text/markdown;q=0.9", "text/markdown"),
        ("application/json;q=0, */*", "text/plain"),
        ("text/plain; q=0.1, application/json; q=0.05", "text/plain"),
        ("image/png, text/html;q=0.01", "text/html"),
        ("application/problem+json, application/json", JSON),
    ],
)
def test_the_form_that_accept_likes_best_is_chosen(accept: str | None, best: str) -> None:
    assert negotiate(accept, OFFERS) == best


@pytest.mark.parametrize(
    "accept", ["image/png", "application/json;q=0", "*/*;q=0", "nonsense", "text/", "a/b/c"]
)
def test_what_can_not_be_met_is_refused_and_the_forms_named(accept: str) -> None:
    with pytest.raises(NotAcceptable, match="application/json, text/plain, text/markdown, text/html"):
        negotiate(accept, OFFERS)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (None, None),
        ("  ", None),
        ("text/html", "text/html"),
        ("Text/HTML; charset=ISO-8859-2", "text/html; charset=ISO-8859-2"),
        ("application/xhtml+xml", "application/xhtml+xml"),
        ("text/plain;charset=utf-8", "text/plain;charset=utf-8"),
        ("text/markdown", "text/markdown"),
        ("application/json; charset=utf-8", "application/json; charset=utf-8"),
    ],
)
def test_content_types_that_are_taken(sent: str | None, read: str | None) -> None:
    assert read_ask(sent, None, b"").content_type == read


@pytest.mark.parametrize(
    "sent", ["image/png", "multipart/form-data; boundary=x", "text", ";charset=utf-8", "text/xml"]
)
def test_content_types_that_are_not(sent: str) -> None:
    with pytest.raises(
        UnsupportedBody, match="text/html, application/xhtml\\+xml, text/plain, text/markdown"
    ):
        read_ask(sent, None, b"")


def test_a_form_gets_a_hint_at_what_curl_does() -> None:
    with pytest.raises(UnsupportedBody, match="-H 'Content-Type: text/html'"):
        read_ask("application/x-www-form-urlencoded", None, b"")


def test_a_page_goes_to_the_job_untouched_with_the_options_of_the_query() -> None:
    page = b"\xff\xfeany bytes\x00"
    query = b"format=markdown&include=title&include=links&explain=true&url=https%3A%2F%2Fa.example%2F&deadline_ms=50"
    job = job_of(page, query, kind="text/html; charset=utf-16")
    assert (job.page, job.content_type, job.deadline_ms, job.id) == (
        page,
        "text/html; charset=utf-16",
        50,
        None,
    )
    options = job.options
    assert (options.format, options.explain, options.url) == ("markdown", True, "https://a.example/")
    assert options.include == {"title", "links"}


@pytest.mark.parametrize(("name", "kind"), [("html", "text/html"), ("text", "text/plain")])
def test_a_document_says_which_kind_of_page_it_holds(name: str, kind: str) -> None:
    job = job_of(f'{{"{name}": "a page", "id": [1, {{"a": null}}]}}'.encode())
    assert (job.page, job.content_type, job.id) == ("a page", kind, [1, {"a": None}])


def test_json_options_win_over_the_query() -> None:
    body = b'{"html": "", "options": {"format": "html", "explain": false, "deadline_ms": 70}}'
    job = job_of(body, b"format=markdown&explain=true&include=title&deadline_ms=20")
    assert (job.options.format, job.options.explain, job.options.include) == ("html", False, {"title"})
    assert job.deadline_ms == 70


def test_the_address_in_the_options_wins_over_the_one_beside_them_and_that_over_the_query() -> None:
    query = b"url=https://query.example/"
    beside = b'{"html": "", "url": "https://beside.example/"}'
    inside = beside[:-1] + b', "options": {"url": "https://inside.example/"}}'
    assert job_of(b'{"html": ""}', query).options.url == "https://query.example/"
    assert job_of(beside, query).options.url == "https://beside.example/"
    assert job_of(inside, query).options.url == "https://inside.example/"


def test_the_deadline_can_only_be_lowered() -> None:
    assert job_of(b'{"html": "", "options": {"deadline_ms": 99999999}}').deadline_ms == 10_000


def test_the_servers_page_type_holds_where_a_request_names_none() -> None:
    def told(body: bytes, query: bytes = b"") -> str:
        return job_of(body, query, page_type="article").options.page_type

    assert told(b'{"html": ""}') == "article"
    assert told(b'{"html": "", "options": {"page_type": null}}', b"page_type=forum") == "article"
    assert told(b'{"html": ""}', b"page_type=forum") == "forum"
    assert told(b'{"html": "", "options": {"page_type": "auto"}}') == "auto"


def test_accept_decides_the_format_of_a_body_that_comes_alone() -> None:
    assert job_of(b"", b"format=html", "text/markdown", "text/html").options.format == "markdown"


def test_null_stands_for_absent_and_a_byte_order_mark_for_nothing() -> None:
    body = b'\xef\xbb\xbf{"html": null, "text": "x", "url": null, "id": null, "options": null}'
    assert job_of(body).page == "x"


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"{", b"not json", b'{"html": "x"', b"{'html': 'x'}", b'{"html": "\xff"}', b"NaN", b'"\\ud800"',
     b'{"html": "\\udfff and more"}', b"[" * 100_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b'{"html": "x"} tail'],
)  # fmt: skip
def test_what_is_no_json_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedBody):
        job_of(body)


@pytest.mark.parametrize(
    "body",
    [b"[]", b"null", b"1", b'"html"', b"{}", b'{"html": "a", "text": "b"}', b'{"html": 1}', b'{"text": ["a"]}',
     b'{"html": "x", "format": "text"}', b'{"html": "x", "options": []}', b'{"html": "x", "options": false}',
     b'{"html": "x", "id": "' + b"i" * 2000 + b'"}', b'{"html": "x", "id": ' + b"[" * 300 + b"]" * 300 + b"}"],
)  # fmt: skip
def test_json_of_another_shape_is_told_apart(body: bytes) -> None:
    with pytest.raises(WrongShape):
        job_of(body)


def test_an_unknown_name_is_told_but_never_a_sentence() -> None:
    with pytest.raises(WrongShape, match="htm;"):
        job_of(b'{"htm": "x"}')
    with pytest.raises(WrongShape) as told:
        job_of(b'{"A line of the page": "x"}')
    assert "A line" not in str(told.value)


@pytest.mark.parametrize(
    "options",
    ['{"colour": 1}', '{"format": "pdf"}', '{"format": 5}', '{"include": "title,everything"}', '{"include": 7}',
     '{"explain": "perhaps"}', '{"url": 5}', '{"deadline_ms": 0}', '{"deadline_ms": -5}', '{"deadline_ms": 1.5}',
     '{"deadline_ms": true}', '{"deadline_ms": "soon"}', '{"selectors": []}', '{"selectors": {"keep": "p"}}',
     '{"selectors": {"only": []}}', '{"explain": "true"}', '{"second_opinion": "1"}', '{"deadline_ms": "5000"}'],
)  # fmt: skip
def test_options_that_can_not_be_used(options: str) -> None:
    with pytest.raises(InvalidOption):
        job_of(f'{{"html": "x", "options": {options}}}'.encode())


@pytest.mark.parametrize(
    "query",
    [b"colour=red", b"format=pdf", b"explain=perhaps", b"deadline_ms=0", b"deadline_ms=1e3", b"deadline_ms=",
     b"selectors={}", b"second_opinion=maybe", b"deadline_ms=%C2%B2", b"format=text&format=html", b"&".join(b"a%d=1" % i for i in range(60))],
)  # fmt: skip
def test_queries_that_can_not_be_used(query: bytes) -> None:
    with pytest.raises(InvalidOption):
        job_of(b"a page", query, kind="text/plain")


@pytest.mark.parametrize("accept", [None, "text/plain", "text/html"])
@pytest.mark.parametrize(
    ("query", "body"),
    [
        (b"format=bogus", b'{"html": "x", "options": {"format": "text"}}'),
        (b"explain=bogus", b'{"html": "x", "options": {"explain": true}}'),
        (b"deadline_ms=soon", b'{"html": "x", "options": {"deadline_ms": 5}}'),
        (b"include=all", b'{"html": "x", "options": {"include": null}}'),
        (b"", b'{"html": "x", "options": {"format": 5}}'),
        (b"", b'{"html": "x", "url": 5, "options": {"url": "https://a.example/"}}'),
        (b"url=x", b'{"html": "x", "url": 5}'),
    ],
)
def test_what_is_wrong_is_told_even_where_something_else_would_win(
    query: bytes, body: bytes, accept: str | None
) -> None:
    with pytest.raises(InvalidOption):
        job_of(body, query, accept)


def test_null_is_the_default_of_every_option_and_wins_over_the_query() -> None:
    names = (*OPTIONS, "deadline_ms")
    body = json.dumps({"html": "x", "options": dict.fromkeys(names)}).encode()
    query = b"format=html&include=title&explain=1&url=https://a.example/&deadline_ms=5&second_opinion=1&page_type=forum&title=x"
    job = job_of(body, query)
    assert (job.options, job.deadline_ms) == (Options(), 10_000)
    assert job_of(b'{"html": "x"}', query).options != Options()


@pytest.mark.parametrize(
    ("word", "told"),
    [("true", True), ("TRUE", True), ("1", True), ("yes", True), ("No", False), ("0", False)],
)
def test_a_query_has_words_for_truth_values(word: str, told: bool) -> None:
    job = job_of(b"x", f"explain={word}&second_opinion={word}".encode(), kind="text/plain")
    assert (job.options.explain, job.options.second_opinion) == (told, told)


@pytest.mark.parametrize("digits", ["10001", "9999999999", "9" * 19, "9" * 200])
def test_a_deadline_far_beyond_the_servers_is_the_servers(digits: str) -> None:
    assert job_of(b"x", b"deadline_ms=" + digits.encode(), kind="text/plain").deadline_ms == 10_000
    body = f'{{"html": "x", "options": {{"deadline_ms": {digits}}}}}'.encode()
    assert job_of(body).deadline_ms == 10_000


def test_leading_zeros_do_not_make_a_deadline_longer() -> None:
    assert job_of(b"x", b"deadline_ms=" + b"0" * 30 + b"70", kind="text/plain").deadline_ms == 70


def test_the_options_known_are_told_with_the_deadline_among_them() -> None:
    with pytest.raises(
        InvalidOption, match="unknown option colour; known: deadline_ms, explain, format, incl"
    ):
        job_of(b'{"html": "x", "options": {"colour": 1}}')


@pytest.mark.parametrize("number", [2**64 - 1, -(2**63), 0.1, 1e10])
def test_a_number_of_an_id_is_kept(number: float) -> None:
    assert job_of(json.dumps({"html": "x", "id": [{"a": number}]}).encode()).id == [{"a": number}]


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1, 10**30])
def test_a_number_of_an_id_that_would_come_back_rounded_is_refused(number: int) -> None:
    for identity in (number, [number], {"a": [number]}):
        with pytest.raises(WrongShape, match="send it as a string"):
            job_of(json.dumps({"html": "x", "id": identity}).encode())


def test_the_lines_of_one_header_are_one_list() -> None:
    headers = Headers(raw=[(b"accept", b"image/png"), (b"x-other", b"a"), (b"accept", b"application/json")])
    assert field(headers, "Accept") == "image/png, application/json"
    assert field(headers, "content-encoding") is None


def test_an_include_given_twice_is_one_list() -> None:
    assert query_options(b"include=title&include=links,images") == {"include": "title,links,images"}


def test_an_ask_knows_json_by_its_type_alone() -> None:
    assert Ask("application/json; charset=utf-8", JSON, {}).is_json
    assert not Ask("text/html", JSON, {}).is_json
