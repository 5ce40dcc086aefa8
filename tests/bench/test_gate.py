"""The quality gate on the pages shipped with the tests, and the gate itself."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bench import gate
from bench.sets import Case, load_set
from bench.stages import replaced
from pagemarrow.core.match import match_with
from pagemarrow.core.match.index import build_index
from pagemarrow.core.rules import RULES


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load_set(gate.SHIPPED)


def test_every_shipped_page_reaches_its_floor(cases: list[Case]) -> None:
    found = gate.breaches(gate.measure(cases), gate.read_floors())
    assert not found, "\n" + gate.report(found)


def test_floors_name_only_pages_that_are_there(cases: list[Case]) -> None:
    assert set(gate.read_floors()) <= {case.id for case in cases}


def test_the_shipped_set_is_wide_enough_to_stand_for_the_web(cases: list[Case]) -> None:
    assert len({case.domain for case in cases}) >= 40
    kinds, languages = Counter(case.page_type for case in cases), Counter(case.language for case in cases)
    assert len(kinds) >= 6, kinds
    assert len(languages) >= 6, languages
    assert {case.content_type for case in cases} == {"text/html", "text/plain"}


def test_a_broken_rule_breaks_the_gate_and_the_report_names_pages_and_lines(cases: list[Case]) -> None:
    some = [case for case in cases if case.language == "en" and case.content_type == "text/html"][:6]
    floors = {page.case.id: page.f1 for page in gate.measure(some)}
    broken = [
        replace(rule, pattern=".*", cues=("the",), max_words=10_000)
        if rule.id == "newsletter.label"
        else rule
        for rule in RULES
    ]
    index = build_index(broken, "en")
    with replaced(match=lambda stage: lambda page, *rest: match_with(index, page)):
        found = gate.breaches(gate.measure(some), floors)
    assert len(found) >= 3
    worst = found[0]
    text = gate.report(found)
    assert worst.id in text
    assert worst.lost[0][:100] in text
    assert all(breach.id in text for breach in found)


def test_a_page_without_a_floor_breaks_the_gate() -> None:
    page = gate.Measured(Case("shipped", "new/page.html", Path("x"), truth="a b"), "a b", 1.0)
    (breach,) = gate.breaches([page], {})
    assert "new/page.html: word F1 1.0000, has no floor yet" in gate.report([breach])


def test_a_report_shows_what_was_lost_and_what_was_let_in() -> None:
    case = Case("shipped", "one/page.html", Path("x"), truth="Kept line.\n\nLost line.")
    page = gate.Measured(case, "kept line\n\nRead more: elsewhere", 0.5)
    text = gate.report(gate.breaches([page], {"one/page.html": 0.9}))
    assert text.splitlines() == [
        "one/page.html: word F1 0.5000, floor 0.9000",
        "  lost   Lost line.",
        "  added  Read more: elsewhere",
    ]


@pytest.mark.parametrize(("lower", "floor"), [(False, 0.9), (True, 0.5)])
def test_pinning_lowers_a_floor_only_when_told_to(lower: bool, floor: float) -> None:
    page = gate.Measured(Case("shipped", "one", Path("x"), truth=""), "", 0.5)
    assert gate.pin([page], {"one": 0.9, "gone": 1.0}, lower) == {"one": floor}


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    gate.write_floors({"one/page.html": 0.9876}, tmp_path / "floors.json")
    assert gate.read_floors(tmp_path / "floors.json") == {"one/page.html": 0.9876}
    assert gate.read_floors(tmp_path / "none.json") == {}
