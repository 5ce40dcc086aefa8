"""Unpacking: every coding, whole and in pieces, bombs, truncations and rubbish."""

from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagemarrow.service.encodings import (
    FREE_BYTES,
    MAX_CODINGS,
    MOST_MEMBERS,
    STEP,
    Unpacking,
    codings_of,
    zstd,
)
from pagemarrow.service.errors import BrokenCompression, UnsupportedEncoding


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def in_parts(pack: Callable[[bytes], bytes], data: bytes) -> bytes:
    """Each part is a whole by itself: long ones, so that few make a bomb."""
    part = max(1, len(data) // 9)
    return b"".join(pack(data[i : i + part]) for i in range(0, max(1, len(data)), part))


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "two gzip members": ("gzip", lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:])),
    "many gzip members": ("gzip", lambda data: in_parts(gzip.compress, data)),
    "deflate with its zlib head": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare_deflate),
    "brotli": ("br", lambda data: brotli.compress(data, quality=5)),
    "zstd": ("zstd", zstd.compress),
    "two zstd frames": ("zstd", lambda data: zstd.compress(data[:7]) + zstd.compress(data[7:])),
    "many zstd frames": ("zstd", lambda data: in_parts(zstd.compress, data)),
}
packed = pytest.mark.parametrize("name", PACKERS)


def unpacked(coding: str, *pieces: bytes) -> bytes:
    unpacking = Unpacking(codings_of(coding))
    out = b"".join(part for piece in pieces for part in unpacking.push(piece))
    unpacking.end()
    return out


@packed
@given(data=st.binary(max_size=3000), step=st.integers(1, 50))
def test_what_was_packed_comes_back_in_whatever_pieces_it_arrives(name: str, data: bytes, step: int) -> None:
    coding, pack = PACKERS[name]
    whole = pack(data)
    pieces = [whole[i : i + step] for i in range(0, len(whole), step)]
    assert unpacked(coding, *pieces) == unpacked(coding, whole) == data


@pytest.fixture(scope="module")
def page() -> bytes:
    """A megabyte of markup that packs about as well as pages do."""
    words = random.Random(5)
    return b"".join(b"<p>%x" % words.getrandbits(words.randrange(8, 400)) for _ in range(30_000))[:1_000_000]


@packed
@pytest.mark.parametrize("size", [98_272, 98_273, 100_000, 150_000, 400_000, 1_000_000])
def test_pages_of_all_sizes_come_back(name: str, size: int, page: bytes) -> None:
    coding, pack = PACKERS[name]
    for data in (page[:size], bytes(size)):
        whole = pack(data)
        for step in (1000, 16_384, STEP, STEP + 1, len(whole)):
            pieces = [whole[i : i + step] for i in range(0, len(whole), step)]
            assert unpacked(coding, *pieces) == data


@packed
def test_a_truncated_body_is_told(name: str) -> None:
    coding, pack = PACKERS[name]
    whole = pack(bytes(range(256)) * 20)
    for cut in (1, 2, len(whole) // 2, len(whole) - 1):
        with pytest.raises(BrokenCompression):
            unpacked(coding, whole[:cut])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_rubbish_is_told(coding: str) -> None:
    with pytest.raises(BrokenCompression):
        unpacked(coding, b"\x07This is no compressed data of any kind at all, only a sentence.")


@pytest.mark.parametrize("name", ["deflate with its zlib head", "bare deflate", "brotli", "gzip", "zstd"])
def test_rubbish_after_the_end_is_told(name: str) -> None:
    coding, pack = PACKERS[name]
    with pytest.raises(BrokenCompression):
        unpacked(coding, pack(b"a sentence"), b"and more that is not packed at all")


@packed
def test_a_bomb_comes_out_in_small_pieces_and_only_as_asked(name: str) -> None:
    coding, pack = PACKERS[name]
    bomb = pack(bytes(60_000_000))
    tracemalloc.start()
    pieces = Unpacking(codings_of(coding)).push(bomb)
    sizes = [len(next(pieces)) for _ in range(40)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert max(sizes) <= 2 * STEP
    assert peak < 20_000_000


def test_codings_over_each_other_are_undone_last_first() -> None:
    whole = brotli.compress(gzip.compress(b"a sentence"))
    assert unpacked("gzip, br", whole) == b"a sentence"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_nothing_at_all_unpacks_to_nothing(coding: str) -> None:
    assert unpacked(coding, b"") == b""


@pytest.mark.parametrize("header", [None, "", "identity", " Identity , "])
def test_no_coding(header: str | None) -> None:
    assert codings_of(header) == ()


@pytest.mark.parametrize(
    "header", ["compress", "gzip, sdch", "gz ip", ", ".join(["gzip"] * (MAX_CODINGS + 1))]
)
def test_other_codings_are_refused_and_ours_are_named(header: str) -> None:
    with pytest.raises(UnsupportedEncoding, match="gzip, deflate, br, zstd"):
        codings_of(header)


def test_a_zstd_window_beyond_what_http_allows_is_refused() -> None:
    wide = {zstd.CompressionParameter.window_log: 26, zstd.CompressionParameter.compression_level: 1}
    packer = zstd.ZstdCompressor(options=wide)
    with pytest.raises(BrokenCompression, match="8 MiB"):
        unpacked("zstd", packer.compress(bytes(1000)) + packer.flush())


@pytest.mark.parametrize(
    ("coding", "empty"), [("gzip", gzip.compress(b"", mtime=0)), ("zstd", zstd.compress(b""))]
)
def test_members_without_end_and_with_nothing_in_them_are_refused(coding: str, empty: bytes) -> None:
    assert unpacked(coding, empty * MOST_MEMBERS) == b""
    with pytest.raises(BrokenCompression, match="members"):
        unpacked(coding, empty * (MOST_MEMBERS + 2))


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("zstd", zstd.compress)])
def test_any_number_of_members_with_something_in_them_is_not(
    coding: str, pack: Callable[[bytes], bytes]
) -> None:
    line = b"A line of a batch, packed by itself. " * 10
    assert unpacked(coding, pack(line) * (3 * MOST_MEMBERS)) == line * (3 * MOST_MEMBERS)


def test_what_a_layer_inside_makes_is_counted_although_nothing_comes_out() -> None:
    bomb = gzip.compress(gzip.compress(gzip.compress(b"") * 900 + gzip.compress(bytes(50_000_000))))
    unpacking = Unpacking(codings_of("gzip, gzip, gzip"))
    for _ in unpacking.push(bomb):
        if unpacking.size > 1_000_000:
            break
    assert 1_000_000 < unpacking.size < 2_000_000
    inner = gzip.compress(bytes(20_000_000), mtime=0)
    unpacking = Unpacking(codings_of("gzip, gzip"))
    assert sum(map(len, unpacking.push(gzip.compress(inner)))) == unpacking.size == 20_000_000


def test_a_body_that_grows_beyond_all_measure_is_refused_without_a_limit() -> None:
    """A batch has no limit of its own, and brotli makes a gigabyte of a kilobyte."""
    bomb = brotli.compress(bytes(FREE_BYTES + 10_000_000), quality=5)
    with pytest.raises(BrokenCompression, match="times"):
        for _ in Unpacking(codings_of("br")).push(bomb):
            pass
