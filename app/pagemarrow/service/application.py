"""``create_app``: the parts put together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from pagemarrow import __version__
from pagemarrow.core.model import MarrowError
from pagemarrow.service import batch, describing, docs, extract, operations, playground, problems
from pagemarrow.service import metrics as measured
from pagemarrow.service.envelope import Envelope
from pagemarrow.service.face import Face
from pagemarrow.service.gate import Gate
from pagemarrow.service.heads import Heads
from pagemarrow.service.inline import InlineRunner
from pagemarrow.service.intake import Budget
from pagemarrow.service.jobs import Runner
from pagemarrow.service.keys import Lock
from pagemarrow.service.metrics import Metrics
from pagemarrow.service.observing import Observer, RequestLog
from pagemarrow.service.openapi import describe
from pagemarrow.service.ruling import Ruling
from pagemarrow.service.settings import Settings, load_settings, unknown_variables
from pagemarrow.service.tracing import NO_OTHERS, Tracing, tracer_of_environment
from pagemarrow.service.workers.events import Both, Events, WorkerLog
from pagemarrow.service.workers.pool import Limits
from pagemarrow.service.workers.runner import WorkerRunner

_log = logging.getLogger("marrow.service")


def create_app(settings: Settings | None = None, runner: Runner | None = None) -> FastAPI:
    """Return the ASGI application.

    ``settings`` default to the environment's; ``runner`` to the one the settings ask for.
    Raises ``InvalidSettings``.
    """
    settings = settings or load_settings()
    metrics = Metrics()
    face = _face(settings, runner or choose_runner(settings, Both(WorkerLog(), metrics)), metrics)
    _watch(metrics, face)
    app = FastAPI(
        title="Marrow",
        version=__version__,
        description=describing.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=NO_OTHERS,
        lifespan=_lifespan,
    )
    app.state.face = face
    app.state.metrics = metrics
    app.state.ruling = Ruling(settings.rules_dir, face.runner, metrics.ruled)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    for module in (extract, batch, operations, measured, docs):
        app.include_router(module.router)
    if settings.playground:
        app.include_router(playground.router)
    app.add_exception_handler(MarrowError, problems.answer_error)
    app.add_exception_handler(HTTPException, problems.answer_http_error)
    app.add_middleware(Heads)
    app.add_middleware(Lock, key=settings.api_key.get_secret_value() if settings.api_key else None)
    app.add_middleware(Envelope, gate=face.gate, observers=face.observers)
    if (tracer := tracer_of_environment()) is not None:
        app.add_middleware(Tracing, tracer=tracer)
    return app


def choose_runner(settings: Settings, events: Events) -> Runner:
    """Return the runner that ``settings.workers`` asks for."""
    if not settings.workers:
        return InlineRunner(settings.queue)
    limits = Limits(
        workers=settings.workers,
        queue=settings.queue,
        memory_bytes=settings.worker_memory_bytes,
        tasks=settings.worker_recycle,
        growth_bytes=settings.worker_growth_bytes,
        wait_s=settings.queue_ms / 1000,
    )
    return WorkerRunner(limits, events)


def _face(settings: Settings, runner: Runner, metrics: Metrics) -> Face:
    observers: tuple[Observer, ...] = (RequestLog(), metrics)
    budget = Budget(settings.max_concurrency, settings.queue_bytes, runner.retry_after)
    return Face(settings, runner, Gate(runner), budget, observers)


def _watch(metrics: Metrics, face: Face) -> None:
    """Let the metrics show what is held and waits at the time of a scrape."""
    metrics.watch("marrow_requests_inside", "HTTP requests under way.", lambda: face.gate.inside)
    metrics.watch("marrow_held_bytes", "Bytes of pages arriving and waiting.", lambda: face.budget.bytes)
    metrics.watch("marrow_ready", "1 when pages are taken.", lambda: float(face.gate.refusal() is None))
    if isinstance(face.runner, WorkerRunner):
        pool = face.runner.pool
        metrics.watch("marrow_queue_depth", "Pages waiting for a worker.", lambda: pool.waiting)
        metrics.watch("marrow_workers", "Worker processes.", lambda: len(pool.workers()))
        metrics.watch("marrow_workers_busy", "Worker processes at work.", lambda: pool.busy)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    face: Face = app.state.face
    for name in unknown_variables():
        _log.warning("%s is no setting of Marrow; misspelt?", name)
    # Beside, not before serving: /livez and /readyz answer from the first moment on.
    opening = asyncio.create_task(_open(face.gate, app.state.ruling))
    try:
        yield
    finally:
        face.gate.draining = True
        opening.cancel()
        with suppress(asyncio.CancelledError):
            await opening
        await face.runner.stop(face.settings.grace_ms / 1000)


async def _open(gate: Gate, ruling: Ruling) -> None:
    """Open the gate with the operator's rules in force, then look after them."""
    try:
        await ruling.begin()
    except Exception as error:  # noqa: BLE001 - told by /livez and the log; it would vanish with the task
        gate.failed = True
        _log.critical("the rules could not be brought into force: %s", error, exc_info=True)
        return
    await gate.open()
    await ruling.watch()
