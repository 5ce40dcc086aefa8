"""The examples that rules carry are their tests: all run through the real engine."""

from __future__ import annotations

import pytest

from app.core.match import match_with
from app.core.match.index import UNSPACED, WORDLESS, build_index
from app.core.fold import fold_words
from app.core.model import ANY_LANGUAGE, Block, Container, Page, Rule, Scope
from app.core.rules import RULES

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


@EVERY_RULE
def test_every_match_is_found_and_no_reject_is(rule: Rule) -> None:
    missed = [example for example in rule.matches if rule.id not in found(rule, example)]
    wrong = [example for example in rule.rejects if rule.id in found(rule, example)]
    assert not missed, f"not found: {missed}"
    assert not wrong, f"found, though it should not be: {wrong}"


@EVERY_RULE
def test_every_match_holds_a_cue(rule: Rule) -> None:
    cues = set(rule.cues)
    for example in rule.matches:
        for line in example.split("\n"):
            words = {word.decode() for word in fold_words([line])[0].split()}
            unspaced = any(cue in line for cue in cues if UNSPACED.search(cue))
            assert unspaced or words & cues or (not words and WORDLESS in cues), line


@EVERY_RULE
def test_a_match_speaks_to_its_own_language(rule: Rule) -> None:
    """A rule must be found in the index of each of its languages, not only in that of all rules."""
    languages = ("xx",) if rule.languages == ANY_LANGUAGE else rule.languages
    for language in languages:
        index = build_index([rule], language)
        assert match_with(index, page_of(rule, rule.matches[0]))
