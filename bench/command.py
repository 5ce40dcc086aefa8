"""The command line of the bench: which questions to answer, on which data."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench import gate_report, quality_report, rules_report, service_speed, speed, text_report
from bench.ablation import Without
from bench.peers import FLOOR, HTML_PEERS, TEXT_PEERS
from bench.plan import Plan
from bench.plots import draw
from bench.store import FOLDER, Cache
from bench.tables import RESULTS, Table, show, write

QUESTIONS: Final[dict[str, Callable[[Plan], list[Table]]]] = {
    "quality": quality_report.answer,
    "text": text_report.answer,
    "speed": speed.answer,
    "service": service_speed.answer,
    "rules": rules_report.answer,
    "gate": gate_report.answer,
}


def main(arguments: list[str] | None = None) -> None:
    """Answer the questions named on the command line and write what was found."""
    asked = _parser().parse_args(arguments)
    console = Console(width=None if os.isatty(1) else 160)
    started = time.monotonic()
    asked_for: dict[str, Callable[[Plan], list[Table]]] = (
        dict(QUESTIONS) if asked.question == "all" else {asked.question: QUESTIONS[asked.question]}
    )
    if asked.ablate:
        asked_for = {"ablation": partial(rules_report.ablate, left_out=asked.ablate)}
    _list_peers(console)
    partly = bool(asked.sample or asked.peers or asked.ablate)
    folder = asked.results or (FOLDER / "results" if partly else RESULTS)
    with Cache(fresh=asked.fresh) as cache, _progress(console) as progress:
        plan = Plan(
            asked.pages, asked.text, asked.sample, asked.jobs, cache, console, progress,
            frozenset(asked.peers.split(",")) if asked.peers else frozenset(),
        )  # fmt: skip
        tables, unanswered = _answered(plan, asked_for)
    about = _about(asked, time.monotonic() - started)
    write(tables, about, folder)
    drawn = draw(folder)
    console.print(f"{len(tables)} tables and {len(drawn)} plots in {folder}, {about['seconds']} s")
    if unanswered:
        sys.exit(f"not answered: {', '.join(unanswered)}")


def _answered(
    plan: Plan, questions: dict[str, Callable[[Plan], list[Table]]]
) -> tuple[list[Table], list[str]]:
    """Answer one question after the other; one that fails is shown and takes no other with it."""
    tables: list[Table] = []
    unanswered: list[str] = []
    for name, answer in questions.items():
        try:
            found = answer(plan)
        except Exception:  # noqa: BLE001 - the outermost handler of a long run; the exit status tells
            plan.console.print_exception()
            unanswered.append(name)
            continue
        for table in found:
            show(table, plan.console)
        tables += found
    return tables, unanswered


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("question", nargs="?", default="all", choices=[*QUESTIONS, "all"])
    parser.add_argument("--pages", type=Path, help="a page set in its published layout, or a folder of them")
    parser.add_argument("--text", type=Path, help="a folder of labelled text inputs")
    parser.add_argument("--sample", type=int, help="measure this many evenly spread pages of each set")
    parser.add_argument("--peers", help="comma list of extractors; all installed ones without it")
    parser.add_argument(
        "--ablate",
        type=Without.parse,
        help="only this: measure without rule:ID, theme:NAME, pass:NAME, feature:NAME, …",
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes; speed uses one always"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="run peers again instead of reading their cached outputs"
    )
    parser.add_argument(
        "--results",
        type=Path,
        help="folder for tables and plots; bench/results, or bench/cache/results for part of the data",
    )
    return parser


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _list_peers(console: Console) -> None:
    for peer in (*HTML_PEERS, *TEXT_PEERS[1:], FLOOR):
        state = "not installed: left out" if peer.version is None else peer.version
        console.print(f"{peer.name:18}{state:26}{peer.settings}", highlight=False)


def _about(asked: argparse.Namespace, seconds: float) -> dict[str, Any]:
    """Say where and with what the figures were taken."""
    return {
        "question": asked.question,
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": round(seconds),
        "sample": asked.sample,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": {peer.name: peer.version for peer in (*HTML_PEERS, FLOOR)},
    }
