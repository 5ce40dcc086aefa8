"""Phrases: what lines they match, which cue words call for them, what is refused."""

from __future__ import annotations

import pytest

from pagemarrow.core.match import match_with
from pagemarrow.core.match.index import build_index
from pagemarrow.core.match.phrases import cues_of, parse
from pagemarrow.core.model import Block, Container, Page, Rule, Says


def found(phrases: str, line: str) -> bool:
    rule = Rule("theme.rule", "Why.", "other", Says.BOILERPLATE, ("x", "y"), ("z", "w"), phrases=phrases)
    page = Page((Block(line),), (Container(-1, "body", "", 0, 1),))
    return bool(match_with(build_index([rule], None), page))


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("read more", "Read more:"),
        ("[please] subscribe", "Please subscribe!"),
        ("[please] subscribe", "Subscribe"),
        ("subscribe [now|today]", "Subscribe today"),
        ("subscribe [now|today]", "subscribe"),
        ("(follow|join) us", "Join us"),
        ("photo[s]: {NAME}", "Photos: Ada Marsh"),
        ("updated {DATE}", "Updated 3 May 2022"),
        ("{NUMBER} comments", "1,204 comments"),
        ("related …", "Related stories from the quay"),
        ("the relat…", "The relatedness"),
        ("see {TEXT:12}here", "See the pier here"),
        (r"news \[all\]", "News [all]"),
        ("相关[更多]阅读…", "相关阅读：码头"),
        ("the {NAME} letter", "The Harbour letter"),
    ],
)
def test_a_line_that_a_phrase_describes_is_found(phrase: str, line: str) -> None:
    assert found(phrase, line)


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("read more", "Read more books"),
        ("read more", "I read more"),
        ("[please] subscribe", "please  to subscribe"),
        ("(follow|join) us", "Leave us"),
        ("related …", "Relatedness"),
        ("see {TEXT:4}here", "See the long pier here"),
    ],
)
def test_a_line_that_no_phrase_describes_is_not_found(phrase: str, line: str) -> None:
    assert not found(phrase, line)


def test_the_rarest_certain_word_is_the_cue() -> None:
    assert cues_of(["about the ferryman"]) == ("ferryman",)
    assert set(cues_of(["[sometimes] about {NAME}"])) == {"^sometimes", "^about"}
    assert set(cues_of(["(harbour|pier) {TEXT:20}"])) == {"^harbour", "^pier"}
    assert cues_of(["关注{TEXT:8}"]) == ("关注",)


@pytest.mark.parametrize("phrase", ["{NAME}", "[optional]", "{TEXT:20}tail…", "relat…"])
def test_a_phrase_without_a_certain_word_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="no word is certain"):
        cues_of([phrase])


@pytest.mark.parametrize(
    "phrase", ["(open", "close)", "a|b", "{NOTHING}", "{TEXT:x}", "in … between", "lone {"]
)
def test_a_phrase_that_is_not_well_formed_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="bracket|piece|ellipsis|brace"):
        parse(phrase)
