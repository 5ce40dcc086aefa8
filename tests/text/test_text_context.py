"""What the second pass of text mode sees of the first one's scores."""

from __future__ import annotations

import numpy as np
import pytest

from pagemarrow.core.measure.features import Features
from pagemarrow.core.measure.text import NAMES
from pagemarrow.core.measure.text_context import TEXT_CONTEXT, measure_text_context
from pagemarrow.core.model import Block, Page

SCORES = np.array([-6, -6, 6, 6, 0.2, 6, -6, -6, 6, -6], dtype=np.float32)


@pytest.fixture(scope="module")
def seen() -> Features:
    page = Page(tuple(Block("ten letters" * 10) for _ in SCORES), ())
    first = Features(NAMES, np.zeros((len(SCORES), len(NAMES)), dtype=np.float32))
    return measure_text_context(page, first, SCORES)


def test_columns_are_those_of_the_first_pass_and_then_its_scores(seen: Features) -> None:
    assert seen.names == TEXT_CONTEXT
    assert seen.values.shape == (len(SCORES), len(TEXT_CONTEXT))
    assert seen.column("score").tolist() == SCORES.tolist()
    assert seen.column("score_+1")[:-1].tolist() == SCORES[1:].tolist()


def test_a_run_is_a_row_of_likely_body(seen: Features) -> None:
    share, place = seen.column("run_share"), seen.column("run_place")
    assert share[2:6] == pytest.approx(share[2])
    assert share[2] > 2 * share[6]
    assert share[6:] == pytest.approx(share[6])  # a block that stands alone is outvoted by those beside it
    assert place[2] < 0.01
    assert seen.column("biggest_run") == pytest.approx(np.full(len(SCORES), share[2]))
    assert np.expm1(seen.column("runs")) == pytest.approx(np.ones(len(SCORES)))


def test_what_stands_alone_is_doubted_and_what_stands_between_is_believed(seen: Features) -> None:
    believed = seen.column("row_high")
    assert believed[4] > SCORES[4]
    assert believed[8] < SCORES[8]
