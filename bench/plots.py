"""Two pictures of the tables in ``bench/results/``: quality against speed, and time against size of page.

python -m bench.plots [FOLDER]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.held_out import held_out_figure
from bench.peers import FLOOR, OURS
from bench.tables import RESULTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS: Final = ("svg", "png")
SHADE: Final = {OURS: "#b3261e", FLOOR.name: "#8a8a8a"}
OTHERS: Final = "#3b5b92"
PALETTE: Final = ("#3b5b92", "#2e8b74", "#c77f1e", "#7b4fa3", "#5a8f29", "#b05a7a", "#4a4a4a")


def draw(folder: Path = RESULTS) -> list[Path]:
    """Draw what the tables in ``folder`` allow; return the files written."""
    written = []
    if all((folder / f"{name}.json").exists() for name in ("articles", "speed")):
        unseen = held_out_figure(folder, "wcxb article")
        figure = _quality_and_speed(_read(folder, "articles"), _read(folder, "speed"), unseen)
        written += _save(figure, folder, "quality_speed")
    if (folder / "growth.json").exists():
        written += _save(_growth(_read(folder, "growth")), folder, "growth")
    return written


def _read(folder: Path, name: str) -> dict[str, Any]:
    return dict(json.loads((folder / f"{name}.json").read_text("utf-8")))


def _figure() -> tuple[Figure, Axes]:
    from matplotlib import rcParams
    from matplotlib.figure import Figure as Canvas

    rcParams["svg.hashsalt"] = "marrow"  # the same tables give the same file
    figure = Canvas(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def _quality_and_speed(quality: dict[str, Any], speed: dict[str, Any], unseen: float | None) -> Figure:
    """Times are given in multiples of lexbor's parse: milliseconds say more of the machine than of the code.

    Ours is shown by ``unseen``, what models reach on domains they were not fitted on, where that is known.
    """
    means = {row[0]: row[1] for row in speed["rows"]}
    figure, axes = _figure()
    for label, f1, *_ in quality["rows"]:
        name = next((n for n in means if label == n or label.startswith(f"{n} ")), None)
        if name is not None:
            times = means[name] / means[FLOOR.name]
            if name == OURS:
                label, f1 = (
                    (f"{OURS}, domains not seen", unseen) if unseen else (f"{OURS}, fitted on this set", f1)
                )
            axes.scatter(times, f1, s=46, color=SHADE.get(name, OTHERS))
            axes.annotate(label, (times, f1), xytext=(6, 5), textcoords="offset points", fontsize=9)
    axes.set_xscale("log")
    axes.margins(x=0.3, y=0.12)
    axes.set_xlabel("mean time a page, in multiples of lexbor's parse alone")
    axes.set_ylabel("mean word F1, WCXB articles")
    axes.set_title("Quality against speed: up and left is better", fontsize=11)
    return figure


def _growth(growth: dict[str, Any]) -> Figure:
    figure, axes = _figure()
    sizes = [int(column.removesuffix(" kB")) for column in growth["columns"][1:-1]]
    colours = iter(PALETTE)
    for name, *values in sorted(growth["rows"], key=_largest, reverse=True):
        points = [(size, ms) for size, ms in zip(sizes, values[:-1], strict=True) if ms is not None]
        colour = SHADE.get(name) or next(colours)
        axes.plot(
            *zip(*points, strict=True), marker="o", markersize=3.5, linewidth=1.3, color=colour, label=name
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.legend(loc="upper left", fontsize=8, frameon=False)
    axes.set_xlabel("size of the page, kB")
    axes.set_ylabel("milliseconds")
    axes.set_title("Time against size of page", fontsize=11)
    return figure


def _largest(row: list[Any]) -> float:
    """The time on the first size, which every extractor has: the legend then follows the lines."""
    return float(row[1])


def _save(figure: Figure, folder: Path, name: str) -> list[Path]:
    paths = [folder / f"{name}.{suffix}" for suffix in FORMATS]
    for path in paths:
        figure.savefig(path, dpi=130, metadata={"Date": None} if path.suffix == ".svg" else None)
    return paths


if __name__ == "__main__":
    for drawn in draw(Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS):
        print(drawn)
