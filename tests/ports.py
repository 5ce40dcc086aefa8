"""Ports for servers of tests that run side by side."""

from __future__ import annotations

import itertools
import os
import socket
from typing import Final

FIRST: Final = 20_000
"""Below the ports that systems give to clients, so that no connection takes a port between the look and the server's start."""
EACH: Final = 1_000
"""Ports of one worker process of the test run."""

_WORKER: Final = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_TURN: Final = itertools.count(os.getpid() % EACH)  # two runs on one machine begin at different ports


def free_port() -> int:
    """Return a port of this worker's that nobody listens on."""
    for turn in itertools.islice(_TURN, EACH):
        port = FIRST + _WORKER % 10 * EACH + turn % EACH
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("all ports of this worker are taken")
