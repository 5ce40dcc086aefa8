"""One table a question: as Markdown, as JSON, and on the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table as RichTable

Cell = str | int | float | None
RESULTS: Final = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to one question."""

    name: str
    """File name without extension."""
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    """What a reader must know to read the figures rightly."""
    digits: int = 3
    """Digits after the point of float cells."""


def markdown(table: Table) -> str:
    """Return the table as GitHub Markdown with its question as heading."""
    lines = [f"## {table.question}", ""]
    if table.note:
        lines += [table.note, ""]
    lines.append("| " + " | ".join(table.columns) + " |")
    lines.append(
        "|" + "|".join("---" if number == 0 else "---:" for number in range(len(table.columns))) + "|"
    )
    for row in table.rows:
        lines.append(
            "| " + " | ".join(_cell(value, table.digits).replace("|", "\\|") for value in row) + " |"
        )
    return "\n".join(lines) + "\n"


def show(table: Table, console: Console) -> None:
    """Print the table on the terminal."""
    drawn = RichTable(
        title=table.question, caption=table.note or None, title_justify="left", caption_justify="left"
    )
    for number, column in enumerate(table.columns):
        drawn.add_column(column, justify="left" if number == 0 else "right", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_cell(value, table.digits) for value in row))
    console.print(drawn)


def write(tables: Sequence[Table], about: Mapping[str, Any], folder: Path = RESULTS) -> None:
    """Write one Markdown file and one JSON file a table into ``folder``, and ``about.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        (folder / f"{table.name}.md").write_text(markdown(table), "utf-8")
        (folder / f"{table.name}.json").write_text(
            json.dumps(asdict(table), ensure_ascii=False, indent=1) + "\n"
        )
    if about:
        (folder / "about.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")


def _cell(value: Cell, digits: int) -> str:
    if value is None:
        return "-"
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)
