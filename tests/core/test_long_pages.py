"""A verdict must not depend on how much comes after: long pages lose nothing that short ones keep."""

from __future__ import annotations

import random

import pytest

from pagemarrow import extract

SUBJECTS = "The ferryman,The miller's son,An old surveyor,The harbour master,Her neighbour,The night watch,A clerk".split(
    ","
)
VERBS = "crossed,measured,left,described,bought back,remembered,painted".split(",")
OBJECTS = "the lower bridge,the orchard wall,a leaking boat,the toll house,the road to the mill,two grey horses".split(
    ","
)
ENDS = "before the frost came,in the third week of May,for less than it was worth,while the tide was out,and told nobody".split(
    ","
)
SHELL = (
    '<html lang="en"><head><title>The years at the river</title></head><body><nav><a href="/">Home</a> <a href="/a">Archive</a>'
    '</nav><article><h1>The years at the river</h1>{body}</article><footer><a href="/about">About us</a> © 2024</footer></body></html>'
)


def paragraphs(count: int) -> list[str]:
    """As many paragraphs of two to five sentences, each unlike the others."""
    chance = random.Random(7)

    def sentence() -> str:
        parts = [chance.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, ENDS)]
        return f"{parts[0]} {parts[1]} {parts[2]} {parts[3]}, in the year {chance.randrange(1700, 1950)}."

    return [" ".join(sentence() for _ in range(chance.randrange(2, 6))) for _ in range(count)]


@pytest.mark.parametrize("count", [10, 100, 300, 1000, 2500])
def test_no_paragraph_of_a_long_page_is_lost(count: int) -> None:
    body = paragraphs(count)
    html = SHELL.format(body="".join(f"<p>{text}</p>" for text in body))
    assert extract(html, content_type="text/html").text.split("\n\n") == body


@pytest.mark.parametrize("count", [10, 300, 1000])
def test_no_paragraph_of_a_long_text_is_lost(count: int) -> None:
    body = paragraphs(count)
    kept = extract("The years at the river\n\n" + "\n\n".join(body), content_type="text/plain").text
    assert [text for text in body if text not in kept] == []
