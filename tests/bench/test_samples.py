"""Labels of blocks that come from a page's truth, and what of them counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.samples import Sample, left_out, make_sample, word_score
from bench.sets.case import Case

FIRST = "The ferry sailed at noon with forty passengers and a crate of oranges on board."
MIDDLE = "A second boat followed an hour later, for the harbour master had found his keys."
LAST = "By the evening both boats lay at the quay and the shops of the island were full."
STANDFIRST = "After three weeks of storm the island has its link with the mainland again."
HEADLINE = "The ferry is back"


def _sample(*paragraphs: str, truth: str, name: str = "own", alternatives: tuple[str, ...] = ()) -> Sample:
    html = f"<h1>{HEADLINE}</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs)
    return make_sample(
        Case(name, "1", Path(), truth=truth, html=html, alternatives=alternatives, titles=(HEADLINE,))
    )


def _at(sample: Sample, text: str) -> int:
    return [block.text for block in sample.page.blocks].index(text)


def _all(sample: Sample) -> NDArray[np.bool_]:
    return np.ones(len(sample.labels), dtype=np.bool_)


def test_blocks_of_the_truth_are_body_and_others_are_not() -> None:
    sample = _sample(FIRST, LAST, truth=FIRST)
    assert sample.labels[_at(sample, FIRST)]
    assert not sample.labels[_at(sample, LAST)]
    assert sample.weights[_at(sample, LAST)] > 0


def test_a_block_that_only_another_truth_holds_carries_no_weight() -> None:
    body = f"{FIRST}\n{LAST}"
    sample = _sample(STANDFIRST, FIRST, LAST, truth=body, alternatives=(f"{STANDFIRST}\n{body}",))
    assert sample.weights[_at(sample, STANDFIRST)] == 0
    assert sample.weights[_at(sample, FIRST)] > 0


def test_a_headline_in_the_truth_carries_no_weight() -> None:
    sample = _sample(FIRST, LAST, truth=f"{HEADLINE}\n{FIRST}\n{LAST}")
    assert sample.weights[_at(sample, HEADLINE)] == 0


def test_kept_headlines_count_neither_way() -> None:
    sample = _sample(FIRST, LAST, truth=f"{FIRST}\n{LAST}")
    assert word_score(sample, _all(sample)).f1 == 1


def test_the_truth_that_fits_best_is_the_one_that_counts() -> None:
    body = f"{FIRST}\n{LAST}"
    sample = _sample(STANDFIRST, FIRST, LAST, truth=body, alternatives=(f"{STANDFIRST}\n{body}",))
    assert word_score(sample, _all(sample)).f1 == 1
    without = _all(sample)
    without[_at(sample, STANDFIRST)] = False
    assert word_score(sample, without).f1 == 1


def test_a_page_of_which_nothing_is_kept_scores_nothing() -> None:
    sample = _sample(FIRST, truth=FIRST)
    assert word_score(sample, ~_all(sample)) == pytest.approx((0, 0, 0))


def test_running_text_counts_as_left_out_only_between_body() -> None:
    body = np.array([False, True, False, True, False, False, False, False])
    running = np.ones(8, dtype=np.bool_)
    flags = left_out(body, running, [["word"]] * 8)
    assert flags.tolist() == [False, False, True, False, False, False, False, False]


def test_short_blocks_between_body_are_not_left_out() -> None:
    body = np.array([True, False, True])
    assert not left_out(body, np.zeros(3, dtype=np.bool_), [["word"]] * 3).any()
