"""Addresses of links and images: resolved, and only those that are safe to follow."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

SCHEMES: Final = frozenset({"http", "https", "mailto"})
_HOSTED: Final = frozenset({"http", "https"})
_PLAIN = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][^\x00-\x20\"'<>\\^`{|}()\x7f]*)?\Z")
"""An address that needs neither resolving nor encoding, as most do."""
_IGNORED = re.compile(r"[\t\n\r]")  # the URL standard removes them before it reads a scheme
_UNSAFE = re.compile(r"[\x00-\x20\"'<>\\^`{|}()\x7f]")


class Links(NamedTuple):
    """How addresses of a page are written."""

    base: str
    """What relative ones are resolved against; empty when nothing is known."""
    shown: bool
    """Whether links are asked for."""

    @classmethod
    def of(cls, base: str, url: str, shown: bool) -> Links:
        """``base`` is the ``href`` of ``<base>``, ``url`` the page's address; either may be empty."""
        return cls(_joined(url, base.strip()), shown)

    def link(self, target: str) -> str:
        """The address a link goes to; empty when links are not asked for or it leads nowhere outside the page."""
        bare = target.strip()
        return "" if not self.shown or not bare or bare.startswith("#") else self.address(target)

    def address(self, target: str) -> str:
        """``target`` resolved and percent-encoded, or empty when its scheme is none of ``SCHEMES`` or its host can be none."""
        if _PLAIN.match(target):
            return target
        full = _joined(self.base, _IGNORED.sub("", target).strip())
        try:
            parts = urlsplit(full)
        except ValueError:
            return ""
        if parts.scheme and parts.scheme not in SCHEMES:
            return ""
        if parts.scheme in _HOSTED and (not parts.hostname or _UNSAFE.search(parts.netloc)):
            return ""
        return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", full)


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target) if base else target
    except ValueError:  # a broken IPv6 host
        return ""
