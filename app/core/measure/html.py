"""Density features of a block of HTML: its words, its neighbours, its container chain, its page."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.core.measure.containers import Tree, build_tree, inherited
from app.core.measure.evidence import declared_words, measure_evidence
from app.core.measure.features import Features
from app.core.measure.lexicon import Lexicon, lexicon_for
from app.core.measure.names import load_weights, measure_names
from app.core.measure.windows import distance_ahead, running, shifted, window
from app.core.measure.wording import WORDING, Wording, measure_wording
from app.core.model import Block, Container, Finding, Kind, Metadata, Page

Column = NDArray[Any]
Columns = dict[str, Column]

FARTHEST: Final = 60
"""Distances in blocks are cut off here: farther is as good as absent."""

REACHES: Final = (6, 12)
"""Blocks on either side that windows reach."""

LEXICON_REACH: Final = 3
MOST_WEIGHT: Final = 20.0

MAIN_SHARES: Final = (0.5, 0.8)
"""The main container is the deepest that still holds this share of its parent's running text."""

_TAGS: Final = (
    "nav",
    "header",
    "footer",
    "aside",
    "main",
    "article",
    "form",
    "figure",
    "table",
    "button",
    "a",
    "li",
)
_COUNTS: Final = frozenset(("chars", "words", "commas", "sentences", "quotes"))
"""Columns of the wording whose logarithm is taken."""
_KINDS: Final = {kind: number for number, kind in enumerate(Kind)}
_SCHEMA: Final = ("article", "posting", "product", "forum", "page", "collection", "website")


def measure_html(
    page: Page,
    metadata: Metadata,
    language: str | None,
    findings: Sequence[Finding],
    lexicon: Lexicon | None = None,
) -> Features:
    """Measure every block of ``page``: [blocks, features]; ``lexicon`` takes the place of the fitted word weights."""
    blocks = page.blocks
    if not blocks:
        return Features((), np.empty((0, 0), dtype=np.float32))
    declared = declared_words(metadata)
    wording = measure_wording(blocks, lexicon or lexicon_for(language, "html_words"), *declared)
    columns: Columns = {}
    _own(columns, blocks, wording)
    tree = build_tree(page.containers)
    container = np.array([block.container for block in blocks], dtype=np.intp)
    columns.update(measure_lexicon(wording))
    _around(columns, wording, columns["is_heading"])
    _chain(columns, tree, container, wording)
    _tags(columns, tree, container, page.containers)
    columns.update(measure_names(page, tree, wording, load_weights()))
    _main(columns, tree, container, wording)
    _headings(columns, blocks)
    _whole(columns, page, metadata, wording)
    columns.update(measure_evidence(wording, columns["is_heading"], declared, findings))
    values = np.empty((len(blocks), len(columns)), dtype=np.float32, order="F")  # scored column by column
    for number, column in enumerate(columns.values()):
        values[:, number] = column
    return Features(tuple(columns), values, tree)


def _own(columns: Columns, blocks: Sequence[Block], wording: Wording) -> None:
    for number, name in enumerate(WORDING):
        column = wording.values[:, number]
        columns[name] = np.log1p(column) if name in _COUNTS else column
    columns["long"] = wording.long
    kinds = np.array([_KINDS[block.kind] for block in blocks])
    for kind in (Kind.HEADING, Kind.LIST, Kind.QUOTE, Kind.TABLE, Kind.CODE):
        columns[f"is_{kind}"] = kinds == _KINDS[kind]
    columns["level"] = np.array([block.level for block in blocks])
    columns["cells"] = np.array([len(block.cells) for block in blocks])


def measure_lexicon(wording: Wording) -> Columns:
    """Return columns [blocks]: what the words of the block weigh, in the mean and in all, and those around it."""
    words = np.maximum(wording.column("words"), 1)
    mean = wording.weight / words
    low, high, _ = window(running(np.stack((wording.weight, words))), LEXICON_REACH)
    weight, held = high - low
    return {
        "lexicon": mean,
        "lexicon_sum": np.clip(wording.weight, -MOST_WEIGHT, MOST_WEIGHT),
        "lexicon_-1": shifted(mean, -1, 0),
        "lexicon_+1": shifted(mean, 1, 0),
        f"w{LEXICON_REACH}_lexicon": weight / held,
    }


def _around(columns: Columns, wording: Wording, heading: Column) -> None:
    chars, words, density = (wording.column(name) for name in ("chars", "words", "link_density"))
    stops, ends, linked, long = (
        wording.column("stop_density"),
        wording.column("ends_sentence"),
        chars * density,
        wording.long,
    )
    log_words = np.log1p(words)
    for by in (-1, 1):
        columns[f"words_{by:+d}"] = shifted(log_words, by, 0)
        columns[f"link_density_{by:+d}"] = shifted(density, by, 1)
    sums = running(np.stack((chars, linked, log_words, ends, long, stops * words, words, heading)))
    for reach in REACHES:
        low, high, blocks = window(sums, reach)
        held = high - low
        columns[f"w{reach}_link_density"] = held[1] / held[0]
        columns[f"w{reach}_words"] = held[2] / blocks
        columns[f"w{reach}_ends"] = held[3] / blocks
        columns[f"w{reach}_long"] = held[4] / blocks
        columns[f"w{reach}_stops"] = held[5] / np.maximum(held[6], 1)
        columns[f"w{reach}_headings"] = held[7] / blocks
    columns["long_ahead"] = distance_ahead(long, FARTHEST)
    prose = running(chars * long)
    total = max(float(prose[-1]), 1.0)
    columns["long_before"] = prose[:-1] / total
    columns["long_after"] = (prose[-1] - prose[1:]) / total
    columns["position"] = np.arange(len(chars)) / len(chars)
    columns["from_end"] = np.minimum(np.arange(len(chars))[::-1], 200)


def _chain(columns: Columns, tree: Tree, container: Column, wording: Wording) -> None:
    """Stats of the four nearest ancestors that each hold more than the last."""
    chars, long = wording.column("chars"), wording.long
    sums = {
        "chars": running(chars), "linked": running(chars * wording.column("link_density")), "long": running(chars * long),
        "words": running(wording.column("words")), "ends": running(wording.column("ends_sentence")),
    }  # fmt: skip
    held = {name: s[tree.last] - s[tree.first] for name, s in sums.items()}
    count = np.maximum(tree.last - tree.first, 1)
    whole_long = max(float(sums["long"][-1]), 1.0)
    per_container = {
        "long_share": held["long"] / whole_long,
        "link_density": held["linked"] / np.maximum(held["chars"], 1),
        "long_density": held["long"] / np.maximum(held["chars"], 1),
        "words": np.log1p(held["words"] / count),
        "ends": held["ends"] / count,
        "blocks": np.log1p(count),
    }
    at = container.astype(np.intp)
    for step in range(1, 5):
        at = tree.wider[at]
        for name, values in per_container.items():
            columns[f"up{step}_{name}"] = values[at]
    parent = tree.parent[container]
    columns["siblings"] = np.log1p(tree.siblings[container])
    columns["siblings_1"] = np.log1p(tree.siblings[parent])
    columns["siblings_2"] = np.log1p(tree.siblings[tree.parent[parent]])
    columns["siblings_most"] = np.log1p(inherited(tree, tree.siblings, np.maximum)[container])
    columns["depth"] = tree.depth[container]
    shape, pair = tree.shape[container], tree.pair[container]
    of_pair = _sum_by(pair, chars * long)
    columns["shape_long"] = _sum_by(shape, chars * long) / whole_long
    columns["pair_long"] = of_pair / whole_long
    columns["pair_density"] = of_pair / np.maximum(_sum_by(pair, chars), 1)


def _sum_by(keys: Column, values: Column) -> Column:
    """Return for each block the sum of ``values`` over all blocks with its key, a small number."""
    return np.bincount(keys, weights=values)[keys]


def _tags(columns: Columns, tree: Tree, container: Column, containers: Sequence[Container]) -> None:
    bit = {tag: 1 << number for number, tag in enumerate(_TAGS)}
    flags = np.array([bit.get(element.tag, 0) for element in containers])
    inside = inherited(tree, flags, np.bitwise_or)[container]
    for tag, mask in bit.items():
        columns[f"in_{tag}"] = (inside & mask) > 0


def _main(columns: Columns, tree: Tree, container: Column, wording: Wording) -> None:
    """Where the block stands to the container of most running text, chosen greedily from the root."""
    sums = running(wording.column("chars") * wording.long)
    held = sums[tree.last] - sums[tree.first]
    index = np.arange(len(container))
    for share in MAIN_SHARES:
        chosen = _deepest(tree, held, share)
        columns[f"main{share}_inside"] = (index >= tree.first[chosen]) & (index < tree.last[chosen])
        columns[f"main{share}_before"] = index < tree.first[chosen]
        columns[f"main{share}_gap"] = np.minimum(
            np.maximum(tree.first[chosen] - index, 0) + np.maximum(index - tree.last[chosen] + 1, 0), FARTHEST
        )
        columns[f"main{share}_depth"] = tree.depth[container] - tree.depth[chosen]


def _deepest(tree: Tree, held: Column, share: float) -> int:
    """Descend from the root into the child with at least ``share`` of the running text while there is one."""
    chosen, total = 0, float(held[0])
    parents = tree.parent.tolist()
    for number, size in enumerate(held.tolist()):
        if number and parents[number] == chosen and size >= share * total and size > 0:
            chosen, total = number, size
    return chosen


def _headings(columns: Columns, blocks: Sequence[Block]) -> None:
    level = np.array([block.level if block.kind is Kind.HEADING else 0 for block in blocks])
    index = np.arange(len(blocks))
    last = np.maximum.accumulate(np.where(level > 0, index, -1))
    columns["heading_back"] = np.where(last >= 0, np.minimum(index - last, FARTHEST), FARTHEST)
    columns["heading_level"] = np.where(last >= 0, level[last], 0)
    first = np.flatnonzero(level == 1)
    at = int(first[0]) if len(first) else -1
    columns["from_h1"] = np.clip(index - at, -FARTHEST, FARTHEST) if at >= 0 else np.full(len(blocks), 0)
    columns["has_h1"] = np.full(len(blocks), len(first))


def _whole(columns: Columns, page: Page, metadata: Metadata, wording: Wording) -> None:
    """Facts of the whole page, the same for all its blocks: they tell the kind of page."""
    chars, words, long = wording.column("chars"), wording.column("words"), wording.long
    total = float(chars.sum())
    running = float((chars * long).sum())
    count = len(chars)
    tags = [container.tag for container in page.containers]
    joined = " ".join(metadata.schema_types)
    facts: dict[str, float] = {
        "page_words": log1p(words.sum()),
        "page_long": log1p(running),
        "page_blocks": log1p(count),
        "page_long_blocks": log1p(long.sum()),
        "page_long_share": running / total,
        "page_link_density": float((chars * wording.column("link_density")).sum()) / total,
        "page_headings": log1p(columns["is_heading"].sum()),
        "page_lists": columns["is_list"].sum() / count,
        "page_code": log1p(columns["is_code"].sum()),
        "page_articles": log1p(tags.count("article")),
        "page_main": "main" in tags,
        "page_longest": log1p(chars.max()),
        "page_images": log1p(len(page.images)),
        **{f"page_schema_{word}": word in joined for word in _SCHEMA},
        "page_published": metadata.published is not None,
    }
    rows = np.repeat(np.array([list(facts.values())], dtype=np.float32).T, count, axis=1)
    columns.update(zip(facts, rows, strict=True))
