"""Whatever is sent: an answer of the contract, never a 500."""

from __future__ import annotations

import json
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pagemarrow.service.problems import MEDIA_TYPE
from pagemarrow.service.schemas import BatchFailure, BatchSuccess, Extracted, Problem

KNOWN = {200, 400, 406, 413, 415, 422}
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

pieces = st.sampled_from(
    [b"<p>", b"</p>", b"<b id=1>", b"<table>", b"<!--", b"-->", b"<script>", b"&#xD800;", b"&amp", b"\x00", b"\xff\xfe",
     b"\xef\xbb\xbf", b"Read more: ", b"\n\n", b"A sentence of some words, and a comma. ", b'<meta charset="utf-16">',
     b"<pre>", b"<li>", b"<noscript>", b"<![CDATA[", b"\xed\xa0\x80", b"\r", "\u2028\u202e\u0301".encode()]
)  # fmt: skip
pages = st.lists(st.one_of(pieces, st.binary(max_size=20)), max_size=40).map(b"".join)
header_text = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60
)
media = st.one_of(
    st.none(),
    header_text,
    st.sampled_from(
        ["text/html", "text/plain", "application/json", "text/html; charset=utf-16le", "text/html;charset=x"]
    ),
)
codings = st.one_of(
    st.none(), header_text, st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "identity"])
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
options = st.dictionaries(
    st.sampled_from(
        [
            *("format", "include", "explain", "url", "deadline_ms", "selectors", "page_type", "title"),
            *("second_opinion", "colour"),
        ]
    ),
    values
    | st.sampled_from(
        ["text", "markdown", "html", "title,links", True, "https://a.example/x", {"keep": ["p"]}]
    ),
    max_size=4,
)
documents = st.dictionaries(
    st.sampled_from(["html", "text", "url", "id", "options", "more"]), values, max_size=4
)
likely = st.builds(
    lambda page, chosen: {"html": page, "options": chosen}, st.text(max_size=200), st.none() | options
)


def hold(answer) -> None:  # type: ignore[no-untyped-def]
    """Hold one answer against the contract."""
    assert answer.status_code in KNOWN, answer.text
    if answer.status_code != 200:
        assert answer.headers["content-type"] == MEDIA_TYPE
        assert Problem.model_validate_json(answer.content).status == answer.status_code
    elif answer.headers["content-type"] == "application/json":
        Extracted.model_validate_json(answer.content)
    else:
        answer.content.decode("utf-8")


@quick
@given(body=pages, content_type=media, accept=media, coding=codings)
def test_any_bytes_under_any_headers(client: TestClient, body: bytes, content_type, accept, coding) -> None:  # type: ignore[no-untyped-def]
    named = {"content-type": content_type, "accept": accept, "content-encoding": coding}
    headers = {name: value.strip().encode("latin-1") for name, value in named.items() if value is not None}
    hold(client.post("/v1/extract?explain=1", content=body, headers=headers))


@quick
@given(
    body=pages,
    kind=st.sampled_from(["text/html", "text/plain"]),
    form=st.sampled_from(["text", "markdown", "html"]),
)
def test_any_page_in_any_format(client: TestClient, body: bytes, kind: str, form: str) -> None:
    answer = client.post(f"/v1/extract?explain=1&format={form}", content=body, headers={"content-type": kind})
    assert answer.status_code == 200
    hold(answer)


@quick
@given(query=st.one_of(header_text, st.dictionaries(header_text, header_text, max_size=3)))
def test_any_query(client: TestClient, query: str | dict[str, str]) -> None:
    hold(client.post("/v1/extract", params=query, content=b"A line.", headers={"content-type": "text/plain"}))


@quick
@given(document=st.one_of(values, documents, likely))
def test_any_json(client: TestClient, document: object) -> None:
    content = json.dumps(document)
    hold(client.post("/v1/extract", content=content, headers={"content-type": "application/json"}))


@quick
@given(lines=st.lists(st.one_of(pages, documents.map(lambda d: json.dumps(d).encode())), max_size=8))
def test_any_batch(client: TestClient, lines: list[bytes]) -> None:
    body = b"\n".join(lines)
    answer = client.post("/v1/extract/batch", content=body, headers={"content-type": "application/x-ndjson"})
    assert answer.status_code == 200
    answers = [json.loads(line) for line in answer.content.splitlines()]
    assert len(answers) == sum(1 for line in body.split(b"\n") if line.strip())
    for found in answers:
        (BatchSuccess if found["status"] == 200 else BatchFailure).model_validate(found)
        assert found["status"] in KNOWN


@quick
@given(
    path=st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(["v1/extract", "docs", "v1/x"])
    ),
    method=st.sampled_from(["GET", "POST", "PUT", "OPTIONS"]),
)
def test_any_path(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, "/" + quote(path), follow_redirects=False)
    assert answer.status_code in {200, 307, 404, 405, 415, 422}
