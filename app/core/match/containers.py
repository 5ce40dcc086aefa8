"""Rules of containers against the names of a page's elements."""

from __future__ import annotations

import re
from itertools import accumulate

from app.core.fold import fold_words
from app.core.match.index import Detector, Index
from app.core.model import Finding, Page

LARGEST_SHARE = 0.4
"""No name alone condemns an element with more of the page's text than this: site builders put the whole
article in a ``widget``, a ``card`` or a ``sidebar`` (negative name words held over 45-60 % of the text only
on such wrappers, measured on WCXB's development pages)."""

MAX_NAME_CHARS = 200
"""Utility-class frameworks write names of a kilobyte; what an element is for stands in front."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def match_containers(index: Index, page: Page) -> list[Finding]:
    """Return what CONTAINER rules find, in document order; a match inside a match is not repeated."""
    if not index.names:
        return []
    named = _called(index, page)
    if not named:
        return []
    sizes = [0, *accumulate(len(block.text) for block in page.blocks)]
    largest = sizes[-1] * LARGEST_SHARE
    ends: dict[str, int] = {}
    findings = []
    for container in page.containers:
        detectors = named.get((container.tag, container.name))
        if not detectors or sizes[container.last] - sizes[container.first] > largest:
            continue
        for detector in detectors:
            if container.first < container.last and ends.get(detector.rule.id, 0) < container.last:
                ends[detector.rule.id] = container.last
                findings.append(Finding(detector.rule, container.first, container.last))
    return findings


def _called(index: Index, page: Page) -> dict[tuple[str, str], list[Detector]]:
    """Map the (tag, name) pairs of the page that a rule matches to the rules that do."""
    pairs = list({(container.tag, container.name): None for container in page.containers})
    if not pairs:
        return {}
    lines = fold_words([f"{tag} {_apart(name[:MAX_NAME_CHARS])}" for tag, name in pairs])
    unrelated = frozenset(index.names).isdisjoint
    called = {}
    for pair, line in zip(pairs, lines, strict=True):
        words = line.split()
        if unrelated(words):
            continue
        candidates = {d: None for word in words for d in index.names.get(word, ())}
        text = b" ".join(words).decode("utf-8", "replace")
        matched = [d for d in candidates if d.names(text)]
        if matched:
            called[pair] = sorted(matched, key=lambda detector: detector.order)
    return called


def _apart(name: str) -> str:
    """Divide words written together: ``relatedPosts`` is ``related Posts``."""
    return name if name.islower() else _CAMEL.sub(" ", name)
