"""Two segmentations of one page: which blocks of the first lie in chosen blocks of the second."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

from pagemarrow.core.model import Block


def align(blocks: Sequence[Block], others: Sequence[Block], chosen: AbstractSet[int]) -> frozenset[int]:
    """Return the numbers of ``blocks`` whose text lies, by more than half, in the ``chosen`` ones of ``others``.

    Where both hold the same characters in the same order, white space aside, it is counted character by character;
    else blocks are paired by equal text, in order, and what has no pair follows its neighbours on both sides.
    """
    if not chosen:
        return frozenset()
    ours = [_dense(block.text) for block in blocks]
    theirs = [_dense(block.text) for block in others]
    if "".join(ours) == "".join(theirs):
        return _by_characters(ours, theirs, chosen)
    return _by_blocks(ours, theirs, chosen)


def _by_characters(ours: Sequence[str], theirs: Sequence[str], chosen: AbstractSet[int]) -> frozenset[int]:
    ends = list(accumulate(len(text) for text in theirs))
    covered = list(
        accumulate((len(text) * (number in chosen) for number, text in enumerate(theirs)), initial=0)
    )

    def before(position: int) -> int:
        """Count the chosen characters before ``position``."""
        at = bisect_left(ends, position)
        inside = position - (ends[at] - len(theirs[at]))
        return covered[at] + (inside if at in chosen else 0)

    found = set()
    start = 0
    for number, text in enumerate(ours):
        end = start + len(text)
        if text and 2 * (before(end) - before(start)) > len(text):
            found.add(number)
        start = end
    return frozenset(found)


def _by_blocks(ours: Sequence[str], theirs: Sequence[str], chosen: AbstractSet[int]) -> frozenset[int]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(theirs):
        places[text].append(number)
    paired: list[bool | None] = []
    reached = 0
    for text in ours:
        options = places.get(text, [])
        at = bisect_left(options, reached)
        if at == len(options):
            paired.append(None)
            continue
        reached = options[at] + 1
        paired.append(options[at] in chosen)
    return frozenset(_filled(paired))


def _filled(paired: Sequence[bool | None]) -> list[int]:
    """Let what has no pair be as its neighbours, where those on both sides agree."""
    last = False
    left = [last := known if known is not None else last for known in paired]
    last = False
    right = [last := known if known is not None else last for known in reversed(paired)][::-1]
    return [number for number in range(len(paired)) if left[number] and right[number]]


def _dense(text: str) -> str:
    return "".join(text.split())
