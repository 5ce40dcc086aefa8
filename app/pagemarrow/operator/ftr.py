"""Site files in the format of ftr-site-config: one file a host, ``directive: value`` a line, XPath throughout.

``example.org.txt`` is for example.org and www.example.org, ``.example.org.txt`` for example.org and all its
sub-domains. Nothing is fetched and nobody logs in: directives about that are passed over, as are those about other
programs' clean-up. A line that can't be used is a notice, not an error, so that a collection can be mounted as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from pagemarrow.core.site.hosts import normal_host
from pagemarrow.core.site.values import Pick, SiteRule
from pagemarrow.operator.problems import Problem
from pagemarrow.operator.xpath import MOST_CHARS, to_css

MOST_EXPRESSIONS: Final = 200
"""Of one file; more are passed over."""

IGNORED: Final = frozenset(
    (
        *(
            "tidy",
            "parser",
            "autodetect_on_failure",
            "autodetect_next_page",
            "single_page_link",
            "next_page_link",
        ),
        *(
            "single_page_link_in_feed",
            "if_page_contains",
            "http_header",
            "requires_login",
            "not_logged_in_xpath",
        ),
        *("login_uri", "login_username_field", "login_password_field", "login_extra_fields"),
        *(
            "native_ad_clue",
            "footnotes",
            "convert_double_br_tags",
            "strip_comments",
            "skip_json_ld",
            "dissolve",
        ),
        *(
            "move_into",
            "wrap_in",
            "src_lazy_load_attr",
            "insert_detected_image",
            "strip_attr",
            "test_contains",
        ),
        *("date_format", "skip_id_or_class", "post_strip_attr"),
    )
)
"""Directives about fetching, logging in, or other programs' clean-up."""
SILENT: Final = frozenset({"test_url", "test_contains", "tidy"})
"""Nothing is lost without them."""

_LINE = re.compile(r"([a-z_]+)(?:\((.*?)\))?\s*:\s*(.*)\Z")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--[^<>]*-->")
_YES: Final = {"yes": True, "no": False, "true": True, "false": False}


class SiteFile(NamedTuple):
    """What a site file says: its host, whether it holds for sub-domains, its rule, and what was passed over."""

    host: str
    below: bool
    rule: SiteRule
    notices: tuple[Problem, ...]


def read_ftr(name: str, text: str) -> SiteFile | None:
    """Read the file of ``name`` (a path; the last part names the host); ``None`` when that is no host."""
    base = name.rpartition("/")[2].removesuffix(".txt")
    host = normal_host(base.removeprefix("."))
    if not host or not re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+", host):
        return None
    lines = _Lines(name)
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            lines.read(number, stripped)
    return SiteFile(host, base.startswith("."), lines.rule(), tuple(lines.notices))


class _Lines:
    """The directives of one file, as they come."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.notices: list[Problem] = []
        self._bodies: list[Pick] = []
        self._css: list[str] = []
        self._xpath: list[str] = []
        self._images: list[str] = []
        self._told: dict[str, list[str]] = {"title": [], "author": [], "date": []}
        self._finds: list[tuple[int, str]] = []
        self._replacements: list[tuple[str, str]] = []
        self._prune = True
        self._count = 0

    def read(self, number: int, line: str) -> None:
        match = _LINE.match(line)
        if match is None:
            return self._notice(number, "not a directive; passed over")
        directive, argument, value = match[1], match[2], match[3].strip()
        if directive in IGNORED:
            if directive not in SILENT:
                self._notice(
                    number, f"{directive} is passed over: pages come as they are, nothing is fetched"
                )
        elif directive == "test_url":
            pass
        elif directive == "prune":
            self._prune = _YES.get(value.lower(), True)
        elif directive == "find_string":
            self._finds.append((number, value))
        elif directive == "replace_string":
            self._replace(number, argument, value)
        elif directive in _READERS and value:
            self._count += 1
            if self._count <= MOST_EXPRESSIONS:
                _READERS[directive](self, number, value.removesuffix(";"), directive)
        elif directive not in _READERS:
            self._notice(number, f"unknown directive {directive}; passed over")
        return None

    def rule(self) -> SiteRule:
        if self._finds:
            self._notice(self._finds[0][0], "find_string without replace_string; passed over")
        return SiteRule(
            self._name,
            tuple(self._bodies),
            Pick(tuple(dict.fromkeys(self._css)), tuple(dict.fromkeys(self._xpath))),
            tuple(dict.fromkeys(self._images)),
            title=tuple(self._told["title"]),
            author=tuple(self._told["author"]),
            date=tuple(self._told["date"]),
            replacements=tuple(self._replacements),
            prune=self._prune,
        )

    def body(self, number: int, value: str, _: str) -> None:
        css = to_css(value)
        if css:
            self._bodies.append(Pick(css))
        elif self._checked(number, value):
            self._bodies.append(Pick((), (value,)))

    def strip(self, number: int, value: str, _: str) -> None:
        css = to_css(value)
        if css:
            self._css += css
        elif self._checked(number, value):
            self._xpath.append(value)

    def named(self, number: int, value: str, directive: str) -> None:
        text = value.strip("'\"")
        if not text or any(sign in text for sign in '"\\\n\0'):
            self._notice(number, f"{directive} needs part of a name, not {value!r}")
        elif directive == "strip_image_src":
            self._images.append(f'img[src*="{text}"]')
        else:
            self._css += [f'[class*="{text}"]', f'[id*="{text}"]']

    def tell(self, number: int, value: str, directive: str) -> None:
        if self._checked(number, value):
            self._told[directive].append(value)

    def _checked(self, number: int, value: str) -> bool:
        wrong = wrong_xpath(value)
        if wrong:
            self._notice(number, f"{wrong}; passed over")
        return not wrong

    def _replace(self, number: int, argument: str | None, value: str) -> None:
        if argument is None:
            if not self._finds:
                return self._notice(number, "replace_string without find_string; passed over")
            argument = self._finds.pop(0)[1]
        if not argument or not _is_markup(argument) or not _is_markup(value):
            return self._notice(
                number, "replaces words, or parts of tags: Marrow rewords nothing; passed over"
            )
        self._replacements.append((argument, value))
        return None

    def _notice(self, number: int, message: str) -> None:
        self.notices.append(Problem(self._name, number, message))


_READERS: Final = {
    "body": _Lines.body,
    "strip": _Lines.strip,
    "strip_id_or_class": _Lines.named,
    "strip_image_src": _Lines.named,
    "title": _Lines.tell,
    "author": _Lines.tell,
    "date": _Lines.tell,
}


def _is_markup(text: str) -> bool:
    """Tell whether ``text`` is whole tags and white space: replacing it changes no word of the page."""
    return not _TAG.sub("", text).strip()


@lru_cache(maxsize=4096)
def wrong_xpath(expression: str) -> str:
    """Return what is wrong with ``expression``; an empty string when it can be used."""
    if len(expression) > MOST_CHARS:
        return f"an expression of more than {MOST_CHARS} characters"
    from lxml import etree

    try:
        etree.XPath(expression, regexp=False, smart_strings=False)(etree.Element("html"))
    except (etree.XPathError, ValueError) as error:  # ValueError: a control character
        return f"not an XPath expression ({error})"
    return ""
