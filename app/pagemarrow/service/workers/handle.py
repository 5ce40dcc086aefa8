"""The server's handle of one worker: give it a task, hear its reply, know why it ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from typing import Final

from pagemarrow.service.workers.processes import cpu_seconds
from pagemarrow.service.workers.wire import REPLY_HEAD, Reply, ReplyHead, Task, read_note

STATUS_WITHIN_S: Final = 2.0
"""How long after its socket closed a worker's wait status is waited for."""

CAUSES: Final = {
    "deadline": "its page did not end in time",
    "memory": "its page took more memory than allowed",
    "yielded": "its page took long and others waited",
    "abandoned": "the client went away while it worked",
    "crashed": "it broke (a signal of its own making)",
    "killed": "somebody else killed it (SIGKILL)",
    "exited": "it ended by itself",
    "zygote": "the zygote was lost, and all workers with it",
    "recycled": "it had done its share, or had grown",
    "stopped": "the service stopped",
}
"""Why a worker ended."""


class WorkerGone(Exception):
    """The worker ended before its reply was complete."""


class Worker:
    """One worker process."""

    def __init__(self, serial: int, end: socket.socket) -> None:
        self.serial = serial
        self.pid = 0
        """Known once the zygote has told it."""
        self.tasks = 0
        self.resident = 0
        """Bytes of memory it had after its last task."""
        self.first_resident = 0
        self.cpu_s = 0.0
        """Processor time it had had after its last task."""
        self.since = 0.0
        """When its present task began, by the monotonic clock; 0 when it has none."""
        self.full_path = False
        """Its present task could go a cheaper path."""
        self.spent_s = 0.0
        """Processor time that the task took over which it was ended."""
        self.aside = False
        self.cause = ""
        """Why it was ended; empty while it lives."""
        self.outdated = False
        """It extracts by rules that are no longer in force."""
        self.spent_after = 0.0
        """Tasks after which it is replaced; 0 never."""
        self.gone = asyncio.Event()
        self._end = end
        self._performing = False
        self._hung_up = False

    async def perform(self, task: Task) -> Reply:
        """Send ``task``, return the reply. Raises ``WorkerGone``. If cancelled, the worker is of no more use."""
        self._performing = True
        try:
            return await self._exchange(task)
        except (OSError, ValueError, MemoryError) as error:  # ValueError: it does not keep to the protocol
            raise WorkerGone from error
        finally:
            self._performing = False
            if self._hung_up:
                self._end.close()

    async def why_gone(self) -> str:
        """Return the cause of the end, once it is known."""
        if not self.cause:
            try:
                async with asyncio.timeout(STATUS_WITHIN_S):
                    await self.gone.wait()
            except TimeoutError:
                pass
        return self.cause or "zygote"

    def bury(self, status: int) -> None:
        """Note that the process is gone, with its wait ``status``."""
        if not self.cause:
            number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            self.cause = "killed" if number == signal.SIGKILL else "crashed" if number else "exited"
        self.gone.set()

    def hang_up(self) -> None:
        """Close the socket; an idle worker then ends by itself."""
        self._hung_up = True
        if not self._performing:
            self._end.close()
            return
        # Closed under a read that is under way, it would never wake it.
        try:
            self._end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def working_s(self) -> float:
        """Seconds since its present task began."""
        return time.monotonic() - self.since if self.since else 0.0

    def cpu_time_s(self) -> float:
        """Seconds of processor time that its present task has taken."""
        total = cpu_seconds(self.pid) if self.pid else 0.0
        return self.working_s() if total is None else total - self.cpu_s

    def took(self, cpu_s: float, wall_s: float) -> bool:
        """Tell whether its present task has taken more than ``cpu_s`` of processor time, or ``wall_s`` by the clock."""
        return self.working_s() > wall_s or self.cpu_time_s() > cpu_s

    async def _exchange(self, task: Task) -> Reply:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._end, task.packed())
        await loop.sock_sendall(self._end, task.page)
        head = ReplyHead.of(await self._receive(REPLY_HEAD.size))
        note = read_note(head.outcome, await self._receive(head.note))
        body = bytes(await self._receive(head.body))
        self.tasks += 1
        self.cpu_s = head.cpu_s
        self.resident = head.resident
        self.first_resident = self.first_resident or head.resident
        return Reply(head.outcome, note, body, head.resident, head.cpu_s)

    async def _receive(self, size: int) -> bytearray:
        loop = asyncio.get_running_loop()
        data = bytearray(size)
        view = memoryview(data)
        got = 0
        while got < size:
            count = await loop.sock_recv_into(self._end, view[got:])
            if not count:
                raise ConnectionResetError
            got += count
        return data
