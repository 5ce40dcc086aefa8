"""Labelled pages as the HTML models see them: measured blocks, which of them are body, how much each counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
    codes: tuple[NDArray[np.intp], ...] = ()
    """Per block, each token's number in the truth's vocabulary, -1 when the truth lacks it."""
    truth: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
    """How often the truth has each token of its vocabulary."""

    @property
    def has_truth(self) -> bool:
        """Whether the whole body is known, not only segments of it."""
        return self.case.truth is not None


def make_sample(case: Case) -> Sample:
    """Segment, measure and label the page of ``case``."""
    page = segment_html(decode(case.raw, case.content_type).text, names=unread_names())
    metadata = read_metadata(page.declared, case.url)
    language = guess_language(page.blocks, metadata.language)
    findings = match(page, language)
    features = measure_html(page, metadata, language, findings, plain_lexicon())
    texts = [block.text for block in page.blocks]
    per_block = [tokens(text) for text in texts]
    words = np.array([len(block) for block in per_block], dtype=np.float32)
    base = Sample(
        case, page, metadata, language, findings, features.names, features.values, *_nothing(words), words
    )
    if case.truth is None:
        labels, weights = _by_segments(texts, case)
        return base._replace(labels=labels, weights=weights)
    counts = Counter(tokens(case.truth))
    vocabulary = {token: number for number, token in enumerate(counts)}
    labels = np.array(label(texts, case.truth), dtype=np.float64) >= COVERED
    return base._replace(
        labels=labels,
        weights=_weigh(words, labels, sum(counts.values())),
        codes=tuple(np.array([vocabulary.get(t, -1) for t in block], dtype=np.intp) for block in per_block),
        truth=np.array(list(counts.values()), dtype=np.intp),
    )


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


def word_f1(item: Sample, kept: NDArray[np.bool_]) -> float:
    """Return the F1 of the bags of words of the kept blocks and of the truth; 1 when both are empty."""
    chosen = [codes for codes, keep in zip(item.codes, kept, strict=True) if keep]
    predicted = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.intp)
    if not len(predicted) or not item.truth.sum():
        return float(len(predicted) == 0 and item.truth.sum() == 0)
    common = predicted[predicted >= 0]
    hits = np.minimum(np.bincount(common, minlength=len(item.truth)), item.truth).sum()
    return float(2 * hits / (len(predicted) + item.truth.sum()))


def body_text(item: Sample, kept: NDArray[np.bool_]) -> str:
    """Return the kept blocks as text, white space folded as segments are."""
    return "\n".join(fold_spaces(b.text) for b, keep in zip(item.page.blocks, kept, strict=True) if keep)
