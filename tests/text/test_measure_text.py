"""Counting for all blocks at once agrees with counting one by one, on any characters."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pagemarrow.core.measure.around import clusters, distances, find_span
from pagemarrow.core.measure.letters import COUNTED, PART_CHARS, hash_words, read_letters
from pagemarrow.core.measure.lexicon import make_lexicon
from pagemarrow.core.measure.text import NAMES, PAGE, measure_text
from pagemarrow.core.model import Finding, Metadata, Page, Rule, Says, Scope
from pagemarrow.core.scripts import extent
from pagemarrow.core.segment.text import segment_text
from pagemarrow.core.sentences import ends_sentence

ANY_TEXT = st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=8)


def measured(text: str, **options: object) -> dict[str, list[float]]:
    page = segment_text(text)
    features = measure_text(page, Metadata(), "en", (), make_lexicon({"menu": -2.0, "rain": 1.0}))
    return {name: features.values[:, column].tolist() for column, name in enumerate(features.names)}


def words_of(text: str) -> list[str]:
    """Return the words of ``text``, found one character after the other."""
    words: list[str] = []
    last = ""
    for sign in text:
        mark = sign in "\u00ad\u200c\u200d" or (
            unicodedata.category(sign) in ("Mn", "Mc")
            and not "\ufe00" <= sign <= "\ufe0f"
            and sign < "\U00010000"
        )
        alone = bool(re.match("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u4e00-\u9fff]", sign))
        kind = (
            "mark"
            if mark
            else "alone"
            if alone and sign.isalnum()
            else "word"
            if sign.isalnum() or sign == "_"
            else ""
        )
        if kind == "alone" or (kind and not last) or (kind == "word" and last == "alone"):
            words.append("")
        if kind:
            words[-1] += sign
        last = kind
    return words


@settings(max_examples=300, deadline=None, derandomize=True)
@given(ANY_TEXT)
@example(["İstanbul'da yağmur", "ǅ ŉ ẞ ſ K"])
@example(["𝐁old 😀 words", "漢字かな交じり文", "\ud800 lone", "a\u0301e\u200bf _x_"])
@example(["हिन्दी में लिखा", "می‌شود", "ที่นี่มีฝน ok", "Fort\u00adsetzung", "ใ\u0e31a", "❤\ufe0f love"])
def test_words_and_their_blocks_are_those_of_a_pattern(texts: list[str]) -> None:
    letters = read_letters(texts)
    expected = [words_of(text) for text in texts]
    assert letters.owners.tolist() == [n for n, words in enumerate(expected) for _ in words]
    assert letters.words.tolist() == hash_words([word for words in expected for word in words]).tolist()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.text("abcdXYZ0_éßΣς𝐁", min_size=1, max_size=12), max_size=60))
def test_words_have_a_number_of_their_own_whatever_their_capitals(words: list[str]) -> None:
    hashes = hash_words(words).tolist()
    small = [word.lower().replace("ς", "σ") for word in words]
    assert len(set(hashes)) == len(set(small))
    assert hashes == hash_words(small).tolist()


def test_a_word_written_in_two_ways_has_one_weight() -> None:
    lexicon = make_lexicon({"λογος": 1.0, "λογοσ": 1.0})
    assert lexicon.weight[lexicon.known.look_up(hash_words(["ΛΟΓΟΣ", "λογος"]))].tolist() == [1.0, 1.0]


def test_words_are_the_same_wherever_they_stand() -> None:
    filler = "Rain fell. " * (PART_CHARS // 20)
    texts = ["First rain.", filler, filler, filler, "Last rain.", "x " * PART_CHARS * 3 + "rain"]
    letters = read_letters(texts)
    rain = hash_words(["rain"])[0]
    assert np.bincount(letters.owners, letters.words == rain).tolist() == [
        1, *[PART_CHARS // 20] * 3, 1, 1,
    ]  # fmt: skip


def test_every_letter_of_unicode_keeps_words_and_places_together() -> None:
    signs = [chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000]
    letters = read_letters(["x ".join(signs[at : at + 5000]) for at in range(0, len(signs), 5000)])
    assert len(letters.words) == len(letters.owners)


@pytest.mark.parametrize(
    ("name", "count"),
    [("letters", 15), ("upper", 3), ("digits", 4), ("marks", 2), ("commas", 1), ("quotes", 2)],
)
def test_characters_are_counted_by_kind(name: str, count: int) -> None:
    letters = read_letters(["Other text.", 'In 1904, it "Burnt\ndown".  So!'])
    assert letters.counts[1, COUNTED.index(name)] == count


def test_blocks_longer_than_a_counter_reaches_are_counted_whole() -> None:
    texts = ["Ab, 1", "No, 7! " * 40_000, "“Yes”", "z" * 65_535, "漢" * 65_536, "K."]
    counted = dict(zip(COUNTED, read_letters(texts).counts.T.tolist(), strict=True))
    assert counted["letters"] == [2, 80_000, 3, 65_535, 65_536, 1]
    assert counted["upper"] == [1, 40_000, 1, 0, 0, 1]
    assert counted["digits"] == [1, 40_000, 0, 0, 0, 0]
    assert counted["marks"] == [0, 40_000, 0, 0, 0, 1]
    assert counted["commas"] == [1, 40_000, 0, 0, 0, 0]
    assert counted["quotes"] == [0, 0, 2, 0, 0, 0]
    assert counted["lower"] == [1, 40_000, 2, 65_535, 0, 0]
    letters = read_letters(["漢" * 300_000, "Ab", "漢字"])
    assert letters.extent.tolist() == [1_050_000, 2, 7]
    assert letters.sizes[0] == 175_000


SAID = "The keeper of the lamp came home at night"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("It burnt.", 1),
        ("It burnt.”)", 1),
        ("Did it?", 2),
        ("It was:", 3),
        ("it,", 4),
        ("Fire", 0),
        ("火事だ。」", 1),
        ("火事だ｡", 1),
        ("火事です．", 1),
        ("«Sie kam heim.»", 1),
        ("„Sie kam heim.“", 1),
        ("‚Sie kam heim.‘", 1),
        ("»Sie kam heim.«", 1),
        ("›Sie kam heim.‹", 1),
        ("She came home.\u00a0", 1),
        ("She came home.\u202f»\u200b", 1),
        ("She came home.\ufeff", 1),
        ("She came home.\u00ad\u200f\u200e\u200c", 1),
        ("She came home.** ■", 1),
        ("She came home! 🎉", 1),
        ("She came home. ↩\ufe0e", 1),
        ("وہ گھر آئی۔", 1),
        ("Նա տուն եկավ։", 1),
        ("ቤት መጣች።", 1),
        ("នាងមកផ្ទះ។", 1),
        ("သူမ အိမ်ပြန်လာသည်။", 1),
        ("वह घर आई।", 1),
        ("ἦλθεν οἴκαδε;", 2),
        ("Ήρθε στο σπίτι;", 2),
        ("She came home;", 4),
        (f"{SAID}.[1]", 1),
        (f"{SAID}.[2][citation needed]", 1),
        (f"{SAID}.¹²", 1),
        (f"{SAID}.12", 1),
        (f"{SAID}.” (Reuters)", 1),
        (f"{SAID}. (dpa/lby)", 1),
        (f"{SAID}. — Reuters", 1),
        (f"{SAID}. dpa/tmn", 1),
        (f"{SAID}? /dpa", 2),
        (f"{SAID}. Quelle: dpa", 1),
        ("灯台守は昨日の夜遅くに家へ帰ってきた。（共同）", 1),
        (SAID, 0),
        (f"{SAID} (Reuters)", 0),
        ("The number of the version is 2.12", 0),
        ("The lamp of the keeper, see page.example", 0),
        ("Photo No. 5", 0),
    ],
)
def test_the_end_of_a_block_is_what_stands_before_what_may_trail_a_sentence(text: str, end: int) -> None:
    assert read_letters(["First.", text, "Last"]).end.tolist() == [1, end, 0]
    assert ends_sentence(text) == (end in (1, 2))


def test_texts_of_scripts_without_full_stops_end_as_sentences_where_they_are_long() -> None:
    label, prose = (
        "ข่าวที่เกี่ยวข้อง",
        "ฝนตกหนักในหุบเขาเป็นเวลาเก้าวัน และในวันที่สิบแม่น้ำก็ล้นตลิ่งพัดพาถนนไปด้วย ซึ่งไม่มีใครในหมู่บ้านคิดว่าจะเกิดขึ้นได้",
    )
    assert read_letters([label, prose, "Last"]).end.tolist() == [0, 1, 0]


SAME = (
    "The keeper of the lamp came home late at night because the sea was rough and the boats were slow.",
    "灯塔看守人深夜才回到家里，因为海上风浪很大，船走得很慢。",
    "海が荒れて船が遅かったので、灯台守は夜遅くに家へ帰ってきました。",
    "바다가 거칠고 배가 느렸기 때문에 등대지기는 밤늦게야 집에 돌아왔다.",
    "ผู้ดูแลประภาคารกลับถึงบ้านดึกเพราะทะเลมีคลื่นแรงและเรือแล่นช้ามากในคืนนั้น",
    "समुद्र में लहरें तेज़ थीं और नावें धीमी थीं, इसलिए दीपघर का रखवाला देर रात घर लौटा।",
    "Смотритель маяка вернулся домой поздно ночью, потому что море было бурным, а лодки шли медленно.",
    "עובד המגדלור חזר הביתה מאוחר בלילה כי הים היה סוער והסירות היו איטיות.",
)
"""One sentence in eight languages."""


@pytest.mark.parametrize("text", SAME)
def test_a_sentence_is_as_long_in_every_script(text: str) -> None:
    letters = read_letters([text])
    assert 0.6 < letters.extent[0] / len(SAME[0]) < 1.4
    assert 0.45 < letters.sizes[0] / 19 < 1.4
    assert extent(text) == round(letters.extent[0])


def test_scripts_without_capitals_are_told_from_lines_without_any() -> None:
    letters = read_letters(
        ["no capitals", "NO 1", "灯台守は夜", "בית המגדלור", "12 34", "iPhone を買う人々が増えた"]
    )
    assert letters.caseless.tolist() == [False, False, True, True, False, True]


def test_columns_have_the_names_the_model_is_fitted_on() -> None:
    assert tuple(measured("The mill burnt down.")) == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_no_blocks_are_no_rows() -> None:
    assert measure_text(Page((), ()), Metadata(), None, ()).values.shape == (0, len(NAMES))


def test_blocks_without_words_are_measured() -> None:
    assert np.isfinite(measure_text(segment_text("***\n\n---\n\n…"), Metadata(), "en", ()).values).all()


PROSE = "The mill at the end of the valley burnt down on Tuesday night, and nobody knows why it did."


def test_a_block_is_seen_among_its_neighbours() -> None:
    columns = measured(f"Menu\n\nMenu\n\n{PROSE}\n\nRain\n\n{PROSE}")
    assert columns["copies"] == [1, 1, 1, 0, 1]
    assert columns["lexicon"][0] == -2
    assert columns["lexicon"][3] == 1
    assert columns["since_prose"][3] == 1
    assert columns["until_prose"][0] == 2
    assert columns["in_span"] == [0, 0, 1, 1, 1]
    assert columns["prose_before"][4] == pytest.approx(columns["words"][2])
    assert columns["words_-1"][0] == -1
    assert columns["words_+1"][0] == 1


def test_page_columns_are_the_same_for_all_blocks() -> None:
    columns = measured(f"Menu\n\n{PROSE}\n\nRain")
    assert all(len(set(columns[name])) == 1 for name in PAGE)


def test_a_tail_label_is_marked_where_it_stands() -> None:
    rule = Rule("related.x", "w", "related", Says.BOILERPLATE, (), (), scope=Scope.TAIL)
    page = segment_text(f"{PROSE}\n\nMore stories\n\nFire at the inn\n\nFlood at the weir")
    values = measure_text(page, Metadata(), "en", [Finding(rule, 1, 4)]).values
    assert values[:, NAMES.index("proof")].tolist() == [0, 1, 0, 0]
    assert values[:, NAMES.index("since_tail")].tolist()[2:] == [1, 2]


def test_distances_reach_back_and_ahead_but_not_to_the_block_itself() -> None:
    away = distances(np.array([[True, False, False, True]]))
    assert away.tolist() == [[200, 1, 2, 3], [3, 2, 1, 200]]


def test_the_span_bridges_a_label_but_not_a_menu() -> None:
    words = np.array([3, 30, 2, 30, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 20], dtype=float)
    first, last, gain = find_span(words, words > 10, np.zeros(15, dtype=bool))
    assert (first, last, gain) == (1, 4, 56)


def test_clusters_are_parted_by_runs_without_prose() -> None:
    words = np.array([20, 2, 30] + [2] * 6 + [16], dtype=float)
    mass, rank, biggest = clusters(words, words > 10)
    assert biggest == 50
    assert mass[[0, 2, 3, 8, 9]].tolist() == [50, 50, 50, -1, 16]
    assert rank.tolist() == [0] * 9 + [1]


def test_sizes_of_the_page_are_coarse_so_that_they_name_no_page() -> None:
    one, other = measured(PROSE * 20), measured(PROSE * 20 + " Rain.")
    assert one["total"] == other["total"]
    assert one["total"] != measured(PROSE * 40)["total"]


@pytest.mark.parametrize("text", ["ΟΔΟΣ ΣΤΑ ΣΟΦΙΑΣ, Σ.", "ÀÉÎ Straße ǅungla Ⅳ ², 𝔘𝐀 𐐀𐐁 İzmir"])
def test_words_are_made_small_as_strings_are(text: str) -> None:
    expected = re.findall(r"\w+", text.replace("İ", "i").lower())
    assert read_letters(["Plain.", text]).words[1:].tolist() == hash_words(expected).tolist()


def test_parts_of_a_huge_text_are_read_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"Block {number}, “quoted”: Wörter wörter\n{number % 3}!" for number in range(200)]
    whole = read_letters(texts)
    monkeypatch.setattr("pagemarrow.core.measure.letters.PART_CHARS", 300)
    parts = read_letters(texts)
    for one, other in zip(whole, parts, strict=True):
        assert np.array_equal(one, other)


def test_signs_of_scripts_with_spaces_are_counted_and_their_words_not_halved() -> None:
    letters = read_letters(["هل عاد القارب؟", "नाव लौट आई।", "배가 돌아왔다", "船回来了。"])
    assert letters.end.tolist() == [2, 1, 0, 1]
    assert letters.sizes.tolist()[:3] == [3, 3, 2]
    assert letters.sizes[3] < 4
    assert np.bincount(letters.owners)[[0, 2]].tolist() == [3, 2]
