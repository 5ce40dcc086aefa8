"""Plain text that is Markdown already: its signs become elements, and in plain text it stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pagemarrow.core.decode import decode
from pagemarrow.core.model import Metadata, Options, Verdict
from pagemarrow.core.render import render
from pagemarrow.core.segment import segment
from tests.growth import assert_linear

COMMONMARK = MarkdownIt("commonmark").enable("table")


def body(text: str, format: str, dropped: str = "\0") -> str:
    page = segment(decode(text, "text/plain"), Options())
    verdicts = [Verdict(not block.text.startswith(dropped), "body", (), 0.0) for block in page.blocks]
    return render(page, tuple(verdicts), Metadata(), Options(format=format))


def markdown(text: str, dropped: str = "\0") -> str:
    return body(text, "markdown", dropped)


def as_html(text: str) -> str:
    return body(text, "html").replace("\n", "")


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        ("# One", "# One", "<h1>One</h1>"),
        ("### Install #", "### Install", "<h3>Install</h3>"),
        ("## C\\#", "## C\\\\#", "<h2>C\\#</h2>"),
        ("#hashtag", "#hashtag", "<p>#hashtag</p>"),
        ("####### Seven", "####### Seven", "<p>####### Seven</p>"),
        ("> Note", "> Note", "<blockquote><p>Note</p></blockquote>"),
        (">Note\n>  more", "> Note  \n> more", "<blockquote><p>Note<br>more</p></blockquote>"),
        ("> One.\n>\n> Two.", "> One.\n>\n> Two.", "<blockquote><p>One.</p><p>Two.</p></blockquote>"),
        (
            "> Answer\n>> question\n> more",
            "> Answer\n>\n> > question\n>\n> more",
            "<blockquote><p>Answer</p><blockquote><p>question</p></blockquote><p>more</p></blockquote>",
        ),
        (
            "> ## Note\n> Do:\n> - one\n>   - inner\n> - two\n>\n> Done.",
            "> ## Note\n>\n> Do:\n>\n> - one\n>   - inner\n> - two\n>\n> Done.",
            "<blockquote><h2>Note</h2><p>Do:</p><ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><p>Done.</p></blockquote>",
        ),
        (">>> print(1)", "```\n>>> print(1)\n```", "<pre><code>&gt;&gt;&gt; print(1)</code></pre>"),
        ("- a\n- b", "- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("* a\n+ b\n• c\n○ d", "- a\n- b\n- c\n- d", "<ul><li>a</li><li>b</li><li>c</li><li>d</li></ul>"),
        ("1. a\n1. b\n1. c", "1. a\n2. b\n3. c", "<ol><li>a</li><li>b</li><li>c</li></ol>"),
        ("3) a\n4) b", "3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        (
            "1. a\n    - x\n    - y\n2. b",
            "1. a\n   - x\n   - y\n2. b",
            "<ol><li>a<ul><li>x</li><li>y</li></ul></li><li>b</li></ol>",
        ),
        ("0. a\n1. b", "0. a\n1. b", '<ol start="0"><li>a</li><li>b</li></ol>'),
        ("— Who is there?", "- — Who is there?", "<ul><li>— Who is there?</li></ul>"),
    ],
)
def test_signs_become_elements(text: str, expected: str, shown: str) -> None:
    assert markdown(text) == expected
    assert as_html(text) == shown


class TestFences:
    CODE = "Run:\n\n```python\ndef f():\n    # not a heading\n\n    return 1\n```\n\nDone."

    def test_one_fence_with_the_language_and_the_blank_lines(self) -> None:
        assert markdown(self.CODE) == self.CODE

    def test_line_ends_of_two_characters(self) -> None:
        assert markdown(self.CODE.replace("\n", "\r\n")) == self.CODE

    def test_html(self) -> None:
        assert body(self.CODE, "html") == (
            '<p>Run:</p>\n\n<pre><code class="language-python">def f():\n    # not a heading\n\n    return 1</code></pre>\n\n<p>Done.</p>'
        )

    def test_two_are_two(self) -> None:
        assert markdown("```\na\n```\n```sh\nb\n```") == "```\na\n```\n\n```sh\nb\n```"

    def test_empty(self) -> None:
        assert markdown("One.\n\n```\n```\n\nTwo.") == "One.\n\nTwo."

    def test_in_an_item(self) -> None:
        text = "1. One:\n\n   ```\n   a\n     b\n   ```\n\n2. Two"
        assert markdown(text) == "1. One:\n\n   ```\n   a\n     b\n   ```\n2. Two"
        assert as_html(text) == "<ol><li><p>One:</p><pre><code>a  b</code></pre></li><li>Two</li></ol>"

    def test_a_language_is_a_word(self) -> None:
        assert markdown('```{.js title="<a>"}\na\n```') == "```js\na\n```"


class TestTables:
    TABLE = "| Option | Default |\n|--------|:-------:|\n| speed  | 12 |\n| a \\| b |  |"

    def test_markdown(self) -> None:
        assert markdown(self.TABLE) == "| Option | Default |\n| --- | --- |\n| speed | 12 |\n| a \\| b |  |"

    def test_html(self) -> None:
        assert as_html(self.TABLE) == (
            "<table><thead><tr><th>Option</th><th>Default</th></tr></thead>"
            "<tbody><tr><td>speed</td><td>12</td></tr><tr><td>a | b</td><td></td></tr></tbody></table>"
        )

    def test_headings_whose_line_is_not_kept_are_headings_all_the_same(self) -> None:
        assert markdown(self.TABLE, dropped="|--") == markdown(self.TABLE)

    def test_without_headings(self) -> None:
        assert markdown("| a | b |\n| c | d |") == "|  |  |\n| --- | --- |\n| a | b |\n| c | d |"

    def test_a_line_of_its_own_says_nothing(self) -> None:
        assert markdown("One.\n\n|---|---|\n\nTwo.") == "One.\n\nTwo."

    def test_tabs(self) -> None:
        assert markdown("a\tb\tc\nd\te\tf") == "|  |  |  |\n| --- | --- | --- |\n| a | b | c |\n| d | e | f |"


def test_plain_text_stays_as_it_is() -> None:
    lines = ("## Install", "> Note", "```sh", "run", "```", "| a | b |", "|---|---|", "- item", "3) third")
    assert body("\n\n".join(lines), "text") == "\n\n".join(lines)


def test_signs_in_html_are_text() -> None:
    page = segment(
        decode("<h2># 1</h2><blockquote>&gt; a</blockquote><ul><li>- b</li></ul>", "text/html"), Options()
    )
    kept = (Verdict(True, "body", (), 0.0),) * len(page.blocks)
    assert render(page, kept, Metadata(), Options(format="markdown")) == "## # 1\n\n> \\> a\n\n- \\- b"


def test_sentences_cut_out_of_one_line_are_one_paragraph() -> None:
    line = " ".join(
        f"Sentence number {number} of a line that is far too long for one." for number in range(60)
    )
    assert markdown(line) == line
    assert as_html(line) == f"<p>{line}</p>"
    assert markdown(line, dropped="Sentence number 7 ").count("\n") == 0


LINES = st.lists(
    st.builds(
        lambda indent, sign, words: " " * indent + sign + words,
        st.integers(0, 5),
        st.sampled_from(
            [
                "",
                "",
                "# ",
                "### ",
                "> ",
                ">> ",
                "- ",
                "* ",
                "1. ",
                "2) ",
                "```",
                "| ",
                "|---|---|",
                "\t",
                "— ",
            ]
        ),
        st.sampled_from(
            ["word", "Two words.", "a | b |", "x\ty\tz", "", "*s*", "[l](t)", "snake_case_", "<b>", "&amp;"]
        ),
    ),
    max_size=12,
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(LINES)
def test_a_reader_sees_every_word_in_order(lines: list[str]) -> None:
    """Between fences the names of languages aside, which no reader sees."""
    text = re.sub(r"```\S.*", "```", "\n".join(lines))
    letters = re.sub(r"[^a-z]", "", text)
    shown = re.sub(r"<[^>]*>", "", COMMONMARK.render(markdown(text))).replace("&lt;", "<")
    shown = shown.replace("&gt;", ">").replace("&amp;", "&")
    assert re.sub(r"[^a-z]", "", shown) == letters
    shown = (
        re.sub(r"<[^>]*>", "", body(text, "html"))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
    )
    assert re.sub(r"[^a-z]", "", shown) == letters


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [("", "> of words\n", ""), ("# a", " ", "x"), ("```", " ", "x`"), ("|", "-|", "x|")],
    ids=["quotation", "heading", "fence", "rule"],
)
def test_cost_is_linear(before: str, piece: str, after: str) -> None:
    assert_linear(lambda size: markdown(before + piece * size + after), 10_000)
