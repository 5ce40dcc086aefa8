"""The cost of pages is counted by page, with the parse beside it."""

from __future__ import annotations

import pytest

from bench.cost import measure, told

SMALL = b"<title>Rain</title><p>It rained for nine days, and on the tenth the river left its bed.</p>"


def test_the_larger_page_is_the_worst_and_the_parse_is_a_part() -> None:
    cost = measure([SMALL, SMALL.replace(b"<p>", b"<p>x</p><p>" * 3000)])
    assert cost.pages == 2
    assert cost.worst_ms > cost.mean_ms > cost.parse_ms > 0
    assert told("two", cost).startswith("two: 2 pages, mean ")


def test_no_pages_have_no_cost() -> None:
    with pytest.raises(ValueError, match="no pages"):
        measure([])
