"""Fit the HTML models on labelled page sets: name weights, word weights, block score, block score in context, kinds of page.

    python -m bench.leave_out PAGES/wcxb PAGES/trafilatura PAGES/more --out FIGURES           # judge what is fitted this way
    python -m bench.fit_html PAGES/wcxb PAGES/trafilatura PAGES/more --held-out FIGURES       # fit on all, write the model files

Inside a training set nothing that is stacked has seen the page's domain: the name weights and first-pass scores that a model is
fitted on come from the other parts of the set.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.fit import Shape, fit_ensemble, half_of, part_of, write
from bench.lexicon import FEWEST_DOMAINS, stored, weigh_words
from bench.metrics.segments import tally, total
from bench.sample_store import load_samples
from bench.samples import Sample, body_text, fold_spaces, with_words
from bench.sets import load_set
from bench.weighting import page_factors
from pagemarrow.core.containers import build_tree
from pagemarrow.core.decide.decision import Decision
from pagemarrow.core.decide.html import decide_html
from pagemarrow.core.fold import name_words
from pagemarrow.core.measure.context import measure_context
from pagemarrow.core.measure.features import Features
from pagemarrow.core.measure.lexicon import lexicon_for, make_lexicon, plain_lexicon
from pagemarrow.core.measure.names import load_weights, make_weights
from pagemarrow.core.model import Options, Page
from pagemarrow.core.score.pagetype import PageTypes, load_page_types, read_page_types, summarise
from pagemarrow.core.score.trees import build, evaluate
from pagemarrow.core.score.trees import load as load_trees

MODELS = Path(__file__).parent.parent / "app" / "pagemarrow" / "core" / "models"
PARTS = 3
"""Parts of a training set for stacking."""

FEWEST_IN_PARTS = 7
"""Domains that must use a word when only some parts of the set are there to weigh it."""

WORDLESS = 4
"""One domain in so many is fitted on without word weights, as pages in other languages are read."""

FEW_DOMAINS = 4
"""A name word seen on fewer domains gets no weight."""

SMOOTHING = 0.02
"""Added to both shares of a name word, so that one never seen on body has a finite weight."""


PAGE_SHAPE = Shape(trees=120, depth=3, l2=10)
"""Shape of the page-kind models: one row a page, so they must be small."""


def load(roots: Sequence[Path], step: int = 1) -> list[Sample]:
    """Make samples of every ``step``-th page of the page sets at ``roots``; the html of a page is not kept with it."""
    cases = [case for root in roots for case in load_set(root)[::step]]
    return load_samples(cases)


def fit_names(samples: Sequence[Sample]) -> dict[str, float]:
    """Weigh the name words: log of the mean share of body to the mean share of boilerplate inside them."""
    shares: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for item in samples:
        if not item.has_truth:
            continue
        good = float((item.words * item.labels).sum()) or 1.0
        bad = float((item.words * ~item.labels).sum()) or 1.0
        for word, blocks in _blocks_by_word(item.page).items():
            inside = np.fromiter(blocks, dtype=np.intp)
            body = float((item.words[inside] * item.labels[inside]).sum())
            rest = float(item.words[inside].sum()) - body
            shares[word][item.case.domain].append((body / good, rest / bad))
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
    tree = build_tree(page)
    words = name_words(tree.looks)
    for element, look in zip(page.containers, tree.shape.tolist(), strict=True):
        for word in words[look]:
            found[word].update(range(element.first, element.last))
    return found


def fit_lexicon(samples: Sequence[Sample], fewest: int = FEWEST_DOMAINS) -> dict[str, float]:
    """Weigh the words of the short blocks of pages whose whole body is known."""
    return weigh_words(
        (
            (item.case.domain, block.text, bool(inside))
            for item in samples
            if item.has_truth
            for block, inside in zip(item.page.blocks, item.labels, strict=True)
        ),
        fewest,
    )


class Fitted(NamedTuple):
    """Everything that is fitted."""

    names: dict[str, float]
    words: dict[str, float]
    first: dict[str, Any]
    context: dict[str, Any]
    page_types: dict[str, Any]


def fit(samples: Sequence[Sample], shape: Shape) -> Fitted:
    """Fit name and word weights, first pass and context pass on ``samples``, stacking by parts."""
    samples = [item for item in samples if len(item.labels)]
    factors = page_factors([item.case for item in samples]).astype(np.float32)
    samples = [
        item._replace(weights=item.weights * factor) for item, factor in zip(samples, factors, strict=True)
    ]
    plain = plain_lexicon()
    parts = [[s for s in samples if part_of(s.case.domain, PARTS) == part] for part in range(PARTS)]
    rest = [[s for s in samples if part_of(s.case.domain, PARTS) != part] for part in range(PARTS)]
    stacked = [
        with_words(item, weights, plain if _is_wordless(item) else lexicon)
        for part, others in zip(parts, rest, strict=True)
        for weights, lexicon in [
            (make_weights(fit_names(others)), make_lexicon(fit_lexicon(others, FEWEST_IN_PARTS)))
        ]
        for item in part
    ]
    scored: list[tuple[Sample, NDArray[np.float32]]] = []
    for part in range(PARTS):
        others = [item for item in stacked if part_of(item.case.domain, PARTS) != part]
        model = build(_fit_on(others, [item.values for item in others], stacked[0].names, shape))
        mine = [item for item in stacked if part_of(item.case.domain, PARTS) == part]
        scored += [(item, evaluate(item.values, model)) for item in mine]
    names = stacked[0].names
    first = _fit_on(stacked, [item.values for item in stacked], names, shape)
    contexts = [
        measure_context(item.page, Features(item.names, item.values), score) for item, score in scored
    ]
    context = _fit_on([item for item, _ in scored], [c.values for c in contexts], contexts[0].names, shape)
    return Fitted(fit_names(samples), fit_lexicon(samples), first, context, fit_page_types(scored))


def _is_wordless(item: Sample) -> bool:
    """Tell whether to fit on the page as if its language were unknown, so that the models can do without words."""
    return part_of(item.case.domain, PARTS * WORDLESS) // PARTS == 0


def fit_page_types(scored: Sequence[tuple[Sample, NDArray[np.float32]]]) -> dict[str, Any]:
    """Fit one ensemble a page kind against all others, on the pages whose kind is known."""
    scored = [(item, score) for item, score in scored if item.has_truth]
    factors = page_factors([item.case for item, _ in scored])
    summaries = [summarise(Features(item.names, item.values), score) for item, score in scored]
    kinds = np.array([item.case.page_type for item, _ in scored])
    values = np.concatenate([summary.values for summary in summaries])
    names = summaries[0].names
    models = {
        kind: fit_ensemble(values, kinds == kind, factors, names, PAGE_SHAPE) for kind in sorted(set(kinds))
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
    labelled = [_rows(item) for item in samples]
    return fit_ensemble(
        np.concatenate([matrix[rows] for matrix, rows in zip(matrices, labelled, strict=True)]),
        np.concatenate([item.labels[rows] for item, rows in zip(samples, labelled, strict=True)]),
        np.concatenate([item.weights[rows] for item, rows in zip(samples, labelled, strict=True)]),
        names,
        shape,
    )


MOST_ROWS = 400
"""Rows of one page that a model is fitted on, about: pages of thousands of blocks add time and nothing else."""


def _rows(item: Sample) -> NDArray[np.intp]:
    """Return the numbers of the labelled blocks that are fitted on: of a huge page evenly spread ones."""
    labelled = item.weights.nonzero()[0]
    return labelled[:: 1 + len(labelled) // MOST_ROWS]


class Scored(NamedTuple):
    """A sample with what models that never saw its domain think of it."""

    item: Sample
    first: NDArray[np.float32]
    context: NDArray[np.float32]
    page_types: PageTypes


def score_all(fitted: Fitted, samples: Iterable[Sample]) -> Iterator[Scored]:
    """Score each sample by ``fitted``; its names and words are measured by the fitted weights."""
    first, context, lexicon = build(fitted.first), build(fitted.context), make_lexicon(fitted.words)
    names = make_weights(fitted.names)
    page_types = read_page_types(fitted.page_types)
    for item in samples:
        if not len(item.labels):
            yield Scored(item, np.zeros(0, np.float32), np.zeros(0, np.float32), page_types)
            continue
        item = with_words(item, names, lexicon)
        one = evaluate(item.values, first)
        two = evaluate(measure_context(item.page, Features(item.names, item.values), one).values, context)
        yield Scored(item, one, two, page_types)


def score_shipped(samples: Iterable[Sample]) -> Iterator[Scored]:
    """Score each sample by the shipped model files."""
    page_types = load_page_types()
    for item in samples:
        if not len(item.labels):
            yield Scored(item, np.zeros(0, np.float32), np.zeros(0, np.float32), page_types)
            continue
        item = with_words(item, load_weights(), lexicon_for("en", "html_words"))
        one = evaluate(item.values, load_trees("html"))
        two = evaluate(
            measure_context(item.page, Features(item.names, item.values), one).values,
            load_trees("html_context"),
        )
        yield Scored(item, one, two, page_types)


def decided(scored: Scored, options: Options = Options()) -> Decision:  # noqa: B008 - immutable
    """Decide as the service does, on these scores."""
    item = scored.item
    features = Features(item.names, item.values)
    return decide_html(
        item.page, item.metadata, features, scored.context, item.findings, options, scored.page_types
    )


def kept_of(decision: Decision) -> NDArray[np.bool_]:
    """Return which blocks a decision keeps."""
    return np.array([verdict.kept for verdict in decision.verdicts], dtype=np.bool_)


def segment_figures(judged: Sequence[Scored]) -> dict[str, dict[str, dict[str, float]]]:
    """Print segment precision, recall and F, white space folded, of pages that have segments only; return F by half."""
    halves = {}
    for half in (0, 1, None):
        mine = [s for s in judged if half is None or half_of(s.item.case.domain) == half]
        if mine:
            sums = total([
                tally(
                    body_text(scored.item, kept_of(decided(scored))),
                    [fold_spaces(segment) for segment in scored.item.case.wanted],
                    [fold_spaces(segment) for segment in scored.item.case.unwanted],
                )
                for scored in mine
            ])  # fmt: skip
            name = "all" if half is None else f"half {half}"
            print(f"segments, {name}: P {sums.precision:.4f} R {sums.recall:.4f} F {sums.f:.4f}")
            if half is not None:
                halves[name] = {"pages": len(mine), "f1": round(sums.f, 4)}
    return {"trafilatura segments": halves} if halves else {}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="+", help="page sets")
    parser.add_argument(
        "--held-out", type=Path, help="figures that bench.leave_out wrote, to be kept in the files"
    )
    parser.add_argument("--trees", type=int, default=Shape().trees)
    asked = parser.parse_args()
    started = time.time()
    shape = Shape(trees=asked.trees)
    samples = load(asked.pages)
    blocks = sum(len(sample.labels) for sample in samples)
    print(f"{len(samples)} pages, {blocks} blocks, {time.time() - started:.0f} s", flush=True)
    told = json.loads(asked.held_out.read_text("utf-8")) if asked.held_out else {}
    save(fit(samples, shape), shape, told.get("halves of domains", {}).get("by half", {}))
    print(f"{time.time() - started:.0f} s")


def save(fitted: Fitted, shape: Shape, held_out: Mapping[str, Any]) -> None:
    """Write the model files with where they come from."""
    provenance = {
        "data": "WCXB development split (M. Foley 2026, CC-BY-4.0); segments of half of trafilatura's evaluation set; thirteen further public sets",
        "command": "python -m bench.fit_html PAGES/wcxb PAGES/trafilatura PAGES/more",
        "shape": shape._asdict(),
        "held_out": dict(held_out),
    }
    (MODELS / "names.json").write_text(
        json.dumps({"provenance": provenance, "weights": dict(sorted(fitted.names.items()))}, indent=0) + "\n"
    )
    words = json.dumps(stored(fitted.words, provenance), ensure_ascii=False, separators=(",", ":"))
    (MODELS / "html_words.json").write_text(words + "\n", "utf-8")
    write(MODELS / "html.json", fitted.first, provenance)
    write(MODELS / "html_context.json", fitted.context, provenance)
    write(MODELS / "page_types.json", fitted.page_types, provenance | {"shape": PAGE_SHAPE._asdict()})


if __name__ == "__main__":
    from bench.fit_html import main as run  # so that pickles name this module, not ``__main__``

    run()
