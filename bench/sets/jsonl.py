"""Page sets with one JSON object a line: a page, its body and where both come from (``*.jsonl.xz``)."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

from bench.sets.case import Case


def is_jsonl(root: Path) -> bool:
    """Tell whether ``root`` is a folder of page sets in this layout, or one such file."""
    return bool(_files(root))


def load_jsonl(root: Path) -> list[Case]:
    """Return the cases of all files of ``root``, by file and line."""
    cases = []
    for path in _files(root):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            cases += [_case(path, json.loads(line)) for line in lines]
    return cases


def _files(root: Path) -> list[Path]:
    if root.is_file():
        return [root] if root.name.endswith(".jsonl.xz") else []
    return [path for path in sorted(root.glob("*.jsonl.xz")) if _holds_pages(path)]


def _holds_pages(path: Path) -> bool:
    """Tell pages from the other files in JSON lines by the fields of the first row."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        row: dict[str, Any] = json.loads(next(lines, "{}"))
    return {"html", "truth", "set"} <= row.keys()


def _case(path: Path, row: dict[str, Any]) -> Case:
    return Case(
        set=row["set"],
        id=row["id"],
        path=path,
        html=row["html"],
        truth=row["truth"] or "",
        alternatives=tuple(row.get("truth_alts") or ()),
        titles=tuple(row.get("titles") or ()),
        runs=tuple((kind, text) for kind, text in row.get("labels") or ()),
        page_type=row["kind"],
        domain=row["domain"] or row["id"],
        url=row.get("url"),
        language=row.get("lang"),
        content_type="text/html; charset=utf-8",  # whatever its <meta> says: the set holds it decoded
    )
