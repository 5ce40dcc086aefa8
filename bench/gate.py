"""The quality gate: floors on the pages shipped with the tests, and on the larger development sets where they are.

    python -m bench.gate             # check both
    python -m bench.gate --write     # pin what is measured now; never lowers a floor
    python -m bench.gate --write --lower

A floor is the word F1 that a page reached when it was pinned. A page under its floor, or one without a floor,
breaks the gate; the report names the page and shows which lines it lost and which it let in.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from bench.metrics.words import WORD, compare_words, without_lines
from bench.sets import Case, load_set
from pagemarrow.core import extract

HERE: Final = Path(__file__).parent
SHIPPED: Final = HERE.parent / "tests" / "pages"
FLOORS: Final = HERE / "floors.json"

SLACK: Final = 0.0005
"""A page may lose this much F1 without breaking its floor: the rounding of the pinned figures."""

SHOWN: Final = 12
"""Lines of each side that a report shows of a page."""


class Measured(NamedTuple):
    """One input of the set, and how its body compares with the truth."""

    case: Case
    text: str
    f1: float


class Breach(NamedTuple):
    """A page under its floor; ``floor`` is ``None`` when it has none yet."""

    id: str
    floor: float | None
    f1: float
    lost: tuple[str, ...]
    added: tuple[str, ...]


def measure(cases: Iterable[Case]) -> list[Measured]:
    """Extract every input and compare it with its truth; lines that count neither way are left out."""
    measured = []
    for case in cases:
        text = without_lines(extract(case.raw, content_type=case.content_type).text, case.either)
        measured.append(Measured(case, text, compare_words(text, case.truth or "").f1))
    return measured


def breaches(measured: Iterable[Measured], floors: Mapping[str, float]) -> list[Breach]:
    """Return the pages under their floors and those without one, the largest loss first."""
    found = [
        Breach(
            page.case.id, floors.get(page.case.id), page.f1, *differences(page.text, page.case.truth or "")
        )
        for page in measured
        if page.f1 < floors.get(page.case.id, 2.0) - SLACK
    ]
    return sorted(found, key=lambda breach: breach.f1 - (breach.floor or 0.0))


def differences(text: str, truth: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of the truth that the text lacks, and the lines of the text that the truth lacks."""
    has, wants = _lines(text), _lines(truth)
    lost = tuple(line for words, line in wants.items() if words not in has)
    added = tuple(line for words, line in has.items() if words not in wants)
    return lost, added


def _lines(text: str) -> dict[tuple[str, ...], str]:
    found = {tuple(WORD.findall(line.lower())): line.strip() for line in text.split("\n")}
    found.pop((), None)
    return found


def report(found: Iterable[Breach]) -> str:
    """Say page by page what broke."""
    parts = []
    for breach in found:
        floor = "has no floor yet" if breach.floor is None else f"floor {breach.floor:.4f}"
        parts.append(f"{breach.id}: word F1 {breach.f1:.4f}, {floor}")
        parts += [f"  lost   {line[:150]}" for line in breach.lost[:SHOWN]]
        parts += [f"  added  {line[:150]}" for line in breach.added[:SHOWN]]
    return "\n".join(parts)


def read_floors(path: Path = FLOORS) -> dict[str, float]:
    """Return the pinned floors by page id; none when nothing was pinned."""
    if not path.exists():
        return {}
    return dict(json.loads(path.read_text("utf-8"))["pages"])


def pin(measured: Iterable[Measured], floors: Mapping[str, float], lower: bool) -> dict[str, float]:
    """Return the floors to write: what is measured, but never under an old floor unless ``lower`` says so."""
    return {
        page.case.id: round(page.f1 if lower else max(page.f1, floors.get(page.case.id, 0.0)), 4)
        for page in measured
    }


def write_floors(floors: Mapping[str, float], path: Path = FLOORS) -> None:
    """Write the floors; pages that are gone lose theirs."""
    about = (
        "Word F1 that each page shipped with the tests must reach. Written by python -m bench.gate --write."
    )
    path.write_text(
        json.dumps({"about": about, "pages": floors}, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def main() -> None:
    """Check or pin the floors; the exit status is 1 when one broke."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="pin what is measured now")
    parser.add_argument("--lower", action="store_true", help="with --write: floors may go down too")
    asked = parser.parse_args()
    measured, floors = measure(load_set(SHIPPED)), read_floors()
    if asked.write:
        write_floors(pin(measured, floors, asked.lower))
    found = breaches(measured, read_floors())
    print(report(found))
    print(
        f"{len(measured)} inputs, mean word F1 {sum(m.f1 for m in measured) / len(measured):.4f}, {len(found)} broken"
    )
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
