"""How good text mode is on sets, scripts and domains that it was not fitted on.

Usage: ``python -m bench.text_left_out TEXT --more MORE --lines LINES --pages PAGES --out FOLDER [--sample N] [--plan halves …]``.
Each part of a plan is fitted without the inputs that it judges, with the shipped features, passes and numbers. The results of a part
are written to FOLDER, and a part that stands there is not measured again. ``--plan shipped`` judges the models in the package.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from bench.fit_text import Models, add_data, fit, is_fitted_on, load_rows, measure_rows
from bench.text_pages import LINES, Row, fair_bag, label_blocks, word_f1
from pagemarrow.core.decide.text import decide_text
from pagemarrow.core.language import guess_language
from pagemarrow.core.match import match
from pagemarrow.core.measure.lexicon import Lexicon, lexicon_for, make_lexicon, plain_lexicon
from pagemarrow.core.measure.text import measure_text
from pagemarrow.core.model import Metadata, Options
from pagemarrow.core.score.text import score_text
from pagemarrow.core.score.trees import Ensemble, build, load

HURT: Final = 0.01
PLANS: Final = ("shipped", "halves", "sets", "scripts", "lines")

Result = dict[str, Any]

_JUDGES: dict[str, Any] = {}
"""The models for the processes that judge."""


def parts(rows: Sequence[Row], plan: str) -> dict[str, Callable[[Row], bool]]:
    """Return the parts of a plan: which rows each judges, and is therefore not fitted on."""
    if plan == "shipped":
        return {"shipped": lambda _: True}
    if plan == "halves":
        return {f"half {half}": _equals("half", half) for half in (0, 1)}
    if plan == "sets":
        return {
            f"set {name}": _equals("set", name) for name in sorted({r.set for r in rows if r.kind != LINES})
        }
    if plan == "scripts":
        names = {r.script for r in rows if r.kind == "article"}
        return {f"script {name}": _equals("script", name) for name in sorted(names - {"English"})}
    names = {r.language for r in rows if r.kind == LINES}
    return {f"lines {name}": _lines_of(name) for name in sorted(names)}


def _equals(field: str, value: object) -> Callable[[Row], bool]:
    return lambda row: bool(getattr(row, field) == value)


def _lines_of(language: str) -> Callable[[Row], bool]:
    # A language is left out whole: articles in it as well as lines.
    return lambda row: row.language == language and (row.kind == LINES or language != "en")


def judge(row: Row) -> Result:
    """Return what the models at hand make of one row."""
    page = label_blocks(row).page
    language = guess_language(page.blocks, None)
    findings = match(page, language or "en")
    models: tuple[Ensemble, Ensemble] = _JUDGES["models"]
    english: Lexicon = _JUDGES["lexicon"]
    features = measure_text(
        page, Metadata(), language, findings, english if language == "en" else plain_lexicon()
    )
    decision = decide_text(page, Metadata(), features, score_text(features, models), findings, Options())
    kept = [block for block, verdict in zip(page.blocks, decision.verdicts, strict=True) if verdict.kept]
    truth = fair_bag(row.truth)
    found = fair_bag("\n".join(block.text for block in kept))
    result: Result = {
        "set": row.set, "id": row.id, "language": row.language, "script": row.script, "kind": row.kind, "rendering": row.rendering,
        "half": row.half, "before": word_f1(fair_bag(row.text), truth), "f1": word_f1(found, truth), "confidence": decision.confidence,
    }  # fmt: skip
    if row.kind == LINES:
        result["lines"] = _line_answers(row, kept)
    return result


def _line_answers(row: Row, kept: Sequence[Any]) -> list[list[int]]:
    """Return for each line whether it is to be kept, whether it is, and its words."""
    answers = []
    start = number = 0
    for line, boilerplate in zip(row.text.split("\n"), row.labels, strict=True):
        while number < len(kept) and kept[number].end <= start:
            number += 1
        inside = number < len(kept) and kept[number].start < start + len(line)
        answers.append([1 - boilerplate, int(inside), len(line.split())])
        start += len(line) + 1
    return answers


def run(rows: Sequence[Row], plans: Iterable[str], out: Path, jobs: int) -> list[tuple[str, Result]]:
    """Measure every part that is not in ``out`` yet; return the results of all."""
    out.mkdir(parents=True, exist_ok=True)
    measured = None
    results = []
    for plan in plans:
        for name, judged in parts(rows, plan).items():
            path = out / f"{name.replace(' ', '_').replace(',', '')}.jsonl"
            if not path.exists():
                asked = [row for row in rows if judged(row)]
                if plan in ("sets", "scripts"):
                    asked = [row for row in asked if row.rendering in ("html_text", "selectolax")]
                elif plan == "lines":
                    asked = [row for row in asked if row.kind == LINES]
                if plan == "shipped":
                    _JUDGES.update(
                        models=(load("text"), load("text_page")), lexicon=lexicon_for("en", "text_words")
                    )
                else:
                    if measured is None:
                        fitted = [row for row in rows if is_fitted_on(row)]
                        measured = list(zip(fitted, measure_rows(fitted, jobs), strict=True))
                    _fit_without(measured, judged)
                with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
                    lines = [json.dumps(found) for found in pool.map(judge, asked, chunksize=16)]
                path.write_text("\n".join(lines) + "\n")
                print("done:", name, len(asked), flush=True)
            results += [(plan, json.loads(line)) for line in path.read_text().splitlines() if line]
    return results


def _fit_without(measured: Sequence[tuple[Row, Any]], judged: Callable[[Row], bool]) -> Models:
    left = [(row, found) for row, found in measured if not judged(row)]
    models = fit([row for row, _ in left], [found for _, found in left])
    _JUDGES.update(models=(build(models.blocks), build(models.pages)), lexicon=make_lexicon(models.words))
    return models


def report(results: Sequence[tuple[str, Result]]) -> None:
    """Print every figure of every plan."""
    by_plan: dict[str, list[Result]] = defaultdict(list)
    for plan, result in results:
        by_plan[plan].append(result)
    for plan, found in by_plan.items():
        print(f"\n== {plan} ==")
        print(
            f"{'input':44s} {'n':>5s} {'ident.':>7s} {'F1':>7s} {'<.8':>6s} {'<.5':>6s} {'hurt':>6s} {'conf.':>6s}"
        )
        for title, group in _groups(found).items():
            print(f"{title:44s} {_figures(group)}")
        _print_lines([r for r in found if r["kind"] == LINES])


def _groups(found: Sequence[Result]) -> Mapping[str, list[Result]]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for r in found:
        if r["kind"] == LINES:
            continue
        if r["kind"] == "forum":
            groups[f"forums, {r['rendering']}"].append(r)
            groups[f"forums, {r['rendering']}: {r['set']}"].append(r)
            continue
        where = "wcxb" if r["set"] == "wcxb" else "more"
        groups[f"{where} {r['rendering']}"].append(r)
        if where == "more" and r["rendering"] in ("html_text", "selectolax", "clean"):
            groups[f"more {r['rendering']}: {r['script']}"].append(r)
        if where == "more" and r["rendering"] == "html_text":
            groups[f"more html_text: set {r['set']}"].append(r)
    return dict(sorted(groups.items()))


def _figures(group: Sequence[Result]) -> str:
    f1 = [r["f1"] for r in group]
    count = len(group)
    below = [sum(score < bar for score in f1) / count for bar in (0.8, 0.5)]
    hurt = sum(r["f1"] < r["before"] - HURT for r in group) / count
    before = fmean(r["before"] for r in group)
    sure = fmean(r["confidence"] for r in group)
    return (
        f"{count:5d} {before:7.4f} {fmean(f1):7.4f} {below[0]:6.3f} {below[1]:6.3f} {hurt:6.3f} {sure:6.3f}"
    )


def _print_lines(found: Sequence[Result]) -> None:
    by_language: dict[str, list[list[int]]] = defaultdict(list)
    for r in found:
        by_language[r["language"]] += r["lines"]
    for language, lines in sorted(by_language.items()):
        ours = _macro((wanted, kept) for wanted, kept, _ in lines)
        rule = max(
            _macro((wanted, int(words >= least)) for wanted, _, words in lines) for least in range(1, 21)
        )
        print(f"lines {language}: {len(lines)} lines, macro-F1 {ours:.3f}, at least N words {rule:.3f}")


def _macro(pairs: Iterable[tuple[int, int]]) -> float:
    counts = [[0, 0], [0, 0]]
    for wanted, kept in pairs:
        counts[wanted][kept] += 1
    wrong = counts[0][1] + counts[1][0]
    scores = [2 * counts[c][c] / max(2 * counts[c][c] + wrong, 1) for c in (0, 1)]
    return sum(scores) / 2


def main() -> None:
    """Judge the plans asked for, print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    parser.add_argument("--plan", nargs="+", choices=PLANS, default=PLANS[1:])
    given = parser.parse_args()
    rows = load_rows(given.text, given.more, given.lines, given.pages, given.sample)
    report(run(rows, given.plan, given.out, given.jobs))


if __name__ == "__main__":
    main()
