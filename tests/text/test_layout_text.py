"""The lay-out of plain text: what stands on lines of its own, with which indent, and how it is printed again."""

from __future__ import annotations

import re

import pytest

from pagemarrow.core import extract
from pagemarrow.core.linear import extract_linear
from pagemarrow.core.model import Block, Container, Kind, Metadata, Options, Page, Verdict
from pagemarrow.core.render import render
from pagemarrow.core.segment.text import GIANT_LINE, segment_text

PROSE = (
    "The harbour at Skell was dredged twice last year, and twice the sand came back within a month.",
    "Nobody on the board remembers a winter in which the dredger had to come more often than that.",
    "It costs the island four thousand pounds a day, which the county has promised to pay until spring.",
)


def texts(text: str) -> list[str]:
    return [block.text for block in segment_text(text).blocks]


def all_kept(text: str, format: str = "text") -> str:
    page = segment_text(text)
    verdicts = (Verdict(True, "body", (), 1.0),) * len(page.blocks)
    return render(page, verdicts, Metadata(), Options(format=format))


@pytest.mark.parametrize(
    ("label", "paragraph"),
    [
        ("Posted 3 March 2021 at 7.15 am", PROSE[0]),
        (
            "Reading for free? Members log in",
            "“Sand moves,” says the harbour master, “and nothing stops it.”",
        ),
        ("Join the club or Sign in", PROSE[0]),
        ("Sponsored", "iPads are used to steer the dredger, the board has let it be known."),
        ("See also", "eBooks about dredging are lent out at the library on Mondays."),
        ("Share", "asked on Mar 3 at 7:15 by a member of the sailing club"),
        ("Related", "de Vries draws the harbour as it looked before the first dredger came."),
        ("03/03/2021 — 07:15 –", PROSE[0]),
        ("The harbour nobody could sail from", PROSE[0]),
        ("What the sand was good for", PROSE[1]),
        ("SKELL ISLAND IN THE WEST —", PROSE[2]),
    ],
)
def test_labels_dates_and_headings_are_not_glued_to_the_paragraph_after_them(
    label: str, paragraph: str
) -> None:
    assert texts(f"{label}\n{paragraph}") == [label, paragraph]


@pytest.mark.parametrize(
    "lines",
    [
        ("The dredging is paid for by the", "Skell Harbour Fund", "and by the county."),
        ("The dredger was built by a yard in", "Orrin", "and has three pumps."),
        ("It came to the island in the spring of", "2019, towed by two tugs from the mainland."),
        ("Nobody knows how much sand there is", "in the bay, or where it all comes from."),
        ("sand", "and gravel from the far north", "of the island."),
        ("The master says", "that it comes from the north."),
        ("Half of it is taken out by the", "Skell Dredging Company of Orrin, which has one ship."),
    ],
)
def test_broken_sentences_are_whole_again(lines: tuple[str, ...]) -> None:
    assert texts("\n".join(lines)) == ["\n".join(lines)]


@pytest.mark.parametrize(
    ("sentence", "gap"),
    [
        ("港口每年冬天都要疏浚两次，但是沙子总是很快又回来了。", ""),
        ("港は毎年冬に二度浚渫されるが、砂はすぐに戻ってくる。", ""),
        ("The sand came back to the harbour within a month.", "  "),
        ("The sand came back to the harbour within a month.", "\xa0"),
        ("The sand came back to the harbour within a month.", " "),
    ],
)
def test_sentences_of_a_giant_line_are_put_together_with_the_gaps_they_had(sentence: str, gap: str) -> None:
    text = gap.join([sentence] * (GIANT_LINE // len(sentence) + 2))
    page = segment_text(text)
    assert len(page.blocks) > 2
    assert all_kept(text) == text
    assert all(text[block.start : block.end] == block.text == sentence for block in page.blocks)


def test_a_sentence_taken_out_of_a_giant_line_takes_one_gap_with_it() -> None:
    sentences = [f"The sand came back to the harbour in month number {number}." for number in range(60)]
    page = segment_text("  ".join(sentences))
    verdicts = tuple(Verdict(number != 7, "body", (), 1.0) for number in range(60))
    expected = "  ".join(sentences[:7] + sentences[8:])
    assert render(page, verdicts, Metadata(), Options()) == expected


CODE = """\
    def dredge(bay):
        while bay.sand > 0:
            bay.sand -= 1

        return bay"""


def test_indented_code_between_prose_is_one_block_with_its_indent_and_blank_lines() -> None:
    text = f"{PROSE[0]}\n\n{CODE}\n\n{PROSE[1]}"
    blocks = segment_text(text).blocks
    assert [block.text for block in blocks] == [PROSE[0], CODE, PROSE[1]]
    assert blocks[1].kind is Kind.CODE
    assert text[blocks[1].start : blocks[1].end] == CODE
    assert all_kept(text) == text


def test_code_indented_by_tabs() -> None:
    code = "\tbay = Bay(sand=12)\n\tbay.dredge()"
    assert texts(f"{PROSE[0]}\n{code}\n{PROSE[1]}") == [PROSE[0], code, PROSE[1]]


@pytest.mark.parametrize(
    "indented",
    [
        "    Sand moves, the master says,\n    and nothing stops it.",
        "    Home\n    News\n    About the harbour",
        "\tHarbour\n\tTides\n\tContact",
        f"    {PROSE[2]}",
        "    - one pump\n    - two pumps (spare)",
    ],
)
def test_indented_prose_menus_and_lists_are_no_code(indented: str) -> None:
    blocks = segment_text(f"{PROSE[0]}\n\n{indented}\n\n{PROSE[1]}").blocks
    assert all(block.kind is not Kind.CODE for block in blocks)


def test_a_text_that_is_indented_throughout_holds_no_code() -> None:
    text = f"    {PROSE[0]}\n    bay.dredge(sand=12)\n    {PROSE[1]}"
    assert all(block.kind is not Kind.CODE for block in segment_text(text).blocks)


def test_nested_items_keep_their_indent_in_text() -> None:
    text = "- pumps\n    - the big one\n    - the spare\n- pipes"
    assert all_kept(text) == "- pumps\n\n    - the big one\n\n    - the spare\n\n- pipes"
    assert texts(text) == ["- pumps", "- the big one", "- the spare", "- pipes"]
    assert "    - the big one" not in all_kept("    - the big one\n    - the spare\n\nThe end.")


def test_nested_items_are_nested_in_markdown_and_html() -> None:
    text = "1. pumps\n    - the big one\n2. pipes"
    assert all_kept(text, "markdown") == "1. pumps\n   - the big one\n2. pipes"
    assert "<li>the big one</li>" in all_kept(text, "html")


FENCE = "```python\nbay = Bay()\n\n\nif bay.sand:\n    bay.dredge()\n```"


def test_a_fence_is_one_block_with_its_blank_lines() -> None:
    text = f"{PROSE[0]}\n{FENCE}\n{PROSE[1]}"
    blocks = segment_text(text).blocks
    assert [block.text for block in blocks] == [PROSE[0], FENCE, PROSE[1]]
    assert [block.kind for block in blocks] == [Kind.PARAGRAPH, Kind.CODE, Kind.PARAGRAPH]
    assert all_kept(text) == "\n\n".join((PROSE[0], FENCE, PROSE[1]))


def test_a_fence_is_closed_by_one_as_long() -> None:
    fence = "````\n```\nbay.dredge()\n```\n````"
    assert texts(f"{fence}\n{PROSE[0]}") == [fence, PROSE[0]]


@pytest.mark.parametrize("opening", ["```", "```bay.dredge()```"])
def test_what_no_fence_closes_is_no_code(opening: str) -> None:
    blocks = segment_text(f"{opening}\n{PROSE[0]}\n\n{PROSE[1]}").blocks
    assert [block.text for block in blocks] == [opening, PROSE[0], PROSE[1]]
    assert {block.kind for block in blocks} == {Kind.PARAGRAPH}


TABLE = "| Month | Sand |\n|---|---|\n| March | 12 t |"


def test_rows_of_a_pipe_table_stand_under_one_another() -> None:
    text = f"{PROSE[0]}\n\n{TABLE}\n\n{TABLE}\n\n{PROSE[1]}"
    page = segment_text(text)
    assert all_kept(text) == text
    assert len(page.blocks) == 8
    assert [container[3:] for container in page.containers if container.tag == "table"] == [(1, 4), (4, 7)]


def test_a_row_taken_out_of_a_table_leaves_no_gap() -> None:
    page = segment_text(TABLE)
    verdicts = tuple(Verdict(number != 1, "body", (), 1.0) for number in range(3))
    assert render(page, verdicts, Metadata(), Options()) == "| Month | Sand |\n| March | 12 t |"


def test_rows_of_a_table_in_html_stay_blocks_of_their_own() -> None:
    rows = (Block("March 12", Kind.TABLE, container=1), Block("April 9", Kind.TABLE, container=1))
    page = Page(rows, (Container(-1, "body", "", 0, 2), Container(0, "table", "", 0, 2)))
    verdicts = (Verdict(True, "table", (), 1.0),) * 2
    assert render(page, verdicts, Metadata(), Options()) == "March 12\n\nApril 9"


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1d"])
def test_rare_separators_of_lines_are_kept(mark: str) -> None:
    text = f"Nobody knows how much sand there is in{mark}the bay, or where it all comes from."
    (block,) = segment_text(text).blocks
    assert block.text == text
    assert all_kept(text) == text


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "  \n", "\t\r\n"])
def test_breaks_of_all_systems_are_line_feeds(mark: str) -> None:
    first, second = "Nobody knows how much sand there is in", "the bay, or where it all comes from."
    assert texts(f"{first}{mark}{second}") == [f"{first}\n{second}"]


def test_the_whole_extractor_keeps_fences_tables_and_code_as_they_were() -> None:
    text = "\n\n".join(
        (*PROSE, FENCE, PROSE[1].replace("Nobody", "No one"), CODE, PROSE[2], TABLE, *PROSE[:2])
    )
    found = extract(text, content_type="text/plain")
    assert FENCE in found.text
    assert CODE in found.text
    for entry in found.blocks:
        assert text[entry.start : entry.end] == entry.text
    assert re.sub(r"\s", "", "".join(entry.text for entry in found.blocks)) == re.sub(r"\s", "", text)


POEM = (
    "The dredger came on Monday night,\nThe harbour lay in sand,\nAnd nobody had lit a light\nTo bring the ship to land.",
    "The Tuesday tide was slow and brown;\nThe Wednesday tide was less.\nA hundred people came from town\nTo look upon the mess.",
)


def test_stanzas_are_blocks_with_their_own_lines() -> None:
    text = "\n\n".join(POEM)
    assert texts(text) == list(POEM)
    assert all_kept(text) == text


def test_a_poem_between_prose_comes_out_as_it_was() -> None:
    text = "\n\n".join((*PROSE, *POEM, *PROSE))
    assert extract(text, content_type="text/plain").text == text


@pytest.mark.parametrize(
    "lines",
    [
        ("Harbour dredged again at last", "Sand came back within a month", "County pays for one more ship"),
        ("Tides and times", "Boats for hire", "Berths, moorings and fees", "Contact us", "Imprint"),
        ("Skell Harbour Board,", "The Old Quay,", "Skell Island"),
        ("Spare pumps, 40 kg;", "Pipes of copper, 12 kg;", "Rope, thin and thick, 3 kg."),
        ("The master says no.", "The board says yes.", "The county says nothing at all."),
        ("Harbour | Berths, fees —", "Weather | Tides now;", "About | Imprint, contact."),
    ],
)
def test_menus_headlines_and_addresses_are_no_stanza(lines: tuple[str, ...]) -> None:
    assert len(texts("\n".join(lines))) > 1


def test_a_stanza_needs_blank_lines_around_it() -> None:
    found = texts(f"Home\nTides\n{POEM[0]}\nContact\nImprint")
    assert POEM[0] not in found
    assert all("Imprint" not in block or block == "Imprint" for block in found)


@pytest.mark.parametrize("judged", [5, 50, 120])
def test_a_giant_line_in_a_text_too_long_to_be_judged_whole_raises_nothing(judged: int) -> None:
    giant = " ".join([PROSE[0]] * 40)
    text = "\n\n".join([giant, *(f"{PROSE[1]} {number}." for number in range(200))])
    article = extract_linear(text, content_type="text/plain", judged=judged)
    assert re.sub(r"\s", "", article.text) == re.sub(r"\s", "", text)
