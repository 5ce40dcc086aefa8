"""What the server and a worker process say to each other over their socket: tasks there, replies back.

A task is pickled, because the server may be trusted; a reply is JSON, because a worker reads hostile pages and
must gain nothing over the server if one of them takes it over. The page and the encoded answer travel as they are, once.
"""

from __future__ import annotations

import math
import pickle
import socket
from collections.abc import Callable
from enum import IntEnum
from struct import Struct
from typing import Any, Final, NamedTuple

import orjson

from pagemarrow.core.model import (
    CATEGORIES,
    PAGE_TYPES,
    InvalidOption,
    InvalidSelector,
    MarrowError,
    UnsupportedMediaType,
)
from pagemarrow.service.jobs import Answer, Job, Record

TASK_HEAD = Struct(">IQ")
"""Lengths of the pickled part and of the page."""
REPLY_HEAD = Struct(">BIQQd")
"""Outcome, lengths of the JSON part and of the answer, resident bytes, processor seconds."""
MOST_NOTE: Final = 1024 * 1024
MOST_BODY: Final = 512 * 1024 * 1024
"""Bytes of the two parts of a reply. A worker that announces more does not keep to the protocol."""
MOST_WARNINGS: Final = 64
"""Warnings in a reply."""


class Path(IntEnum):
    """How a page is worked on, each cheaper than the one before."""

    FULL = 0
    """``extract``, unless the pre-check tells a bomb."""
    LINEAR = 1
    """Tags stripped, lines judged: answers with ``degraded``."""
    VERBATIM = 2
    """Tags stripped, nothing judged: what is left when judging itself fails."""


class Outcome(IntEnum):
    """What became of a task."""

    DONE = 0
    REFUSED = 1
    """The request's own fault; the JSON part names the error."""
    MEMORY = 2
    """The memory limit was met; the worker ends."""
    FAILED = 3
    """An error that was not foreseen; the JSON part tells where."""
    BOMB = 4
    """The pre-check told a bomb: nothing was done. The server, which minds the time, sends it the linear path."""


class Task(NamedTuple):
    """A job on its way to a worker, its page apart as bytes."""

    job: Job
    page: bytes
    was_text: bool
    """The page came as characters, inside JSON; ``page`` is their UTF-8, surrogates passed."""
    path: Path

    @classmethod
    def of(cls, job: Job, path: Path = Path.FULL) -> Task:
        """Return the task for ``job``."""
        if isinstance(job.page, bytes):
            return cls(job._replace(page=b""), job.page, False, path)
        return cls(job._replace(page=b""), job.page.encode("utf-8", "surrogatepass"), True, path)

    def packed(self) -> bytes:
        """Return everything of the task but its page, ready to send before it."""
        rest = pickle.dumps((self.job, self.was_text, self.path), pickle.HIGHEST_PROTOCOL)
        return TASK_HEAD.pack(len(rest), len(self.page)) + rest

    def whole_job(self) -> Job:
        """Return the job with its page back in."""
        page = self.page.decode("utf-8", "surrogatepass") if self.was_text else self.page
        return self.job._replace(page=page)


class ReplyHead(NamedTuple):
    """What comes first of a reply."""

    outcome: Outcome
    note: int
    """Length of the JSON part."""
    body: int
    """Length of the answer."""
    resident: int
    cpu_s: float

    @classmethod
    def of(cls, data: bytes | bytearray) -> ReplyHead:
        """Read it. Raises ``ValueError`` for one that no worker in its right mind sends."""
        outcome, *rest = REPLY_HEAD.unpack(data)
        head = cls(Outcome(outcome), *rest)
        if head.note > MOST_NOTE or head.body > MOST_BODY or not 0 <= head.cpu_s < math.inf:
            raise ValueError("a reply's head is out of bounds")
        return head


def read_note(outcome: Outcome, data: bytes | bytearray) -> dict[str, Any]:
    """Read the JSON part of a reply. Raises ``ValueError`` when it is not what belongs to its ``outcome``."""
    note = orjson.loads(data)
    if not isinstance(note, dict) or not _FITS[outcome](note):
        raise ValueError("a reply's note does not fit its outcome")
    return note


class Reply(NamedTuple):
    """What a worker says of a task."""

    outcome: Outcome
    note: dict[str, Any]
    body: bytes
    resident: int
    """Bytes of memory the worker has resident after the task."""
    cpu_s: float
    """Seconds of processor time it has had since it was forked."""

    def answer(self, media_type: str) -> Answer:
        """Return the answer of a task that was done. Raises the error of one that was refused."""
        if self.outcome is Outcome.REFUSED:
            raise _ERRORS.get(self.note["error"], MarrowError)(self.note["detail"])
        record = self.note["record"]
        return Answer(self.body, media_type, Record(**record | {"warnings": tuple(record["warnings"])}))


_ERRORS: dict[str, type[MarrowError]] = {
    cls.__name__: cls for cls in (InvalidOption, InvalidSelector, UnsupportedMediaType)
}


def _has_record(note: dict[str, Any]) -> bool:
    record = note.get("record")
    if not isinstance(record, dict) or tuple(record) != Record._fields:
        return False
    counts = (record["blocks"], record["kept"], record["chars_in"], record["chars_out"])
    measures = (record["confidence"], record["work_ms"])
    dropped, warnings = record["dropped"], record["warnings"]
    return (
        record["input"] in ("html", "text")
        and record["page_type"] in PAGE_TYPES
        and all(type(count) is int and count >= 0 for count in counts)
        and all(type(measure) in (int, float) and measure >= 0 for measure in measures)
        and isinstance(dropped, dict)
        and dropped.keys() <= set(CATEGORIES)
        and all(type(count) is int and count >= 0 for count in dropped.values())
        and isinstance(warnings, list)
        and len(warnings) <= MOST_WARNINGS
        and all(isinstance(warning, str) for warning in warnings)
    )


def _has_error(note: dict[str, Any]) -> bool:
    return isinstance(note.get("error"), str) and isinstance(note.get("detail"), str)


def _has_place(note: dict[str, Any]) -> bool:
    return note.keys() == {"error", "at"}


_FITS: dict[Outcome, Callable[[dict[str, Any]], bool]] = {
    Outcome.DONE: _has_record,
    Outcome.REFUSED: _has_error,
    Outcome.MEMORY: lambda note: not note,
    Outcome.FAILED: _has_place,
    Outcome.BOMB: lambda note: not note,
}


def receive_task(end: socket.socket) -> Task | None:
    """Return the next task, ``None`` when the server has hung up."""
    head = _receive(end, TASK_HEAD.size)
    if not head:
        return None
    rest, size = TASK_HEAD.unpack(head)
    job, was_text, path = pickle.loads(_receive(end, rest))
    return Task(job, bytes(_receive(end, size)), was_text, path)


def send_reply(end: socket.socket, reply: Reply) -> None:
    """Send ``reply``; blocks until the server has taken it."""
    note = orjson.dumps(reply.note)
    head = REPLY_HEAD.pack(reply.outcome, len(note), len(reply.body), reply.resident, reply.cpu_s)
    end.sendall(head + note)
    if reply.body:
        end.sendall(reply.body)


def _receive(end: socket.socket, size: int) -> bytearray:
    """Return ``size`` bytes; fewer when the other side has hung up."""
    data = bytearray(size)
    view = memoryview(data)
    got = 0
    while got < size:
        count = end.recv_into(view[got:])
        if not count:
            return data[:got] if got else bytearray()
        got += count
    return data
