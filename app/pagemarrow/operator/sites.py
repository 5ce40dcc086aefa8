"""A site rule in YAML: hosts, CSS of the body and of what to drop, rules to switch off, CSS of title, author and date."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from cssselect import HTMLTranslator, SelectorError

from pagemarrow.core.model import InvalidSelector, Options, Selectors, Source
from pagemarrow.core.segment import segment
from pagemarrow.core.site.hosts import WILDCARD, normal_host
from pagemarrow.core.site.values import Pick, SiteRule
from pagemarrow.operator.documents import Node, Record, Wrong
from pagemarrow.operator.ftr import wrong_xpath

FIELDS: Final = ("hosts", "body", "drop", "rules_off", "title", "author", "date", "prune")

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\Z")
_EMPTY: Final = Source("<p>a</p>", "html", "utf-8")


class SiteEntry(NamedTuple):
    """A site rule, the hosts it is for and those whose sub-domains it is for."""

    rule: SiteRule
    exact: tuple[str, ...]
    below: tuple[str, ...]
    line: int


def read_site_entry(node: Node, file: str) -> SiteEntry:
    """Return the site rule of one YAML mapping. Raises ``Wrong``."""
    record = Record(node, FIELDS, "a site")
    hosts = record.texts("hosts")
    if not hosts:
        raise Wrong(record.line, "a site needs 'hosts'")
    exact = tuple(_host(record, host) for host in hosts if not host.startswith(WILDCARD))
    below = tuple(_host(record, host[len(WILDCARD) :]) for host in hosts if host.startswith(WILDCARD))
    body, drop = _css(record, "body"), _css(record, "drop")
    told = [_xpath(record, name) for name in ("title", "author", "date")]
    off = frozenset(record.texts("rules_off"))
    if not (body or drop or off or any(told)):
        raise Wrong(record.line, "a site that says nothing but its hosts")
    rule = SiteRule(
        f"{file}:{record.line}",
        (Pick(body),) if body else (),
        Pick(drop),
        title=told[0],
        author=told[1],
        date=told[2],
        rules_off=off,
        prune=record.flag("prune", True),
    )
    return SiteEntry(rule, exact, below, record.line)


def _host(record: Record, host: str) -> str:
    normal = normal_host(host)
    if not _HOST.match(normal):
        raise Wrong(
            record.line_of("hosts"), f"a host is a name like example.org or *.example.org, not {host!r}"
        )
    return normal


def _css(record: Record, name: str) -> tuple[str, ...]:
    """Return selectors, each tried by the parser that will use it."""
    selectors = record.texts(name)
    for selector, node in zip(selectors, record.nodes(name), strict=True):
        try:
            if not selector.strip():
                raise InvalidSelector("an empty selector")
            segment(_EMPTY, Options(selectors=Selectors((selector,))))
        except InvalidSelector as error:
            raise Wrong(node.start_mark.line + 1, str(error)) from None
    return selectors


def _xpath(record: Record, name: str) -> tuple[str, ...]:
    translate = HTMLTranslator().css_to_xpath
    try:
        found = tuple(translate(selector) for selector in record.texts(name))
    except SelectorError as error:
        raise Wrong(record.line_of(name), f"not a CSS selector: {error}") from None
    if wrong := next(filter(None, map(wrong_xpath, found)), ""):
        raise Wrong(record.line_of(name), f"made to XPath, {wrong}")
    return found
