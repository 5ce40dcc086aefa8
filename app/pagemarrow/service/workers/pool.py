"""The pool: which workers there are, who has one, who is next, and who has had one for too long.

A page that takes long must not hold up the others: while somebody waits, its worker is *put aside* (a further
one takes its place, and the processor prefers all others to it); when too many are aside already, the one
longest at work is ended, and its page goes the linear path.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from typing import Final, NamedTuple

from pagemarrow.service.jobs import Busy, Draining
from pagemarrow.service.workers.events import Events
from pagemarrow.service.workers.forking import Forking, ZygoteLost
from pagemarrow.service.workers.handle import Worker
from pagemarrow.service.workers.processes import resident_bytes
from pagemarrow.service.workers.queue import Pace, Queue
from pagemarrow.service.workers.wire import Path

ASIDE_S: Final = 0.25
"""Processor time after which a worker is put aside when others wait. 99 of 100 real pages take under 0.1 s."""
ASIDE_WALL_S: Final = 0.5
"""The same by the clock, for when others take the processors away."""
YIELD_S: Final = 0.6
"""Processor time after which a worker may be ended when others wait and there is no more room aside."""
YIELD_WALL_S: Final = 5.0
"""The same by the clock: a worker aside gets little of a busy processor, and its page may be an honest one."""
SHORT: Final = 4
"""Pages waiting for each worker up to which a queue is never too long, however slow the last pages were."""
WATCH_S: Final = 0.05
"""Time between two looks at the workers that are at work."""
REFORK_S: Final = 1.0
"""Pause before a worker that could not be had, or ended without ever having a task, is replaced."""
RELAUNCH_S: Final = (0.0, 0.2, 1.0, 5.0)
"""Pauses before a lost zygote is launched again; the last for all further ones."""

_log = logging.getLogger("marrow.workers")


class Limits(NamedTuple):
    """How many workers, how many may wait for one, and when a worker is replaced."""

    workers: int
    queue: int
    memory_bytes: int
    """For one page; 0 sets no limit."""
    tasks: int
    """Tasks after which a worker is replaced; 0 never."""
    growth_bytes: int
    """Memory that a worker may keep between tasks, beyond what it had after its first."""
    wait_s: float = 0.75
    """Seconds that a page may be expected to wait; a queue that is expected to take longer is full."""


class Pool:
    """The workers. ``take`` one, then ``give_back`` or ``end`` it."""

    def __init__(self, limits: Limits, events: Events) -> None:
        self._limits = limits
        self._events = events
        self._forking = Forking(limits.memory_bytes, self._on_forked, self._on_ended, self._on_lost)
        self._workers: dict[int, Worker] = {}
        """Every worker whose end was not yet heard of, by serial number."""
        self._idle: list[Worker] = []
        """The last one back is the first taken: its memory is warm, and the others' can be paged out."""
        self._queue: Queue[Worker] = Queue(self._put)
        self._pace = Pace(limits.workers)
        self._serial = 0
        self._rules = b""
        """Pickled; empty for the built-in ones."""
        self._watch: asyncio.TimerHandle | None = None
        self._relaunch: asyncio.Task[None] | None = None
        self._launched = False
        self._broken = False
        """There is no zygote at the moment."""
        self._stopped = False

    @property
    def launched(self) -> bool:
        """There are workers, or will be in a moment."""
        return self._launched

    @property
    def waiting(self) -> int:
        """How many wait for a worker."""
        return len(self._queue)

    @property
    def busy(self) -> int:
        """How many workers have a task."""
        return sum(1 for worker in self.workers() if worker.since)

    def workers(self) -> list[Worker]:
        """Return the workers there are."""
        return [worker for worker in self._workers.values() if not worker.cause]

    @property
    def full(self) -> bool:
        """The next to ask for a worker would be refused."""
        if self._idle or not self.waiting:
            return not self._idle and not self._limits.queue
        if self.waiting >= self._limits.queue:
            return True
        return (
            self.waiting >= SHORT * self._limits.workers
            and self._pace.wait_s(self.waiting) > self._limits.wait_s
        )

    def retry_after(self) -> int:
        """Return whole seconds until the queue will have drained."""
        return self._pace.retry_after(self.waiting + 1)

    async def start(self) -> None:
        """Launch the zygote and all workers. Raises ``ZygoteLost``."""
        seconds = await self._forking.launch()
        self._launched = True
        self._broken = False
        if self._rules:
            self._forking.teach(self._rules)
        for _ in range(self._limits.workers):
            self._fork()
        fields = {"workers": self._limits.workers, "seconds": round(seconds, 3)}
        _log.info("workers warm", extra={"fields": fields})

    def use(self, rules: bytes) -> None:
        """Replace all workers by such that extract by ``rules``, pickled: the idle at once, the others after their task."""
        self._rules = rules
        if not self._launched or self._broken:
            return
        self._forking.teach(self._rules)
        for worker in self._workers.values():
            worker.outdated = True
        idle, self._idle = self._idle, []
        for worker in idle:
            self._retire(worker)

    async def take(self, path: Path, urgent: bool) -> Worker:
        """Return a worker for a task on ``path``, as soon as there is one.

        Raises ``Busy`` when the queue is full, but never for ``urgent``: a page that lost its worker; and
        ``Draining`` when the pool is closed.
        """
        if self._stopped:
            raise _closed()
        if self.full and not urgent:
            raise Busy("the queue is full", self.retry_after())
        worker = self._idle.pop() if self._idle else await self._wait(urgent)
        worker.since = time.monotonic()
        worker.full_path = path is Path.FULL
        self._look_out()
        return worker

    def give_back(self, worker: Worker) -> None:
        """Take back a worker that has done its task; it is replaced when it has done its share or grown."""
        self._pace.add(min(worker.working_s(), ASIDE_S))  # for longer it holds up nobody
        worker.since = 0.0
        if worker.cause:
            return
        if worker.aside or self._is_spent(worker):
            self._retire(worker)
        else:
            self._put(worker)

    def end(self, worker: Worker, cause: str) -> None:
        """Kill a worker at its task, for one of ``handle.CAUSES``."""
        if worker.cause or worker.serial not in self._workers:
            return
        self._pace.add(min(worker.working_s(), ASIDE_S))
        worker.spent_s = worker.cpu_time_s()
        worker.cause = cause
        self._forking.kill(worker.serial)
        self._replace(worker)

    def lost(self, worker: Worker) -> None:
        """Note that a worker's socket broke: whatever the reason, it is of no more use."""
        if worker.serial in self._workers and not worker.cause:
            self._forking.kill(worker.serial)

    def close(self) -> None:
        """End all workers."""
        self._stopped = True
        self._launched = False
        if self._watch is not None:
            self._watch.cancel()
        if self._relaunch is not None:
            self._relaunch.cancel()
        self._queue.fail(_closed())
        self._forking.close()
        for worker in list(self._workers.values()):
            worker.cause = worker.cause or "stopped"
            self._bury(worker, 0)

    async def _wait(self, urgent: bool) -> Worker:
        self._look_out()
        return await self._queue.wait(urgent)

    def _put(self, worker: Worker) -> None:
        if not worker.cause and not self._queue.hand(worker):
            self._idle.append(worker)

    def _fork(self) -> None:
        self._serial += 1
        try:
            end = self._forking.fork(self._serial)
        except OSError as error:  # no descriptors left, as a rule; connections that end give some back
            _log.warning("no worker could be had: %s", error.strerror)
            self._fork_later()
            return
        worker = Worker(self._serial, end)
        # A quarter of spread, so that not all workers are replaced in the same moment.
        worker.spent_after = self._limits.tasks * random.uniform(0.75, 1.25)
        self._workers[self._serial] = worker
        self._put(worker)  # its socket takes a task already

    def _replace(self, worker: Worker) -> None:
        if worker.aside or self._stopped or self._broken:
            return
        if worker.tasks or worker.since or worker.cause in ("killed", "recycled"):
            self._fork()
        else:  # it could not even begin, and the next one may not either
            self._fork_later()

    def _fork_later(self) -> None:
        asyncio.get_running_loop().call_later(REFORK_S, self._fork_if_short)

    def _fork_if_short(self) -> None:
        regular = sum(1 for worker in self.workers() if not worker.aside)
        if not self._stopped and not self._broken and regular < self._limits.workers:
            self._fork()

    def _is_spent(self, worker: Worker) -> bool:
        grown = worker.resident - worker.first_resident > self._limits.growth_bytes
        return worker.outdated or grown or 0 < worker.spent_after < worker.tasks

    def _retire(self, worker: Worker) -> None:
        worker.cause = "recycled"
        worker.hang_up()
        self._replace(worker)

    def _on_forked(self, serial: int, pid: int) -> None:
        if serial in self._workers:
            self._workers[serial].pid = pid
            self._events.started(pid)

    def _on_ended(self, serial: int, status: int) -> None:
        worker = self._workers.get(serial)
        if worker is None:
            return
        ended_by_us = bool(worker.cause)
        self._bury(worker, status)
        if not ended_by_us:
            self._replace(worker)

    def _bury(self, worker: Worker, status: int) -> None:
        del self._workers[worker.serial]
        if worker in self._idle:
            self._idle.remove(worker)
        worker.bury(status)
        worker.hang_up()
        self._events.ended(worker.pid, worker.cause, worker.tasks)

    def _on_lost(self) -> None:
        """The zygote is gone: so are all workers, by the kernel's doing."""
        self._broken = True
        for worker in list(self._workers.values()):
            worker.cause = worker.cause or "zygote"
            self._bury(worker, 0)
        if not self._stopped:
            self._relaunch = asyncio.create_task(self._launch_again())

    async def _launch_again(self) -> None:
        for attempt in range(2**31):
            await asyncio.sleep(RELAUNCH_S[min(attempt, len(RELAUNCH_S) - 1)])
            _log.error("the zygote was lost; launching another", extra={"fields": {"attempt": attempt + 1}})
            try:
                await self.start()
            except (ZygoteLost, OSError):
                self._forking.close()
                self._launched = False
                self._broken = True
                continue
            return

    def _look_out(self) -> None:
        if self._watch is None and not self._stopped:
            self._watch = asyncio.get_running_loop().call_later(WATCH_S, self._look)

    def _look(self) -> None:
        self._watch = None
        at_work = [worker for worker in self.workers() if worker.since]
        if not at_work and not self.waiting:
            return
        self._look_out()
        slow = [worker for worker in at_work if worker.working_s() > 2 * WATCH_S]
        if slow:
            self._look_at_memory(slow)
        if self.waiting and not self._idle:
            self._make_way([worker for worker in slow if worker.took(ASIDE_S, ASIDE_WALL_S)])

    def _look_at_memory(self, slow: list[Worker]) -> None:
        """End the largest when, together, they have more than their limits allow all regular workers."""
        if not self._limits.memory_bytes or len(slow) <= self._limits.workers:
            return
        sizes = {worker: resident_bytes(worker.pid) for worker in slow}
        if sum(sizes.values()) > self._limits.memory_bytes * self._limits.workers:
            self.end(max(sizes, key=sizes.__getitem__), "memory")

    def _make_way(self, slow: list[Worker]) -> None:
        """Put slow workers aside, so that those who wait get others; without room there, end the slowest of all."""
        aside = [worker for worker in slow if worker.aside]
        for worker in slow:
            if worker.aside:
                continue
            if len(aside) >= self._limits.workers:
                spent = [w for w in (*aside, worker) if w.full_path and w.took(YIELD_S, YIELD_WALL_S)]
                if not spent:
                    return
                slowest = max(spent, key=Worker.cpu_time_s)
                self.end(slowest, "yielded")
                if slowest is worker:
                    continue
                aside.remove(slowest)
            self._put_aside(worker)
            aside.append(worker)

    def _put_aside(self, worker: Worker) -> None:
        worker.aside = True
        self._forking.lower(worker.serial)
        self._fork()


def _closed() -> Draining:
    return Draining("the service is about to stop")
