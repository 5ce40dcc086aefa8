"""What rules found and what the page declares, as columns: the model weighs them with everything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.core.model import Block, Finding, Metadata, Says, Scope

FARTHEST: Final = 60


def measure_evidence(
    blocks: Sequence[Block], metadata: Metadata, findings: Sequence[Finding]
) -> dict[str, NDArray[Any]]:
    """Return columns [blocks] of rule hits by scope and of overlap with the declared title and description."""
    count = len(blocks)
    proof, hint, content, tail, element = (np.zeros(count, dtype=np.float32) for _ in range(5))
    for finding in findings:
        rule = finding.rule
        span = slice(finding.first, finding.last)
        if rule.scope is Scope.CONTAINER:
            element[span] += 1 if rule.says is not Says.CONTENT else -1
        elif rule.says is Says.CONTENT:
            content[span] = 1
        elif rule.scope is Scope.TAIL:
            tail[finding.first] = 1
        elif rule.says is Says.BOILERPLATE:
            proof[span] = 1
        else:
            hint[span] = 1
    said = np.maximum(proof, np.maximum(hint, tail))
    return {
        "rule_proof": proof,
        "rule_hint": hint,
        "rule_content": content,
        "rule_tail": tail,
        "rule_element": element,
        "rule_back": _back(said),
        "rule_ahead": _back(said[::-1])[::-1],
        "tail_back": _back(tail),
        "tails_before": np.cumsum(tail),
        "under_label": _under_heading(blocks, said),
        **_declared(blocks, metadata),
    }


def _back(marks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how many blocks back the last mark stands, this block included."""
    index = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks > 0, index, -FARTHEST))
    return np.minimum(index - last, FARTHEST).astype(np.float32)


def _under_heading(blocks: Sequence[Block], said: NDArray[np.float32]) -> NDArray[np.float32]:
    """Tell which blocks stand under a heading that a rule speaks of."""
    under = np.zeros(len(blocks), dtype=np.float32)
    current = 0.0
    for number, (block, hit) in enumerate(zip(blocks, said.tolist(), strict=True)):
        if block.kind == "heading":
            current = hit
        under[number] = current
    return under


def _declared(blocks: Sequence[Block], metadata: Metadata) -> dict[str, NDArray[Any]]:
    title = frozenset((metadata.title or "").lower().split())
    description = frozenset((metadata.description or "").lower().split())
    overlaps = np.zeros((len(blocks), 2), dtype=np.float32)
    if title or description:
        for number, block in enumerate(blocks):
            if 12 < len(block.text) < 600:
                words = frozenset(block.text.lower().split())
                overlaps[number] = (
                    len(words & title) / max(len(words), len(title)),
                    len(words & description) / max(len(words), len(description), 1),
                )
    return {"title_overlap": overlaps[:, 0], "description_overlap": overlaps[:, 1]}
