"""The server's end of the zygote: order forks, hear of ends."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from pagemarrow.service.workers.orders import NOTICE, ORDER, Notice, Order

WARM_WITHIN_S: Final = 60.0
"""Loading and warming takes 0.5 s; on a throttled container some multiple of it."""
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Workers are the parallelism; and a process with threads of numpy's can't be forked safely."""


_log = logging.getLogger("marrow.workers")


class ZygoteLost(Exception):
    """The zygote did not get warm, or has died and all workers with it."""


class Forking:
    """Launches the zygote and passes orders to it.

    ``forked(serial, pid)``, ``ended(serial, status)`` and ``lost()`` are called in the event loop: a worker is
    up; is gone, with its wait status; the zygote itself is gone.
    """

    def __init__(
        self,
        memory_bytes: int,
        forked: Callable[[int, int], None],
        ended: Callable[[int, int], None],
        lost: Callable[[], None],
    ) -> None:
        self._memory_bytes = memory_bytes
        self._forked = forked
        self._ended = ended
        self._lost = lost
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._listening: asyncio.Task[None] | None = None

    async def launch(self) -> float:
        """Start a zygote; return the seconds it took to get warm. Raises ``ZygoteLost``."""
        started = time.monotonic()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        command = [
            sys.executable,
            "-m",
            "pagemarrow.service.workers.zygote",
            str(theirs.fileno()),
            str(self._memory_bytes),
        ]
        self._control = ours  # from here on ``close`` closes it
        with theirs:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - takes a millisecond, at the start
                command,
                pass_fds=[theirs.fileno()],
                env=os.environ
                | _ENVIRONMENT
                | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        try:
            async with asyncio.timeout(WARM_WITHIN_S):
                notice, _, _ = await self._notice(ours)
        except TimeoutError:
            notice = 0
        if notice != Notice.WARM:
            self.close()
            raise ZygoteLost("the zygote did not get warm; its own words are on standard error")
        self._listening = asyncio.create_task(self._listen(ours))
        return time.monotonic() - started

    def fork(self, serial: int) -> socket.socket:
        """Order a worker; return the server's end of its socket, which can be used at once.

        Raises ``OSError`` when the system gives no socket for it.
        """
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            try:
                self._order(Order.FORK, serial, theirs)
            except OSError:
                ours.close()
                raise
        return ours

    def kill(self, serial: int) -> None:
        """End a worker at once, if it is still there."""
        self._order(Order.KILL, serial)

    def lower(self, serial: int) -> None:
        """Let all others go before a worker."""
        self._order(Order.LOWER, serial)

    def teach(self, rules: bytes) -> None:
        """Let workers that are forked from now on extract by ``rules``, pickled."""
        with _file_of(rules) as file:
            self._order(Order.RULES, 0, file)

    def close(self) -> None:
        """Hang up: the zygote ends all workers and itself."""
        if self._listening is not None:
            self._listening.cancel()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _order(self, order: Order, serial: int, end: socket.socket | BinaryIO | None = None) -> None:
        """Send an order. Small enough never to fill the socket; lost if the zygote is, which ``lost`` tells of."""
        if self._control is None:
            return
        data = ORDER.pack(order, serial)
        try:
            if end is None:
                self._control.send(data)
            else:
                socket.send_fds(self._control, [data], [end.fileno()])
        except (ConnectionError, BlockingIOError):
            self._control.shutdown(socket.SHUT_RDWR)

    async def _notice(self, control: socket.socket) -> tuple[int, int, int]:
        """Return the next notice; zeros when the zygote is gone."""
        loop = asyncio.get_running_loop()
        data = b""
        while len(data) < NOTICE.size:
            try:
                more = await loop.sock_recv(control, NOTICE.size - len(data))
            except ConnectionError:
                more = b""
            if not more:
                return 0, 0, 0
            data += more
        return NOTICE.unpack(data)

    async def _listen(self, control: socket.socket) -> None:
        try:
            await self._pass_on(control)
        except Exception:  # noqa: BLE001 - outermost handler of the task: a pool that hears nothing more must know
            _log.exception("notices of the zygote are no longer heard")
        self._listening = None
        self.close()
        self._lost()

    async def _pass_on(self, control: socket.socket) -> None:
        """Pass on the zygote's notices until it is gone."""
        while True:
            notice, serial, number = await self._notice(control)
            if notice == Notice.FORKED:
                self._forked(serial, number)
            elif notice == Notice.ENDED:
                self._ended(serial, number)
            else:
                return


def _file_of(content: bytes) -> BinaryIO:
    """Return a file without a name that holds ``content``: in memory where that can be, for disks may be read-only."""
    if sys.platform == "linux":
        file: BinaryIO = os.fdopen(os.memfd_create("rules"), "w+b")
    else:
        file = TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(content)
    file.flush()
    return file
