"""A client that goes away: what was done for it is given up, and what it held is given back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pagemarrow.service.application import create_app
from pagemarrow.service.inline import InlineRunner
from pagemarrow.service.jobs import NDJSON, Answer, Job
from tests.service.conftest import settings


class EndlessRunner(InlineRunner):
    """Is at work on a page until it is called off."""

    ready = True  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__(10)
        self.begun = asyncio.Event()
        self.called_off = 0

    async def run(self, job: Job) -> Answer:
        self.begun.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            self.called_off += 1
            raise
        raise AssertionError("nobody called it off")


async def visit(
    path: str, media: str, messages: Callable[[EndlessRunner], Any]
) -> tuple[EndlessRunner, Any, list[Any]]:
    """Send one request whose ``receive`` is ``messages``; return the runner, the budget and what was answered."""
    runner = EndlessRunner()
    app = create_app(settings(), runner)
    answered: list[Any] = []

    async def send(message: Any) -> None:
        answered.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"content-type", media.encode())],
        "client": None,
        "server": None,
    }
    async with asyncio.timeout(10):
        await app(scope, messages(runner), send)
    return runner, app.state.face.budget, answered


def leaving(*chunks: bytes, more: bool = False) -> Callable[[EndlessRunner], Any]:
    """A client that sends ``chunks`` and goes away once the first page is being worked on."""

    def messages(runner: EndlessRunner) -> Any:
        left: Iterator[bytes] = iter(chunks)
        sent = 0

        async def receive() -> dict[str, Any]:
            nonlocal sent
            for chunk in left:
                sent += 1
                return {"type": "http.request", "body": chunk, "more_body": more or sent < len(chunks)}
            await runner.begun.wait()
            return {"type": "http.disconnect"}

        return receive

    return messages


def test_a_page_is_given_up() -> None:
    runner, budget, answered = asyncio.run(visit("/v1/extract", "text/html", leaving(b"<p>a", b"<p>b")))
    assert runner.called_off == 1
    assert (budget.held, budget.bytes) == (0, 0)
    assert answered[0]["status"] == 499


@pytest.mark.parametrize("more", [False, True], ids=["after its last line", "in the middle"])
def test_a_batch_is_given_up(more: bool) -> None:
    lines = b'{"text": "a"}\n' * 5
    runner, budget, answered = asyncio.run(visit("/v1/extract/batch", NDJSON, leaving(lines, more=more)))
    assert runner.called_off >= 1
    assert (budget.held, budget.bytes) == (0, 0)
    assert not any(message.get("more_body") is False for message in answered)


def test_half_a_body_is_given_up() -> None:
    def messages(runner: EndlessRunner) -> Any:
        runner.begun.set()
        return leaving(b"<p>a", more=True)(runner)

    runner, budget, answered = asyncio.run(visit("/v1/extract", "text/html", messages))
    assert runner.called_off == 0
    assert (budget.held, budget.bytes) == (0, 0)
    assert answered[0]["status"] == 499
