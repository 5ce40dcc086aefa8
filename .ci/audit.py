"""Look for known weaknesses in what the image installs: ``python .ci/audit.py``. Exits 1 when there are any.

pip-audit gets an environment of its own, for it brings a dozen packages along. Where it can't be installed or its database
is out of reach, that is said and nothing fails: a machine without the network can't tell.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

TOOL = "pip-audit==2.10.1"
LOCKED = Path(__file__).parent.parent / "requirements" / "run.lock"
SECONDS = 180


def audit(locked: Path, folder: Path) -> dict[str, Any] | None:
    """Return pip-audit's report on the packages of ``locked``; ``None`` when there is none to be had."""
    report = folder / "report.json"
    python = folder / "tool" / "bin" / "python"
    venv.create(folder / "tool", with_pip=True)
    look = [
        "pip_audit",
        "--disable-pip",
        "--require-hashes",
        "-r",
        str(locked),
        "-f",
        "json",
        "-o",
        str(report),
    ]
    try:
        for command in (["pip", "install", "--quiet", TOOL], [*look, "--progress-spinner", "off"]):
            subprocess.run([python, "-m", *command], timeout=SECONDS, check=False)
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return found


def verdict(report: dict[str, Any] | None) -> tuple[int, list[str]]:
    """Return the exit status and what to print."""
    if report is None:
        return 0, ["no audit: pip-audit or its database is out of reach"]
    packages = report["dependencies"]
    weak = [f"{p['name']} {p['version']}: {v['id']}" for p in packages for v in p.get("vulns", ())]
    skipped = sum("skip_reason" in package for package in packages)
    lines = (
        [f"no audit of {skipped} of {len(packages)} packages: out of the database's reach"] if skipped else []
    )
    if skipped < len(packages):
        lines += weak or ["no known weakness in the packages audited"]
    return int(bool(weak)), lines


def main() -> int:
    """Audit, print, return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        status, lines = verdict(audit(LOCKED, Path(folder)))
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
