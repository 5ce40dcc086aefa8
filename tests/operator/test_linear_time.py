"""Patterns that may take too long are refused by their form or by the clock; honest ones are not."""

from __future__ import annotations

import re

import pytest

from pagemarrow.core.rules import RULES
from pagemarrow.operator.linear_time import NotLinear, check_form, check_time


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(a*)*b",
        r"(?:a|a)*b",
        r"(?:ab|a.)*c",
        r"(?:\w+\s*)*$",
        r"(?:\w+){2,9}!",
        r"(\w+)\ \1",
        r"(a)?(?(1)b|c)",
        r".*a.*b.*c",
        r"(?:(?=.*x)a)*",
        r"(?:a?a)*b",
        r"x(?:[a-z]+,?)*$",
    ],
)
def test_a_form_that_can_backtrack_without_bound_is_refused(pattern: str) -> None:
    with pytest.raises(NotLinear):
        check_form(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"get\ (?:our|the)\ weekly\ letter\b.*$",
        r"(?:\w+\ )*letter",
        r"(?:\w+\ ){0,4}letter",
        r"(?:[a-z]+,\ )+and\ more",
        r".*\bshare\ (?:bar|box)\b",
        r"(?:a|b|c)+d",
        r"\d{1,2}(?:st|nd)?\ (?:jan|feb)[a-z]*\ \d{4}$",
    ],
)
def test_an_honest_pattern_passes(pattern: str) -> None:
    check_form(pattern)
    check_time(pattern, re.VERBOSE, ())


def test_the_clock_refuses_what_the_form_lets_through() -> None:
    pattern = r"(?:.{1,30}){10}x"
    check_form(pattern)
    with pytest.raises(NotLinear, match="on a line of"):
        check_time(pattern, re.VERBOSE, ())


def test_nearly_all_built_in_patterns_would_pass_as_an_operators() -> None:
    refused = []
    for rule in RULES:
        try:
            check_form(rule.pattern)
        except NotLinear:
            refused.append(rule.id)
    assert len(refused) < len(RULES) / 10, refused
