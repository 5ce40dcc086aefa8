"""The gate as a table of the bench: pages under their floors, and figures of the full development sets."""

from __future__ import annotations

from bench.development import measure_development, read_pinned
from bench.gate import SHIPPED, breaches, measure, read_floors, report
from bench.plan import Plan
from bench.sets import load_set
from bench.tables import Cell, Table


def answer(plan: Plan) -> list[Table]:
    """Return the pages that broke their floors, and the development figures beside the pinned ones."""
    found = breaches(measure(load_set(SHIPPED)), read_floors())
    if found:
        plan.console.print(report(found), highlight=False)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (b.id, b.floor, b.f1, len(b.lost), len(b.added)) for b in found
    )
    columns = ("page", "floor", "word F1", "lines lost", "lines added")
    tables = [Table("gate", "Which shipped pages fell under their floors?", columns, rows, digits=4)]
    full = plan.sample is None
    measured = measure_development(plan.pages, plan.text, full)
    if measured:
        pinned = read_pinned(full)
        figures: tuple[tuple[Cell, ...], ...] = tuple(
            (name, value, pinned.get(name)) for name, value in measured.items()
        )
        note = "All pages." if full else "The sample that tests measure."
        tables.append(
            Table(
                "development",
                "Do the development figures hold?",
                ("figure", "now", "pinned"),
                figures,
                note,
                4,
            )
        )
    return tables
