"""Tables of extraction quality on sets of HTML pages, each set under its own published measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from bench.collect import Outputs
from bench.metrics import segments, shingles
from bench.metrics.words import Agreement, compare_words, mean, without_lines
from bench.peers import HTML_PEERS, OURS, Peer
from bench.sets.case import Case
from bench.tables import Cell, Table

TYPES = ("article", "documentation", "service", "forum", "collection", "listing", "product")
"""WCXB's page kinds, in the order of its report."""

BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
"""Borders of the confidence bins; 0.5 and 0.9 are the ones that the answer's meaning is promised for."""


SHOWN = 50
"""Rows of a table of failures."""


class Run(NamedTuple):
    """A set, and what every extractor made of it."""

    cases: list[Case]
    outputs: Outputs

    def agreements(self, name: str) -> list[Agreement]:
        """Return the word agreement of one extractor's outputs, in the order of the cases."""
        pairs = zip(self.outputs[name], self.cases, strict=True)
        return [
            compare_words(without_lines(output.text, case.either), case.truth or "") for output, case in pairs
        ]

    def only(self, page_type: str) -> Run:
        """Return the pages of one kind."""
        chosen = [number for number, case in enumerate(self.cases) if case.page_type == page_type]
        outputs = {name: [made[number] for number in chosen] for name, made in self.outputs.items()}
        return Run([self.cases[number] for number in chosen], outputs)

    def failures(self, name: str) -> int:
        """Return the number of pages on which an extractor raised."""
        return sum(bool(output.error) for output in self.outputs[name])


def word_table(run: Run, name: str, question: str, note: str = "") -> Table:
    """Word precision, recall and F1 by extractor, F1 of both halves of the split by domain, and failures."""
    rows: list[tuple[Cell, ...]] = []
    for peer, label in _present(run):
        agreements = run.agreements(peer)
        found = mean(agreements)
        halves = [_half(run.cases, agreements, half) for half in (0, 1)]
        empty = sum(not output.text.strip() for output in run.outputs[peer])
        rows.append((label, found.f1, found.precision, found.recall, *halves, empty, run.failures(peer)))
    columns = ("extractor", "word F1", "precision", "recall", "half A", "half B", "empty", "failed")
    return Table(name, f"{question} ({len(run.cases)} pages)", columns, tuple(rows), note, 4)


def _half(cases: Sequence[Case], agreements: Sequence[Agreement], half: int) -> float | None:
    values = [found.f1 for case, found in zip(cases, agreements, strict=True) if case.half == half]
    return sum(values) / len(values) if values else None


def type_table(run: Run) -> Table:
    """Word F1 by page kind and extractor."""
    kinds = [kind for kind in TYPES if any(case.page_type == kind for case in run.cases)]
    rows: list[tuple[Cell, ...]] = []
    for peer, label in _present(run):
        agreements = run.agreements(peer)
        by_kind: list[Cell] = [
            mean(
                found for found, case in zip(agreements, run.cases, strict=True) if case.page_type == kind
            ).f1
            for kind in kinds
        ]
        rows.append((label, mean(agreements).f1, *by_kind))
    counts = [f"{kind} ({sum(case.page_type == kind for case in run.cases)})" for kind in kinds]
    columns = ("extractor", f"all ({len(run.cases)})", *counts)
    return Table(
        "page_types", "How good is the body on each kind of page? WCXB, word F1", columns, tuple(rows)
    )


def segment_table(run: Run) -> Table:
    """trafilatura's figures by extractor."""
    rows: list[tuple[Cell, ...]] = []
    for peer, label in _present(run):
        per_page = [
            segments.tally(output.text, case.wanted, case.unwanted)
            for output, case in zip(run.outputs[peer], run.cases, strict=True)
        ]
        found = segments.total(per_page)
        halves = [
            segments.total([t for t, case in zip(per_page, run.cases, strict=True) if case.half == half]).f
            for half in (0, 1)
        ]
        rows.append(
            (label, found.f, found.precision, found.recall, found.accuracy, *halves, run.failures(peer))
        )
    return Table(
        "segments",
        f"Are the right segments in and the wrong ones out? trafilatura's set ({len(run.cases)} pages)",
        ("extractor", "F", "precision", "recall", "accuracy", "F half A", "F half B", "failed"),
        tuple(rows),
        digits=4,
    )


def shingle_table(run: Run, name: str, question: str) -> Table:
    """The article-extraction-benchmark's figures with their bootstrap deviations."""
    rows: list[tuple[Cell, ...]] = []
    for peer, label in _present(run):
        pages = [
            shingles.count_shingles(output.text, case.truth or "")
            for output, case in zip(run.outputs[peer], run.cases, strict=True)
        ]
        pairs = zip(shingles.figures(pages), shingles.deviations(pages), strict=True)
        rows.append((label, *(f"{value:.3f} ± {spread:.3f}" for value, spread in pairs), run.failures(peer)))
    columns = ("extractor", "F1", "precision", "recall", "exact", "failed")
    return Table(name, f"{question} ({len(run.cases)} pages)", columns, tuple(rows))


def calibration_table(run: Run) -> Table:
    """Mean F1 of our outputs by the confidence they came with."""
    outputs, agreements = run.outputs[OURS], run.agreements(OURS)
    rows: list[tuple[Cell, ...]] = []
    for low, high in pairwise(BINS):
        chosen = [
            (output.confidence, found.f1)
            for output, found in zip(outputs, agreements, strict=True)
            if output.confidence is not None and low <= output.confidence < high
        ]
        label = f"{low:.2f} to {min(high, 1.0):.2f}"
        rows.append(
            (label, len(chosen), *_spread([f1 for _, f1 in chosen]), _average([c for c, _ in chosen]))
        )
    return Table(
        "calibration",
        f"What does our confidence mean? ({len(outputs)} pages of all kinds)",
        ("confidence", "pages", "mean F1", "share under 0.5", "share above 0.9", "mean confidence"),
        tuple(rows),
    )


def type_guess_table(run: Run) -> Table:
    """Which kind of page we take each kind for."""
    guesses = sorted({output.page_type or "failed" for output in run.outputs[OURS]})
    rows: list[tuple[Cell, ...]] = []
    for kind in TYPES:
        made = [output.page_type or "failed" for output, case in zip(run.outputs[OURS], run.cases, strict=True)
                if case.page_type == kind]  # fmt: skip
        if made:
            rows.append(
                (kind, len(made), made.count(kind) / len(made), *(made.count(guess) for guess in guesses))
            )
    columns = ("kind", "pages", "right", *guesses)
    return Table("page_type_guesses", "How often is the page's kind recognised? WCXB", columns, tuple(rows))


def failure_table(run: Run, name: str) -> list[Table]:
    """The pages on which an extractor raised, if there are any."""
    rows = tuple(
        (peer, case.id, output.error)
        for peer, _ in _present(run)
        for output, case in zip(run.outputs[peer], run.cases, strict=True)
        if output.error
    )
    if not rows:
        return []
    columns = ("extractor", "page", "error")
    return [Table(f"failures_{name}", f"Who failed on which page of {name}?", columns, rows[:SHOWN])]


def _spread(values: Sequence[float]) -> tuple[Cell, Cell, Cell]:
    if not values:
        return None, None, None
    share = [sum(value < 0.5 for value in values), sum(value > 0.9 for value in values)]
    return _average(values), share[0] / len(values), share[1] / len(values)


def _average(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _present(run: Run, peers: Iterable[Peer] = HTML_PEERS) -> list[tuple[str, str]]:
    """Return name and label of the extractors that have outputs."""
    return [
        (peer.name, peer.name if peer.version in (None, "-") else f"{peer.name} {peer.version}")
        for peer in peers
        if peer.name in run.outputs
    ]
