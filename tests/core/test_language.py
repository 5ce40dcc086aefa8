"""The guess follows the words, and the declared language only where they are silent."""

from __future__ import annotations

import pytest

from pagemarrow.core.language import guess_language
from pagemarrow.core.model import Block

SENTENCES = {
    "en": "The ferry had already left when they came down to the harbour, and there was nothing to do but wait.",
    "de": "Die Fähre war schon abgefahren, als sie zum Hafen kamen, und es blieb ihnen nichts, als zu warten.",
    "fr": "Le bac était déjà parti quand ils sont arrivés sur le port, et il ne leur restait plus qu'à attendre.",
    "es": "El barco ya había salido cuando llegaron al puerto, y no les quedaba más que esperar hasta la tarde.",
    "it": "Il traghetto era già partito quando sono arrivati al porto, e non restava che aspettare fino a sera.",
    "pt": "A balsa já tinha saído quando eles chegaram ao porto, e não lhes restava mais do que esperar até à tarde.",
    "nl": "De veerboot was al vertrokken toen ze bij de haven kwamen, en er zat niets anders op dan te wachten.",
    "pl": "Prom już odpłynął, gdy doszli do portu, i nie pozostało im nic innego, jak tylko czekać na następny.",
    "ru": "Паром уже ушёл, когда они спустились к пристани, и им не оставалось ничего, кроме как ждать.",
    "zh": "他们到达码头的时候，渡船已经开走了，只好在岸边等到下午。",
    "ja": "港に着いたとき、渡し船はもう出ていて、夕方まで待つしかなかった。",
    "sv": "Färjan hade redan gått när de kom ner till hamnen, och det fanns inget annat att göra än att vänta.",
    "da": "Færgen var allerede sejlet, da de kom ned til havnen, og der var ikke andet at gøre end at vente.",
    "no": "Fergen hadde allerede gått da de kom ned til havnen, og det var ikke noe annet å gjøre enn å vente.",
    "fi": "Lautta oli jo lähtenyt, kun he tulivat satamaan, eikä heillä ollut muuta mahdollisuutta kuin odottaa iltaan.",
    "cs": "Přívoz už odjel, když přišli do přístavu, a nezbývalo jim nic jiného než čekat, až se vrátí.",
    "tr": "Limana indiklerinde vapur çoktan kalkmıştı ve akşama kadar beklemekten başka bir çare yoktu.",
    "uk": "Пором уже відплив, коли вони прийшли до причалу, і їм не залишалося нічого, крім як чекати.",
    "el": "Το φέρι είχε ήδη φύγει όταν έφτασαν στο λιμάνι, και δεν τους έμενε παρά να περιμένουν.",
    "ar": "كانت العبارة قد غادرت عندما وصلوا إلى الميناء، ولم يبق لهم إلا الانتظار حتى المساء.",
    "fa": "وقتی به بندر رسیدند کشتی رفته بود و چاره‌ای جز این نبود که تا غروب منتظر بمانند.",
    "he": "המעבורת כבר יצאה כשהם הגיעו לנמל, ולא נותר להם אלא לחכות עד הערב.",
    "hi": "जब वे घाट पर पहुँचे तो नाव जा चुकी थी और शाम तक इंतज़ार करने के सिवा कोई चारा नहीं था।",
    "ko": "그들이 항구에 도착했을 때 배는 이미 떠난 뒤였다.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_the_words_tell_the_language(code: str) -> None:
    assert guess_language([Block(SENTENCES[code])], None) == code


@pytest.mark.parametrize("code", SENTENCES)
def test_a_template_that_declares_another_language_does_not_count(code: str) -> None:
    declared = "de-DE" if code == "en" else "en-US"
    assert guess_language([Block(SENTENCES[code])], declared) == code


def test_where_the_words_tell_nothing_the_declared_language_stands() -> None:
    assert guess_language([Block("Menu"), Block("1904")], "sv-SE") == "sv"
    assert guess_language([Block("Menu")], None) is None
    assert guess_language([], "fi") == "fi"


def test_languages_of_one_script_are_told_by_their_letters_or_the_declaration() -> None:
    assert guess_language([Block(SENTENCES["hi"])], "mr-IN") == "mr"
    assert guess_language([Block(SENTENCES["ar"])], "ur") == "ur"
    assert guess_language([Block(SENTENCES["fa"])], "ar") == "fa"


def test_codes_of_one_language_are_one() -> None:
    assert guess_language([Block("1904")], "nb-NO") == "no"
    assert guess_language([Block(SENTENCES["no"])], "nn") == "no"


def test_the_longest_blocks_speak_not_the_menu() -> None:
    menu = [Block("Read more about the news"), Block("Home"), Block("What is on")] * 5
    assert guess_language([*menu, *[Block(SENTENCES["de"])] * 8], "en") == "de"


def test_some_english_makes_no_english_page() -> None:
    assert guess_language([Block(SENTENCES["en"]), *[Block(SENTENCES["de"])] * 2], "en") == "de"


def test_one_long_quotation_makes_no_english_page() -> None:
    quotation = Block(" ".join([SENTENCES["en"]] * 12))
    assert guess_language([quotation, *[Block(" ".join([SENTENCES["de"]] * 4))] * 5], None) == "de"
