"""What Linux tells about a process under ``/proc``."""

from __future__ import annotations

import os
import resource
from typing import Final

PAGE_SIZE: Final = resource.getpagesize()
TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")


def resident_bytes(pid: int | str = "self") -> int:
    """Return the memory a process has resident, in bytes; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as statm:
            return int(statm.read().split()[1]) * PAGE_SIZE
    except OSError:
        return 0


def cpu_seconds(pid: int) -> float | None:
    """Return the processor time a process has had; ``None`` where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            user, system = stat.read().rpartition(b")")[2].split()[11:13]
    except OSError:
        return None
    return (int(user) + int(system)) / TICKS_PER_S


def private_bytes() -> int:
    """Return this process's private memory in bytes, as ``RLIMIT_DATA`` counts it (Linux only)."""
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[5]) * PAGE_SIZE
