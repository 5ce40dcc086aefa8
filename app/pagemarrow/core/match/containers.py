"""Rules of containers against the names of a page's elements."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter

import numpy as np

from pagemarrow.core.containers import Tree, build_tree
from pagemarrow.core.fold import Look, name_words
from pagemarrow.core.match.index import Candidates, Index
from pagemarrow.core.model import Finding, Page, Rule, Says

LARGEST_SHARE = 0.4
"""No name alone condemns an element with more of the page's text than this: site builders put the whole
article in a ``widget``, a ``card`` or a ``sidebar`` (negative name words held over 45-60 % of the text only
on such wrappers, measured on WCXB's development pages)."""

MOST_KNOWN = 10_000
LONGEST_KNOWN = 1_000
"""How many names an index remembers, and how long they may be: about 12 MB at most."""

_order = attrgetter("order")


def match_containers(index: Index, page: Page, tree: Tree | None = None) -> list[Finding]:
    """Return what CONTAINER rules find, in document order.

    Inside an element that a rule has condemned nothing more is looked for, and a match inside a match of the same
    rule is not repeated.
    """
    if not index.names:
        return []
    if tree is None and not any(_called(index, [*{container[1:3] for container in page.containers}])):
        return []
    tree = tree or build_tree(page)
    called = _called_for(index, tree)
    if not called:
        return []
    flags = np.zeros(len(tree.looks), dtype=np.bool_)
    flags[list(called)] = True
    numbers = flags[tree.shape].nonzero()[0]
    sizes = [0, *accumulate(map(len, [block.text for block in page.blocks]))]
    largest = sizes[-1] * LARGEST_SHARE
    condemned = 0
    ends: dict[str, int] = {}
    findings = []
    for number, look in zip(numbers.tolist(), tree.shape[numbers].tolist(), strict=True):
        _, _, _, first, last = page.containers[number]
        size = sizes[last] - sizes[first]
        if last <= condemned or first == last or size > largest:
            continue
        for detector in called[look]:
            rule = detector.rule
            if ends.get(rule.id, 0) < last and size <= rule.max_chars:
                ends[rule.id] = last
                findings.append(Finding(rule, first, last))
                if rule.says is Says.BOILERPLATE:
                    condemned = max(condemned, last)
    return findings


def _called_for(index: Index, tree: Tree) -> dict[int, Candidates]:
    """Return the rules that speak of a look of ``tree``, by its number; only those with a cue are made into words."""
    cues = index.name_cues.look_up(tree.words.hashes).nonzero()[0]
    cued = list(dict.fromkeys((tree.words.starts.searchsorted(cues, side="right") - 1).tolist()))
    called = _called(index, [tree.looks[number] for number in cued])
    return {number: rules for number, rules in zip(cued, called, strict=True) if rules}


def _called(index: Index, looks: Sequence[Look]) -> list[Candidates]:
    """Return for each of ``looks`` the rules that speak of an element's tag and name.

    What is new is remembered: names are the same on every page of a site.
    """
    known = index.known_names
    found = [known.get(look) for look in looks]  # asked once: another thread may forget them meanwhile
    if None not in found:
        return [rules or () for rules in found]
    if len(known) > MOST_KNOWN:
        known.clear()
    called = []
    for look, spoken, rules in zip(looks, name_words(looks), found, strict=True):
        if rules is None:
            rules = _try(index, spoken)
            if len(look[1]) <= LONGEST_KNOWN:
                known[look] = rules
        called.append(rules)
    return called


def _try(index: Index, words: Sequence[str]) -> Candidates:
    called = {detector: None for word in words for detector in index.names.get(word, ())}
    text = " ".join(words)
    return tuple(sorted([detector for detector in called if detector.names(text)], key=_order))


def unread_rule(index: Index, tag: str, name: str) -> Rule | None:
    """Return the rule of ``index`` that proves an element to be boilerplate by its tag and name, if there is one."""
    (found,) = _called(index, ((tag, name),))
    return found[0].rule if found else None
