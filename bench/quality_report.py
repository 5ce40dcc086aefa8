"""Quality of extraction from HTML: every set in the folder under its own measure, then where and why we err."""

from __future__ import annotations

from pathlib import Path

from bench import quality
from bench.collect import collect
from bench.errors import error_tables
from bench.held_out import held_out_tables
from bench.peers import HTML_PEERS, OURS
from bench.plan import Plan
from bench.sets import Case, find_sets, load_set, thin
from bench.survival import survival_table
from bench.tables import Table

SHIPPED = Path(__file__).parent.parent / "tests" / "pages"


def answer(plan: Plan) -> list[Table]:
    """Return the quality tables of the shipped pages and of every set under ``plan.pages``."""
    found = {"shipped": SHIPPED, **(find_sets(plan.pages) if plan.pages else {})}
    tables: list[Table] = []
    for name, root in found.items():
        run = _run(plan, name, root)
        tables += [*TABLES[name](run), *quality.failure_table(run, name)]
    return [*tables, *held_out_tables()]


def article_cases(plan: Plan) -> list[Case]:
    """Return the articles with a truth of the first set under ``plan.pages`` that has any."""
    for root in (find_sets(plan.pages) if plan.pages else {}).values():
        cases = [case for case in load_set(root) if case.page_type == "article" and case.truth]
        if cases:
            return cases
    return []


def _run(plan: Plan, name: str, root: Path) -> quality.Run:
    cases = thin(load_set(root), plan.sample)
    if name == "shipped":
        cases = [case for case in cases if case.content_type == "text/html"]
    with plan.step(name, len(cases)) as advance:
        return quality.Run(cases, collect(cases, plan.chosen(HTML_PEERS), plan.cache, plan.jobs, advance))


def _wcxb(run: quality.Run) -> list[Table]:
    articles = run.only("article")
    tables = [quality.word_table(articles, "articles", "How good is the body of articles? WCXB", NOTE)]
    tables.append(quality.type_table(run))
    if OURS in run.outputs:
        tables += [quality.type_guess_table(run), quality.calibration_table(run)]
        tables += [survival_table(articles, STRICT), *error_tables(articles)]
    return tables


STRICT = (OURS, "trafilatura", "readability-lxml")

NOTE = (
    "Mean word F1 a page. Half A and B are the split by domain. marrow's shipped weights were fitted on this set's "
    "development split; the table of held-out figures says what models reach on domains they have not seen."
)


def _aeb(run: quality.Run) -> list[Table]:
    return [
        quality.shingle_table(
            run, "aeb", "How exact is the body? article-extraction-benchmark, 4-word shingles"
        )
    ]


def _readability(run: quality.Run) -> list[Table]:
    question = "How close to Readability's expectations? Its test pages"
    return [
        quality.word_table(run, "readability_pages", question),
        quality.shingle_table(run, "readability_shingles", f"{question}, 4-word shingles"),
    ]


def _shipped(run: quality.Run) -> list[Table]:
    return [quality.word_table(run, "shipped", "How good is the body of the pages shipped with the tests?")]


TABLES = {
    "shipped": _shipped,
    "wcxb": _wcxb,
    "aeb": _aeb,
    "trafilatura": lambda run: [quality.segment_table(run)],
    "readability": _readability,
}
