"""The passes of HTML deciding, one by one, on cases made by hand: no markup, no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from pagemarrow.core import extract
from pagemarrow.core.decide.decision import Decision
from pagemarrow.core.decide.expected import expected_best
from pagemarrow.core.decide.html_case import THRESHOLDS, Case, running_text
from pagemarrow.core.decide.html_parts import drop_copies, drop_pull_quotes
from pagemarrow.core.decide.html_passes import (
    drop_captions,
    drop_head,
    drop_link_tail,
    drop_lone_names,
    drop_lonely_headings,
    drop_subjects,
    drop_title,
    obey_selectors,
)
from pagemarrow.core.decide.html_rules import drop_by_rule
from pagemarrow.core.decide.include import include
from pagemarrow.core.measure.evidence import EVIDENCE, declared_words, measure_evidence
from pagemarrow.core.measure.features import Columns, Features
from pagemarrow.core.measure.lexicon import plain_lexicon
from pagemarrow.core.measure.wording import WORDING, measure_wording
from pagemarrow.core.model import (
    Block,
    Container,
    Finding,
    Kind,
    Metadata,
    Options,
    Page,
    Rule,
    Says,
    Scope,
    Verdict,
)

NOTHING_DECLARED = Metadata()
PROSE = "The keeper climbs the tower every evening and lights the lamp before the first boats come home."


def columns_of(blocks: Sequence[Block], metadata: Metadata = NOTHING_DECLARED) -> Features:
    """Container 1 is a figure."""
    declared = declared_words(metadata)
    wording = measure_wording(blocks, plain_lexicon(), *declared)
    heading = np.array([block.kind is Kind.HEADING for block in blocks])
    extra = [[b.container == 1, b.level, long] for b, long in zip(blocks, wording.long, strict=True)]
    evidence = measure_evidence(wording, heading, declared, ())
    values = np.concatenate([wording.rows, [heading], np.array(extra, dtype=np.float32).T, evidence])
    values[0] = np.log1p(values[0])  # sizes are logarithms among the features
    return Features(Columns((*WORDING, "is_heading", "in_figure", "level", "long", *EVIDENCE)), values.T)


def case(
    blocks: Sequence[Block],
    *,
    kept: Sequence[bool] | None = None,
    findings: Sequence[Finding] = (),
    metadata: Metadata | None = None,
    page_type: str = "article",
    likely: float = 0.9,
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
) -> Case:
    page = Page(
        tuple(blocks),
        (Container(-1, "body", "", 0, len(blocks)),),
        kept_by_selector=keep,
        dropped_by_selector=drop,
    )
    chosen = np.array([True] * len(blocks) if kept is None else list(kept))
    features = columns_of(blocks, metadata or NOTHING_DECLARED)
    return Case(
        page,
        metadata or NOTHING_DECLARED,
        features,
        findings,
        Options(),
        np.where(chosen, likely, 0.1),
        np.array([len(block.text.split()) for block in blocks], dtype=np.float64),
        page_type,
        running_text(features),
        chosen,
    )


def rule(says: Says = Says.BOILERPLATE, scope: Scope = Scope.LINE) -> Rule:
    return Rule("related.label", "Heads a list.", "related", says, (), (), scope=scope, pattern="x")


def paragraphs(*texts: str) -> list[Block]:
    return [Block(text) for text in texts]


def heading(text: str, level: int) -> Block:
    return Block(text, Kind.HEADING, level)


def test_proof_drops_and_says_why() -> None:
    found = case(paragraphs(PROSE, "Read more"), findings=[Finding(rule(), 1, 2)])
    (change,) = drop_by_rule(found)
    assert (change.block, change.kept, change.category, change.reason.rule) == (
        1,
        False,
        "related",
        "related.label",
    )


def test_hint_alone_drops_nothing() -> None:
    assert not list(drop_by_rule(case(paragraphs("Read more"), findings=[Finding(rule(Says.HINT), 0, 1)])))


def test_content_protects_from_proof() -> None:
    findings = [Finding(rule(), 0, 1), Finding(rule(Says.CONTENT), 0, 1)]
    assert not list(drop_by_rule(case(paragraphs("Key takeaways"), findings=findings)))


def test_an_element_goes_for_its_name_unless_it_holds_much_of_the_body() -> None:
    named = rule(scope=Scope.CONTAINER)
    blocks = paragraphs(*[PROSE] * 8, "Share this story")
    small = case(blocks, findings=[Finding(named, 8, 9)])
    assert [c.block for c in drop_by_rule(small)] == [8]
    assert not list(drop_by_rule(case(blocks, findings=[Finding(named, 0, 8)])))


def test_elements_that_hold_most_of_the_body_together_do_not_go_for_their_names() -> None:
    """A site that calls every paragraph a share block means something else by it."""
    named = rule(scope=Scope.CONTAINER)
    blocks = paragraphs(*[f"{PROSE[:-1]}, {number} of them." for number in range(10)])
    each = [Finding(named, number, number + 1) for number in range(10)]
    assert [c.block for c in drop_by_rule(case(blocks, findings=each[:3]))] == [0, 1, 2]
    assert not list(drop_by_rule(case(blocks, findings=each[:7])))


def test_subject_of_a_thread_goes_where_an_answer_repeats_it() -> None:
    blocks = [
        heading("Combi loses pressure", 2), *paragraphs(PROSE), heading("Re: Combi loses pressure", 3),
        *paragraphs(PROSE), heading("Re: your letter of 3 May", 3), *paragraphs(PROSE),
    ]  # fmt: skip
    assert [c.block for c in drop_subjects(case(blocks, page_type="forum"))] == [2]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Unfini</p>", "Unfini"),
        ("<p><a href='/'>Home</a></p>", ""),
        ("<p>Wait</p><script>load()</script>", ""),
        ("<title>403</title><p>Forbidden</p>", ""),
        ("<div>Loading</div>", ""),
    ],
)
def test_a_word_in_a_paragraph_that_is_all_there_is_stays(html: str, text: str) -> None:
    assert extract(html, content_type="text/html").text == text


def test_tail_label_takes_the_rest_with_it() -> None:
    blocks = paragraphs(
        *[PROSE] * 6, "Related stories", "Cat rescued from chimney", "Harbour wall to be raised"
    )
    tail = Finding(rule(scope=Scope.TAIL), 6, 9)
    assert [c.block for c in drop_by_rule(case(blocks, findings=[tail], kept=[True] * 7 + [False] * 2))] == [
        6,
        7,
        8,
    ]


def test_tail_label_in_mid_article_goes_alone() -> None:
    blocks = paragraphs(PROSE, "Most popular", PROSE, PROSE)
    tail = Finding(rule(scope=Scope.TAIL), 1, 4)
    assert [c.block for c in drop_by_rule(case(blocks, findings=[tail]))] == [1]


@pytest.mark.parametrize(("page_type", "dropped"), [("article", [0]), ("forum", [])])
def test_headline_goes_from_articles_only(page_type: str, dropped: list[int]) -> None:
    blocks = [heading("The lamp goes out", 1), Block(PROSE)]
    assert [c.block for c in drop_title(case(blocks, page_type=page_type))] == dropped


def test_line_that_repeats_the_title_goes() -> None:
    blocks = paragraphs("The Lamp  Goes Out", PROSE)
    assert [c.block for c in drop_title(case(blocks, metadata=Metadata(title="The lamp goes out")))] == [0]


@pytest.mark.parametrize(("page_type", "dropped"), [("article", [0]), ("listing", [])])
def test_a_hint_suffices_for_the_byline_between_headline_and_text(page_type: str, dropped: list[int]) -> None:
    blocks = paragraphs("By our man at the harbour", PROSE, "By our man at the harbour")
    hint = replace(rule(Says.HINT), category="byline")
    findings = [Finding(hint, 0, 1), Finding(hint, 2, 3), Finding(rule(Says.HINT), 0, 1)]
    assert [c.block for c in drop_head(case(blocks, findings=findings, page_type=page_type))] == dropped


def test_captions_go_and_tables_in_figures_stay() -> None:
    figure = [Block("Lamp at dusk", container=1), Block("Oil\t4 l", Kind.TABLE, container=1), Block(PROSE)]
    assert [c.block for c in drop_captions(case(figure))] == [0]


def link(text: str) -> Block:
    return Block(text, link_chars=len(text), link_count=1)


def test_links_after_the_last_paragraph_go() -> None:
    blocks = [
        link("See the map of the island"),
        Block(PROSE),
        link("Harbour wall to be raised"),
        Block("A short end."),
    ]
    assert [c.block for c in drop_link_tail(case(blocks))] == [2]
    assert not list(drop_link_tail(case(blocks, page_type="listing")))


def test_name_above_the_first_paragraph_goes() -> None:
    blocks = paragraphs("Ada Marsh", "Rain at last", "Why?", PROSE, "Ada Marsh")
    assert [c.block for c in drop_lone_names(case(blocks))] == [0]


def test_second_copy_goes_but_rows_and_short_lines_repeat() -> None:
    row = Block(PROSE, Kind.TABLE, cells=("a", "b"))
    blocks = [Block(PROSE), Block("Yes."), Block(PROSE.upper()), Block("Yes."), row, row]
    assert [c.block for c in drop_copies(case(blocks))] == [2]


def test_a_passage_that_comes_back_far_down_is_said_again_but_a_whole_body_is_not() -> None:
    others = [f"{PROSE} It was the {number}th." for number in range(20)]
    again = paragraphs(PROSE, *others[:3], PROSE, *others[3:], PROSE)
    assert not list(drop_copies(case(again)))
    near = paragraphs(PROSE, *others[:2], PROSE, *others[2:], PROSE)
    assert [c.block for c in drop_copies(case(near))] == [3]
    mobile = paragraphs(*others, *others[4:])
    assert [c.block for c in drop_copies(case(mobile))] == [*range(20, 36)]


def test_copy_of_a_dropped_block_stays() -> None:
    assert not list(drop_copies(case(paragraphs(PROSE, PROSE), kept=[False, True])))


def test_pull_quote_goes_and_a_quote_of_its_own_stays() -> None:
    pulled = Block("“The keeper climbs the tower every evening and lights the lamp”", Kind.QUOTE)
    own = Block("“I have never missed a night, not even in the great storm.”", Kind.QUOTE)
    assert [c.block for c in drop_pull_quotes(case([Block(PROSE), pulled, own]))] == [1]


def test_quotes_of_a_long_thread_are_not_looked_for_in_all_of_its_text() -> None:
    pulled = [Block("The keeper climbs the tower every evening", Kind.QUOTE)] * THRESHOLDS.most_quotes
    assert len(list(drop_pull_quotes(case([Block(PROSE), *pulled])))) == THRESHOLDS.most_quotes
    assert not list(drop_pull_quotes(case([Block(PROSE), *pulled, pulled[0]])))


def test_headings_that_nothing_follows_go() -> None:
    blocks = [heading("The lamp", 2), Block(PROSE), heading("Links", 2), heading("More", 2), Block("x")]
    kept = [True, True, True, True, False]
    doubtful = case(blocks, kept=kept, likely=0.6)
    assert sorted(c.block for c in drop_lonely_headings(doubtful)) == [2, 3]


def test_headings_that_nothing_follows_stay_when_likely_or_off_articles() -> None:
    blocks = [Block(PROSE), heading("Links", 2)]
    assert not list(drop_lonely_headings(case(blocks, likely=0.9)))
    assert not list(drop_lonely_headings(case(blocks, likely=0.6, page_type="listing")))


def test_heading_above_a_subheading_stays() -> None:
    blocks = [heading("The lamp", 2), heading("Its oil", 3), Block(PROSE)]
    assert not list(drop_lonely_headings(case(blocks, likely=0.6)))


def test_selectors_have_the_last_word() -> None:
    blocks = paragraphs("a", "b", "c")
    changes = {
        c.block: c.kept
        for c in obey_selectors(
            case(blocks, kept=[False, True, True], keep=frozenset({0, 2}), drop=frozenset({2}))
        )
    }
    assert changes == {0: True, 1: False, 2: False}


def test_best_expected_f1_by_hand() -> None:
    # Keep the first: 2*9/(10+9.5+...) and so on; hand-computed for words 10, 10 and probabilities 0.9, 0.2:
    # one kept: 2*9/(10+11) = 0.857; both: 2*11/(20+11) = 0.710.
    threshold, best = expected_best(np.array([0.2, 0.9]), np.array([10.0, 10.0]))
    assert best == pytest.approx(18 / 21)
    assert threshold == pytest.approx(9 / 21)


def test_best_choice_of_nothing() -> None:
    assert expected_best(np.zeros(0), np.zeros(0)) == (0.5, 0.0)


def verdicts(*told: tuple[bool, str]) -> Decision:
    return Decision(tuple(Verdict(kept, name, (), 0.0) for kept, name in told), "article", 1.0, 0.9)


def test_captions_inside_the_body_are_kept_on_request() -> None:
    page = case(paragraphs("Lamp at dusk", PROSE, "Lamp at noon", PROSE)).page
    decision = verdicts((False, "caption"), (True, "body"), (False, "caption"), (True, "body"))
    asked = include(page, decision, (), Options(include=frozenset({"captions"})))
    assert [verdict.kept for verdict in asked.verdicts] == [False, True, True, True]
    assert include(page, decision, (), Options()) is decision


def test_comments_are_kept_on_request_without_their_buttons() -> None:
    page = case(
        paragraphs(PROSE, "Comments", "I saw the lamp too.", "Reply now", "Ada", "0 comments so far")
    ).page
    decision = verdicts((True, "body"), *[(False, "comments")] * 5)
    findings = [Finding(rule(scope=Scope.TAIL), 1, 6), Finding(rule(), 5, 6)]
    asked = include(page, decision, findings, Options(include=frozenset({"comments"})))
    assert [verdict.kept for verdict in asked.verdicts] == [True, False, True, False, False, False]


@pytest.mark.parametrize(
    "html",
    ["<div>{}</div>", "<p>{}</p>", "<ul><li>{}</li></ul>", "<div>" * 300 + "<p>{}</p>"],
    ids=["div", "p", "li", "deep"],
)
def test_a_fragment_that_is_one_sentence_is_its_own_body(html: str) -> None:
    assert extract(html.format(PROSE), content_type="text/html").text == PROSE


def test_a_few_words_alone_are_no_article() -> None:
    article = extract("<p>Enable JavaScript to see this page.</p>", content_type="text/html")
    assert article.text == ""
    assert "no_article" in article.warnings
