"""What rules found and what the page declares, as columns: the model weighs them with everything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.hashes import Hashes
from pagemarrow.core.measure.letters import hash_text
from pagemarrow.core.measure.wording import Wording
from pagemarrow.core.model import Finding, Metadata, Says, Scope

FARTHEST: Final = 60

EVIDENCE: Final = (
    *("rule_element", "rule_back", "rule_ahead", "tail_back", "tails_before", "under_label"),
    *("title_overlap", "description_overlap"),
)


def declared_words(metadata: Metadata) -> tuple[Hashes, Hashes]:
    """Return the words of the declared title and description, each once, to be counted in every block."""
    return np.unique(hash_text(metadata.title or "")), np.unique(hash_text(metadata.description or ""))


def measure_evidence(
    wording: Wording,
    heading: NDArray[Any],
    declared: Sequence[Hashes],
    findings: Sequence[Finding],
) -> NDArray[np.float32]:
    """Return the rows ``EVIDENCE``: rule hits by scope, and overlap with the declared title and description.

    ``wording`` has counted the words of ``declared``.
    """
    said, tail, element = (np.zeros(len(heading), dtype=np.float32) for _ in range(3))
    for finding in findings:
        rule = finding.rule
        span = slice(finding.first, finding.last)
        if rule.scope is Scope.CONTAINER:
            element[span] += 1 if rule.says is not Says.CONTENT else -1
        elif rule.says is Says.CONTENT:
            continue
        elif rule.scope is Scope.TAIL:
            said[finding.first] = tail[finding.first] = 1
        else:
            said[span] = 1
    back, ahead, tail_back = _back(np.array((said, said[::-1], tail)))
    under = _under_heading(heading, said)
    return np.array(
        (element, back, ahead[::-1], tail_back, np.cumsum(tail), under, *_overlaps(wording, declared)),
        np.float32,
    )


def _back(marks: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return how many blocks back the last mark of each row stands, this block included."""
    index = np.arange(marks.shape[1])
    last = np.maximum.accumulate(np.where(marks > 0, index, -FARTHEST), axis=1)
    return np.minimum(index - last, FARTHEST)


def _under_heading(heading: NDArray[Any], said: NDArray[np.float32]) -> NDArray[np.float32]:
    """Tell which blocks stand under a heading that a rule speaks of, the heading included."""
    index = np.arange(len(said))
    last = np.maximum.accumulate(np.where(heading, index, -1))
    return np.where(last >= 0, said[last], 0).astype(np.float32)


def _overlaps(wording: Wording, declared: Sequence[Hashes]) -> list[NDArray[Any]]:
    letters = wording.letters
    words = np.maximum(np.bincount(letters.owners, minlength=len(letters.chars)), 1)
    return [
        shared / np.maximum(words, len(said)) for said, shared in zip(declared, wording.asked, strict=True)
    ]
