"""Warnings of pages that hold back their body."""

from __future__ import annotations

from app.core import extract
from app.core.decide.walls import find_walls
from app.core.model import Block, Finding, Rule, Says, Verdict

TEASER = "The mill at the end of the valley burnt down on Tuesday night, and nobody knows why it did."


def found(category: str, at: int) -> Finding:
    return Finding(Rule(f"{category}.x", "A reason.", category, Says.BOILERPLATE, (), ()), at, at + 1)


def walls(lines: list[str], kept: list[bool], finding: Finding) -> tuple[str, ...]:
    verdicts = [Verdict(keep, "body" if keep else "other", (), 0.0) for keep in kept]
    return find_walls([Block(line) for line in lines], verdicts, [finding])


def test_a_teaser_before_a_paywall_is_a_stub() -> None:
    assert walls([TEASER, "Log in to read on"], [True, False], found("paywall", 1)) == ("paywall_stub",)


def test_a_long_body_is_no_stub_and_an_offer_above_it_no_wall() -> None:
    assert walls([TEASER * 20, "Log in to read on"], [True, False], found("paywall", 1)) == ()
    assert walls(["Subscribers log in", TEASER, TEASER], [False, True, True], found("paywall", 0)) == ()


def test_a_consent_notice_with_nothing_behind_it_is_a_wall() -> None:
    assert walls(["We use cookies"], [False], found("consent", 0)) == ("consent_wall",)
    assert walls(["We use cookies", TEASER], [False, True], found("consent", 0)) == ()


def test_a_stub_is_told_from_end_to_end() -> None:
    text = "\n\n".join([TEASER, TEASER.replace("mill", "inn"), "Subscribe to continue reading"])
    article = extract(text, content_type="text/plain")
    assert article.warnings == ("paywall_stub",)
    assert "Subscribe" not in article.text
