"""The article's title among what the page calls itself, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

MAX_CHARS: Final = 1_000
"""What is read of a title: a longer one is a text that lost its tags."""

MAX_HEADINGS: Final = 20
"""Headings that are compared with the title; a page with more numbers its parts by them."""

MAX_SITE_WORDS: Final = 5
"""A longer last part of a page title is a subtitle rather than the name of a site."""

MIN_TITLE_WORDS: Final = 3
"""What is left without the name of a site that only its place gives away."""

SAME_WORDS: Final = 0.6
"""Share of the shorter one's words from which a heading is the title in other words."""

MAX_SITE_SIGNS: Final = 12
"""``MAX_SITE_WORDS`` in scripts that put no spaces between words."""

MIN_TITLE_SIGNS: Final = 8
"""``MIN_TITLE_WORDS`` in them."""

_UNSPACED: Final = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3041-\u30fa\u30fc-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9f"
)
"""Letters of those scripts."""

_SEPARATOR = re.compile(
    r"\s+[|·•»«›‹—–‐-]+\s+|\s*[|｜]\s*|\s+::?\s+|\s*[»]\s*"
    rf"|\s*＿+\s*|(?<=[{_UNSPACED}）」』】》！？])[_–-]+(?=\S)"
)
"""Signs between a title and the name of a site; where words are not spaced, the signs often are not either."""
_IN_UNSPACED = re.compile(f"[{_UNSPACED}]")
_LETTERS = re.compile(r"[\W_]+")


def choose_title(declared: str, named: Sequence[str], shown: Sequence[str], site: str, url: str) -> str:
    """Return the article's title, or an empty string.

    ``declared`` is the page's ``<title>``; ``named`` are the other titles the page gives (Open Graph, headline),
    best first; ``shown`` are its top headings, taken where they say the same in other words, because that is what
    a reader sees; ``site`` is the name of the site where known, ``url`` the address where known. A page that gives no title
    has its first heading.
    """
    declared, site = declared[:MAX_CHARS], site[:MAX_CHARS]
    named = [name[:MAX_CHARS] for name in named]
    shown = [heading[:MAX_CHARS] for heading in shown[:MAX_HEADINGS]]
    known = _site_keys(site, url)
    candidates = [_without_site(name, known) for name in named if name]
    best = candidates[0] if candidates else _without_site(declared, known)
    for other in candidates[1:]:
        if best.startswith(other) and _SEPARATOR.match(best, len(other)) and len(other.split()) > 1:
            best = other
    bare = _without_guessed_site(_without_site(declared, known))
    for heading in shown:
        if _key(heading) in known:
            continue
        if _says_the_same(heading, best) or _says_the_same(heading, bare):
            return heading
        if _begins(heading, declared) or _begins(heading, best):
            return heading
    if not best:
        return next(iter(shown), "")
    return _without_guessed_site(best) if best == declared else best


def _says_the_same(heading: str, title: str) -> bool:
    words, others = set(_words(heading)), set(_words(title))
    return len(words) > 1 and len(words & others) >= SAME_WORDS * min(len(words), len(others))


def _begins(heading: str, title: str) -> bool:
    """Tell whether ``title`` is ``heading`` and the name of a site, where words can't be compared for want of spaces."""
    if not heading or not title.startswith(heading) or not _IN_UNSPACED.search(heading):
        return False
    found = _SEPARATOR.match(title, len(heading))
    return found is not None and all(_is_short(part) for part in _SEPARATOR.split(title[found.end() :]))


def _is_short(name: str) -> bool:
    return len(name.split()) <= MAX_SITE_WORDS and len(_IN_UNSPACED.findall(name)) <= MAX_SITE_SIGNS


def _words(text: str) -> list[str]:
    return _LETTERS.sub(" ", text.casefold()).split()


def site_in_title(declared: str, title: str) -> str:
    """Return what stands beside ``title`` in the page's ``<title>``: most often the name of the site."""
    if not title or title == declared or title not in declared:
        return ""
    before, _, after = declared.partition(title)
    rest = [part for part in _SEPARATOR.split(f"{before} {after} ") if part.strip()]
    name = rest[-1].strip() if rest else ""
    beside = _SEPARATOR.match(f"{after} ") or _SEPARATOR.search(f" {before}"[-4:])
    return name if beside and len(name.split()) <= MAX_SITE_WORDS else ""


def _site_keys(site: str, url: str) -> set[str]:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # a broken IPv6 host
        host = ""
    labels = host.removeprefix("www.").split(".")
    keys = {_key(site), _key(host.removeprefix("www.")), _key(labels[0])}
    if len(labels) > 2:
        keys.add(_key(labels[1]))
    return {key for key in keys if len(key) > 2}


def _key(text: str) -> str:
    """Letters and digits alone: *The Daily Echo* is dailyecho and the-daily-echo.com."""
    return _LETTERS.sub("", text.casefold()).removeprefix("the")


def _without_site(title: str, known: set[str]) -> str:
    """Cut last parts that name the site, or a first one."""
    parts = [found.span() for found in _SEPARATOR.finditer(title)] if known else []
    while parts:
        last = _key(title[parts[-1][1] :])
        if last not in known and (len(last) <= 2 or not any(key.startswith(last) for key in known)):
            break
        title = title[: parts.pop()[0]].rstrip()
    if parts and _key(title[: parts[0][0]]) in known:
        return title[parts[0][1] :].strip()
    return title.strip()


def _without_guessed_site(title: str) -> str:
    """Cut a last part that looks like the name of a site: short, capitalised, after a longer title."""
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    found = separators[-1]
    rest, last = title[: found.start()].strip(), title[found.end() :].strip()
    named = last[:1].isupper() or not last[:1].isalpha() or "." in last or not last.isascii()
    # Without spaces around it a dash may stand inside a word, wherever words are not spaced.
    unspaced = found[0][0] not in "-–" and len(_IN_UNSPACED.findall(rest)) >= MIN_TITLE_SIGNS
    if named and _is_short(last) and (len(rest.split()) >= MIN_TITLE_WORDS or unspaced):
        return rest
    return title
