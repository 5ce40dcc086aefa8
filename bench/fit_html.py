"""Fit the HTML models on WCXB's development split: name weights, block score, block score in context.

    python -m bench.fit_html ../shared/pages/wcxb            # judge by the split by domain: two halves
    python -m bench.fit_html ../shared/pages/wcxb --write    # then fit on all pages, write app/core/models/

Every page is judged by models that saw no page of its domain. Inside a training set the same holds for
what is stacked: the name weights and first-pass scores that a model is fitted on come from the other parts
of the set.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import pickle
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.decide.decision import Decision
from app.core.decide.expected import expected_best
from app.core.decide.html import decide_html
from app.core.decode import decode
from app.core.language import guess_language
from app.core.match import match
from app.core.measure.containers import build_tree
from app.core.measure.context import measure_context
from app.core.measure.features import Features
from app.core.measure.html import measure_html
from app.core.measure.names import measure_names, name_words
from app.core.measure.wording import measure_wording
from app.core.metadata import read_metadata
from app.core.model import Finding, Metadata, Options, Page
from app.core.score.pagetype import PageTypes, read_page_types, summarise
from app.core.score.trees import build, evaluate
from app.core.segment.html import segment_html
from bench.fit import Shape, fit_ensemble, half_of, part_of, write
from bench.labels import COVERED, label, tokens

MODELS = Path(__file__).parent.parent / "app" / "core" / "models"
PARTS = 3
"""Parts of a training set for stacking."""

FEW_DOMAINS = 4
"""A name word seen on fewer domains gets no weight."""

SMOOTHING = 0.02
"""Added to both shares of a name word, so that one never seen on body has a finite weight."""


PAGE_SHAPE = Shape(trees=120, depth=3, l2=10)
"""Shape of the page-kind models: one row a page, so they must be small."""


class Sample(NamedTuple):
    """A labelled page: what the models see of it, and what its output is judged by."""

    key: str
    domain: str
    page_type: str
    page: Page
    metadata: Metadata
    findings: tuple[Finding, ...]
    names: tuple[str, ...]
    values: NDArray[np.float32]
    labels: NDArray[np.bool_]
    words: NDArray[np.float32]
    weights: NDArray[np.float32]
    codes: tuple[NDArray[np.intp], ...]
    """Per block, each token's number in the truth's vocabulary, -1 when the truth lacks it."""
    truth: NDArray[np.intp]
    """How often the truth has each token of its vocabulary."""


def load(root: Path, step: int = 1) -> list[Sample]:
    """Segment, measure and label the development pages of a WCXB folder."""
    samples = []
    described = json.loads((root / "metadata.json").read_text("utf-8"))["files"]
    for path in sorted((root / "dev" / "ground-truth").glob("*.json"))[::step]:
        record = json.loads(path.read_text("utf-8"))
        raw = gzip.decompress((root / "dev" / "html" / f"{path.stem}.html.gz").read_bytes())
        truth = record["ground_truth"].get("main_content") or ""
        kind = record["_internal"]["page_type"]["primary"]
        domain = described[path.stem]["domain"]
        samples.append(sample(path.stem, domain, record.get("url", ""), kind, raw, truth))
    return samples


def sample(key: str, domain: str, url: str, page_type: str, raw: bytes, truth: str) -> Sample:
    """Make one labelled page."""
    page = segment_html(decode(raw, "text/html").text)
    metadata = read_metadata(page.declared, url)
    language = guess_language(page.blocks, metadata.language)
    findings = match(page, language)
    features = measure_html(page, metadata, language, findings)
    texts = [block.text for block in page.blocks]
    per_block = [tokens(text) for text in texts]
    counts = Counter(tokens(truth))
    vocabulary = {token: number for number, token in enumerate(counts)}
    words = np.array([len(block) for block in per_block], dtype=np.float32)
    labels = np.array(label(texts, truth)) >= COVERED
    total = max(sum(counts.values()), 50)
    weights = words / total
    bad = float(weights[~labels].sum())
    weights[~labels] *= min(1.0, 4.0 / bad) if bad else 1.0
    return Sample(
        key, domain, page_type, page, metadata, findings,
        features.names, features.values, labels, words, np.maximum(weights, 0.0005).astype(np.float32),
        tuple(np.array([vocabulary.get(t, -1) for t in block], dtype=np.intp) for block in per_block),
        np.array(list(counts.values()), dtype=np.intp),
    )  # fmt: skip


def word_f1(item: Sample, kept: NDArray[np.bool_]) -> float:
    """Return the F1 of the bags of words of the kept blocks and of the truth; 1 when both are empty."""
    chosen = [codes for codes, keep in zip(item.codes, kept, strict=True) if keep]
    predicted = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.intp)
    if not len(predicted) or not item.truth.sum():
        return float(len(predicted) == 0 and item.truth.sum() == 0)
    common = predicted[predicted >= 0]
    hits = np.minimum(np.bincount(common, minlength=len(item.truth)), item.truth).sum()
    return float(2 * hits / (len(predicted) + item.truth.sum()))


def fit_names(samples: Sequence[Sample]) -> dict[str, float]:
    """Weigh the name words: log of the mean share of body to the mean share of boilerplate inside them."""
    shares: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for item in samples:
        good = float((item.words * item.labels).sum()) or 1.0
        bad = float((item.words * ~item.labels).sum()) or 1.0
        for word, blocks in _blocks_by_word(item.page).items():
            inside = np.fromiter(blocks, dtype=np.intp)
            body = float((item.words[inside] * item.labels[inside]).sum())
            rest = float(item.words[inside].sum()) - body
            shares[word][item.domain].append((body / good, rest / bad))
    weights = {}
    for word, by_domain in shares.items():
        if len(by_domain) >= FEW_DOMAINS:
            means = np.array([np.mean(pairs, axis=0) for pairs in by_domain.values()])
            body, rest = means.mean(axis=0)
            shrink = len(by_domain) / (len(by_domain) + 5)
            weights[word] = round(math.log((body + SMOOTHING) / (rest + SMOOTHING)) * shrink, 3)
    return weights


def _blocks_by_word(page: Page) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for element in page.containers:
        for word in name_words(element.tag, element.name):
            found[word].update(range(element.first, element.last))
    return found


def with_names(item: Sample, weights: Mapping[str, float]) -> Sample:
    """Return the sample with its name columns measured by ``weights``."""
    if not item.page.blocks:
        return item
    wording = measure_wording(item.page.blocks)
    tree = build_tree(item.page.containers)
    columns = measure_names(item.page, tree, wording, weights)
    values = item.values.copy()
    for name, column in columns.items():
        values[:, item.names.index(name)] = column
    return item._replace(values=values)


class Fitted(NamedTuple):
    """Everything that is fitted."""

    names: dict[str, float]
    first: dict[str, Any]
    context: dict[str, Any]
    page_types: dict[str, Any]


def fit(samples: Sequence[Sample], shape: Shape) -> Fitted:
    """Fit name weights, first pass and context pass on ``samples``, stacking by parts."""
    samples = [item for item in samples if len(item.labels)]
    parts = [[s for s in samples if part_of(s.domain, PARTS) == part] for part in range(PARTS)]
    rest = [[s for s in samples if part_of(s.domain, PARTS) != part] for part in range(PARTS)]
    stacked = [
        with_names(item, weights)
        for part, others in zip(parts, rest, strict=True)
        for weights in [fit_names(others)]
        for item in part
    ]
    scored: list[tuple[Sample, NDArray[np.float32]]] = []
    for part in range(PARTS):
        others = [item for item in stacked if part_of(item.domain, PARTS) != part]
        model = build(_fit_on(others, [item.values for item in others], stacked[0].names, shape))
        mine = [item for item in stacked if part_of(item.domain, PARTS) == part]
        scored += [(item, evaluate(item.values, model)) for item in mine]
    names = stacked[0].names
    first = _fit_on(stacked, [item.values for item in stacked], names, shape)
    contexts = [
        measure_context(item.page, Features(item.names, item.values), score) for item, score in scored
    ]
    context = _fit_on([item for item, _ in scored], [c.values for c in contexts], contexts[0].names, shape)
    return Fitted(fit_names(samples), first, context, fit_page_types(scored))


def fit_page_types(scored: Sequence[tuple[Sample, NDArray[np.float32]]]) -> dict[str, Any]:
    """Fit one ensemble a page kind against all others."""
    summaries = [summarise(Features(item.names, item.values), score) for item, score in scored]
    kinds = np.array([item.page_type for item, _ in scored])
    values = np.concatenate([summary.values for summary in summaries])
    names, even = summaries[0].names, np.ones(len(scored))
    models = {
        kind: fit_ensemble(values, kinds == kind, even, names, PAGE_SHAPE) for kind in sorted(set(kinds))
    }
    return {
        "features": list(names),
        "types": {
            kind: {key: part for key, part in model.items() if key != "features"}
            for kind, model in models.items()
        },
    }


def _fit_on(
    samples: Sequence[Sample], matrices: Sequence[NDArray[np.float32]], names: Sequence[str], shape: Shape
) -> dict[str, Any]:
    return fit_ensemble(
        np.concatenate(matrices),
        np.concatenate([item.labels for item in samples]),
        np.concatenate([item.weights for item in samples]),
        names,
        shape,
    )


class Scored(NamedTuple):
    """A sample with what models that never saw its domain think of it."""

    item: Sample
    first: NDArray[np.float32]
    context: NDArray[np.float32]
    page_types: PageTypes


def score_all(fitted: Fitted, samples: Iterable[Sample]) -> Iterator[Scored]:
    """Score each sample by ``fitted``; its name columns are measured by the fitted weights."""
    first, context = build(fitted.first), build(fitted.context)
    page_types = read_page_types(fitted.page_types)
    for item in samples:
        if not len(item.labels):
            yield Scored(item, np.zeros(0, np.float32), np.zeros(0, np.float32), page_types)
            continue
        item = with_names(item, fitted.names)
        one = evaluate(item.values, first)
        two = evaluate(measure_context(item.page, Features(item.names, item.values), one).values, context)
        yield Scored(item, one, two, page_types)


def choose_best(item: Sample, score: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Keep what maximises the expected F1: the scores alone, without passes."""
    probability = 1 / (1 + np.exp(-score))
    return np.asarray(probability > expected_best(probability, item.words)[0])


def decided(scored: Scored) -> Decision:
    """Decide as the service does, on these scores."""
    item = scored.item
    features = Features(item.names, item.values)
    return decide_html(
        item.page, item.metadata, features, scored.context, item.findings, Options(), scored.page_types
    )


def kept_of(decision: Decision) -> NDArray[np.bool_]:
    """Return which blocks a decision keeps."""
    return np.array([verdict.kept for verdict in decision.verdicts], dtype=np.bool_)


CHOICES: Mapping[str, Callable[[Scored], NDArray[np.bool_]]] = {
    "first pass": lambda scored: choose_best(scored.item, scored.first),
    "second pass": lambda scored: choose_best(scored.item, scored.context),
    "decided": lambda scored: kept_of(decided(scored)),
}


def report(judged: Sequence[Scored]) -> None:
    """Print mean word F1 by page type, how well kinds of pages are told, and what confidence is worth."""
    for name, choose in CHOICES.items():
        groups: dict[str, list[float]] = defaultdict(list)
        for scored in judged:
            item = scored.item
            value = word_f1(item, choose(scored))
            half = half_of(item.domain)
            for group in {item.page_type, "all", f"all/{half}", f"{item.page_type}/{half}"}:
                groups[group].append(value)
        shown = [g for g in sorted(groups) if "/" not in g or g[:-2] in ("all", "article")]
        print(f"{name:12}", "  ".join(f"{group} {np.mean(groups[group]):.4f}" for group in shown))
    decisions = [decided(scored) for scored in judged]
    right = [d.page_type == s.item.page_type for d, s in zip(decisions, judged, strict=True)]
    print(f"page type told right: {np.mean(right):.3f}")
    confidence = np.array([d.confidence for d in decisions])
    values = np.array([word_f1(s.item, kept_of(d)) for d, s in zip(decisions, judged, strict=True)])
    for low, high in ((0.9, 1.1), (0.8, 0.9), (0.7, 0.8), (0.5, 0.7), (0.0, 0.5)):
        inside = (confidence >= low) & (confidence < high)
        print(f"confidence {low}-{min(high, 1)}: {inside.sum()} pages, mean F1 {values[inside].mean():.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, help="a WCXB folder")
    parser.add_argument("--write", action="store_true", help="fit on all pages and write the model files")
    parser.add_argument("--skip-judging", action="store_true", help="write without the split by domain")
    parser.add_argument(
        "--dump", type=Path, help="pickle the judged pages with their scores, to study errors"
    )
    parser.add_argument("--trees", type=int, default=Shape().trees)
    parser.add_argument("--step", type=int, default=1, help="use every n-th page only")
    arguments = parser.parse_args()
    shape = Shape(trees=arguments.trees)
    started = time.time()
    samples = load(arguments.pages, arguments.step)
    print(
        f"{len(samples)} pages, {sum(len(s.labels) for s in samples)} blocks, {time.time() - started:.0f} s"
    )
    if not arguments.skip_judging:
        judge(samples, shape, arguments.dump)
    print(f"{time.time() - started:.0f} s")
    if arguments.write:
        save(fit(samples, shape), shape)


def judge(samples: Sequence[Sample], shape: Shape, dump: Path | None = None) -> None:
    """Fit on each half, score the other, print the figures."""
    judged: list[Scored] = []
    for half in (0, 1):
        fitted = fit([item for item in samples if half_of(item.domain) != half], shape)
        judged += score_all(fitted, [item for item in samples if half_of(item.domain) == half])
    if dump:
        dump.write_bytes(pickle.dumps(judged))
    report(judged)


def save(fitted: Fitted, shape: Shape) -> None:
    """Write the model files with where they come from."""
    provenance = {
        "data": "WCXB development split (M. Foley 2026, CC-BY-4.0)",
        "command": "python -m bench.fit_html PAGES/wcxb --write",
        "shape": shape._asdict(),
    }
    (MODELS / "names.json").write_text(
        json.dumps({"provenance": provenance, "weights": dict(sorted(fitted.names.items()))}, indent=0) + "\n"
    )
    write(MODELS / "html.json", fitted.first, provenance)
    write(MODELS / "html_context.json", fitted.context, provenance)
    write(MODELS / "page_types.json", fitted.page_types, provenance | {"shape": PAGE_SHAPE._asdict()})


if __name__ == "__main__":
    from bench.fit_html import main as run  # so that pickles name this module, not ``__main__``

    run()
