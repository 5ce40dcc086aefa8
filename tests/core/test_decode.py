"""Encodings in the order of the HTML standard, and what becomes of input that is none of what it says."""

from __future__ import annotations

import random
import zlib

import pytest
from webencodings import encode

from pagemarrow.core import extract
from pagemarrow.core.decode import decode
from pagemarrow.core.decode.prescan import declared_encoding
from pagemarrow.core.model import Source, UnsupportedMediaType
from tests.growth import assert_linear

GERMAN = "Der Gemeinderat hat beschlossen, die Straße für Autos zu sperren. Die Händler fürchten Einbußen."
LEGACY = {
    "windows-1252": GERMAN,
    "iso-8859-2": "Burmistrz ogłosił, że nowa biblioteka zostanie otwarta wiosną, bo remont dachu się opóźnił.",
    "windows-1251": "Мэр объявил, что новая библиотека откроется весной, потому что ремонт крыши затянулся.",
    "koi8-r": "Мэр объявил, что новая библиотека откроется весной, потому что ремонт крыши затянулся.",
    "shift_jis": "市長は、屋根の修理が遅れているため、新しい図書館は春まで開館しないと発表した。",
    "euc-jp": "市長は、屋根の修理が遅れているため、新しい図書館は春まで開館しないと発表した。",
    "iso-2022-jp": "市長は、屋根の修理が遅れているため、新しい図書館は春まで開館しないと発表した。",
    "gbk": "市长宣布，由于屋顶维修延误，新图书馆要到春天才能开放。居民们感到失望。",
    "big5": "市長宣布，由於屋頂維修延誤，新圖書館要到春天才能開放。居民們感到失望。",
    "euc-kr": "시장은 지붕 수리가 지연되어 새 도서관이 봄에야 문을 열 것이라고 발표했다.",
}


def page(text: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>t</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("name", LEGACY)
class TestLegacyEncodings:
    def test_header(self, name: str) -> None:
        text = page(LEGACY[name])
        source = decode(encode(text, name), f"text/html; charset={name}")
        assert (source.text, source.charset, source.warnings) == (text, name, ())

    def test_meta(self, name: str) -> None:
        text = page(LEGACY[name], f'<meta charset="{name}">')
        source = decode(encode(text, name), "text/html")
        assert (source.text, source.charset, source.warnings) == (text, name, ())

    def test_detection(self, name: str) -> None:
        text = page(" ".join([LEGACY[name]] * 3), '<link rel="stylesheet" href="/a.css">')
        source = decode(encode(text, name), "text/html")
        assert (source.text, source.warnings) == (text, ("charset_guessed",))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<meta charset="utf-8">', "utf-8"),
        (b"<META CHARSET=Latin1>", "windows-1252"),
        (b"<meta/charset='x-sjis'/>", "shift_jis"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        (b"<meta content='text/html;charset = \"big5\"' http-equiv=content-type>", "big5"),
        (b'<meta charset="utf-16">', "utf-8"),
        (b'<meta charset="x-user-defined">', "windows-1252"),
        (b'<meta charset="klingon"><meta charset="gb2312">', "gbk"),
        (b'<meta charset="iso-2022-kr">', ""),
        (b'<meta content="text/html; charset=koi8-r">', ""),
        (b'<meta http-equiv="refresh" content="0; charset=koi8-r">', ""),
        (b'<!-- <meta charset="koi8-r"> --><meta charset="big5">', "big5"),
        (b'<!--><meta charset="big5">', "big5"),
        (b'<a title="<meta charset=koi8-r>"><meta charset="big5">', "big5"),
        (b'<metadata charset="koi8-r">', ""),
        (b'<meta charset="koi8-r" charset="big5">', "koi8-r"),
        (b'<?xml version="1.0" encoding="windows-1251"?><html>', "windows-1251"),
        (b'<?xml version="1.0" encoding="windows-1251"?><meta charset="koi8-r">', "koi8-r"),
        (b'<?xml version="1.0" encoding="UTF-16"?><html>', "utf-8"),
        (b"<!-- never closed <meta charset=big5>", ""),
        (b'<meta charset="big', ""),
        (b"", ""),
    ],
)
def test_prescan(head: bytes, name: str) -> None:
    assert declared_encoding(head) == name


class TestOrder:
    def test_byte_order_mark_beats_header_and_meta(self) -> None:
        raw = b"\xef\xbb\xbf" + page("naïve", '<meta charset="koi8-r">').encode()
        source = decode(raw, "text/html; charset=windows-1252")
        assert source.charset == "utf-8"
        assert source.text.startswith("<!DOCTYPE")

    def test_header_beats_meta(self) -> None:
        raw = encode(page(LEGACY["koi8-r"], '<meta charset="big5">'), "koi8-r")
        assert decode(raw, 'text/html;charset="KOI8-R"').charset == "koi8-r"

    def test_unknown_header_label_leaves_it_to_meta(self) -> None:
        raw = encode(page(LEGACY["koi8-r"], '<meta charset="koi8-r">'), "koi8-r")
        assert decode(raw, "text/html; charset=klingon").charset == "koi8-r"

    def test_meta_beyond_the_prescan_still_counts(self) -> None:
        raw = encode(page(GERMAN, f'<script>{"x" * 3000}</script><meta charset="iso-8859-2">'), "iso-8859-2")
        assert decode(raw, "text/html").charset == "iso-8859-2"

    def test_meta_means_nothing_in_plain_text(self) -> None:
        raw = encode('<meta charset="koi8-r"> ' + GERMAN * 3, "windows-1252")
        assert decode(raw, "text/plain").charset == "windows-1252"

    def test_ascii_keeps_the_name_it_declares(self) -> None:
        assert decode(b"plain", "text/plain; charset=iso-8859-1").charset == "windows-1252"
        assert decode(b"plain", "text/plain").charset == "utf-8"


class TestUtf16:
    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("mark", ["\ufeff", ""])
    @pytest.mark.parametrize("content_type", ["text/html", "text/html; charset=utf-16", None])
    def test_with_and_without_mark(self, codec: str, mark: str, content_type: str | None) -> None:
        text = page("naïve — 東京", '<meta charset="utf-16">')
        source = decode((mark + text).encode(codec), content_type)
        assert source.text == text
        assert source.charset == codec.replace("16-", "16")
        assert source.input == "html"

    def test_guessed_shape_is_said(self) -> None:
        assert decode("Plain words, nothing else.".encode("utf-16-le")).warnings == ("charset_guessed",)

    def test_label_on_bytes_that_are_utf_8(self) -> None:
        source = decode(b"Plain words, nothing else.", "text/plain; charset=utf-16")
        assert source.text == "Plain words, nothing else."
        assert source.warnings == ("charset_mislabelled",)

    def test_scattered_nul_is_not_utf_16(self) -> None:
        assert decode(b"<p>Some words\0 and\0 more words.</p>", "text/html").charset == "utf-8"


class TestWrongLabels:
    def test_utf_8_stored_under_a_legacy_label(self) -> None:
        source = decode(page(GERMAN, '<meta charset="iso-8859-1">').encode(), "text/html")
        assert GERMAN in source.text
        assert (source.charset, source.warnings) == ("utf-8", ("charset_mislabelled",))

    def test_two_characters_of_gbk_that_happen_to_be_valid_utf_8(self) -> None:
        source = decode("联通".encode("gbk"), "text/plain; charset=gbk")
        assert (source.text, source.charset) == ("联通", "gbk")

    def test_a_few_broken_bytes_are_replaced(self) -> None:
        raw = GERMAN.encode() + b" caf\xe9 " + GERMAN.encode()
        source = decode(raw, "text/plain; charset=utf-8")
        assert source.text == f"{GERMAN} caf\ufffd {GERMAN}"
        assert (source.charset, source.warnings) == ("utf-8", ("replaced_characters",))

    def test_truncated_inside_a_character(self) -> None:
        source = decode(f"{GERMAN} ü".encode()[:-1], "text/plain; charset=utf-8")
        assert source.text == f"{GERMAN} \ufffd"

    def test_label_utf_8_on_another_encoding_is_not_believed(self) -> None:
        source = decode(encode(page(LEGACY["windows-1251"]), "windows-1251"), "text/html; charset=utf-8")
        assert LEGACY["windows-1251"] in source.text
        assert source.warnings == ("charset_mislabelled", "charset_guessed")

    def test_replacement_characters_of_the_page_itself_are_no_warning(self) -> None:
        assert decode("caf\ufffd".encode(), "text/plain; charset=utf-8").warnings == ()

    def test_gbk_is_read_by_the_wider_decoder(self) -> None:
        raw = "㐀 is rare".encode("gb18030")
        assert decode(raw, "text/plain; charset=gb2312").text == "㐀 is rare"

    def test_undefined_bytes_of_windows_code_pages_are_controls(self) -> None:
        source = decode(b"caf\xe9 \x81 s", "text/plain; charset=windows-1252")
        assert source.text == "café \x81 s"


RUSSIAN = (
    "Деревянный мост через реку закроют на ремонт с понедельника. Для детей обещали пустить автобус, который "
    "будет ходить в школу дважды в день, пока мост не откроют снова. О ценах пока ничего не сказали."
)
GREEK = (
    "Η ξύλινη γέφυρα του ποταμού κλείνει τη Δευτέρα. ΝΕΑ ΤΗΣ ΗΜΕΡΑΣ: το λεωφορείο θα περνά δύο φορές τη μέρα."
)
POLISH = "Drewniany most na rzece zostanie zamknięty w poniedziałek. Dzieci będą jeździć do szkoły autobusem, który też się psuje."
CZECH = (
    "Dřevěný most přes řeku bude od pondělí zavřený, protože se opravuje. Děti budou jezdit autobusem, který už tak "
    "jezdí dvakrát denně. Více se zatím neví, když ještě není jasné, může být také déle zavřený."
)
TURKISH = (
    "Köprü pazartesi günü kapanacak, çünkü onarılıyor. Çocuklar okula otobüsle gidecek, bu da iki kat daha uzun sürüyor. "
    "Yıl sonuna kadar açılacağı söylendi; şu anda başka bir şey yok, artık herkes bekliyor, şekilde değil."
)
CHINESE = "这座木桥将从星期一起关闭维修。孩子们会坐公共汽车去上学，每天两次，一直到木桥重新开放为止。"
JAPANESE = "木の橋は月曜日から修理のために閉鎖されます。子どもたちは橋が再び開くまで、一日に二回バスで学校に通います。"
HEBREW = (
    "גשר העץ שמעל הנהר ייסגר לתיקון ביום שני. הילדים ייסעו לבית הספר באוטובוס פעמיים ביום עד שהגשר ייפתח."
)


class TestMislabelledLegacy:
    @pytest.mark.parametrize(
        ("text", "codec", "label", "name"),
        [
            (RUSSIAN, "cp1251", "iso-8859-1", "windows-1251"),
            (RUSSIAN, "cp1251", "koi8-r", "windows-1251"),
            (RUSSIAN, "koi8-r", "windows-1251", "koi8-u"),
            (RUSSIAN, "iso8859-5", "latin1", "iso-8859-5"),
            (GREEK, "cp1253", "windows-1252", "windows-1253"),
            (POLISH * 2, "cp1250", "iso-8859-1", "windows-1250"),
            (POLISH * 2, "iso8859-2", "iso-8859-1", "iso-8859-2"),
            (CHINESE, "gbk", "iso-8859-1", "gb18030"),
            (JAPANESE, "cp932", "iso-8859-1", "shift_jis"),
            (HEBREW, "cp1255", "iso-8859-1", "windows-1255"),
            (GERMAN * 4, "cp1252", "windows-1251", "windows-1252"),
        ],
    )
    def test_the_label_falls(self, text: str, codec: str, label: str, name: str) -> None:
        source = decode(page(text).encode(codec, "xmlcharrefreplace"), f"text/html; charset={label}")
        assert text in source.text
        assert (source.charset, source.warnings) == (name, ("charset_mislabelled", "charset_guessed"))

    @pytest.mark.parametrize(
        ("text", "codec"),
        [
            (RUSSIAN, "cp1251"),
            (RUSSIAN, "koi8-r"),
            (RUSSIAN.upper(), "cp1251"),
            (GREEK, "cp1253"),
            (POLISH, "iso8859-2"),
            (CZECH, "cp1250"),
            (TURKISH, "cp1254"),
            (CHINESE, "gbk"),
            (CHINESE, "gb18030"),
            (JAPANESE, "euc-jp"),
            (HEBREW, "cp1255"),
            (GERMAN, "cp1252"),
            ("5 ± 2 m², ¼ Glas – „Größe“: 20 € für Ærø, Ísafjörður, « déjà ». " * 3, "cp1252"),
            ("ÄÖÜ ÅÄÖ", "cp1252"),
        ],
    )
    def test_a_right_label_stands(self, text: str, codec: str) -> None:
        source = decode(page(text).encode(codec), f"text/html; charset={codec.replace('cp', 'windows-')}")
        assert text in source.text
        assert source.warnings == ()

    def test_utf_8_with_a_broken_byte_under_a_legacy_label(self) -> None:
        raw = page(GERMAN * 6).encode() + b"caf\xe9 "
        source = decode(raw, "text/html; charset=iso-8859-1")
        assert GERMAN in source.text
        assert (source.charset, source.warnings) == ("utf-8", ("charset_mislabelled", "replaced_characters"))

    def test_a_few_signs_tell_nothing(self) -> None:
        assert decode("Łódź ±5".encode("cp1250"), "text/plain; charset=iso-8859-1").charset == "windows-1252"

    def test_words_tell_what_signs_do_not(self) -> None:
        source = decode(page(CZECH * 3).encode("cp1250"), "text/html; charset=iso-8859-1")
        assert (CZECH in source.text, source.charset) == (True, "windows-1250")


class TestTextThatCameAsHtml:
    @pytest.mark.parametrize("media", ["text/html", "application/xhtml+xml"])
    @pytest.mark.parametrize(
        ("sent", "text"),
        [
            ("The lamp is lit.\n\nRead more: tides", "The lamp is lit.\n\nRead more: tides"),
            ("a < b and 2 <3", "a < b and 2 <3"),
            ("Fish &amp; chips &lt;cheap&gt; &#8212; &#x2014;", "Fish & chips <cheap> — —"),
            ("see /?a=1&copy=2&reg_id=3 & more", "see /?a=1&copy=2&reg_id=3 & more"),
            (
                "Mail <ada@harbour.example> or <https://harbour.example/>",
                "Mail <ada@harbour.example> or <https://harbour.example/>",
            ),
            ("&nosuchname; &bogus", "&nosuchname; &bogus"),
        ],
    )
    def test_is_text(self, sent: str, text: str, media: str) -> None:
        for raw in (sent, sent.encode()):
            source = decode(raw, media)
            assert (source.input, source.text, source.warnings) == ("text", text, ("no_markup",))

    @pytest.mark.parametrize(
        "sent",
        [
            "<p>x",
            "x<br>y",
            "x<BR/>",
            "<!doctype html>",
            "<!-- x -->",
            "<?xml version='1.0'?>x",
            "<my-app>x</my-app>",
            "x</x:y >",
            "",
            " \n",
        ],
    )
    def test_an_element_makes_it_html(self, sent: str) -> None:
        source = decode(sent, "text/html")
        assert (source.input, source.warnings) == ("html", ())

    def test_text_that_came_as_text_is_no_matter(self) -> None:
        assert decode("Fish &amp; chips", "text/plain") == Source(
            "Fish &amp; chips", "text", "utf-8", (), b"Fish &amp; chips"
        )

    @pytest.mark.parametrize(
        ("before", "piece"), [("", "<"), ("", "</a"), ("", "&"), ("", "&a"), ("</", "a")]
    )
    def test_looking_for_an_element_is_linear(self, before: str, piece: str) -> None:
        assert_linear(lambda size: decode(before + piece * size, "text/html"), 20_000)


class TestBrokenText:
    def test_nul_vanishes_from_html(self) -> None:
        assert decode(b"<p>wo\0rds</p>", "text/html").text == "<p>words</p>"

    def test_nul_is_replaced_in_text_so_that_offsets_hold(self) -> None:
        assert decode("wo\0rds", "text/plain").text == "wo\ufffdrds"

    def test_surrogates(self) -> None:
        source = decode("smile \ud83d\ude00, broken \ud83d!", "text/plain")
        assert source.text == "smile 😀, broken \ufffd!"
        assert source.warnings == ("replaced_characters",)
        assert decode("smile \ud83d\ude00", "text/plain").warnings == ()

    def test_mark_at_the_start_of_a_str(self) -> None:
        assert decode("\ufeffwords", "text/plain").text == "words"

    @pytest.mark.parametrize("raw", [b"", "", b" \n", b"\xef\xbb\xbf", b"\xff\xfe"])
    def test_nothing(self, raw: bytes | str) -> None:
        assert decode(raw, "text/html").text.strip() == ""


BINARIES = {
    "pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "zip": b"PK\x03\x04\x14\x00\x06\x00word/document.xml",
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "mp4": b"\x00\x00\x00\x18ftypmp42",
    "random": random.Random(7).randbytes(5000),
    "deflated": zlib.compress(" ".join(map(str, range(2000))).encode()),
}


@pytest.mark.parametrize("kind", BINARIES)
@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/plain", None])
def test_binary_input(kind: str, content_type: str | None) -> None:
    raw = BINARIES[kind]
    assert decode(raw, content_type)[0::3] == ("", ("binary_input",))


def test_binary_input_read_as_latin_1() -> None:
    assert decode(BINARIES["random"].decode("latin-1")).warnings == ("binary_input",)
    assert decode(BINARIES["pdf"].decode("latin-1")).warnings == ("binary_input",)


@pytest.mark.parametrize(
    "text",
    [
        "PK is short for penalty kick.",
        "RIFF files hold sound.",
        "ID3 tags name the song.",
        "%PDF is a marker.",
        "\x0c\x0c\x0cPage 3",
    ],
)
def test_words_that_files_begin_with_are_text(text: str) -> None:
    assert decode(text.encode()).text == text


class TestMediaTypes:
    @pytest.mark.parametrize("media", ["text/html", "application/xhtml+xml", "TEXT/HTML ; charset=utf-8"])
    def test_html(self, media: str) -> None:
        assert decode(b"<p>words", media).input == "html"

    @pytest.mark.parametrize("media", ["text/plain", "text/markdown;variant=GFM"])
    def test_text(self, media: str) -> None:
        assert decode(b"<!doctype html><p>words", media).input == "text"

    @pytest.mark.parametrize(
        "media", ["application/json", "application/x-www-form-urlencoded", "image/png", "nonsense"]
    )
    def test_anything_else(self, media: str) -> None:
        with pytest.raises(UnsupportedMediaType, match="text/html"):
            decode(b"words", media)

    @pytest.mark.parametrize(
        "text",
        [
            "<!DOCTYPE html><title>x</title>",
            "\n\n  <html lang=en>",
            "<!-- saved page --><p>words",
            '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">',
            "<article><p>words</p></article>",
            "A lead first.\n<p>One.</p>\n<p>Two.</p>\n<div>Three.</div>",
            "\ufeff<body>words",
        ],
    )
    def test_sniffed_as_html(self, text: str) -> None:
        assert decode(text.encode()).input == "html"
        assert decode(text, "application/octet-stream").input == "html"

    @pytest.mark.parametrize(
        "text",
        [
            "Just a line.",
            "2 < 3 and 5 > 4, as <everyone> knows.",
            "<angle> brackets open this line",
            "Use the <div> tag for a box and the <p> tag for a paragraph. " + "Plain words follow. " * 50,
            '<?xml version="1.0"?><rss><channel></channel></rss>',
            "# Heading\n\nSome *Markdown* with <b>bold</b> in it.",
        ],
    )
    def test_sniffed_as_text(self, text: str) -> None:
        assert decode(text.encode()).input == "text"


def test_what_xml_writes_otherwise_is_read_where_the_page_is_served_as_xml() -> None:
    page = (
        '<html><head><title>The lamp</title><script src="x.js"/><link rel="icon" href="i.png"/></head><body>'
        "<p>The lamp &amp; its oil cost <![CDATA[5 < 6]]> pounds.<br/>It is lit <a id='x'/>every evening.</p></body></html>"
    )
    article = extract(page.encode(), content_type="application/xhtml+xml")
    assert article.text == "The lamp & its oil cost 5 < 6 pounds.\nIt is lit every evening."
    assert extract(page.encode(), content_type="text/html").text == ""


@pytest.mark.parametrize("part", ["<![CDATA[", "<a ", "<a /", "/>", "<b/>"])
def test_hostile_xml_takes_linear_time(part: str) -> None:
    assert_linear(lambda size: decode(part * size, "application/xhtml+xml"), 50_000)
