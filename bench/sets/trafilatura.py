"""trafilatura's evaluation set: ``tests/evaldata.json``, pages in ``tests/eval`` and ``tests/cache``."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from bench.sets.case import Case


def is_trafilatura(root: Path) -> bool:
    """Tell whether ``root`` has the layout of trafilatura's repository."""
    return (root / "tests" / "evaldata.json").is_file()


def load_trafilatura(root: Path) -> list[Case]:
    """Return the entries whose page is there, in the order of their file names."""
    tests = root / "tests"
    entries = json.loads((tests / "evaldata.json").read_text("utf-8"))
    cases = []
    for url, entry in sorted(entries.items(), key=lambda item: str(item[1]["file"])):
        page = next(
            (p for p in (tests / "eval" / entry["file"], tests / "cache" / entry["file"]) if p.exists()), None
        )
        if page is not None:
            cases.append(
                Case(
                    set="trafilatura",
                    id=entry["file"],
                    path=page,
                    wanted=tuple(entry["with"]),
                    unwanted=tuple(entry["without"]),
                    domain=urlsplit(url).hostname or entry["file"],
                    url=url,
                )
            )
    return cases
