"""The published measures on cases computed by hand."""

import pytest

from bench.metrics import lines, segments, shingles, words


def test_word_f1_counts_repeated_words_as_often_as_they_occur() -> None:
    # 3 of 4 words found (the second "the" is not), 3 of 5 wanted: 2*3/(4+5).
    found = words.compare_words("The cat the dog", "the cat dog sat down")
    assert found == pytest.approx((3 / 4, 3 / 5, 6 / 9))


def test_word_f1_ignores_case_and_punctuation() -> None:
    assert words.compare_words("Über-Äpfel!", "über äpfel").f1 == 1.0


@pytest.mark.parametrize(
    ("output", "truth", "f1"), [("", "", 1.0), ("a", "", 0.0), ("", "a", 0.0), (" . ", "", 1.0)]
)
def test_an_empty_truth_agrees_with_an_empty_output_alone(output: str, truth: str, f1: float) -> None:
    assert words.compare_words(output, truth).f1 == f1


def test_the_mean_is_of_the_pages_f1() -> None:
    whole, none = words.compare_words("a", "a"), words.compare_words("a", "b")
    assert words.mean([whole, none]) == (0.5, 0.5, 0.5)


def test_shingles_of_four_words() -> None:
    # truth: abcd bcde cdef; output: abcd bcde bcdx -> wrong order of words: a b c d e x has abcd bcde cdex.
    assert shingles.count_shingles("a b c d e x", "a b c d e f") == (2, 1, 1, False)


def test_a_short_text_is_one_short_shingle_and_nothing_has_none() -> None:
    assert shingles.count_shingles("one two", "one two") == (1, 0, 0, True)
    assert shingles.count_shingles("", "one two") == (0, 0, 1, False)
    assert shingles.count_shingles("", "") == (0, 0, 0, True)


def test_f1_is_of_the_mean_precision_and_recall_each_where_it_is_defined() -> None:
    pages = [
        shingles.Counts(2, 2, 0, False),  # P 1/2, R 1
        shingles.Counts(1, 0, 3, False),  # P 1, R 1/4
        shingles.Counts(0, 0, 2, False),  # P undefined, R 0
    ]
    precision, recall = (0.5 + 1) / 2, (1 + 0.25 + 0) / 3
    f1 = 2 * precision * recall / (precision + recall)
    assert shingles.figures(pages) == pytest.approx((f1, precision, recall, 0.0))


def test_deviation_of_two_pages_is_that_of_a_fair_coin() -> None:
    # Recall is 1 or 0 a page: the mean of two draws is 0, 1/2 or 1 with 1/4, 1/2, 1/4: deviation sqrt(1/8).
    pages = [shingles.Counts(1, 0, 0, True), shingles.Counts(0, 0, 1, False)]
    assert shingles.deviations(pages, 4000).recall == pytest.approx(0.125**0.5, abs=0.01)
    assert shingles.deviations(pages) == shingles.deviations(pages)


def test_segments_are_counted_over_all_pages() -> None:
    one = segments.tally("the body and a menu", wanted=["body", "lost"], unwanted=["menu", "footer"])
    assert one == (1, 1, 1, 1)
    two = segments.tally("", wanted=["x"], unwanted=["y", "z"])
    both = segments.total([one, two])
    assert both == (1, 1, 2, 3)
    assert (both.precision, both.recall, both.accuracy) == (1 / 2, 1 / 3, 4 / 7)
    assert both.f == pytest.approx(2 / 5)


def test_segments_without_any_find_give_zero_not_an_error() -> None:
    assert segments.tally("", [], []).f == 0.0


def test_dropped_lines_weigh_by_their_characters() -> None:
    text = "Menu\n\nA first line.\nSubscribe now\nA last line.\nMenu"
    labels = [1, 0, 0, 1, 0, 1]
    drops = lines.count_drops(text, "A first line.\n\nSubscribe now", labels)
    # Dropped: both menus (8, rightly) and the last line (10, wrongly); left in:
    # "Subscribenow" (12), "Afirstline." (11).
    assert drops == (8, 10, 12, 11)
    assert drops.precision == pytest.approx(8 / 18)
    assert drops.recall == pytest.approx(8 / 20)
    assert drops.lost == pytest.approx(10 / 21)


def test_dropping_nothing_is_precise() -> None:
    drops = lines.count_drops("one\ntwo", "one\ntwo", [0, 0])
    assert (drops.precision, drops.recall) == (1.0, 1.0)


def test_a_line_printed_with_other_margins_was_kept() -> None:
    assert lines.count_drops("  one  \ntwo", "one", [0, 1]).right == 3
