"""Fit the models of text mode: word weights, trees of blocks, trees of pages.

Usage: ``python -m bench.fit_text DATA [--trees N] [--models app/pagemarrow/core/models]``, where DATA is a folder of labelled
inputs ``<rendering>.jsonl.xz``. Each half of a split by domain is scored by models fitted on the other half, with
the shipped decisions; the models written are fitted on both halves, and carry those held-out figures as their provenance.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray

from bench.fit import contents_of
from bench.lexicon import blocks_of, cross_weigh, fold, stored, weigh_words
from bench.text_pages import RENDERINGS, Sample, bag, load_samples, word_f1
from pagemarrow.core.decide.text import decide_text
from pagemarrow.core.match import match
from pagemarrow.core.measure.features import Features
from pagemarrow.core.measure.lexicon import Lexicon, make_lexicon, plain_lexicon
from pagemarrow.core.measure.text import NAMES, PAGE, measure_text
from pagemarrow.core.model import Finding, Metadata, Options
from pagemarrow.core.rules import RULES_VERSION
from pagemarrow.core.score.text import score_text
from pagemarrow.core.score.trees import Ensemble, build

SEED: Final = 7
FOLDS: Final = 4

WEIGHTS: Final[Mapping[str, float]] = {
    "html_text": 1.0, "single": 1.0, "inscriptis": 0.7, "resili_all": 0.7, "selectolax": 1.2,
    "t2_traf_recall": 1.5, "t2_readability": 1.0, "clean": 1.0,
}  # fmt: skip
"""Weight of a page by rendering; within a page a block weighs the root of its words."""

NARROWED: Final = frozenset(("t2_traf_recall", "t2_readability", "clean"))

WORDLESS: Final = 7
"""Of this many pages one is fitted on without word weights, one as if its language had no stop words: so are most
languages, and the trees must stand on the other columns there."""

DATA: Final = "WCXB development articles (CC-BY-4.0, M. Foley 2026) as text in seven renderings, and html_text without blank lines"


class Pages(NamedTuple):
    """The inputs of one rendering with what rules found in them."""

    samples: list[Sample]
    findings: list[Sequence[Finding]]


class Models(NamedTuple):
    """All that is fitted: the contents of three files."""

    words: dict[str, float]
    blocks: dict[str, Any]
    pages: dict[str, Any]

    def built(self) -> tuple[Ensemble, Ensemble]:
        return build(self.blocks), build(self.pages)


def load_pages(folder: Path, rendering: str, most: int | None) -> Pages:
    """Load one rendering and match the rules."""
    samples = list(load_samples(folder, rendering, most))
    return Pages(samples, [match(sample.page, "en") for sample in samples])


def fit(
    groups: Mapping[str, Pages], halves: Iterable[int], trees: int, page_trees: int, rate: float
) -> Models:
    """Fit all models on the pages of ``halves``."""
    chosen = frozenset(halves)
    texts = [sample for sample in groups["html_text"].samples if sample.half in chosen]
    held_out = [make_lexicon(weights) for weights in cross_weigh(texts, FOLDS)]
    values, labels, weights, firsts, raw = [], [], [], [], []
    for name, group in groups.items():
        for sample, findings in zip(group.samples, group.findings, strict=True):
            if sample.half not in chosen or not sample.trusted or not sample.body:
                continue
            rows = _measure_for_fitting(sample, findings, held_out)
            weight = np.sqrt(np.array(sample.words) + 1.0)
            values.append(rows)
            labels.append(np.array(sample.body))
            weights.append(weight / weight.sum() * WEIGHTS[name])
            firsts.append(rows[0, [NAMES.index(column) for column in PAGE]])
            raw.append(name not in NARROWED)
    blocks = _boost(trees, 6, rate)
    blocks.fit(np.concatenate(values), np.concatenate(labels), sample_weight=np.concatenate(weights))
    pages = _boost(page_trees, 4, rate)
    pages.fit(np.array(firsts), np.array(raw))
    return Models(weigh_words(blocks_of(texts)), contents_of(blocks, NAMES), contents_of(pages, PAGE))


def _measure_for_fitting(
    sample: Sample, findings: Sequence[Finding], held_out: Sequence[Lexicon]
) -> NDArray[np.float32]:
    turn = (sample.digest >> 8) % WORDLESS
    language = None if turn == 0 else "en"
    lexicon = plain_lexicon() if turn in (0, 1) else held_out[fold(sample.digest, FOLDS)]
    return measure_text(sample.page, Metadata(), language, findings, lexicon).values


def _boost(trees: int, depth: int, rate: float) -> CatBoostClassifier:
    return CatBoostClassifier(
        iterations=trees, depth=depth, learning_rate=rate, l2_leaf_reg=5, border_count=64,
        random_seed=SEED, thread_count=2, verbose=False, allow_writing_files=False,
    )  # fmt: skip


def report(group: Pages, half: int, models: Models) -> dict[str, float]:
    """Return mean word F1 before and after, and the shares of pages made worse and better by more than 0.01."""
    built = models.built()
    lexicon = make_lexicon(models.words)
    before, after = [], []
    for sample, findings in zip(group.samples, group.findings, strict=True):
        if sample.half != half:
            continue
        features = measure_text(sample.page, Metadata(), "en", findings, lexicon)
        kept = _kept(sample, features, findings, built)
        before.append(word_f1(bag(sample.text), sample.truth))
        after.append(word_f1(bag("\n".join(kept)), sample.truth))
    was, now = np.array(before), np.array(after)
    return {
        "pages": len(before),
        "identity": round(float(was.mean()), 4),
        "f1": round(float(now.mean()), 4),
        "worse": round(float((now < was - 0.01).mean()), 4),
        "better": round(float((now > was + 0.01).mean()), 4),
    }


def _kept(
    sample: Sample, features: Features, findings: Sequence[Finding], models: tuple[Ensemble, Ensemble]
) -> list[str]:
    scores = score_text(features, models)
    verdicts = decide_text(sample.page, Metadata(), features, scores, findings, Options()).verdicts
    return [block.text for block, verdict in zip(sample.page.blocks, verdicts, strict=True) if verdict.kept]


def write(models: Models, folder: Path, provenance: Mapping[str, Any]) -> None:
    """Write the three model files."""
    contents = {
        "text": {"provenance": provenance, **models.blocks},
        "text_page": {"provenance": provenance, **models.pages},
        "text_words": stored(models.words, provenance),
    }
    for name, content in contents.items():
        line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(line + "\n", "utf-8")


def main() -> None:
    """Fit, report both halves, write the model files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--page-trees", type=int, default=40)
    parser.add_argument("--rate", type=float, default=0.15)
    parser.add_argument("--most", type=int, help="pages of each rendering, for a trial")
    parser.add_argument("--models", type=Path, default=Path("app/pagemarrow/core/models"))
    parser.add_argument("--skip-report", action="store_true")
    chosen = parser.parse_args()
    groups = {name: load_pages(chosen.data, name, chosen.most) for name in RENDERINGS}
    settings = (chosen.trees, chosen.page_trees, chosen.rate)
    figures: dict[str, dict[str, Any]] = {}
    for half in () if chosen.skip_report else (0, 1):
        models = fit(groups, (1 - half,), *settings)
        for name, group in groups.items():
            figures.setdefault(name, {})[f"half {half}"] = line = report(group, half, models)
            print(half, name, line, flush=True)
    provenance = {
        "command": " ".join(["python -m bench.fit_text DATA", *sys.argv[2:]]),
        "data": DATA,
        "rules": RULES_VERSION,
        "seed": SEED,
        "fitted_on": "both halves",
        "held_out": figures,
    }
    write(fit(groups, (0, 1), *settings), chosen.models, provenance)


if __name__ == "__main__":
    main()
