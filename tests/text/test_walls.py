"""Warnings of pages that hold back their body."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core import extract
from pagemarrow.core.decide.walls import find_walls, name_wall
from pagemarrow.core.model import Block, Finding, Kind, Rule, Says

TEASER = "The mill at the end of the valley burnt down on Tuesday night, and nobody knows why it did."


def found(category: str, at: int) -> Finding:
    return Finding(Rule(f"{category}.x", "A reason.", category, Says.BOILERPLATE, (), ()), at, at + 1)


def words_of(blocks: Sequence[Block]) -> NDArray[np.float64]:
    return np.array([len(block.text.split()) for block in blocks], dtype=np.float64)


def walls(lines: list[str], kept: list[bool], finding: Finding) -> tuple[str, ...]:
    chosen = [number for number, keep in enumerate(kept) if keep]
    return find_walls(chosen, words_of([Block(line) for line in lines]), [finding])


def wall(blocks: Sequence[Block], kept: Sequence[int], title: str) -> str | None:
    return name_wall(blocks, kept, words_of(blocks), title)


def test_a_teaser_before_a_paywall_is_a_stub() -> None:
    assert walls([TEASER, "Log in to read on"], [True, False], found("paywall", 1)) == ("paywall_stub",)


def test_a_long_body_is_no_stub_and_an_offer_above_it_no_wall() -> None:
    assert walls([TEASER * 20, "Log in to read on"], [True, False], found("paywall", 1)) == ()
    assert walls(["Subscribers log in", TEASER, TEASER], [False, True, True], found("paywall", 0)) == ()


def test_the_form_to_log_in_that_any_site_has_is_no_wall() -> None:
    form = Finding(Rule("paywall.other-languages", "A reason.", "paywall", Says.BOILERPLATE, (), ()), 1, 2)
    assert walls([TEASER, "Passwort vergessen?"], [True, False], form) == ()
    assert walls([TEASER, "Jetzt anmelden und weiterlesen"], [True, False], form) == ("paywall_stub",)


def test_a_form_to_log_in_far_below_a_body_or_within_it_is_no_wall() -> None:
    form = "Log in to read on"
    assert walls([TEASER, *["Menu"] * 12, form], [True, *[False] * 13], found("paywall", 13)) == ()
    assert walls([TEASER, form, TEASER], [True, False, True], found("paywall", 1)) == ()
    assert walls([TEASER, TEASER, "Share", form], [True, True, False, False], found("paywall", 3)) == (
        "paywall_stub",
    )


def test_an_invitation_to_log_in_below_a_thread_is_no_wall() -> None:
    words = words_of([Block(TEASER), Block("Sign up or log in to answer")])
    assert find_walls([0], words, [found("paywall", 1)], "forum") == ()
    assert find_walls([0], words, [found("paywall", 1)], "article") == ("paywall_stub",)


def test_a_consent_notice_with_nothing_behind_it_is_a_wall() -> None:
    assert walls(["We use cookies"], [False], found("consent", 0)) == ("consent_wall",)
    assert walls(["We use cookies", TEASER], [False, True], found("consent", 0)) == ()


def test_a_stub_is_told_from_end_to_end() -> None:
    text = "\n\n".join([TEASER, TEASER.replace("mill", "inn"), "Subscribe to continue reading"])
    article = extract(text, content_type="text/plain")
    assert article.warnings == ("paywall_stub",)
    assert "Subscribe" not in article.text


def test_a_long_body_without_spaces_is_no_stub() -> None:
    told = "钟表匠每天清晨六点开门，铺子里挂着许多只钟，没有一只走得一样快，邻居们说他从来只修别人的时间。"
    text = "\n\n".join([*(f"{told}第{number}年也是这样。" for number in range(14)), "登录后阅读全文"])
    article = extract(text, content_type="text/plain")
    assert "登录" not in article.text
    assert article.warnings == ()


CONSENT = [
    "We and our partners use cookies to measure how you read our pages and to show you advertising.",
    "You can accept all cookies or set your preferences; consent can be withdrawn at any time.",
]


def test_a_body_that_asks_for_consent_is_a_wall() -> None:
    blocks = [Block(line) for line in CONSENT]
    assert wall(blocks, [0, 1], "Before you continue") == "consent_wall"
    story = [*blocks, *[Block(TEASER)] * 6]
    assert wall(story, list(range(len(story))), "The mill") is None
    long = [Block(line) for line in CONSENT * 14]
    assert wall(long, list(range(len(long))), "What cookies are") is None


def test_an_article_on_consent_asks_for_none() -> None:
    said = [
        "The regulator fined two publishers whose partners read cookies before readers gave their consent.",
        "A notice must let people reject cookies as easily as accept them, the court had said in spring.",
        "Lawyers for the vendors said that privacy preferences were kept for a year, as the law asks for.",
    ]
    assert wall([Block(line) for line in said], [0, 1, 2], "Fines for notices") is None
    labels = ["Accept all cookies", "Privacy preferences", "Our partners and vendors"]
    assert wall([Block(line) for line in labels], [0, 1, 2], "The Mill Gazette") == "consent_wall"


def test_a_missing_page_is_told_by_its_title_or_heading() -> None:
    blocks = [
        Block("Oops! That page can’t be found.", Kind.HEADING, 1),
        Block("Try the search, or go back to the start."),
    ]
    assert wall(blocks, [1], "The Mill Gazette") == "not_found"
    assert wall([Block(TEASER)], [0], "Seite nicht gefunden") == "not_found"
    assert wall([Block(TEASER)], [0], "Mill burnt down") is None
    assert wall([Block(TEASER)] * 6, list(range(6)), "Lost film found: a 404 of archives") is None


def test_walls_of_html_have_no_article() -> None:
    page = f"<html><title>Before you continue</title><body><div><p>{'</p><p>'.join(CONSENT)}</p></div></body></html>"
    article = extract(page, content_type="text/html")
    assert article.text == ""
    assert {"no_article", "consent_wall"} <= set(article.warnings)


def test_an_empty_page_with_scripts_is_a_shell() -> None:
    article = extract(
        '<html><body><div id="root"></div><script src="/app.js"></script></body></html>',
        content_type="text/html",
    )
    assert {"no_article", "javascript_shell"} <= set(article.warnings)
