"""Errors that come from behind the face, and from the framework around it."""

from __future__ import annotations

import json

import pytest

from pagemarrow.core.model import InvalidInput, MarrowError
from pagemarrow.service import errors, jobs
from pagemarrow.service.application import create_app
from pagemarrow.service.jobs import Answer, Job
from pagemarrow.service.problems import SORTS, sort_of
from tests.service.conftest import ARTICLE, serving, settings, until_ready
from tests.service.faults.hostile import attributes
from tests.service.test_extract import problem


class FailingRunner:
    """A runner that is ready for everything and up to nothing."""

    ready = True
    saturated = False

    def __init__(self, error: Exception) -> None:
        self.error = error

    def retry_after(self) -> int:
        return 7

    async def start(self) -> None:
        pass

    async def stop(self, grace_s: float) -> None:
        pass

    async def run(self, job: Job) -> Answer:
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [
        (jobs.Busy("the queue is full", 3), 429, "3"),
        (jobs.Starting("soon"), 503, "1"),
        (jobs.Draining("about to stop", 5), 503, "5"),
        (jobs.WorkerLost("it died", 2), 503, "2"),
        (jobs.DeadlineExceeded("not within 10 ms"), 504, None),
    ],
)
def test_what_a_runner_raises(error: Exception, status: int, retry_after: str | None) -> None:
    with serving(create_app(settings(), FailingRunner(error))) as client:
        answer = client.post("/v1/extract", content=ARTICLE, headers={"content-type": "text/html"})
        problem(answer, status)
        assert answer.headers.get("retry-after") == retry_after


def test_an_unforeseen_error_tells_the_log_where_and_nobody_what(caplog: pytest.LogCaptureFixture) -> None:
    with serving(create_app(settings(), FailingRunner(RuntimeError("a sentence of the page")))) as client:
        answer = client.post("/v1/extract", content=ARTICLE, headers={"content-type": "text/html"})
    told = problem(answer, 500)
    assert "sentence" not in answer.text
    assert "RuntimeError" not in answer.text
    assert any(getattr(r, "fields", {}).get("request_id") == told.request_id for r in caplog.records)


def test_every_error_of_the_package_has_its_place_in_the_table() -> None:
    def leaves(cls: type[MarrowError]) -> list[type[MarrowError]]:
        below = cls.__subclasses__()
        return [leaf for sub in below for leaf in leaves(sub)] if below else [cls]

    ours = {
        leaf
        for leaf in leaves(MarrowError)
        if leaf.__module__.startswith(("pagemarrow.core", "pagemarrow.service"))
    }
    not_of_requests = {errors.InvalidSettings, InvalidInput}  # a request always brings bytes
    assert {cls for cls in ours - not_of_requests if not any(c in SORTS for c in cls.__mro__)} == set()


def test_a_subclass_is_answered_as_its_nearest_known_ancestor() -> None:
    class Crowded(jobs.Busy):
        pass

    assert sort_of(Crowded("x")).status == 429
    assert sort_of(MarrowError("x")).status == 500


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("POST", "/v1/extract/", 404),
        ("GET", "/v1/extract", 405),
        ("DELETE", "/livez", 405),
        ("POST", "/version", 405),
        ("GET", "/v1/%00%ff", 404),
    ],
)
def test_the_frameworks_own_errors_are_problems_too(client, method: str, path: str, status: int) -> None:  # type: ignore[no-untyped-def]
    answer = client.request(method, path)
    problem(answer, status)
    assert ("allow" in answer.headers) == (status == 405)


def test_too_many_requests_at_once_are_429() -> None:
    app = create_app(settings(max_concurrency=1))
    with serving(app) as client:
        until_ready(client)
        with app.state.face.budget.hold():
            answer = client.post("/v1/extract", content=ARTICLE, headers={"content-type": "text/html"})
            problem(answer, 429)
            assert int(answer.headers["retry-after"]) >= 1
        assert (
            client.post("/v1/extract", content=b"x", headers={"content-type": "text/html"}).status_code == 200
        )


def test_too_many_bytes_at_once_are_429_and_what_was_held_is_given_back() -> None:
    app = create_app(settings(queue_bytes=1000))
    budget = app.state.face.budget
    with serving(app) as client:
        until_ready(client)
        with budget.hold() as other:
            other.take(900)
            problem(
                client.post("/v1/extract", content=b"x" * 200, headers={"content-type": "text/plain"}), 429
            )
            assert (budget.held, budget.bytes) == (1, 900)
        assert client.post(
            "/v1/extract", content=b"x" * 5000, headers={"content-type": "text/plain"}
        ).is_success
    assert (budget.held, budget.bytes) == (0, 0)


def test_without_workers_a_page_past_its_deadline_is_504_as_the_readme_says() -> None:
    slow = attributes(40_000, "/")()
    with serving(create_app(settings(workers=0))) as client:
        until_ready(client)
        answer = client.post(
            "/v1/extract?deadline_ms=50", content=slow, headers={"content-type": "text/html"}
        )
        problem(answer, 504)


def test_without_workers_too_a_page_too_complex_is_answered_degraded() -> None:
    with serving(create_app(settings(workers=0))) as client:
        until_ready(client)
        bomb = b"<div>" * 100_000 + b"<p>The lamp is lit before the boats come home.</p>"
        answer = client.post("/v1/extract", content=bomb, headers={"content-type": "text/html"})
        assert (answer.status_code, "degraded" in answer.json()["warnings"]) == (200, True)


def test_a_problem_is_short_however_long_the_mistake(client) -> None:  # type: ignore[no-untyped-def]
    body = json.dumps({"html": "x", "options": {"format": "pdf" * 10_000}})
    answer = client.post("/v1/extract", content=body, headers={"content-type": "application/json"})
    problem(answer, 422)
    assert len(answer.content) < 1000
