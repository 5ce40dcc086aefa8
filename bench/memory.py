"""Peak memory of one extractor in a process of its own: python -m bench.memory NAME < page"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from bench.grown import grown_html
from bench.peers import FLOOR, HTML_PEERS

ROOT: Final = Path(__file__).parent.parent
SMALL: Final = 10_000
KIB_PER_MIB: Final = 1024
BYTES_PER_MIB: Final = 1024 * 1024


def peak_of(name: str, page: str) -> tuple[float, float]:
    """Return the peak resident memory in MiB after a small page and after ``page``, of a fresh process."""
    command = [sys.executable, "-m", "bench.memory", name]
    done = subprocess.run(command, input=page.encode(), capture_output=True, check=True, cwd=ROOT)
    small, large = json.loads(done.stdout.splitlines()[-1])
    return small, large


def main() -> None:
    """Print the two peaks of the extractor named on the command line."""
    page = sys.stdin.buffer.read().decode()
    peer = next(peer for peer in (FLOOR, *HTML_PEERS) if peer.name == sys.argv[1])
    peer.run(grown_html(SMALL), "text/html")
    small = _peak()
    peer.run(page, "text/html")
    print(json.dumps([small, _peak()]))


def _peak() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss starts at the parent's size on Linux, for it outlives exec
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / KIB_PER_MIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / BYTES_PER_MIB


if __name__ == "__main__":
    main()
