"""Elements that are passed over for their names: which they are, what of them is told, and when they are read after all."""

from __future__ import annotations

import pytest

from pagemarrow.core import extract
from pagemarrow.core.match import unread_names
from pagemarrow.core.match.containers import LONGEST_KNOWN, MOST_KNOWN, unread_rule
from pagemarrow.core.match.index import build_index
from pagemarrow.core.model import Page, Rule, Says, Scope
from pagemarrow.core.ruleset import BUILT_IN, combine
from pagemarrow.core.segment.html import segment_html
from pagemarrow.core.segment.unread import MOST_RUNNING
from tests.growth import assert_as_cheap

RAIN = "For nine days it rained in the valley, and on the tenth the river left its bed and took the mill road with it."
BODY = f"<main><h1>The bridge</h1>{f'<p>{RAIN}</p>' * 6}</main>"
MENU = '<a href="/">Home</a> <a href="/n">News of the valley</a>'


def read(html: str) -> Page:
    return segment_html(html, names=unread_names())


def test_menus_and_footers_are_not_among_the_blocks() -> None:
    page = read(f"<nav>{MENU}</nav>{BODY}<p>x</p><footer><p>Our island paper</p></footer>")
    assert page.blocks[0].text == "The bridge"
    assert [(element.before, element.text) for element in page.unread] == [
        (0, "Home News of the valley"),
        (8, "Our island paper"),
    ]
    assert {element.tag for element in page.containers} == {"body", "main", "h1", "p"}


@pytest.mark.parametrize(
    ("element", "passed"),
    [
        ("<nav>Home</nav>", True),
        ('<footer class="site-footer dark">About</footer>', True),
        ('<div class="site-header">Home</div>', False),
        ('<div role="contentinfo">About</div>', False),
        ('<span class="main-menu">Home</span>', False),
        ('<nav class="toc">First the rain</nav>', False),
        ('<footer class="entry-footer">Filed under rain</footer>', False),
        ('<div class="menu-of-the-day">Trout</div>', False),
    ],
)
def test_names_that_suffice(element: str, passed: bool) -> None:
    assert bool(read(BODY + element).unread) is passed


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>{RAIN}</p>" * (1 + MOST_RUNNING // len(RAIN)),
        "<p>Home</p><script>var menu = {open: false}</script>",
        "<p>Home</p><style>a {color: red}</style>",
        "<ul>" + "<li>Some other village</li>" * 1000 + "</ul>",
    ],
    ids=["much running text", "script", "style", "more than the rule allows"],
)
def test_what_is_read_whatever_its_name(inside: str) -> None:
    assert read(f"{BODY * 60}<nav>{inside}</nav>").unread == ()


def test_menus_are_passed_over_after_one_that_is_read() -> None:
    page = read(f"{BODY}<div><nav><div><nav>{{</nav></div></nav></div><div><div><nav>Home</nav></div></div>")
    assert [element.text for element in page.unread] == ["Home"]
    assert page.blocks[-1].text == "{"


def test_menus_nested_without_end_are_looked_at_once() -> None:
    def read_nested(depth: int) -> None:
        assert read(f"{BODY}{'<nav>' * depth}{'Home { } ' * 20_000}").unread == ()

    assert_as_cheap(lambda: read_nested(400), lambda: read_nested(200))


def test_a_page_that_is_mostly_menu_is_read_whole() -> None:
    villages = "".join(f"<li><a href=/{n}>Village number {n}</a>" for n in range(60))
    page = read(f"<h1>Villages</h1><nav><ul>{villages}</ul></nav><footer>Our island paper</footer>")
    assert page.unread == ()
    assert len(page.blocks) == 62


def test_the_ledger_has_them_in_their_places() -> None:
    article = extract(
        f"<nav>{MENU}<b hidden>secret</b></nav>{BODY}<footer>Our paper</footer>",
        content_type="text/html",
        options={"explain": True},
    )
    first, *_, last = article.blocks
    assert (first.text, first.kept, first.category, first.path) == (
        "Home News of the valley", False, "navigation", "html > body > nav",
    )  # fmt: skip
    assert [reason.rule for reason in first.reasons] == ["navigation.container"]
    assert (last.text, last.reasons[0].rule, last.path) == (
        "Our paper", "navigation.footer", "html > body > footer",
    )  # fmt: skip
    assert [entry.index for entry in article.blocks] == list(range(len(article.blocks)))
    assert article.stats["blocks"] == len(article.blocks)


def test_an_explanation_changes_no_body_and_no_count() -> None:
    html = f"<nav>{MENU}</nav>{BODY}<footer>Our paper</footer>"
    plain, told = (extract(html, content_type="text/html", options={"explain": on}) for on in (False, True))
    assert plain.text == told.text
    assert plain.stats["blocks"] == told.stats["blocks"] == len(plain.blocks)
    assert plain.verdicts == told.verdicts


def test_a_selector_may_name_what_stands_in_a_menu() -> None:
    html = f"<nav><p class=story>{RAIN}</p></nav>{BODY}"
    article = extract(html, content_type="text/html", options={"selectors": {"keep": ["nav .story"]}})
    assert article.text == RAIN


def test_a_rule_that_is_off_passes_nothing_over() -> None:
    html = f"<nav>{MENU}</nav>{BODY}"
    rules = combine((), off=("navigation.container",))
    assert extract(html, content_type="text/html", rules=rules).page.unread == ()


def test_only_proof_of_containers_is_taken_unread() -> None:
    marked = [rule for rule in BUILT_IN.rules if rule.unread]
    assert marked
    assert {(rule.scope, rule.says) for rule in marked} == {(Scope.CONTAINER, Says.BOILERPLATE)}


def test_what_is_remembered_is_bounded_and_changes_no_answer() -> None:
    rule = Rule(
        id="x.menu", why="A menu.", category="navigation", says=Says.BOILERPLATE, scope=Scope.CONTAINER,
        pattern=r".*\bmenu\b", cues=("menu",), matches=("div menu",), rejects=("div x",), unread=True,
    )  # fmt: skip
    index = build_index([rule], None)
    for number in range(MOST_KNOWN):
        assert unread_rule(index, "div", f"menu-{number}") is rule
        assert unread_rule(index, "div", f"post-{number}") is None
    assert len(index.known_names) <= MOST_KNOWN + 1
    long = "menu " + "x" * LONGEST_KNOWN
    assert unread_rule(index, "div", long) is rule
    assert ("div", long) not in index.known_names
    assert unread_rule(index, "div", "menu-3") is rule


@pytest.mark.parametrize("html", ["", "loose text", " ", "<nav></nav>", "<footer> </footer>"])
def test_pages_of_next_to_nothing(html: str) -> None:
    assert len(extract(html, content_type="text/html").blocks) == int(html == "loose text")
