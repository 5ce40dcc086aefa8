"""What a page declares of itself, read into ``Metadata``.

Sources are tried from the most to the least deliberate: JSON-LD of the article, Open Graph and other
``<meta>``, microdata, the address. Nothing is made up: what no source says is ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from pagemarrow.core.metadata.bodies import clean_body
from pagemarrow.core.metadata.dates import date_in_address, iso_date
from pagemarrow.core.metadata.linked_data import (
    Node,
    is_article,
    names_of,
    plain,
    read_nodes,
    text_of,
    types_of,
)
from pagemarrow.core.metadata.titles import choose_title, site_in_title
from pagemarrow.core.model import Declared, Metadata

MAX_NAME_CHARS: Final = 80
"""A longer author is a sentence about the author."""

MAX_MARKED_AUTHORS: Final = 4
"""More names in the page's own markup are those of commenters or of other articles."""

MAX_BODY_CHARS: Final = 500_000

_AUTHOR_METAS: Final = (
    *("author", "article:author", "parsely-author", "sailthru.author", "citation_author", "dc.creator"),
    *("dcterms.creator", "dc.contributor", "byl", "og:article:author", "rnews:author"),
)
_AUTHOR_LABELS: Final = ("written by", "author", "by", "verfasst von", "écrit par", "escrito por")
_DATE_METAS: Final = (
    *("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
    *(
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "rnews:datepublished",
    ),
    *(
        "citation_publication_date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dcterms.date",
        "dc.date",
    ),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date", "created"),
)
_TITLE_METAS: Final = (
    "og:title",
    "twitter:title",
    "dc.title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
)
_DESCRIPTION_METAS: Final = ("description", "og:description", "twitter:description", "dc.description")
_SITE_METAS: Final = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_IMAGE_METAS: Final = (
    *("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "image"),
)
_SECTION_METAS: Final = ("article:section", "og:article:section", "parsely-section", "articlesection")
_KEYWORD_METAS: Final = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_LICENSE_METAS: Final = ("license", "dcterms.license", "dc.rights.license", "cc:license")
_MODIFIED_METAS: Final = (
    *("article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified"),
    "last-modified",
)
_COMMAS: Final = re.compile("[,;，、]")
MAX_KEYWORDS: Final = 50
"""More are a list of the site's topics."""
_LANGUAGE_METAS: Final = ("og:locale", "content-language", "dc.language", "language")

_BY = re.compile(
    r"(?:(?:written|posted|words|story|review|report|reviewed|published)\s+)?(?:by|von(?! (?:der|den|dem)\b)|par|por|door)\b[\s:]+"
    r"|(?:authors?|autore?|auteur|автор)\s*:\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|^@|^/|\S@\S|\.(?:com|org|net|html?)\b", re.IGNORECASE)
_NOBODY: Final = frozenset(
    {"admin", "administrator", "author", "user", "root", "none", "null", "undefined", "n/a", "unknown"}
)
_SUBTAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")


_NOTHING: Final = Declared()


def read_metadata(declared: Declared, url: str | None = None, title: str | None = None) -> Metadata:
    """Read title, byline, date, site name and language from the declarations.

    ``url`` is the page's address. ``title`` is the headline as the caller knows it; it goes before any that the page declares.
    """
    if declared == _NOTHING and not url:  # as of every plain text
        return Metadata(title=title)
    metas = _first_of_each(declared.metas)
    properties = _first_of_each(declared.properties)
    nodes = read_nodes(declared.json_ld)
    article = _article(nodes, declared.title)
    address = url or declared.canonical or metas.get("og:url", "")
    site = _first(metas, _SITE_METAS[:1]) or _site(article, nodes) or _first(metas, _SITE_METAS[1:])
    named = (
        *(plain(metas.get("og:title", "")), text_of(article, "headline"), properties.get("headline", "")),
        *(plain(metas.get(name, "")) for name in _TITLE_METAS[1:]),
        text_of(article, "name"),
    )
    shown = [value for name, value in declared.properties if name == "h1"]
    chosen = title or choose_title(plain(declared.title), named, shown, site, address)
    authors = tuple(_authors(article, nodes, declared))
    base = _address(declared.base, url or "") or url or ""
    canonical = (declared.canonical, metas.get("og:url", ""), *_addresses_of(article.get("url")))
    return Metadata(
        title=chosen or None,
        byline=", ".join(authors) or None,
        authors=authors or None,
        canonical_url=_first_address(canonical, base),
        image=_first_address([*_metas_of(metas, _IMAGE_METAS), *_addresses_of(article.get("image"))], base),
        keywords=_keywords(article, declared),
        section=text_of(article, "articleSection") or _first(metas, _SECTION_METAS) or None,
        license=_license(article, metas),
        modified=_modified(article, metas, properties, declared.language),
        published=_published(article, nodes, metas, declared, address),
        site_name=site or site_in_title(plain(declared.title), chosen) or None,
        language=_language(declared.language, _first(metas, _LANGUAGE_METAS), text_of(article, "inLanguage")),
        description=_first(metas, _DESCRIPTION_METAS) or text_of(article, "description") or None,
        article_body=_body(article, metas),
        schema_types=_types(nodes, metas),
    )


def _first_of_each(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if value and name not in found:
            found[name] = value
    return found


def _first(metas: dict[str, str], names: Sequence[str]) -> str:
    for name in names:
        value = plain(metas[name]) if name in metas else ""
        if value:
            return value
    return ""


def _article(nodes: Sequence[Node], title: str) -> Node:
    """The node of the page's article: the one whose headline the page title repeats, else the first."""
    articles = [node for node in nodes if is_article(node)]
    for node in articles if len(articles) > 1 else ():
        headline = text_of(node, "headline")
        if headline and headline in title:
            return node
    return articles[0] if articles else {}


def _site(article: Node, nodes: Sequence[Node]) -> str:
    publishers = names_of(article.get("publisher"), nodes)
    if publishers:
        return publishers[0]
    return next((text_of(node, "name") for node in nodes if "website" in types_of(node)), "")


def _authors(article: Node, nodes: Sequence[Node], declared: Declared) -> list[str]:
    """The names of the first source that has any."""
    found = _names(names_of(article.get("author") or article.get("creator"), nodes))
    if found:
        return found
    for wanted in _AUTHOR_METAS:
        found = _names(plain(value) for name, value in declared.metas if name == wanted)
        if found:
            return found
    metas = dict(declared.metas)
    if metas.get("twitter:label1", "").lower() in _AUTHOR_LABELS:
        return _names([plain(metas.get("twitter:data1", ""))])
    for wanted in ("author", "rel-author"):
        found = _names(value for name, value in declared.properties if name == wanted)
        if found:
            return found if len(found) <= MAX_MARKED_AUTHORS else []
    return []


def _names(values: Iterable[str]) -> list[str]:
    """Names as a reader would write them: each once, no ``By``, no addresses, no stand-ins."""
    names: dict[str, str] = {}
    for value in values:
        name = _BY.sub("", value, count=1).strip(" ,;|") if _BY.match(value) else value.strip(" ,;|")
        if name and len(name) <= MAX_NAME_CHARS and not _ADDRESS.search(name) and name.lower() not in _NOBODY:
            names.setdefault(name.casefold(), name)
    return list(names.values())


def _published(
    article: Node, nodes: Sequence[Node], metas: dict[str, str], declared: Declared, address: str
) -> str | None:
    language = declared.language
    stated = [text_of(article, "datePublished", "dateCreated")]
    stated += [metas[name] for name in _DATE_METAS if name in metas]
    stated += [text_of(node, "datePublished") for node in nodes]
    stated += [value for name, value in declared.properties if name == "datepublished"]
    for value in stated:
        made = iso_date(value, language) if value else None
        if made:
            return made
    return _only_time(declared, language) or date_in_address(address)


def _only_time(declared: Declared, language: str) -> str | None:
    """The date of the page's ``<time>`` elements, if they are of one day: else it is anyone's guess whose they are."""
    times = [
        made for name, value in declared.properties if name == "time" and (made := iso_date(value, language))
    ]
    return times[0] if len({time[:10] for time in times}) == 1 else None


def _language(*tags: str) -> str | None:
    for tag in tags:
        found = _SUBTAG.match(tag.strip())
        if found:
            return found[1].lower()
    return None


def _modified(article: Node, metas: dict[str, str], properties: dict[str, str], language: str) -> str | None:
    stated = [
        text_of(article, "dateModified"),
        *_metas_of(metas, _MODIFIED_METAS),
        properties.get("datemodified", ""),
    ]
    return next((made for value in stated if value and (made := iso_date(value, language))), None)


def _keywords(article: Node, declared: Declared) -> tuple[str, ...] | None:
    """Return the keywords of the first source that has any, each once."""
    stated = article.get("keywords")
    sources = [
        [value for value in (stated if isinstance(stated, list) else [stated]) if isinstance(value, str)]
    ]
    sources += [[value for name, value in declared.metas if name == wanted] for wanted in _KEYWORD_METAS]
    for source in sources:
        words = [plain(word) for value in source for word in _COMMAS.split(value)]
        found: dict[str, str] = {}
        for word in words:
            if word and len(word) <= MAX_NAME_CHARS:
                found.setdefault(word.casefold(), word)
        if found:
            return tuple(found.values())[:MAX_KEYWORDS]
    return None


def _license(article: Node, metas: dict[str, str]) -> str | None:
    stated = article.get("license")
    named = plain(stated) if isinstance(stated, str) else next(iter(_addresses_of(stated)), "")
    if not named and isinstance(stated, dict):
        named = text_of(stated, "name")
    return named or _first(metas, _LICENSE_METAS) or None


def _addresses_of(value: Any) -> list[str]:
    """Return the addresses in a JSON-LD value: text, an object with ``url``, or a list of these."""
    found = []
    for item in (value if isinstance(value, list) else [value])[:MAX_KEYWORDS]:
        address = (
            (item.get("url") or item.get("contentUrl") or item.get("@id")) if isinstance(item, dict) else item
        )
        if isinstance(address, str):
            found.append(address)
    return found


def _metas_of(metas: dict[str, str], names: Sequence[str]) -> list[str]:
    return [metas[name] for name in names if name in metas]


def _first_address(stated: Iterable[str], base: str) -> str | None:
    return next((made for value in stated if (made := _address(value, base))), None)


def _address(stated: str, base: str) -> str | None:
    """Return ``stated`` as an absolute address of the web, or ``None``."""
    if not stated.strip():
        return None
    try:
        address = urljoin(base, stated.strip())
        parts = urlsplit(address)
    except ValueError:  # a broken IPv6 host
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _types(nodes: Sequence[Node], metas: dict[str, str]) -> tuple[str, ...]:
    names = [name for node in nodes for name in types_of(node)]
    if metas.get("og:type"):
        names.append(metas["og:type"].strip().lower())
    return tuple(dict.fromkeys(names))


def _body(article: Node, metas: dict[str, str]) -> str | None:
    value = article.get("articleBody") or article.get("text") or metas.get("articlebody")
    if not isinstance(value, str) or not value.strip():
        return None
    return clean_body(value[:MAX_BODY_CHARS]) or None
