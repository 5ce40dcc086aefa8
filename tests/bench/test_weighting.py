"""How much each page counts in a fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.sets.case import Case
from bench.weighting import DOMAIN_POWER, POWER, page_factors


def _case(name: str, domain: str, kind: str = "article") -> Case:
    return Case(name, "1", Path(), domain=domain, page_type=kind)


def test_the_mean_page_counts_once() -> None:
    cases = [_case("big", f"{n}.example") for n in range(9)] + [_case("small", "x.example")]
    assert page_factors(cases).mean() == pytest.approx(1)


def test_a_set_outweighs_a_smaller_one_by_less_than_its_pages() -> None:
    cases = [_case("big", f"{n}.example") for n in range(16)] + [_case("small", "x.example")]
    factors = page_factors(cases)
    assert factors[:16].sum() / factors[16] == pytest.approx(16 ** (1 - POWER))


def test_a_domain_outweighs_another_of_its_set_by_less_than_its_pages() -> None:
    factors = page_factors([_case("one", "many.example")] * 9 + [_case("one", "few.example")])
    assert factors[:9].sum() / factors[9] == pytest.approx(9**DOMAIN_POWER)
    assert np.ptp(factors[:9]) == 0


def test_kinds_of_pages_of_one_set_weigh_as_sets_do() -> None:
    kinds = [_case("one", f"{n}.example") for n in range(4)] + [_case("one", "f.example", "forum")]
    sets = [_case("one", f"{n}.example") for n in range(4)] + [_case("two", "f.example")]
    assert page_factors(kinds).tolist() == page_factors(sets).tolist()


def test_no_pages_have_no_factors() -> None:
    assert page_factors([]).shape == (0,)
