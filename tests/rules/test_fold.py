"""Folding: the words that cues are compared with, the line that patterns see."""

from __future__ import annotations

import pytest

from app.core.fold import MAX_NAME_CHARS, fold_word, fold_words, name_words, tidy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Read more: “Tides” — 12 May 2021", "read more tides 00 may 0000"),
        ("© Getty/AFP", "© getty afp"),
        ("#harbour @quay", "# harbour @ quay"),
        ("Über-uns | À lire", "über uns à lire"),
        ("Cafe\u0301", "café"),
        ("...", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert fold_words([text])[0].split() == words.encode().split()


def test_texts_stay_apart_whatever_they_hold() -> None:
    assert [line.split() for line in fold_words(["a\0b", "", "c"])] == [[b"a", b"b"], [], [b"c"]]


def test_a_cue_must_be_one_word() -> None:
    assert fold_word("Datenschutz") == b"datenschutz"
    for cue in ("", "two words", "don't"):
        with pytest.raises(ValueError, match="not one word"):
            fold_word(cue)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("• Read more »", "Read more"),
        ("« Il viendra »", '" Il viendra "'),
        ("**Read more:** [The quay](https://example.org/a_b)", "Read more: The quay"),
        ("## Related articles", "Related articles"),
        ("#harbour", "#harbour"),
        ("It’s…", "It's..."),
        ("one\n  two", "one two"),
        ("-", ""),
    ],
)
def test_line(text: str, line: str) -> None:
    assert tidy(text) == line


def test_what_stands_far_back_in_a_name_is_not_read() -> None:
    filler = "x" * (MAX_NAME_CHARS - len(" share"))
    assert name_words([("div", f"{filler} share"), ("nav", f"{filler}  share")]) == [
        ["div", filler, "share"],
        ["nav", filler, "shar"],
    ]
