"""Hostile requests, made when needed: what each sends, and how it may be answered."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import brotli
import orjson

from pagemarrow.service.encodings import zstd
from tests.service.conftest import ARTICLE

MIB = 1024 * 1024
LIMIT = 10 * MIB
"""The default limit of a body."""


class Hostile(NamedTuple):
    """A request that means harm, or is broken."""

    name: str
    body: Callable[[], bytes]
    content_type: str = "text/html"
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed
    statuses: tuple[int, ...] = (200,)
    holds: str = ""
    """Words that the answer's text must hold."""


WORDS = "For nine days it rained in the valley, and on the tenth the river left its bed."
TEXT = "text/plain; charset=utf-8"
JSON = "application/json"


def nested(opening: str, depth: int, closing: str = "") -> Callable[[], bytes]:
    return lambda: f"{opening * depth}<p>{WORDS}</p>{closing * depth}".encode()


def repeated(piece: str, size: int, around: str = "{}") -> Callable[[], bytes]:
    return lambda: around.format(piece * (size // len(piece.encode()))).encode()


def formatting(count: int, prefix: bytes = b"") -> Callable[[], bytes]:
    """Formatting elements left open: every paragraph opens all of them again."""
    return lambda: prefix + b"".join(b"<b id=%d><p>" % number for number in range(count)) + WORDS.encode()


def attributes(count: int, separator: str) -> Callable[[], bytes]:
    return lambda: f"<p {separator.join(f'a{n}' for n in range(count))}>{WORDS}</p>".encode()


def random_bytes(size: int) -> Callable[[], bytes]:
    return lambda: random.Random(7).randbytes(size)


def promo_lines(count: int) -> Callable[[], bytes]:
    lines = (
        "Sign up for our newsletter",
        "Read more: The bridge at Oberau",
        "Share this on Facebook",
        "Advertisement",
    )
    return lambda: "\n".join(f"{lines[number % 4]} {number % 97}" for number in range(count)).encode()


def packed(pack: Callable[[bytes], bytes], size: int = 200 * MIB) -> Callable[[], bytes]:
    return lambda: pack(b"\0" * size)


DECOYS = b"<i></i>" * 10_000
"""Well-closed markup in front, so that the cheap check does not look closer."""

BIG: tuple[Hostile, ...] = (
    *(
        Hostile(f"{tag} 50,000 deep", nested(f"<{tag}>", 50_000, f"</{tag}>"), holds=WORDS)
        for tag in ("div", "span", "b", "font", "a", "section", "blockquote")
    ),
    *(
        Hostile(f"{tag} 29,000 deep, unclosed", nested(f"<{tag}>", 29_000))
        for tag in ("div", "ul", "b", "object")
    ),
    Hostile("tables 20,000 deep", nested("<table><tr><td>", 20_000)),
    Hostile("lists 20,000 deep", nested("<ul><li>", 20_000)),
    Hostile("links 30,000 deep", nested("<a href=x>", 30_000)),
    Hostile("100,000 attributes", attributes(100_000, " "), holds=WORDS),
    Hostile("100,000 attributes, by slashes", attributes(100_000, "/"), holds=WORDS),
    Hostile("9 MB in one attribute", repeated("x", 9_000_000, '<p title="{}">' + WORDS), holds=WORDS),
    Hostile("9 MB in one tag name", repeated("x", 9_000_000, "<{}>" + WORDS)),
    Hostile("open formatting", formatting(2_600), holds=WORDS),
    Hostile("open formatting behind decoys", formatting(4_000, DECOYS), holds=WORDS),
    Hostile("foster parenting", repeated("<table><tr>text<b>bold<td>", 500_000)),
    Hostile("foster parenting, unclosed", repeated("<table>x", 500_000)),
    Hostile("misnested formatting", repeated("<b><i><p></b></i><a><div></a>", 500_000)),
    Hostile("1,500,000 paragraphs", repeated("<p>", 4_500_000)),
    Hostile("paragraphs with a word each", repeated("<p>word", 9_000_000)),
    Hostile("7 MB in one word", repeated("x", 7_000_000), TEXT),
    Hostile("7 MB in one word of HTML", repeated("x", 7_000_000, "<p>{}</p>")),
    Hostile("700,000 comments", repeated("<!---->", 4_900_000, "{}<p>" + WORDS), holds=WORDS),
    Hostile("an open comment", repeated("<!-- ", 5_000_000)),
    Hostile("open scripts", repeated("<script>", 5_000_000)),
    Hostile("less-than signs", repeated("<", 9_000_000)),
    Hostile("open tags", repeated("<a ", 9_000_000)),
    Hostile("open quotes", repeated('<a b="', 9_000_000)),
    Hostile("character references", repeated("&amp;", 9_000_000, "<p>{}")),
    Hostile("an endless character reference", repeated("9", 9_000_000, "<p>&#{};")),
    Hostile("NUL bytes", repeated("\0", 9_000_000)),
    Hostile("NUL bytes as text", repeated("\0", 9_000_000), TEXT),
    Hostile("NULs among words", repeated("a\0 b\0\n", 6_000_000), TEXT),
    Hostile("random bytes", random_bytes(5_000_000)),
    Hostile("random bytes as text", random_bytes(5_000_000), "text/plain"),
    Hostile("random bytes of no type", random_bytes(5_000_000), ""),
    Hostile("1,500,000 words on one line", repeated("lorem ip ", 6_750_000), TEXT),
    Hostile("sentences on one line", repeated("It rained for nine days. ", 9_000_000), TEXT),
    Hostile("300,000 promo lines", promo_lines(300_000), TEXT),
    Hostile("promo lines of HTML", repeated("<p>Sign up for our newsletter</p>", 9_000_000)),
    Hostile("lines of two letters", repeated("ab\n", 9_000_000), TEXT),
    Hostile("list items", repeated("- ab\n", 9_000_000), TEXT),
    Hostile("numbers and colons", repeated("1:", 9_000_000), TEXT),
    Hostile("capitals", repeated("Aa Bb ", 9_000_000), TEXT),
    Hostile("pipes", repeated("| ", 9_000_000), TEXT),
    Hostile("dots", repeated(". ", 9_000_000), TEXT),
    Hostile("an address", repeated("a.b@", 9_000_000), TEXT),
    Hostile("slashes", repeated("/a", 9_000_000, "https:/{}"), TEXT),
    Hostile("dates", repeated("1 January 2020 ", 9_000_000), TEXT),
    Hostile("combining marks", repeated("e\u0301\u0301", 6_000_000), TEXT),
    Hostile("only spaces", repeated(" ", 10_000_000), TEXT),
    Hostile("only spaces of HTML", repeated(" ", 10_000_000)),
    Hostile("only line breaks", repeated("\n", 10_000_000), TEXT),
    Hostile("only no-break spaces", repeated("\xa0\n", 9_000_000), TEXT),
    Hostile("deep JSON-LD", repeated('{"a":[', 3_000_000, '<script type="application/ld+json">{}</script>')),
    Hostile("9 MB of JSON", lambda: orjson.dumps({"text": "é" * 4_500_000}), JSON),
    Hostile("JSON over the limit", lambda: orjson.dumps({"text": "x" * LIMIT}), JSON, statuses=(413,)),
    Hostile("over the limit", repeated("x", LIMIT + 1), TEXT, statuses=(413,)),
    Hostile(
        "over the limit, in chunks",
        repeated("x", LIMIT + 1),
        TEXT,
        {"transfer-encoding": "chunked"},
        statuses=(413,),
    ),
    *(
        Hostile(f"a bomb of {coding}", packed(pack), headers={"content-encoding": coding}, statuses=(413,))
        for coding, pack in {
            "gzip": lambda data: gzip.compress(data, 1),
            "deflate": lambda data: zlib.compress(data, 1),
            "br": lambda data: brotli.compress(data, quality=1),
            "zstd": lambda data: zstd.compress(data, 1),
        }.items()
    ),
)
"""Take long if anything does: of full size."""

SMALL: tuple[Hostile, ...] = (
    Hostile("nothing", lambda: b"", statuses=(200,)),
    Hostile("nothing of no type", lambda: b"", "", statuses=(200,)),
    Hostile("nothing as JSON", lambda: b"", JSON, statuses=(400,)),
    Hostile("broken JSON", lambda: b'{"text": "abc', JSON, statuses=(400,)),
    Hostile("deep JSON", lambda: b"[" * 100_000, JSON, statuses=(400, 422)),
    Hostile("deep objects", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, JSON, statuses=(400, 422)),
    Hostile("a number as JSON", lambda: b"1" * 5_000, JSON, statuses=(400, 422)),
    Hostile("both html and text", lambda: b'{"text": "a", "html": "b"}', JSON, statuses=(422,)),
    Hostile("text that is a number", lambda: b'{"text": 1}', JSON, statuses=(422,)),
    Hostile("unknown member", lambda: b'{"text": "a", "texts": "b"}', JSON, statuses=(422,)),
    Hostile("many members", lambda: b"{" + b'"a":1,' * 100_000 + b'"text":"a"}', JSON, statuses=(422,)),
    Hostile("lone surrogates", lambda: b'{"text": "a \\ud800 b \\udfff"}', JSON, statuses=(200, 400)),
    Hostile("lone surrogates of HTML", lambda: b'{"html": "<p>a \\ud800 b</p>"}', JSON, statuses=(200, 400)),
    Hostile("JSON of invalid UTF-8", lambda: b'{"text": "\xff\xfe"}', JSON, statuses=(400,)),
    Hostile("UTF-16 with a mark", lambda: ARTICLE.encode("utf-16"), holds="nine days it rained"),
    Hostile("UTF-16 without", lambda: ARTICLE.encode("utf-16-le"), holds="nine days it rained"),
    Hostile("UTF-16 cut in a unit", lambda: ARTICLE.encode("utf-16")[:-1], holds="nine days it rained"),
    Hostile("unknown charset", ARTICLE.encode, "text/html; charset=klingon", holds="nine days it rained"),
    Hostile("a charset that is none", ARTICLE.encode, "text/html; charset=base64", holds="nine days it rained"),
    Hostile("wrong charset", ARTICLE.encode, "text/html; charset=utf-16", statuses=(200,)),
    Hostile("unknown encoding", ARTICLE.encode, headers={"content-encoding": "lzma"}, statuses=(415,)),
    Hostile("unknown type", ARTICLE.encode, "image/png", statuses=(415,)),
    Hostile("a form", ARTICLE.encode, "application/x-www-form-urlencoded", statuses=(415,)),
    *(
        Hostile(f"{coding} cut short", lambda pack=pack: pack(ARTICLE.encode() * 50)[:-20],  # type: ignore[misc]
                headers={"content-encoding": coding}, statuses=(400,))
        for coding, pack in {
            "gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress,
        }.items()
    ),
    *(
        Hostile(f"not {coding}", ARTICLE.encode, headers={"content-encoding": coding}, statuses=(400,))
        for coding in ("gzip", "deflate", "br", "zstd")
    ),
    Hostile("packed 40 times", lambda: b"x", headers={"content-encoding": ", ".join(["gzip"] * 40)}, statuses=(400, 415)),
    Hostile("300 deep", nested("<div>", 300, "</div>"), holds=WORDS),
    Hostile("5,000 deep", nested("<div>", 5_000, "</div>"), holds=WORDS),
    Hostile("2,000 attributes", attributes(2_000, " "), holds=WORDS),
    Hostile("open formatting, little", formatting(300), holds=WORDS),
)  # fmt: skip
"""Answered in a moment."""


def chunks(body: bytes, size: int = 65_536) -> Iterator[bytes]:
    """Cut ``body`` for sending in chunks."""
    for start in range(0, len(body), size):
        yield body[start : start + size]
