"""HTML to blocks: kinds, boundaries, what is visible, containers, selectors."""

from __future__ import annotations

import pytest

from pagemarrow.core.model import InvalidSelector, Kind, Page, Selectors
from pagemarrow.core.segment.html import segment_html
from pagemarrow.core.segment.html.streamed import MOST_BEHIND


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks]


def blocks_of(body: str) -> list[tuple[str, Kind, int]]:
    return [(block.text, block.kind, block.level) for block in segment_html(f"<body>{body}").blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <b>bold</b>\n  word.</p>", [("One bold word.", Kind.PARAGRAPH, 0)]),
        ("<h3>Mast <em>steps</em></h3>", [("Mast steps", Kind.HEADING, 3)]),
        ("<ul><li>a<ul><li>b</ul><li><p>c</ul>", [("a", Kind.LIST, 1), ("b", Kind.LIST, 2), ("c", Kind.LIST, 1)]),
        ("<blockquote><p>Said so.</blockquote>", [("Said so.", Kind.QUOTE, 0)]),
        ("<pre>if x:\n    y()\n</pre>", [("if x:\n    y()", Kind.CODE, 0)]),
        ("<dl><dt>Tare<dd>Weight of the crate", [("Tare", Kind.LIST, 1), ("Weight of the crate", Kind.LIST, 1)]),
        ("loose text<div>boxed</div>more", [("loose text", Kind.PARAGRAPH, 0), ("boxed", Kind.PARAGRAPH, 0), ("more", Kind.PARAGRAPH, 0)]),
    ],
)  # fmt: skip
def test_kinds(body: str, expected: list[tuple[str, Kind, int]]) -> None:
    assert blocks_of(body) == expected


def test_two_breaks_part_paragraphs_and_one_parts_long_lines() -> None:
    long = "A sentence that is long enough not to be a line of verse, whatever the reader thinks of it."
    assert texts(segment_html(f"<div>{long}<br><br>{long[:-1]}?<br>{long[:-1]}!</div>")) == [
        long,
        long[:-1] + "?",
        long[:-1] + "!",
    ]


def test_verse_stays_together() -> None:
    page = segment_html("<p>The tide comes in,<br>the tide goes out,<br>and nobody minds.</p><p>End.</p>")
    assert texts(page) == ["The tide comes in,\nthe tide goes out,\nand nobody minds.", "End."]
    assert page.containers[0].last == 2


def test_lines_of_different_elements_are_no_verse() -> None:
    assert texts(segment_html("<div><p>The tide comes in</p><br>the tide goes out</div>")) == [
        "The tide comes in",
        "the tide goes out",
    ]


def test_row_of_short_cells_is_one_block() -> None:
    page = segment_html("<table><tr><th>Port<th>Depth<tr><td>Skarrow<td><b>4</b> m</table>")
    assert [(block.cells, block.header, block.kind) for block in page.blocks] == [
        (("Port", "Depth"), True, Kind.TABLE),
        (("Skarrow", "4 m"), False, Kind.TABLE),
    ]
    assert texts(page)[1] == "Skarrow\t4 m"


def test_row_of_cells_with_paragraphs_is_one_block() -> None:
    page = segment_html("<table><tr><td><p>Skarrow</p></td><td><p>4 m</p></td></tr></table>")
    assert [block.cells for block in page.blocks] == [("Skarrow", "4 m")]


def test_long_cells_are_paragraphs_of_a_layout_table() -> None:
    body = "The ferry crossed at dawn with nobody aboard but the cook. " * 5
    page = segment_html(f"<table><tr><td>Home News</td><td>{body}</td></tr></table>")
    assert all(block.kind is Kind.PARAGRAPH for block in page.blocks[1:])
    assert page.blocks[-1].text.endswith("but the cook.")


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>secret</script>",
        "<style>secret</style>",
        "<template><p>secret</p></template>",
        "<p hidden>secret</p>",
        '<p aria-hidden="true">secret</p>',
        '<p style="color:red; display : none">secret</p>',
        '<span style="visibility:hidden">secret</span>',
        '<div style="DISPLAY: none">secret</div>',
        '<p style="color: red;display:none!important">secret</p>',
        '<p style="display: none ! important; display: block">secret</p>',
        '<p style="/* for now */ visibility : HIDDEN ;">secret</p>',
        '<p style="content-visibility:hidden">secret</p>',
        '<p hidden="hidden">secret</p>',
        '<p aria-hidden="TRUE">secret</p>',
        "<noscript><p>secret</p></noscript>",
        "<dialog><p>secret</p></dialog>",
        "<select><option>secret</select>",
        "<!-- secret -->",
        "<textarea>secret</textarea>",
    ],
)
def test_hidden_text_is_not_seen(hidden: str) -> None:
    shown = "The harbour master reads the gauge twice a day and writes it down in a ledger of her own."
    assert texts(segment_html(f"<p>{shown}</p>{hidden}")) == [shown]


@pytest.mark.parametrize(
    "attribute",
    [
        'style="--footer-display: none"',
        'style="--display:none;color:red"',
        'style="display:none;display:block"',
        'style="display: nonesuch"',
        'style="background: url(none.png); transition: visibility 1s"',
        'style="overflow:hidden"',
        'style="backface-visibility:hidden"',
        'style="opacity:0"',
        'style="/* display:none */"',
        'style="visibility:visible"',
        'hidden="until-found"',
        'hidden="UNTIL-FOUND"',
        'aria-hidden="false"',
        "aria-hidden",
    ],
)
def test_what_only_looks_hidden_is_seen(attribute: str) -> None:
    assert texts(segment_html(f"<p>First</p><p {attribute}>Second</p>")) == ["First", "Second"]


SAID = "<p>The harbour master reads the gauge twice a day and writes it down in a ledger of her own, she says.</p>"
ASKED = (
    "<p>We would like to tell you of new stories by mail, once a week and never more, if you will let us.</p>"
)


@pytest.mark.parametrize(
    "page",
    [
        '<div role="dialog">{asked}</div><div id="root" aria-hidden="true"><h1>Gauge</h1>{said}</div>',
        '<header aria-hidden="true"></header><main aria-hidden="true">{said}</main><dialog open>{asked}{asked}</dialog>',
        '<div aria-modal="true">{asked}</div><div aria-hidden="true"><article>{said}</article></div>',
        '<div aria-hidden="true"><div>{said}{said}</div></div><p>Menu</p>',
    ],
)
def test_a_page_under_a_dialog_is_seen(page: str) -> None:
    shown = segment_html(page.format(said=SAID, asked=ASKED))
    assert SAID[3:-4] in texts(shown)
    assert "hidden_body" not in shown.warnings


@pytest.mark.parametrize(
    "part",
    [
        '<div aria-hidden="true" role="dialog"><h1>Mail</h1>{}</div>',
        '<div aria-hidden="true" class="modal"><div role="dialog">{}</div></div>',
        '<blockquote aria-hidden="true">{}</blockquote>',
        '<aside aria-hidden="true">{}</aside>',
        '<div aria-hidden="true">{}</div>',
        "<article hidden>{}</article>",
    ],
)
def test_what_comes_and_goes_beside_a_page_is_not_seen(part: str) -> None:
    page = segment_html(f"<main>{SAID}{SAID[:-5]}!</p></main>{part.format(ASKED)}")
    assert ASKED[3:-4] not in texts(page)


@pytest.mark.parametrize(
    "wrapper", ["<div hidden>{}</div>", "<noscript>{}</noscript>", '<div style="display:none">{}</div>']
)
def test_hidden_body_is_found_when_nothing_else_is_there(wrapper: str) -> None:
    paragraphs = "".join(
        f"<p>Paragraph {n} of a story that only a script would show, long enough to be read as text of its own.</p>"
        for n in range(8)
    )
    page = segment_html(f"<nav><a href=/>Home</a></nav>{wrapper.format(paragraphs)}")
    assert len(page.blocks) == 9
    assert "hidden_body" in page.warnings


def test_hidden_box_beside_a_body_stays_hidden() -> None:
    body = "<p>" + "The council met again on Monday to speak about the bridge and its costs. " * 20 + "</p>"
    box = "<div hidden><p>" + "We and our partners store information on a device. " * 10 + "</p></div>"
    assert len(segment_html(body + box).blocks) == 1


LONG_ANSWER = "Parcels for the islands leave on Mondays and Thursdays, when the ferry takes freight, and arrive a day later."


@pytest.mark.parametrize("hiding", ["hidden", 'aria-hidden="true"', 'style="display: none"'])
def test_panels_that_a_button_opens_are_shown_with_the_short_among_them(hiding: str) -> None:
    page = segment_html(
        f"""<h3><button aria-expanded="false" aria-controls="a">How long does it take?</button></h3>
        <div class="panel" id="a" {hiding}><p>{LONG_ANSWER}</p></div>
        <h3><button aria-expanded="false" aria-controls="b">Can I return paper I have cut?</button></h3>
        <div class="panel" id="b" {hiding}><p>No, we are sorry to say.</p></div>"""
    )
    assert texts(page)[1] == LONG_ANSWER
    assert texts(page)[3] == "No, we are sorry to say."
    assert "hidden_body" not in page.warnings


def test_panels_of_tabs_are_shown_without_a_button_and_panels_in_panels_too() -> None:
    inner = f'<button aria-controls="i">More</button><div id="i" hidden><p>{LONG_ANSWER[:-1]}!</p></div>'
    page = segment_html(f'<p>Tabs</p><div role="tabpanel" hidden><p>{LONG_ANSWER}</p>{inner}</div>')
    assert texts(page) == ["Tabs", LONG_ANSWER, "More", LONG_ANSWER[:-1] + "!"]


@pytest.mark.parametrize(
    ("button", "panel"),
    [
        ('aria-controls="x"', f'role="dialog"><p>{LONG_ANSWER}</p>'),
        ('aria-controls="x" aria-haspopup="true"', f"><p>{LONG_ANSWER}</p>"),
        ('aria-controls="y"', f"><p>{LONG_ANSWER}</p>"),
        ('aria-controls="x"', "><ul>" + "<li><a href=/a>Harbours and ferries of the coast</a>" * 9 + "</ul>"),
        (
            'aria-controls="x"',
            f"><p>{LONG_ANSWER}</p><ul>"
            + "<li><a href=/a>Harbours and ferries of the coast</a>" * 12
            + "</ul>",
        ),
    ],
)
def test_what_is_no_panel_of_text_stays_hidden(button: str, panel: str) -> None:
    page = segment_html(f'<p>Shown</p><button {button}>Open</button><div id="x" hidden {panel}</div>')
    assert texts(page) == ["Shown", "Open"]


def test_panels_and_a_hidden_body_do_not_stand_in_for_each_other() -> None:
    """Beside panels that are shown a consent notice does not count as the body."""
    answers = "".join(
        f'<button aria-controls="p{n}">Question {n}?</button><div id="p{n}" hidden><p>{LONG_ANSWER}</p></div>'
        for n in range(6)
    )
    notice = "<div hidden><p>" + "We and our partners store information on a device. " * 10 + "</p></div>"
    page = segment_html(answers + notice)
    assert len(page.blocks) == 12
    assert "hidden_body" not in page.warnings


def test_streamed_parts_are_read_where_their_script_puts_them() -> None:
    page = segment_html(
        f"""<main><h1>Ferries</h1><!--$?--><template id="B:0"></template><p>Loading…</p><!--$--><i>still</i><!--/$--><!--/$-->
        <p>Behind it</p></main><footer>Foot</footer>
        <div hidden id="S:0"><p>{LONG_ANSWER}</p><template id="P:1"></template><p>Third</p></div>
        <div hidden id="S:1"><p>Second</p></div><div hidden id="S:2"><p>Never placed</p></div>"""
    )
    assert texts(page) == ["Ferries", LONG_ANSWER, "Second", "Third", "Behind it", "Foot"]


@pytest.mark.parametrize(("behind", "left"), [(MOST_BEHIND - 1, 0), (MOST_BEHIND, MOST_BEHIND)])
def test_the_end_of_what_waits_for_a_part_is_looked_for_nearby(behind: int, left: int) -> None:
    waiting = "<p>Loading</p>" * behind
    page = segment_html(
        f'<main><!--$?--><template id="B:0"></template>{waiting}<!--/$--></main><div hidden id="S:0"><p>Come</p></div>'
    )
    assert texts(page) == ["Come"] + ["Loading"] * left


def test_a_streamed_part_that_asks_for_itself_is_read_once() -> None:
    page = segment_html(
        '<main><template id="B:0"></template></main><div hidden id="S:0"><p>Once</p><template id="B:0"></template></div>'
    )
    assert texts(page) == ["Once"]


def test_streamed_parts_have_paths_of_their_own_elements() -> None:
    html = (
        '<main><template id="B:0"></template></main><div hidden id="S:0"><section><p>Once</p></section></div>'
    )
    assert segment_html(html, explain=True).paths == ("html > body > div > section > p",)


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\ufeff", "&nbsp;"])
def test_paragraph_of_an_invisible_character_is_no_block(sign: str) -> None:
    assert texts(segment_html(f"<p>One</p><p>{sign}</p><p>Two</p>")) == ["One", "Two"]


def test_anchor_of_a_heading_that_shows_an_invisible_character_is_passed_over() -> None:
    assert texts(segment_html('<h2 id="w">Workers<a href="#w">\u200b</a></h2>')) == ["Workers"]


def test_wiki_button_in_a_heading_is_a_block_of_its_own() -> None:
    page = segment_html(
        '<h2><span>Mechanism</span><span class="mw-editsection">[<a href="/e">edit</a>]</span></h2>'
    )
    assert [(block.text, page.containers[block.container].name) for block in page.blocks] == [
        ("Mechanism", ""),
        ("[edit]", "mw-editsection"),
    ]


def test_links_are_counted() -> None:
    block = segment_html('<p>See <a href="/map">the map</a> and <a href="/key">key</a>.</p>').blocks[0]
    assert (block.link_chars, block.link_count) == (len("the map") + len("key"), 2)
    assert [(mark.tag, mark.target) for mark in block.marks] == [("a", "/map"), ("a", "/key")]


def test_card_inside_a_link_is_linked_whole() -> None:
    page = segment_html('<a href="/x"><div><h3>Card</h3><p>Teaser</p></div></a><p>after</p>')
    assert [(b.text, b.link_chars) for b in page.blocks] == [("Card", 4), ("Teaser", 6), ("after", 0)]


def test_markup_across_a_boundary_is_kept_on_both_sides() -> None:
    page = segment_html("<div><b>first<p>second</p></b></div>")
    assert [[mark.tag for mark in block.marks] for block in page.blocks] == [["strong"], ["strong"]]


def test_containers_span_their_blocks() -> None:
    page = segment_html(
        '<article class="post"><h2>T</h2><section><p>a<p>b</section></article><footer>c</footer>'
    )
    spans = {element.tag: (element.first, element.last) for element in page.containers}
    assert spans["article"] == (0, 3)
    assert spans["section"] == (1, 3)
    assert spans["footer"] == (3, 4)
    innermost = page.containers[page.blocks[0].container]
    assert (innermost.tag, page.containers[innermost.parent].name) == ("h2", "post")


def test_only_ascii_white_space_is_collapsed() -> None:
    assert texts(segment_html("<p>4\xa0000 \n\t km</p>")) == ["4\xa0000 km"]


def test_declarations_are_collected() -> None:
    page = segment_html(
        '<html lang="de-AT"><head><title> Fähre </title><meta property="og:Title" content="F">'
        '<script type="application/ld+json">{"a": 1}</script><link rel="canonical" href="/c"></head>'
        '<body><p><time datetime="2024-03-01">heute</time> <a rel="author">Ada Ley</a>'
    )
    declared = page.declared
    assert (declared.title, declared.language, declared.canonical) == ("Fähre", "de-AT", "/c")
    assert declared.metas == (("og:title", "F"),)
    assert declared.json_ld == ('{"a": 1}',)
    assert set(declared.properties) == {("time", "2024-03-01"), ("rel-author", "Ada Ley")}


def test_selectors_name_blocks() -> None:
    page = segment_html(
        '<div id="a"><p>one<p>two</div><p>three <span class="ad">ad</span> four</p>',
        Selectors(keep=("#a",), drop=(".ad",)),
    )
    assert [texts(page)[i] for i in sorted(page.kept_by_selector)] == ["one", "two"]
    assert [texts(page)[i] for i in sorted(page.dropped_by_selector)] == ["ad"]


def test_broken_selector_is_refused() -> None:
    with pytest.raises(InvalidSelector, match="p\\[\\["):
        segment_html("<p>x</p>", Selectors(keep=("p[[",)))


@pytest.mark.parametrize("page", ["", " \n", "<html>", "<frameset><frame src=x></frameset>", "<p", "\0\0"])
def test_pages_without_text_have_no_blocks(page: str) -> None:
    assert segment_html(page).blocks == ()


def test_images_stand_before_a_block() -> None:
    page = segment_html('<p>one</p><img src="a.png" alt="A"><p>two</p><img data-src="b.png" src="data:x">')
    assert page.images == ((1, "a.png", "A"), (2, "b.png", ""))


FRAMES = "<title>Gauge</title><frameset cols='1,2'><frame src='menu.html'><noframes>{}</noframes></frameset>"


def test_a_page_of_frames_is_what_it_says_without_them() -> None:
    page = segment_html(FRAMES.format(f"<body><h1>Gauge</h1>{SAID}</body>"), explain=True)
    assert texts(page) == ["Gauge", SAID[3:-4]]
    assert page.declared.title == "Gauge"
    assert page.paths == ()
    assert segment_html(FRAMES.format("")).blocks == ()
    assert texts(segment_html(f"<body>{SAID}<noframes><p>Get another browser.</p></noframes>")) == [
        SAID[3:-4]
    ]


@pytest.mark.parametrize(
    ("inside", "tag"),
    [
        ("<div>!</div><div>{}</div>", "div"),
        ("<pre>{}</pre>", "div"),
        ("<img src='a.png'><p>{}</p>", "figure"),
        ("<div><svg></svg></div><p>{}</p>", "figure"),
        ("<blockquote>{}</blockquote><figcaption>The harbour master</figcaption>", "figure"),
        ("<iframe src='https://video.example/'></iframe>{}", "figure"),
    ],
)
def test_a_figure_without_anything_to_look_at_is_a_callout(inside: str, tag: str) -> None:
    page = segment_html(f"{SAID}<figure class='note'>{inside.format('Mind the gauge.')}</figure>")
    assert page.blocks[-1].text == "The harbour master" or page.blocks[-1].text == "Mind the gauge."
    assert tag in [container.tag for container in page.containers]
    assert "note" in [container.name for container in page.containers]
    assert (tag == "figure") == ("figure" in [container.tag for container in page.containers])


def test_the_signature_of_a_function_is_code_and_its_anchor_no_part_of_it() -> None:
    term = (
        '<dt class="sig sig-object py">lock.fill(<em>level</em>)<a class="headerlink" href="#fill">¶</a></dt>'
    )
    page = segment_html(f"<dl class='py function'>{term}<dd><p>Fills the lock.</p></dd><dt>Sluice</dt></dl>")
    assert [(block.text, block.kind) for block in page.blocks] == [
        ("lock.fill(level)", Kind.CODE),
        ("Fills the lock.", Kind.LIST),
        ("Sluice", Kind.LIST),
    ]
