"""The examples that rules carry are their tests: all run through the real engine."""

from __future__ import annotations

import pytest

from pagemarrow.core.fold import apart, fold_words
from pagemarrow.core.match import match_with
from pagemarrow.core.match.index import FIRST, UNSPACED, WORDLESS, build_index
from pagemarrow.core.match.phrases import cues_of, phrases_of
from pagemarrow.core.model import ANY_LANGUAGE, Block, Container, Page, Rule, Scope
from pagemarrow.core.rules import RULES

WHOLE_SET = build_index(RULES, None)
EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def page_of(rule: Rule, example: str) -> Page:
    """A page that shows ``example`` as the rule would meet it: a name, neighbours, or a line."""
    if rule.scope is Scope.CONTAINER:
        blocks = (Block("The harbour was quiet on the morning of the vote. " * 3), Block("A short line"))
        tag, _, name = example.partition(" ")
        return Page(blocks, (Container(-1, "body", "", 0, 2), Container(0, tag, name, 1, 2)))
    lines = example.split("\n") if rule.scope is Scope.RUN else [example]
    return Page(tuple(Block(line) for line in lines), (Container(-1, "body", "", 0, len(lines)),))


def found(rule: Rule, example: str) -> set[str]:
    return {finding.rule.id for finding in match_with(WHOLE_SET, page_of(rule, example))}


def holds_cue(rule: Rule, line: str) -> bool:
    line = apart(line) if rule.scope is Scope.CONTAINER else line
    words = [word.decode() for word in fold_words([line])[0].split()]
    cues = cues_of(phrases_of(rule.phrases)) if rule.phrases else rule.cues
    if not words:
        return WORDLESS in cues
    unspaced = any(cue in line for cue in cues if UNSPACED.search(cue))
    return unspaced or bool({*words, FIRST + words[0]} & set(cues))


@EVERY_RULE
def test_every_match_is_found_and_no_reject_is(rule: Rule) -> None:
    missed = [example for example in rule.matches if rule.id not in found(rule, example)]
    wrong = [example for example in rule.rejects if rule.id in found(rule, example)]
    assert not missed, f"not found: {missed}"
    assert not wrong, f"found, though it should not be: {wrong}"


@EVERY_RULE
def test_every_match_holds_a_cue(rule: Rule) -> None:
    assert not [line for match in rule.matches for line in match.split("\n") if not holds_cue(rule, line)]


@EVERY_RULE
def test_a_rule_is_in_the_index_of_each_of_its_languages(rule: Rule) -> None:
    languages = ("xx",) if rule.languages == ANY_LANGUAGE else rule.languages
    for language in languages:
        assert match_with(build_index([rule], language), page_of(rule, rule.matches[0]))
