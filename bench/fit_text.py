"""Fit the models of text mode: word weights, trees of blocks, trees of pages.

Usage: ``python -m bench.fit_text TEXT [--more MORE] [--lines LINES] [--pages PAGES] [--models app/pagemarrow/core/models]``.
TEXT and MORE are folders of labelled inputs ``<rendering>.jsonl.xz``, LINES one of web text whose lines people marked, PAGES
one of page sets whose forum threads are rendered here. ``python -m bench.text_left_out`` judges what is fitted this way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.fit import Shape, fit_ensemble
from bench.lexicon import cross_weigh, fold, short_blocks, stored, weigh_rows
from bench.text_pages import LINES, RENDERINGS, Row, label_blocks, read_lines, read_rows, render_threads
from pagemarrow.core.language import guess_language
from pagemarrow.core.match import match
from pagemarrow.core.measure.lexicon import Lexicon, make_lexicon, plain_lexicon
from pagemarrow.core.measure.text import NAMES, PAGE, measure_text
from pagemarrow.core.model import Metadata
from pagemarrow.core.rules import RULES_VERSION

FOLDS: Final = 4
COVERED: Final = 0.8
"""Pages whose truth is found in the input to less than this share have labels not to be learnt from."""

WEIGHTS: Final[Mapping[str, float]] = {
    "html_text": 1.0, "single": 1.0, "inscriptis": 1.0, "resili_all": 1.0, "selectolax": 1.2,
    "t2_traf_recall": 1.5, "t2_readability": 1.0, "clean": 1.2, LINES: 1.0,
}  # fmt: skip
"""Weight of an input by rendering; within it a block weighs the root of its words."""

TAKEN: Final[Mapping[str, int]] = {
    "html_text": 4, "single": 1, "inscriptis": 1, "resili_all": 1, "selectolax": 2,
    "t2_traf_recall": 2, "t2_readability": 1, "clean": 2, LINES: 4,
}  # fmt: skip
"""Of four sites so many are fitted on in each rendering: renderings of one page are much alike."""

MOST_BLOCKS: Final = 64
"""Blocks of an input that the trees are fitted on, drawn at random: blocks of one page are much alike, too."""

NARROWED: Final = frozenset(("t2_traf_recall", "t2_readability", "clean"))
"""What counts as the output of another extractor. Marked lines do not: there people found noise to drop."""

FORUM_WEIGHT: Final = 2.0
"""Threads are few and unlike all else."""

LARGEST_SET: Final = 100
"""Sets weigh by the root of their pages; a page of a set of this size weighs 1, and none more than twice that."""

WORDLESS: Final = 7
"""Of this many pages one is fitted on without word weights, one as if its language had no stop words: so are most
languages, and the trees must stand on the other columns there."""

DATA: Final = (
    "WCXB development articles (CC-BY-4.0, M. Foley 2026) as text in eight renderings, articles and forum threads of thirteen more "
    "public sets as text, and web text whose lines people marked (Laippala et al. 2022)"
)
TREES: Final = Shape(trees=160, depth=6, rate=0.15)
PAGE_TREES: Final = Shape(trees=40, depth=4, rate=0.15)


class Measured(NamedTuple):
    """An input as it is fitted on."""

    values: NDArray[np.float32]
    labels: NDArray[np.bool_]
    weights: NDArray[np.float64]
    """[blocks], their sum is 1."""


class Models(NamedTuple):
    """All that is fitted: the contents of three files."""

    words: dict[str, float]
    blocks: dict[str, Any]
    pages: dict[str, Any]


def load_rows(
    text: Path, more: Path | None, lines: Path | None, pages: Path | None, sample: int = 1
) -> list[Row]:
    """Return all inputs, or of each set every ``sample``-th page."""
    folders = [folder for folder in (text, more) if folder]
    rows = [row for folder in folders for name in RENDERINGS for row in read_rows(folder, name)]
    rows += read_lines(lines) if lines else []
    rows += render_threads(pages) if pages else []
    seen: dict[tuple[str, str], int] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        if (row.set, row.id) not in seen:
            seen[row.set, row.id] = counts[row.set]
            counts[row.set] += 1
    return [row for row in rows if seen[row.set, row.id] % sample == 0]


def is_fitted_on(row: Row) -> bool:
    """Tell whether a row is one that the trees see."""
    turn = (row.digest >> 16) + RENDERINGS.index(row.rendering) if row.kind != LINES else 0
    return row.cover >= COVERED and turn % 4 < TAKEN[row.rendering]


_LEXICONS: list[Lexicon] = []
"""Of the folds, for the processes that measure."""


def measure_row(row: Row) -> Measured | None:
    """Measure one row for fitting; ``None`` for a row without a block."""
    labelled = label_blocks(row)
    if not labelled.body:
        return None
    blocks = labelled.page.blocks
    turn = (row.digest >> 8) % WORDLESS
    language = guess_language(blocks, None)
    findings = match(labelled.page, language or "en")
    if turn == 0:
        language = None
    plain = turn in (0, 1) or language != "en"
    lexicon = plain_lexicon() if plain else _LEXICONS[fold(row.digest, FOLDS)]
    title = row.title if row.title and (row.digest >> 24) % 2 else None
    values = measure_text(labelled.page, Metadata(title=title), language, findings, lexicon).values
    weights = np.sqrt(np.array(labelled.words) + 1.0)
    body = np.array(labelled.body)
    if len(blocks) > MOST_BLOCKS:
        drawn = np.sort(np.random.default_rng(row.digest % 2**32).permutation(len(blocks))[:MOST_BLOCKS])
        values, body, weights = values[drawn], body[drawn], weights[drawn]
    return Measured(values, body, weights / weights.sum())


def measure_rows(rows: Sequence[Row], jobs: int) -> list[Measured | None]:
    """Measure ``rows`` with word weights that were not fitted on their domains."""
    context = get_context("fork")
    with ProcessPoolExecutor(jobs, context) as pool:
        spoken = list(pool.map(short_blocks, [row for row in rows if _tells_words(row)], chunksize=32))
    _LEXICONS[:] = [make_lexicon(weights) for weights in cross_weigh(spoken, FOLDS)]
    with ProcessPoolExecutor(jobs, context) as pool:
        return list(pool.map(measure_row, rows, chunksize=32))


def _tells_words(row: Row) -> bool:
    return row.rendering == "html_text" and row.language == "en" and row.kind == "article"


def fit(rows: Sequence[Row], measured: Sequence[Measured | None]) -> Models:
    """Fit all models on ``rows``, each with what was measured of it."""
    pairs = [(r, m) for r, m in zip(rows, measured, strict=True) if m is not None and is_fitted_on(r)]
    weigh = set_weights(row for row, _ in pairs)
    values = np.concatenate([m.values for _, m in pairs])
    labels = np.concatenate([m.labels for _, m in pairs])
    weights = np.concatenate([m.weights * WEIGHTS[row.rendering] * weigh[row.set] for row, m in pairs])
    blocks = fit_ensemble(values, labels, weights, NAMES, TREES)
    columns = [NAMES.index(name) for name in PAGE]
    pages = fit_ensemble(
        np.array([m.values[0, columns] for _, m in pairs]),
        np.array([row.rendering not in NARROWED for row, _ in pairs]),
        np.array([weigh[row.set] for row, _ in pairs]),
        PAGE,
        PAGE_TREES,
    )
    return Models(weigh_rows(short_blocks(row) for row in rows if _tells_words(row)), blocks, pages)


def set_weights(rows: Iterable[Row]) -> dict[str, float]:
    """Return the weight of a page of each set: no set outweighs the others by its number of pages."""
    pages: dict[str, set[str]] = {}
    forums = set()
    for row in rows:
        pages.setdefault(row.set, set()).add(row.id)
        if row.kind == "forum":
            forums.add(row.set)
    return {
        name: min(2.0, (LARGEST_SET / len(ids)) ** 0.5) * (FORUM_WEIGHT if name in forums else 1.0)
        for name, ids in pages.items()
    }


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


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that name the data."""
    parser.add_argument("text", type=Path, help="folder of labelled inputs")
    parser.add_argument("--more", type=Path, help="folder of labelled inputs of more sets")
    parser.add_argument("--lines", type=Path, help="folder of web text whose lines people marked")
    parser.add_argument("--pages", type=Path, help="folder of page sets whose threads are rendered")
    parser.add_argument("--sample", type=int, default=1, help="take every so many pages")
    parser.add_argument("--jobs", type=int, default=2)


def main() -> None:
    """Fit on all inputs, write the model files."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--models", type=Path, default=Path("app/pagemarrow/core/models"))
    given = parser.parse_args()
    rows = load_rows(given.text, given.more, given.lines, given.pages, given.sample)
    rows = [row for row in rows if is_fitted_on(row)]
    models = fit(rows, measure_rows(rows, given.jobs))
    folders = [f"--{name} {name.upper()}" for name in ("more", "lines", "pages") if getattr(given, name)]
    write(
        models,
        given.models,
        {
            "command": " ".join(["python -m bench.fit_text TEXT", *folders, f"--sample {given.sample}"]),
            "data": DATA,
            "inputs": len(rows),
            "rules": RULES_VERSION,
        },
    )
    print(f"fitted on {len(rows)} inputs", file=sys.stderr)


if __name__ == "__main__":
    main()
