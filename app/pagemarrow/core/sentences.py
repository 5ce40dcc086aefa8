"""Where sentences end, in any script: the signs that end them, and what may stand behind those signs.

Text and HTML ask the same question in many places: does this block end as a sentence does? The answer is here alone.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pagemarrow.core.scripts import LONG, extent


def _characters(ranges: str) -> str:
    """Return the characters of ``ranges``: hexadecimal codes, or two joined by a hyphen, between spaces."""
    found: list[str] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        found += map(chr, range(int(first, 16), int(last or first, 16) + 1))
    return "".join(found)


SENTENCE_TERMINAL: Final = _characters(
    "21 2E 3F 589 61D-61F 6D4 700-702 7F9 837 839 83D-83E 964-965 104A-104B 1362 1367-1368 166E 1735-1736 17D4-17D5 "
    "1803 1809 1944-1945 1AA8-1AAB 1B5A-1B5B 1B5E-1B5F 1B7D-1B7E 1C3B-1C3C 1C7E-1C7F 203C-203D 2047-2049 2E2E 2E3C "
    "2E53-2E54 3002 A4FF A60E-A60F A6F3 A6F7 A876-A877 A8CE-A8CF A92F A9C8-A9C9 AA5D-AA5F AAF0-AAF1 ABEB FE52 FE56-FE57 "
    "FF01 FF0E FF1F FF61"
)
"""Characters of the basic plane with the property ``Sentence_Terminal``, of Unicode 16.0.

Python has no table of it. The signs of the planes above belong to scripts that no web page is written in.
"""

STOPS: Final = SENTENCE_TERMINAL + _characters("2026 22EF F0D-F11 A828 2CF9-2CFE")
"""Everything that ends a sentence: the property, dots that trail off, the shads of Tibetan and the stops of Coptic."""

OWN_STOPS: Final = re.escape("".join(sign for sign in STOPS if sign not in ".!?…"))
"""The stops that other scripts than Latin have for themselves, for a class of a pattern."""

QUESTIONS: Final = _characters("3F 37E 61F 1367 1945 203D 2047-2049 2E2E 2E54 A60F A6F7 FE56 FF1F 2CFA-2CFB")
"""Those of them that ask, with the question mark of Greek that looks like a semicolon."""

GREEK: Final = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
"""A semicolon behind a letter of Greek is a question mark: keyboards have only this one."""

UNSTOPPED: Final = _characters("E01-E3A E40-E4E E81-EBC EC0-ECD EDC-EDF")
"""Letters of Thai and Lao, which end no sentence with a sign: a text of theirs ends in one of these."""

_BY_CATEGORY: Final = {
    category: "".join(sign for sign in map(chr, range(0x10000)) if unicodedata.category(sign) == category)
    for category in ("Pe", "Pf", "Pi")
}
CLOSERS: Final = "\"'`´*_′″" + "".join(_BY_CATEGORY.values())
"""What may close a sentence behind its last sign.

All closing brackets and quotation marks are of Unicode's categories Pe, Pf and Pi: ``“`` and ``«`` close in German what they
open in English. The rest are straight quotes, and the signs of emphasis in Markdown.
"""

UNSEEN: Final = " \t\n\r\f\v" + _characters(
    "A0 AD 61C 180E 1680 2000-200F 2028-202F 205F-2064 2066-206F 3000 FE00-FE0F FEFF"
)
"""White space of all kinds, and characters that show nothing: joiners, marks of direction, soft hyphens, byte order marks."""

END_SIGNS: Final = _characters(
    "21A9 21B5 23CE 2191 5E 220E 25A0-25A1 25AA-25AB 25C6-25C7 25CF 25CB 25FC 25FE 2756"
)
"""Signs behind the last sentence: the way back from a footnote, and the square that ends an article."""

_TRAILING: Final = UNSEEN + CLOSERS + END_SIGNS
TRAILING: Final = _TRAILING + _characters("1F000-1FAFF")
"""All of what is looked past before a block's last sign is read: the above, and emojis."""

FARTHEST_MARK: Final = 60
"""Characters from the last sign of a sentence to the end of the block, at most, if marks of source or note stand between."""

LEAST_BEFORE: Final = 12
"""Characters before such marks, at least: ``No. 5`` is no sentence with a note."""

_AGENCY: Final = (
    r"(?:dpa|afp|ap|reuters|rtr|epd|kna|apa|sda|ots|tmn|lnw|lby|lni|lsw|lhe|lrs|lno|lth|lsb|lbn|lbw|upi|pti|ani|ians|efe|ansa"
    r"|belga|anp|ritzau|ntb|tt|stt|mti|pap|ctk|čtk|tass|тасс|ria|риа\ новости|интерфакс|interfax|укринформ|унн|unian|xinhua|kyodo|yonhap|bernama"
    r"|antara|lusa|adnkronos|agi|aap|cp|sid|press\ association|associated\ press|agence\ france-presse|europa\ press|press\ trust\ of\ india)"
)
_SOURCE: Final = r"(?:quelle|source|sources|fonte|fuente|bron|källa|kilde|lähde|źródło|zdroj|kaynak|источник|джерело|πηγή|sumber|来源|來源|出典)"
_PAST: Final = rf"[{re.escape(_TRAILING)}\U0001f000-\U0001faff]*"
MARKS_BEHIND: Final = re.compile(
    rf"""{_PAST}(?:(?:
        \[[^\[\]\n]{{1,24}}\]                                   # the number of a footnote, "[citation needed]"
        |[\u00b9\u00b2\u00b3\u2070-\u2079*†‡§]{{1,4}}
        |(?<=\S)\d{{1,3}}(?!\w)                                 # a footnote's number whose markup is lost
        |[(（【〔][^()（）【】〔〕\n]{{1,40}}[)）】〕]            # "(Reuters)", "（新华社）"
        |(?:[—–―/|-]{{1,2}}\s?)?{_AGENCY}(?:\s?[/,+-]\s?\w{{1,12}}){{0,3}}
        |[—–―]{{1,2}}\s?[^\W\d_][\w.&'’-]{{0,20}}(?:\s[^\W\d_][\w.&'’-]{{0,20}})?
        |{_SOURCE}\s?[:：]\s?[^\n.]{{2,30}}
    ){_PAST}){{1,4}}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands between the last sign of a sentence and the end of its block: notes, agencies, who wrote it."""

_LAST_STOP: Final = re.compile(f"[{re.escape(STOPS)}]")


def bare_end(text: str) -> str:
    """Return the last character of ``text`` that is not among ``TRAILING``; nothing where there is none."""
    return text.rstrip(TRAILING)[-1:]


def marked_end(text: str) -> str:
    """Return the sign that ends the sentence before the marks of source or note that ``text`` ends in.

    Nothing where there are no such marks, or no sentence before them.
    """
    begin = max(len(text) - FARTHEST_MARK, LEAST_BEFORE)
    for found in _LAST_STOP.finditer(text, begin):
        if text[found.start() - 1].isdigit() and text[found.end() : found.end() + 1].isdigit():
            continue  # a number with decimals
        if MARKS_BEHIND.match(text, found.end()):
            return found[0]
    return ""


def ends_sentence(text: str) -> bool:
    """Tell whether ``text`` ends as a sentence does."""
    bare = text.rstrip(TRAILING)
    if not bare or bare[-1] in _STOPS:
        return bool(bare)
    if bare[-1] == ";":
        return GREEK.match(bare, len(bare) - 2) is not None
    if bare[-1] in _UNSTOPPED:
        return extent(text) > LONG
    return bool(marked_end(text))


_STOPS: Final = frozenset(STOPS)
_UNSTOPPED: Final = frozenset(UNSTOPPED)
