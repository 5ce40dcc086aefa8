"""Write the bench's main figures between the marks of the project's README: python -m bench.readme"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bench.tables import RESULTS

README: Final = Path(__file__).parent.parent / "README.md"
BEGIN: Final = "<!-- bench: begin -->"
END: Final = "<!-- bench: end -->"


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
    columns: list[tuple[str, dict[str, str]]] = []
    for name, heading, place, form in COLUMNS:
        if (folder / f"{name}.json").exists():
            table: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
            columns.append((heading, {bare(row[0]): form(row[place]) for row in table["rows"]}))
    names = [bare(row[0]) for row in json.loads((folder / "articles.json").read_text("utf-8"))["rows"]]
    lines = ["| extractor | " + " | ".join(heading for heading, _ in columns) + " |"]
    lines.append("|---|" + "---:|" * len(columns))
    for name in names:
        shown = f"**{name}**" if name == names[0] else name
        lines.append(f"| {shown} | " + " | ".join(values.get(name, "-") for _, values in columns) + " |")
    return HEAD + "\n".join(lines) + TAIL


def bare(label: str) -> str:
    """Return an extractor's name without its version."""
    return label.rsplit(" ", 1)[0] if label[-1].isdigit() else label


COLUMNS: Final[tuple[tuple[str, str, int, Callable[[Any], str]], ...]] = (
    ("articles", "WCXB articles, word F1", 1, lambda value: f"{value:.3f}"),
    ("page_types", "WCXB all pages, word F1", 1, lambda value: f"{value:.3f}"),
    ("segments", "trafilatura's set, segment F", 1, lambda value: f"{value:.3f}"),
    ("speed", "time, x lexbor's parse", 4, lambda value: str(value).partition(" ")[0]),
)

HEAD: Final = "## How good, how fast\n\n"
TAIL: Final = """

![Quality against speed](bench/results/quality_speed.svg)

Development sets, on which our weights were fitted; peers under the settings of their published figures. `make bench` measures all of it anew, on any of four public
page sets: [bench/README.md](bench/README.md) says how, and what models reach on domains they have not seen."""


if __name__ == "__main__":
    README.write_text(fill(README.read_text("utf-8"), summarise()), "utf-8")
