"""The record that deciding returns, and what both kinds of input decide alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.model import Block, Finding, Kind, Reason, Says, Verdict

KEPT_AS: Final = {
    Kind.PARAGRAPH: "body", Kind.HEADING: "heading", Kind.LIST: "list",
    Kind.QUOTE: "quote", Kind.TABLE: "table", Kind.CODE: "code",
}  # fmt: skip

Place = tuple[str, tuple[Reason, ...]]
"""Category and reasons of a block."""

_VERDICT: Final[Callable[[Sequence[Any]], Verdict]] = partial(tuple.__new__, Verdict)
"""There are hundreds a page, and a named tuple's own constructor takes four times as long."""


class Decision(NamedTuple):
    """The verdicts of a page, and what they say of the page as a whole."""

    verdicts: tuple[Verdict, ...]
    page_type: str
    page_type_confidence: float
    confidence: float
    """How far the body can be trusted, 0 to 1: from 0.9 on it is nearly always right, below 0.5 mostly wrong."""
    warnings: tuple[str, ...] = ()
    title: str | None = None
    """The headline where deciding found one that the page does not declare."""


class Change(NamedTuple):
    """What a pass says of one block."""

    block: int
    kept: bool
    category: str
    """What it is dropped as."""
    reason: Reason


def judge_blocks(
    blocks: Sequence[Block],
    kept: NDArray[np.bool_],
    places: list[Place],
    told: Mapping[int, Change],
    scores: NDArray[np.float32],
) -> tuple[Verdict, ...]:
    """Give every block its category and reasons: what a pass said of it last, else its place.

    ``places`` [blocks] says as what each would be dropped; it is written over.
    """
    chosen = kept.tolist()
    for number in kept.nonzero()[0].tolist():
        places[number] = KEPT_AS[blocks[number].kind], ()
    for number, change in told.items():
        if change.kept == chosen[number]:
            places[number] = places[number][0] if change.kept else change.category, (change.reason,)
    return tuple(map(_VERDICT, zip(chosen, *zip(*places, strict=True), scores.tolist(), strict=True)))


def protected_by(findings: Sequence[Finding]) -> set[int]:
    """Return the blocks that a rule knows to be content: no other rule's proof takes them."""
    return {
        index
        for finding in findings
        if finding.rule.says is Says.CONTENT
        for index in range(finding.first, finding.last)
    }
