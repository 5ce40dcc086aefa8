"""Whether what came as HTML is HTML at all: some pipelines send plain text under its name."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_ELEMENTS: Final = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button "
    "canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset "
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins "
    "kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol "
    "optgroup option output p param picture plaintext pre progress q rb rp rt ruby s samp script search section select "
    "slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time "
    "title tr track tt u ul var video wbr xmp"
)
_MARKUP = re.compile(
    rf"<(?=[a-z/!?])(?:!doctype|!--|!\[cdata\[|\?xml|/?(?:{'|'.join(_ELEMENTS.split())})(?=[\s/>])|/[a-z][\w:.-]*+\s*>)",
    re.IGNORECASE,
)
"""A tag of HTML, the end tag of any element, or what else only markup has.

The look ahead spares the names where no tag can begin: millions of bare ``<`` would take seconds."""
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def has_markup(text: str) -> bool:
    """Tell whether ``text`` holds an element. ``a < b`` and ``<name@host.example>`` are none."""
    return _MARKUP.search(text) is not None


def without_references(text: str) -> str:
    """Return ``text`` with the characters that its references stand for.

    Those without a semicolon stay: ``&copy=1`` is part of an address.
    """
    return _REFERENCE.sub(lambda found: unescape(found[0]), text) if "&" in text else text
