"""Fit the models of text mode: word weights, block score, block score in context, score of pages.

    python -m bench.fit_text TEXT TEXT/more --threads PAGES/wcxb PAGES/more            # judge by halves of domains
    python -m bench.fit_text TEXT TEXT/more --threads PAGES/wcxb PAGES/more --sets     # and by leaving folds of sets out
    python -m bench.fit_text TEXT TEXT/more --threads PAGES/wcxb PAGES/more --write    # fit on all, write the model files

TEXT are folders of labelled inputs ``<rendering>.jsonl.xz``. Of the page sets after ``--threads`` the forums' threads are
rendered and labelled. Whatever is judged was scored by models that saw no page of its domain, or of its set. Inside a
training set the same holds for what is stacked: word weights and first-pass scores come from its other parts.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.fit import Shape, fit_ensemble, part_of
from bench.leave_out import FOLDS, language_group
from bench.lexicon import blocks_of, stored, weigh_words
from bench.sets import load_set
from bench.text_pages import RENDERINGS, Sample, bag, clean_sample, load_samples, render_samples, word_f1
from bench.weighting import DOMAIN_POWER, POWER
from pagemarrow.core.decide.decision import Decision
from pagemarrow.core.decide.text import decide_text
from pagemarrow.core.match import match
from pagemarrow.core.measure.features import Features
from pagemarrow.core.measure.lexicon import Lexicon, make_lexicon, plain_lexicon
from pagemarrow.core.measure.text import NAMES, PAGE, measure_text
from pagemarrow.core.measure.text_context import TEXT_CONTEXT, measure_text_context
from pagemarrow.core.model import Finding, Metadata, Options
from pagemarrow.core.rules import RULES_VERSION
from pagemarrow.core.score.text import TextModels, first_pass, second_pass
from pagemarrow.core.score.trees import build

MODELS: Final = Path(__file__).parent.parent / "app" / "pagemarrow" / "core" / "models"
PARTS: Final = 3
"""Parts of a training set for stacking."""
PAGE_SHAPE: Final = Shape(trees=40, depth=4, rate=0.15)

WEIGHTS: Final[Mapping[str, float]] = {
    "html_text": 1.0, "single": 1.0, "inscriptis": 0.7, "resili_all": 0.7, "selectolax": 1.2,
    "t2_traf_recall": 1.5, "t2_readability": 1.0, "clean": 1.0,
}  # fmt: skip
"""Weight of a page by rendering; within a page a block weighs the root of its words."""

NARROWED: Final = frozenset(("t2_traf_recall", "t2_readability", "clean"))
THREADS: Final = ("html_text", "single", "selectolax")
"""Renderings that forums' threads are fitted on in."""

THREAD_WEIGHT: Final = 2.0
"""Threads are few and unlike all else."""

WORDLESS: Final = 7
"""Of this many pages one is fitted on without word weights, one as if its language had no stop words: so are most
languages, and the trees must stand on the other columns there."""

TITLED: Final = 2
"""Of this many pages one is fitted on with its headline told, as a caller may tell it."""

MOST_ROWS: Final = 160
"""Blocks of one input that a model is fitted on, about."""


class Input(NamedTuple):
    """An input with what rules found in it."""

    sample: Sample
    findings: Sequence[Finding]

    @property
    def group(self) -> str:
        """What the input weighs in: its set and kind."""
        return f"{self.sample.set}/{self.sample.kind}"


class Models(NamedTuple):
    """All that is fitted: the contents of four files."""

    words: dict[str, float]
    blocks: dict[str, Any]
    context: dict[str, Any]
    pages: dict[str, Any]

    def built(self) -> TextModels:
        return TextModels(build(self.blocks), build(self.context), build(self.pages))


def load(folders: Sequence[Path], threads: Sequence[Path], step: int) -> list[Input]:
    """Load all inputs in all renderings, in two processes."""
    jobs = [(folder, rendering, step) for folder in folders for rendering in RENDERINGS]
    with ProcessPoolExecutor(2) as pool:
        loaded = [*pool.map(_load_folder, jobs), *pool.map(_load_threads, [(root, step) for root in threads])]
    return [item for items in loaded for item in items]


def _load_folder(job: tuple[Path, str, int]) -> list[Input]:
    folder, rendering, step = job
    samples = list(load_samples(folder, rendering))[::step]
    if rendering == "clean" and not samples:  # of the further sets it is made: it is the truth itself
        samples = [clean_sample(sample) for sample in list(load_samples(folder, "html_text"))[::step]]
    return [_input(sample) for sample in samples]


def _load_threads(job: tuple[Path, int]) -> list[Input]:
    root, step = job
    cases = [case for case in load_set(root) if case.page_type == "forum" and case.truth][::step]
    return [_input(sample) for rendering in THREADS for sample in render_samples(cases, rendering)]


def _input(sample: Sample) -> Input:
    return Input(sample, tuple(match(sample.page, sample.language)))


def weigh(inputs: Sequence[Input]) -> NDArray[np.float32]:
    """Return [inputs] the weight of each: by rendering, and so that sets weigh more alike than pages."""
    pages: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for item in inputs:
        pages[item.group][item.sample.domain].add(item.sample.id)
    sizes = {
        group: sum(len(ids) ** DOMAIN_POWER for ids in domains.values()) for group, domains in pages.items()
    }
    weights = np.array([
        WEIGHTS[item.sample.rendering]
        * (THREAD_WEIGHT if item.sample.kind == "forum" else 1.0)
        * len(pages[item.group][item.sample.domain]) ** (DOMAIN_POWER - 1)
        / sizes[item.group] ** POWER
        for item in inputs
    ])  # fmt: skip
    return np.asarray(weights / weights.mean(), dtype=np.float32)


def fit(inputs: Sequence[Input], shape: Shape) -> Models:
    """Fit all models on ``inputs``, stacking by parts of the domains."""
    inputs = [item for item in inputs if item.sample.trusted and item.sample.body]
    weights = weigh(inputs)
    parts = np.array([part_of(item.sample.domain, PARTS) for item in inputs])
    english = [
        item.sample
        for item in inputs
        if item.sample.rendering == "html_text" and item.sample.language == "en"
    ]
    held_out = [
        make_lexicon(weigh_words(blocks_of(s for s in english if part_of(s.domain, PARTS) != part)))
        for part in range(PARTS)
    ]
    measured = [_measure_for_fitting(item, held_out[part]) for item, part in zip(inputs, parts, strict=True)]
    rows = [_rows(item.sample) for item in inputs]
    labels = [np.array(item.sample.body)[chosen] for item, chosen in zip(inputs, rows, strict=True)]
    counts = [
        _count(item.sample, chosen) * weight
        for item, chosen, weight in zip(inputs, rows, weights, strict=True)
    ]

    def fit_on(
        values: Sequence[NDArray[np.float32]], chosen: NDArray[np.bool_], names: Sequence[str]
    ) -> dict[str, Any]:
        numbers = chosen.nonzero()[0].tolist()
        return fit_ensemble(
            np.concatenate([values[n][rows[n]] for n in numbers]),
            np.concatenate([labels[n] for n in numbers]),
            np.concatenate([counts[n] for n in numbers]),
            names,
            shape,
        )

    values = [features.values for features in measured]
    contexts: list[NDArray[np.float32]] = [np.zeros((0, 0), np.float32)] * len(inputs)
    for part in range(PARTS):
        model = build(fit_on(values, parts != part, NAMES))
        for number in (parts == part).nonzero()[0].tolist():
            features = measured[number]
            scores = first_pass(features, model)
            contexts[number] = measure_text_context(inputs[number].sample.page, features, scores).values
    everything = np.ones(len(inputs), dtype=np.bool_)
    firsts = np.array([v[0, [NAMES.index(column) for column in PAGE]] for v in values])
    raw = np.array([item.sample.rendering not in NARROWED for item in inputs])
    return Models(
        weigh_words(blocks_of(english)),
        fit_on(values, everything, NAMES),
        fit_on(contexts, everything, TEXT_CONTEXT),
        fit_ensemble(firsts, raw, weights, PAGE, PAGE_SHAPE),
    )


def _rows(sample: Sample) -> NDArray[np.intp]:
    """Return the numbers of the blocks that are fitted on: of a long input evenly spread ones."""
    return np.arange(0, len(sample.body), 1 + len(sample.body) // MOST_ROWS)


def _count(sample: Sample, chosen: NDArray[np.intp]) -> NDArray[np.float64]:
    weight = np.sqrt(np.array(sample.words) + 1.0)[chosen]
    return np.asarray(weight / weight.sum())


def _measure_for_fitting(item: Input, held_out: Lexicon) -> Features:
    sample = item.sample
    turn = (sample.digest >> 8) % WORDLESS
    language = None if turn == 0 else sample.language
    lexicon = plain_lexicon() if turn in (0, 1) or sample.language != "en" else held_out
    title = sample.title if (sample.digest >> 16) % TITLED == 0 else None
    return measure_text(sample.page, Metadata(title=title or None), language, item.findings, lexicon)


class Judged(NamedTuple):
    """What became of one input."""

    set: str
    kind: str
    rendering: str
    language: str
    before: float
    """F1 of the input as it is."""
    f1: float
    titled: float
    """F1 when the caller tells the headline."""
    confidence: float
    half: int


def judge(item: Input, models: TextModels, lexicon: Lexicon) -> Judged:
    """Decide on one input as the service does."""
    sample = item.sample
    before = word_f1(bag(sample.text), sample.truth)
    f1, confidence = _decided(item, models, lexicon, None)
    titled = _decided(item, models, lexicon, sample.title)[0] if sample.title else f1
    language = sample.language or "other"
    return Judged(
        sample.set, sample.kind, sample.rendering, language, before, f1, titled, confidence, sample.half
    )


def _decided(item: Input, models: TextModels, lexicon: Lexicon, title: str | None) -> tuple[float, float]:
    sample = item.sample
    metadata = Metadata(title=title)
    words = lexicon if sample.language == "en" else plain_lexicon()
    features = measure_text(sample.page, metadata, sample.language, item.findings, words)
    scores = second_pass(sample.page, features, models)
    options = Options(page_type="forum") if sample.kind == "forum" else Options()
    decision: Decision = decide_text(sample.page, metadata, features, scores, item.findings, options)
    kept = [b.text for b, verdict in zip(sample.page.blocks, decision.verdicts, strict=True) if verdict.kept]
    return word_f1(bag("\n".join(kept)), sample.truth), decision.confidence


def groups(rows: Sequence[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    """Return the rows by rendering, of articles by set and language group, of threads by set."""
    further = [row for row in rows if row.set != "wcxb"]
    for name in RENDERINGS:
        yield (
            f"wcxb {name}",
            [r for r in rows if r.set == "wcxb" and r.kind == "article" and r.rendering == name],
        )
        mine = [row for row in further if row.kind == "article" and row.rendering == name]
        yield f"articles {name}", mine
        for language in sorted({language_group(row.language) for row in mine}):
            yield f"  {language} {name}", [row for row in mine if language_group(row.language) == language]
    for name in sorted({row.set for row in further}):
        yield (
            f"set {name}",
            [r for r in further if r.set == name and r.kind == "article" and r.rendering == "html_text"],
        )
    for name in sorted({row.set for row in rows}):
        yield (
            f"threads {name}",
            [r for r in rows if r.set == name and r.kind == "forum" and r.rendering == "html_text"],
        )


def print_figures(title: str, rows: Sequence[Judged]) -> dict[str, Any]:
    """Print one line a group and return the figures by group."""
    print(
        f"\n{title}\n{'':30}{'inputs':>7}{'as is':>8}{'F1':>8}{'titled':>8}{'<0.8':>7}{'<0.5':>7}{'hurt':>7}"
    )
    told: dict[str, Any] = {}
    for name, mine in groups(rows):
        if not mine:
            continue
        f1, before = np.array([row.f1 for row in mine]), np.array([row.before for row in mine])
        titled = np.mean([row.titled for row in mine])
        told[name.strip()] = {
            "pages": len(mine),
            "identity": round(float(before.mean()), 4),
            "f1": round(float(f1.mean()), 4),
            "titled": round(float(titled), 4),
            "below_0.8": round(float((f1 < 0.8).mean()), 4),
            "below_0.5": round(float((f1 < 0.5).mean()), 4),
            "worse": round(float((f1 < before - 0.01).mean()), 4),
        }
        f = told[name.strip()]
        print(
            f"{name:30}{len(mine):7}{f['identity']:8.4f}{f['f1']:8.4f}{f['titled']:8.4f}"
            f"{f['below_0.8']:7.1%}{f['below_0.5']:7.1%}{f['worse']:7.1%}"
        )
    raw = [row for row in rows if row.rendering not in NARROWED]
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        inside = [row.f1 for row in raw if low <= row.confidence < high]
        if inside:
            print(f"confidence {low}-{min(high, 1)}: {len(inside)} inputs, mean F1 {np.mean(inside):.3f}")
    return told


def by_half(rows: Sequence[Judged]) -> dict[str, dict[str, dict[str, float]]]:
    """Return inputs, their F1 as they are and what becomes of it, by group and half of the domains."""
    told = {}
    for name, mine in groups(rows):
        halves = [[row for row in mine if row.half == half] for half in (0, 1)]
        if all(halves) and not name.startswith(" "):
            told[f"text {name}"] = {
                f"half {half}": {
                    "pages": len(inside),
                    "identity": round(float(np.mean([row.before for row in inside])), 4),
                    "f1": round(float(np.mean([row.f1 for row in inside])), 4),
                }
                for half, inside in enumerate(halves)
            }
    return told


def judge_all(train: Sequence[Input], test: Iterable[Input], shape: Shape) -> list[Judged]:
    """Fit on ``train`` and judge ``test``."""
    started = time.time()
    models = fit(train, shape)
    built, lexicon = models.built(), make_lexicon(models.words)
    rows = [judge(item, built, lexicon) for item in test]
    print(f"fitted on {len(train)}, judged {len(rows)} in {time.time() - started:.0f} s", flush=True)
    return rows


def write(models: Models, folder: Path, provenance: Mapping[str, Any]) -> None:
    """Write the four model files."""
    contents = {
        "text": {"provenance": provenance, **models.blocks},
        "text_context": {"provenance": provenance, **models.context},
        "text_page": {"provenance": provenance, **models.pages},
        "text_words": stored(models.words, provenance),
    }
    for name, content in contents.items():
        line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(line + "\n", "utf-8")


def main() -> None:
    """Fit, report, write the model files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--threads", type=Path, nargs="*", default=[])
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--step", type=int, default=1, help="use every n-th page only")
    parser.add_argument("--sets", action="store_true", help="judge by leaving folds of sets out")
    parser.add_argument("--skip-judging", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    started = time.time()
    shape = Shape(trees=asked.trees, rate=0.15)
    inputs = load(asked.data, asked.threads, asked.step)
    print(f"{len(inputs)} inputs, {time.time() - started:.0f} s", flush=True)
    told: dict[str, Any] = {}
    if asked.sets:
        rows: list[Judged] = []
        for sets in FOLDS:
            train = [item for item in inputs if item.sample.set not in sets]
            rows += judge_all(train, [item for item in inputs if item.sample.set in sets], shape)
        told["sets"] = print_figures("folds of sets", rows)
    if not asked.skip_judging:
        rows = []
        for half in (0, 1):
            train = [item for item in inputs if item.sample.half != half]
            rows += judge_all(train, [item for item in inputs if item.sample.half == half], shape)
        told["halves"] = print_figures("halves of domains", rows)
        told["by half"] = by_half(rows)
    if asked.write:
        provenance = {
            "command": "python -m bench.fit_text TEXT TEXT/more --threads PAGES/wcxb PAGES/more --write",
            "data": "WCXB development articles (CC-BY-4.0, M. Foley 2026) and thirteen further public sets as text; forums' threads",
            "rules": RULES_VERSION,
            "held_out": told.get("by half", {}),
        }
        write(fit(inputs, shape), MODELS, provenance)
    print(f"{time.time() - started:.0f} s")


if __name__ == "__main__":
    from bench.fit_text import main as run  # so that what goes between processes is named by this module

    run()
