"""Token F1 of bodies in any script, and how much of each kind of run stays."""

from __future__ import annotations

import pytest

from bench.body_quality import stays
from bench.metrics.bodies import score_body


def test_precision_and_recall_count_repeated_tokens() -> None:
    score = score_body("the ferry the ferry sails", ["the ferry sails at noon"])
    assert score.precision == pytest.approx(3 / 5)
    assert score.recall == pytest.approx(3 / 5)
    assert score.f1 == pytest.approx(3 / 5)


def test_a_character_is_a_token_in_scripts_without_spaces() -> None:
    assert score_body("渡船开", ["渡船停"]).f1 == pytest.approx(2 / 3)


def test_width_and_case_make_no_difference() -> None:
    assert score_body("ＦＥＲＲＹ straße", ["ferry STRASSE"]).f1 == 1


def test_headlines_at_the_top_count_on_neither_side() -> None:
    titles = ["The ferry is back"]
    assert score_body("The ferry is back\nIt sails.", ["It sails."], titles).f1 == 1
    assert score_body("It sails.", ["The ferry is back!\nIt sails."], titles).f1 == 1


def test_a_headline_repeated_far_below_counts() -> None:
    lines = ["One.", "Two.", "Three.", "Four.", "Five.", "Back again"]
    assert score_body("\n".join(lines), ["\n".join(lines[:5])], ["Back again"]).precision == pytest.approx(
        5 / 7
    )


def test_the_truth_that_fits_best_is_the_one_that_counts() -> None:
    assert score_body("in short it sails", ["it sails", "in short it sails"]).f1 == 1


@pytest.mark.parametrize(("output", "truth", "f1"), [("", "", 1), ("", "word", 0), ("word", "", 0)])
def test_empty_sides_agree_only_with_each_other(output: str, truth: str, f1: int) -> None:
    assert score_body(output, [truth]).f1 == f1


def test_a_word_that_the_output_has_once_is_kept_for_the_body_first() -> None:
    runs = [(1, "ferry news"), (2, "the ferry"), (5, "lovely ferry")]
    assert stays(runs, "the ferry lovely") == {"body": (2, 2), "headline": (0, 2), "comment": (1, 2)}
