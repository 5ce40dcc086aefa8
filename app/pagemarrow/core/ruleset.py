"""Which rules are in force: the built-in ones, an operator's own, what is known of single sites, and their version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from pagemarrow.core.model import ANY_LANGUAGE, Rule
from pagemarrow.core.rules import RULES, RULES_VERSION, digest
from pagemarrow.core.site.hosts import NO_SITES, Sites
from pagemarrow.core.site.values import SiteRule

VERSION_DIGITS: Final = 12


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Rules in their order, rules of sites, and a version that any change of them changes."""

    rules: tuple[Rule, ...]
    sites: Sites
    version: str
    prepared: dict[str | None, Any] = field(default_factory=dict, repr=False)
    """What matching makes of the rules, by language: it saves time and changes no answer."""

    @cached_property
    def languages(self) -> frozenset[str]:
        """Languages that a rule is for."""
        return frozenset(code for rule in self.rules for code in rule.languages) - set(ANY_LANGUAGE)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of all rules."""
        return frozenset(rule.id for rule in self.rules)

    def __reduce__(self) -> tuple[type[RuleSet], tuple[tuple[Rule, ...], Sites, str]]:
        # Without what was prepared; a read-only mapping of sites has no pickled form of its own.
        sites = Sites(dict(self.sites.exact), dict(self.sites.below))
        return type(self), (self.rules, sites, self.version)


BUILT_IN: Final = RuleSet(RULES, NO_SITES, RULES_VERSION)


def combine(own: Iterable[Rule], off: Iterable[str] = (), sites: Sites = NO_SITES) -> RuleSet:
    """Return the built-in rules without those named in ``off``, then an operator's ``own``, with ``sites``."""
    out = frozenset(off)
    own = tuple(own)
    if not own and not out and not sites:
        return BUILT_IN
    rules = tuple(rule for rule in RULES if rule.id not in out) + own
    return RuleSet(rules, sites, _version(rules, sites))


def _version(rules: tuple[Rule, ...], sites: Sites) -> str:
    record = hashlib.sha256(digest(rules).encode())
    for kind, table in (("", sites.exact), (".", sites.below)):
        for host in sorted(table):
            record.update(json.dumps([kind + host, _plain(table[host])]).encode())
    return record.hexdigest()[:VERSION_DIGITS]


def _plain(site: SiteRule) -> list[Any]:
    """All of a site rule but the place it stands in."""
    return [sorted(value) if isinstance(value, frozenset) else value for value in site[1:]]
