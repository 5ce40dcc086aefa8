"""The body in three formats. What Markdown means is asked of a CommonMark parser, what HTML holds of an HTML parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pagemarrow.core.model import (
    Block,
    Container,
    Declared,
    Image,
    Kind,
    Mark,
    Metadata,
    Options,
    Page,
    Verdict,
)
from pagemarrow.core.render import render

COMMONMARK = MarkdownIt("commonmark").enable("table")


def page(*blocks: Block, containers: Sequence[Container] = (), images: Sequence[Image] = ()) -> Page:
    root = Container(-1, "body", "", 0, len(blocks))
    return Page(blocks, (root, *containers), Declared(), tuple(images))


def body(
    page: Page,
    format: str,
    *include: str,
    title: str | None = None,
    url: str | None = None,
    dropped: Sequence[int] = (),
) -> str:
    verdicts = tuple(Verdict(i not in dropped, "body", (), 0.0) for i in range(len(page.blocks)))
    return render(
        page, verdicts, Metadata(title=title), Options(format=format, include=frozenset(include), url=url)
    )


def marked(*pieces: str, marks: Sequence[Mark]) -> Block:
    """A block as the segmenter makes it: white space collapsed, no-break spaces aside."""
    text = re.sub(r"[ \t\n]+", " ", "".join(pieces)).strip(" ")
    return Block(text, pieces=pieces, marks=tuple(marks))


def words_of(markup: str) -> str:
    """What a reader sees of ``markup``."""
    reader = HTMLParser()
    seen: list[str] = []
    reader.handle_data = seen.append  # type: ignore[method-assign]
    reader.feed(markup)
    reader.close()
    return "".join(seen)


def item(text: str, level: int = 1, container: int = 0, ordered: bool = False) -> Block:
    return Block(text, Kind.LIST, level, container, pieces=(text,), ordered=ordered)


class TestText:
    def test_blocks_are_parted_by_one_blank_line(self) -> None:
        blocks = (Block("One."), Block("Dropped."), Block("Two\nlines."), item("a"), item("b"))
        assert body(page(*blocks), "text", dropped=[1]) == "One.\n\nTwo\nlines.\n\na\n\nb"

    def test_nothing_kept(self) -> None:
        for format in ("text", "markdown", "html"):
            assert body(page(Block("x")), format, dropped=[0]) == ""

    def test_markup_links_and_images_leave_text_as_it_is(self) -> None:
        block = marked("a ", "b", marks=[Mark("a", 1, 2, "https://x.example/")])
        assert body(page(block, images=[Image(0, "i.png", "i")]), "text", "links", "images") == "a b"

    def test_title_first(self) -> None:
        assert body(page(Block("One.")), "text", "title", title="The title") == "The title\n\nOne."

    def test_title_that_the_body_begins_with_is_not_repeated(self) -> None:
        assert (
            body(
                page(Block("THE  title", Kind.HEADING, 1), Block("One.")), "text", "title", title="The title"
            )
            == "THE  title\n\nOne."
        )

    def test_title_is_not_asked_for_or_unknown(self) -> None:
        assert body(page(Block("One.")), "text", title="The title") == "One."
        assert body(page(Block("One.")), "text", "title") == "One."


class TestMarkdown:
    @pytest.mark.parametrize(
        ("block", "expected"),
        [
            (Block("A heading", Kind.HEADING, 3), "### A heading"),
            (Block("In plain text", Kind.HEADING), "## In plain text"),
            (Block("C #", Kind.HEADING, 2), "## C \\#"),
            (Block("#\xa0", Kind.HEADING, 2), "## \\#"),
            (Block("Said once.", Kind.QUOTE), "> Said once."),
            (Block("First\nsecond"), "First  \nsecond"),
            (Block("if x:\n    y()\n\nz", Kind.CODE), "```\nif x:\n    y()\n\nz\n```"),
            (Block("a ``` b", Kind.CODE), "````\na ``` b\n````"),
            (Block("1. not a list"), "1\\. not a list"),
            (Block("# not a heading"), "\\# not a heading"),
            (Block("- not\n+ a\n> list"), "\\- not  \n\\+ a  \n\\> list"),
            (Block("----"), "\\----"),
            (Block("2 * 3 * 4"), "2 \\* 3 \\* 4"),
            (Block("snake_case and _emphasis_"), "snake_case and \\_emphasis\\_"),
            (Block("[a](b) but [1]"), "[a\\](b) but [1]"),
            (Block("<b>&amp; 1 < 2 & 3"), "\\<b>\\&amp; 1 < 2 & 3"),
            (Block("Ends in 2023."), "Ends in 2023."),
            (Block("\xa0# not a heading"), "\\# not a heading"),
            (Block("C:\\new and a | b"), "C:\\\\new and a | b"),
            (Block("~~not struck~~ ~5 km"), "\\~~not struck\\~~ ~5 km"),
            (Block("[x] no task"), "\\[x] no task"),
            (Block("[a]: https://a.example/"), "[a\\]: https://a.example/"),
            (Block("a | b\n--- | ---"), "a | b  \n\\--- | ---"),
            (Block("A heading\nof two lines", Kind.HEADING, 2), "## A heading of two lines"),
            (Block("`x", Kind.LIST, 1, pieces=("`x",)), "- \\`x"),
        ],
    )
    def test_block(self, block: Block, expected: str) -> None:
        assert body(page(block), "markdown") == expected

    @pytest.mark.parametrize(
        ("block", "expected"),
        [
            (marked("a ", "b", " c", marks=[Mark("strong", 1, 2)]), "a **b** c"),
            (marked("a", " b ", "c", marks=[Mark("em", 1, 2)]), "a *b* c"),
            (marked("un", "believ", "able", marks=[Mark("em", 1, 2)]), "un*believ*able"),
            (marked("a ", "b", "c", marks=[Mark("em", 2, 3), Mark("strong", 1, 3)]), "a **b*c***"),
            (marked("a ", "b.", "c", marks=[Mark("strong", 1, 2)]), "a **b**.c"),
            (marked("a ", "(b)", "c", marks=[Mark("strong", 1, 2)]), "a (b)c"),
            (marked("a", "” b. ”", "c", marks=[Mark("em", 1, 2)]), "a” *b*. ”c"),
            (marked("これは", "「重要」", "です", marks=[Mark("strong", 1, 2)]), "これは「**重要**」です"),
            (marked("a ", "b", "c", marks=[Mark("strong", 1, 2), Mark("strong", 2, 3)]), "a **b**c"),
            (marked("use ", "f(*x)", marks=[Mark("code", 1, 2)]), "use `f(*x)`"),
            (marked("use ", "`", marks=[Mark("code", 1, 2)]), "use `` ` ``"),
            (marked("a", " ", "b", marks=[Mark("strong", 1, 2)]), "a b"),
            (marked("a ", "b", marks=[Mark("blink", 1, 2)]), "a b"),
            (marked("a ", "b", marks=[Mark("code", 1, 2), Mark("strong", 1, 2)]), "a **`b`**"),
            (marked("a ", "b", marks=[Mark("em", 1, 2), Mark("strong", 1, 2)]), "a ***b***"),
            (marked("H", "2", "O", marks=[Mark("sub", 1, 2)]), "H<sub>2</sub>O"),
            (marked("x", "2", marks=[Mark("em", 1, 2), Mark("sup", 1, 2)]), "x<sup>*2*</sup>"),
            (marked("a ", "b\xa0", "c", marks=[Mark("strong", 1, 2)]), "a **b**\xa0c"),
            (marked("नहीं", "“हाँ”", "।", marks=[Mark("em", 1, 2)]), "नहीं“*हाँ*”।"),
            (marked("a ", "नहीं", "b", marks=[Mark("em", 1, 2)]), "a *नहीं*b"),
            (marked("5", "€", "5", marks=[Mark("em", 1, 2)]), "5€5"),
        ],
    )
    def test_emphasis(self, block: Block, expected: str) -> None:
        assert body(page(block), "markdown") == expected

    @pytest.mark.parametrize(
        "marks",
        [
            [Mark("strong", -1, 2)],
            [Mark("strong", 1, 9)],
            [Mark("strong", 1, 1)],
            [Mark("strong", 0, 2), Mark("em", 1, 3)],
            [Mark("strong", 0, 2)] * 2000,
        ],
    )
    def test_broken_marks_cost_no_text(self, marks: list[Mark]) -> None:
        written = body(page(marked("a ", "b ", "c", marks=marks)), "markdown")
        assert words_of(COMMONMARK.render(written)).strip() == "a b c"

    def test_marks_that_do_not_fit_the_text_are_left_out(self) -> None:
        block = Block("The real text.", pieces=("Other", " text."), marks=(Mark("strong", 0, 1),))
        assert body(page(block), "markdown") == "The real text."

    @pytest.mark.parametrize("marks", [["a", "code"], ["code", "a"]])
    def test_of_marks_over_the_same_text_code_is_the_inner(self, marks: list[str]) -> None:
        """Elements are closed from the inside out; those that a boundary cuts are closed from the outside in."""
        block = marked("see ", "f(x)", marks=[Mark(tag, 1, 2, "https://a.example/") for tag in marks])
        assert body(page(block), "markdown", "links") == "see [`f(x)`](https://a.example/)"
        assert 'rel="noopener noreferrer"><code>f(x)</code></a>' in body(page(block), "html", "links")

    def test_a_link_inside_code(self) -> None:
        marks = [Mark("a", 2, 3, "https://a.example/"), Mark("code", 1, 4)]
        block = marked("see ", "f(", "<T>", ")", marks=marks)
        link = '<a href="https://a.example/" rel="noopener noreferrer">'
        assert body(page(block), "html", "links") == f"<p>see <code>f({link}&lt;T&gt;</a>)</code></p>"
        assert body(page(block), "markdown", "links") == "see `f(<T>)`"

    def test_indents_of_verse_stay(self) -> None:
        block = Block("Who has seen\n\xa0\xa0the wind?", pieces=("Who has seen", "\n", "\xa0\xa0the wind?"))
        assert body(page(block), "markdown") == "Who has seen  \n\xa0\xa0the wind?"

    def test_verse_keeps_lines_and_marks(self) -> None:
        block = Block("Roses are\nred", pieces=("Roses \n are", "\n", "red"), marks=(Mark("em", 2, 3),))
        assert body(page(block), "markdown") == "Roses are  \n*red*"

    def test_links(self) -> None:
        block = marked("see ", "the [new] ", "x[0]", marks=[Mark("code", 2, 3), Mark("a", 1, 3, "../p (1)")])
        assert body(page(block), "markdown") == "see the [new] `x[0]`"
        written = body(page(block), "markdown", "links", url="https://a.example/b/c")
        assert written == "see [the \\[new\\] `x[0]`](https://a.example/p%20%281%29)"

    @pytest.mark.parametrize("pieces", [("a <", "x>"), ("a &", "lt;"), ("a ~", "~b~~"), ("a [b]", "(c)")])
    def test_markup_that_only_two_pieces_make_is_text(self, pieces: tuple[str, str]) -> None:
        block = marked(*pieces, marks=[Mark("a", 1, 2, "/not-asked-for")])
        shown = MarkdownIt("commonmark").enable("strikethrough").render(body(page(block), "markdown"))
        assert words_of(shown).strip() == "".join(pieces)
        assert shown.count("<") == 2

    def test_a_sign_that_nothing_follows_is_not_escaped(self) -> None:
        for sign in "]!<&~":
            assert body(page(Block(f"a {sign}")), "markdown") == f"a {sign}"

    def test_a_link_that_begins_a_line_defines_no_reference(self) -> None:
        block = marked("<]:-", marks=[Mark("code", 0, 1), Mark("a", 0, 1, "https://a.example/")])
        written = body(page(block), "markdown", "links")
        assert words_of(COMMONMARK.render(written)).strip() == "<]:-"
        assert "<a href" in COMMONMARK.render(written)

    def test_an_entity_in_an_address_is_none(self) -> None:
        block = marked("see ", "here", marks=[Mark("a", 1, 2, "https://a.example/?a=1&copy;=2&lt=3")])
        written = body(
            page(block, images=[Image(0, "https://a.example/?&lt;", "")]), "markdown", "links", "images"
        )
        assert 'href="https://a.example/?a=1&amp;copy;=2&amp;lt=3"' in COMMONMARK.render(written)
        assert 'src="https://a.example/?&amp;lt;"' in COMMONMARK.render(written)

    @pytest.mark.parametrize(
        "target",
        [
            "javascript:alert(1)",
            " JAVA\nSCRIPT:x",
            "data:text/html,x",
            "vbscript:x",
            "#note",
            "http://[broken",
            "file:///etc",
            "",
        ],
    )
    def test_links_that_lead_nowhere(self, target: str) -> None:
        block = marked("see ", "here", marks=[Mark("a", 1, 2, target)])
        assert body(page(block), "markdown", "links") == "see here"
        assert "href" not in body(page(block), "html", "links")

    def test_base_of_the_page(self) -> None:
        block = marked("see ", "here", marks=[Mark("a", 1, 2, "x")])
        based = page(block)._replace(declared=Declared(base="/deep/", canonical="https://canonical.example/"))
        assert (
            body(based, "markdown", "links", url="https://a.example/b")
            == "see [here](https://a.example/deep/x)"
        )
        assert body(based, "markdown", "links") == "see [here](https://canonical.example/deep/x)"

    def test_title_is_escaped(self) -> None:
        assert body(page(Block("One.")), "markdown", "title", title="2 * 3 *") == "# 2 \\* 3 \\*\n\nOne."


class TestLists:
    CONTAINERS = (
        *(Container(0, "ul", "", 0, 0), Container(1, "li", "", 0, 0), Container(2, "p", "", 0, 0)),
        *(Container(2, "p", "", 0, 0), Container(2, "ol", "", 0, 0), Container(5, "li", "", 0, 0)),
        *(
            Container(5, "li", "", 0, 0),
            Container(1, "li", "", 0, 0),
            Container(0, "ul", "", 0, 0),
            Container(9, "li", "", 0, 0),
        ),
    )

    def nested(self) -> Page:
        return page(
            item("One", 1, 3),
            item("more of it", 1, 4),
            item("inner", 2, 6, ordered=True),
            item("inner two", 2, 7, ordered=True),
            item("Two", 1, 8),
            item("Another list", 1, 10),
            containers=self.CONTAINERS,
        )

    def test_markdown(self) -> None:
        assert body(self.nested(), "markdown") == (
            "- One\n\n  more of it\n  1. inner\n  2. inner two\n- Two\n\n* Another list"
        )

    def test_html(self) -> None:
        assert body(self.nested(), "html").replace("\n", "") == (
            "<ul><li><p>One</p><p>more of it</p><ol><li>inner</li><li>inner two</li></ol></li><li>Two</li></ul>"
            "<ul><li>Another list</li></ul>"
        )

    def test_dropped_items_close_the_gap(self) -> None:
        assert body(self.nested(), "markdown", dropped=[0, 1, 4, 5]) == "1. inner\n2. inner two"

    def test_signs_of_plain_text_become_those_of_the_format(self) -> None:
        lines = ("• First", "• Second", "7. Seventh", "8. Eighth")
        blocks = page(*(Block(line, Kind.LIST) for line in lines))
        assert body(blocks, "text") == "\n\n".join(lines)
        assert body(blocks, "markdown") == "- First\n- Second\n\n7. Seventh\n8. Eighth"
        assert '<ol start="7">' in body(blocks, "html")

    def test_nesting_without_end(self) -> None:
        blocks = page(
            *(item("x", depth, depth) for depth in range(1, 5001)),
            containers=[Container(n, "ul", "", 0, 1) for n in range(5000)],
        )
        assert words_of(body(blocks, "html")).split() == ["x"] * 5000
        assert body(blocks, "markdown").count("x") == 5000


class TestTables:
    ROWS = (
        Block("Name\tAge", Kind.TABLE, cells=("Name", "Age"), header=True),
        Block("A|B\t<3", Kind.TABLE, cells=("A|B", "", "<3")),
    )

    def test_markdown(self) -> None:
        assert (
            body(page(*self.ROWS), "markdown") == "| Name | Age |  |\n| --- | --- | --- |\n| A\\|B |  | <3 |"
        )

    def test_without_headings(self) -> None:
        assert body(page(self.ROWS[1]), "markdown") == "|  |  |  |\n| --- | --- | --- |\n| A\\|B |  | <3 |"

    def test_html(self) -> None:
        assert body(page(*self.ROWS), "html").replace("\n", "") == (
            "<table><thead><tr><th>Name</th><th>Age</th></tr></thead><tbody><tr><td>A|B</td><td></td><td>&lt;3</td></tr></tbody></table>"
        )

    def test_two_tables_are_two(self) -> None:
        rows = (Block("a\tb", Kind.TABLE, container=n, cells=("a", "b")) for n in (1, 2))
        tables = page(*rows, containers=[Container(0, "table", "", 0, 1), Container(0, "table", "", 1, 2)])
        assert body(tables, "html").count("<table>") == 2


class TestImages:
    IMAGES = (
        *(
            Image(0, "/logo.png", "Logo"),
            Image(1, "/a.png", 'A "view"'),
            Image(2, "/a.png", "again"),
            Image(2, "/b.png", ""),
        ),
        *(
            Image(2, "data:image/gif;base64,R0", ""),
            Image(2, "", "empty"),
            Image(3, "/end.png", "end"),
            Image(4, "/ad.png", "ad"),
        ),
    )
    BLOCKS = (Block("Menu."), Block("One."), Block("Two."), Block("Advert."))

    def test_those_beside_the_body(self) -> None:
        written = body(
            page(*self.BLOCKS, images=self.IMAGES),
            "markdown",
            "images",
            url="https://x.example/p/",
            dropped=[0, 3],
        )
        assert written == (
            '![A "view"](https://x.example/a.png)\n\nOne.\n\n![](https://x.example/b.png)\n\nTwo.\n\n![end](https://x.example/end.png)'
        )

    def test_html(self) -> None:
        written = body(
            page(*self.BLOCKS, images=self.IMAGES[1:2]), "html", "images", url="https://x.example/p/"
        )
        assert '<img src="https://x.example/a.png" alt="A &quot;view&quot;">' in written

    def test_not_asked_for(self) -> None:
        assert body(page(*self.BLOCKS, images=self.IMAGES), "markdown", dropped=[0, 3]) == "One.\n\nTwo."


class TestHtml:
    @pytest.mark.parametrize(
        ("block", "expected"),
        [
            (Block("A & <b>", Kind.HEADING, 4), "<h4>A &amp; &lt;b&gt;</h4>"),
            (Block("Said.", Kind.QUOTE), "<blockquote>\n<p>Said.</p>\n</blockquote>"),
            (Block("a\nb"), "<p>a<br>\nb</p>"),
            (Block("  x < 1\n\n  y", Kind.CODE), "<pre><code>  x &lt; 1\n\n  y</code></pre>"),
            (
                marked("a ", "b", "c", marks=[Mark("code", 2, 3), Mark("em", 1, 3)]),
                "<p>a <em>b<code>c</code></em></p>",
            ),
            (
                marked("x", "2", "y", "i", marks=[Mark("sup", 1, 2), Mark("sub", 3, 4)]),
                "<p>x<sup>2</sup>y<sub>i</sub></p>",
            ),
        ],
    )
    def test_block(self, block: Block, expected: str) -> None:
        assert body(page(block), "html") == expected

    def test_links(self) -> None:
        block = marked("see ", "here", marks=[Mark("a", 1, 2, '/x"onclick="y')])
        written = body(page(block), "html", "links", url="https://a.example/")
        assert (
            written
            == '<p>see <a href="https://a.example/x%22onclick=%22y" rel="noopener noreferrer">here</a></p>'
        )

    def test_two_quotations_are_two(self) -> None:
        quotes = page(
            *(Block(text, Kind.QUOTE, container=n) for text, n in (("a", 1), ("b", 1), ("c", 2))),
            containers=[Container(0, "blockquote", "", 0, 2), Container(0, "blockquote", "", 2, 3)],
        )
        assert body(quotes, "html").count("<blockquote>") == 2
        assert body(quotes, "markdown") == "> a\n>\n> b\n\n> c"


MARKDOWN_SIGNS = st.text(st.sampled_from("ab1 .*_`#>-+=|[]()<>!&;:~\\\t\n\"'é—x"), min_size=1, max_size=40)


@st.composite
def any_block(draw: st.DrawFn) -> Block:
    pieces = tuple(draw(st.lists(MARKDOWN_SIGNS.map(lambda t: t.replace("\n", " ")), min_size=1, max_size=5)))
    ends = st.integers(0, len(pieces))
    spans = draw(
        st.lists(
            st.tuples(st.sampled_from(["a", "strong", "em", "code", "sup", "sub"]), ends, ends), max_size=4
        )
    )
    marks = tuple(Mark(tag, first, last, "https://a.example/x_y*") for tag, first, last in spans)
    kind = draw(st.sampled_from([Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE, Kind.LIST]))
    return Block(" ".join("".join(pieces).split()), kind, 1, pieces=pieces, marks=marks)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(any_block(), st.booleans())
def test_a_reader_of_markdown_sees_the_text(block: Block, with_links: bool) -> None:
    written = body(page(block), "markdown", *(["links"] if with_links else []))
    assert words_of(COMMONMARK.render(written)).split() == block.text.split()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(any_block(), st.booleans())
def test_a_reader_of_html_sees_the_text(block: Block, with_links: bool) -> None:
    written = body(page(block), "html", *(["links"] if with_links else []))
    assert words_of(written).split() == block.text.split()
