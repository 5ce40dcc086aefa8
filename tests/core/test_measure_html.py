"""Features of HTML blocks, on pages small enough to know the answer."""

from __future__ import annotations

import numpy as np
import pytest

from pagemarrow.core.containers import build_tree
from pagemarrow.core.fold import hash_name_words, name_words
from pagemarrow.core.match import match
from pagemarrow.core.measure.features import Features
from pagemarrow.core.measure.html import measure_html
from pagemarrow.core.measure.lexicon import make_lexicon
from pagemarrow.core.metadata import read_metadata
from pagemarrow.core.model import Container, Page
from pagemarrow.core.segment.html import segment_html

PROSE = "The keeper of the light climbs the tower every evening, and she lights the lamp before the boats come home."
PAGE = f"""<html><head><title>The lamp of Skarrow</title></head><body>
<nav class="site-menu"><a href="/">Home</a> <a href="/n">News</a></nav>
<div class="post"><h1>The lamp of Skarrow</h1><p>{PROSE}</p><p>{PROSE} It is so.</p><h2>Oil</h2><p>{PROSE} Indeed.</p></div>
<footer><p>YOUR ISLAND PAPER</p></footer></body></html>"""
NAV, H1, FIRST, SECOND, H2, THIRD, FOOTER = range(7)


@pytest.fixture(scope="module")
def features() -> Features:
    page = segment_html(PAGE)
    return measure_html(page, read_metadata(page.declared), "en", match(page, "en"))


def column(features: Features, name: str) -> list[float]:
    return [round(float(value), 3) for value in features.column(name)]


def test_one_row_a_block_and_finite(features: Features) -> None:
    assert features.values.shape == (7, len(features.names))
    assert len(set(features.names)) == len(features.names)
    assert np.isfinite(features.values).all()


def test_words_tell_prose_from_labels(features: Features) -> None:
    stops = column(features, "stop_density")
    assert stops[FIRST] > 0.3
    assert stops[NAV] == 0
    assert column(features, "ends_sentence") == [0, 0, 1, 1, 0, 1, 0]
    assert column(features, "upper_density")[FOOTER] == 1


def test_links_and_running_text(features: Features) -> None:
    assert column(features, "link_density")[NAV] > 0.85
    assert column(features, "long") == [0, 0, 1, 1, 0, 1, 0]
    before, after = features.column("long_before"), features.column("long_after")
    assert list(before[[NAV, H1, FIRST]]) == [0, 0, 0] == list(after[[THIRD, FOOTER, THIRD]])
    inside = [after[number - 1] - after[number] for number in (FIRST, SECOND, THIRD)]
    assert sum(inside) == pytest.approx(1)
    assert min(inside) > 0.3


def test_words_of_short_lines_have_weights_in_english_alone() -> None:
    page = segment_html(PAGE)
    lexicon = make_lexicon({"home": -2.0, "oil": 1.0})
    features = measure_html(page, read_metadata(page.declared), "en", (), lexicon)
    assert column(features, "lexicon")[NAV] == -1
    assert column(features, "lexicon_sum")[NAV] == -2
    assert column(features, "lexicon_-1")[H1] == -1
    assert column(features, "lexicon_+1")[SECOND] == column(features, "lexicon")[H2] == 1
    shipped, plain = (measure_html(page, read_metadata(page.declared), code, ()) for code in ("en", "nl"))
    assert column(shipped, "lexicon")[NAV] < 0
    assert not plain.column("lexicon").any()


def test_containers(features: Features) -> None:
    assert column(features, "in_nav") == [1, 0, 0, 0, 0, 0, 0]
    assert column(features, "in_footer") == [0, 0, 0, 0, 0, 0, 1]
    assert column(features, "up1_long_share")[FIRST] == 1
    assert column(features, "main_inside") == [0, 1, 1, 1, 1, 1, 0]


def test_headings_and_title(features: Features) -> None:
    assert column(features, "heading_level") == [0, 1, 1, 1, 2, 2, 2]
    assert column(features, "heading_back")[THIRD] == 1
    assert column(features, "title_overlap")[H1] == 1
    assert column(features, "from_h1")[THIRD] == 4


def test_names_of_menus_weigh_against_their_text(features: Features) -> None:
    assert column(features, "name_least")[NAV] < column(features, "name_least")[FIRST]


def test_scripts_without_spaces_are_counted_by_characters() -> None:
    page = segment_html("<p>灯台守は毎晩塔に登り、船が帰る前に灯をともします。</p>")
    features = measure_html(page, read_metadata(page.declared), "ja", ())
    assert np.expm1(features.column("words"))[0] > 8


@pytest.mark.parametrize(
    ("tag", "name", "words"),
    [
        ("nav", "", ["nav"]),
        ("div", "related-posts related", ["div", "related", "posts", "related"]),
        ("div", "relatedPosts_x2", ["div", "related", "posts", "x0"]),
        ("p", "Site__Footer", ["p", "site", "footer"]),
        ("p", "Über\0uns über", ["p", "Über", "uns", "über"]),
    ],
)
def test_names_are_split_into_words(tag: str, name: str, words: list[str]) -> None:
    tree = build_tree(Page((), (Container(-1, "b", "first", 0, 0), Container(0, tag, name, 0, 0))))
    assert name_words(tree.looks) == [["b", "first"], words]
    assert tree.words.hashes.tolist() == hash_name_words(["b", "first", *words]).tolist()
    assert tree.words.starts.tolist() == [0, 2]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("el", "Η γέφυρα του ποταμού θα κλείσει και τα παιδιά θα πάνε στο σχολείο με το λεωφορείο."),
        ("ar", "سيغلق الجسر الذي فوق النهر في يوم الاثنين وقال المجلس إن الأطفال سيذهبون إلى المدرسة."),
        ("fa", "این پل که بر روی رود است بسته شد و بچه‌ها با اتوبوس به مدرسه می‌روند."),
        ("he", "הגשר של הנהר לא ייפתח עד יום שני כי הוא לא בטוח, וגם הילדים נוסעים עם האוטובוס."),
        ("hi", "नदी का पुल सोमवार को बंद हो गया है और बच्चे बस से स्कूल के लिए जा रहे हैं।"),
        ("zh", "河上的木桥要在星期一关了，孩子们也就坐着公共汽车去上学。"),
        ("ja", "川の橋は月曜日に閉まり、子どもたちはバスで学校へ通うことになりました。"),
    ],
)
def test_prose_has_stop_words_in_every_script(language: str, said: str) -> None:
    page = segment_html(f"<p>{said}</p>")
    features = measure_html(page, read_metadata(page.declared), language, ())
    assert features.column("stop_density")[0] > 0.15


def test_the_title_is_found_in_scripts_without_spaces_and_with_marks() -> None:
    for title, other in (("河上的木桥要关了", "天气今天很好"), ("नदी का पुल बंद हुआ", "आज मौसम अच्छा है")):
        page = segment_html(f"<title>{title}</title><p>{title}。</p><p>{other}。</p>")
        features = measure_html(page, read_metadata(page.declared), None, ())
        assert features.column("title_overlap")[0] == 1
        assert features.column("title_overlap")[1] < 0.3
