"""What must hold of the rules as a set: names, languages, cues, speed; nothing dead, doubled or unexampled."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest

import pagemarrow.core.rules as package
from pagemarrow.core.fold import fold_word, fold_words
from pagemarrow.core.match.index import CASED, FIRST, UNSPACED, WORDLESS, Detector
from pagemarrow.core.match.lines import MAX_CHARS
from pagemarrow.core.model import ANY_LANGUAGE, CATEGORIES, Rule, Scope
from pagemarrow.core.rules import RULES, RULES_VERSION, digest
from pagemarrow.core.rules._fragments import FURTHER

LANGUAGES = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", *FURTHER}
EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_every_theme_is_found_and_every_rule_named_after_its_theme() -> None:
    themes = [info.name for info in iter_modules(package.__path__) if not info.name.startswith("_")]
    for theme in themes:
        rules = import_module(f"pagemarrow.core.rules.{theme}").RULES
        assert rules
        assert all(rule.theme == theme and rule in RULES for rule in rules)
    assert {rule.theme for rule in RULES} == set(themes)


def test_no_name_and_no_pattern_twice() -> None:
    assert [name for name, times in Counter(rule.id for rule in RULES).items() if times > 1] == []
    patterns = Counter((rule.pattern, rule.scope) for rule in RULES if rule.pattern)
    assert [pattern for pattern, times in patterns.items() if times > 1] == []


@EVERY_RULE
def test_a_record_is_whole(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z-]+", rule.id)
    assert rule.why.endswith(".")
    assert len(rule.why.split()) >= 3
    assert rule.category in CATEGORIES
    assert rule.languages == ANY_LANGUAGE or set(rule.languages) <= LANGUAGES
    assert bool(rule.pattern) != bool(rule.phrases)
    assert len(set(rule.matches)) >= 2
    assert len(set(rule.rejects)) >= 2
    assert not set(rule.matches) & set(rule.rejects)


@EVERY_RULE
def test_every_cue_is_one_folded_word(rule: Rule) -> None:
    assert bool(rule.cues) != bool(rule.phrases)
    assert len(set(rule.cues)) == len(rule.cues)
    for cue in rule.cues:
        if cue != WORDLESS and not UNSPACED.search(cue):
            bare = cue.removeprefix(FIRST)
            assert fold_word(bare).decode() == bare


@EVERY_RULE
def test_letters_of_a_pattern_are_small_unless_capitals_count(rule: Rule) -> None:
    """Such patterns are tried on small letters, where a capital could never match."""
    if CASED not in rule.pattern:
        assert re.sub(r"\\[A-Z]", "", rule.pattern) == re.sub(r"\\[A-Z]", "", rule.pattern).lower()


def test_no_rule_stands_wholly_in_the_shadow_of_another() -> None:
    """A rule whose every example an earlier rule of its scope and verdict finds as well is not needed."""
    detectors = {
        rule.id: Detector(rule, 0) for rule in RULES if rule.scope not in (Scope.RUN, Scope.CONTAINER)
    }

    def hits(shadow: Rule, example: str) -> bool:
        words = len(fold_words([example])[0].split())
        return words <= shadow.max_words and detectors[shadow.id].hits(example, example.lower())

    for rule in RULES:
        for other in RULES:
            same = (rule.scope, rule.says) == (other.scope, other.says) and other.id != rule.id
            if rule.id in detectors and same and set(rule.languages) <= {*other.languages, *ANY_LANGUAGE}:
                assert not all(hits(other, example) for example in rule.matches), (rule.id, other.id)


LONGEST_SECONDS = 0.1
"""A hundred times what the dearest rule takes: a pattern that tries all ways takes minutes."""
"""A hundred times the usual; a pattern with a hidden square or worse takes ten times more."""

HOSTILE = (
    "a", "a ", "A ", "0", "0 ", "00:00 ", "may 0, 2000 ", "-", "- ", ": ", '"', '" ', "(", "[a](", "by A ", "By Ab, ",
    "read more ", "share on facebook ", "more latest news ", "©", "© 2000 ", "#a ", "photo: A/", "x/istock ",
    "you may also like ", "subscribe to our ", "et al. ", "said ", "A.b. ", "by clicking you ", "updated 1 may 2000 ",
    "comments (1) ", "my cookies ", "div related posts ", "nav menu header ", "阅读", "の記事",
)  # fmt: skip


@EVERY_RULE
def test_time_is_linear_on_hostile_lines(rule: Rule) -> None:
    """No line within a rule's bounds, made of what patterns look for, may keep it busy."""
    detector = Detector(rule, 0)
    openings = {*HOSTILE, *(f"{match.split(chr(10))[0]} " for match in rule.matches)}
    for piece in openings:
        line = longest(piece * MAX_CHARS, rule.max_words)
        best = min(_seconds(detector, line) for _ in range(3))
        assert best < LONGEST_SECONDS, (piece, best)


def longest(line: str, words: int) -> str:
    """The start of ``line`` that is within the bounds of a rule."""
    line = line[:MAX_CHARS]
    while len(fold_words([line])[0].split()) > words:
        line = line[: line.rstrip().rfind(" ")] if " " in line.strip() else line[: len(line) // 2]
    return line


def _seconds(detector: Detector, line: str) -> float:
    started = time.perf_counter()
    detector.hits(line, line.lower())
    return time.perf_counter() - started


def test_the_version_names_every_field_of_every_rule() -> None:
    assert digest(RULES) == RULES_VERSION
    assert re.fullmatch("[0-9a-f]{12}", RULES_VERSION)
    first, *others = RULES
    for change in ({"why": "Otherwise."}, {"max_words": 3}, {"cues": ("other",)}, {"rejects": ("a", "b")}):
        assert digest([replace(first, **change), *others]) != RULES_VERSION
    assert digest([*others, first]) != RULES_VERSION
