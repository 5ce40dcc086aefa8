"""Where bodies go to: stdout, or a folder with a file a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.text import Text

from pagemarrow.cli.listing import without_controls
from pagemarrow.cli.pages import PageFailed, PageFile


class Output(Protocol):
    """Takes what became of a page: a coloured listing, or bytes that go out as they are."""

    def write(self, page: PageFile, content: Text | bytes) -> None:
        """Put ``content`` where it belongs. Raises ``PageFailed``."""


class Stdout:
    """Bodies one after the other; with several pages and ``titled``, each under its path, as ``head`` does it."""

    def __init__(self, titled: bool) -> None:
        self._titled = titled
        self._console = Console(highlight=False, soft_wrap=True)
        self._first = True

    def write(self, page: PageFile, content: Text | bytes) -> None:
        if self._titled:
            self._put(("" if self._first else "\n") + f"==> {page.path} <==\n")
        self._first = False
        if isinstance(content, Text):
            with self._console.capture() as captured:  # rich would end the program itself on a broken pipe
                self._console.print(content, end="")
            self._put(captured.get())
        elif sys.stdout.isatty():
            self._put(without_controls(_ended(content).decode()))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(_ended(content))

    @staticmethod
    def _put(text: str) -> None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()


class Folder:
    """One file a page, below ``folder`` as the page was below the directory it was found in."""

    def __init__(self, folder: str, suffix: str, inputs: list[PageFile]) -> None:
        self._folder = Path(folder)
        self._suffix = suffix
        self._taken = {Path(page.path).resolve() for page in inputs}

    def write(self, page: PageFile, content: Text | bytes) -> None:
        target = self._target(page.relative)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_ended(content.plain.encode() if isinstance(content, Text) else content))
        except OSError as error:
            raise PageFailed(f"{target}: {error.strerror or error}") from error

    def _target(self, relative: Path) -> Path:
        """``page.html.gz`` becomes ``page.txt``; ``page.html.txt`` where that is an input or was written already."""
        name = relative.with_suffix("") if relative.suffix == ".gz" else relative
        for candidate in (name.with_suffix(self._suffix), relative.with_name(relative.name + self._suffix)):
            target = (self._folder / candidate).resolve()
            if target not in self._taken:
                self._taken.add(target)
                return target
        raise PageFailed(f"{target} is an input or was written already")


def _ended(content: bytes) -> bytes:
    return content if not content or content.endswith(b"\n") else content + b"\n"
