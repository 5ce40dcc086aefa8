"""``POST /v1/extract/batch``: JSON requests line by line in, answers line by line out, in the same order.

A reader cuts the stream into lines and starts each as a task; a writer awaits the tasks in order and sends.
No more than a window of them exist at once: when the workers or the client are slow the reader waits, and
so, by TCP, does the sender.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import ExitStack, aclosing
from typing import TypeVar

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pagemarrow.core.model import MarrowError
from pagemarrow.service import describing
from pagemarrow.service.arrivals import Arrivals
from pagemarrow.service.asking import (
    Ask,
    document_id,
    document_job,
    field,
    media_of,
    negotiate,
    parse_object,
    query_options,
)
from pagemarrow.service.encodings import Unpacking, codings_of
from pagemarrow.service.errors import BrokenCompression, ClientGone, SlowSender, UnsupportedBody
from pagemarrow.service.face import Face, face_of
from pagemarrow.service.intake import Hold, too_large, unpack
from pagemarrow.service.jobs import NDJSON, Busy, Job
from pagemarrow.service.lines import LineCutter, Overlong
from pagemarrow.service.outbox import Outbox
from pagemarrow.service.problems import problem_of

BATCH_TYPES = (NDJSON, "application/ndjson", "application/jsonl", "application/x-jsonlines")
PATIENCE_S = 60.0
"""How long one item waits for room before it is answered 429: batches yield to single requests."""
PAUSE_S = 0.05
"""Between two tries for room."""

_log = logging.getLogger("marrow.service")

T = TypeVar("T")
Item = asyncio.Task[bytes]
Line = bytes | Overlong | MarrowError
"""A line as it was cut; too long a one; or what put an end to reading."""

router = APIRouter()


@router.post("/v1/extract/batch", **describing.BATCH)
async def extract_batch(request: Request) -> Response:
    """Return the bodies of many pages: one JSON request a line in, one answer a line out, in the same order.

    Lines are answered while later ones still arrive. A client had better read while it sends: for one that
    only begins to read after its last line some 30 MB of answers are held back, then it is cut off.
    """
    face = face_of(request)
    face.gate.admit()
    if (media := media_of(request.headers.get("content-type"))) not in ("", *BATCH_TYPES):
        raise UnsupportedBody(f"send {NDJSON}, one JSON request a line, not {media[:60]}")
    negotiate(field(request.headers, "accept"), (NDJSON,))
    ask = Ask(NDJSON, NDJSON, query_options(request.scope["query_string"]))
    unpacking = Unpacking(codings_of(field(request.headers, "content-encoding")))
    with ExitStack() as held:
        hold = held.enter_context(face.budget.hold())
        if not hold.fits(face.settings.max_body_bytes):
            raise face.budget.busy()
        return _BatchAnswer(_Batch(face, ask, unpacking, request, hold), held.pop_all())


class _BatchAnswer(Response):
    """The streamed answer. It reads the request itself, while it writes."""

    def __init__(self, batch: _Batch, held: ExitStack) -> None:
        super().__init__(media_type=NDJSON)
        del self.headers["content-length"]
        self._batch = batch
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._held:
            await self._stream(send)

    async def _stream(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        outbox = self._batch.outbox(send)
        delivery = asyncio.create_task(outbox.deliver())
        try:
            async with aclosing(self._batch.answers()) as lines:
                async for line in lines:
                    await _unless_ended(outbox.put(line), delivery)
            outbox.close()
            await delivery
        except ClientGone as error:
            _log.warning("batch cut off: %s", error)
            return  # without the end of the body, so that the server cuts the connection
        finally:
            delivery.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class _Batch:
    """One batch on its way through."""

    def __init__(self, face: Face, ask: Ask, unpacking: Unpacking, request: Request, hold: Hold) -> None:
        self._face = face
        self._hold = hold
        """For the line that is being put together."""
        self._ask = ask
        self._unpacking = unpacking
        self._state = request.state
        self._state.pages = 0
        self._request_id: str = request.state.request_id
        self._limit = face.settings.max_body_bytes
        self._room = asyncio.Semaphore(face.settings.window)
        self._begun: asyncio.Queue[Item | None] = asyncio.Queue()
        self._running: set[Item] = set()
        self._finished = time.monotonic()
        self._patience_s = face.settings.body_timeout_ms / 1000
        self._arrivals = Arrivals(request.receive, self._patience_s, lambda: bool(self._running))

    def outbox(self, send: Send) -> Outbox:
        """Return where the answers go."""
        return Outbox(send, self._face.budget, self._patience_s, self._last_busy)

    def _last_busy(self) -> float:
        """Return until when the client may have been waiting for us: it can't send what we do not read."""
        return time.monotonic() if self._running else max(self._arrivals.heard, self._finished)

    def _finish(self, item: Item) -> None:
        self._running.discard(item)
        self._finished = time.monotonic()

    async def answers(self) -> AsyncGenerator[bytes]:
        """Yield one answer line for each request line, in order. Raises ``ClientGone``."""
        reader = asyncio.create_task(self._read())
        try:
            while (item := await _unless_ended(self._begun.get(), reader)) is not None:
                yield await _unless_ended(item, reader)
                self._room.release()
        finally:
            for task in (reader, *self._running):
                task.cancel()
            await asyncio.gather(reader, *self._running, return_exceptions=True)
            self._arrivals.close()

    async def _read(self) -> None:
        """Begin an item for each line; ends only by ``ClientGone``, once the client is."""
        try:
            async for line in self._lines():
                await self._begin(line)
        except (BrokenCompression, SlowSender) as error:
            await self._begin(error)
        await self._begun.put(None)
        await self._arrivals.end()

    async def _lines(self) -> AsyncIterator[Line]:
        cutter: LineCutter[MarrowError] = LineCutter(self._limit)
        async for data in self._arrivals.chunks():
            async for piece in unpack(self._unpacking, data):
                for line in cutter.push(piece):
                    yield line
                await self._make_room(cutter)
        self._unpacking.end()
        for line in cutter.end():
            yield line

    async def _begin(self, line: Line) -> None:
        if self._room.locked():
            await self._arrivals.unless_gone(self._room.acquire())
        else:
            await self._room.acquire()
        hold = Hold(self._face.budget)
        self._hold.give_back()  # the line goes over to its item
        if isinstance(line, bytes) and not await self._take(hold, len(line)):
            line = self._face.budget.busy()
        item = asyncio.create_task(self._answer(line, hold))
        self._running.add(item)
        item.add_done_callback(self._finish)
        self._arrivals.progress()
        await self._begun.put(item)

    async def _make_room(self, cutter: LineCutter[MarrowError]) -> None:
        """Hold what there is of the line that has begun; refuse it when there is no room for long."""
        more = cutter.size - self._hold.size
        if more <= 0:
            self._hold.give_back(-more)
        elif not await self._take(self._hold, more):
            cutter.refuse(self._face.budget.busy())
            self._hold.give_back()

    async def _take(self, hold: Hold, size: int) -> bool:
        give_up = time.monotonic() + PATIENCE_S
        while not hold.fits(size):
            if time.monotonic() > give_up:
                return False
            await self._arrivals.unless_gone(asyncio.sleep(PAUSE_S))
        hold.add(size)
        return True

    async def _answer(self, line: Line, hold: Hold) -> bytes:
        identity = None
        try:
            if isinstance(line, MarrowError):
                raise line
            if isinstance(line, Overlong):
                raise too_large(self._limit)
            self._face.gate.admit()
            document = parse_object(line)
            identity = document_id(document)
            job = document_job(document, self._ask, self._face.defaults, self._request_id)
            return await self._perform(job)
        except MarrowError as error:
            problem = problem_of(error, self._request_id)
            failure = {"id": identity, "status": problem["status"], "error": problem}
            return orjson.dumps(failure, option=orjson.OPT_APPEND_NEWLINE)
        finally:
            hold.give_back()

    async def _perform(self, job: Job) -> bytes:
        give_up = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = await self._face.perform(job)
            except Busy:
                if time.monotonic() > give_up:
                    raise
                await asyncio.sleep(PAUSE_S)
            else:
                self._state.pages += 1
                return answer.body


async def _unless_ended(wanted: Awaitable[T], other: asyncio.Task[None]) -> T:
    """Await ``wanted``, but raise what ended ``other``, which ends by raising only, if that comes first."""
    task = asyncio.ensure_future(wanted)
    await asyncio.wait({task, other}, return_when=asyncio.FIRST_COMPLETED)
    if not task.done():
        task.cancel()
        other.result()
    return await task
