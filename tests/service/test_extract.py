"""POST /v1/extract, in process: every row of the contract's tables."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import zlib
from collections.abc import Callable

import brotli
import httpx
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from pagemarrow.core import extract
from pagemarrow.core.options import OPTIONS
from pagemarrow.service.application import create_app
from pagemarrow.service.encodings import Unpacking, zstd
from pagemarrow.service.errors import TooLarge
from pagemarrow.service.intake import Budget, read_body
from pagemarrow.service.problems import MEDIA_TYPE
from pagemarrow.service.schemas import Extracted, Problem
from tests.service.conftest import ARTICLE, serving, settings, until_ready

LIMIT = 200_000
"""Of the fixture's application."""
HTML = {"content-type": "text/html; charset=utf-8"}
TEXT = "A line of the first paragraph.\n\nRead more: another story\n\nA line of the second paragraph.\n"
BODY_STARTS = "For nine days it rained"
KEYS = [
    *("text", "title", "byline", "published", "site_name", "language"),
    *("canonical_url", "image", "description", "keywords", "section", "license", "modified", "authors"),
    *("input", "charset", "page_type"),
    *("page_type_confidence", "confidence", "warnings", "stats", "versions", "id"),
]


def post(client: TestClient, body: bytes | str, content_type: str | None = "text/html", **given: object):  # type: ignore[no-untyped-def]
    content = body.encode() if isinstance(body, str) else body
    headers = {"content-type": content_type} if content_type else {}
    return client.post("/v1/extract", content=content, headers=headers | given.pop("headers", {}), **given)  # type: ignore[operator,arg-type]


def problem(answer, status: int) -> Problem:  # type: ignore[no-untyped-def]
    """Hold ``answer`` to be a problem of ``status``, and return it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    told = Problem.model_validate_json(answer.content)
    assert told.status == status
    assert told.request_id == answer.headers["x-request-id"]
    assert told.type
    assert told.title
    assert told.detail
    return told


@pytest.mark.parametrize(
    ("content_type", "read_as"),
    [
        ("text/html", "html"),
        ("application/xhtml+xml", "html"),
        ("text/plain", "text"),
        ("text/markdown", "text"),
    ],
)
def test_a_page_by_its_content_type(client: TestClient, content_type: str, read_as: str) -> None:
    answer = post(client, ARTICLE if read_as == "html" else TEXT, content_type)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["input"] == read_as


def test_the_answer_is_the_librarys_with_every_key_of_the_contract(client: TestClient) -> None:
    answer = post(client, ARTICLE, "text/html; charset=utf-8")
    document = answer.json()
    Extracted.model_validate(document)
    assert list(document) == KEYS
    article = extract(ARTICLE.encode(), content_type="text/html; charset=utf-8")
    assert document["text"] == article.text
    assert BODY_STARTS in document["text"]
    assert document["title"] == article.title
    assert document["confidence"] == article.confidence
    assert document["stats"]["kept"] == article.stats["kept"]
    assert document["versions"] == dict(article.versions)
    assert document["id"] is None


@pytest.mark.parametrize(("page", "read_as"), [(ARTICLE, "html"), (TEXT, "text")])
def test_without_a_content_type_the_page_is_sniffed(client: TestClient, page: str, read_as: str) -> None:
    answer = post(client, page, None)
    assert (answer.status_code, answer.json()["input"]) == (200, read_as)


@pytest.mark.parametrize(("name", "page"), [("html", ARTICLE), ("text", TEXT)])
def test_a_page_as_json(client: TestClient, name: str, page: str) -> None:
    document = {
        name: page,
        "url": "https://valley.example/bridge",
        "id": {"row": 7},
        "options": {"explain": True},
    }
    answer = post(client, json.dumps(document), "application/json")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    Extracted.model_validate(found)
    assert (found["input"], found["id"]) == (name, {"row": 7})
    assert found["blocks"]


def test_explain_lists_every_block_with_its_place_in_a_text(client: TestClient) -> None:
    found = post(client, TEXT, "text/plain", params={"explain": "true"}).json()
    assert [block["index"] for block in found["blocks"]] == list(range(found["stats"]["blocks"]))
    assert sum(block["kept"] for block in found["blocks"]) == found["stats"]["kept"]
    for block in found["blocks"]:
        assert TEXT[block["start"] : block["end"]].strip() == block["text"]
        assert all(reason["rule"] and reason["why"] for reason in block["reasons"])


def test_explain_of_html_has_no_places_and_without_it_there_are_no_blocks(client: TestClient) -> None:
    explained = post(client, ARTICLE, params={"explain": "1"}).json()
    assert {(block["start"], block["end"]) for block in explained["blocks"]} == {(None, None)}
    assert "blocks" not in post(client, ARTICLE).json()


@pytest.mark.parametrize("accept", ["text/plain", "text/markdown", "text/html"])
def test_the_body_alone(client: TestClient, accept: str) -> None:
    answer = post(client, ARTICLE, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
    assert answer.headers["vary"] == "accept"
    formats = {"text/plain": "text", "text/markdown": "markdown", "text/html": "html"}
    as_json = post(client, ARTICLE, params={"format": formats[accept]}).json()
    assert answer.text == as_json["text"]
    assert BODY_STARTS in answer.text


@pytest.mark.parametrize("body", [b"", b"  \r\n\t ", "\ufeff \u00a0 ".encode()])
@pytest.mark.parametrize("content_type", ["text/html", "text/plain", None])
def test_nothing_to_read_is_no_article_and_no_error(
    client: TestClient, body: bytes, content_type: str | None
) -> None:
    found = post(client, body, content_type)
    assert found.status_code == 200, found.text
    document = found.json()
    assert document["text"] == ""
    assert "no_article" in document["warnings"]
    assert document["confidence"] < 0.5


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(ARTICLE.encode())),
        ("deflate", zlib.compress(ARTICLE.encode())),
        ("br", brotli.compress(ARTICLE.encode())),
        ("zstd", zstd.compress(ARTICLE.encode())),
        ("identity", ARTICLE.encode()),
    ],
)
def test_packed_bodies(client: TestClient, coding: str, packed: bytes) -> None:
    answer = post(client, packed, headers={"content-encoding": coding})
    assert BODY_STARTS in answer.json()["text"]
    if coding != "identity":
        problem(post(client, packed[:-9], headers={"content-encoding": coding}), 400)


@pytest.mark.parametrize("coding", ["gzip", "two members", "deflate", "br", "zstd"])
def test_a_large_page_may_be_packed(marrow_url: str, coding: str) -> None:
    """Over a real connection, in the pieces that it comes in."""
    page = ARTICLE.replace("</main>", "".join(f"<p>{n * n} goats</p>" for n in range(30_000)) + "</main>")
    data = page.encode()
    pack: Callable[[bytes], bytes] = {
        "gzip": gzip.compress,
        "two members": lambda data: gzip.compress(data[:150_000]) + gzip.compress(data[150_000:]),
        "deflate": zlib.compress,
        "br": lambda data: brotli.compress(data, quality=5),
        "zstd": zstd.compress,
    }[coding]
    headers = HTML | {"content-encoding": "gzip" if coding == "two members" else coding}
    answer = httpx.post(f"{marrow_url}/v1/extract", content=pack(data), headers=headers, timeout=20)
    assert answer.status_code == 200, answer.text
    assert answer.json()["stats"]["chars_in"] == len(page)


def test_an_unknown_coding_is_415(client: TestClient) -> None:
    told = problem(post(client, ARTICLE, headers={"content-encoding": "compress"}), 415)
    assert "gzip, deflate, br, zstd" in told.detail


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_413(client: TestClient, coding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}[
        coding
    ]
    bomb = pack(bytes(50_000_000))
    assert len(bomb) < LIMIT
    problem(post(client, bomb, headers={"content-encoding": coding}), 413)


def test_the_limit_is_on_the_byte(client: TestClient) -> None:
    assert post(client, b"x" * LIMIT, "text/plain").status_code == 200
    told = problem(post(client, b"x" * (LIMIT + 1), "text/plain"), 413)
    assert str(LIMIT) in told.detail


def test_a_body_without_a_length_is_counted_as_it_comes() -> None:
    drawn = 0

    async def receive() -> Message:
        nonlocal drawn
        drawn += 1
        return {"type": "http.request", "body": b"x" * 1000, "more_body": drawn < 1000}

    with Budget(1, 10 * LIMIT, lambda: 1).hold() as hold, pytest.raises(TooLarge):
        asyncio.run(read_body(receive, Unpacking(()), LIMIT, 10_000, hold))
    assert drawn == LIMIT // 1000 + 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("", 400),
        ('{"html": "\\ud800"}', 400),
        ("[" * 50_000, 400),
        ('{"html": ' + "9" * 5000 + "}", 400),
        ('{"html": 99999999999999999999999999999999}', 422),
        ("[]", 422),
        ("{}", 422),
        ('{"html": "a", "text": "b"}', 422),
        ('{"html": null}', 422),
        ('{"html": {"text": "a"}}', 422),
        ('{"html": "a", "title": "b"}', 422),
        ('{"html": "a", "options": {"no_such": 1}}', 422),
        ('{"html": "a", "options": {"format": "pdf"}}', 422),
        ('{"html": "a", "id": 18446744073709551616}', 422),
        ('{"html": "a", "options": {"explain": "yes"}}', 422),
        ('{"html": "a", "options": {"deadline_ms": "5000"}}', 422),
        ('{"html": "a", "url": 5, "options": {"url": "https://a.example/"}}', 422),
        ('{"html": "a", "options": {"selectors": {"keep": ["p:::x("]}}}', 422),
    ],
)
def test_json_that_can_not_be_used(client: TestClient, body: str, status: int) -> None:
    problem(post(client, body, "application/json"), status)


@pytest.mark.parametrize(
    "query", ["colour=red", "format=pdf", "explain=perhaps", "deadline_ms=-1", "include=all"]
)
def test_queries_that_can_not_be_used(client: TestClient, query: str) -> None:
    problem(client.post(f"/v1/extract?{query}", content=ARTICLE, headers=HTML), 422)
    headers = HTML | {"accept": "text/plain"}
    problem(client.post(f"/v1/extract?{query}", content=ARTICLE, headers=headers), 422)
    document = {
        "html": ARTICLE,
        "options": {"format": "text", "explain": True, "include": "", "deadline_ms": 5000},
    }
    problem(client.post(f"/v1/extract?{query}", json=document), 422)


@pytest.mark.parametrize("page", [{"html": ARTICLE}, {"html": ""}, {"text": "A line."}, {"text": ""}])
@pytest.mark.parametrize("part", ["keep", "drop"])
def test_a_selector_that_does_not_parse_is_refused_whatever_the_page(
    client: TestClient, page: dict[str, str], part: str
) -> None:
    told = []
    for selectors in (["p["], ["main", ""]):
        document = page | {"options": {"selectors": {part: selectors}}}
        told.append(problem(client.post("/v1/extract", json=document), 422))
    assert [(found.type, found.detail) for found in told] == [
        ("urn:marrow:problem:invalid-option", "not a CSS selector: 'p['"),
        ("urn:marrow:problem:invalid-option", "not a CSS selector: ''"),
    ]
    fine = page | {"options": {"selectors": {part: ["p:not(.a)"]}}}
    assert client.post("/v1/extract", json=fine).status_code == 200


def test_what_the_caller_knows_of_the_page_is_taken_as_true(client: TestClient) -> None:
    answer = post(
        client, ARTICLE, params={"page_type": "documentation", "title": "The ford at  Oberau"}
    ).json()
    assert (answer["page_type"], answer["page_type_confidence"]) == ("documentation", 1.0)
    assert answer["title"] == "The ford at Oberau"


def test_text_that_is_sent_as_html_is_read_as_text(client: TestClient) -> None:
    text = "The ferry is back.\n\nNine days of storm &amp; rain kept it away, and < 5 people minded, said the harbour office."
    for answer in (post(client, text), client.post("/v1/extract", json={"html": text})):
        assert (answer.json()["input"], answer.json()["warnings"]) == ("text", ["no_markup"])
        assert "storm & rain kept it away, and < 5" in answer.json()["text"]


def test_every_option_may_be_null(client: TestClient) -> None:
    names = (*OPTIONS, "deadline_ms")
    answer = client.post("/v1/extract", json={"html": ARTICLE, "options": dict.fromkeys(names)})
    assert (answer.status_code, answer.json()["text"]) == (200, post(client, ARTICLE).json()["text"])


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ([("accept", "image/png"), ("accept", "application/json")], 200),
        ([("accept", "image/png"), ("accept", "image/gif")], 406),
        ([("content-encoding", "gzip"), ("content-encoding", "br")], 200),
        ([("content-encoding", "identity"), ("content-encoding", "lzma")], 415),
    ],
)
def test_a_header_sent_in_two_lines_is_one_list(
    client: TestClient, sent: list[tuple[str, str]], status: int
) -> None:
    packed = brotli.compress(gzip.compress(ARTICLE.encode()))
    page = packed if ("content-encoding", "gzip") in sent else ARTICLE.encode()
    answer = client.post("/v1/extract", content=page, headers=[("content-type", "text/html"), *sent])
    assert answer.status_code == status, answer.text


def test_other_content_types_are_415(client: TestClient) -> None:
    assert "text/plain" in problem(post(client, "%PDF-1.7", "application/pdf"), 415).detail
    assert "curl" in problem(post(client, ARTICLE, "application/x-www-form-urlencoded"), 415).detail


def test_an_answer_that_nobody_would_accept_is_406(client: TestClient) -> None:
    answer = post(client, ARTICLE, headers={"accept": "image/png"})
    assert "text/markdown" in problem(answer, 406).detail
    assert answer.headers["vary"] == "accept"


def test_no_problem_quotes_the_page(client: TestClient) -> None:
    secret = "The mayor keeps her savings under the third stair"
    for body, content_type in (
        (f'{{"html": "{secret}"', "application/json"),
        (f'{{"{secret}": 1}}', "application/json"),
        (f'["{secret}"]', "application/json"),
        (secret * 9000, "text/html"),
        (secret, "image/png"),
        (f'{{"html": "x", "options": {{"{secret}": 1}}}}', "application/json"),
        (f'{{"html": "x", "options": {{"explain": "{secret}"}}}}', "application/json"),
        (f'{{"html": "x", "options": {{"deadline_ms": "{secret}"}}}}', "application/json"),
        (f'{{"html": "x", "options": {{"selectors": {{"{secret}": []}}}}}}', "application/json"),
        (f'{{"html": "x", "id": ["{secret}", 1e99]}}', "application/json"),
    ):
        answer = post(client, body, content_type)
        assert answer.status_code >= 400
        assert "savings" not in answer.text
        assert "Traceback" not in answer.text


def test_half_a_surrogate_pair_in_the_pages_own_data_does_no_harm(client: TestClient) -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Rain \\ud83d"}</script>'
    answer = post(client, ARTICLE.replace("</head>", data + "</head>"), params={"explain": "true"})
    assert answer.status_code == 200
    answer.content.decode("utf-8")


@pytest.mark.parametrize("given", ["job-17/page:4", "A" * 128])
def test_a_request_id_is_taken_and_returned(client: TestClient, given: str) -> None:
    assert post(client, ARTICLE, headers={"x-request-id": given}).headers["x-request-id"] == given
    told = problem(post(client, "", "image/png", headers={"x-request-id": given}), 415)
    assert told.request_id == given


@pytest.mark.parametrize("given", ["", "A" * 129, "two words", 'quo"te', "tab\t", "caf\u00e9", "<b>"])
def test_a_request_id_that_could_do_harm_is_replaced(client: TestClient, given: str) -> None:
    headers = {"x-request-id": given.encode("latin-1")}
    made = [client.get("/livez", headers=headers).headers["x-request-id"] for _ in range(2)]
    assert all(re.fullmatch(r"[0-9a-f]{32}", request_id) for request_id in made)
    assert made[0] != made[1]


def test_the_same_page_gives_the_same_bytes(client: TestClient) -> None:
    def without_time(content: bytes) -> bytes:
        return re.sub(rb'"elapsed_ms":[0-9.e-]+', b"", content)

    answers = {without_time(post(client, ARTICLE, params={"explain": "1"}).content) for _ in range(3)}
    assert len(answers) == 1


def test_a_page_may_be_as_large_as_the_settings_say() -> None:
    with serving(create_app(settings(max_body_bytes=10))) as client:
        until_ready(client)
        assert post(client, b"x" * 10, "text/plain").status_code == 200
        problem(post(client, b"x" * 11, "text/plain"), 413)
