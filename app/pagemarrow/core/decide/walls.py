"""Pages that hold back their body: what to warn of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.model import Block, Finding, Kind, Says
from pagemarrow.core.sentences import ends_sentence

Words = NDArray[np.floating]

FEW_WORDS: Final = 60
"""A body of fewer words under a consent notice is what shows through it."""

STUB_WORDS: Final = 250
"""A body of fewer words before a paywall's notice is the teaser; metered articles show one to four paragraphs."""


BUTTON_WORDS: Final = {"paywall.sign-in": 3, "paywall.other-languages": 2}
"""Words up to which what a rule finds may be the button to log in, or to be told a forgotten password, that any site has."""

NEAR: Final = 10
"""Blocks behind the last kept one among which a paywall's notice stands. Farther down are forms to log in: of 16 warnings on
3,976 development pages, none of which has a wall, 14 were such."""

REST: Final = 0.1
"""Share of the body that may stand behind a paywall's notice."""

NOTICE_WORDS: Final = 400
"""A longer text about cookies is an article on them, not a request for consent."""

NOTICE_SHARE: Final = 0.6
"""Share of a body's words that must stand in blocks that ask for consent."""

NOT_FOUND_WORDS: Final = 80

_CONSENT: Final = frozenset(
    "cookie cookies consent partners vendors privacy preferences accept reject "
    "einwilligung zustimmung zustimmen partnern datenschutz akzeptieren ablehnen "
    "consentement partenaires traceurs accepter refuser consentimiento socios privacidad aceptar rechazar "
    "consenso partner accetta rifiuta consentimento parceiros toestemming zgoda partnerzy".split()
)
_READER: Final = frozenset(
    "you your we our us i my sie ihre ihren ihrer wir uns unsere du deine ich nous vous vos votre notre nos je "
    "usted su sus nosotros nuestros nuestro tu tus noi nostri nostro tuo tuoi voi vostro você seu seus sua nossos nosso "
    "wij we ons onze u uw jouw je twoje ty nasi nasze my pan pani".split()
)
"""Words of a notice that speaks to its reader; an article on consent speaks of readers."""
_NOT_FOUND = re.compile(
    r"""\b404\b|not\ found|(?:can'?t|cannot|couldn'?t|could\ not)\ (?:be\ found|find)|no\ longer\ (?:exists|available)
    |nicht\ gefunden|introuvable|n'existe\ pas|no\ encontrad[ao]|no\ existe|non\ trovata|não\ encontrada|niet\ gevonden
    |nie\ znaleziono|не\ найдена|找不到|不存在|見つかりません""",
    re.IGNORECASE | re.VERBOSE,
)


def name_wall(blocks: Sequence[Block], kept: Sequence[int], words: Words, title: str | None) -> str | None:
    """Tell what the page is when what is left of it is no article: ``consent_wall``, ``not_found`` or nothing.

    ``kept`` are the numbers of the blocks left as body; ``words`` [blocks] how many each holds; ``title`` the page's own.
    """
    total = float(words[kept].sum())
    if not 0 < total <= NOTICE_WORDS:
        return None
    asking = sum([float(words[index]) for index in kept if _asks(blocks[index].text)])
    if asking >= NOTICE_SHARE * total:
        return "consent_wall"
    headings = [block.text for block in blocks if block.kind is Kind.HEADING and block.level <= 2]
    missing = any(_NOT_FOUND.search(text.replace("’", "'")) for text in (title or "", *headings[:3]))
    return "not_found" if missing and total <= NOT_FOUND_WORDS else None


def _asks(text: str) -> bool:
    """Tell whether a block asks for consent: two different words of its vocabulary, said to the reader or as a label."""
    words = {
        word.strip(".,;:!?'\"()“”„«»’") for word in text.lower().replace("’", " ").replace("'", " ").split()
    }
    return len(words & _CONSENT) >= 2 and (not words.isdisjoint(_READER) or not ends_sentence(text))


def merge_walls(wall: str | None, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the warnings with ``wall`` first, each once."""
    return tuple(dict.fromkeys((wall, *found))) if wall else found


def find_walls(
    kept: Sequence[int], words: Words, findings: Sequence[Finding], page_type: str = "other"
) -> tuple[str, ...]:
    """Return ``consent_wall`` and ``paywall_stub`` where rules find such notices and little body is left.

    ``kept`` and ``words`` are as for ``name_wall``. A thread of a forum ends with an invitation to log in.
    """
    total = float(words[kept].sum())
    if total >= STUB_WORDS:
        return ()
    proven = [finding for finding in findings if finding.rule.says is Says.BOILERPLATE]
    consent = {i for f in proven if f.rule.category == "consent" for i in range(f.first, f.last)}
    notice = float(words[list(consent)].sum())
    warnings = []
    if total < FEW_WORDS and notice > total:
        warnings.append("consent_wall")
    if page_type != "forum" and any(
        _is_wall(finding, words) and _ends_body(finding, kept, words) for finding in proven
    ):
        warnings.append("paywall_stub")
    return tuple(warnings)


def _ends_body(finding: Finding, kept: Sequence[int], words: Words) -> bool:
    """Tell whether a notice stands where the body breaks off."""
    if not kept:
        return True
    rest = float(words[[index for index in kept if index > finding.first]].sum())
    return finding.first <= kept[-1] + NEAR and rest <= REST * float(words[kept].sum())


def _is_wall(finding: Finding, words: Words) -> bool:
    """Tell a paywall's notice from the button to log in that any site has."""
    if words[finding.first] <= BUTTON_WORDS.get(finding.rule.id, 0):
        return False
    return finding.rule.category == "paywall"
