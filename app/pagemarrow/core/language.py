"""The language guess: which stop words a page is written with. Pure counting, no model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from pagemarrow.core.model import Block

_TABLES: Final[Mapping[str, str]] = {
    "en": """the of and to a in is that for it was on with as are be this by from at have not or an they which you but his
        he has had were their been its more we will who there would what if when can her all one about so said she out up
        my me your our how than them then no do just into also only some could these may after most other new any over""",
    "de": """der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat
        dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr
        durch man sein wurde sei ich wir ihr kann wenn diese dieser ihre gegen vom unter schon keine was hatte""",
    "fr": """de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont la avec son aux ou
        cette comme nous mais sa ses elle ont été leur même fait être bien deux ces on entre après peut tout sans aussi
        vous je leurs si où dont était lui encore alors très""",
    "es": """de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre
        este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han
        yo hay vez puede todos así nos ni parte tiene él uno donde bien""",
    "it": """di e il la che in un a per è una del non sono con si le i da della dei al alla come anche più ha nel dal gli lo
        ma ed delle o questo se su ai nella suo sua dalla degli essere anni stato ci tra due quando hanno era cui alle solo
        molto poi dopo fra quello tutto dove perché""",
    "pt": """de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou
        ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem
        nas me esse eles você essa num nem suas às são""",
    "nl": """de het een van en in is dat op te zijn met voor niet die aan er om ook als dan maar bij of uit nog door naar
        heeft hij ze wordt tot je over deze worden wel was zo kan meer hebben geen ik we al werd zich onder moet nu dit
        wat hun haar veel jaar tegen na zou ons deze onze""",
    "pl": """w i na z się nie do to że jest o jak po a co od za przez są dla tym być tego ale czy tak przy oraz ten jego już
        może które który tylko która także lub więc gdy jej jako aby pod bardzo było był była są ich nas roku ze te będzie
        można jeszcze przed między bez""",
    "ru": """и в не на что с по он как это к но из у за от о для так же его а все она они мы бы то было был вы ее только мне
        еще или уже если до при быть их чтобы может этого со также этом году когда лет во года которые который была были
        том под ли после нет без""",
}
"""The most frequent function words of each language, written down from knowledge of it; ambiguous ones count for each."""

_MORE_TABLES: Final[Mapping[str, str]] = {
    "sv": """och att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när man hade
        nu där efter vid över alla skulle vara eller mot blir andra hur mycket också bara finns kommer ska under
        år detta mer än sin sitt sina vill får kunde mellan hon dem ut upp nya här varit blev några två då utan
        denna deras enligt redan samma många säger""",
    "da": """og at det er en til på som for af med de den har ikke der et han om men var jeg sig fra vi så kan når man havde
        nu efter ved over alle skulle være eller mod bliver andre hvordan meget også kun skal under år dette
        mere end sin sit sine vil får kunne mellem hun dem ud op nye her været blev nogle to da uden denne deres
        ifølge allerede samme mange siger hvor mig hvad ind bare blevet hvis mens siden""",
    "no": """og at det er en til på som for av med de den har ikke der et han om men var jeg seg fra vi så kan når man hadde
        nå etter ved over alle skulle være eller mot blir andre hvordan mye også bare skal under år dette mer
        enn sin sitt sine vil får kunne mellom hun dem ut opp nye her vært ble noen to da uten denne deres
        ifølge allerede samme mange sier hvor meg hva inn blitt hvis mens siden""",
    "fi": """ja on ei se että oli hän ovat mutta myös joka kun tai niin kuin ole sen jos vain mukaan jo sekä nyt mitä vielä
        kanssa siitä hänen olla kuitenkin jotka ne joita jälkeen ennen voi tämä sitä olisi sitten eikä koska
        enemmän jonka tämän minä miten hyvin kaikki muun muassa ollut ollaan olivat mikä noin missä siellä sillä
        tässä useita paljon kuten vaan eivät voivat saa pitää tulee kertoo sanoo vuonna sille häntä asti aikana""",
    "cs": """se na je že do jako za ale si po jsou který pro od které jsem už tak která být když při jeho má podle až jen
        není co jak ve nebo bude také kteří před byl bylo byla jsme ještě může mezi však než pouze tím jejich
        proto této kde své toho další aby pokud ani tedy ze jí mu tento budou byly vše již""",
    "tr": """ve bir bu da de için ile çok olarak daha gibi ne en olan kadar sonra ama var ki mi ya yeni göre ise iki
        tarafından ancak şekilde olduğu değil yok diye hem veya bin içinde bütün şey ben sen biz onun önce bunun
        zaman nasıl hiç artık büyük ilk son oldu dedi olduğunu eden etti üzerinde arasında karşı nedeniyle bile
        şu bazı ardından yıl böyle sadece fakat çünkü ifade kendi yer""",
    "el": """και το η ο να του της στο την τη με για τα που από είναι δεν θα οι στην ότι τον σε των τους στη στον αλλά μας ένα
        μια αν ή μου ως κατά μετά όπως πως όταν έχει ήταν αυτό αυτή αυτός αυτά έχουν πολύ πιο μόνο μέσα πριν χωρίς ακόμη
        ακόμα γιατί τις στις στους ένας μία οποία οποίο οποίος μπορεί πρέπει κάθε όλα καθώς ενώ σύμφωνα δύο""",
    "ar": """في من على إلى عن مع أن إن كان كانت هذا هذه التي الذي ما لا لم لن قد هو هي هم كما بعد قبل بين حتى كل بعض غير عند
        ذلك تلك أو ثم منذ خلال أي حيث لكن بل نحو ضد أكثر عليه عليها فيه فيها به بها له لها منه منها وقد وقال قال أنه
        أنها وكان وفي ومن كذلك أيضا لدى سوف يكون تكون ليس الذين""",
    "fa": """و در به از که این را با است برای آن یک تا خود بر هم بود شد شده می‌شود کرد کرده دارد باید او ما آنها نیز اما یا هر
        پس اگر پیش بین روی دیگر همه چه می‌کند نمی‌شود بوده هستند کند شود نیست است‌ بعد وی گفت میان بسیار همین چند""",
    "he": """של את על לא הוא היא זה עם כי גם אל או אבל כל אני אם מה יש בין היה הם רק כמו אין אחרי עד לפני יותר אותו אותה שלו שלה
        שלא אך בו בה לו לה הזה הזאת להיות היתה הייתה היו אשר כדי מאוד עוד כבר אנחנו אתה שם פה כאן ידי לאחר""",
    "hi": """के का की में है से को और पर ने यह कि हैं भी एक नहीं तो ही था थी थे इस उस वह जो कर हो गया गई किया लिए साथ बाद तक या
        अपने अपनी अपना कुछ सभी जब तब रहा रही रहे होने हुए हुई करने कहा जा दिया वे इन उन इसके उनके उसके द्वारा लेकिन अब""",
    "ko": """이 그 저 것 수 등 및 더 또 있다 없다 했다 한다 있는 없는 하는 위해 대해 대한 때문에 함께 통해 따라 이번 지난 모두 가장
        하지만 그러나 그리고 또한 다른 같은 많은 말했다 밝혔다 있었다 것이다 이날 지금 오는 우리 나는 내 그는 이는 된""",
    "uk": """і в на не з що та у до як це за від але про для він вона його її їх був була було були які який яка яке також
        вже або ще й а ми ви ти я так коли якщо щоб після під час при над між через тому цього цей ця ці лише
        дуже може років року році зі із де є бути навіть свої свою собі нас нам вам усі всі тільки того тим
        цьому них ним більше без проти перед""",
}
"""The same for more languages, without the single Latin letters and the English words among them: plain text has the former
as bullets."""

_UNSPACED: Final[Mapping[str, str]] = {
    "zh": "的了是在和有不这這也就都而及与與着著或被把让讓从從对對于於为為之其但所以到將将會会",
    "ja": "はがをにのでともたてしれるなへやか",
}
"""The most frequent function characters of languages without spaces, whose characters are counted as words. They are of no use
for guessing: the script tells these languages."""

_SETS: Final = {code: frozenset(words.split()) for code, words in {**_TABLES, **_MORE_TABLES}.items()}
STOP_WORDS: Final[frozenset[str]] = frozenset().union(*_SETS.values(), *map(frozenset, _UNSPACED.values()))
"""Every stop word of every language: what prose holds and menus lack."""

SPOKEN: Final = frozenset(_SETS) | frozenset(_UNSPACED)
"""Languages whose stop words are known."""

_LANGUAGES_OF: Final = {
    word: tuple(code for code, words in _SETS.items() if word in words)
    for word in frozenset().union(*_SETS.values())
}

FOREIGN_WORDS: Final = frozenset(word for word in _LANGUAGES_OF if len(word) > 1 and not word.isascii())
"""Stop words with letters beyond ASCII: wrong encodings spell none of them."""

_SAMPLE: Final = 3_000
"""Characters looked at: about 500 words, so that the cost of a long page stays constant."""

_GLANCES: Final = 5
_GLANCE: Final = 200
"""Blocks, the longest, and characters of each whose beginnings tell most English pages at once: 1,242 of the 1,567 among the
development pages, and none in another language. One long quotation is outvoted by the others."""

_ENOUGH: Final = 0.12
"""Share of the words that must be stop words of a language before it is guessed; prose has 0.3 to 0.5, menus under 0.1."""

_CLEAR: Final = 1.15
"""How many times more stop words than the declared language the winner must have to overrule it."""

_SURELY_ENGLISH: Final = 0.28
"""Share of English stop words from which on no other language needs to be counted: of the development pages in others
none has more than 0.2, and of the English ones five in six have more than this."""

_TYPOGRAPHIC: Final = "’‘“”–—…\u00a0„«»‚‹›•·©®™€£°²³×"
"""Most of what prose has beyond ASCII that is no letter."""
_LETTERS_ALONE: Final = bytes(code if chr(code).isalpha() or code >= 128 else 32 for code in range(256))
_BEYOND_LATIN = re.compile(r"[\u0370-\u03ff\u0590-\u06ff\u0900-\u097f\u3040-\u30ff\u4e00-\ud7a3]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_OWN_SCRIPT: Final = (("ko", re.compile(r"[\uac00-\ud7a3]")), ("el", re.compile(r"[\u0370-\u03ff]")),
                      ("ar", re.compile(r"[\u0600-\u06ff]")), ("he", re.compile(r"[\u0590-\u05ff]")), ("hi", re.compile(r"[\u0900-\u097f]")))  # fmt: skip
_PERSIAN = re.compile(r"[پچژگکی]")
_ARABIC_ALONE = re.compile(r"[ةىيكأإ]")
_SAME_SCRIPT: Final = {"ar": ("ur", "ps", "ku", "ckb", "ug", "sd"), "hi": ("mr", "ne", "sa")}
"""Languages that nothing but their declaration tells from the one that a script is taken for."""

_OTHER_CODES: Final = {"nb": "no", "nn": "no", "iw": "he"}
"""Codes that pages declare for a language known here by another."""

_SCRIPT_SHARE: Final = 0.2
"""Share of the characters in a script above which the script tells the language."""


def guess_language(blocks: Sequence[Block], declared: str | None) -> str | None:
    """Return the page's language as a primary subtag, or ``None`` where nothing tells it.

    The words decide; ``declared`` (from the page's head) only breaks near ties and stands where
    the words tell nothing, since templates often declare a language that the page isn't written in.
    """
    texts = sorted([block.text for block in blocks], key=len, reverse=True)
    plain = _plain(" ".join([text[:_GLANCE] for text in texts[:_GLANCES]]).lower())
    if plain.isascii() and _is_surely_english(_words(plain)):
        return "en"
    stated = _stated(declared)
    plain = _plain(_sample(texts))
    by_script = None if plain.isascii() else _by_script(plain)
    if by_script:
        return stated if stated in _SAME_SCRIPT.get(by_script, ()) else by_script
    words = _words(plain)
    if _is_surely_english(words):
        return "en"
    counts = _count(words)
    if not counts:
        return stated
    best, hits = counts.most_common(1)[0]
    if stated is not None and stated in counts and counts[stated] * _CLEAR >= hits:
        return stated
    return best


def _stated(declared: str | None) -> str | None:
    code = declared.replace("_", "-").partition("-")[0].lower() if declared else None
    return _OTHER_CODES.get(code, code) if code else None


def _sample(texts: Iterable[str]) -> str:
    """Return the beginning of ``texts``, the longest of which come first: prose, which menus in another language do not outvote."""
    taken = []
    size = 0
    for text in texts:
        taken.append(text[: _SAMPLE - size])
        size += len(taken[-1])
        if size >= _SAMPLE:
            break
    return " ".join(taken).lower()


def _is_surely_english(words: Sequence[str]) -> bool:
    return sum(map(_SETS["en"].__contains__, words)) > _SURELY_ENGLISH * len(words)


def _by_script(sample: str) -> str | None:
    if not _BEYOND_LATIN.search(sample):
        return None
    least = _SCRIPT_SHARE * len(sample)
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    if kana + han > least:
        return "ja" if kana > 0.1 * han else "zh"
    for code, script in _OWN_SCRIPT:
        if len(script.findall(sample)) > least:
            return "fa" if code == "ar" and _is_persian(sample) else code
    return None


def _is_persian(sample: str) -> bool:
    return len(_PERSIAN.findall(sample)) > len(_ARABIC_ALONE.findall(sample))


def _count(words: Sequence[str]) -> Counter[str]:
    """Return the stop words of each language that has enough of them."""
    least = _ENOUGH * len(words)
    hits = Counter(chain.from_iterable(filter(None, map(_LANGUAGES_OF.get, words))))
    return Counter({code: count for code, count in hits.items() if count > least})


def _plain(sample: str) -> str:
    """Blank the typographic marks: without them most English samples are ASCII, which tells their script."""
    if not sample.isascii():
        for mark in _TYPOGRAPHIC:
            sample = sample.replace(mark, " ")
    return sample


def _words(sample: str) -> list[str]:
    """Return the runs of letters, in a fifth of the time a pattern takes; what is beyond ASCII counts as one."""
    return sample.encode("utf-8", "replace").translate(_LETTERS_ALONE).decode().split()
