"""What a page declares of itself: chosen among contradicting sources, and never made up."""

from __future__ import annotations

import json

import pytest

from pagemarrow.core import extract
from pagemarrow.core.metadata import read_metadata
from pagemarrow.core.metadata.dates import date_in_address, iso_date
from pagemarrow.core.metadata.linked_data import read_nodes
from pagemarrow.core.metadata.titles import MAX_CHARS
from pagemarrow.core.model import Declared, Metadata
from tests.growth import assert_linear

HEADLINE = "Harbour ferry returns after winter repairs"


def article(**fields: object) -> str:
    return json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **fields}
    )


def read(*scripts: str, url: str | None = None, **declared: object) -> Metadata:
    return read_metadata(Declared(json_ld=scripts, **declared), url)  # type: ignore[arg-type]


def test_nothing_declared() -> None:
    assert read() == Metadata()


def test_everything_declared() -> None:
    script = article(
        author={"@type": "Person", "name": "Ida Brandt"},
        datePublished="2024-03-05T06:30:00+01:00",
        publisher={"@type": "Organization", "name": "Coast Courier"},
        inLanguage="en-GB",
        description="The ferry sails again.",
        articleBody="The ferry sails again.\n\nIt was about time.",
    )
    assert read(script) == Metadata(
        title=HEADLINE,
        byline="Ida Brandt",
        authors=("Ida Brandt",),
        published="2024-03-05T06:30:00+01:00",
        site_name="Coast Courier",
        language="en",
        description="The ferry sails again.",
        article_body="The ferry sails again.\nIt was about time.",
        schema_types=("newsarticle",),
    )


class TestBesideTheArticle:
    """Address, image, keywords, section, licence, date of change, authors: declared or ``None``."""

    def test_of_json_ld_in_a_graph(self) -> None:
        node = json.loads(
            article(
                author=[{"name": "Ida Brandt"}, {"name": "Jon Falk"}],
                dateModified="2024-03-06",
                image={"@type": "ImageObject", "url": "/ferry.jpg"},
                keywords="ferries, winter,Ferries",
                articleSection="Coast",
                license="https://creativecommons.org/licenses/by/4.0/",
                url="https://courier.example/ferry",
            )
        )
        found = read(
            json.dumps({"@graph": [{"@type": "WebSite", "name": "x"}, node]}),
            url="https://courier.example/a/b",
        )
        assert found.authors == ("Ida Brandt", "Jon Falk")
        assert found.modified == "2024-03-06"
        assert found.image == "https://courier.example/ferry.jpg"
        assert found.keywords == ("ferries", "winter")
        assert found.section == "Coast"
        assert found.license == "https://creativecommons.org/licenses/by/4.0/"
        assert found.canonical_url == "https://courier.example/ferry"

    def test_of_metas(self) -> None:
        found = read(
            canonical="https://courier.example/ferry",
            metas=(
                ("og:url", "https://courier.example/other"),
                ("og:image", "https://courier.example/ferry.jpg"),
                ("article:tag", "Ferries"),
                ("article:tag", "Winter"),
                ("keywords", "news"),
                ("article:section", "Coast"),
                ("article:modified_time", "2024-03-06T10:00:00Z"),
                ("dcterms.license", "CC BY 4.0"),
            ),
        )
        assert found.canonical_url == "https://courier.example/ferry"
        assert found.image == "https://courier.example/ferry.jpg"
        assert found.keywords == ("Ferries", "Winter")
        assert (found.section, found.modified, found.license) == (
            "Coast",
            "2024-03-06T10:00:00Z",
            "CC BY 4.0",
        )

    @pytest.mark.parametrize(
        "stated", ["", " ", "/ferry.jpg", "data:image/png;base64,AA", "javascript:x", "http://[x"]
    )
    def test_what_is_no_absolute_address_is_none(self, stated: str) -> None:
        found = read(canonical=stated, metas=(("og:image", stated), ("keywords", " , ")))
        assert found == Metadata()


class TestLinkedData:
    @pytest.mark.parametrize(
        "script",
        [
            article(),
            f"[{article()}]",
            f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite", "name": "x"}}, {article()}]}}',
            f"<!--\n{article()}\n-->",
            f"//<![CDATA[\n{article()}\n//]]>",
            f"/*<![CDATA[*/ {article()} /*]]>*/",
            article() + ";",
            article()[:-1] + ",}",
            article()[:-1] + ', "description": "two\nlines"}',
            f'{{"@type": "BreadcrumbList", "itemListElement": []}}\n{article()}',
            f'{{"@type": "WebPage", "mainEntity": {article()}}}',
        ],
        ids=[
            "plain",
            "list",
            "graph",
            "comment",
            "cdata",
            "css-cdata",
            "semicolon",
            "comma",
            "line break",
            "two",
            "main",
        ],
    )
    def test_shapes(self, script: str) -> None:
        assert read(script).title == HEADLINE

    @pytest.mark.parametrize(
        "script", ["", "{", "null", "[]", '"text"', "12", "{'a': 1}", "<!-- -->", "{" * 5000, "[" * 200_000]
    )
    def test_rubbish_is_nothing(self, script: str) -> None:
        assert read(script, title="Ferry returns") == Metadata(title="Ferry returns")

    def test_one_broken_script_does_not_hide_the_next(self) -> None:
        assert read("{broken", article()).title == HEADLINE

    def test_huge_and_deep_input_is_bounded(self) -> None:
        deep = '{"@type":"WebPage","mainEntity":' * 900 + "{}" + "}" * 900

        def wide(size: int) -> str:
            return json.dumps([{"@type": "Article", "headline": f"h{i}"} for i in range(size)])

        assert len(read_nodes([deep, wide(50_000)])) <= 4_000
        assert read_nodes(["[" + " " * 2_000_001 + "]"]) == ()
        assert_linear(lambda size: read_nodes([deep, wide(size)]), 5_000)

    def test_article_of_the_page_among_several(self) -> None:
        other = article(headline="Another story", author="Somebody Else")
        metadata = read(other, article(author="Ida Brandt"), title=f"{HEADLINE} - Coast Courier")
        assert (metadata.title, metadata.byline) == (HEADLINE, "Ida Brandt")

    def test_entities_are_read(self) -> None:
        assert read(article(headline="Ferry&#8217;s return &amp; more")).title == "Ferry’s return & more"

    def test_types(self) -> None:
        scripts = (
            '{"@type": ["http://schema.org/Recipe", "NewsArticle"], "name": "x"}',
            '{"@type": "FAQPage", "name": ""}',
        )
        assert read(*scripts, metas=(("og:type", "Article"),)).schema_types == (
            "recipe",
            "newsarticle",
            "faqpage",
            "article",
        )


class TestTitle:
    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            (f"{HEADLINE} | Coast Courier", HEADLINE),
            (f"{HEADLINE} - Coast Courier", HEADLINE),
            (f"{HEADLINE} — coastcourier.example", HEADLINE),
            (f"{HEADLINE} - Local news - Coast Courier", HEADLINE),
            (f"{HEADLINE}", HEADLINE),
            ("The long way home - a diary from the islands", "The long way home - a diary from the islands"),
            ("Well-being at sea", "Well-being at sea"),
            ("Contact | Coast Courier", "Contact | Coast Courier"),
        ],
    )
    def test_page_title_alone(self, title: str, expected: str) -> None:
        found = read(title=title).title
        assert found is not None
        assert found.removesuffix(" - Local news") == expected

    @pytest.mark.parametrize(
        "title", [f"{HEADLINE} - The Coast Courier", f"Coast Courier: news | {HEADLINE} | Coast Courier"]
    )
    def test_known_site_name_is_cut(self, title: str) -> None:
        found = read(title=title, metas=(("og:site_name", "Coast Courier"),)).title
        assert found is not None
        assert found.removeprefix("Coast Courier: news | ") == HEADLINE

    def test_site_known_by_the_address(self) -> None:
        assert (
            read(title="Ferry back | Coast-Courier", url="https://www.coastcourier.example/a").title
            == "Ferry back"
        )

    def test_broken_address(self) -> None:
        assert read(title="Ferry back | Coast", canonical="http://[broken").title == "Ferry back | Coast"

    def test_open_graph_with_the_site_in_it_yields_to_the_headline(self) -> None:
        assert read(article(), metas=(("og:title", f"{HEADLINE} - Coast Courier"),)).title == HEADLINE

    def test_open_graph_goes_before_the_page_title(self) -> None:
        assert read(title="Home", metas=(("og:title", HEADLINE),)).title == HEADLINE

    def test_top_heading_in_other_words_is_what_readers_see(self) -> None:
        metadata = read(
            metas=(
                ("og:title", "Harbour ferry is back after repairs in winter"),
                ("og:site_name", "Coast Courier"),
            ),
            properties=(("h1", "Coast Courier"), ("h1", "Harbour ferry back after long winter repairs")),
        )
        assert metadata.title == "Harbour ferry back after long winter repairs"

    def test_top_heading_about_something_else(self) -> None:
        assert read(title=HEADLINE, properties=(("h1", "Welcome to our website"),)).title == HEADLINE

    @pytest.mark.parametrize(
        ("title", "heading"),
        [
            ("老城修桥记｜江畔晚报", "老城修桥记"),
            ("老城修桥记_新闻频道_江畔网", "老城修桥记"),
            ("老城修桥记＿江畔网", "老城修桥记"),
            ("老城修桥记-江畔网", "老城修桥记"),
            ("橋 - ウィキ", "橋"),
            ("マリー・オルロの橋 | 川辺新聞", "マリー・オルロの橋"),
        ],
    )
    def test_heading_that_the_page_title_begins_with_wins_without_spaces_too(
        self, title: str, heading: str
    ) -> None:
        assert read(title=title, properties=(("h1", heading),)).title == heading

    @pytest.mark.parametrize(
        ("title", "heading"),
        [
            ("川辺｜大きな橋がようやく開通し、町じゅうの人が渡りに来た", "川辺"),
            ("マリー・オルロの橋", "マリー"),
            ("橋のある町", "橋"),
        ],
    )
    def test_name_of_a_site_or_part_of_a_word_before_the_title_is_no_title(
        self, title: str, heading: str
    ) -> None:
        assert read(title=title, properties=(("h1", heading),)).title == title

    @pytest.mark.parametrize("mark", ["｜", " | ", "|", "＿", "_", " - "])
    def test_name_of_a_site_behind_signs_of_east_asia_is_cut(self, mark: str) -> None:
        assert read(title=f"町の橋がようやく開通した{mark}川辺新聞").title == "町の橋がようやく開通した"

    def test_a_dash_or_dot_between_unspaced_words_cuts_nothing(self) -> None:
        for title in ("江畔老城修桥记全文-江畔网", "町の橋を渡ったマリー・オルロ"):
            assert read(title=title).title == title


class TestByline:
    @pytest.mark.parametrize(
        ("author", "expected"),
        [
            ("By Ida Brandt", "Ida Brandt"),
            ("Words by: Ida Brandt", "Ida Brandt"),
            ("Von Ida Brandt", "Ida Brandt"),
            ("Von der Heide", "Von der Heide"),
            ("Bylund", "Bylund"),
            (["Ida Brandt", "ida brandt", {"name": "Per Holm"}], "Ida Brandt, Per Holm"),
            ({"@type": "Person", "name": ["Ida Brandt", "Per Holm"]}, "Ida Brandt, Per Holm"),
            ({"@id": "#ida"}, None),
            ("https://example.org/people/ida", None),
            ("ida@example.org", None),
            ("admin", None),
            ({"name": {"deep": "er"}}, None),
            (12, None),
            ("x" * 200, None),
        ],
    )
    def test_from_linked_data(self, author: object, expected: str | None) -> None:
        assert read(article(author=author)).byline == expected

    def test_reference_into_the_graph(self) -> None:
        person = '{"@type": "Person", "@id": "#ida", "name": "Ida Brandt"}'
        assert read(f'{{"@graph": [{article(author={"@id": "#ida"})}, {person}]}}').byline == "Ida Brandt"

    @pytest.mark.parametrize(
        "metas",
        [
            (("author", "Ida Brandt"),),
            (("article:author", "https://social.example/ida"), ("parsely-author", "Ida Brandt")),
            (("twitter:label1", "Written by"), ("twitter:data1", "Ida Brandt")),
            (("author", "admin"), ("byl", "By Ida Brandt")),
        ],
    )
    def test_from_metas(self, metas: tuple[tuple[str, str], ...]) -> None:
        assert read(metas=metas).byline == "Ida Brandt"

    def test_every_author_meta_counts(self) -> None:
        assert read(metas=(("author", "Ida Brandt"), ("author", "Per Holm"))).byline == "Ida Brandt, Per Holm"

    def test_reading_time_is_no_author(self) -> None:
        assert read(metas=(("twitter:label1", "Reading time"), ("twitter:data1", "4 minutes"))).byline is None

    def test_from_markup(self) -> None:
        assert read(properties=(("rel-author", "By Ida Brandt"),)).byline == "Ida Brandt"

    def test_a_crowd_in_the_markup_are_commenters(self) -> None:
        assert read(properties=tuple(("author", f"Member {i}") for i in range(9))).byline is None


class TestSiteAndLanguage:
    def test_site_from_the_web_site_node(self) -> None:
        assert read(article(), '{"@type": "WebSite", "name": "Coast Courier"}').site_name == "Coast Courier"

    def test_site_from_the_page_title(self) -> None:
        assert (
            read(title=f"{HEADLINE} | Coast Courier", metas=(("og:title", HEADLINE),)).site_name
            == "Coast Courier"
        )

    @pytest.mark.parametrize(
        ("tag", "expected"),
        [
            ("en-GB", "en"),
            ("DE", "de"),
            ("pt_BR", "pt"),
            ("zh-Hans-CN", "zh"),
            ("fil", "fil"),
            ("english", None),
            ("", None),
            ("x", None),
        ],
    )
    def test_language(self, tag: str, expected: str | None) -> None:
        assert read(language=tag).language == expected

    def test_language_from_open_graph(self) -> None:
        assert read(metas=(("og:locale", "fr_FR"),)).language == "fr"


_SAID = "The harbour master reads the gauge twice a day and writes it down in a ledger of her own."


class TestArticleBody:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (
                "<p>One <b>bold</b> word.</p><p>Fish &amp; chips &lt; 5.</p>",
                "One bold word.\nFish & chips < 5.",
            ),
            ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\nTwo."),
            ("One.<script>track()</script><style>p{}</style>Two.", "One.\nTwo."),
            ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
            ('One.<script>document.write("<p>ad</p><p>ad</p>")</script>Two.', "One.\nTwo."),
            ("One.<!-- <p>no</p> -->Two.<noscript><p>pixel</p></noscript>", "One.Two."),
            ("One.&lt;script&gt;x()&lt;/script&gt;", "One."),
            (
                f"{_SAID} var ads = ['a', 'b']; $('.ad').each(function() {{ document.write(''); }}); {_SAID[:-1]}!",
                f"{_SAID} {_SAID[:-1]}!",
            ),
            (f"{_SAID} googletag.cmd.push(function() {{ googletag.display('x'); }});", _SAID),
            (
                f"{_SAID} He let x = 3 in his window. Open it.",
                f"{_SAID} He let x = 3 in his window. Open it.",
            ),
            (f"{_SAID}\n\n{_SAID}\n\nYes.\n\nYes.", f"{_SAID}\nYes.\nYes."),
            ("  \n ", None),
            (["not", "text"], None),
        ],
    )
    def test_is_plain_text(self, body: object, expected: str | None) -> None:
        assert read(article(articleBody=body)).article_body == expected

    @pytest.mark.parametrize("piece", ["var a = {", "<!--", "<p ", "<script>", "<", "&"])
    def test_stripping_is_linear(self, piece: str) -> None:
        assert_linear(lambda size: read(article(articleBody=piece * (size // len(piece)))), 50_000)


class TestPublished:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2022-04-02", "2022-04-02"),
            ("2022-04", "2022-04"),
            ("2022", "2022"),
            ("2022-04-02T17:31:00Z", "2022-04-02T17:31:00Z"),
            ("2022-04-02T17:31:00.000Z", "2022-04-02T17:31:00Z"),
            ("2022-04-02T17:31:00.250+0200", "2022-04-02T17:31:00.25+02:00"),
            ("2022-04-02T17:31+02", "2022-04-02T17:31+02:00"),
            ("2022-04-02 17:31:00 UTC", "2022-04-02T17:31:00Z"),
            ("2022/4/2", "2022-04-02"),
            ("20220402", "2022-04-02"),
            ("20220402T173100Z", "2022-04-02T17:31:00Z"),
            ("1648920660", "2022-04-02T17:31:00Z"),
            ("1648920660000", "2022-04-02T17:31:00Z"),
            ("Sat, 02 Apr 2022 17:31:00 GMT", "2022-04-02T17:31:00Z"),
            ("Sat, 02 Apr 2022 17:31:00 +0200", "2022-04-02T17:31:00+02:00"),
            ("Sat Apr 02 2022 17:31:00 GMT+0200 (CEST)", "2022-04-02T17:31:00+02:00"),
            ("Sat Apr 02 17:31:00 UTC 2022", "2022-04-02T17:31:00Z"),
            ("April 2, 2022", "2022-04-02"),
            ("Saturday, April 2nd, 2022 at 5:31 pm", "2022-04-02T17:31"),
            ("Apr. 2, 2022 12:05 a.m.", "2022-04-02T00:05"),
            ("2 April 2022", "2022-04-02"),
            ("2-Apr-2022", "2022-04-02"),
            ("2. April 2022, 17:31 Uhr", "2022-04-02T17:31"),
            ("Samstag, 2. März 2022", "2022-03-02"),
            ("2 février 2022 à 17:31", "2022-02-02T17:31"),
            ("2 de abril de 2022", "2022-04-02"),
            ("2 kwietnia 2022", "2022-04-02"),
            ("2 апреля 2022", "2022-04-02"),
            ("2022年4月2日", "2022-04-02"),
            ("02.04.2022", "2022-04-02"),
            ("02.04.2022 17:31", "2022-04-02T17:31"),
            ("23/04/2022", "2022-04-23"),
            ("04/23/2022", "2022-04-23"),
            ("04/04/2022", "2022-04-04"),
            ("04/02/2022", None),
            ("2022-13-40", None),
            ("2022-02-30", None),
            ("0001-01-01T00:00:00Z", None),
            ("31 Foo 2022", None),
            ("2022 was a good year", None),
            ("2022-04-02 (updated)", "2022-04-02"),
            ("yesterday", None),
            ("3 days ago", None),
            ("", None),
            ("9" * 60, None),
            ("2022-04-02" + "x" * 100, None),
        ],
    )
    def test_forms(self, text: str, expected: str | None) -> None:
        assert iso_date(text) == expected

    @pytest.mark.parametrize(
        ("language", "expected"),
        [("en-US", "2022-04-02"), ("en-GB", "2022-02-04"), ("fr", "2022-02-04"), ("en", None)],
    )
    def test_order_of_day_and_month_by_language(self, language: str, expected: str | None) -> None:
        assert iso_date("04/02/2022", language) == expected

    def test_invalid_date_yields_to_the_next_source(self) -> None:
        assert (
            read(article(datePublished="soon"), metas=(("article:published_time", "2022-04-02"),)).published
            == "2022-04-02"
        )

    def test_times_of_one_day(self) -> None:
        times = (("time", "2022-04-02T08:00"), ("time", "2022-04-02"), ("time", "2 hours ago"))
        assert read(properties=times).published == "2022-04-02T08:00"

    def test_times_of_several_days_are_anyones(self) -> None:
        assert read(properties=(("time", "2022-04-02"), ("time", "2022-04-03"))).published is None

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://a.example/news/2022/04/02/ferry.html", "2022-04-02"),
            ("https://a.example/2022/4/2/", "2022-04-02"),
            ("https://a.example/2022-04-02-ferry", "2022-04-02"),
            ("https://a.example/2022/04/", None),
            ("https://a.example/2022/02/31/x", None),
            ("https://a.example/120220402", None),
        ],
    )
    def test_in_address(self, url: str, expected: str | None) -> None:
        assert date_in_address(url) == expected
        assert read(url=url).published == expected


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ('<meta property="og:site_name" content="Example"><title>River', " | Example", "</title>"),
        ("<title>", "river boat lamp ", "</title>" + "<h1>The river boat and its lamp</h1>" * 300),
        ("<title>" + "river boat lamp " * 800 + "</title>", "<h1>The river boat and its lamp</h1>", ""),
        ('<script type="application/ld+json">{"a": "x', " ", '"} y</script>'),
        ('<script type="application/ld+json">x', " ", "y</script>"),
    ],
)
def test_titles_and_data_take_linear_time(before: str, piece: str, after: str) -> None:
    lamp = "<p>The lamp is lit before the boats come home in the evening.</p>"

    def read_page(size: int) -> None:
        head = before + piece * (size // len(piece)) + after
        page = f"<html><head>{head}</head><body>{lamp}</body></html>"
        assert len(extract(page, content_type="text/html").title or "") <= MAX_CHARS

    assert_linear(read_page, 20_000)


def test_a_page_without_a_title_has_its_first_heading() -> None:
    assert read(properties=(("h1", "Retries"), ("h1", "More"))).title == "Retries"


def test_the_site_is_cut_off_however_often_it_is_named() -> None:
    title = " Ferry returns after repairs | Skarrow Post | Skarrow Post"
    assert read(title=title, metas=(("og:site_name", "Skarrow Post"),)).title == "Ferry returns after repairs"
