"""Page and rules to findings: an index of cue words first, then an anchored pattern."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pagemarrow.core.containers import Tree
from pagemarrow.core.match.containers import match_containers, unread_rule
from pagemarrow.core.match.index import Index, build_index
from pagemarrow.core.match.lines import match_lines
from pagemarrow.core.model import Finding, Page, Rule
from pagemarrow.core.ruleset import BUILT_IN, RuleSet


def match(
    page: Page,
    language: str | None,
    rules: RuleSet = BUILT_IN,
    off: frozenset[str] = frozenset(),
    tree: Tree | None = None,
) -> tuple[Finding, ...]:
    """Return every one of ``rules``, but those with an id in ``off``, that matches a block, run, tail or container.

    ``language`` is the page's primary subtag: rules of other languages are passed over, and for an
    unknown language (``None``) all are tried. Findings of lines come first, in the order of blocks and
    within one block of rules; then runs; then containers. A ``TAIL`` finding reaches to the last block:
    whether body follows it after all is for deciding to see. ``tree`` are the page's containers as columns; without it
    they are made.
    """
    findings = match_with(_index_of(rules, _primary(language, rules)), page, tree)
    return tuple(found for found in findings if found.rule.id not in off) if off else findings


def unread_names(rules: RuleSet = BUILT_IN) -> Callable[[str, str], Rule | None]:
    """Return what tells by its tag and name which of ``rules`` proves that an element need not be read."""
    index: Index | None = rules.prepared.get(_UNREAD)
    if index is None:
        index = rules.prepared[_UNREAD] = build_index([rule for rule in rules.rules if rule.unread], None)
    return partial(unread_rule, index)


_UNREAD = "unread"
"""Stands among the languages of ``RuleSet.prepared``; none has so long a code."""


def prepare(rules: RuleSet, language: str) -> None:
    """Make ready what matching pages in ``language`` needs of ``rules``: else their first pages wait for it."""
    _index_of(rules, _primary(language, rules)).prepare()


def match_with(index: Index, page: Page, tree: Tree | None = None) -> tuple[Finding, ...]:
    """Match ``page`` against the rules of ``index`` alone."""
    return (*match_lines(index, page.blocks), *match_containers(index, page, tree))


def _primary(language: str | None, rules: RuleSet) -> str | None:
    """Languages no rule knows share one index, so that strange codes can't fill the memory."""
    if not language:
        return None
    code = language.lower().replace("_", "-").partition("-")[0]
    return code if code in rules.languages else "other"


def _index_of(rules: RuleSet, language: str | None) -> Index:
    index: Index | None = rules.prepared.get(language)
    if index is None:
        index = rules.prepared[language] = build_index(rules.rules, language)
    return index
