"""What each feature added to a block's score: the score of the fitted trees, taken apart.

On its way from a tree's root to its leaf a block meets one question a level; each answer changes the mean of the
leaves still open, and that change is counted to the feature that was asked for. The changes and the mean of all
leaves add up to the score exactly. Saabas (2014), "Interpreting random forests"; Palczewska et al. (2013) give the
same for forests in general. They weigh leaves by the training rows in them; the model files hold no such counts, so
all leaves of a tree count alike here.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import Term
from pagemarrow.core.score.trees import Ensemble, FloatArray

STRONGEST: Final = 5
"""Terms told of a block."""

AT_ONCE: Final = 2048
"""Blocks taken apart at once: a few megabytes, whatever the page."""

Terms = tuple[Term, ...]


def block_terms(features: Features, model: Ensemble, beside: Terms = ()) -> tuple[Terms, ...]:
    """Return for each block the strongest terms of the score ``model`` gives it, the strongest first.

    ``beside`` are terms that every block's score has as well. Raises ``ValueError`` when the features are not
    the model's.
    """
    names = (*features.names, *(term.name for term in beside))
    told: list[Terms] = []
    for first in range(0, len(features.values), AT_ONCE):
        shares = share_out(features._replace(values=features.values[first : first + AT_ONCE]), model)
        same = np.tile(np.array([term.value for term in beside], dtype=np.float32), (len(shares), 1))
        told += strongest_terms(np.hstack([shares, same]), names)
    return tuple(told)


def strongest_terms(shares: FloatArray, names: tuple[str, ...]) -> tuple[Terms, ...]:
    """Return for each block the ``STRONGEST`` columns of ``shares`` [blocks, features] by size, without zeros."""
    order = np.argsort(-np.abs(shares), axis=1, kind="stable")[:, :STRONGEST]
    values = np.take_along_axis(shares, order, axis=1).round(3)
    return tuple(
        tuple(Term(names[column], value) for column, value in zip(columns, row, strict=True) if value)
        for columns, row in zip(order.tolist(), values.astype(np.float64).round(3).tolist(), strict=True)
    )


def add_term(told: tuple[Terms, ...], name: str, values: NDArray[np.floating]) -> tuple[Terms, ...]:
    """Return the terms ``told`` of each block with one more, where its value [blocks] is among the strongest."""
    rounded = values.astype(np.float64).round(3).tolist()
    return tuple(
        tuple(sorted((*terms, Term(name, value)), key=lambda term: -abs(term.value))[:STRONGEST])
        if value
        else terms
        for terms, value in zip(
            told, rounded, strict=False
        )  # nothing is told unless an explanation was asked for
    )


def share_out(features: Features, model: Ensemble) -> FloatArray:
    """Return what each feature added to each block's score: [blocks, features], in log-odds.

    A row's sum is the score less ``expected``. Raises ``ValueError`` when the features are not the model's.
    """
    if features.names != model.features:
        raise ValueError("the features are not those the model was fitted on: refit it")
    answers = features.values.T[model.split_feature] > model.split_border
    means = _means(model)
    shares = np.zeros((len(model.features), len(features.values)), dtype=np.float32)
    leaf = np.zeros((len(model.offsets), len(features.values)), dtype=np.intp)
    before = np.take_along_axis(means[0], leaf, axis=1)
    for level, split in enumerate(model.levels):
        leaf |= answers[split].astype(np.intp) << level
        after = np.take_along_axis(means[level + 1], leaf, axis=1)
        asked = model.split_feature[split]
        order = np.argsort(asked, kind="stable")
        features_asked, starts = np.unique(asked[order], return_index=True)
        shares[features_asked] += np.add.reduceat((after - before)[order], starts, axis=0)
        before = after
    return shares.T


def expected(model: Ensemble) -> float:
    """Return the score before any question is asked."""
    return float(_means(model)[0].sum()) + model.bias


def _means(model: Ensemble) -> list[FloatArray]:
    """Return the mean of the leaves still open [trees, answers so far] after 0, 1, … questions.

    The padding of shallow trees is a question that is never answered with yes: its empty half must not count.
    """
    padding = len(model.split_feature) - 1
    means = [model.leaves.reshape(len(model.offsets), -1)]
    for split in reversed(model.levels):
        no, yes = np.split(means[0], 2, axis=1)  # a later question is a higher bit of the leaf's number
        means.insert(0, np.where((split == padding)[:, None], no, (no + yes) / 2))
    return means
