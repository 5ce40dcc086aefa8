"""``WorkerRunner``: jobs to workers, and always an answer.

A page whose worker had to be ended goes the next cheaper path on another one, within what is left of its
deadline: ``extract``; else tags stripped and lines judged; else tags stripped and all kept. A worker that
somebody else killed is no fault of the page: it is tried again on the same path, once.
"""

from __future__ import annotations

import asyncio
import pickle
from typing import Final

from pagemarrow.core.ruleset import RuleSet
from pagemarrow.service.jobs import Answer, DeadlineExceeded, Draining, Job, Starting, WorkerLost
from pagemarrow.service.workers.allocator import return_large_blocks
from pagemarrow.service.workers.events import Events
from pagemarrow.service.workers.handle import Worker, WorkerGone
from pagemarrow.service.workers.killers import HOPELESS, Killers
from pagemarrow.service.workers.pool import Limits, Pool
from pagemarrow.service.workers.wire import Outcome, Path, Reply, Task

RESERVED_SHARE: Final = 0.15
"""Share of the deadline kept for the linear path, whatever the size of the page."""
RESERVED_S_PER_BYTE: Final = 0.4e-6
"""Seconds more for each byte of the page: 4 s for 10 MiB. The linear path takes half of it on a free processor."""
RESERVED_AT_MOST: Final = 0.5
LAST_SHARE: Final = 0.3
"""Share of that reserve which is kept for the last, verbatim path."""
LET_END_S: Final = 0.05
"""A worker whose client went away may end its task in this time before it is killed: most do, and a new one costs
as much."""
INNOCENT: Final = ("killed", "zygote")
"""Ends of a worker that are no fault of the page."""
A_FAIR_TRY_S: Final = 1.0
"""A page that a worker could not do in this processor time is remembered; less is cheap enough to be tried again."""


class WorkerRunner:
    """Performs jobs in worker processes."""

    def __init__(self, limits: Limits, events: Events) -> None:
        self._pool = Pool(limits, events)
        self._events = events
        self._killers = Killers()
        self._stopping = False
        self._taken = 0

    @property
    def ready(self) -> bool:
        return self._pool.launched and not self._stopping

    @property
    def saturated(self) -> bool:
        return self._pool.full

    @property
    def pool(self) -> Pool:
        """The workers, for those who measure."""
        return self._pool

    def retry_after(self) -> int:
        return self._pool.retry_after()

    async def use(self, rules: RuleSet) -> None:
        self._killers = Killers()  # by other rules those pages may be done
        # In a thread: thousands of sites take a tenth of a second.
        self._pool.use(await asyncio.to_thread(pickle.dumps, rules, pickle.HIGHEST_PROTOCOL))

    async def start(self) -> None:
        return_large_blocks()
        await self._pool.start()

    async def stop(self, grace_s: float) -> None:
        self._stopping = True
        try:
            async with asyncio.timeout(grace_s):
                while self._taken:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            pass
        self._pool.close()

    async def run(self, job: Job) -> Answer:
        if self._stopping:
            raise Draining("the service is about to stop")
        if not self._pool.launched:
            raise Starting("the service is starting")
        self._taken += 1
        try:
            async with asyncio.timeout(job.deadline_ms / 1000):
                return await _Run(self._pool, self._killers, self._events, job).answer()
        except TimeoutError:
            raise DeadlineExceeded(f"not finished within {job.deadline_ms} ms") from None
        finally:
            self._taken -= 1


class _Run:
    """One job on its way: which path it is on, and what time is left for it."""

    def __init__(self, pool: Pool, killers: Killers, events: Events, job: Job) -> None:
        self._pool = pool
        self._killers = killers
        self._events = events
        self._job = job
        self._task = Task.of(job)
        self._began = asyncio.get_running_loop().time()
        self._again = False
        """It was tried again on the same path once."""

    async def answer(self) -> Answer:
        """Return the answer by the first path that gives one. Raises ``WorkerLost`` when none does."""
        if self._job.deadline_ms <= self._killers.budget(self._task):
            self._degrade("remembered")
        urgent = False
        while True:
            worker = await self._pool.take(self._task.path, urgent)
            if not urgent:
                self._events.waited(self._elapsed())
            urgent = True
            failure = ""
            try:
                reply = await self._try(worker)
            except WorkerGone:
                failure = await worker.why_gone()
                budget_ms = self._overrun_ms(failure, worker)
            else:
                failure = self._failure(reply)
                if not failure:
                    return reply.answer(self._job.accept)
                budget_ms = 0.0 if failure == "failed" else HOPELESS  # an error costs no worker
            self._remember(budget_ms)
            self._next(failure)

    async def _try(self, worker: Worker) -> Reply:
        """Return the worker's reply. Raises ``WorkerGone``; kills the worker when its time is over."""
        work = asyncio.ensure_future(worker.perform(self._task))
        try:
            await asyncio.wait({work}, timeout=self._left())
        except asyncio.CancelledError:
            _abandon(self._pool, worker, work)
            raise
        if not work.done():
            self._pool.end(worker, "deadline")
            work.cancel()
            raise WorkerGone
        _release(self._pool, worker, work)
        return work.result()

    def _failure(self, reply: Reply) -> str:
        """Return why ``reply`` is no answer, or an empty string."""
        if reply.outcome in (Outcome.MEMORY, Outcome.BOMB):
            return reply.outcome.name.lower()
        if reply.outcome is Outcome.FAILED:
            self._events.failed(self._task.path.name.lower(), reply.note, self._job.request_id)
            return "failed"
        return ""

    def _overrun_ms(self, cause: str, worker: Worker) -> float:
        """Return the budget that was not enough for the page, by how its worker ended; 0 if that tells nothing of it."""
        if cause in INNOCENT:
            return 0.0
        if cause not in ("deadline", "yielded", "memory"):
            return HOPELESS
        if worker.spent_s <= A_FAIR_TRY_S:
            return 0.0
        # Ended for others' sake, by the clock or by their memory, it may have been about to get done.
        return self._job.deadline_ms if cause == "deadline" else worker.spent_s * 1000

    def _remember(self, budget_ms: float) -> None:
        if budget_ms and self._task.path is Path.FULL:
            self._killers.add(self._task, budget_ms)

    def _next(self, failure: str) -> None:
        """Choose how to go on after a try that failed. Raises ``WorkerLost`` when there is no way."""
        if failure in INNOCENT and not self._again:
            self._again = True
            return
        if self._task.path is Path.VERBATIM:
            raise WorkerLost("the worker that had this page died, and so did the next ones")
        self._degrade(failure)

    def _degrade(self, cause: str) -> None:
        if self._task.path is Path.FULL:
            self._events.degraded(cause)
        self._task = self._task._replace(path=Path(self._task.path + 1))

    def _elapsed(self) -> float:
        return asyncio.get_running_loop().time() - self._began

    def _left(self) -> float | None:
        """Return the seconds that the present path still has; ``None`` if as many as the job itself."""
        if self._task.path is Path.VERBATIM:
            return None
        whole = self._job.deadline_ms / 1000
        reserved = RESERVED_SHARE * whole + RESERVED_S_PER_BYTE * len(self._task.page)
        reserved = min(reserved, RESERVED_AT_MOST * whole)
        if self._task.path is Path.LINEAR:
            reserved *= LAST_SHARE
        return max(0.0, whole - reserved - self._elapsed())


def _release(pool: Pool, worker: Worker, work: asyncio.Task[Reply]) -> None:
    """Give the pool back a worker whose ``work`` is done, or tell it that the worker is of no more use."""
    if work.exception() is not None:
        pool.lost(worker)
    elif work.result().outcome is Outcome.MEMORY:
        pool.end(worker, "memory")
    else:
        pool.give_back(worker)


def _abandon(pool: Pool, worker: Worker, work: asyncio.Task[Reply]) -> None:
    """Leave a worker whose client went away a moment to end its task, then kill it."""

    def ended(_: object) -> None:
        timer.cancel()
        if not work.cancelled():
            _release(pool, worker, work)

    def kill() -> None:
        pool.end(worker, "abandoned")
        work.cancel()

    timer = asyncio.get_running_loop().call_later(LET_END_S, kill)
    work.add_done_callback(ended)
