"""Rules of sites: which hosts they are for, and what they do to a page."""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from pagemarrow.core import Article, extract
from pagemarrow.core.model import Block
from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.core.site import host_of
from pagemarrow.core.site.align import align
from pagemarrow.operator.folder import RuleFolder
from pagemarrow.operator.xpath import to_css

RAIN = "For nine days it rained in the valley, and on the tenth the river left its bed and took the road with it."
FORM = (
    "The mayor had asked the district for sandbags a week before, and the district had sent a form instead."
)
SHOP = "Our shop sells umbrellas of all sizes, and this is a sentence long enough to be taken for the body."
FORD = "The old ford was closed on Monday, and no goat has passed it since, the baker said to the council."
PAGE = f"""<!doctype html><html lang="en"><head><title>The bridge | Valley News</title></head><body>
<nav><a href="/">Home</a></nav><h1 class="head">The <b>bridge</b></h1><span class="who">Ada Marsh</span>
<div id="main"><div class="story large" data-part="1"><p>{RAIN}</p><p>Read more: The bridges of the valley</p>
<p class="promo small">{SHOP}</p><p>{FORM}</p></div><p class="when">3 May 2021</p></div>
<div class="other"><p>{FORD}</p></div></body></html>"""
DEEP = "<div>" * 300 + f"<p>{FORD}</p>" + "</div>" * 300


def rules(folder: Path, files: Mapping[str, str]) -> RuleSet:
    for name, text in files.items():
        (folder / name).write_text(text)
    loaded = RuleFolder(folder).load()
    assert loaded.problems == ()
    return loaded.rules


def kept(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.kept]


def reasons(article: Article) -> dict[str, str]:
    return {block.text: block.reasons[0].rule for block in article.blocks if block.reasons}


YAML = """sites:
  - hosts: [example.org, "*.example.net"]
    body: [.story]
    drop: [p.promo]
    title: h1.head
    author: .who
    date: .when
"""
FTR = """# a comment
body: //div[@id='main']/div[contains(@class, 'story')]
strip: //p[contains(@class, 'promo')]
title: //h1[@class='head']
author: //span[@class='who']
date: //p[@class='when']
test_url: https://example.org/1
"""
FTR_XPATH = """body: //section[.//p]
body: //div[@id='main']/div[count(p) > 2]
strip: //p[contains(., 'umbrellas')]
title: substring-before(//title, ' |')
"""


@pytest.mark.parametrize(
    "files",
    [{"own.yaml": YAML}, {"example.org.txt": FTR}, {"example.org.txt": FTR_XPATH}],
    ids=["yaml", "ftr as css", "ftr by xpath"],
)
def test_a_site_names_its_body_and_what_to_drop(tmp_path: Path, files: dict[str, str]) -> None:
    ours = rules(tmp_path, files)
    article = extract(PAGE, url="https://www.example.org/2021/bridge", rules=ours)
    assert kept(article) == [RAIN, FORM]
    assert article.title == "The bridge"
    assert article.confidence >= 0.9
    why = reasons(article)
    assert why[SHOP] == "site.drop"
    assert why["Read more: The bridges of the valley"].startswith("read_more.")
    if "author" in next(iter(files.values())):
        assert (article.byline, article.published) == ("Ada Marsh", "2021-05-03")
    elsewhere = extract(PAGE, url="https://example.com/", rules=ours)
    assert elsewhere.blocks == extract(PAGE, url="https://example.com/").blocks
    assert elsewhere.title == extract(PAGE).title


def test_nothing_visible_is_lost_or_made_up_by_a_site(tmp_path: Path) -> None:
    ours = rules(tmp_path, {"example.org.txt": FTR_XPATH})
    with_site, without = (
        extract(PAGE + DEEP, url=f"https://{host}/", rules=ours) for host in ("example.org", "example.com")
    )
    assert [block.text for block in with_site.blocks] == [block.text for block in without.blocks]
    assert FORD in [block.text for block in with_site.blocks][-1:], "libxml2 drops what is nested so deep"
    assert kept(with_site) == [RAIN, FORM]


def test_without_pruning_all_of_the_body_stays(tmp_path: Path) -> None:
    ours = rules(tmp_path, {"own.yaml": YAML + "    prune: no\n"})
    article = extract(PAGE, url="https://example.org/", rules=ours)
    assert kept(article) == [RAIN, "Read more: The bridges of the valley", FORM]


def test_a_body_that_is_not_there_leaves_the_page_to_be_judged(tmp_path: Path) -> None:
    ours = rules(tmp_path, {"own.yaml": YAML.replace(".story", ".gone")})
    article = extract(PAGE, url="https://example.org/", rules=ours)
    assert "site_body_missed" in article.warnings
    assert RAIN in kept(article)
    assert SHOP not in kept(article)


def test_the_first_body_that_is_there_is_taken(tmp_path: Path) -> None:
    bodies = "body: //article\nbody: //div[@class='other']\nbody: //div[@id='main']\n"
    ours = rules(tmp_path, {"example.org.txt": bodies})
    assert kept(extract(PAGE, url="https://example.org/", rules=ours)) == [FORD]


def test_selectors_of_a_request_replace_those_of_the_site(tmp_path: Path) -> None:
    ours = rules(tmp_path, {"own.yaml": YAML})
    options = {"selectors": {"keep": [".other"]}}
    article = extract(PAGE, url="https://example.org/", options=options, rules=ours)
    assert FORD in kept(article)
    assert RAIN not in kept(article)
    assert article.byline == "Ada Marsh"


def test_rules_are_switched_off_for_one_host_in_html_and_text(tmp_path: Path) -> None:
    line = "Read more: The bridges of the valley"
    rule = reasons(extract(PAGE))[line]
    ours = rules(tmp_path, {"own.yaml": f"sites: [{{hosts: [example.org], rules_off: [{rule}]}}]"})
    text = f"{RAIN}\n\n{line}\n\n{FORM}\n"
    for page in (PAGE, text):
        assert reasons(extract(page, url="https://example.org/", rules=ours)).get(line) != rule
        assert reasons(extract(page, url="https://example.com/", rules=ours))[line] == rule


def test_markup_is_replaced_but_never_words(tmp_path: Path) -> None:
    page = PAGE.replace('<div class="other">', "<noscript>").replace(
        f"<p>{FORD}</p></div>", f"<p>{FORD}</p></noscript>"
    )
    lines = "replace_string(<noscript>): <div class='other'>\nreplace_string(umbrellas): ships\nbody: //div[@class='other']"
    (tmp_path / "example.org.txt").write_text(lines)
    loaded = RuleFolder(tmp_path).load()
    assert [notice.line for notice in loaded.notices] == [2]
    article = extract(page, url="https://example.org/", rules=loaded.rules)
    assert FORD in kept(article)
    assert SHOP in [block.text for block in article.blocks]


@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("example.org", "example.org.txt"),
        ("www.example.org", "example.org.txt"),
        ("EXAMPLE.org.", "example.org.txt"),
        ("m.example.org", None),
        ("badexample.org", None),
        ("valley.example", ".valley.example.txt"),
        ("a.valley.example", ".valley.example.txt"),
        ("b.a.valley.example", ".valley.example.txt"),
        ("news.valley.example", "news.valley.example.txt"),
        ("www.news.valley.example", "news.valley.example.txt"),
        ("x.example.net", "own.yaml:2"),
        ("example.net", None),
        ("xn--brcke-lva.example", "brücke.example.txt"),
        ("brücke.example", "brücke.example.txt"),
        ("org", None),
        ("." * 300, None),
    ],
)
def test_which_hosts_a_file_is_for(tmp_path: Path, host: str, source: str | None) -> None:
    names = ("example.org", ".valley.example", "news.valley.example", "brücke.example")
    body = "body: //div[@id='main']"
    ours = rules(
        tmp_path, {f"{name}.txt": body for name in names} | {"own.yaml": YAML.replace("example.org, ", "")}
    )
    found = ours.sites.rule_for(f"https://{host}/page")
    assert (found and found.source) == source


@pytest.mark.parametrize(
    "url", ["", "https://", "https://[", "mailto:a@b", "//", "http://\ud800/", "no host here", None]
)
def test_an_address_without_a_host_raises_nothing(tmp_path: Path, url: str | None) -> None:
    ours = rules(tmp_path, {"own.yaml": YAML})
    assert ours.sites.rule_for(url) is None
    assert kept(extract(PAGE, url=url, rules=ours)) == kept(extract(PAGE))


def test_an_address_without_a_scheme_has_a_host() -> None:
    assert host_of("example.org/page") == host_of("//example.org:80") == "example.org"


EXPRESSIONS = [
    "//div[@id='main']", "//div[@class='story large']", "//*[contains(@class, 'or')]", "//div//p", "//div/p",
    "//p[@class]", "//p[contains(@class,'promo') and contains(@class,'small')]", "//div[@id='main' or @class='other']",
    "//div[contains(concat(' ', normalize-space(@class), ' '), ' large ')]/p", "//h1 | //p[@class='when']",
    "//div[starts-with(@class,'sto')]/p[2]", "//p[1]", "//div[@data-part='1']/p[@class=\"promo small\"]",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_css_names_exactly_what_the_xpath_does(expression: str) -> None:
    css = to_css(expression)
    assert css
    body = LexborHTMLParser(PAGE)
    chosen = {node.text() for selector in css for node in body.css(selector)}
    tree = etree.fromstring(PAGE, etree.HTMLParser())
    assert chosen == {"".join(found.itertext()) for found in tree.xpath(expression)}
    assert chosen


@pytest.mark.parametrize(
    "expression",
    [
        "//p[contains(., 'umbrellas')]",
        "//div[p]",
        "//table/tr",
        "//DIV",
        "//p/text()",
        "//p/@class",
        "//div[last()]",
        "//p[@class='a']['b']",
        "//p[contains(@class, '')]",
        "//p[not(@class)]",
        "//p[@class='a\"b']",
        "/div",
        "div",
        "",
        "//*[1]",
        "//p[@class='a'][1]",
        "(//p)[1]",
        "//div/following-sibling::p",
        "//p[@class='a|b']",
    ],
)
def test_what_css_can_not_say_exactly_is_left_to_xpath(expression: str) -> None:
    assert to_css(expression) == ()


def test_blocks_are_found_again_though_cut_otherwise() -> None:
    ours = [Block("One two three"), Block("four five six seven"), Block("eight")]
    theirs = [Block("One two"), Block("three four"), Block("five six seven eight")]
    assert align(ours, theirs, {0}) == {0}
    assert align(ours, theirs, {1}) == frozenset()
    assert align(ours, theirs, {2}) == {1, 2}
    assert align(ours, theirs, frozenset()) == frozenset()


def test_blocks_are_found_again_though_text_is_missing() -> None:
    ours = [Block(text) for text in ("a", "b", "lost", "c", "d", "b")]
    theirs = [Block(text) for text in ("a", "b", "c", "d", "b")]
    assert align(ours, theirs, {1, 2}) == {1, 2, 3}
    assert align(ours, theirs, {4}) == {5}


def test_directives_that_are_not_ours_are_told_once_and_do_no_harm(tmp_path: Path) -> None:
    lines = ["tidy: no", "prune: no", "single_page_link: //a", "http_header(user-agent): x", "requires_login: yes",
             "strip: //p[", "weather: fair", "no directive", "strip_id_or_class: promo", "body: //div[@id='main']",
             "title: //h1\x01"]  # fmt: skip
    (tmp_path / "example.org.txt").write_text("\n".join(lines))
    (tmp_path / "README.txt").write_text("Not a site.")
    loaded = RuleFolder(tmp_path).load()
    assert loaded.problems == ()
    assert [(notice.file, notice.line) for notice in loaded.notices] == [
        ("README.txt", 1),
        *(("example.org.txt", line) for line in (3, 4, 5, 6, 7, 8, 11)),
    ]
    article = extract(PAGE, url="https://example.org/", rules=loaded.rules)
    assert SHOP not in kept(article)
    assert RAIN in kept(article)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{hosts: [example.org]}", "says nothing"),
        ("{body: [p]}", "needs 'hosts'"),
        ("{hosts: ['https://example.org/'], body: [p]}", "a host is a name"),
        ("{hosts: ['exa*mple.org'], body: [p]}", "a host is a name"),
        ("{hosts: [example.org], body: ['p[']}", "not a CSS selector"),
        ("{hosts: [example.org], drop: ['']}", "an empty selector"),
        ("{hosts: [example.org], title: ['p[']}", "not a CSS selector"),
        ('{hosts: [example.org], author: "p[class=\'\\x01\']"}', "no NULL bytes or control characters"),
        ("{hosts: [example.org], rules_off: [no.such]}", "is no rule"),
        ("{hosts: [example.org], bodies: [p]}", "unknown name 'bodies'"),
        ("{hosts: [example.org, example.org], body: [p]}\n- {hosts: [example.org], body: [b]}", "has a rule already"),
    ],
)  # fmt: skip
def test_mistakes_in_site_rules_are_named(tmp_path: Path, entry: str, message: str) -> None:
    (tmp_path / "own.yaml").write_text(f"sites:\n- {entry}\n")
    (problem,) = RuleFolder(tmp_path).load().problems
    assert message in problem.message
    assert problem.line in (2, 3)


def test_our_own_form_goes_before_the_other(tmp_path: Path) -> None:
    (tmp_path / "example.org.txt").write_text(FTR)
    (tmp_path / "own.yaml").write_text(YAML)
    loaded = RuleFolder(tmp_path).load()
    assert "already, in own.yaml:2" in loaded.notices[0].message
    found = loaded.rules.sites.rule_for("https://example.org/")
    assert found is not None
    assert found.source == "own.yaml:2"


def test_two_thousand_sites_load_and_cost_other_hosts_nothing(tmp_path: Path) -> None:
    for number in range(2000):
        lines = [
            f"body: //div[@id='main{number}']", "body: //article[.//p]", f"strip: //div[@class='promo{number}']",
            f"strip: //p[contains(., 'Advert {number}')]", "strip_id_or_class: social", "prune: no", "tidy: no",
            "title: //h1[@class='head']", f"author: //span[@class='who{number}']/a", "date: //time/@datetime",
            f"test_url: https://site{number}.example/1",
        ]  # fmt: skip
        (tmp_path / f"site{number}.example.txt").write_text("\n".join(lines))
    loaded = RuleFolder(tmp_path).load()
    assert loaded.problems == loaded.notices == ()
    assert len(loaded.rules.sites.exact) == 2000
    url = "https://elsewhere.example/"
    extract(PAGE, url=url, rules=loaded.rules)
    ratios = []
    gc.disable()  # else what all tests left behind may be searched in every second turn
    try:
        for _ in range(30):
            times = []
            for some in (BUILT_IN, loaded.rules):
                started = time.thread_time()
                extract(PAGE, url=url, rules=some)
                times.append(time.thread_time() - started)
            ratios.append(times[1] / times[0])
    finally:
        gc.enable()
    assert sorted(ratios)[len(ratios) // 2] < 1.15
