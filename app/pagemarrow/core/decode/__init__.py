"""Bytes and content type to ``Source``: the encoding, and whether it is HTML or text.

Encodings are found in the order of the HTML standard (https://html.spec.whatwg.org/#determining-the-character-encoding):
byte order mark, transport label, ``<meta>`` and XML declaration, detection, windows-1252. One liberty is
taken: bytes that are valid UTF-8 beyond chance are UTF-8 whatever the label says, because stores of scraped
pages recode bodies and leave the labels as they were.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from chardetng_py import EncodingDetector  # type: ignore[import-untyped]  # ships stubs without py.typed
from webencodings import lookup

from pagemarrow.core.decode.labels import is_better
from pagemarrow.core.decode.markup import has_markup, without_references
from pagemarrow.core.decode.prescan import declared_encoding
from pagemarrow.core.decode.xhtml import as_html
from pagemarrow.core.model import Source, UnsupportedMediaType

XHTML: Final = "application/xhtml+xml"
HTML_TYPES: Final = ("text/html", XHTML)
TEXT_TYPES: Final = ("text/plain", "text/markdown")
SNIFFED_TYPES: Final = ("", "application/octet-stream")

PRESCAN_BYTES: Final = 1024
"""How far a ``<meta>`` is looked for before decoding, set by the HTML standard."""

LATE_META_BYTES: Final = 65_536
"""How far when the bytes are not UTF-8: a browser meets a late ``<meta>`` while it parses and starts over."""

NO_MARKUP: Final = "no_markup"
"""The warning of text that was sent as HTML."""

SAMPLE_BYTES: Final = 16_384
"""Bytes shown to the detector, which takes 0.6 ms over them; its guess is settled after a few sentences."""

SNIFF_CHARS: Final = 8_192
CHANCE_BYTES: Final = 3
"""UTF-8 overrules a label when it has this many more bytes than characters. Legacy text can be valid UTF-8
by chance for a character or two (GBK for 联通 is the known example), hardly for more."""

HEAVY_SHARE: Final = 0.5
"""A label is not believed when more than this share of the non-ASCII characters it yields is replaced."""

BINARY_SHARE: Final = 0.05
"""Share of bytes that no text holds from which an input is binary: text has none, random bytes have 10 %."""

UTF_16_SHARE: Final = 0.25
"""Share of bytes of one parity that are NUL from which unlabelled bytes are UTF-16. ASCII gives 100 %."""

UTF_8_SHARE: Final = 0.9
"""Share of the bytes beyond ASCII that must be whole characters of UTF-8 for a text that is it but for some."""

_HIGH = re.compile(rb"[\x80-\xff]+")
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_REPLACEMENT = "\ufffd"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\"';,\s]+)", re.IGNORECASE)

_MAGIC = (
    r"%PDF-\d|%!PS-Adobe-\d|\x89PNG\r\n|GIF8[79]a[^ ]|\xFF\xD8\xFF|RIFF[\s\S]{4}(?:WEBP|WAVE|AVI )|II\*\0|MM\0\*"
    r"|\x00\x00\x01\x00|PK(?:\x03\x04|\x05\x06)|\x1F\x8B\x08|BZh\d1AY|\xFD7zXZ|7z\xBC\xAF|Rar!\x1A|\x28\xB5\x2F\xFD|\x7FELF|MZ\x90\0"
    r"|ID3[\x02-\x04]|OggS\0|\x1AE\xDF\xA3|[\s\S]{4}ftyp|\xD0\xCF\x11\xE0|\0asm|wOF[F2](?:\x00\x01|OTTO|true)"
    r"|SQLite format 3\0"
)
"""How files begin that scrapers fetch by mistake; mostly those of the WHATWG MIME sniffing standard."""
_MAGIC_BYTES = re.compile(_MAGIC.encode("ascii"))
_MAGIC_TEXT = re.compile(_MAGIC)

_BINARY_BYTES: Final = bytes(b for b in range(1, 32) if b not in b"\t\n\f\r\x1b")
"""The standard's binary data bytes but NUL, which broken text has too."""
_BINARY_CHARS = re.compile("[" + re.escape(_BINARY_BYTES.decode("ascii")) + _REPLACEMENT + "]")

_OPENS_AS_HTML = re.compile(
    r"\s*(?:<!doctype\s+html|<!--|<\?xml(?=[^>]*>\s*(?:<!--|<!doctype\s+html|<html))"
    r"|</?(?:html|head|body|script|style|iframe|title|meta|link|h1|div|font|table|a|b|br|p|article|section|main"
    r"|header|nav|ul|ol|span|img|form|noscript|base)(?=[\s/>]))",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:html|head|body|p|div|br|li|ul|ol|td|tr|table|h[1-6]|article|section|span|a|img|script|blockquote)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_MIN_TAGS: Final = 4
_CHARS_PER_TAG: Final = 400
"""Text is taken for HTML from four tags, one in 400 characters: prose about HTML names fewer."""


def decode(raw: bytes | str, content_type: str | None = None) -> Source:
    """Decode ``raw`` and tell HTML from text.

    ``content_type`` is a ``Content-Type`` value; without one, or with ``application/octet-stream``, the input
    is sniffed. No content raises: what is not text at all gives empty text and the warning ``binary_input``.
    HTML without an element is text, its character references resolved, with the warning ``no_markup``.
    Other warnings: ``charset_guessed``, ``charset_mislabelled``, ``replaced_characters``.

    Raises ``UnsupportedMediaType`` for a type that is neither HTML nor text.
    """
    media, label = _read_content_type(content_type)
    kind = _kind(media)
    if isinstance(raw, str):
        text, encoded, warnings = _mend(raw)
        charset = "utf-8"
    elif _MAGIC_BYTES.match(raw):
        return _binary(kind)
    else:
        encoded = raw
        text, charset, warnings = _decode_bytes(raw, label, kind != "text")
    if _looks_binary(text):
        return _binary(kind)
    kind = kind or ("html" if _looks_like_html(text) else "text")
    if b"\0" in encoded:  # 50 times faster to search than a text of two-byte characters
        # As browsers do: gone from HTML, shown as a replacement in text (and offsets stay true).
        text = text.replace("\0", "" if kind == "html" else _REPLACEMENT)
        encoded = b""
    if kind == "html" and text and not text.isspace() and not has_markup(text):
        kind, warnings, encoded = "text", (*warnings, NO_MARKUP), b""
        text = without_references(text)
    elif media == XHTML:
        html = as_html(text)
        text, encoded = html, encoded if html == text else b""
    faithful = charset == "utf-8" and not warnings and encoded and not encoded.startswith(codecs.BOM_UTF8)
    return Source(text, kind, charset, warnings, encoded if faithful else None)


def _read_content_type(content_type: str | None) -> tuple[str, str]:
    """The media type, lower case, and the charset label; either may be empty."""
    media, _, parameters = (content_type or "").partition(";")
    found = _CHARSET.search(parameters)
    return media.partition(",")[0].strip().lower(), found[1] if found else ""


def _kind(media: str) -> str:
    if media in HTML_TYPES:
        return "html"
    if media in TEXT_TYPES:
        return "text"
    if media in SNIFFED_TYPES:
        return ""
    raise UnsupportedMediaType(f"{media} is not supported; use {', '.join(HTML_TYPES + TEXT_TYPES)}")


def _binary(kind: str) -> Source:
    return Source("", kind or "text", "utf-8", ("binary_input",))


def _mend(text: str) -> tuple[str, bytes, tuple[str, ...]]:
    """Make any ``str`` encodable: surrogate pairs are joined, lone surrogates replaced."""
    text = text.removeprefix("\ufeff")
    try:
        return text, text.encode(), ()
    except UnicodeEncodeError:
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    broken = joined.count(_REPLACEMENT) > text.count(_REPLACEMENT)
    return joined, joined.encode(), ("replaced_characters",) if broken else ()


def _decode_bytes(raw: bytes, label: str, maybe_html: bool) -> tuple[str, str, tuple[str, ...]]:
    """Text, WHATWG encoding name and warnings."""
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _by_name(raw[len(mark) :], name)
    declared = _encoding_of(label) or (declared_encoding(raw[:PRESCAN_BYTES]) if maybe_html else "")
    shape = _utf_16_shape(raw[:PRESCAN_BYTES])
    if shape:
        return _by_name(raw, shape, "" if declared.startswith("utf-16") else "charset_guessed")
    if declared in ("", "iso-2022-jp") and b"\x1b" in raw and b"\x1b$" in raw:
        return _by_name(raw, "iso-2022-jp", "" if declared else "charset_guessed")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return _not_utf_8(raw, error.start, declared, maybe_html)
    if not declared or declared == "utf-8":
        return text, "utf-8", ()
    if len(raw) - len(text) >= CHANCE_BYTES or declared.startswith("utf-16"):
        return text, "utf-8", ("charset_mislabelled",)
    return _by_name(raw, declared)


def _encoding_of(label: str) -> str:
    """The WHATWG name for a label; empty for labels that are unknown or stand for no decoder."""
    encoding = lookup(label) if label.isascii() else None
    return "" if encoding is None or encoding.name == "replacement" else encoding.name


def _not_utf_8(raw: bytes, first: int, declared: str, maybe_html: bool) -> tuple[str, str, tuple[str, ...]]:
    """Decode bytes of which ``raw[first]`` can't be UTF-8."""
    if not declared and maybe_html:
        declared = declared_encoding(raw[:LATE_META_BYTES])
    guess = _guess(raw, first)
    if declared:
        if _is_mostly_utf_8(raw, first) and _is_mislabelled(raw, first, declared, "utf-8"):
            return _by_name(raw, "utf-8", "charset_mislabelled")
        text, name, warnings = _by_name(raw, declared)
        if not _heavily_broken(text) and not _is_mislabelled(raw, first, declared, guess):
            return text, name, warnings
    return _by_name(raw, guess, *(("charset_mislabelled",) if declared else ()), "charset_guessed")


def _is_mostly_utf_8(raw: bytes, first: int) -> bool:
    """Tell whether nearly all bytes of a sample beyond ASCII are whole characters of UTF-8."""
    start = max(0, first - PRESCAN_BYTES)
    sample = raw[start : start + SAMPLE_BYTES]
    high = sum(map(len, _HIGH.findall(sample)))
    return sum(map(len, _WHOLE.findall(sample))) >= UTF_8_SHARE * high


def _is_mislabelled(raw: bytes, first: int, declared: str, other: str) -> bool:
    """Tell whether a sample around the first telling byte is text in the encoding ``other``, and none in the declared one."""
    if declared == other:
        return False
    start = max(0, first - PRESCAN_BYTES)
    sample = raw[start : start + SAMPLE_BYTES]
    return is_better(_by_name(sample, declared)[0], _by_name(sample, other)[0])


def _guess(raw: bytes, first: int) -> str:
    """The detector's guess from a sample around the first telling byte; ASCII markup says nothing."""
    detector = EncodingDetector()
    start = max(0, first - PRESCAN_BYTES)
    detector.feed(raw[start : start + SAMPLE_BYTES], last=True)
    return _encoding_of(detector.guess(tld=None, allow_utf8=False)) or "windows-1252"


def _by_name(raw: bytes, name: str, *warnings: str) -> tuple[str, str, tuple[str, ...]]:
    encoding = lookup("gb18030" if name == "gbk" else name)  # the standard gives both the same decoder
    if encoding is None:
        raise LookupError(f"not a WHATWG encoding name: {name}")
    errors = "marrow.c1" if name.startswith("windows-") else "replace"
    text: str = encoding.codec_info.decode(raw, errors)[0]
    if _REPLACEMENT in text and text.count(_REPLACEMENT) > raw.count(_REPLACEMENT.encode()):
        warnings += ("replaced_characters",)
    return text, name, tuple(warning for warning in warnings if warning)


def _control_character(error: UnicodeError) -> tuple[str, int]:
    """Map what Python's code pages leave undefined to C1 controls, as the encoding standard's indexes do."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    return chr(byte) if 0x80 <= byte < 0xA0 else _REPLACEMENT, error.start + 1


codecs.register_error("marrow.c1", _control_character)


def _utf_16_shape(head: bytes) -> str:
    if b"\0" not in head:
        return ""
    units = max(len(head) // 2, 1)
    big, little = head[0::2].count(0) / units, head[1::2].count(0) / units
    if max(big, little) < UTF_16_SHARE or min(big, little) > max(big, little) / 8:
        return ""
    return "utf-16le" if little > big else "utf-16be"


def _heavily_broken(text: str) -> bool:
    replaced = text.count(_REPLACEMENT)
    return replaced > 0 and replaced > HEAVY_SHARE * (len(text) - len(text.encode("ascii", "ignore")))


def _looks_binary(text: str) -> bool:
    """Whether the head has characters that no text has: also true of a PDF or image read into a ``str``."""
    head = text[:PRESCAN_BYTES]
    if _MAGIC_TEXT.match(head):
        return True
    if head.isprintable():
        return False
    strange = len(_BINARY_CHARS.findall(head))
    return strange > 2 and strange > BINARY_SHARE * len(head) and strange > head.count(_REPLACEMENT)


def _looks_like_html(text: str) -> bool:
    """The MIME sniffing standard's signs of HTML, or tags dense enough."""
    head = text[:SNIFF_CHARS]
    if _OPENS_AS_HTML.match(head):
        return True
    tags = sum(1 for _ in _TAG.finditer(head))
    return tags >= _MIN_TAGS and tags * _CHARS_PER_TAG >= len(head)
