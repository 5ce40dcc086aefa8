"""Health, versions, rules, documentation, headers, the key, and the log."""

from __future__ import annotations

import asyncio
import json
import logging
import re

import pytest
from starlette.testclient import TestClient

from pagemarrow import __version__
from pagemarrow.core.rules import RULES, RULES_VERSION
from pagemarrow.service.application import create_app
from pagemarrow.service.inline import InlineRunner
from pagemarrow.service.logs import JsonLines
from pagemarrow.service.schemas import RuleSet, ServiceVersion
from tests.service.conftest import ARTICLE, serving, settings, until_ready
from tests.service.test_extract import problem

HTML = {"content-type": "text/html"}


def test_alive_and_ready(client: TestClient) -> None:
    for path in ("/livez", "/readyz"):
        assert client.get(path).status_code == 200
        assert (client.head(path).status_code, client.head(path).content) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/livez",
        "/readyz",
        "/metrics",
        "/version",
        "/v1/rules",
        "/docs",
        "/docs/swagger-ui.css",
        "/openapi.json",
    ],
)
def test_head_is_answered_wherever_get_is(client: TestClient, path: str) -> None:
    got, headed = client.get(path), client.head(path)
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed.headers["content-type"] == got.headers["content-type"]
    allowed = client.delete(path).headers["allow"]
    assert sorted(allowed.split(", ")) == ["GET", "HEAD"]


def test_a_head_is_logged_as_one_by_its_route(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with serving(create_app(settings())) as client:
        until_ready(client)
        client.head("/version", headers={"x-request-id": "a-head"})
    fields = [getattr(record, "fields", {}) for record in caplog.records]
    (logged,) = [found for found in fields if found.get("request_id") == "a-head"]
    assert (logged["method"], logged["route"], logged["status"]) == ("HEAD", "/version", 200)


def test_head_is_not_answered_where_get_is_not(client: TestClient) -> None:
    answer = client.head("/v1/extract")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_while_starting_it_is_alive_but_not_ready_and_takes_no_page() -> None:
    class SlowRunner(InlineRunner):
        async def start(self) -> None:
            await asyncio.sleep(60)

    with serving(create_app(settings(), SlowRunner(1))) as client:
        assert client.get("/livez").status_code == 200
        assert problem(client.get("/readyz"), 503).type.endswith("starting")
        answer = client.post("/v1/extract", content=ARTICLE, headers=HTML)
        problem(answer, 503)
        assert answer.headers["retry-after"] == "1"


def test_workers_that_can_not_start_are_told_by_livez_too(caplog: pytest.LogCaptureFixture) -> None:
    class BrokenRunner(InlineRunner):
        async def start(self) -> None:
            raise OSError("no processes left")

    with serving(create_app(settings(), BrokenRunner(1))) as client:
        problem(client.get("/livez"), 503)
        problem(client.get("/readyz"), 503)
    assert "no processes left" in caplog.text


def test_while_draining_it_is_alive_but_not_ready_and_closes_connections() -> None:
    app = create_app(settings())
    with serving(app) as client:
        until_ready(client)
        app.state.face.gate.draining = True
        assert client.get("/livez").status_code == 200
        for answer in (client.get("/readyz"), client.post("/v1/extract", content=ARTICLE, headers=HTML)):
            assert problem(answer, 503).type.endswith("draining")
            assert answer.headers["connection"] == "close"
            assert int(answer.headers["retry-after"]) >= 1


def test_saturated_is_not_ready() -> None:
    class FullRunner(InlineRunner):
        saturated = True  # type: ignore[assignment]

    with serving(create_app(settings(), FullRunner(0))) as client:
        answer = client.get("/readyz")
        for _ in range(500):
            if not answer.text.count("starting"):
                break
            answer = client.get("/readyz")
        assert problem(answer, 503).type.endswith("saturated")


def test_no_room_for_another_page_is_not_ready() -> None:
    app = create_app(settings(max_body_bytes=1000, queue_bytes=2500))
    with serving(app) as client:
        until_ready(client)
        with app.state.face.budget.hold() as other:
            other.take(1500)
            assert client.get("/readyz").status_code == 200
            other.take(1)
            answer = client.get("/readyz")
            assert problem(answer, 503).type.endswith("saturated")
            assert int(answer.headers["retry-after"]) >= 1
        assert client.get("/readyz").status_code == 200


def test_no_room_for_another_request_is_not_ready() -> None:
    app = create_app(settings(max_concurrency=1))
    with serving(app) as client:
        until_ready(client)
        with app.state.face.budget.hold():
            assert problem(client.get("/readyz"), 503).type.endswith("saturated")
        assert client.get("/readyz").status_code == 200


def test_version(client: TestClient) -> None:
    told = ServiceVersion.model_validate(client.get("/version").json())
    assert (told.app, told.rules) == (__version__, RULES_VERSION)


def test_every_rule_is_listed_with_its_examples(client: TestClient) -> None:
    told = RuleSet.model_validate(client.get("/v1/rules").json())
    assert [rule.id for rule in told.rules] == [rule.id for rule in RULES]
    for rule, ours in zip(told.rules, RULES, strict=True):
        assert (rule.theme, rule.why, tuple(rule.languages)) == (ours.theme, ours.why, ours.languages)
        assert tuple(rule.examples.matches) == ours.matches
        assert tuple(rule.examples.rejects) == ours.rejects


def test_docs_need_nothing_from_outside(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(sources) == 3
    for source in sources:
        assert "//" not in source
        assert client.get(f"/{source}").status_code == 200
    assert "<script>" not in page.text
    assert "https:" not in page.headers["content-security-policy"]
    assert client.get("/openapi.json").json()["paths"]["/v1/extract"]


def test_the_root_leads_people_on_unless_it_is_closed(client: TestClient) -> None:
    assert client.get("/").status_code == 200
    with serving(create_app(settings(playground=False))) as closed:
        problem(closed.get("/"), 404)


@pytest.mark.parametrize("path", ["/livez", "/version", "/nothing", "/docs", "/v1/rules"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-request-id"]


def test_an_html_answer_can_run_nothing(client: TestClient) -> None:
    answer = client.post("/v1/extract", content=ARTICLE, headers=HTML | {"accept": "text/html"})
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


KEY = "k\u00e4se-0123456789"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {KEY}",
        KEY,
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
    ],
)
def test_without_the_key_v1_is_closed_and_the_rest_open(sent: str | None) -> None:
    with serving(create_app(settings(api_key=KEY))) as client:
        until_ready(client)
        headers = {} if sent is None else {"authorization": sent.encode("utf-8")}
        for method, path in (
            ("POST", "/v1/extract"),
            ("POST", "/v1/extract/batch"),
            ("GET", "/v1/rules"),
            ("GET", "/v1/x"),
        ):
            answer = client.request(method, path, headers=headers)
            problem(answer, 401)
            assert answer.headers["www-authenticate"].startswith("Bearer")
        for path in ("/livez", "/readyz", "/version", "/docs"):
            assert client.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
def test_with_the_key_v1_is_open(scheme: str) -> None:
    with serving(create_app(settings(api_key=KEY))) as client:
        until_ready(client)
        headers = HTML | {"authorization": f"{scheme} {KEY}".encode()}
        assert client.post("/v1/extract", content=ARTICLE, headers=headers).status_code == 200


def test_the_log_has_numbers_of_the_page_and_none_of_its_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(create_app(settings())) as client:
        until_ready(client)
        client.post(
            "/v1/extract?url=https://valley.example/secret-path",
            content=ARTICLE,
            headers=HTML | {"x-request-id": "seven"},
        )
    lines = [JsonLines().format(record) for record in caplog.records if record.name.startswith("marrow")]
    assert not any("rained" in line or "secret-path" in line for line in lines)
    (line,) = [json.loads(line) for line in lines if '"request_id":"seven"' in line]
    assert (line["route"], line["status"], line["method"], line["input"]) == (
        "/v1/extract",
        200,
        "POST",
        "html",
    )
    assert line["bytes_in"] == len(ARTICLE.encode())
    assert line["elapsed_ms"] >= line["work_ms"] > 0
    assert line["kept"] + sum(line["dropped"].values()) == line["blocks"]


def test_an_exception_is_logged_by_its_place_not_by_its_words() -> None:
    try:
        raise ValueError("a sentence of the page")
    except ValueError as error:
        record = logging.getLogger("x").makeRecord(
            "x", 40, "f", 1, "failed", (), (type(error), error, error.__traceback__)
        )
    line = json.loads(JsonLines().format(record))
    assert line["error"] == "ValueError"
    assert "test_operations.py" in line["at"][0]
    assert "sentence" not in json.dumps(line)
