"""Folding: the words that cues are compared with, the line that patterns see."""

from __future__ import annotations

import pytest

from pagemarrow.core.fold import (
    LOOKS_AT_ONCE,
    MAX_NAME_CHARS,
    fold_word,
    fold_words,
    hash_name_words,
    hash_names,
    name_words,
    tidy,
)


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
        ("* [17]Related [9]articles", "Related articles"),
        ("The pier of 1802[3] is gone [4] now", "The pier of 1802[3] is gone [4] now"),
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


def test_names_are_hashed_in_parts_as_in_one() -> None:
    looks = [("div", f"card part{chr(97 + number % 26)}") for number in range(2 * LOOKS_AT_ONCE + 7)]
    hashes, starts = hash_names(looks)
    assert starts.tolist() == list(range(0, 3 * len(looks), 3))
    assert (
        hashes.tolist() == hash_name_words([word for words in name_words(looks) for word in words]).tolist()
    )
