"""``Content-Encoding``: unpack a body piece by piece, so that a bomb is stopped while it unpacks."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]

from pagemarrow.service.errors import BrokenCompression, UnsupportedEncoding

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEP = 64 * 1024
"""Bytes a codec hands out at a time: what a bomb can cost before its size is looked at.

brotli fills the last of its growing buffers, and so may go half as much over.
"""
MAX_CODINGS = 3
"""Codings laid over each other; each layer multiplies what one received byte may cost."""
MOST_MEMBERS = 1000
"""gzip members or zstd frames that a body may have whatever is in them; to begin one takes up to 40 µs."""
MEMBER_BYTES = 256
"""Bytes that further ones must hold, on average."""
MOST_TIMES = 10_000
"""Bytes that a layer may make of one received, on average; gzip can make 1,000, brotli a million."""
FREE_BYTES = 64 * 1024 * 1024
"""Bytes that it may make of any: a whole page is held to its own limit long before, a batch has none."""
ZSTD_WINDOW_LOG = 23
"""8 MiB: the largest window RFC 9659 allows in HTTP; libzstd's own limit would be 128 MiB a request."""


class Codec(Protocol):
    """Unpacks one coding of one body."""

    def push(self, data: bytes) -> Iterator[bytes]:
        """Yield what ``data`` unpacks to, in pieces of about ``STEP`` bytes at most, and an empty one now and then.

        Raises ``BrokenCompression``.
        """

    def end(self) -> None:
        """Raise ``BrokenCompression`` unless the body may end here."""


class _Members:
    """Counts the members of one body, for their number to be in keeping with what they hold."""

    def __init__(self) -> None:
        self._left = MOST_MEMBERS * MEMBER_BYTES

    def begin(self) -> None:
        """Count one more. Raises ``BrokenCompression`` when there are too many."""
        self._left -= MEMBER_BYTES
        if self._left < 0:
            raise BrokenCompression("the compressed body has too many members with little or nothing in them")

    def hold(self, piece: bytes) -> bytes:
        """Count what one holds."""
        self._left += len(piece)
        return piece


class _Deflate:
    """gzip (one or more members), zlib, and the bare deflate stream that some send as ``deflate``."""

    def __init__(self, wbits: int | None) -> None:
        self._members = _Members()
        self._wbits = wbits
        self._head = b""
        self._stream = zlib.decompressobj(wbits) if wbits else None

    def push(self, data: bytes) -> Iterator[bytes]:
        data = self._head + data
        if self._stream is None:
            self._head = data
            if len(data) < 2:
                return
            self._head, self._wbits = b"", _deflate_form(data)
            self._stream = zlib.decompressobj(self._wbits)
        while data:
            if self._stream.eof:
                self._stream = zlib.decompressobj(self._next_member())
                yield b""
            yield from self._drain(self._stream, data)
            data = self._stream.unused_data

    def _drain(self, stream: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        while True:
            try:
                piece = stream.decompress(data, STEP)
            except zlib.error:
                raise BrokenCompression("the body is not valid gzip or deflate data") from None
            if piece:
                yield self._members.hold(piece)
            data = stream.unconsumed_tail
            # Past its end a stream still has a tail, and would take it as unused again and again.
            if stream.eof or (not data and len(piece) < STEP):
                return

    def _next_member(self) -> int:
        if self._wbits != _GZIP:
            raise BrokenCompression("there is something after the end of the deflate data")
        self._members.begin()
        return _GZIP

    def end(self) -> None:
        if self._head or (self._stream is not None and not self._stream.eof):
            raise BrokenCompression("the compressed body ends too early")


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def push(self, data: bytes) -> Iterator[bytes]:
        if self._stream.is_finished():
            raise BrokenCompression("there is something after the end of the brotli data")
        try:
            piece = self._stream.process(data, output_buffer_limit=STEP)
            while piece:  # ``can_accept_more_data`` is no sign: it may be so while output is pending
                yield piece
                piece = b"" if self._stream.is_finished() else self._more()
        except brotli.error:
            raise BrokenCompression("the body is not valid brotli data") from None

    def _more(self) -> bytes:
        return bytes(self._stream.process(b"", output_buffer_limit=STEP))

    def end(self) -> None:
        if not self._stream.is_finished():
            raise BrokenCompression("the compressed body ends too early")


class _Zstandard:
    """One or more zstd frames."""

    def __init__(self) -> None:
        self._members = _Members()
        self._stream = self._frame()

    def push(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                self._members.begin()
                self._stream = self._frame()
            try:
                yield self._members.hold(self._stream.decompress(data, max_length=STEP))
                while not self._stream.eof and not self._stream.needs_input:
                    yield self._members.hold(self._stream.decompress(b"", max_length=STEP))
            except zstd.ZstdError:
                raise BrokenCompression(
                    "the body is not valid zstd data, or its window is over 8 MiB"
                ) from None
            data = self._stream.unused_data if self._stream.eof else b""

    @staticmethod
    def _frame() -> zstd.ZstdDecompressor:
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG})

    def end(self) -> None:
        if not self._stream.eof:
            raise BrokenCompression("the compressed body ends too early")


class _Layer:
    """One coding of a body that may have several, and what has come out of it."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self.size = 0

    def through(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield what ``pieces`` unpack to, and an empty piece after each: nothing may be all that comes of many."""
        for piece in pieces:
            if piece:
                for unpacked in self.codec.push(piece):
                    self.size += len(unpacked)
                    yield unpacked
            yield b""


class Unpacking:
    """Unpacks a body through all its codings, the last one applied first."""

    def __init__(self, codings: tuple[str, ...]) -> None:
        self._layers = tuple(_Layer(_CODECS[coding]()) for coding in reversed(codings))
        self._received = 0

    @property
    def size(self) -> int:
        """Bytes that have come out of the layer that gave most: seldom, but for harm, not the last one."""
        return max((layer.size for layer in self._layers), default=self._received)

    def push(self, data: bytes) -> Iterator[bytes]:
        """Yield what ``data`` unpacks to, piece by piece; some are empty, so that no step takes long.

        Raises ``BrokenCompression``.
        """
        self._received += len(data)
        pieces: Iterator[bytes] = (data[i : i + STEP] for i in range(0, len(data), STEP))
        for layer in self._layers:
            pieces = layer.through(pieces)
        for piece in pieces:
            if self.size > FREE_BYTES + MOST_TIMES * self._received:
                raise BrokenCompression(f"the body unpacks to more than {MOST_TIMES} times its size")
            yield piece

    def end(self) -> None:
        """Raise ``BrokenCompression`` unless the body may end here; one without any byte may."""
        if self._received:
            for layer in self._layers:
                layer.codec.end()


def codings_of(header: str | None) -> tuple[str, ...]:
    """Return the codings a ``Content-Encoding`` header names, in order, without ``identity``.

    Raises ``UnsupportedEncoding``.
    """
    names = [name.strip().lower() for name in (header or "").split(",")]
    codings = tuple(name for name in names if name not in ("", "identity"))
    if len(codings) > MAX_CODINGS or not set(codings) <= set(_CODECS):
        raise UnsupportedEncoding(f"the body may be packed as {', '.join(ENCODINGS)}")
    return codings


def _deflate_form(head: bytes) -> int:
    """Tell zlib data (RFC 1950: method 8, a check sum over the two bytes) from a bare deflate stream."""
    is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


_GZIP = 16 + zlib.MAX_WBITS
ENCODINGS = ("gzip", "deflate", "br", "zstd")
_CODECS: dict[str, Callable[[], Codec]] = {
    "gzip": lambda: _Deflate(_GZIP),
    "x-gzip": lambda: _Deflate(_GZIP),
    "deflate": lambda: _Deflate(None),
    "br": _Brotli,
    "zstd": _Zstandard,
}
