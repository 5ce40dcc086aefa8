"""Lines to blocks: nothing lost, broken paragraphs whole again, and every line as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pagemarrow.core.model import Kind
from pagemarrow.core.segment.text import GIANT_LINE, segment_text

LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", " ", "-", "* a", "1. one", "# Top", "> said", "the end", ", and so", "A | B", "```"]
        ),
        st.text(max_size=60),
    ),
    max_size=30,
)
BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028"])


def texts(text: str) -> list[str]:
    return [block.text for block in segment_text(text).blocks]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(LINES, BREAKS)
def test_every_visible_character_is_in_one_block_in_order(lines: list[str], mark: str) -> None:
    text = mark.join(lines)
    blocks = segment_text(text).blocks
    assert "".join("".join(block.text.split()) for block in blocks) == "".join(text.split())
    for block in blocks:
        assert text[block.start : block.end].split() == block.text.split()


def test_blank_lines_part_paragraphs() -> None:
    assert texts("The mill burnt down.\n\nNobody saw it.") == ["The mill burnt down.", "Nobody saw it."]


def test_sentences_on_lines_of_their_own_are_paragraphs() -> None:
    assert texts("The mill burnt down.\nNobody saw it.") == ["The mill burnt down.", "Nobody saw it."]


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r"])
def test_line_breaks_of_all_systems(mark: str) -> None:
    assert texts(f"The mill burnt down.{mark}{mark}Nobody saw it.") == [
        "The mill burnt down.",
        "Nobody saw it.",
    ]


HARD_WRAPPED = """\
The mill at Orrin burnt down on Tuesday night, and by the morning nothing was
left of it but the wheel, which went on turning. Firemen from three villages
had come too late, because the only bridge is shut for repairs until spring
and the detour takes them through the next valley.

Nobody was hurt. The miller, who slept in the house across the yard, says she
woke because it had become so quiet.
"""


def test_hard_wrapped_paragraphs_are_one_block_each_and_keep_their_lines() -> None:
    found = texts(HARD_WRAPPED)
    assert found == HARD_WRAPPED.strip().split("\n\n")


def test_a_link_on_its_own_line_joins_its_sentence() -> None:
    lines = [
        "The rebuilding is paid for by the",
        "Orrin Mill Trust",
        "and by a lottery.",
        "Work begins in May.",
    ]
    assert texts("\n".join(lines)) == ["\n".join(lines[:3]), lines[3]]


def test_entries_of_a_menu_do_not_join_for_being_lower_case() -> None:
    assert texts("home\nabout\ncontact us") == ["home", "about", "contact us"]


def test_a_bare_bullet_belongs_to_the_line_after_it() -> None:
    blocks = segment_text("-\nThe wheel turns\n-\nThe stones do not").blocks
    assert [block.text for block in blocks] == ["-\nThe wheel turns", "-\nThe stones do not"]
    assert {block.kind for block in blocks} == {Kind.LIST}


def test_a_giant_line_is_split_into_sentences_that_say_they_were_one_line() -> None:
    sentence = "The wheel of the mill went on turning all night. "
    text = (sentence * 80).strip()
    page = segment_text(text)
    assert len(text) > GIANT_LINE
    assert [block.text for block in page.blocks] == [sentence.strip()] * 80
    assert {page.containers[block.container].tag for block in page.blocks} == {"line"}


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("## The fire", Kind.HEADING, 2),
        ("#fire", Kind.PARAGRAPH, 0),
        ("- a wheel", Kind.LIST, 1),
        ("2. a stone", Kind.LIST, 1),
        ("    * a stone", Kind.LIST, 2),
        ("> It was quiet.", Kind.QUOTE, 0),
        ("| Year | Fires |", Kind.TABLE, 0),
        ("1904\t2\tmill, barn", Kind.TABLE, 0),
        ("1904 was dry.", Kind.PARAGRAPH, 0),
    ],
)
def test_kinds_by_the_signs_of_a_line(text: str, kind: Kind, level: int) -> None:
    (block,) = segment_text(text).blocks
    assert (block.kind, block.level) == (kind, level)


def test_fenced_lines_are_code_and_keep_their_indentation() -> None:
    blocks = segment_text("```\nif wheel:\n    turn()\n```\nIt turns.").blocks
    assert [block.kind for block in blocks][-1] is Kind.PARAGRAPH
    assert any("    turn()" in block.text for block in blocks if block.kind is Kind.CODE)


def test_nothing_is_no_block() -> None:
    assert segment_text("").blocks == segment_text(" \n\t\r\n ").blocks == ()


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "I tjugo år har Birgit matat kråkorna på torget. Nu har kommunen satt upp en skylt där det är förbjudet.",
            "Kråkorna bryr sig inte om skylten, och det gör inte Birgit heller, fast hon har läst den två gånger.",
            "Kommunen säger att böter på femhundra kronor kan bli aktuella. Ingen vakt har velat skriva ut dem än.",
            "Prenumerera på vårt nyhetsbrev",
            "På torsdag möts de: kommunalrådet, två vakter och Birgit. Kråkorna väntas komma vid åtta, som vanligt.",
            "Hon har bakat en kaka till mötet och en till kråkorna, och båda två är till hälften uppätna redan nu.",
        ),
        (
            "江城老街的拐角处，有一家只有三平方米的修表铺。铺主老郑今年六十八岁，在这里坐了四十五年，从不关门。",
            "他的工作台上摆着放大镜、镊子和几十个小铁盒，每个铁盒里都装着早已停产的零件，他说哪一个都舍不得丢。",
            "广告",
            "上个月，一位老太太拿来一块停了三十年的怀表，那是她丈夫出海前留下的。老郑修了两个星期，没有收钱。",
            "社区打算明年改造老街，修表铺也在搬迁名单里。老郑说他不着急，等最后一块表走准了再走，谁也别来催他。",
            "责任编辑：陈小雨",
        ),
    ],
    ids=["sv", "zh"],
)
def test_paragraphs_as_long_as_wrapped_lines_stay_apart(paragraphs: tuple[str, ...]) -> None:
    assert [block.text for block in segment_text("\n".join(paragraphs)).blocks] == list(paragraphs)
