"""Quality on plain text: how much better than leaving the text alone, and how often worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final, NamedTuple

from bench.fit import half_of
from bench.metrics.lines import Drops, count_drops, total
from bench.metrics.words import compare_words
from bench.peers import OURS, TEXT_PEERS, c4_lines
from bench.plan import Plan
from bench.quality_report import article_cases
from bench.sets import thin
from bench.sets.texts import ORDER, TextCase, load_texts, render_texts, text_renderings
from bench.tables import Cell, Table
from bench.text_categories import Dropped, category_table, count_categories
from pagemarrow.core import extract

HURT: Final = 0.01
"""A page is hurt when its word F1 falls by more than this under that of the untouched text."""

RENDERED: Final = tuple(name for name in ORDER if name != "t2_traf_recall")


SHOWN: Final = 50
"""Rows of a table of failures."""


class Judged(NamedTuple):
    """One input under every extractor of text."""

    half: int
    f1: dict[str, float]
    drops: dict[str, Drops]
    error: str
    categories: Dropped
    """Lines our extractor dropped."""


def answer(plan: Plan) -> list[Table]:
    """Return the text tables, or none when there is neither a text folder nor a page set to render."""
    results = {rendering: judged for rendering, judged in _results(plan) if judged}
    if not results:
        return []
    categories = category_table(
        {name: [page.categories for page in judged] for name, judged in results.items()}
    )
    return [_words(results), _lines(results), categories, *_failures(results)]


def _results(plan: Plan) -> Iterator[tuple[str, list[Judged]]]:
    pages = [] if plan.text else article_cases(plan)
    names = text_renderings(plan.text) if plan.text else RENDERED if pages else ()
    for name in names:
        cases = (
            load_texts(plan.text, name) if plan.text else list(render_texts(thin(pages, plan.sample), name))
        )
        cases = thin(cases, plan.sample)
        with plan.step(f"text {name}", len(cases)) as advance:
            judged = []
            for found in _judged(cases, plan.jobs):
                judged.append(found)
                advance()
        yield name, judged


def _judged(cases: Sequence[TextCase], jobs: int) -> Iterator[Judged]:
    if jobs == 1:
        yield from map(judge, cases)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(judge, cases, chunksize=8)


def judge(case: TextCase) -> Judged:
    """Run every extractor of text on one input."""
    error = ""
    outputs = {"identity": case.text, "C4 line rules": c4_lines(case.text, "text/plain")}
    categories: Dropped = Counter()
    try:
        article = extract(case.text, content_type="text/plain")
        outputs[OURS] = article.text
        categories = count_categories(article, case.text, case.labels)
    except Exception as raised:  # noqa: BLE001 - one page must not end the run; it counts as empty and is reported
        outputs[OURS], error = "", f"{type(raised).__name__}: {raised}"[:200]
    f1 = {name: compare_words(text, case.truth).f1 for name, text in outputs.items()}
    drops = {name: count_drops(case.text, text, case.labels) for name, text in outputs.items()}
    return Judged(half_of(case.domain), f1, drops, error, categories)


def _words(results: dict[str, list[Judged]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, judged in results.items():
        base = _f1(judged, "identity")
        ours = _f1(judged, OURS)
        halves = [_mean([page.f1[OURS] for page in judged if page.half == half]) for half in (0, 1)]
        hurt = [sum(page.f1[other] < page.f1["identity"] - HURT for page in judged) / len(judged)
                for other in (OURS, "C4 line rules")]  # fmt: skip
        failed = sum(bool(page.error) for page in judged)
        rows.append((name, len(judged), base, _f1(judged, "C4 line rules"), ours, *halves, *hurt, failed))
    return Table(
        "text_words",
        "How good is the body of plain text? WCXB articles, mean word F1",
        (
            "input",
            "pages",
            "identity",
            "C4 line rules",
            OURS,
            "half A",
            "half B",
            "hurt",
            "hurt by C4",
            "failed",
        ),
        tuple(rows),
        f"hurt: share of pages more than {HURT} worse than the untouched text. t2_: output of another extractor. "
        "clean: the truth itself.",
    )


def _lines(results: dict[str, list[Judged]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, judged in results.items():
        cells: list[Cell] = []
        for peer in TEXT_PEERS[:2]:
            drops = total(page.drops[peer.name] for page in judged)
            cells += [drops.precision, drops.recall, drops.lost]
        rows.append((name, *cells))
    columns = tuple(
        f"{peer.name} {what}" for peer in TEXT_PEERS[:2] for what in ("precision", "recall", "body lost")
    )
    note = (
        "precision: of the characters in dropped lines, the share that is boilerplate; recall: of all boilerplate, the "
        "share that was dropped; body lost: the share of the body that was dropped."
    )
    return Table("text_lines", "Were the dropped lines boilerplate?", ("input", *columns), tuple(rows), note)


def _failures(results: dict[str, list[Judged]]) -> list[Table]:
    counts = Counter((name, page.error) for name, judged in results.items() for page in judged if page.error)
    rows = tuple((name, count, error) for (name, error), count in counts.most_common(SHOWN))
    columns = ("input", "pages", "error")
    return [Table("text_failures", "On which text did we fail?", columns, rows)] if rows else []


def _f1(judged: Sequence[Judged], name: str) -> float | None:
    return _mean([page.f1[name] for page in judged])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
