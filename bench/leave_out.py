"""Judge models on page sets that they never saw: fit on all sets but one fold, decide on the pages of that fold.

    python -m bench.leave_out PAGES/wcxb PAGES/trafilatura PAGES/more            # five folds of sets, then halves of domains
    python -m bench.leave_out PAGES/... --step 4 --only folds                    # every fourth page, no halves
    python -m bench.leave_out PAGES/... --shipped                                # the model files as they are, no fit

WCXB and trafilatura's set are fitted on in every fold of sets; halves of domains judge them. A fold's scores stay in
``bench/cache/leave_out`` until the code or the pages change, so that a run that was cut short goes on. The rows of single
pages go there as well (``rows.jsonl``), for they name pages that are not ours.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from bench.fit import Shape, half_of
from bench.fit_html import (
    Fitted,
    Scored,
    decided,
    fit,
    kept_of,
    load,
    score_all,
    score_shipped,
    segment_figures,
)
from bench.sample_store import FOLDER as SAMPLES
from bench.sample_store import measuring
from bench.samples import Sample, word_score
from pagemarrow.core.model import Options

FOLDER: Final = SAMPLES.parent / "leave_out"
RESULTS: Final = Path(__file__).parent / "results"

FOLDS: Final = (
    ("daniel", "wwwxmu", "magic_article", "magic_forum"),  # all that is in other scripts, but for a few pages
    ("l3s", "fundus"),
    ("dragnet", "defuddle", "evan"),
    ("cleaneval", "harvest"),
    ("big9", "chaos"),
)

SCRIPTS: Final = {
    "en": "English",
    "de": "German",
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be", "el"), "Cyrillic and Greek"),
    **dict.fromkeys(("zh", "ja", "ko"), "CJK"),
    **dict.fromkeys(("ar", "fa", "ur", "he", "hi", "bn", "th", "ta", "te"), "other scripts"),
}

LENGTHS: Final = ((0, 200), (200, 500), (500, 1000), (1000, 2000), (2000, 10**9))
"""Tokens of the body, from and below."""


class Row(NamedTuple):
    """What became of one page."""

    set: str
    kind: str
    domain: str
    id: str
    language: str
    size: int
    """Tokens of the body."""
    f1: float
    precision: float
    recall: float
    confidence: float
    page_type: str
    known: float
    """F1 when the caller says what kind of page it is."""


def language_group(language: str | None) -> str:
    """Return the group of languages that figures are given for."""
    return SCRIPTS.get(language or "en", "other Latin")


def judge_page(scored: Scored) -> Row:
    """Decide on one page as the service does, with and without its kind told."""
    item = scored.item
    decision = decided(scored)
    score = word_score(item, kept_of(decision))
    known = word_score(item, kept_of(decided(scored, Options(page_type=item.case.page_type))))
    case = item.case
    language = case.language or item.language or "en"
    size = int(item.truths[0].counts.sum())
    return Row(
        case.set, case.page_type, case.domain, case.id, language, size,
        *score, decision.confidence, decision.page_type, known.f1,
    )  # fmt: skip


def score_fold(
    train: Sequence[Sample], test: Sequence[Sample], shape: Shape, name: str, folder: Path
) -> Iterator[Scored]:
    """Fit on ``train`` and score ``test``; what was fitted is kept on disk by its data and shape."""
    key = hashlib.sha256(measuring() + repr(shape).encode())
    for source in sorted(Path(__file__).parent.glob("fit*.py")):
        key.update(source.read_bytes())
    for item in train:
        key.update(f"{item.case.set} {item.case.id}".encode())
    path = folder / f"{name}_{key.hexdigest()[:24]}.pickle"
    if path.exists():
        fitted: Fitted = pickle.loads(path.read_bytes())
    else:
        folder.mkdir(parents=True, exist_ok=True)
        started = time.time()
        fitted = fit(train, shape)
        path.write_bytes(pickle.dumps(fitted))
        print(f"{name}: fitted on {len(train)} pages in {time.time() - started:.0f} s", flush=True)
    yield from score_all(fitted, test)


def folds_of_sets(samples: Sequence[Sample], shape: Shape, folder: Path) -> Iterator[Scored]:
    """Score each page of ``FOLDS`` by models that saw no page of any set of its fold."""
    for number, sets in enumerate(FOLDS):
        test = [item for item in samples if item.case.set in sets]
        train = [item for item in samples if item.case.set not in sets]
        if test:
            yield from score_fold(train, test, shape, f"fold{number}", folder)


def halves_of_domains(samples: Sequence[Sample], shape: Shape, folder: Path) -> Iterator[Scored]:
    """Score each page by models that saw no page of its half of all domains."""
    for half in (0, 1):
        test = [item for item in samples if half_of(item.case.domain) == half]
        train = [item for item in samples if half_of(item.case.domain) != half]
        yield from score_fold(train, test, shape, f"half{half}", folder)


Pick = Callable[[Row], bool]


def figures(rows: Sequence[Row]) -> dict[str, float]:
    """Return the means of ``rows``: over pages, and over domains; and the shares of pages that come out badly."""
    if not rows:
        return {}
    by_domain: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        by_domain[row.domain].append(row.f1)
    f1 = np.array([row.f1 for row in rows])
    return {
        "pages": len(rows),
        "f1": round(float(f1.mean()), 4),
        "domains": round(float(np.mean([np.mean(values) for values in by_domain.values()])), 4),
        "precision": round(float(np.mean([row.precision for row in rows])), 4),
        "recall": round(float(np.mean([row.recall for row in rows])), 4),
        "below_0.8": round(float((f1 < 0.8).mean()), 4),
        "below_0.5": round(float((f1 < 0.5).mean()), 4),
        "known": round(float(np.mean([row.known for row in rows])), 4),
        "called_right": round(float(np.mean([row.page_type == row.kind for row in rows])), 4),
    }


def groups(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Return the rows of all articles, then by set, language group and length of the body; forums and other kinds apart."""
    ours = [row for row in rows if row.set not in ("wcxb", "trafilatura")]
    articles = [row for row in ours if row.kind == "article"]
    yield "articles", articles
    for name in sorted({row.set for row in articles}):
        yield f"set {name}", [row for row in articles if row.set == name]
    for name in sorted({language_group(row.language) for row in articles}):
        yield f"language {name}", [row for row in articles if language_group(row.language) == name]
    for low, high in LENGTHS:
        yield f"tokens {low}-{high if high < 10**9 else ''}", [r for r in articles if low <= r.size < high]
    yield "forums", [row for row in ours if row.kind == "forum"]
    wcxb = [row for row in rows if row.set == "wcxb"]
    yield "wcxb all", wcxb
    for kind in sorted({row.kind for row in wcxb}):
        yield f"wcxb {kind}", [row for row in wcxb if row.kind == kind]


def by_half(rows: Sequence[Row]) -> dict[str, dict[str, dict[str, float]]]:
    """Return pages and mean F1 by group and half of the domains: what model files carry as their held-out figures."""
    told = {}
    for name, mine in groups(rows):
        halves = [[row.f1 for row in mine if half_of(row.domain) == half] for half in (0, 1)]
        if all(halves) and name.startswith(("articles", "forums", "wcxb", "set ")):
            told[name] = {
                f"half {half}": {"pages": len(values), "f1": round(float(np.mean(values)), 4)}
                for half, values in enumerate(halves)
            }
    return told


def print_figures(title: str, rows: Sequence[Row]) -> dict[str, Any]:
    """Print one line a group and return the figures by group."""
    print(f"\n{title}")
    print(
        f"{'':28}{'pages':>6}{'F1':>8}{'domains':>8}{'P':>7}{'R':>7}{'<0.8':>7}{'<0.5':>7}{'known':>8}{'kind':>7}"
    )
    told = {}
    for name, mine in groups(rows):
        if not mine:
            continue
        f = told[name] = figures(mine)
        print(
            f"{name:28}{f['pages']:6.0f}{f['f1']:8.4f}{f['domains']:8.4f}{f['precision']:7.3f}{f['recall']:7.3f}"
            f"{f['below_0.8']:7.1%}{f['below_0.5']:7.1%}{f['known']:8.4f}{f['called_right']:7.1%}"
        )
    sets = [told[name]["f1"] for name in told if name.startswith("set ")]
    if sets:
        told["mean of sets"] = {"f1": round(float(np.mean(sets)), 4)}
        print(f"{'mean of article sets':28}{'':6}{told['mean of sets']['f1']:8.4f}")
    for low, high in ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [row.f1 for row in rows if low <= row.confidence < high]
        if inside:
            told[f"confidence {low}"] = {"pages": len(inside), "f1": round(float(np.mean(inside)), 4)}
            print(f"confidence {low}-{min(high, 1)}: {len(inside)} pages, mean F1 {np.mean(inside):.3f}")
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="+", help="page sets")
    parser.add_argument("--step", type=int, default=1, help="use every n-th page only")
    parser.add_argument("--only", choices=("folds", "halves"), help="one of the two ways to leave out")
    parser.add_argument("--shipped", action="store_true", help="judge the shipped models, fit nothing")
    parser.add_argument("--out", type=Path, help="write the figures to this JSON file")
    asked = parser.parse_args()
    started = time.time()
    samples = load(asked.pages, asked.step)
    print(f"{len(samples)} pages, {time.time() - started:.0f} s", flush=True)
    told: dict[str, Any] = {}
    for name, score in _ways(asked, samples):
        scored = list(score)
        rows = [judge_page(one) for one in scored if one.item.has_truth]
        told[name] = print_figures(name, rows)
        segments = segment_figures([one for one in scored if not one.item.has_truth])
        if name == "halves of domains":
            told[name]["by half"] = by_half(rows) | segments
        FOLDER.mkdir(parents=True, exist_ok=True)
        lines = [
            json.dumps(row._asdict(), ensure_ascii=False) + "\n" for row in sorted(rows, key=lambda r: r.f1)
        ]
        (FOLDER / f"rows_{name.split()[0]}.jsonl").write_text("".join(lines), "utf-8")
    print(f"{time.time() - started:.0f} s")
    if asked.out:
        asked.out.write_text(json.dumps(told, indent=1) + "\n")


def _ways(asked: argparse.Namespace, samples: Sequence[Sample]) -> Iterator[tuple[str, Iterable[Scored]]]:
    if asked.shipped:
        yield "shipped models", score_shipped(samples)
        return
    if asked.only != "halves":
        yield "folds of sets", folds_of_sets(samples, Shape(), FOLDER)
    if asked.only != "folds":
        yield "halves of domains", halves_of_domains(samples, Shape(), FOLDER)


if __name__ == "__main__":
    from bench.leave_out import main as run  # so that pickles name this module, not ``__main__``

    run()
