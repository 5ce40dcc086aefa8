"""What stands inside what: items of several blocks, quotations, tables with markup, listings; from HTML to its reader."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pagemarrow.core.decode import decode
from pagemarrow.core.model import Metadata, Options, Page, Verdict
from pagemarrow.core.render import render
from pagemarrow.core.segment import segment

COMMONMARK = MarkdownIt("commonmark").enable("table")


def segmented(html: str) -> Page:
    return segment(decode(html, "text/html"), Options(format="html"))


def written(page: Page, format: str, *include: str, dropped: str = "") -> str:
    """The body in ``format``, without the blocks that begin with ``dropped``."""
    verdicts = [
        Verdict(not dropped or not block.text.startswith(dropped), "body", (), 0.0) for block in page.blocks
    ]
    options = Options(format=format, include=frozenset(include), url="https://a.example/")
    return render(page, tuple(verdicts), Metadata(), options)


def markdown(html: str, *include: str, dropped: str = "") -> str:
    return written(segmented(html), "markdown", *include, dropped=dropped)


def as_html(html: str, *include: str, dropped: str = "") -> str:
    return written(segmented(html), "html", *include, dropped=dropped).replace("\n", "")


def read(html: str) -> str:
    """What a reader of Markdown makes of it, as HTML on one line."""
    return COMMONMARK.render(markdown(html)).replace("\n", "")


def without_paragraphs(html: str) -> str:
    """Which items of a list hold paragraphs is told in Markdown by blank lines for all of them at once."""
    return re.sub(r"</?p>", "", html)


class TestItemsOfSeveralBlocks:
    STEPS = "<p>Before.</p><ol><li><p>Drain first:</p><pre>a = 1\n\n  b</pre><p>and wait.</p></li><li>Fill it.</li></ol><p>After.</p>"

    def test_markdown(self) -> None:
        assert markdown(self.STEPS) == (
            "Before.\n\n1. Drain first:\n\n   ```\n   a = 1\n\n     b\n   ```\n\n   and wait.\n2. Fill it.\n\nAfter."
        )

    def test_html(self) -> None:
        assert written(segmented(self.STEPS), "html") == (
            "<p>Before.</p>\n\n<ol>\n<li><p>Drain first:</p>\n<pre><code>a = 1\n\n  b</code></pre>\n<p>and wait.</p></li>\n"
            "<li>Fill it.</li>\n</ol>\n\n<p>After.</p>"
        )

    @pytest.mark.parametrize(
        ("inside", "expected"),
        [
            (
                "<table><tr><th>A</th><th>B</th></tr></table>",
                "<table><thead><tr><th>A</th><th>B</th></tr></thead></table>",
            ),
            ("<blockquote><p>Q</p><p>R</p></blockquote>", "<blockquote><p>Q</p><p>R</p></blockquote>"),
            ("<h4>Note</h4>", "<h4>Note</h4>"),
            ("<ul><li>inner</li></ul>", "<ul><li>inner</li></ul>"),
        ],
    )
    def test_other_blocks(self, inside: str, expected: str) -> None:
        page = f"<ol><li><p>One</p>{inside}<p>still one</p></li><li>Two</li></ol>"
        whole = f"<ol><li><p>One</p>{expected}<p>still one</p></li><li>Two</li></ol>"
        assert as_html(page) == whole
        assert without_paragraphs(read(page)) == without_paragraphs(whole)

    def test_an_image_inside_an_item_is_part_of_it(self) -> None:
        page = "<ol><li><p>One</p><img src=/x.png alt=X><p>still one</p></li><li>Two<img src=/y.png alt=Y></li><li>Three</li></ol>"
        assert markdown(page, "images") == (
            "1. One\n\n   ![X](https://a.example/x.png)\n\n   still one\n2. Two![Y](https://a.example/y.png)\n3. Three"
        )
        assert as_html(page, "images").count("<ol>") == 1

    def test_an_image_between_lists_is_in_neither(self) -> None:
        page = "<ul><li>One</li></ul><p>Look:</p><img src=/x.png alt=X><ul><li>Two</li></ul>"
        assert markdown("<ul><li>One</li></ul><img src=/x.png alt=X>", "images").endswith(
            "\n\n![X](https://a.example/x.png)"
        )
        assert markdown(page, "images") == "- One\n\nLook:\n\n![X](https://a.example/x.png)\n\n- Two"

    def test_what_stands_between_items_is_part_of_the_one_before(self) -> None:
        page = "<ol><li>One</li><pre>c\nd</pre><li>Two</li><ul><li>below two</li></ul><li>Three</li></ol>"
        assert markdown(page) == "1. One\n\n   ```\n   c\n   d\n   ```\n2. Two\n   - below two\n3. Three"

    def test_a_heading_between_items_parts_them_and_numbers_go_on(self) -> None:
        page = "<ol><li>One</li><h3>Part</h3><li>Two</li><li>Three</li></ol>"
        assert markdown(page) == "1. One\n\n### Part\n\n2. Two\n3. Three"
        assert (
            as_html(page) == '<ol><li>One</li></ol><h3>Part</h3><ol start="2"><li>Two</li><li>Three</li></ol>'
        )

    def test_an_item_of_which_only_a_list_is_kept(self) -> None:
        page = "<ul><li><p>Dropped</p><ol><li>inner</li><li>other</li></ol></li><li>Two</li></ul>"
        assert markdown(page, dropped="Dropped") == "1. inner\n2. other\n\n- Two"
        assert (
            as_html(page, dropped="Dropped") == "<ol><li>inner</li><li>other</li></ol><ul><li>Two</li></ul>"
        )

    def test_a_numbered_list_that_does_not_begin_with_one_is_no_line_of_the_paragraph_above(self) -> None:
        page = "<ul><li>One<ol><li><ul><li>x</li></ul></li><li>second</li></ol></li></ul>"
        assert '<ol start="2"><li>second' in read(page)

    def test_a_single_item_that_holds_an_article_is_no_list(self) -> None:
        page = "<ul><li><h2>Part</h2><p>One.</p><ul><li>a</li></ul></li></ul>"
        assert markdown(page) == "## Part\n\nOne.\n\n- a"
        assert (
            as_html("<ol><li><p>One.</p><p>Two.</p></li></ol>") == "<ol><li><p>One.</p><p>Two.</p></li></ol>"
        )

    def test_lists_side_by_side_are_two(self) -> None:
        page = (
            "<ol><li>a</li></ol><ol><li>b</li></ol><ul><li>c</li></ul><ul><li>d</li></ul><ul><li>e</li></ul>"
        )
        assert markdown(page) == "1. a\n\n1) b\n\n- c\n\n* d\n\n- e"
        assert read(page) == as_html(page)


class TestQuotations:
    def test_a_list_in_a_quotation_stays_quoted(self) -> None:
        page = "<blockquote><p>He said:</p><ul><li>one</li><li>two</li></ul><pre>x\ny</pre><h3>So</h3></blockquote>"
        assert markdown(page) == "> He said:\n>\n> - one\n> - two\n>\n> ```\n> x\n> y\n> ```\n>\n> ### So"
        assert as_html(page) == (
            "<blockquote><p>He said:</p><ul><li>one</li><li>two</li></ul><pre><code>xy</code></pre><h3>So</h3></blockquote>"
        )

    def test_a_quotation_in_a_quotation(self) -> None:
        page = "<blockquote><p>Answer</p><blockquote><p>question</p></blockquote><p>more</p></blockquote><p>Out.</p>"
        assert markdown(page) == "> Answer\n>\n> > question\n>\n> more\n\nOut."
        assert read(page) == as_html(page)

    def test_paragraphs(self) -> None:
        page = "<blockquote><p>One.</p><p>Two.</p></blockquote>"
        assert as_html(page) == read(page) == page

    def test_nesting_without_end(self) -> None:
        page = "<blockquote>" * 300 + "deep"
        assert markdown(page).endswith(" deep")
        assert markdown("<ul><li>x" * 300).split().count("x") == 300


class TestCells:
    TABLE = (
        '<table><tr><th>Name</th><th>Use</th></tr><tr><td><a href="/n|m">Node</a></td><td>call <code>f(a|b)</code> <b>now</b></td></tr>'
        "<tr><td><p><em>p</em> q</p></td><td><p><a href=/z>x|y</a></p></td></tr></table>"
    )

    def test_marks_in_markdown(self) -> None:
        assert markdown(self.TABLE, "links") == (
            "| Name | Use |\n| --- | --- |\n| [Node](https://a.example/n%7Cm) | call `f(a\\|b)` **now** |\n"
            "| *p* q | [x\\|y](https://a.example/z) |"
        )

    def test_marks_in_html(self) -> None:
        found = as_html(self.TABLE)
        assert "<tr><td>Node</td><td>call <code>f(a|b)</code> <strong>now</strong></td></tr>" in found
        assert "<tr><td><em>p</em> q</td><td>x|y</td></tr>" in found

    def test_a_mark_over_several_cells_is_one_in_each(self) -> None:
        page = "<table><tr><b><td>a</td><td>b c</td></b></tr></table>"
        block = segmented("<table><tr><td>a</td><td>b <i>c</i></td></tr></table>").blocks[0]
        both = block._replace(marks=(block.marks[0]._replace(tag="strong", first=0, last=len(block.pieces)),))
        assert "| **a** | **b c** |" in written(segmented(page)._replace(blocks=(both,)), "markdown")

    def test_marks_without_end_around_cells_without_end(self) -> None:
        page = "<table><tr><td>" + "<b>" * 300 + "</td>" + "<td><b>a</td>" * 3000 + "</tr></table>"
        assert markdown(page).count("a") == 3000

    def test_empty_cells_take_no_marks(self) -> None:
        page = "<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td>1</td><td></td><td><b>3</b></td></tr></table>"
        assert markdown(page).endswith("| 1 |  | **3** |")

    def test_pieces_that_are_not_those_of_the_cells(self) -> None:
        page = segmented("<table><tr><td>a</td><td><b>b</b></td></tr></table>")
        other = page._replace(blocks=(page.blocks[0]._replace(pieces=("ab", " ", "c")),))
        assert written(other, "markdown").endswith("| a | b |")

    def test_no_break_spaces_stay(self) -> None:
        assert markdown("<table><tr><td>10&nbsp;kg</td><td>b</td></tr></table>").endswith("| 10\xa0kg | b |")

    def test_a_row_of_one_cell_goes_on_with_the_table(self) -> None:
        page = "<table><tr><td>a</td><td>b</td></tr><tr><td>alone</td></tr><tr><td>c</td><td>d</td></tr></table><p>After.</p>"
        assert markdown(page) == "|  |  |\n| --- | --- |\n| a | b |\n| alone |  |\n| c | d |\n\nAfter."
        assert as_html(page).count("<tr>") == 3

    def test_headings_stand_in_a_head(self) -> None:
        page = "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
        head, rows = "<tr><th>A</th><th>B</th></tr>", "<tr><td>1</td><td>2</td></tr>"
        assert as_html(page) == f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


class TestListings:
    CODE = "if x:\n    y  =  1\nz"

    @pytest.mark.parametrize("lines", [3, 90])
    def test_line_numbers_beside_a_listing_are_not_written(self, lines: int) -> None:
        """Short ones come as a row of a table, long ones as two listings."""
        code = "\n".join(f"    y  =  {number}" for number in range(lines)).strip()
        numbers = "\n".join(str(number + 1) for number in range(lines))
        page = f"<table><tr><td><pre>{numbers}</pre></td><td><pre>{code}</pre></td></tr></table>"
        assert markdown(page) == f"```\n{code}\n```"
        assert written(segmented(page), "html") == f"<pre><code>{code}</code></pre>"

    def test_numbers_that_are_not_those_of_the_lines_stay(self) -> None:
        page = f"<table><tr><td><pre>1\n5\n9</pre></td><td><pre>{self.CODE}</pre></td></tr></table>"
        assert markdown(page) == f"```\n1\n5\n9\n```\n\n```\n{self.CODE}\n```"
        assert written(segmented(page), "html") == (
            "<table>\n<tbody>\n<tr><td><pre><code>1\n5\n9</code></pre></td><td><pre><code>"
            f"{self.CODE}</code></pre></td></tr>\n</tbody>\n</table>"
        )

    def test_lines_in_a_cell_part_the_table_in_markdown(self) -> None:
        code = f"<tr><td><p>*b*</p></td><td><pre>{self.CODE}</pre></td></tr>"
        page = f"<table><tr><td>a</td><td>b</td></tr>{code}<tr><td>c</td><td>d</td></tr></table>"
        assert markdown(page) == (
            f"|  |  |\n| --- | --- |\n| a | b |\n\n\\*b\\*\n\n```\n{self.CODE}\n```\n\n|  |  |\n| --- | --- |\n| c | d |"
        )

    def test_a_number_of_very_many_digits_numbers_no_line(self) -> None:
        page = f"<table><tr><td><pre>{'1' * 5000}\n2</pre></td><td><pre>a\nb</pre></td></tr></table>"
        assert markdown(page).startswith("```\n1111")

    def test_two_listings_are_two(self) -> None:
        assert markdown("<pre>a</pre><pre>b</pre>") == "```\na\n```\n\n```\nb\n```"


TAGS = "p div ul ol li blockquote pre table tr td th h3 dl dt dd b a code".split()


@st.composite
def any_page(draw: st.DrawFn) -> str:
    """Elements nested in any way, with numbered words."""
    parts = draw(
        st.lists(st.sampled_from([*TAGS, *(f"/{tag}" for tag in TAGS), "", "", "", "br"]), max_size=40)
    )
    return "".join(f"<{part}>" if part else f" w{number}w." for number, part in enumerate(parts))


def words(markup: str) -> list[str]:
    reader = HTMLParser()
    seen: list[str] = []
    reader.handle_data = seen.append  # type: ignore[method-assign]
    reader.feed(markup)
    reader.close()
    return re.findall(r"w\d+w\.", " ".join(seen))


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(any_page(), st.booleans())
@example("<ul><li><pre> w1w.</pre> w2w.<li><table><tr><td> w3w.<td> w4w.</table></ul> w5w.", True)
def test_every_word_is_written_once_and_in_order(html: str, with_links: bool) -> None:
    page = segmented(html)
    expected = re.findall(r"w\d+w\.", " ".join(block.text for block in page.blocks))
    include = ["links"] if with_links else []
    assert words(COMMONMARK.render(written(page, "markdown", *include))) == expected
    assert words(written(page, "html", *include)) == expected
