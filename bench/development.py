"""Figures on the development sets, pinned: a sample of them for every test run, all of them for the bench.

python -m bench.development --pages FOLDER --text FOLDER [--full]             # check
python -m bench.development --pages FOLDER --text FOLDER [--full] --write     # pin; never lowers a figure
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from bench.metrics.segments import tally, total
from bench.metrics.words import compare_words
from bench.sets import Case, find_sets, load_set, thin
from bench.sets.texts import load_texts, text_renderings
from pagemarrow.core import extract

FIGURES: Final = Path(__file__).parent / "development.json"

SLACK: Final = 0.0005
"""A figure may fall by this much: the rounding of the pinned ones."""

SAMPLE: Final = {"wcxb": 120, "trafilatura": 60, "text": 40}
"""Pages of each set, evenly spread, that a test run measures."""

Figures = dict[str, float]


def measure_development(pages: Path | None, text: Path | None, full: bool = False) -> Figures:
    """Return the figures of the sets at hand: word F1 of WCXB, F of trafilatura's set, word F1 of text inputs."""
    figures: Figures = {}
    for name, root in (find_sets(pages) if pages else {}).items():
        if name in MEASURES:
            cases = thin(load_set(root), None if full else SAMPLE[name])
            figures |= MEASURES[name](cases)
    for rendering in text_renderings(text) if text else ():
        inputs = thin(load_texts(text, rendering), None if full else SAMPLE["text"]) if text else []
        scores = [compare_words(extract(i.text, content_type="text/plain").text, i.truth).f1 for i in inputs]
        figures[f"text {rendering}"] = round(fmean(scores), 4)
    return figures


def _wcxb(cases: Sequence[Case]) -> Figures:
    scores = [compare_words(_body(case), case.truth or "").f1 for case in cases]
    articles = [score for score, case in zip(scores, cases, strict=True) if case.page_type == "article"]
    return {"wcxb articles": round(fmean(articles), 4), "wcxb all": round(fmean(scores), 4)}


def _trafilatura(cases: Sequence[Case]) -> Figures:
    return {"trafilatura F": round(total(tally(_body(c), c.wanted, c.unwanted) for c in cases).f, 4)}


def _body(case: Case) -> str:
    return extract(case.raw, content_type=case.content_type, url=case.url).text


MEASURES: Final[dict[str, Callable[[Sequence[Case]], Figures]]] = {"wcxb": _wcxb, "trafilatura": _trafilatura}


def read_pinned(full: bool, path: Path = FIGURES) -> Figures:
    """Return the pinned figures of the sample or of the full sets; none when nothing was pinned."""
    stored = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return dict(stored.get("full" if full else "sample", {}))


def fallen(measured: Figures, pinned: Figures) -> list[str]:
    """Return one line for each measured figure that fell under its pinned value."""
    return [
        f"{name}: {value:.4f}, pinned {pinned[name]:.4f}"
        for name, value in measured.items()
        if name in pinned and value < pinned[name] - SLACK
    ]


def pin(measured: Figures, full: bool, lower: bool, path: Path = FIGURES) -> None:
    """Write the measured figures, keeping a higher pinned one unless ``lower`` says otherwise."""
    stored: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {"about": ABOUT}
    part = "full" if full else "sample"
    old = stored.get(part, {})
    kept = {name: value if lower else max(value, old.get(name, 0.0)) for name, value in measured.items()}
    stored[part] = {**old, **kept}
    path.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


ABOUT: Final = (
    "Figures that development data must reach where it is present; sample: the evenly spread pages that tests measure. "
    "Written by python -m bench.development --write. The shipped weights were fitted on these pages."
)


def main() -> None:
    """Check or pin; the exit status is 1 when a figure fell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--full", action="store_true", help="all pages, not the sample")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--lower", action="store_true", help="with --write: figures may go down too")
    asked = parser.parse_args()
    measured = measure_development(asked.pages, asked.text, asked.full)
    for name, value in measured.items():
        print(f"{name:24}{value:.4f}")
    if asked.write:
        pin(measured, asked.full, asked.lower)
    lines = fallen(measured, read_pinned(asked.full))
    print("\n".join(lines))
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
