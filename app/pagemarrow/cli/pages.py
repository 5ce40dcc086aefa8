"""Where pages come from: files, directories and stdin; gzip unpacked."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".txt", ".text", ".md"})
"""Of the files that are pages when a directory is searched. A file named on the command line is one anyway."""

MAX_BYTES = 256 * 1024 * 1024
"""A page larger than this, unpacked, is refused: a gzip bomb, most likely, and surely no article."""

GZIP_MAGIC = b"\x1f\x8b"
STDIN = "-"


class PageFile(NamedTuple):
    """A page to be read, and the place of its output below an output folder."""

    path: str
    """As given on the command line or found below a directory; ``-`` for stdin."""
    relative: Path
    """Below the directory it was found in; the bare name for a file."""


class PageFailed(Exception):
    """A page that can't be read, or its output written; the message says why."""


def page_files(paths: Sequence[str]) -> Iterator[PageFile]:
    """Yield the pages that ``paths`` name, those of a directory in the order of their names."""
    for path in paths:
        directory = Path(path)
        if path == STDIN:
            yield PageFile(STDIN, Path("stdin"))
        elif directory.is_dir():
            found = sorted(file for file in directory.rglob("*") if _is_page(file))
            yield from (PageFile(str(file), file.relative_to(directory)) for file in found)
        else:
            yield PageFile(path, Path(directory.name))


def read_page(page: PageFile) -> bytes:
    """Return the bytes of ``page``, unpacked. Raises ``PageFailed``."""
    try:
        raw = sys.stdin.buffer.read() if page.path == STDIN else Path(page.path).read_bytes()
        unpacked = _unpacked(raw)
    except (EOFError, zlib.error) as error:  # before OSError, which gzip's own error is
        raise PageFailed(f"broken gzip: {error}") from error
    except OSError as error:
        raise PageFailed(error.strerror or str(error)) from error
    if len(unpacked) > MAX_BYTES:
        raise PageFailed(f"larger than {MAX_BYTES // 2**20} MiB")
    return unpacked


def _unpacked(raw: bytes) -> bytes:
    if not raw.startswith(GZIP_MAGIC):
        return raw
    with gzip.open(io.BytesIO(raw)) as packed:
        return packed.read(MAX_BYTES + 1)


def _is_page(file: Path) -> bool:
    name = file.with_suffix("") if file.suffix == ".gz" else file
    return name.suffix.lower() in SUFFIXES and file.is_file()
