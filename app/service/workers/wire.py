"""What the server and a worker process say to each other over their socket: tasks there, replies back.

A task is pickled, because the server may be trusted; a reply is JSON, because a worker reads hostile pages and
must gain nothing over the server if one of them takes it over. The page and the encoded answer travel as they are, once.
"""

from __future__ import annotations

import pickle
import socket
from enum import IntEnum
from struct import Struct
from typing import Any, NamedTuple

import orjson

from app.core.model import InvalidOption, InvalidSelector, MarrowError, UnsupportedMediaType
from app.service.jobs import Answer, Job, Record

TASK_HEAD = Struct(">IQ")
"""Lengths of the pickled part and of the page."""
REPLY_HEAD = Struct(">BIQQd")
"""Outcome, lengths of the JSON part and of the answer, resident bytes, processor seconds."""


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
