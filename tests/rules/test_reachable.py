"""No phrase is out of reach: for each alternative of a pattern there is a line on which some rule speaks."""

from __future__ import annotations

import re

import pytest

from pagemarrow.core.fold import apart, tidy
from pagemarrow.core.match import match_with
from pagemarrow.core.match.index import CASED, Detector, build_index
from pagemarrow.core.model import Block, Container, Page, Rule, Scope
from pagemarrow.core.rules import RULES
from tests.rules.minimal import minimal_lines

WHOLE_SET = build_index(RULES, None)


def speaks(rule: Rule, line: str) -> bool:
    """Tell whether ``rule``, or another of its category, is found on ``line``."""
    if rule.scope is Scope.CONTAINER:
        tag, _, name = line.partition(" ")
        blocks = (Block("The harbour was quiet on the morning of the vote. " * 3), Block("A short line"))
        page = Page(blocks, (Container(-1, "body", "", 0, 2), Container(0, tag, name, 1, 2)))
    else:
        lines = [line] * (2 if rule.scope is Scope.RUN else 1)
        page = Page(tuple(map(Block, lines)), (Container(-1, "body", "", 0, len(lines)),))
    return any(found.rule.category == rule.category for found in match_with(WHOLE_SET, page))


def can_be_met(rule: Rule, line: str) -> bool:
    """Tell whether ``line`` stays one that the pattern matches when it is tidied, and is not too long for the rule."""
    if rule.scope is Scope.CONTAINER:
        return apart(line) == line
    seen = tidy(line)
    seen = seen if CASED in rule.pattern else seen.lower()
    return len(line.split()) <= rule.max_words and Detector(rule, 0).compiled().match(seen) is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_alternative_is_reachable(rule: Rule) -> None:
    compiled = Detector(rule, 0).compiled()
    lines = minimal_lines(compiled.pattern, compiled.flags & (re.VERBOSE | re.IGNORECASE))
    assert [line for line in lines if can_be_met(rule, line) and not speaks(rule, line)] == []
