"""Rules of containers against the names of a page's elements."""

from __future__ import annotations

import re
from itertools import accumulate
from operator import attrgetter

from app.core.fold import fold_words
from app.core.match.index import Candidates, Index
from app.core.model import Finding, Page, Says

LARGEST_SHARE = 0.4
"""No name alone condemns an element with more of the page's text than this: site builders put the whole
article in a ``widget``, a ``card`` or a ``sidebar`` (negative name words held over 45-60 % of the text only
on such wrappers, measured on WCXB's development pages)."""

CHARS_A_WORD = 8
"""What a word of a rule's ``max_words`` may cost in a container: generous, so that long compounds fit."""

MAX_NAME_CHARS = 120
"""Utility-class frameworks write names of a kilobyte; what an element is for stands in front."""

MOST_KNOWN = 10_000
"""How many names an index remembers: about 3 MB."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_order = attrgetter("order")


def match_containers(index: Index, page: Page) -> list[Finding]:
    """Return what CONTAINER rules find, in document order.

    Inside an element that a rule has condemned nothing more is looked for, and a match inside a match of the same
    rule is not repeated.
    """
    if not index.names:
        return []
    sizes = [0, *accumulate(len(block.text) for block in page.blocks)]
    largest = sizes[-1] * LARGEST_SHARE
    condemned = 0
    ends: dict[str, int] = {}
    findings = []
    known = index.known_names
    for container in page.containers:
        _, tag, name, first, last = container
        if last <= condemned or first == last or (size := sizes[last] - sizes[first]) > largest:
            continue
        detectors = known.get((tag, name))
        if detectors is None:
            detectors = _remember(index, tag, name)
        for detector in detectors:
            rule = detector.rule
            if ends.get(rule.id, 0) < last and size <= rule.max_words * CHARS_A_WORD:
                ends[rule.id] = last
                findings.append(Finding(rule, first, last))
                if rule.says is Says.BOILERPLATE:
                    condemned = max(condemned, last)
    return findings


def _remember(index: Index, tag: str, name: str) -> Candidates:
    """Return the rules that speak of an element's name, and know it from now on."""
    if len(index.known_names) > MOST_KNOWN:
        index.known_names.clear()
    found = index.known_names[tag, name] = _try(index, tag, name)
    return found


def _try(index: Index, tag: str, name: str) -> Candidates:
    line = fold_words([f"{tag} {apart(name[:MAX_NAME_CHARS])}"], accented=False)[0]
    words = line.split()
    if index.name_cues.isdisjoint(words):
        return ()
    called = {detector: None for word in words for detector in index.names.get(word, ())}
    text = b" ".join(words).decode("utf-8", "replace")
    return tuple(sorted((detector for detector in called if detector.names(text)), key=_order))


def apart(name: str) -> str:
    """Divide words written together: ``relatedPosts`` is ``related Posts``."""
    return name if name.islower() else _CAMEL.sub(" ", name)
