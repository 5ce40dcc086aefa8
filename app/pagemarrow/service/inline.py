"""A runner inside the server's own process: one thread. For debugging and embedding (``MARROW_WORKERS=0``).

A page too complex for the full way is answered ``degraded`` as by workers. One that takes too long otherwise can't be
ended: past the deadline the caller is told so (504), and the thread works on.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.service.jobs import Answer, Busy, DeadlineExceeded, Draining, Job, Starting
from pagemarrow.service.perform import perform, warm_up

_log = logging.getLogger("marrow.workers")


class InlineRunner:
    """Performs one job at a time in a thread."""

    def __init__(self, queue: int) -> None:
        self._queue = queue
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="marrow-extract")
        self._taken = 0
        self._started = False
        self._stopping = False
        self._pace_s = 0.01
        self._rules = BUILT_IN

    @property
    def ready(self) -> bool:
        return self._started and not self._stopping

    @property
    def saturated(self) -> bool:
        return self._taken > self._queue

    def retry_after(self) -> int:
        return max(1, round(self._taken * self._pace_s))

    async def use(self, rules: RuleSet) -> None:
        self._rules = rules

    async def start(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, warm_up, self._rules)
        self._started = True

    async def stop(self, grace_s: float) -> None:
        self._stopping = True
        try:
            async with asyncio.timeout(grace_s):
                while self._taken:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            pass
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: Job) -> Answer:
        if self._stopping:
            raise Draining("the service is about to stop")
        if not self._started:
            raise Starting("the service is starting")
        if self.saturated:
            raise Busy("the queue is full", self.retry_after())
        future = self._thread.submit(perform, job, self._rules, _tell)
        self._taken += 1
        loop = asyncio.get_running_loop()
        # Counted until the thread is done with it, not until the caller has gone.
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._done))
        try:
            async with asyncio.timeout(job.deadline_ms / 1000):
                answer = await asyncio.wrap_future(future)
        except TimeoutError:
            raise DeadlineExceeded(f"not finished within {job.deadline_ms} ms") from None
        self._pace_s += (answer.record.work_ms / 1000 - self._pace_s) / 10
        return answer

    def _done(self) -> None:
        self._taken -= 1


def _tell(error: Exception) -> None:
    """Tell what failed, not what was said: messages may quote the page."""
    _log.error("extracting failed", extra={"fields": {"error": type(error).__name__}})
