"""Samples kept on disk, so that only what changed is measured again."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Final

from bench.samples import Sample, make_sample
from bench.sets.case import Case

ROOT: Final = Path(__file__).parent.parent
CORE: Final = ROOT / "app" / "pagemarrow" / "core"
FOLDER: Final = Path(__file__).parent / "cache" / "samples"
PROCESSES: Final = 2
AT_ONCE: Final = 50
"""Pages a file."""

UNREAD_BY_SAMPLES: Final = ("decide", "render", "score", "models", "site", "linear")
"""Folders of the core that come after measuring. A change there leaves samples as they are."""


def load_samples(cases: Sequence[Case], folder: Path = FOLDER) -> list[Sample]:
    """Return a sample of each case, in order, from disk where neither page nor measuring has changed."""
    parts = [cases[first : first + AT_ONCE] for first in range(0, len(cases), AT_ONCE)]
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(PROCESSES) as pool:
        paths = list(pool.map(_store, parts, [folder] * len(parts)))
    return [sample for path in paths for sample in pickle.loads(path.read_bytes())]


def _store(cases: Sequence[Case], folder: Path) -> Path:
    key = hashlib.sha256(measuring())
    for case in cases:
        key.update(f"{case.set} {case.id} {case.truth} {case.page_type}".encode())
        key.update(case.raw)
    path = folder / f"{key.hexdigest()[:32]}.pickle"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(pickle.dumps([make_sample(case) for case in cases]))
        unfinished.replace(path)
    return path


@cache
def measuring() -> bytes:
    """Return a digest of the code that samples come from."""
    digest = hashlib.sha256()
    files = [*CORE.rglob("*.py"), ROOT / "bench" / "samples.py", ROOT / "bench" / "labels.py"]
    for path in sorted(files):
        if not set(path.relative_to(ROOT).parts) & set(UNREAD_BY_SAMPLES):
            digest.update(path.read_bytes())
    return digest.digest()
