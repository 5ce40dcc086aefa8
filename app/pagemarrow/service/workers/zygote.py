"""The zygote: a process that has everything loaded and warm, and forks a worker whenever the server asks.

``python -m pagemarrow.service.workers.zygote CONTROL_FD MEMORY_BYTES``. Forking takes milliseconds and shares the
loaded code and tables; forking the server itself would copy its threads' locks and sockets. It speaks records
of fixed size on a socket (``forking`` has the other end), and when that closes it ends with all its workers.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import select
import signal
import socket
import sys
from typing import Final

from pagemarrow.service.workers.allocator import return_large_blocks
from pagemarrow.service.workers.orders import NOTICE, ORDER, Notice, Order

PR_SET_PDEATHSIG: Final = 1
COLLECT_AFTER: Final = 50_000
"""Objects made and not freed from which on Python looks for cycles. A page's own objects, some thousands, make none; to look
at them after every 700 costs a twentieth of its time."""
LOWERED: Final = 4
"""Niceness of a worker put aside: gets two fifths of the processor that others get beside it."""


class Zygote:
    """Forks, ends and buries workers."""

    def __init__(self, control: socket.socket, memory_bytes: int) -> None:
        self._control = control
        self._memory_bytes = memory_bytes
        self._workers: dict[int, int] = {}
        """Serial number of each living worker, by process id."""

    def run(self) -> None:
        """Follow orders until the server hangs up."""
        wake, woken = socket.socketpair()
        wake.setblocking(False)
        woken.setblocking(False)
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._tell(Notice.WARM, 0, os.getpid())
        while True:
            ready, _, _ = select.select([self._control, wake], [], [])
            if wake in ready:
                wake.recv(4096)
                self._bury()
            if self._control in ready and not self._follow():
                break
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        for pid in self._workers:
            os.kill(pid, signal.SIGKILL)

    def _follow(self) -> bool:
        """Follow one order; tell whether there may be more."""
        data, ends, _, _ = socket.recv_fds(self._control, ORDER.size, 1)
        if len(data) < ORDER.size:
            return False
        order, serial = ORDER.unpack(data)
        if order == Order.FORK:
            self._fork(serial, ends[0])
        elif order == Order.RULES:
            _learn(ends[0])
        else:
            self._bury()  # so that the number of a process that is gone is not used
            for pid, number in self._workers.items():
                if number == serial:
                    _kill(pid) if order == Order.KILL else _lower(pid)
        return True

    def _fork(self, serial: int, end: int) -> None:
        parent = os.getpid()
        pid = os.fork()
        if not pid:
            self._become_worker(socket.socket(fileno=end), parent)
        os.close(end)
        self._workers[pid] = serial
        self._tell(Notice.FORKED, serial, pid)

    def _become_worker(self, end: socket.socket, parent: int) -> None:
        status = 1
        try:
            from pagemarrow.service.workers.worker import work

            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._control.close()
            die_with_parent()
            if os.getppid() == parent:
                work(end, self._memory_bytes)
            status = 0
        finally:
            os._exit(status)

    def _bury(self) -> None:
        while self._workers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._tell(Notice.ENDED, self._workers.pop(pid), status)

    def _tell(self, notice: Notice, serial: int, number: int) -> None:
        try:
            self._control.sendall(NOTICE.pack(notice, serial, number))
        except ConnectionError:
            pass  # the server is gone; the next order tells


def die_with_parent() -> None:
    """Ask the kernel (Linux) to kill this process when its parent ends, however it does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _lower(pid: int) -> None:
    os.setpriority(os.PRIO_PROCESS, pid, LOWERED)


def _learn(file: int) -> None:
    """Take the rules from a file of the server's, and get warm with them."""
    from pagemarrow.service.workers.worker import use, warm_rare

    with os.fdopen(file, "rb") as content:
        content.seek(0)
        use(pickle.load(content))
    warm_rare()
    gc.collect()
    gc.freeze()


def main(control: int, memory_bytes: int) -> None:
    """Load everything, then fork on demand."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # meant for the server, which hangs up when it is done
    return_large_blocks()
    from pagemarrow.service.perform import warm_up
    from pagemarrow.service.workers.worker import warm_rare

    warm_up()
    warm_rare()
    gc.collect()
    gc.freeze()  # else the first collection in each worker would write to, and so copy, all of it
    gc.set_threshold(COLLECT_AFTER)
    Zygote(socket.socket(fileno=control), memory_bytes).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
