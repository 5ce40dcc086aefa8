"""Write the bench's main figures between the marks of the project's README: python -m bench.readme"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench.held_out import held_out_figure
from bench.peers import OURS
from bench.tables import RESULTS

README: Final = Path(__file__).parent.parent / "README.md"
BEGIN: Final = "<!-- bench: begin -->"
END: Final = "<!-- bench: end -->"


class Column(NamedTuple):
    """A column of the main table: where its figures stand, and how they are written."""

    table: str
    heading: str
    place: int
    form: Callable[[Any], str]
    held_out: str | None = None
    """Group of the held-out table that stands in for ours; ``None`` for what is not fitted."""


def fill(text: str, section: str) -> str:
    """Return ``text`` with ``section`` between the two marks.

    Raises ``ValueError`` when a mark is missing.
    """
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"the marks {BEGIN} and {END} are not both there")
    return f"{before}{BEGIN}\n{section.strip()}\n{END}{after}"


def summarise(folder: Path = RESULTS) -> str:
    """Return a table of the main figures by extractor, from the tables in ``folder``, and the plot."""
    columns = [column for column in COLUMNS if (folder / f"{column.table}.json").exists()]
    values = [_values(folder, column) for column in columns]
    lines = ["| extractor | " + " | ".join(column.heading for column in columns) + " |"]
    lines.append("|---|" + "---:|" * len(columns))
    for name in _values(folder, COLUMNS[0]):
        shown = f"**{name}**" if name == OURS else name
        lines.append(f"| {shown} | " + " | ".join(of_column.get(name, "-") for of_column in values) + " |")
    return HEAD + "\n".join(lines) + TAIL


def _values(folder: Path, column: Column) -> dict[str, str]:
    table: dict[str, Any] = json.loads((folder / f"{column.table}.json").read_text("utf-8"))
    found = {bare(row[0]): column.form(row[column.place]) for row in table["rows"]}
    if column.held_out is not None and OURS in found:
        unseen = held_out_figure(folder, column.held_out)
        found[OURS] = f"{found[OURS]} *" if unseen is None else column.form(unseen)
    return found


def bare(label: str) -> str:
    """Return an extractor's name without its version."""
    return label.rsplit(" ", 1)[0] if label[-1].isdigit() else label


COLUMNS: Final = (
    Column("articles", "WCXB articles, word F1", 1, lambda value: f"{value:.3f}", "wcxb article"),
    Column("page_types", "WCXB all pages, word F1", 1, lambda value: f"{value:.3f}", "wcxb all"),
    Column("segments", "trafilatura's set, segment F", 1, lambda value: f"{value:.3f}", "trafilatura F"),
    Column("speed", "time, x lexbor's parse", 4, lambda value: str(value).partition(" ")[0]),
)

HEAD: Final = "## How good, how fast\n\n"
TAIL: Final = """

![Quality against speed](bench/results/quality_speed.svg)

Ours are figures on domains that the weights were not fitted on (two halves, each judged by a model of the other; `*`: fitted on part of that set); peers run under the settings of their published
figures. `make bench` measures all of it anew, on any of four public page sets: [bench/README.md](bench/README.md) says how."""


if __name__ == "__main__":
    README.write_text(fill(README.read_text("utf-8"), summarise()), "utf-8")
