"""Density features of a block of HTML: its words, its neighbours, its container chain, its page.

Measured as rows [features, blocks], many at a time: a page has few blocks and many features, and what an array operation
costs on so few is its call.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.containers import Tree, build_tree, inherited
from pagemarrow.core.measure.evidence import EVIDENCE, declared_words, measure_evidence
from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.measure.lexicon import Lexicon, lexicon_for
from pagemarrow.core.measure.names import NAMED, load_weights, measure_names
from pagemarrow.core.measure.windows import beside, running
from pagemarrow.core.measure.wording import WORDING, Wording, measure_wording
from pagemarrow.core.model import Block, Finding, Kind, Metadata, Page, Unread
from pagemarrow.core.scripts import LETTERS_PER_WORD

Rows = NDArray[Any]

FARTHEST: Final = 60
"""Distances in blocks are cut off here: farther is as good as absent."""

MOST_WEIGHT: Final = 20.0

LONG_PAGE: Final = 150
"""Blocks beyond which a page, a container or a row of siblings is long and no longer."""

LONG_PAGE_LETTERS: Final = 15_000
"""The same in letters, and a sixth of it in words. Verdicts on the first blocks must not hang on how many come after."""

LEAST_SHARE: Final = 0.005
"""Shares of a page's running text below this are alike: a paragraph's share falls with the page's length."""

MAIN_SHARE: Final = 0.5
"""The main container is the deepest that still holds this share of its parent's running text."""

STEPS: Final = (1, 2, 3, 4)
"""Ancestors, each wider than the last, whose text is measured."""

_COUNTS: Final = [WORDING.index(name) for name in ("chars", "words", "commas", "sentences", "quotes")]
"""Rows of the wording whose logarithm is taken."""

_KINDS: Final = {kind: number for number, kind in enumerate(Kind)}
_OTHER_KINDS: Final = (Kind.HEADING, Kind.LIST, Kind.QUOTE, Kind.TABLE, Kind.CODE)
_OTHER_NUMBERS: Final = np.array([[_KINDS[kind]] for kind in _OTHER_KINDS])
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
_BITS: Final = {tag: 1 << number for number, tag in enumerate(_TAGS)}
_MASKS: Final = np.array([[mask] for mask in _BITS.values()])
_SCHEMA: Final = ("article", "posting", "product", "forum", "page", "collection", "website")

OWN: Final = (*WORDING, "long", *(f"is_{kind}" for kind in _OTHER_KINDS), "level", "cells")
LEXICON: Final = ("lexicon", "lexicon_sum", "lexicon_-1", "lexicon_+1")
AROUND: Final = (
    "words_-1", "words_+1", "link_density_-1", "link_density_+1",
    "long_before", "long_after", "position", "from_end",
)  # fmt: skip
HELD: Final = ("long_share", "link_density", "long_density", "words", "ends", "blocks")
CHAIN: Final = (
    *(f"up{step}_{name}" for name in HELD for step in STEPS),
    *(
        "siblings",
        "siblings_1",
        "siblings_2",
        "siblings_most",
        "depth",
        "shape_long",
        "pair_long",
        "pair_density",
    ),
)
MAIN: Final = ("main_inside", "main_before", "main_gap", "main_depth")
HEADINGS: Final = ("heading_back", "heading_level", "from_h1", "has_h1")
UNREAD: Final = ("unread_before", "unread_after", "page_unread")
WHOLE: Final = (
    *("page_words", "page_long", "page_blocks", "page_long_blocks", "page_long_share", "page_link_density"),
    *(
        "page_headings",
        "page_lists",
        "page_code",
        "page_articles",
        "page_main",
        "page_longest",
        "page_images",
    ),
    *(f"page_schema_{word}" for word in _SCHEMA),
    "page_published",
)
NAMES: Final = Columns((
    *(*OWN, *LEXICON, *AROUND, *CHAIN, *(f"in_{tag}" for tag in _TAGS)),
    *(*NAMED, *MAIN, *HEADINGS, *UNREAD, *WHOLE, *EVIDENCE),
))  # fmt: skip
"""Columns of HTML, in the order the models are fitted on."""

_HEADING: Final = OWN.index("is_heading")
_LIST: Final = OWN.index("is_list")
_CODE: Final = OWN.index("is_code")
_LEVEL: Final = OWN.index("level")


def measure_html(
    page: Page,
    metadata: Metadata,
    language: str | None,
    findings: Sequence[Finding],
    lexicon: Lexicon | None = None,
    tree: Tree | None = None,
) -> Features:
    """Measure every block of ``page``: [blocks, features]; ``lexicon`` takes the place of the fitted word weights.

    ``tree`` are the page's containers as columns; without it they are made.
    """
    blocks = page.blocks
    if not blocks:
        return Features(NAMES, np.empty((0, len(NAMES)), dtype=np.float32))
    declared = declared_words(metadata)
    wording = measure_wording(blocks, lexicon or lexicon_for(language, "html_words"), *declared)
    tree = tree or build_tree(page)
    own = _own(blocks, wording)
    heading = own[_HEADING]
    rows = (
        own,
        measure_lexicon(wording),
        _around(wording),
        *_chain(tree, wording),
        _tags(tree),
        measure_names(tree, wording, load_weights()),
        _main(tree, wording),
        _headings(heading, own[_LEVEL]),
        _unread(page.unread, len(blocks)),
        _whole(page, tree, metadata, wording, own),
        measure_evidence(wording, heading, declared, findings),
    )
    return Features(NAMES, np.concatenate(rows, dtype=np.float32, casting="unsafe").T, tree)


def _own(blocks: Sequence[Block], wording: Wording) -> Rows:
    rows = np.empty((len(OWN), len(blocks)), dtype=np.float32)
    rows[: len(WORDING)] = wording.rows
    rows[_COUNTS] = np.log1p(wording.rows[_COUNTS])
    rows[len(WORDING)] = wording.long
    kinds = np.array([_KINDS[block.kind] for block in blocks])
    rows[len(WORDING) + 1 : -2] = kinds == _OTHER_NUMBERS
    rows[-2] = [block.level for block in blocks]
    rows[-1] = [len(block.cells) for block in blocks]
    return rows


def measure_lexicon(wording: Wording) -> Rows:
    """Return the rows ``LEXICON``: what the words of the block weigh, in the mean and in all, and those around it."""
    words = np.maximum(wording.row("words"), 1)
    mean = wording.weight / words
    total = np.minimum(np.maximum(wording.weight, -MOST_WEIGHT), MOST_WEIGHT)
    return np.array((mean, total, *beside(mean, 0)))


def _around(wording: Wording) -> Rows:
    chars, words, density = (wording.row(name) for name in ("chars", "words", "link_density"))
    count = len(chars)
    prose = running(chars * wording.long)
    total = max(float(prose[-1]), 1.0)
    index = np.arange(count)
    return np.array((
        *beside(np.log1p(words), 0), *beside(density, 1), prose[:-1] / total, (prose[-1] - prose[1:]) / total,
        index / count, np.minimum(index[::-1], FARTHEST),
    ))  # fmt: skip


def _chain(tree: Tree, wording: Wording) -> tuple[Rows, Rows]:
    """Stats of the nearest ancestors that each hold more than the last, and of siblings and elements that look alike."""
    chars = wording.row("chars").astype(np.float64)
    prose = chars * wording.long
    sums = running(
        np.array((
            prose, chars * wording.row("link_density"), wording.row("words"), wording.row("ends_sentence"), chars,
        ))
    )  # fmt: skip
    long, linked, words, ends, size = sums.take(tree.last, axis=1) - sums.take(tree.first, axis=1)
    count = np.maximum(tree.last - tree.first, 1)
    size = np.maximum(size, 1)
    whole = max(float(sums[0, -1]), 1.0)
    held = np.array(
        (_share(long, whole), linked / size, long / size, np.log1p(words / count), ends / count, _long(count))
    )
    container = at = tree.at
    steps = []
    for _ in STEPS:
        at = tree.wider[at]
        steps.append(at)
    above = held.take(np.array(steps), axis=1).reshape(len(HELD) * len(STEPS), -1)
    parent = tree.parent[container]
    most = inherited(tree, tree.siblings, np.maximum)[container]
    siblings = np.array(
        (tree.siblings[container], tree.siblings[parent], tree.siblings[tree.parent[parent]], most)
    )
    shape, pair = tree.shape[container], tree.pair[container]
    of_pair = _sum_by(pair, prose)
    alike = (
        tree.depth[container],
        _share(_sum_by(shape, prose), whole),
        _share(of_pair, whole),
        of_pair / np.maximum(_sum_by(pair, chars), 1),
    )
    return above, np.concatenate((_long(siblings), alike))


def _long(counts: Rows) -> Rows:
    """Return the logarithms of counts of blocks, where beyond ``LONG_PAGE`` all are alike."""
    return np.log1p(np.minimum(counts, LONG_PAGE))


def _share(part: Rows, whole: float) -> Rows:
    """Return shares of ``whole``, where below ``LEAST_SHARE`` all but none are alike."""
    return np.where(part > 0, np.maximum(part / whole, LEAST_SHARE), 0)


def _sum_by(keys: Rows, values: Rows) -> Rows:
    """Return for each block the sum of ``values`` over all blocks with its key, a small number."""
    return np.bincount(keys, weights=values)[keys]


def _tags(tree: Tree) -> Rows:
    flags = np.array([_BITS.get(tag, 0) for tag, _ in tree.looks])[tree.shape]
    inside: Rows = (inherited(tree, flags, np.bitwise_or)[tree.at] & _MASKS) > 0
    return inside


def _main(tree: Tree, wording: Wording) -> Rows:
    """Where the block stands to the container of most running text, chosen greedily from the root."""
    sums = running(wording.row("chars") * wording.long)
    held = sums[tree.last] - sums[tree.first]
    index = np.arange(len(tree.at))
    chosen = _deepest(tree.parent, held, MAIN_SHARE)
    first, last = int(tree.first[chosen]), int(tree.last[chosen])
    before = index < first
    gap = np.minimum(np.maximum(first - index, 0) + np.maximum(index - last + 1, 0), FARTHEST)
    depth = tree.depth[tree.at] - tree.depth[chosen]
    return np.array((~before & (index < last), before, gap, depth))


def _deepest(parent: Rows, held: Rows, share: float) -> int:
    """Descend from the root into the child with at least ``share`` of the running text while there is one."""
    chosen = 0
    large = ((held >= share * held[parent]) & (held > 0)).nonzero()[0]
    for number, above in zip(large.tolist(), parent[large].tolist(), strict=True):
        if above == chosen and number:
            chosen = number
    return chosen


def _headings(heading: Rows, levels: Rows) -> Rows:
    level = levels * heading
    count = len(level)
    index = np.arange(count)
    last = np.maximum.accumulate(np.where(level > 0, index, -1))
    under = last >= 0
    first = (level == 1).nonzero()[0]
    return np.array((
        np.where(under, np.minimum(index - last, FARTHEST), FARTHEST),
        np.where(under, level[last], 0),
        np.minimum(np.maximum(index - first[0], -FARTHEST), FARTHEST) if len(first) else np.zeros(count),
        np.full(count, len(first)),
    ))  # fmt: skip


def _unread(elements: Sequence[Unread], count: int) -> Rows:
    """Where the block stands to the elements that were passed over: menus before the body, footers after it."""
    places = np.array([element.before for element in elements], dtype=np.intp)
    before = places.searchsorted(np.arange(count), side="right")
    size = log1p(sum([element.chars for element in elements]))
    return np.array((before, len(elements) - before, np.full(count, size)))


def _whole(page: Page, tree: Tree, metadata: Metadata, wording: Wording, own: Rows) -> Rows:
    """Facts of the whole page, the same for all its blocks: they tell the kind of page."""
    chars, words, long = wording.row("chars"), wording.row("words"), wording.long
    total = float(chars.sum())
    prose = float((chars * long).sum())
    count = len(chars)
    tags = [tree.looks[look][0] for look in tree.shape.tolist()]
    joined = " ".join(metadata.schema_types)
    of_blocks = (
        count,
        long.sum(),
        own[_HEADING].sum(),
        own[_CODE].sum(),
        tags.count("article"),
        len(page.images),
    )
    all_blocks, long_blocks, headings, codes, articles, images = (log1p(min(n, LONG_PAGE)) for n in of_blocks)
    facts = (
        log1p(min(words.sum(), LONG_PAGE_LETTERS / LETTERS_PER_WORD)), log1p(min(prose, LONG_PAGE_LETTERS)),
        all_blocks, long_blocks, prose / total,
        float((chars * wording.row("link_density")).sum()) / total, headings, own[_LIST].sum() / count,
        codes, articles, "main" in tags, log1p(chars.max()), images,
        *(word in joined for word in _SCHEMA), metadata.published is not None,
    )  # fmt: skip
    return np.array(facts, dtype=np.float32)[:, None].repeat(count, axis=1)
