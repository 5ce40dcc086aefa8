"""The engine: what rules of each scope cover, and what keeps a line from being tried."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pagemarrow.core.match import match, match_with
from pagemarrow.core.match.containers import LARGEST_SHARE
from pagemarrow.core.match.index import build_index
from pagemarrow.core.match.lines import MAX_CHARS
from pagemarrow.core.model import Block, Container, Kind, Page, Rule, Says, Scope

PROSE = "The ferry left the quay at noon, and the crowd that had come to see it off went home in the rain."


def rule_of(pattern: str, *cues: str, scope: Scope = Scope.LINE, **fields: object) -> Rule:
    return Rule(
        "theme.rule", "Why.", "other", Says.BOILERPLATE, ("x", "y"), ("z", "w"),
        scope=scope, pattern=pattern, cues=cues, **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def page_of(*lines: str | Block) -> Page:
    blocks = tuple(line if isinstance(line, Block) else Block(line) for line in lines)
    return Page(blocks, (Container(-1, "body", "", 0, len(blocks)),))


def spans(rule: Rule, page: Page, language: str | None = None) -> list[tuple[int, int]]:
    return [(f.first, f.last) for f in match_with(build_index([rule], language), page)]


def test_a_line_rule_covers_its_line() -> None:
    assert spans(rule_of("bell$", "bell"), page_of(PROSE, "Bell", PROSE)) == [(1, 2)]


def test_a_tail_rule_covers_all_that_follows() -> None:
    assert spans(rule_of("bell$", "bell", scope=Scope.TAIL), page_of(PROSE, "Bell", PROSE)) == [(1, 3)]


def test_a_run_needs_neighbours_and_is_reported_once() -> None:
    page = page_of("Bell", PROSE, "bell", "Bell", "bell", PROSE, "bell", "bell")
    assert spans(rule_of("bell$", "bell", scope=Scope.RUN), page) == [(2, 5), (6, 8)]


def test_quotes_dashes_bullets_spaces_and_markdown_are_folded() -> None:
    rule = rule_of(r"it's\ \"so\"\ -\ yes$", "so")
    for line in (
        "it’s “so” – yes",
        '• It\'s  "so" - yes »',
        '**It\'s** "so" - [yes](https://example.org/a)',
        "## it's «so» — yes",
    ):
        assert spans(rule, page_of(line)) == [(0, 1)], line


def test_a_line_without_cue_is_not_tried() -> None:
    assert spans(rule_of("bell$", "other"), page_of("bell")) == []


def test_a_first_word_cue_counts_at_the_start_only() -> None:
    rule = rule_of(".*bell$", "^ring")
    assert spans(rule, page_of("Ring the bell", "They ring the bell")) == [(0, 1)]


def test_cues_of_a_long_line_count_at_its_edges_only() -> None:
    rule = rule_of(".", "bell", max_words=99)
    filler = "and so it went on through the night " * 4
    assert spans(rule, page_of(f"Bell {filler}", f"{filler} bell", f"{filler} bell {filler}")) == [
        (0, 1),
        (1, 2),
    ]


def test_a_longer_line_than_the_rule_allows_is_not_tried() -> None:
    rule = rule_of("bell", "bell", max_words=3)
    assert spans(rule, page_of("bell one two", "bell one two three")) == [(0, 1)]


def test_no_line_beyond_the_character_bound_is_tried() -> None:
    rule = rule_of("bell", "bell", max_words=9)
    assert spans(rule, page_of("bell " + "x" * (MAX_CHARS - 5), "bell " + "x" * (MAX_CHARS - 4))) == [(0, 1)]


def test_capitals_count_only_where_a_pattern_says_so() -> None:
    page = page_of("by Ada", "by ada", "BY ADA")
    assert spans(rule_of("by\\ ada$", "by"), page) == [(0, 1), (1, 2), (2, 3)]
    assert spans(rule_of("by\\ (?-i:[A-Z])", "by"), page) == [(0, 1), (2, 3)]


def test_code_is_never_boilerplate() -> None:
    rule = rule_of("bell$", "bell")
    assert spans(rule, page_of(Block("bell", Kind.CODE), Block("bell"))) == [(1, 2)]


def test_rules_of_other_languages_are_passed_over() -> None:
    rule = rule_of("glocke$", "glocke", languages=("de",))
    page = page_of("Glocke")
    assert spans(rule, page, "de")
    assert spans(rule, page, None)
    assert not spans(rule, page, "en")
    assert not spans(rule, page, "other")


def test_a_regional_subtag_speaks_its_language() -> None:
    page = page_of("Weiterlesen")
    assert match(page, "de-AT") == match(page, "de") == match(page, None) != ()
    assert match(page, "en") == match(page, "fi") == ()


def test_cues_of_scripts_without_spaces_are_parts_of_the_line() -> None:
    rule = rule_of("阅读全文$", "全文", languages=("zh",), max_words=3)
    assert spans(rule, page_of("港口关闭到三月。", "阅读全文"), "zh") == [(1, 2)]


def test_a_container_covers_its_blocks_unless_it_holds_much_of_the_page() -> None:
    rule = rule_of("div\\ related\\ posts", "related", scope=Scope.CONTAINER)
    blocks = (Block("x" * 60), Block("x" * 39), Block("x"))
    for last, expected in ((2, [(1, 2)]), (3, [(1, 3)])):
        page = Page(blocks, (Container(-1, "body", "", 0, 3), Container(0, "div", "relatedPosts", 1, last)))
        assert spans(rule, page) == expected
    heavy = (Block("x" * 59), Block("x" * 41))
    assert LARGEST_SHARE == 0.4
    page = Page(heavy, (Container(-1, "body", "", 0, 2), Container(0, "div", "related-posts", 1, 2)))
    assert spans(rule, page) == []


def test_a_container_with_a_longer_text_than_the_rule_allows_is_let_be() -> None:
    for chars, expected in ((80, [(1, 2)]), (81, [])):
        blocks = (Block("x" * 900), Block("x" * chars))
        page = Page(blocks, (Container(-1, "body", "", 0, 2), Container(0, "div", "share", 1, 2)))
        assert spans(rule_of("div\\ share", "share", scope=Scope.CONTAINER, max_words=10), page) == expected


def test_nothing_is_looked_for_inside_a_condemned_container() -> None:
    rule = rule_of("div\\ related", "related", scope=Scope.CONTAINER)
    blocks = (Block("x" * 90), Block("x"), Block("x"), Block("x"))
    page = Page(
        blocks,
        (
            Container(-1, "body", "", 0, 4),
            Container(0, "div", "related", 1, 3),
            Container(1, "div", "related", 2, 3),
            Container(0, "div", "related", 3, 4),
        ),
    )
    assert spans(rule, page) == [(1, 3), (3, 4)]


def test_what_was_met_before_changes_no_answer() -> None:
    page = page_of(
        "Home", "Share", "By Anna Osei", PROSE, "Read more: The old quay", "Related articles", "Home"
    )
    first = match(page, "en")
    match(page_of("Share", "Related articles"), "en")
    assert match(page, "en") == first
    fresh = build_index([finding.rule for finding in dict.fromkeys(first)], "en")
    assert {(f.rule.id, f.first) for f in match_with(fresh, page)} == {(f.rule.id, f.first) for f in first}


def test_odd_characters_do_no_harm() -> None:
    page = page_of("a\0Share\0", "\ud800 Share", "", "\0", "Share\nthis\narticle", "İ Share", "́")
    assert [(f.rule.id, f.first) for f in match(page, "en") if f.rule.theme == "share"] == [("share.call", 4)]


def test_a_page_without_blocks_has_no_findings() -> None:
    assert match(Page((), (Container(-1, "body", "", 0, 0),)), "en") == ()


def test_findings_are_the_same_in_every_process() -> None:
    """Sets of words are ordered by a hash that differs from process to process."""
    code = (
        "from pagemarrow.core.match import match; from pagemarrow.core.model import *; from pagemarrow.core.rules import RULES_VERSION as v;"
        "t = ['Share this article on Facebook', 'By Anna Osei | May 3, 2021', 'Related articles', 'More news'];"
        "p = Page(tuple(map(Block, t)), (Container(-1, 'body', '', 0, 4),));"
        "print(v, [(f.rule.id, f.first, f.last) for f in match(p, None)])"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


def test_nothing_is_left_to_compile_after_preparing(monkeypatch: pytest.MonkeyPatch) -> None:
    index = build_index([rule_of("bell.*", "bell"), rule_of("gong.*", "^gong")], "en")
    index.prepare()
    monkeypatch.setattr("pagemarrow.core.match.index.re.compile", None)
    assert len(match_with(index, page_of("bell rings", "gong"))) == 2
