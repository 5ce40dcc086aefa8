"""Labelled pages as the HTML models see them: measured blocks, which of them are body, how much each counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.labels import COVERED, label, tokens
from bench.sets.case import Case
from pagemarrow.core.containers import build_tree
from pagemarrow.core.decode import decode
from pagemarrow.core.language import guess_language
from pagemarrow.core.match import match, unread_names
from pagemarrow.core.measure.features import Columns
from pagemarrow.core.measure.html import LEXICON, measure_html, measure_lexicon
from pagemarrow.core.measure.lexicon import Lexicon, plain_lexicon
from pagemarrow.core.measure.names import NAMED, Weights, measure_names
from pagemarrow.core.measure.wording import measure_wording
from pagemarrow.core.metadata import read_metadata
from pagemarrow.core.model import Finding, Metadata, Page
from pagemarrow.core.segment.html import segment_html

MOST_BOILERPLATE = 4.0
"""Boilerplate of a page counts at most this many times its body, or mega menus would teach the model."""

LEAST_WEIGHT = 0.0005
SEGMENT_WEIGHT = 0.22
"""Weight of a block that a segment speaks of; the other blocks of such a page are unlabelled and count nothing.
A body block of a page with a full truth has 0.01 to 0.1."""


class Truth(NamedTuple):
    """A body as counts of tokens."""

    codes: tuple[NDArray[np.intp], ...]
    """Per block of the page, each token's number in the body's vocabulary, -1 when the body lacks it."""
    counts: NDArray[np.intp]
    """How often the body has each token of its vocabulary."""


class Sample(NamedTuple):
    """A page with labels."""

    case: Case
    page: Page
    metadata: Metadata
    language: str | None
    findings: tuple[Finding, ...]
    names: Columns
    values: NDArray[np.float32]
    """[blocks, features]"""
    labels: NDArray[np.bool_]
    """[blocks] whether the block is body; meaningless where the weight is 0."""
    weights: NDArray[np.float32]
    words: NDArray[np.float32]
    truths: tuple[Truth, ...] = ()
    """The body, and others that are as right."""
    neutral: NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
    """[blocks] whether the block counts neither way: it repeats a headline, which truths are without."""

    @property
    def has_truth(self) -> bool:
        """Whether the whole body is known, not only segments of it."""
        return self.case.truth is not None


def make_sample(case: Case) -> Sample:
    """Segment, measure and label the page of ``case``."""
    page = _slim(segment_html(decode(case.raw, case.content_type).text, names=unread_names()))
    metadata = read_metadata(page.declared, case.url)
    language = guess_language(page.blocks, metadata.language)
    findings = match(page, language)
    features = measure_html(page, metadata, language, findings, plain_lexicon())
    texts = [block.text for block in page.blocks]
    per_block = [tokens(text) for text in texts]
    words = np.array([len(block) for block in per_block], dtype=np.float32)
    base = Sample(
        replace(case, html=None),
        page,
        metadata,
        language,
        findings,
        features.names,
        features.values,
        *_nothing(words),
        words,
    )
    if case.truth is None:
        labels, weights = _by_segments(texts, case)
        return base._replace(labels=labels, weights=weights)
    bodies = (case.truth, *case.alternatives)
    labels, doubtful = _by_truths(texts, per_block, bodies)
    neutral = np.array([_is_title(block, case.titles) for block in per_block], dtype=np.bool_)
    weights = _weigh(words, labels, len(tokens(case.truth)))
    weights[doubtful | (neutral & labels)] = 0
    if case.set in CAPTIONS_ARE_BODY:
        weights[labels & (features.column("in_figure") > 0)] = 0
    if case.set in LEAVES_PARAGRAPHS_OUT:
        weights[left_out(labels, features.column("long") > 0, per_block)] = 0
    return base._replace(
        labels=labels,
        weights=weights,
        truths=tuple(_truth(per_block, body) for body in bodies),
        neutral=neutral,
    )


LEAVES_PARAGRAPHS_OUT = frozenset(("daniel", "dragnet", "wwwxmu"))
"""Sets whose annotators sometimes left paragraphs of a body out: such a block's label can't be told."""

CAPTIONS_ARE_BODY = frozenset(("magic_article", "wwwxmu"))
"""Sets whose bodies hold captions, which ours do not."""

LEFT_OUT_REACH = 3
"""Blocks to either side within which body must stand for running text between to count as left out."""

SAME_TITLE = 0.8
"""Share of the tokens of each in the other from which a block repeats a headline."""


def _by_truths(
    texts: Sequence[str], per_block: Sequence[Sequence[str]], bodies: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which blocks the first body holds, and on which blocks the bodies disagree."""
    held = [np.array(label(texts, body), dtype=np.float64) >= COVERED for body in bodies]
    doubtful = np.zeros(len(texts), dtype=np.bool_)
    for other in held[1:]:
        doubtful |= other != held[0]
    return held[0], doubtful


def _is_title(block: Sequence[str], titles: Sequence[str]) -> bool:
    """Tell whether a block's tokens repeat a headline."""
    mine = Counter(block)
    for title in titles:
        theirs = Counter(tokens(title))
        shared = (mine & theirs).total()
        if shared and shared >= SAME_TITLE * max(mine.total(), theirs.total()):
            return True
    return False


def left_out(
    labels: NDArray[np.bool_], running: NDArray[np.bool_], per_block: Sequence[Sequence[str]]
) -> NDArray[np.bool_]:
    """Return [blocks] which are running text outside the body with body within reach on both sides."""
    reach = LEFT_OUT_REACH
    padded = np.concatenate((np.zeros(reach, bool), labels, np.zeros(reach, bool)))
    count = len(per_block)
    before = np.any([padded[reach - by : reach - by + count] for by in range(1, reach + 1)], axis=0)
    after = np.any([padded[reach + by : reach + by + count] for by in range(1, reach + 1)], axis=0)
    flags: NDArray[np.bool_] = ~labels & running & before & after
    return flags


def _truth(per_block: Sequence[Sequence[str]], body: str) -> Truth:
    counts = Counter(tokens(body))
    vocabulary = {token: number for number, token in enumerate(counts)}
    codes = tuple(np.array([vocabulary.get(t, -1) for t in block], dtype=np.intp) for block in per_block)
    return Truth(codes, np.array(list(counts.values()), dtype=np.intp))


def _slim(page: Page) -> Page:
    """Leave out what no stage before rendering reads: samples are kept by the thousand."""
    return page._replace(blocks=tuple(block._replace(pieces=(), marks=()) for block in page.blocks))


def _nothing(words: NDArray[np.float32]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    return np.zeros(len(words), dtype=np.bool_), np.zeros(len(words), dtype=np.float32)


def _weigh(words: NDArray[np.float32], labels: NDArray[np.bool_], total: int) -> NDArray[np.float32]:
    """Weigh blocks by their share of the truth's words, so that every page counts alike."""
    weights = words / max(total, 50)
    boilerplate = float(weights[~labels].sum())
    if boilerplate > MOST_BOILERPLATE:
        weights[~labels] *= MOST_BOILERPLATE / boilerplate
    return np.maximum(weights, LEAST_WEIGHT).astype(np.float32)


def _by_segments(texts: Sequence[str], case: Case) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """Label the blocks that wanted and unwanted segments stand in; a segment in several blocks is no label
    for wanted text, since its copies may be teasers."""
    labels, weights = _nothing(np.zeros(len(texts), dtype=np.float32))
    folded = [fold_spaces(text) for text in texts]
    for segments, wanted in ((case.unwanted, False), (case.wanted, True)):
        for segment in segments:
            holding = [n for n, text in enumerate(folded) if fold_spaces(segment) in text]
            if holding and (not wanted or len(holding) == 1):
                labels[holding] = wanted
                weights[holding] = SEGMENT_WEIGHT
    return labels, weights


def fold_spaces(text: str) -> str:
    """Make every run of white space one space, no-break spaces included."""
    return " ".join(text.split())


def with_words(item: Sample, names: Weights, lexicon: Lexicon) -> Sample:
    """Return the sample with what is fitted of words measured anew: by the weights ``names`` and by ``lexicon``.

    As in the service, only English is weighed by the lexicon.
    """
    if not item.page.blocks:
        return item
    wording = measure_wording(item.page.blocks, lexicon if item.language == "en" else plain_lexicon())
    named = measure_names(build_tree(item.page), wording, names)
    values = item.values.copy(order="F")
    for kind, rows in ((NAMED, named), (LEXICON, measure_lexicon(wording))):
        first = item.names.index(kind[0])
        values[:, first : first + len(kind)] = rows.T
    return item._replace(values=values)


class Score(NamedTuple):
    """How like a body what was kept is, in tokens."""

    f1: float
    precision: float
    recall: float


def word_score(item: Sample, kept: NDArray[np.bool_]) -> Score:
    """Compare the bags of tokens of the kept blocks and of the truth; of several truths the one with the best F1 counts.

    All is 1 when both are empty. Blocks that repeat a headline count neither way.
    """
    chosen = kept & ~item.neutral if len(item.neutral) else kept
    return max(_score(truth, chosen) for truth in item.truths)


def _score(truth: Truth, kept: NDArray[np.bool_]) -> Score:
    chosen = [codes for codes, keep in zip(truth.codes, kept, strict=True) if keep]
    predicted = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.intp)
    wanted = int(truth.counts.sum())
    if not len(predicted) or not wanted:
        right = float(len(predicted) == 0 and wanted == 0)
        return Score(right, right, right)
    common = predicted[predicted >= 0]
    hits = float(np.minimum(np.bincount(common, minlength=len(truth.counts)), truth.counts).sum())
    return Score(2 * hits / (len(predicted) + wanted), hits / len(predicted), hits / wanted)


def word_f1(item: Sample, kept: NDArray[np.bool_]) -> float:
    """Return the F1 of ``word_score``."""
    return word_score(item, kept).f1


def body_text(item: Sample, kept: NDArray[np.bool_]) -> str:
    """Return the kept blocks as text, white space folded as segments are."""
    return "\n".join(fold_spaces(b.text) for b, keep in zip(item.page.blocks, kept, strict=True) if keep)
