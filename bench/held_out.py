"""What models reach on domains they have not seen: figures that fitting wrote into the model files.

Each half of the split by domain is judged by models fitted on the other half, under the shipped decisions; the
file's ``provenance.held_out`` has them as ``{set: {"half 0": {"pages": …, "f1": …}, "half 1": …}}``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from bench.tables import Cell, Table

MODELS: Final = Path(__file__).parent.parent / "app" / "pagemarrow" / "core" / "models"


def held_out_tables(folder: Path = MODELS) -> list[Table]:
    """Return the table of held-out figures, or none when no model file carries any."""
    rows: list[tuple[Cell, ...]] = []
    for path in sorted(folder.glob("*.json")):
        stored: dict[str, dict[str, Any]] = (
            json.loads(path.read_text("utf-8")).get("provenance", {}).get("held_out", {})
        )
        for name, halves in stored.items():
            row = (name, *_figures(list(halves.values())))
            if row not in rows:  # files fitted together carry the same figures
                rows.append(row)
    if not rows:
        return []
    columns = ("set", "pages", "F1", "half A", "half B", "untouched")
    note = "Models fitted on the other half of the split by domain, under the shipped decisions; written by the fitting scripts."
    return [
        Table(
            "held_out",
            "What do our models reach on domains they have not seen?",
            columns,
            tuple(rows),
            note,
            4,
        )
    ]


def held_out_figure(folder: Path, group: str) -> float | None:
    """Return our held-out word F1 of ``group`` from the table in a folder of results, if it has one."""
    path = folder / "held_out.json"
    rows = json.loads(path.read_text("utf-8"))["rows"] if path.exists() else []
    return next((float(row[2]) for row in rows if row[0] == group), None)


def _figures(halves: list[dict[str, float]]) -> tuple[Cell, ...]:
    pages = sum(half["pages"] for half in halves)
    whole = sum(half["f1"] * half["pages"] for half in halves) / pages
    untouched = sum(half.get("identity", 0.0) * half["pages"] for half in halves) / pages or None
    return int(pages), whole, halves[0]["f1"], halves[-1]["f1"], untouched
