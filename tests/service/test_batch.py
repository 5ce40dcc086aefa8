"""POST /v1/extract/batch, in process."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from pagemarrow.service.application import create_app
from pagemarrow.service.inline import InlineRunner
from pagemarrow.service.jobs import NDJSON, Answer, Busy, Job
from pagemarrow.service.schemas import BatchFailure, BatchSuccess
from tests.service.conftest import ARTICLE, serving, settings, until_ready
from tests.service.test_extract import problem

LIMIT = 200_000
"""Of the fixture's application."""


def post(client: TestClient, body: bytes | Iterator[bytes], **headers: str) -> list[dict[str, Any]]:
    answer = client.post("/v1/extract/batch", content=body, headers={"content-type": NDJSON} | headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == NDJSON
    assert answer.content.endswith(b"\n") or not answer.content
    return [json.loads(line) for line in answer.content.splitlines()]


def lines_of(*documents: object) -> bytes:
    return b"\n".join(json.dumps(document).encode() for document in documents)


def test_each_line_is_answered_in_the_order_sent(client: TestClient) -> None:
    sent = [
        {"id": number, "html": ARTICLE} if number % 3 else {"id": number, "text": "A line."}
        for number in range(40)
    ]
    answers = post(client, lines_of(*sent))
    assert [answer["id"] for answer in answers] == list(range(40))
    for answer in answers:
        BatchSuccess.model_validate(answer)
        assert list(answer)[:2] == ["id", "status"]
        assert answer["input"] == ("html" if answer["id"] % 3 else "text")


def test_slower_pages_do_not_change_the_order() -> None:
    class Uneven(InlineRunner):
        async def run(self, job: Job) -> Answer:
            await asyncio.sleep(random.Random(job.id).random() / 50)
            return await super().run(job)

    with serving(create_app(settings(batch_window=8), Uneven(100))) as client:
        until_ready(client)
        answers = post(client, lines_of(*({"id": number, "text": "x"} for number in range(60))))
        assert [answer["id"] for answer in answers] == list(range(60))


@pytest.mark.parametrize(
    ("bad", "identity", "status"),
    [
        (b"not json", None, 400),
        (b"{", None, 400),
        (b'{"id": 5, "html": "\xff"}', None, 400),
        (b"[1]", None, 422),
        (b'{"id": 5}', 5, 422),
        (b'{"id": "a", "html": "x", "text": "y"}', "a", 422),
        (b'{"id": "a", "html": "x", "surprise": "y"}', "a", 422),
        (b'{"id": 36893488147419103232, "html": "x"}', None, 422),
        (b'{"id": "a", "html": "x", "options": {"explain": "yes"}}', "a", 422),
        (b'{"id": [1], "html": "x", "options": {"format": "pdf"}}', [1], 422),
        (b'{"id": 1, "html": "' + b"x" * LIMIT + b'"}', None, 413),
    ],
)
def test_a_bad_line_fails_alone(client: TestClient, bad: bytes, identity: object, status: int) -> None:
    good = json.dumps({"id": "good", "html": ARTICLE}).encode()
    first, failed, last = post(client, b"\n".join((good, bad, good)))
    assert (first["status"], last["status"]) == (200, 200)
    told = BatchFailure.model_validate(failed)
    assert (told.id, told.status, told.error.status) == (identity, status, status)
    assert list(failed) == ["id", "status", "error"]


def test_blank_lines_and_windows_line_ends_are_no_requests(client: TestClient) -> None:
    body = b'\r\n{"id": 1, "text": "a"}\r\n\n   \n{"id": 2, "text": "b"}\n\n'
    assert [answer["id"] for answer in post(client, body)] == [1, 2]


def test_nothing_is_answered_by_nothing(client: TestClient) -> None:
    assert post(client, b"") == []


def test_the_querys_options_hold_for_every_line_that_has_none_of_its_own(client: TestClient) -> None:
    body = lines_of({"text": "a"}, {"text": "a", "options": {"explain": False}})
    answer = client.post("/v1/extract/batch?explain=true", content=body, headers={"content-type": NDJSON})
    first, second = (json.loads(line) for line in answer.content.splitlines())
    assert "blocks" in first
    assert "blocks" not in second
    problem(client.post("/v1/extract/batch?selectors=x", content=body, headers={"content-type": NDJSON}), 422)


def test_headers_of_a_batch_in_two_lines_are_one_list(client: TestClient) -> None:
    for sent, status in (
        ([("accept", "text/html"), ("accept", NDJSON)], 200),
        ([("content-encoding", "identity"), ("content-encoding", "lzma")], 415),
    ):
        headers = [("content-type", NDJSON), *sent]
        answer = client.post("/v1/extract/batch", content=lines_of({"text": "a"}), headers=headers)
        assert answer.status_code == status, answer.text


def test_an_unknown_option_in_the_query_fails_each_line(client: TestClient) -> None:
    body = lines_of({"id": 1, "text": "a"})
    answer = client.post("/v1/extract/batch?colour=red", content=body, headers={"content-type": NDJSON})
    assert json.loads(answer.content)["status"] == 422


def test_a_packed_batch_and_one_that_breaks_off(client: TestClient) -> None:
    rng = random.Random(1)
    sent = lines_of(*({"id": n, "text": " ".join(str(rng.random()) for _ in range(50))} for n in range(200)))
    packed = gzip.compress(sent)
    assert [a["id"] for a in post(client, packed, **{"content-encoding": "gzip"})] == list(range(200))
    *whole, last = post(client, packed[: len(packed) // 2], **{"content-encoding": "gzip"})
    assert [a["id"] for a in whole] == list(range(len(whole)))
    assert len(whole) > 50
    assert (last["id"], last["status"], last["error"]["type"]) == (
        None,
        400,
        "urn:marrow:problem:broken-compression",
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "application/json"}, 415),
        ({"content-type": "text/html"}, 415),
        ({"content-type": NDJSON, "content-encoding": "compress"}, 415),
        ({"content-type": NDJSON, "accept": "text/plain"}, 406),
    ],
)
def test_what_concerns_the_whole_batch_is_refused_at_once(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    problem(client.post("/v1/extract/batch", content=b"{}", headers=headers), status)


def test_no_more_than_a_window_of_pages_is_under_way_at_once() -> None:
    class Counting(InlineRunner):
        now = most = 0

        async def run(self, job: Job) -> Answer:
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.005)
            self.now -= 1
            return await super().run(job)

    runner = Counting(100)
    with serving(create_app(settings(batch_window=3), runner)) as client:
        until_ready(client)
        assert len(post(client, lines_of(*({"text": "a"} for _ in range(50))))) == 50
    assert runner.most == 3


def test_a_busy_runner_slows_a_batch_down_but_fails_no_line() -> None:
    class OftenBusy(InlineRunner):
        calls = 0

        async def run(self, job: Job) -> Answer:
            self.calls += 1
            if self.calls % 3:
                raise Busy("the queue is full", 1)
            return await super().run(job)

    with serving(create_app(settings(), OftenBusy(100))) as client:
        until_ready(client)
        answers = post(client, lines_of(*({"id": n, "text": "a"} for n in range(10))))
        assert [(answer["id"], answer["status"]) for answer in answers] == [(n, 200) for n in range(10)]


def test_lines_that_come_when_the_service_drains_are_refused_each() -> None:
    app = create_app(settings(batch_window=2))

    class StopsAfterFive(InlineRunner):
        calls = 0

        async def run(self, job: Job) -> Answer:
            self.calls += 1
            answer = await super().run(job)
            if self.calls >= 5:  # two may be under way at once
                app.state.face.gate.draining = True
            return answer

    app = create_app(settings(batch_window=2), StopsAfterFive(10))
    with serving(app) as client:
        until_ready(client)
        statuses = [a["status"] for a in post(client, lines_of(*({"id": n, "text": "a"} for n in range(30))))]
    assert len(statuses) == 30
    assert set(statuses) == {200, 503}
    assert statuses == sorted(statuses)


def test_what_a_batch_held_is_given_back(client: TestClient) -> None:
    budget = client.app.state.face.budget  # type: ignore[attr-defined]
    post(client, lines_of(*({"text": "a"} for _ in range(20))) + b"\n" + b"x" * (2 * LIMIT))
    assert (budget.held, budget.bytes) == (0, 0)


def test_a_batch_is_one_of_the_requests_at_once() -> None:
    app = create_app(settings(max_concurrency=1))
    with serving(app) as client:
        until_ready(client)
        with app.state.face.budget.hold():
            problem(client.post("/v1/extract/batch", content=b"{}", headers={"content-type": NDJSON}), 429)


def test_a_batch_finds_no_room_and_says_so() -> None:
    app = create_app(settings(max_body_bytes=1000, queue_bytes=1500))
    with serving(app) as client:
        until_ready(client)
        with app.state.face.budget.hold() as other:
            other.take(600)
            problem(client.post("/v1/extract/batch", content=b"{}", headers={"content-type": NDJSON}), 429)
        assert post(client, lines_of({"text": "a"}))[0]["status"] == 200
