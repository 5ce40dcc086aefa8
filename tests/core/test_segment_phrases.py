"""Elements inside a sentence, formulas, anchors, quotations and half-empty table rows."""

from __future__ import annotations

import pytest

from pagemarrow.core import extract
from pagemarrow.core.segment.html import segment_html

TEX = '<annotation encoding="application/x-tex">x^2</annotation>'


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>We put <dose-term>chlorine</dose-term> in the water.</p>", ["We put chlorine in the water."]),
        ("<p><g-emoji>🎉</g-emoji> and then</p>", ["🎉 and then"]),
        ("<li>We put <dose-term>chlorine</dose-term> in.</li>", ["We put chlorine in."]),
        ("<p>The firm <button>Aqua</button> built it.</p>", ["The firm Aqua built it."]),
        ("<p>The firm built it. <button>More</button></p>", ["The firm built it.", "More"]),
        ("<h3>Cup style <button>What is this?</button></h3>", ["Cup style", "What is this?"]),
        ("<form><label>Name</label> <button>Send</button></form>", ["Name", "Send"]),
        ("<my-app><p>One.</p></my-app><my-app>Two.</my-app>", ["One.", "Two."]),
        ("<p>a <x-box><div>b</div></x-box> c</p>", ["a", "b", "c"]),
        (
            f"<p>It is <span><math><mi>x</mi>{TEX}</math></span><i aria-hidden=true>x2</i> long.</p>",
            ["It is x^2 long."],
        ),
        ('<p>It is <math alttext="y/2"><mi>y</mi></math> long.</p>', ["It is y/2 long."]),
        ("<p>So <math><mi>x</mi><mo>=</mo><mn>2</mn></math>.</p>", ["So x=2."]),
        ('<p>Let <img class="mwe-math-fallback-image-inline" alt="n"> be odd.</p>', ["Let n be odd."]),
        ('<h2>Retries<a href="#retries">¶</a></h2>', ["Retries"]),
        ('<h2><a href="#retries">Retries</a></h2>', ["Retries"]),
        ('<p>See <a href="#one">#</a> there.</p>', ["See # there."]),
        ("<blockquote><p>We go.</p><footer>Ada Marsh</footer></blockquote>", ["We go.", "Ada Marsh"]),
        ("<blockquote><cite>rust wrote:</cite>I have it.</blockquote>", ["rust wrote:", "I have it."]),
        ("<p>As <cite>The Lamp</cite> says.</p>", ["As The Lamp says."]),
        ("<p>She said <q>we are lost</q> twice.</p>", ["She said “we are lost” twice."]),
        ("<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字</ruby></p>", ["漢(kan)字"]),
    ],
)
def test_texts(html: str, texts: list[str]) -> None:
    assert [block.text for block in segment_html(html).blocks] == texts


def test_raised_and_lowered_text_is_marked() -> None:
    (block,) = segment_html("<p>10<sup>6</sup> of H<sub>2</sub>O</p>").blocks
    assert [(mark.tag, block.pieces[mark.first]) for mark in block.marks] == [("sup", "6"), ("sub", "2")]


def test_a_pictured_formula_is_no_picture() -> None:
    page = segment_html(
        '<p>Let <img class="latex" src="n.png" alt="n"> be. <img src="a.png" alt="A boat"></p>'
    )
    assert [image.alternative for image in page.images] == ["A boat"]


def test_a_row_with_one_filled_cell_stays_in_its_table() -> None:
    rows = "<tr><td>2019</td><td>14</td></tr><tr><td>2020</td><td></td></tr><tr><td></td><td>9</td></tr>"
    cells = [block.cells for block in segment_html(f"<table>{rows}</table>").blocks]
    assert cells == [("2019", "14"), ("2020", ""), ("", "9")]
    layout = "<table><tr><td></td><td>A column of text.</td></tr></table><p>More.</p>"
    assert [block.cells for block in segment_html(layout).blocks] == [(), ()]


def test_an_empty_cell_keeps_its_column() -> None:
    (row,) = segment_html("<table><tr><td>Tuesday</td><td></td><td>5</td></tr></table>").blocks
    assert row.text == "Tuesday\t\t5"


def test_the_headline_is_told_without_its_anchor() -> None:
    html = '<h1>Every retry<a href="#retries">¶</a></h1><p>Every call is tried three times before it fails for good.</p>'
    assert extract(html, content_type="text/html").title == "Every retry"
