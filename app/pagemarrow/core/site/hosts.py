"""Host to site rule: a few look-ups, however many sites there are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from pagemarrow.core.site.values import SiteRule

MAX_HOST_CHARS: Final = 253
"""RFC 1035: a longer name is no host."""

WILDCARD: Final = "*."
WWW: Final = "www."


class Sites(NamedTuple):
    """Site rules by host. Falsy when there are none."""

    exact: Mapping[str, SiteRule] = MappingProxyType({})
    """A host stands for itself and for itself with ``www.`` before it."""
    below: Mapping[str, SiteRule] = MappingProxyType({})
    """A host stands for all its sub-domains, at any depth."""

    def __bool__(self) -> bool:
        return bool(self.exact or self.below)

    def rule_for(self, url: str | None) -> SiteRule | None:
        """Return the rule of the page's host, the most specific one; ``None`` for an address without a host."""
        host = host_of(url or "")
        if not host:
            return None
        found = self.exact.get(host) or self.exact.get(host.removeprefix(WWW))
        rest = host
        while found is None and "." in rest:
            rest = rest.partition(".")[2]
            found = self.below.get(rest)
        return found


NO_SITES: Final = Sites()


def host_of(url: str) -> str:
    """Return the host of an address as look-ups want it: small letters, ASCII, no final dot; ``""`` if it has none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return normal_host(host)


def normal_host(host: str) -> str:
    """Return ``host`` in small letters and ASCII, without the root's dot; ``""`` if it is too long to be one."""
    host = host.lower().rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return host if len(host) <= MAX_HOST_CHARS else ""
