"""Our shipped models and peers on page sets in JSON lines: by set, language, length, and by what of each page stays.

    python -m bench.body_quality PAGES/more                         # every page
    python -m bench.body_quality PAGES/more --step 10               # every tenth page of each set
    python -m bench.body_quality PAGES/more --out FIGURES.json

The outputs of peers come from the bench's cache. ``bench.leave_out`` tells what models reach on sets that they never saw;
here the shipped ones are judged, which may have been fitted on the same pages.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench.collect import Outputs, collect
from bench.leave_out import Row, figures, groups
from bench.metrics.bodies import body_tokens, score_body
from bench.peers import HTML_PEERS, Peer, installed
from bench.sets import load_set
from bench.sets.case import Case
from bench.store import Cache

PEERS: Final = ("marrow", "trafilatura", "readability-lxml", "resiliparse")
CLASSES: Final = {1: "headline", 2: "body", 3: "caption", 4: "related", 5: "comment"}


def rows_of(cases: Sequence[Case], outputs: Outputs) -> dict[str, list[Row]]:
    """Return by extractor one row a case that has a truth."""
    return {
        name: [
            Row(
                case.set, case.page_type, case.domain, case.id, case.language or "en",
                len(body_tokens(case.truth)), *(score := score_body(output.text, (case.truth, *case.alternatives), case.titles)),
                output.confidence or 0.0, output.page_type or "", score.f1,
            )
            for case, output in zip(cases, made, strict=True)
            if case.truth is not None
        ]
        for name, made in outputs.items()
    }  # fmt: skip


def stays(runs: Sequence[tuple[int, str]], output: str) -> dict[str, tuple[int, int]]:
    """Return by class of run how many of its tokens the output holds, and how many it has.

    A token of the output is spent once: on the body first, then on the other classes in the order of ``CLASSES``.
    """
    free = Counter(body_tokens(output))
    by_class: dict[int, Counter[str]] = defaultdict(Counter)
    for kind, text in runs:
        by_class[kind].update(body_tokens(text))
    told = {}
    for kind in sorted(by_class, key=lambda kind: (kind != 2, kind)):
        if kind in CLASSES:
            held = free & by_class[kind]
            free -= held
            told[CLASSES[kind]] = (held.total(), by_class[kind].total())
    return told


def shares_by_class(cases: Sequence[Case], outputs: Outputs) -> dict[str, dict[str, float]]:
    """Return by extractor the share of the words of each class of run that its outputs hold."""
    told: dict[str, dict[str, float]] = {}
    for name, made in outputs.items():
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for case, output in zip(cases, made, strict=True):
            for kind, (held, total) in stays(case.runs, output.text).items():
                sums[kind][0] += held
                sums[kind][1] += total
        told[name] = {kind: round(held / total, 4) for kind, (held, total) in sums.items() if total}
    return told


def compare(rows: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, dict[str, float]]]:
    """Return the figures of each extractor by group of pages."""
    told: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
    for name, mine in rows.items():
        for group, inside in groups(mine):
            if inside:
                told[group][name] = figures(inside)
    return dict(told)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, help="page sets in JSON lines")
    parser.add_argument("--step", type=int, default=1, help="use every n-th page only")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--out", type=Path, help="write the figures to this JSON file")
    asked = parser.parse_args()
    cases = load_set(asked.pages)[:: asked.step]
    peers: list[Peer] = [peer for peer in installed(HTML_PEERS) if peer.name in PEERS]
    with Cache() as cache:
        outputs = collect(cases, peers, cache, asked.jobs)
    told: dict[str, Any] = {"groups": compare(rows_of(cases, outputs))}
    told["classes"] = shares_by_class(cases, outputs)
    told["failures"] = {
        name: dict(Counter(output.error for output in made if output.error)) for name, made in outputs.items()
    }
    _print(told)
    if asked.out:
        asked.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _print(told: Mapping[str, Any]) -> None:
    for group, by_name in told["groups"].items():
        for name, f in by_name.items():
            print(
                f"{group:28}{name:18}{f['pages']:6.0f}{f['f1']:8.4f}{f['domains']:8.4f}{f['precision']:7.3f}"
                f"{f['recall']:7.3f}{f['below_0.8']:7.1%}{f['below_0.5']:7.1%}"
            )
    for name, errors in told["failures"].items():
        for error, count in errors.items():
            print(f"{name} failed on {count} pages: {error}")
    for name, shares in told["classes"].items():
        print(f"{name:18}", "  ".join(f"{kind} {share:.1%}" for kind, share in shares.items()))


if __name__ == "__main__":
    main()
