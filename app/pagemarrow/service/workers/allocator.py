"""The C library's allocator, told to give memory back; does nothing where the library is not glibc."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Final

M_MMAP_THRESHOLD: Final = -3
LARGE_BYTES: Final = 512 * 1024
"""Blocks from this size on get memory of their own, given back as soon as they are freed. Left to itself, glibc
raises the limit to 32 MiB once pages of that size come by, and what they leave behind stays."""


def return_large_blocks() -> None:
    """Let every large block be given back to the system when it is freed."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt"):
            library.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)


def return_all() -> None:
    """Give back whatever is free; takes milliseconds."""
    gc.collect()
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "malloc_trim"):
            library.malloc_trim(0)
