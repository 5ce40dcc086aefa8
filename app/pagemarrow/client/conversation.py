"""The client's course of action, written once for both clients: generators that say what to do next.

A conversation yields a ``Call`` to be sent or a ``Pause`` to be kept, is sent a ``Reply`` or ``Lost`` for
each call, and returns the result or raises a ``ClientError``. The clients do the I/O.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from typing import Any, NamedTuple, TypeVar

from pagemarrow.client.calls import Call, batch_call
from pagemarrow.client.errors import (
    BadAnswer,
    BadRequest,
    ClientError,
    InvalidOptions,
    Problem,
    TooLarge,
    problem_from,
)
from pagemarrow.client.results import Extraction, read_extraction
from pagemarrow.client.retry import Retry


class Pause(NamedTuple):
    """Wait before the next step."""

    seconds: float


class Reply(NamedTuple):
    """An HTTP answer, read to its end."""

    status: int
    body: bytes
    retry_after: float | None


class Lost(NamedTuple):
    """A call that got no answer."""

    error: ClientError


Result = TypeVar("Result")
Conversation = Generator[Call | Pause, Reply | Lost | None, Result]
Outcome = Extraction | Problem
"""What became of one item of a batch."""


def extraction(call: Call, retry: Retry) -> Conversation[Extraction]:
    """Ask for one page."""
    reply = yield from _answered(call, retry)
    return read_extraction(_decoded(reply.body))


def extractions(lines: Sequence[bytes], retry: Retry) -> Conversation[list[Outcome]]:
    """Ask for the pages of one batch request, and again for those that found the service busy."""
    outcomes: dict[int, Outcome] = {}
    pending = list(range(len(lines)))
    attempt = 0
    while pending:
        attempt += 1
        asked = [lines[i] for i in pending]
        outcomes |= zip(pending, (yield from _batch(asked, retry)), strict=True)
        waits = {i: _wait_s(outcomes[i], retry, attempt) for i in pending}
        pending = [i for i in pending if waits[i] is not None]
        if pending:
            yield Pause(max(wait for wait in waits.values() if wait is not None))
    return [outcomes[i] for i in range(len(lines))]


def _batch(lines: Sequence[bytes], retry: Retry) -> Conversation[list[Outcome]]:
    try:
        reply = yield from _answered(batch_call(lines), retry)
    except (BadRequest, TooLarge, InvalidOptions) as problem:
        if len(lines) > 1:
            raise
        return [problem]  # what is wrong with a request of one item is wrong with the item
    answers = reply.body.splitlines()
    if len(answers) != len(lines):
        raise BadAnswer(f"{len(lines)} items were sent and {len(answers)} answered")
    return [_outcome(_decoded(answer)) for answer in answers]


def _answered(call: Call, retry: Retry) -> Conversation[Reply]:
    """Send ``call`` until it is answered with 200 or asking again is no use."""
    attempt = 0
    while True:
        attempt += 1
        reply = yield call
        if isinstance(reply, Reply) and reply.status == 200:
            return reply
        error = _error_of(reply)
        wait = retry.wait_s(error, attempt)
        if wait is None:
            raise error
        yield Pause(wait)


def _error_of(reply: Reply | Lost | None) -> ClientError:
    if isinstance(reply, Lost):
        return reply.error
    if reply is None:
        raise TypeError("a call must be answered with Reply or Lost")
    try:
        body = json.loads(reply.body)
    except ValueError:  # not ours: a proxy's page; the status is all there is to know
        body = None
    return problem_from(reply.status, body, reply.retry_after)


def _outcome(answer: Any) -> Outcome:
    if not isinstance(answer, dict) or "status" not in answer:
        raise BadAnswer("a line of the batch's answer has no status")
    if answer["status"] == 200:
        return read_extraction(answer)
    problem = problem_from(answer["status"], answer.get("error"))
    problem.id = answer.get("id")
    return problem


def _wait_s(outcome: Outcome, retry: Retry, attempt: int) -> float | None:
    return retry.wait_s(outcome, attempt) if isinstance(outcome, Problem) else None


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise BadAnswer(f"the answer is not JSON: {error}") from error
