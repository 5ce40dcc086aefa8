"""What Markdown and HTML show beside blocks: numbers of lists, reach of cells, places of pictures, links around blocks."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from pagemarrow.core.decode import decode
from pagemarrow.core.model import Layout, Metadata, Options, Page, Verdict
from pagemarrow.core.render import render
from pagemarrow.core.segment import segment

COMMONMARK = MarkdownIt("commonmark").enable("table")


def segmented(html: str) -> Page:
    return segment(decode(html, "text/html"), Options(format="html"))


def written(html: str, format: str, include: str, dropped: str) -> str:
    page = segmented(html)
    kept = [not dropped or not block.text.startswith(dropped) for block in page.blocks]
    options = Options(format=format, include=frozenset(include.split()), url="https://a.example/")
    return render(page, tuple([Verdict(one, "body", (), 0.0) for one in kept]), Metadata(), options)


def markdown(html: str, include: str = "links images", dropped: str = "") -> str:
    return written(html, "markdown", include, dropped)


def as_html(html: str, include: str = "links images", dropped: str = "") -> str:
    written_whole = written(html, "html", include, dropped).replace("\n", "")
    return written_whole.replace(' rel="noopener noreferrer"', "").replace("https://a.example/", "/")


def numbers_in(markdown: str) -> list[int]:
    """What a reader of Markdown numbers the items of ordered lists with."""
    shown = []
    for start, items in re.findall(
        r'<ol(?: start="(\d+)")?>(.*?)</ol>', COMMONMARK.render(markdown), re.DOTALL
    ):
        first = int(start) if start else 1
        shown += range(first, first + items.count("<li>"))
    return shown


class TestNumbers:
    @pytest.mark.parametrize(
        ("page", "numbers", "html"),
        [
            ("<ol start=4><li>a<li>b</ol>", [4, 5], '<ol start="4"><li>a</li><li>b</li></ol>'),
            ("<ol start=0><li>a<li>b</ol>", [0, 1], '<ol start="0"><li>a</li><li>b</li></ol>'),
            (
                "<ol><li>a<li value=7>b<li>c</ol>",
                [1, 7, 8],
                '<ol><li>a</li><li value="7">b</li><li>c</li></ol>',
            ),
            (
                "<ol><li value=5>a<li value=5>b</ol>",
                [5, 5],
                '<ol start="5"><li>a</li><li value="5">b</li></ol>',
            ),
            (
                "<ol reversed><li>a<li>b<li>c</ol>",
                [3, 2, 1],
                '<ol reversed=""><li>a</li><li>b</li><li>c</li></ol>',
            ),
            (
                "<ol reversed start=10><li>a<li>b</ol>",
                [10, 9],
                '<ol start="10" reversed=""><li>a</li><li>b</li></ol>',
            ),
            (
                "<ol reversed start=1><li>a<li>b<li>c</ol>",
                [1, 0, 0],
                '<ol start="1" reversed=""><li>a</li><li>b</li><li>c</li></ol>',
            ),
            ("<ol start=x><li value=''>a<li>b</ol>", [1, 2], "<ol><li>a</li><li>b</li></ol>"),
            ("<ol start=99999999999><li>a</ol>", [1], "<ol><li>a</li></ol>"),
            ("<ol type=a start=3><li>a</ol>", [3], '<ol start="3" type="a"><li>a</li></ol>'),
            ("<ol type=disc><li>a</ol>", [1], "<ol><li>a</li></ol>"),
        ],
    )
    def test_are_those_of_the_page(self, page: str, numbers: list[int], html: str) -> None:
        assert numbers_in(markdown(page)) == numbers
        assert as_html(page) == html

    def test_a_list_that_counts_down_counts_the_items_that_are_left(self) -> None:
        page = "<ol reversed><li>a<li>Advert<li>b<li>c</ol>"
        assert numbers_in(markdown(page, dropped="Advert")) == [3, 2, 1]
        assert as_html(page, dropped="Advert").count("value") == 0

    def test_a_list_that_is_gone_says_nothing_of_the_next(self) -> None:
        """The empty list and the one after it have the same number, as has the empty item and the next."""
        assert as_html("<ol start=5></ol><ol><li>a</ol>") == "<ol><li>a</li></ol>"
        assert as_html("<ol><li value=5></li><li>a</ol>") == "<ol><li>a</li></ol>"

    def test_bullets_have_none(self) -> None:
        assert as_html("<ul><li value=5>a<li value=9>b</ul>") == "<ul><li>a</li><li>b</li></ul>"
        assert markdown("<ul><li value=5>a<li value=9>b</ul>") == "- a\n- b"

    def test_text_is_told_nothing(self) -> None:
        page = segment(decode("<ol start=4><li>a<img src=x></ol>", "text/html"), Options())
        assert page.layout == Layout()


class TestTerms:
    PAGE = "<dl><dt>Ferry</dt><dd>A boat.</dd><dd>A place.</dd><div><dt>Oar</dt><dd>Moves it.</dd></div></dl>"

    def test_what_they_mean_stands_under_them(self) -> None:
        assert markdown(self.PAGE) == "- Ferry\n  - A boat.\n  - A place.\n- Oar\n  - Moves it."
        assert as_html(self.PAGE) == (
            "<dl><dt>Ferry</dt><dd>A boat.</dd><dd>A place.</dd><dt>Oar</dt><dd>Moves it.</dd></dl>"
        )

    def test_without_the_first_term(self) -> None:
        assert markdown(self.PAGE, dropped="Ferry") == "- A boat.\n- A place.\n- Oar\n  - Moves it."


class TestCells:
    def test_columns_stay_where_cells_reach_over_several(self) -> None:
        page = (
            "<table><thead><tr><th rowspan=2>Town<th colspan=2>Rain<tr><th>June<th>July</thead>"
            "<tr><th>Arnby<td>12<td>15<tr><th>Belby<td colspan=2>none</table>"
        )
        assert markdown(page) == (
            "| Town | Rain |  |\n| --- | --- | --- |\n|  | June | July |\n| Arnby | 12 | 15 |\n| Belby | none |  |"
        )
        assert as_html(page) == (
            '<table><thead><tr><th rowspan="2">Town</th><th colspan="2">Rain</th></tr>'
            "<tr><th>June</th><th>July</th></tr></thead>"
            "<tbody><tr><th>Arnby</th><td>12</td><td>15</td></tr>"
            '<tr><th>Belby</th><td colspan="2">none</td></tr></tbody></table>'
        )

    PLAN = (
        "<table><tr><td>Day<td>Hour<td>What<tr><td rowspan=3>Monday<td>8<td>Bread"
        "<tr><td>9<td>Milk<tr><td>10<td>Eggs<tr><td>Tuesday<td>8<td>Fish</table>"
    )

    def test_a_row_left_out_shortens_what_reaches_over_it(self) -> None:
        assert '<td rowspan="2">Monday</td>' in as_html(self.PLAN, dropped="9")
        assert "| Monday | 8 | Bread |\n|  | 10 | Eggs |\n| Tuesday |" in markdown(self.PLAN, dropped="9")

    def test_the_columns_of_a_cell_left_out_stay_empty(self) -> None:
        assert "<tr><td></td><td>9</td><td>Milk</td></tr>" in as_html(self.PLAN, dropped="Monday")
        assert "|  | 9 | Milk |\n|  | 10 | Eggs |" in markdown(self.PLAN, dropped="Monday")

    @pytest.mark.parametrize(
        "cells", ["<td colspan=90>c<td>d", "<td>c<td colspan=90>d", "<td>c<td rowspan=9>d"]
    )
    def test_no_cell_reaches_over_columns_and_rows_that_are_not_there(self, cells: str) -> None:
        assert as_html(f"<table><tr>{cells}</table>").endswith(
            "<tr><td>c</td><td>d</td></tr></tbody></table>"
        )
        assert markdown(f"<table><tr>{cells}</table>").endswith("| --- | --- |\n| c | d |")

    def test_an_empty_row_says_nothing_of_the_next(self) -> None:
        page = "<table><tr><td>a<td>b<tr><td></td><td></td></tr><tr><td>c<td>d</table>"
        assert as_html(page).endswith("<tr><td>c</td><td>d</td></tr></tbody></table>")

    def test_a_table_in_a_cell_is_one_of_its_own(self) -> None:
        page = "<table><tr><td><table><tr><td>a<td>b</table></td></tr></table>"
        assert as_html(page) == "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"

    def test_cells_with_paragraphs_are_cells(self) -> None:
        page = "<table><tr><td>a<td>b<td><p>c</p><tr><td><p>d</p><td><td>e</table>"
        assert markdown(page) == "|  |  |  |\n| --- | --- | --- |\n| a | b | c |\n| d |  | e |"
        pictured = "<table><tr><td>a<td>b<td><img src=/i alt=I><p>c</p></table>"
        assert '<td>b</td><td><img src="/i" alt="I">c</td></tr>' in as_html(pictured)
        several = "<table><tr><td>a<td>b<td><p>c</p><p>d</p></table>"
        assert as_html(several).endswith("<td>b</td><td></td></tr></tbody></table><p>c</p><p>d</p>")

    def test_long_cells_end_no_row(self) -> None:
        long = "A sentence that goes on. " * 10
        page = f"<table><tr><td>a<td>{long}<td>b<tr><td>c<td>d<td>e</table>"
        assert f"| a | {long.strip()} | b |\n| c | d | e |" in markdown(page)

    def test_one_long_row_is_not_the_width_of_thousands(self) -> None:
        rows = "<tr><td>a<td>b" * 2000
        page = f"<table><tr>{'<td>x' * 2000}{rows}</table>"
        assert len(markdown(page)) < 100_000

    def test_thousands_of_cells_that_reach_far(self) -> None:
        row = "<tr>" + "<td colspan=1000 rowspan=60000>x" * 20
        assert as_html(f"<table>{row * 500}</table>").count(">x<") == 10_000


class TestPictures:
    def test_in_a_line(self) -> None:
        page = "<p>It is <b>a</b> <img src=/i.png alt=smile> and goes on.</p>"
        assert as_html(page) == '<p>It is <strong>a</strong> <img src="/i.png" alt="smile"> and goes on.</p>'
        assert markdown(page) == "It is **a** ![smile](https://a.example/i.png) and goes on."

    def test_in_items(self) -> None:
        page = "<ul><li><img src=/a alt=A></li><li><img src=/b alt=B> two</li><li>three</li></ul>"
        assert as_html(page) == (
            '<ul><li><p><img src="/a" alt="A"></p></li><li><img src="/b" alt="B"> two</li><li>three</li></ul>'
        )
        assert markdown(page) == ("- ![A](https://a.example/a)\n- ![B](https://a.example/b) two\n- three")

    def test_a_list_of_nothing_else_is_none(self) -> None:
        page = "<p>x</p><ul><li><img src=/a alt=A></li><li><img src=/b alt=B></li></ul><p>y</p>"
        assert as_html(page).count("<li>") == 0
        assert as_html(page).index("/a") < as_html(page).index("/b") < as_html(page).index("y")

    def test_in_cells(self) -> None:
        page = (
            "<table><tr><td>a<td>b<tr><td><img src=/i alt=I><td>c <b>d</b> <img src=/j alt=J>|<td>e</table>"
        )
        assert (
            '<tr><td><img src="/i" alt="I"></td><td>c <strong>d</strong> <img src="/j" alt="J">|</td><td>e</td></tr>'
            in as_html(page)
        )
        assert "| ![I](https://a.example/i) | c **d** ![J](https://a.example/j)\\| | e |" in markdown(page)

    def test_a_row_of_nothing_else_does_not_end_the_table(self) -> None:
        page = "<table><tr><td>a<td>b<tr><td colspan=2><img src=/i alt=I><tr><td>c<td>d</table>"
        assert as_html(page).count("<table>") == 1
        assert as_html(page).index("b<") < as_html(page).index("/i") < as_html(page).index("c<")

    def test_in_links(self) -> None:
        alone = "<p>x</p><a href=/big><img src=/i alt='[I]'></a><p>y</p>"
        assert '<a href="/big"><img src="/i" alt="[I]"></a>' in as_html(alone)
        assert "[![\\[I\\]](https://a.example/i)](https://a.example/big)" in markdown(alone)
        assert "big" not in markdown(alone, "images")
        within = "<p>x <b>of <a href=/big>this <img src=/i alt=I></a></b>: y</p>"
        assert '<a href="/big">this <img src="/i" alt="I"></a></strong>: y' in as_html(within)
        assert "[this ![I](https://a.example/i)](https://a.example/big)**: y" in markdown(within)
        assert COMMONMARK.render(markdown(within)).count("<a ") == 1

    @pytest.mark.parametrize("between", ["<br>", "", " "])
    def test_that_a_paragraph_begins_with_stand_above_it(self, between: str) -> None:
        page = f"<p><img src=/i alt=I>{between}The harbour.</p>"
        assert markdown(page) == "![I](https://a.example/i)\n\nThe harbour."

    def test_above_a_line_of_an_item(self) -> None:
        page = "<ul><li><img src=/i alt=I><br>The harbour.</li></ul>"
        assert markdown(page) == "- ![I](https://a.example/i)\n\n  The harbour."

    def test_between_lines_of_verse(self) -> None:
        page = "<p>Roses are red,<br><img src=/i alt=I>violets are blue.</p>"
        assert as_html(page) == '<p>Roses are red,<br><img src="/i" alt="I">violets are blue.</p>'

    @pytest.mark.parametrize(
        ("attributes", "source"),
        [
            ('src="/grey.gif" data-src="/i.jpg"', "/i.jpg"),
            ('src="/i.jpg" data-src="17"', "/i.jpg"),
            ('data-original="/i.jpg"', "/i.jpg"),
            ('srcset="/s.jpg 480w, /l.jpg 960w, /m.jpg 640w"', "/l.jpg"),
            ('src="data:image/gif;base64,R0" data-srcset="/s,1.jpg 1x, /l,2.jpg 2.5x"', "/l,2.jpg"),
            ('src="/i.jpg" srcset="/l.jpg 2x"', "/i.jpg"),
            ('srcset="/one.jpg"', "/one.jpg"),
            ('srcset="/one.jpg, /two.jpg 2x"', "/two.jpg"),
            ('srcset="/one.jpg 100w,/two.jpg 300w,/three.jpg 200w"', "/two.jpg"),
            ('srcset="/one.jpg 2x, /two.jpg"', "/one.jpg"),
        ],
    )
    def test_that_are_loaded_later(self, attributes: str, source: str) -> None:
        assert f'src="{source}"' in as_html(f"<p>x</p><img {attributes}><p>y</p>")

    def test_that_are_there_to_be_counted(self) -> None:
        assert "img" not in as_html('<p>x</p><img src="/count.gif" width="1" height="1"><p>y</p>')

    def test_in_code_stand_beside_it(self) -> None:
        assert markdown("<p>see <code>a<img src=/i alt=I>b</code> x</p>") == (
            "see `ab`![I](https://a.example/i) x"
        )
        listing = "<pre>a<img src=/i alt=I>b</pre>"
        assert as_html(listing) == '<p><img src="/i" alt="I"></p><pre><code>ab</code></pre>'
        assert "/i" in as_html(f"<table><tr><td></td><td>{listing}</td></tr></table>")

    def test_side_by_side_keep_their_order(self) -> None:
        page = "<p>x <img src=/1 alt=1><img src=/2 alt=2><img src=/3 alt=3> y</p>"
        assert re.findall(r'src="/(\d)"', as_html(page)) == ["1", "2", "3"]

    def test_are_only_those_asked_for(self) -> None:
        assert "img" not in as_html("<p>x <img src=/i alt=I> y</p>", "links")


class TestLinks:
    def test_around_blocks(self) -> None:
        page = "<a href=/card><h3>The <i>card</i></h3><p>What it says.</p></a>"
        assert as_html(page) == (
            '<h3><a href="/card">The <em>card</em></a></h3><p><a href="/card">What it says.</a></p>'
        )
        assert markdown(page) == (
            "### [The *card*](https://a.example/card)\n\n[What it says.](https://a.example/card)"
        )

    @pytest.mark.parametrize("attributes", ["", "name=x", "href=''", "href=' '"])
    def test_that_lead_to_the_page_itself(self, attributes: str) -> None:
        assert as_html(f"<p>see <a {attributes}>here</a> x</p>") == "<p>see here x</p>"

    @pytest.mark.parametrize("address", ["https://:0", "http://Two words and a dot./x", "http://?a=1"])
    def test_whose_host_is_none(self, address: str) -> None:
        assert markdown(f'<p>see <a href="{address}">here</a> x</p>') == "see here x"


class TestMarks:
    def test_keys_and_what_is_struck_out(self) -> None:
        page = "<p>Press <kbd>Ctrl</kbd>, see <samp>ok</samp>; <s>30</s> <del>25</del> 20 euros.</p>"
        assert markdown(page) == "Press `Ctrl`, see `ok`; <del>30</del> <del>25</del> 20 euros."
        assert as_html(page) == (
            "<p>Press <code>Ctrl</code>, see <code>ok</code>; <del>30</del> <del>25</del> 20 euros.</p>"
        )


class TestLanguages:
    @pytest.mark.parametrize(
        ("page", "language"),
        [
            ('<pre><code class="hljs language-Python">x = 1</code></pre>', "python"),
            ('<pre class="lang-sh"><code>x = 1</code></pre>', "sh"),
            ('<div class="highlight highlight-source-js"><pre>x = 1</pre></div>', "js"),
            (
                '<div class="highlight-c++ notranslate"><div class="highlight"><pre>x = 1</pre></div></div>',
                "c++",
            ),
            ('<pre class="brush: php; gutter: false">x = 1</pre>', "php"),
            ('<div class="sourceCode"><pre class="sourceCode haskell">x = 1</pre></div>', "haskell"),
            ('<pre class="language-plaintext">x = 1</pre>', ""),
            ('<div class="highlight-box"><pre class="slang-x">x = 1</pre></div>', ""),
            ('<pre class="language-`x` lang-a&quot;b">x = 1</pre>', ""),
        ],
    )
    def test_are_told_by_names(self, page: str, language: str) -> None:
        assert markdown(page) == f"```{language}\nx = 1\n```"
        told = f' class="language-{language}"' if language else ""
        assert as_html(page) == f"<pre><code{told}>x = 1</code></pre>"


class TestDepth:
    def test_of_items_in_plain_text_is_how_far_they_are_indented(self) -> None:
        text = "- One\n  - two\n  - three\n\t- four\n- Five\n"
        page = segment(decode(text, "text/plain"), Options(format="markdown"))
        verdicts = tuple(Verdict(True, "body", (), 0.0) for _ in page.blocks)
        shown = render(page, verdicts, Metadata(), Options(format="markdown"))
        assert shown == "- One\n  - two\n  - three\n    - four\n- Five"
