"""How many cores this process may use: those of its affinity, and a container's CPU quota."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Final

CGROUPS: Final = Path("/sys/fs/cgroup")
MEMBERSHIP: Final = Path("/proc/self/cgroup")


def usable_cores() -> int:
    """Return the number of cores, at least 1; a quota of part of a core counts as a whole one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    quota = cpu_quota(CGROUPS, MEMBERSHIP)
    return cores if quota is None else max(1, min(cores, math.ceil(quota)))


def cpu_quota(cgroups: Path, membership: Path) -> float | None:
    """Return the least CPU quota of the process's control groups in cores, or ``None`` without one.

    ``cgroups`` is where control groups are mounted, version 1 or 2; ``membership`` is ``/proc/self/cgroup``. A group is
    bound by the quotas of those around it, too. In a container its own group is most often mounted as the root.
    """
    quotas = []
    for controllers, group in _groups(membership):
        root = cgroups
        if "cpu" in controllers:
            root = next(
                (cgroups / name for name in (",".join(controllers), "cpu") if (cgroups / name).is_dir()),
                cgroups,
            )
        elif controllers != [""]:
            continue
        inner = root / group.lstrip("/")
        quotas += [
            _quota(folder) for folder in (inner, *inner.parents) if folder == root or root in folder.parents
        ]
    return min((quota for quota in quotas if quota is not None), default=None)


def _groups(membership: Path) -> list[tuple[list[str], str]]:
    """Return controllers and path of each group; version 2 names no controllers."""
    try:
        lines = membership.read_text().splitlines()
    except OSError:
        return []
    parts = [line.split(":", 2) for line in lines]
    return [(part[1].split(","), part[2]) for part in parts if len(part) == 3 and ".." not in part[2]]


def _quota(folder: Path) -> float | None:
    try:
        if (folder / "cpu.max").is_file():
            limit, period = (folder / "cpu.max").read_text().split()
        else:
            limit = (folder / "cpu.cfs_quota_us").read_text().strip()
            period = (folder / "cpu.cfs_period_us").read_text().strip()
        return int(limit) / int(period) if limit not in ("max", "-1") and int(period) > 0 else None
    except (OSError, ValueError):  # not there, or not of this form: no quota is known
        return None
