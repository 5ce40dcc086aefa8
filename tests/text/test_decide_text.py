"""Deciding, from scores and findings given by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pagemarrow.core.decide.decision import Decision
from pagemarrow.core.decide.text import decide_text
from pagemarrow.core.decide.text_case import THRESHOLDS
from pagemarrow.core.measure.text import measure_text
from pagemarrow.core.model import CATEGORIES, Finding, Metadata, Options, Rule, Says, Scope
from pagemarrow.core.segment.text import segment_text

FIRST = "The mill at the end of the valley burnt down on Tuesday night, and nobody knows why it did."
SECOND = "Firemen from three villages came too late, because the only bridge is shut until the spring comes."
THIRD = "The miller, who sleeps across the yard, woke up because it had become so very quiet outside."
HEADLINE = "Fire leaves nothing of the old mill"


def rule(name: str, category: str, says: Says = Says.BOILERPLATE, scope: Scope = Scope.LINE) -> Rule:
    return Rule(name, "A reason.", category, says, (), (), scope=scope)


def decided(
    lines: list[str],
    scores: list[float],
    findings: tuple[tuple[Rule, int], ...] = (),
    options: Options = Options(),  # noqa: B008 - immutable
) -> tuple[Decision, list[bool]]:
    page = segment_text("\n\n".join(lines))
    assert len(page.blocks) == len(lines) == len(scores)
    found = [Finding(what, at, len(lines) if what.scope is Scope.TAIL else at + 1) for what, at in findings]
    features = measure_text(page, Metadata(), "en", found)
    decision = decide_text(page, Metadata(), features, np.array(scores, np.float32), found, options)
    assert all(v.category in CATEGORIES and (v.kept or v.reasons) for v in decision.verdicts)
    return decision, [verdict.kept for verdict in decision.verdicts]


def test_scores_decide_where_no_rule_speaks() -> None:
    decision, kept = decided(["Home", FIRST, SECOND, "Imprint"], [-4, 4, 4, -4])
    assert kept == [False, True, True, False]
    assert [v.category for v in decision.verdicts] == ["navigation", "body", "body", "navigation"]


def test_what_a_rule_proves_goes_whatever_its_score() -> None:
    decision, kept = decided(
        [FIRST, "Read more: Flood at the weir", SECOND], [5, 5, 5], ((rule("read_more.x", "read_more"), 1),)
    )
    assert kept == [True, False, True]
    assert decision.verdicts[1].category == "read_more"
    assert decision.verdicts[1].reasons[0].rule == "read_more.x"


def test_protected_content_stays_between_paragraphs_but_not_in_a_menu() -> None:
    content = rule("content.x", "heading", Says.CONTENT)
    _, kept = decided(
        ["Summary", FIRST, "Summary", SECOND, "Summary"],
        [-5, 4, -5, 4, -5],
        tuple((content, n) for n in (0, 2, 4)),
    )
    assert kept == [False, True, True, True, False]


INGREDIENTS = rule("content.x", "heading", Says.CONTENT)


def test_a_heading_that_articles_have_opens_the_body_with_what_stands_under_it() -> None:
    lines = ["Recipes", "Ingredients", "500 g of rye", "Salt", FIRST, SECOND]
    decision, kept = decided(lines, [-4, -2, -0.8, -0.5, 5, 5], ((INGREDIENTS, 1),))
    assert kept == [False, True, True, True, True, True]
    assert [v.reasons[0].rule for v in decision.verdicts[1:3]] == ["content.x", "place.under-heading"]


@pytest.mark.parametrize(
    ("lines", "scores"),
    [
        (["Recipes", "Ingredients", "Log in", "Salt", FIRST, SECOND], [-4, -2, -3, -0.5, 5, 5]),
        (["Recipes", "Ingredients", "The mill", FIRST, "Ingredients", SECOND], [-4, -2, -0.5, 5, 5, 5]),
    ],
    ids=["menu", "contents"],
)
def test_such_a_heading_among_links_opens_nothing(lines: list[str], scores: list[float]) -> None:
    _, kept = decided(lines, scores, ((INGREDIENTS, 1),))
    assert kept[:2] == [False, False]


@pytest.mark.parametrize(("under", "opens"), [(THRESHOLDS.headed, True), (THRESHOLDS.headed + 1, False)])
def test_such_a_heading_opens_so_many_lines_at_most(under: int, opens: bool) -> None:
    lines = ["Ingredients", *[f"{number} g of rye" for number in range(under)], FIRST, SECOND]
    _, kept = decided(lines, [-2, *[-0.5] * under, 5, 5], ((INGREDIENTS, 0),))
    assert kept == [opens] * (under + 1) + [True, True]


TAIL = rule("related.x", "related", scope=Scope.TAIL)


def test_a_list_without_a_sentence_goes_with_its_label() -> None:
    lines = [FIRST, SECOND, "Most Popular", "Flood at the weir", "New bridge for the valley"]
    assert decided(lines, [5, 5, 5, 6, 6], ((TAIL, 2),))[1] == [True, True, False, False, False]
    assert decided([*lines, THIRD], [5, 5, 5, 6, 6, 6], ((TAIL, 2),))[1][3:] == [True, True, True]


def test_comments_stay_where_the_caller_names_a_thread() -> None:
    comments = rule("comments.x", "comments", scope=Scope.TAIL)
    lines = [FIRST, "12 replies", "Quite so", "Indeed it is"]
    scores = [5.0, 2.0, 2.0, 2.0]
    assert decided(lines, scores, ((comments, 1),))[1] == [True, False, False, False]
    thread = Options(page_type="forum")
    assert decided(lines, scores, ((comments, 1),), thread)[1] == [True] * 4


def test_a_tail_goes_from_its_label_to_the_end() -> None:
    lines = [FIRST, SECOND, THIRD, "More stories", "Flood at the weir", "Bridge opens again", "Bell stolen"]
    decision, kept = decided(lines, [5, 5, 5, 2, 2, 3, 1], ((TAIL, 3),))
    assert kept == [True] * 3 + [False] * 4
    assert {v.category for v in decision.verdicts[4:]} == {"related"}


def test_a_label_in_mid_article_takes_nothing_with_it() -> None:
    _decision, kept = decided(
        [FIRST, SECOND, "Most Popular", THIRD, SECOND + " Again."], [5, 5, 3, 5, 5], ((TAIL, 2),)
    )
    assert kept == [True, True, False, True, True]


def test_a_label_above_the_text_takes_nothing_with_it() -> None:
    _, kept = decided(["Related", FIRST, SECOND], [1, 5, 5], ((TAIL, 0),))
    assert kept == [False, True, True]


def test_a_sentence_that_carries_on_stays() -> None:
    _, kept = decided([FIRST, SECOND, "When in doubt the miller takes the bridge."], [5, 5, -1])
    assert kept == [True, True, True]


@pytest.mark.parametrize("category", ["newsletter", "advert", "read_more"])
def test_prose_goes_on_after_what_is_put_between_paragraphs(category: str) -> None:
    put = (rule("x.y", category), 1)
    lines = [FIRST, "Letters from the mill, every week", "Your address", SECOND, THIRD, "Imprint"]
    decision, kept = decided(lines, [5, -3, -3, -0.5, -0.9, -4], (put,))
    assert kept == [True, False, False, True, True, False]
    assert decision.verdicts[3].reasons[0].rule == "place.resumed"
    _, kept = decided(lines, [5, -3, -3, -0.5, -0.9, -4])
    assert kept == [True, False, False, False, False, False]


@pytest.mark.parametrize(
    ("between", "goes_on"), [(THRESHOLDS.insertion, True), (THRESHOLDS.insertion + 1, False)]
)
def test_what_is_put_between_paragraphs_has_so_many_blocks_at_most(between: int, goes_on: bool) -> None:
    lines = [FIRST, *[f"Letter {number}" for number in range(between)], SECOND, THIRD, "Imprint"]
    put = (rule("newsletter.x", "newsletter"), 1)
    _, kept = decided(lines, [5, *[-3] * between, -0.5, -0.5, -4], (put,))
    assert kept == [True, *[False] * between, goes_on, goes_on, False]


@pytest.mark.parametrize("category", ["navigation", "legal", "comments", "tags", "author_bio"])
def test_prose_does_not_go_on_after_what_stands_below_a_body(category: str) -> None:
    found = ((rule("newsletter.x", "newsletter"), 1), (rule("x.y", category), 2))
    _, kept = decided([FIRST, "Letters from the mill", "Next", SECOND, THIRD], [5, -3, -3, -0.5, -0.5], found)
    assert kept == [True, False, False, False, False]


def test_two_short_sentences_go_on_and_one_may_be_the_slogan_of_the_box() -> None:
    slogan, more = "We write to you once a week or so.", "Nobody knows who opened the sluice in the night."
    put = (rule("newsletter.x", "newsletter"), 1)
    _, kept = decided([FIRST, "Letters", slogan, "Imprint"], [5, -3, -0.5, -4], (put,))
    assert kept == [True, False, False, False]
    _, kept = decided([FIRST, "Letters", more, more, "Imprint"], [5, -3, -0.5, -0.5, -4], (put,))
    assert kept == [True, False, True, True, False]


CONTENTS = ["1 The wheel", "2 The sluice", "2.1 Who opens it"]
HEADINGS = ["The wheel", "The sluice[edit]", "Who opens it"]


@pytest.mark.parametrize(
    "label", ["Contents", "CONTENTS", "Table of Contents:", "## Inhaltsverzeichnis", "目次"]
)
def test_lines_that_stand_below_as_headings_are_a_table_of_contents(label: str) -> None:
    (a, b, c), body = HEADINGS, (FIRST, SECOND, THIRD)
    lines = [FIRST, label, *CONTENTS, a, body[0], b, body[1], c, body[2]]
    decision, kept = decided(lines, [5, 1, 1, 1, 1, *[5] * 6])
    assert kept == [True, *[False] * 4, *[True] * 6]
    assert {v.reasons[0].rule for v in decision.verdicts[1:5]} == {"place.contents"}
    _, kept = decided([FIRST, label, *CONTENTS, THIRD], [5, 1, 1, 1, 1, 5])
    assert all(kept)
    _, kept = decided([FIRST, label, CONTENTS[0], a, body[1]], [5, 1, 1, 5, 5])
    assert all(kept)


def test_paragraphs_above_the_table_of_contents_are_the_lead() -> None:
    lines = [
        "Mills",
        FIRST,
        SECOND,
        "Contents",
        *CONTENTS[:2],
        *HEADINGS[:1],
        THIRD,
        *HEADINGS[1:2],
        THIRD + " So.",
    ]
    decision, kept = decided(lines, [-4, -1, -1.5, -1, -1, -1, 2, 5, 2, 5])
    assert kept == [False, True, True, False, False, False, True, True, True, True]
    assert decision.verdicts[1].reasons[0].rule == "place.lead"
    _, kept = decided(lines, [-4, -3, -3, -1, -1, -1, 2, 5, 2, 5])
    assert kept[:3] == [False, False, False]


def test_a_table_of_the_body_is_kept_whole() -> None:
    table = ["| Year | Wheels |", "| --- | --- |", "| 1980 | 2 |", "| 1990 | 1 |"]
    decision, kept = decided([FIRST, *table, SECOND], [5, -0.5, 2, 1, -0.4, 5])
    assert all(kept)
    assert decision.verdicts[1].reasons[0].rule == "place.table"
    _, kept = decided([FIRST, *table, SECOND], [5, -2, 0.5, -2, -2, 5])
    assert kept == [True, False, False, False, False, True]
    _, kept = decided([FIRST, "Imprint", *table, SECOND], [5, -4, -0.5, 2, 1, -2.5, 5])
    assert kept == [True, False, False, True, True, False, True]


def test_signs_without_a_word_go_with_what_is_around_them() -> None:
    decision, kept = decided(["☰", "Log in", "/", FIRST, "* * *", SECOND], [2, -4, 2, 5, 2, 5])
    assert kept == [False, False, True, True, True, True]
    assert decision.verdicts[0].reasons[0].rule == "place.signs"
    _, kept = decided([FIRST, "Related", "»", "»"], [5, -4, 2, 2])
    assert kept == [True, False, False, False]
    _, kept = decided([FIRST, "»", "»", "Related"], [5, 2, 2, -4])
    assert kept == [True, True, True, False]


def test_a_sentence_ends_before_the_marks_of_its_footnotes() -> None:
    lines = [
        "Log in",
        FIRST + "[1][12]",
        "Contents",
        *CONTENTS[:2],
        *HEADINGS[:1],
        THIRD,
        *HEADINGS[1:2],
        THIRD + " So.",
    ]
    _, kept = decided(lines, [-4, -1, -1, -1, -1, 2, 5, 2, 5])
    assert kept[1]
    lines[1] = FIRST.rstrip(".") + " [sic]"
    _, kept = decided(lines, [-4, -1, -1, -1, -1, 2, 5, 2, 5])
    assert not kept[1]


def test_a_listing_between_paragraphs_stays_and_one_after_them_goes() -> None:
    fence = "```\nturn(wheel)\n```"
    _, kept = decided([FIRST, fence, SECOND, "Fires", fence, THIRD, fence], [5, -3, 5, -4, -3, 5, -3])
    assert kept == [True, True, True, False, False, True, False]


def test_a_heading_between_paragraphs_stays_and_one_that_heads_nothing_goes() -> None:
    lines = [FIRST, "The wheel", SECOND, "See for yourself", "Flood", "Bell", "Imprint"]
    _, kept = decided(lines, [5, -1, 5, 0.5, -4, -4, -4])
    assert kept == [True, True, True, False, False, False, False]


@pytest.mark.parametrize("above", ["date", "byline", "caption"])
def test_the_line_above_a_date_byline_or_picture_is_the_title(above: str) -> None:
    decision, kept = decided([HEADLINE, "Tuesday", FIRST, SECOND], [6, 1, 5, 5], ((rule("x.y", above), 1),))
    assert decision.title == HEADLINE
    assert kept == [False, False, True, True]
    assert decision.verdicts[0].category == "title"


def test_a_first_heading_that_reads_like_body_is_no_title() -> None:
    decision, kept = decided([HEADLINE, FIRST, SECOND], [6, 5, 5])
    assert decision.title is None
    assert kept == [True, True, True]


def test_a_first_sentence_is_no_title() -> None:
    decision, kept = decided(["It burnt all night long.", FIRST, SECOND], [1, 5, 5])
    assert decision.title is None
    assert kept[0]


def test_a_marked_headline_is_the_title() -> None:
    decision, kept = decided([f"# {HEADLINE}", FIRST, SECOND], [6, 5, 5])
    assert decision.title is not None
    assert not kept[0]


@pytest.mark.parametrize("line", ["# Setting up the mill", "# Setting up the mill #"])
def test_the_title_is_told_without_the_signs_of_a_heading(line: str) -> None:
    decision, _ = decided([line, FIRST, SECOND], [6, 5, 5])
    assert decision.title == "Setting up the mill"


def test_a_first_label_above_the_headline_is_no_title() -> None:
    lines = ["Hypp till det egentliga innehållet", HEADLINE, FIRST, SECOND]
    decision, kept = decided(lines, [-4, -1, 5, 5])
    assert decision.title == HEADLINE
    assert kept == [False, False, True, True]
    assert decision.verdicts[0].category == "navigation"


@pytest.mark.parametrize("score", [-1, 2])
def test_the_first_line_below_a_dropped_label_may_be_the_headline(score: float) -> None:
    lines = ["Hypp till innehållet", HEADLINE, FIRST, SECOND]
    decision, kept = decided(lines, [-4, score, 5, 5])
    assert decision.title == HEADLINE
    assert kept == [False, False, True, True]


def test_a_label_among_other_labels_is_no_title() -> None:
    lines = ["Our best offers this week", "Log in or register", "Fire", FIRST, SECOND]
    decision, _ = decided(lines, [-4, -4, -4, 5, 5])
    assert decision.title is None


@pytest.mark.parametrize("category", ["navigation", "share", "advert", "newsletter"])
def test_a_line_that_a_rule_hints_is_something_else_is_no_title(category: str) -> None:
    hint = rule("x.y", category, Says.HINT)
    decision, _ = decided(["Half price for early birds", FIRST, SECOND], [-4, 5, 5], ((hint, 0),))
    assert decision.title is None
    decision, _ = decided(["Half price for early birds", FIRST, SECOND], [-4, 5, 5])
    assert decision.title == "Half price for early birds"


def test_a_standfirst_and_a_name_may_stand_between_title_and_body() -> None:
    lines = [HEADLINE, "Nobody knows how it began.", "Agnes Hara", FIRST, SECOND]
    decision, _ = decided(lines, [-1, -3, -3, 5, 5])
    assert decision.title == HEADLINE


def test_a_line_of_links_is_no_title() -> None:
    menu = "[News](https://mill.example/news) | [Sports](https://mill.example/sports)"
    decision, kept = decided([menu, f"# {HEADLINE}", FIRST, SECOND], [-1, 6, 5, 5])
    assert decision.title == HEADLINE
    assert kept == [False, False, True, True]


def test_the_bare_text_of_a_picture_goes_with_its_caption() -> None:
    lines = ["The mill before the fire", "The mill before the fire. Picture: Orrin Archive", FIRST, SECOND]
    decision, kept = decided(lines, [2, 2, 5, 5], ((rule("caption.x", "caption"), 1),))
    assert kept == [False, False, True, True]
    assert decision.verdicts[0].category == "caption"


def test_a_bare_name_between_headline_and_text_is_the_byline() -> None:
    decision, kept = decided([HEADLINE, "Agnes O’Hara-Lund", FIRST, SECOND], [1, 1, 5, 5])
    assert kept == [False, False, True, True]
    assert decision.verdicts[1].category == "byline"


def test_a_handful_of_words_is_no_article() -> None:
    decision, kept = decided(["Log in", "Menu", "Home", "Prices"], [1, -2, -2, -2])
    assert decision.warnings == ("no_article",)
    assert not any(kept)
    assert decision.confidence <= 0.1


def test_no_blocks_are_no_article() -> None:
    decision, _ = decided([], [])
    assert decision.verdicts == ()
    assert decision.warnings == ("no_article",)
    assert decision.confidence == 0


def test_confidence_falls_with_doubt() -> None:
    sure, _ = decided([FIRST, SECOND, "Imprint"], [6, 6, -6])
    unsure, _ = decided([FIRST, SECOND, "Imprint"], [0.2, 0.2, -0.2])
    assert 0 < unsure.confidence < sure.confidence <= 1


def test_a_caption_repeated_with_its_source_goes_with_its_bare_text() -> None:
    lines = ["The mill before the fire", "The mill before the fire PixelStore", FIRST, SECOND]
    decision, kept = decided(lines, [2, 2, 5, 5])
    assert kept == [False, False, True, True]
    assert [v.category for v in decision.verdicts[:2]] == ["caption", "caption"]


def test_two_headings_that_begin_alike_are_no_caption() -> None:
    _, kept = decided([FIRST, "The mill", SECOND, "The mill is rebuilt", THIRD], [5, 2, 5, 2, 5])
    assert all(kept)


def test_a_doubtful_line_under_the_byline_is_a_caption() -> None:
    lines = [HEADLINE, "Agnes Lund", "The wheel, seen from the bridge on Wednesday", FIRST, SECOND]
    decision, kept = decided(lines, [1, 1, 1, 5, 5])
    assert kept == [False, False, False, True, True]
    assert decision.verdicts[2].category == "caption"


def test_cards_after_the_text_go_by_their_bylines_and_dates() -> None:
    lines = [
        FIRST,
        SECOND,
        "Flood at the weir",
        "Mon",
        "Bell stolen again",
        "Tue",
        "Bridge reopened early",
        "Wed",
    ]
    date = rule("date.x", "date")
    _, kept = decided(lines, [5, 5, 2, 1, 2, 1, 2, 1], tuple((date, at) for at in (3, 5, 7)))
    assert kept == [True, True] + [False] * 6
