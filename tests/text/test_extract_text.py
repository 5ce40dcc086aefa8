"""Plain text from end to end: one article in the shapes that scrapers leave it in."""

from __future__ import annotations

import textwrap

import pytest

from pagemarrow.core import extract
from tests.growth import assert_linear

BODY = (
    (
        "The ferry to Skell Island will not sail this winter, the harbour board decided on Monday evening, because "
        "the slipway on the island side has been undercut by the October storms."
    ),
    (
        "About ninety people live on the island all year round. Most of them came to the meeting in the school hall, "
        "and many of them, by their own account, came to shout."
    ),
    (
        "“We have been cut off before, in 1963 and again in 1987, and we know how to do it,” said Morag Tolland, who "
        "has kept the island shop since her mother gave it up. “What we don't know is how to pay for it.”"
    ),
    (
        "The board expects repairs to cost about two million pounds. It has asked the county for half of that and hopes "
        "to hear before the end of the year, though nobody in the hall seemed to believe it."
    ),
    (
        "Until then the mail will come by helicopter on Tuesdays, and the six children of the upper school will board "
        "with families on the mainland."
    ),
)
PROMO = "Subscribe to our newsletter"
READ_MORE = "Read more: Lighthouse keeper's cottage sold to a choir"
TAIL = (
    "Related articles",
    "Storm takes the roof off the sailing club",
    "Who will mend the sea wall?",
    "Lobster prices at a ten-year high",
)


def page(join: str) -> str:
    return join.join((BODY[0], PROMO, BODY[1], READ_MORE, *BODY[2:], *TAIL))


SHAPES = {
    "blank lines": page("\n\n"),
    "single newlines": page("\n"),
    "windows": page("\r\n\r\n"),
    "old mac": page("\r"),
    "indented": page("\n\n    "),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_only_the_body_is_left_in_every_line_convention(shape: str) -> None:
    article = extract(SHAPES[shape], content_type="text/plain")
    assert article.text.split("\n\n") == list(BODY)


def test_hard_wrapped_lines_come_out_as_they_were() -> None:
    wrapped = [textwrap.fill(line, 72) for line in (BODY[0], PROMO, BODY[1], READ_MORE, *BODY[2:], *TAIL)]
    article = extract("\n\n".join(wrapped), content_type="text/plain")
    assert article.text.split("\n\n") == [textwrap.fill(line, 72) for line in BODY]


def test_the_body_alone_comes_back_unchanged() -> None:
    assert extract("\n\n".join(BODY), content_type="text/plain").text == "\n\n".join(BODY)


def test_removed_lines_have_a_category_and_a_reason() -> None:
    article = extract(SHAPES["blank lines"], content_type="text/plain")
    gone = {entry.text: entry for entry in article.blocks if not entry.kept}
    assert gone[PROMO].category == "newsletter"
    assert gone[READ_MORE].category == "read_more"
    assert all(entry.reasons and entry.reasons[0].why for entry in gone.values())


def test_the_headline_becomes_the_title() -> None:
    text = "\n\n".join(("No winter ferry for Skell Island", "12 November 2019", *BODY))
    article = extract(text, content_type="text/plain")
    assert article.title == "No winter ferry for Skell Island"
    assert article.text == "\n\n".join(BODY)


def test_a_tail_of_bare_bullets_goes() -> None:
    cards = "".join(
        f"-\n{headline}\nFeature {teaser}\nBy Isla Brand Published\n"
        for headline, teaser in (
            ("Storm takes the roof off the sailing club", "What the members saved, and what they let go"),
            ("Lobster prices at a ten-year high", "Why nobody on the coast is cheering about the money"),
            ("Who will mend the sea wall?", "Three villages, two counties and one very old letter"),
        )
    )
    article = extract("\n".join(BODY) + "\n" + cards, content_type="text/plain")
    assert article.text.split("\n\n") == list(BODY)


LIST = "\n\n".join(
    ["Fixtures for November:"]
    + [
        f"{day} November: Skell Rovers v {team}, 3pm"
        for day, team in ((2, "Orrin"), (9, "Harbour"), (16, "Fell"))
    ]
)
POEM = "The ferry lies upon its side,\nthe gulls have had the mail,\nand nobody is going out\nand nobody will sail."


@pytest.mark.parametrize("text", [LIST, POEM])
def test_text_that_is_no_prose_is_left_alone(text: str) -> None:
    assert extract(text, content_type="text/plain").text.split() == text.split()


@pytest.mark.parametrize("text", ["", " \n\n ", "Log in", "Menu\nHome\nAbout\nContact"])
def test_no_article_is_an_empty_body_and_a_warning(text: str) -> None:
    article = extract(text, content_type="text/plain")
    assert article.text == ""
    assert "no_article" in article.warnings
    assert article.confidence <= 0.2


@pytest.mark.parametrize(
    "piece",
    ["a ", "a\n", ".", "“", "- \n", SHAPES["blank lines"]],
    ids=["words", "lines", "marks", "quotes", "bullets", "pages"],
)
def test_anything_takes_linear_time(piece: str) -> None:
    assert_linear(lambda size: extract(piece * (size // len(piece)), content_type="text/plain"), 100_000)


def test_a_page_on_one_line_loses_its_promo_and_stays_one_line() -> None:
    before, after = " ".join(BODY * 4), " ".join(BODY)
    article = extract(f"{before} {PROMO}. {after}", content_type="text/plain")
    assert article.text == f"{before} {after}"
