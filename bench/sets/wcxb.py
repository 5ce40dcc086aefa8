"""WCXB, the Web Content Extraction Benchmark (M. Foley 2026): ``metadata.json``, ``dev|test/{ground-truth,html}``."""

from __future__ import annotations

import json
from pathlib import Path

from bench.sets.case import Case

SPLITS = ("dev", "test")


def is_wcxb(root: Path) -> bool:
    """Tell whether ``root`` has WCXB's layout, or is one of its splits."""
    return _split(root) is not None


def load_wcxb(root: Path) -> list[Case]:
    """Return the pages of a split; given the whole set, of the development split or of the only one there is."""
    split = _split(root)
    if split is None:
        raise ValueError(f"{root} has not the layout of WCXB")
    listed = json.loads((split.parent / "metadata.json").read_text("utf-8"))["files"]
    return [_case(split, path, listed) for path in sorted((split / "ground-truth").glob("*.json"))]


def _split(root: Path) -> Path | None:
    for folder in (*(root / split for split in SPLITS), root):
        if (folder / "ground-truth").is_dir() and (folder.parent / "metadata.json").is_file():
            return folder
    return None


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
