from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pagemarrow.core.measure.letters import read_letters
from pagemarrow.core.measure.text import measure_text
from pagemarrow.core.measure.text_form import FORM, pair_characters
from pagemarrow.core.model import Metadata
from pagemarrow.core.segment.text import segment_text

PROSE = (
    "The harbour of Vessel was dredged for the third time this spring, and the fishermen counted the cost of it.",
    "Dredging takes the mud away, but the mud comes back with every tide that runs into the narrow harbour mouth.",
)


def measured(*blocks: str, title: str | None = None) -> dict[str, NDArray[np.float32]]:
    features = measure_text(segment_text("\n\n".join(blocks)), Metadata(title=title), "en", ())
    return {name: features.column(name) for name in FORM}


def test_the_headline_is_found_again_by_the_title_given() -> None:
    columns = measured("News", "Harbour dredged again", *PROSE, title="Harbour dredged again")
    assert columns["title_held"].tolist()[:2] == [0, 1]
    assert columns["since_title"].tolist() == [200, 0, 1, 2]
    assert columns["prose_since_title"].tolist()[:2] == [-1, 0]


def test_the_first_block_stands_for_a_title_that_is_not_given() -> None:
    columns = measured("Harbour dredged again", "Sport", "Harbour dredged again", *PROSE)
    assert columns["since_title"].tolist() == [0, 1, 0, 1, 2]
    assert columns["prose_since_title"][-1] == columns["prose_since_title"].max() > 0


@pytest.mark.parametrize(
    ("stamp", "label"),
    [
        ("12.05.2021, 14:30", "By the sea"),
        ("٢٠٢١/٠٥/١٢", "على البحر"),
        ("2021年5月12日", "海边的人"),
        ("१२/०५/२०२१", "समुद्र के पास"),
    ],
)
def test_digits_of_every_script_make_a_stamp(stamp: str, label: str) -> None:
    assert measured(stamp, label)["stamped"].tolist() == [1, 0]


def test_what_comes_back_after_three_blocks_is_seen_at_that_period() -> None:
    feed = [
        part
        for day in range(10, 16)
        for part in (
            "Bridge closed for repair",
            "The bridge over the sound is closed to all traffic until the end of the coming month, the county says.",
            f"{day}.05.2021",
        )
    ]
    columns = measured(*feed)
    assert columns["repeats_3"][6:9].tolist() == [4, 4, 4]
    assert columns["repeats_1"][6:9].tolist() == [0, 0, 0]


def test_a_stranger_shares_no_words_with_the_main_run() -> None:
    stranger = "Astronomers photographed seven comets yesterday evening, using telescopes built entirely from recycled glass."
    columns = measured(*PROSE, "Menu", "Login", "About", "Contact", "Help", "Terms", stranger)
    assert columns["span_cohesion"][0] > 0
    assert columns["span_cohesion"][-1] == 0


def test_characters_of_scripts_without_spaces_are_compared_in_pairs() -> None:
    letters = read_letters(["港口疏浚", "港湾疏通", "Harbour dredged"])
    paired = pair_characters(letters.words, letters.owners, letters.sizes)
    chinese = [set(paired[letters.owners == block][:3].tolist()) for block in (0, 1)]
    assert not chinese[0] & chinese[1]
    assert paired[letters.owners == 2].tolist() == letters.words[letters.owners == 2].tolist()
