"""WCXB, the Web Content Extraction Benchmark (M. Foley 2026): ``metadata.json``, ``dev|test/{ground-truth,html}``."""

from __future__ import annotations

import json
from pathlib import Path

from bench.sets.case import Case

SPLITS = ("dev", "test")


def is_wcxb(root: Path) -> bool:
    """Tell whether ``root`` has WCXB's layout."""
    return (root / "metadata.json").is_file() and any((root / s / "ground-truth").is_dir() for s in SPLITS)


def load_wcxb(root: Path, split: str | None = None) -> list[Case]:
    """Return the pages of ``split``; without one, of the development split or of the only one there is."""
    chosen = split or next(s for s in SPLITS if (root / s / "ground-truth").is_dir())
    listed = json.loads((root / "metadata.json").read_text("utf-8"))["files"]
    return [
        _case(root / chosen, path, listed) for path in sorted((root / chosen / "ground-truth").glob("*.json"))
    ]


def _case(folder: Path, path: Path, listed: dict[str, dict[str, str]]) -> Case:
    record = json.loads(path.read_text("utf-8"))
    page = folder / "html" / f"{path.stem}.html.gz"
    return Case(
        set="wcxb",
        id=path.stem,
        path=page if page.exists() else page.with_suffix(""),
        # Pages without an article have an empty or no main_content: published as an empty truth.
        truth=record["ground_truth"].get("main_content") or "",
        page_type=record["_internal"]["page_type"]["primary"],
        domain=listed[path.stem]["domain"],
        url=record.get("url"),
    )
