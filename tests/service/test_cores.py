"""A container's CPU quota, read from control groups of both versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from pagemarrow.service.cores import cpu_quota

V2 = "0::/"
V1 = "5:memory:/box\n4:cpu,cpuacct:/box\n"


def quota(folder: Path, membership: str, files: dict[str, str]) -> float | None:
    for name, content in files.items():
        path = folder / "cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (folder / "membership").write_text(membership)
    return cpu_quota(folder / "cgroup", folder / "membership")


@pytest.mark.parametrize(
    ("membership", "files", "cores"),
    [
        (V2, {"cpu.max": "150000 100000\n"}, 1.5),
        (V2, {"cpu.max": "max 100000\n"}, None),
        (V2, {"cpu.max": "what\n"}, None),
        (V2, {}, None),
        ("0::/pod/box", {"pod/cpu.max": "200000 100000", "pod/box/cpu.max": "max 100000"}, 2.0),
        ("0::/outside", {"cpu.max": "50000 100000"}, 0.5),
        (
            V1,
            {"cpu,cpuacct/box/cpu.cfs_quota_us": "300000", "cpu,cpuacct/box/cpu.cfs_period_us": "100000"},
            3.0,
        ),
        (V1, {"cpu,cpuacct/cpu.cfs_quota_us": "100000", "cpu,cpuacct/cpu.cfs_period_us": "50000"}, 2.0),
        (V1, {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, None),
    ],
    ids=[
        "v2",
        "v2 none",
        "v2 broken",
        "v2 absent",
        "v2 around",
        "v2 own root",
        "v1",
        "v1 own root",
        "v1 none",
    ],
)
def test_the_quota_is_read(
    membership: str, files: dict[str, str], cores: float | None, tmp_path: Path
) -> None:
    assert quota(tmp_path, membership, files) == cores


def test_without_control_groups_there_is_none(tmp_path: Path) -> None:
    assert cpu_quota(tmp_path, tmp_path / "absent") is None
