"""Fit the model of text mode and write ``app/core/models/text.json``.

Usage: ``python -m bench.fit_text DATA [--trees 150] [--out app/core/models/text.json]``, where DATA is a folder of labelled
inputs ``<rendering>.jsonl.xz``. Both halves of a split by domain are scored by a model fitted on the other;
the model written is fitted on both.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray

from app.core.decide.text import decide_text
from app.core.match import match
from app.core.measure.features import Features
from app.core.measure.text import measure_text
from app.core.model import Finding, Metadata, Options
from app.core.score.trees import Ensemble, build, evaluate
from bench.text_pages import RENDERINGS, Sample, bag, load_samples, word_f1

SEED: Final = 7
UNIT: Final = 1000
"""Leaves are stored as integers of this fraction of a log-odds."""

WEIGHTS: Final[Mapping[str, float]] = {
    "html_text": 1.0, "single": 1.0, "inscriptis": 0.7, "resili_all": 0.7, "selectolax": 1.2,
    "t2_traf_recall": 1.5, "t2_readability": 1.0, "clean": 1.0,
}  # fmt: skip
"""Weight of a page by rendering; within a page a block weighs the root of its words."""

Measured = tuple[Sample, Features, Sequence[Finding]]


def measured(folder: Path, rendering: str, most: int | None) -> list[Measured]:
    """Return the pages of ``rendering`` with their features and findings."""
    pages = []
    for sample in load_samples(folder, rendering, most):
        findings = match(sample.page, "en")
        pages.append((sample, measure_text(sample.page, Metadata(), "en", findings), findings))
    return pages


def fit(pages: Iterable[Measured], trees: int, rate: float) -> dict[str, Any]:
    """Fit oblivious trees on the blocks of ``pages``; return the contents of a model file."""
    values, labels, weights = _stack(pages)
    model = CatBoostClassifier(
        iterations=trees, depth=6, learning_rate=rate, l2_leaf_reg=5, border_count=64,
        random_seed=SEED, thread_count=2, verbose=False, allow_writing_files=False,
    )  # fmt: skip
    model.fit(values, labels, sample_weight=weights)
    return model


def _stack(pages: Iterable[Measured]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    values, labels, weights = [], [], []
    for sample, features, _ in pages:
        if sample.trusted and sample.body:
            weight = np.sqrt(np.array(sample.words) + 1.0)
            values.append(features.values)
            labels.append(np.array(sample.body))
            weights.append(weight / weight.sum() * WEIGHTS[sample.rendering])
    return np.concatenate(values), np.concatenate(labels), np.concatenate(weights)


def export(model: CatBoostClassifier, names: Sequence[str], provenance: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``model`` as the contents of a model file (see ``app.core.score.trees``)."""
    scratch = Path("/tmp") / "marrow-text-model.json"
    model.save_model(str(scratch), format="json")
    stored = json.loads(scratch.read_text("utf-8"))
    scratch.unlink()
    splits: dict[tuple[int, float], int] = {}
    trees = []
    for tree in stored["oblivious_trees"]:
        numbers = [
            splits.setdefault((split["float_feature_index"], split["border"]), len(splits))
            for split in tree["splits"]
        ]
        trees.append({"splits": numbers, "leaves": [round(leaf * UNIT) for leaf in tree["leaf_values"]]})
    return {
        "provenance": dict(provenance),
        "features": list(names),
        "unit": UNIT,
        "bias": stored["scale_and_bias"][1][0],
        "splits": [list(split) for split in splits],
        "trees": trees,
    }


def report(pages: Sequence[Measured], model: Ensemble) -> dict[str, float]:
    """Return mean word F1 before and after, and the shares of pages made worse and better by more than 0.01."""
    before, after = [], []
    for sample, features, findings in pages:
        scores = evaluate(features.values, model)
        verdicts = decide_text(sample.page, Metadata(), features, scores, findings, Options()).verdicts
        kept = [b.text for b, v in zip(sample.page.blocks, verdicts, strict=True) if v.kept]
        before.append(word_f1(bag(sample.text), sample.truth))
        after.append(word_f1(bag("\n".join(kept)), sample.truth))
    was, now = np.array(before), np.array(after)
    return {
        "pages": len(pages),
        "identity": round(float(was.mean()), 4),
        "f1": round(float(now.mean()), 4),
        "worse": round(float((now < was - 0.01).mean()), 4),
        "better": round(float((now > was + 0.01).mean()), 4),
    }


def main() -> None:
    """Fit, report both halves, write the model file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--rate", type=float, default=0.15)
    parser.add_argument("--most", type=int)
    parser.add_argument("--out", type=Path, default=Path("app/core/models/text.json"))
    chosen = parser.parse_args()
    pages = {name: measured(chosen.data, name, chosen.most) for name in RENDERINGS}
    names = pages["html_text"][0][1].names
    figures: dict[str, dict[str, Any]] = {}
    for half in (0, 1):
        fitted = fit((p for group in pages.values() for p in group if p[0].half != half), chosen.trees, chosen.rate)
        model = build(export(fitted, names, {}))
        for name, group in pages.items():
            figures.setdefault(name, {})[f"half {half}"] = line = report([p for p in group if p[0].half == half], model)
            print(half, name, line, flush=True)
    fitted = fit((p for group in pages.values() for p in group), chosen.trees, chosen.rate)
    provenance = {
        "command": " ".join(["python -m bench.fit_text", *sys.argv[1:]]),
        "data": "WCXB development articles as text in seven renderings (CC-BY-4.0, M. Foley 2026), and html_text without blank lines",
        "held_out": figures,
    }
    chosen.out.write_text(json.dumps(export(fitted, names, provenance), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
