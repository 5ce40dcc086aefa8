"""The encoding a page declares in its first bytes, by ``<meta>`` or XML declaration.

https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding, step by step.
"""

from __future__ import annotations

import re
from typing import Final

from webencodings import lookup

_SIGN = re.compile(rb"<(!--|/?[a-zA-Z][^\t\n\f\r />]*|[!/?])")
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*(?:(>)|([^\t\n\f\r />][^\t\n\f\r />=]*)[\t\n\f\r ]*"
    rb"(?:=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r >\"'][^\t\n\f\r >]*))?)?)"
)
_CHARSET = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"']+))", re.IGNORECASE
)
_XML = re.compile(rb"<\?xml[^>]*?\bencoding[\x00- ]*=[\x00- ]*(?:\"([^\"<>]*)\"|'([^'<>]*)')")

_READ_AS: Final = {"utf-16le": "utf-8", "utf-16be": "utf-8", "x-user-defined": "windows-1252"}
"""A declaration readable as ASCII can't stand in UTF-16; both corrections are the standard's."""


def declared_encoding(head: bytes) -> str:
    """The WHATWG name of the encoding that ``head`` declares; empty when it declares none that is known."""
    position = 0
    while found := _SIGN.search(head, position):
        sign = found[1].lower()
        if sign == b"!--":
            # From the sign's own dashes on: <!--> is a whole comment.
            position = _after(head, b"-->", found.start() + 2)
        elif len(sign) == 1:
            position = _after(head, b">", found.end())
        else:
            attributes, position = _attributes(head, found.end())
            name = _of_meta(attributes) if sign == b"meta" else ""
            if name:
                return name
    xml = _XML.match(head)
    return _name(xml[1] or xml[2] or b"") if xml else ""


def _after(head: bytes, sign: bytes, position: int) -> int:
    end = head.find(sign, position)
    return len(head) if end < 0 else end + len(sign)


def _attributes(head: bytes, position: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of the tag whose name ends at ``position``, and where the tag ends."""
    attributes: dict[bytes, bytes] = {}
    while found := _ATTRIBUTE.match(head, position):
        position = found.end()
        if found[1]:
            break
        attributes.setdefault(found[2].lower(), found[3] or found[4] or found[5] or b"")
    return attributes, position


def _of_meta(attributes: dict[bytes, bytes]) -> str:
    if b"charset" in attributes:
        return _name(attributes[b"charset"])
    if attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return ""
    found = _CHARSET.search(attributes.get(b"content", b""))
    return _name(found[1] or found[2] or found[3] or b"") if found else ""


def _name(label: bytes) -> str:
    encoding = lookup(label.decode("ascii", "replace")) if label.isascii() else None
    if encoding is None or encoding.name == "replacement":
        return ""
    name: str = encoding.name
    return _READ_AS.get(name, name)
