"""The inline markup of a block: its pieces, marks and pictures, written by a writer of Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from pagemarrow.core.model import Block, Mark
from pagemarrow.core.render.parts import Inset, Picture

_SPACES = re.compile(r"[ \t\n\r\f]+")
_SPACES_IN_LINE = re.compile(r"  +")
_AROUND_BREAK = re.compile(r" *\n *")

_PICTURE: Final = "img"
_OUTERMOST: Final = ("a", "sup", "sub", "del", "strong", "em", "code")
"""Which of two marks over the same text is written around the other: elements that are closed and elements that a
boundary cuts come in opposite orders, and code holds nothing but text."""


class Writer(Protocol):
    """How a format writes what stands in a line."""

    def text(self, raw: str) -> str:
        """Escape ``raw``, whose only line breaks are real ones."""

    @property
    def code(self) -> Callable[[str, str], str] | None:
        """Write raw text as code after a character; ``None`` where code holds marks and is one among them."""

    def mark(self, tag: str, target: str, inner: str, before: str, after: str) -> str:
        """Wrap ``inner``, written already, which stands between the characters ``before`` and ``after``."""

    def picture(self, picture: Picture, linked: bool) -> str:
        """Write a picture; ``linked`` says that a link is around it already. Empty if it may not be shown."""


def write_inline(block: Block, writer: Writer, insets: Sequence[Inset] = ()) -> str:
    """Return the block's text with its markup; ``\\n`` in it is a line break to show.

    Marks that do not fit the text are left out, and pictures stand behind it: what is written says the same as ``block.text``.
    """
    pieces = _pieces(block) if block.marks or insets else []
    if not pieces or _tidy("".join(pieces)) != block.text:
        shown = [writer.picture(inset.picture, linked=False) for inset in insets]
        return " ".join(filter(None, (writer.text(block.text), *shown)))
    valid = [mark for mark in block.marks if 0 <= mark.first < mark.last <= len(pieces)]
    pictures: dict[int, Picture] = {}
    if insets:
        pieces, valid, pictures = _with_pictures(pieces, valid, insets)
    marks = sorted(valid, key=_outer_first)
    written, _ = _Span(pieces, marks, pictures, writer).write(0, len(pieces), 0, frozenset(), "")
    return _tidy(written)


def _with_pictures(
    pieces: Sequence[str], marks: Sequence[Mark], insets: Sequence[Inset]
) -> tuple[list[str], list[Mark], dict[int, Picture]]:
    """Return pieces and marks with an empty piece and a mark for each picture, and which piece is which picture's."""
    whole: list[str] = []
    pictures: dict[int, Picture] = {}
    moved: list[int] = []  # the new number of each piece's place, right after the pictures before it
    waiting = sorted(insets, key=lambda inset: inset.piece)[::-1]
    for number in range(len(pieces) + 1):
        while waiting and (waiting[-1].piece <= number or number == len(pieces)):
            pictures[len(whole)] = waiting.pop().picture
            whole.append("")
        moved.append(len(whole))
        whole += pieces[number : number + 1]
    shifted = [mark._replace(first=moved[mark.first], last=moved[mark.last - 1] + 1) for mark in marks]
    shown = [Mark(_PICTURE, number, number + 1) for number in pictures]
    return whole, _reaching(shifted, pictures) + shown, pictures


def _reaching(marks: Sequence[Mark], pictures: dict[int, Picture]) -> list[Mark]:
    """Have links, and marks around them that end with them, hold the pictures beside their text that lead where they do."""
    starts: dict[int, int] = {}
    ends: dict[int, tuple[int, int]] = {}
    for mark in marks:
        first, last = mark.first, mark.last
        while mark.tag == "a" and first - 1 in pictures and pictures[first - 1].target == mark.target:
            first -= 1
        while mark.tag == "a" and last in pictures and pictures[last].target == mark.target:
            last += 1
        if first < mark.first:
            starts[mark.first] = first
        if last > mark.last:
            ends[mark.last] = mark.first, last
    reaching = []
    for mark in marks:
        link, last = ends.get(mark.last, (-1, mark.last))
        first = starts.get(mark.first, mark.first)
        reaching.append(mark._replace(first=first, last=last if mark.first <= link else mark.last))
    return reaching


def _outer_first(mark: Mark) -> tuple[int, int, int]:
    rank = _OUTERMOST.index(mark.tag) if mark.tag in _OUTERMOST else -1
    return mark.first, -mark.last, rank


def _pieces(block: Block) -> list[str]:
    """Pieces with their white space collapsed; one that is a lone line break is a real one in verse."""
    verse = "\n" in block.text
    return [piece if verse and piece == "\n" else _SPACES.sub(" ", piece) for piece in block.pieces]


def _tidy(text: str) -> str:
    return _SPACES_IN_LINE.sub(" ", _AROUND_BREAK.sub("\n", text)).strip(" \n")


class _Span:
    """Writes spans of pieces. Marks nest at most once a tag, so that depth is bounded by the number of tags."""

    def __init__(
        self, pieces: list[str], marks: list[Mark], pictures: dict[int, Picture], writer: Writer
    ) -> None:
        self.pieces = pieces
        self.marks = marks
        self.pictures = pictures
        self.writer = writer

    def write(
        self, first: int, last: int, number: int, inside: frozenset[str], before: str
    ) -> tuple[str, int]:
        """Write ``pieces[first:last]`` with the marks from ``number`` on; also returns the next mark's number.

        ``inside`` are the tags of the enclosing marks, ``before`` is the character that stands before the span.
        """
        parts: list[str] = []
        position = first
        while number < len(self.marks) and self.marks[number].first < last:
            mark = self.marks[number]
            number += 1
            if mark.first < position or mark.last > last or mark.tag in inside:
                continue
            parts.append(self.writer.text("".join(self.pieces[position : mark.first])))
            left = next((part[-1] for part in reversed(parts) if part), before)
            if mark.tag == _PICTURE:
                parts.append(self.writer.picture(self.pictures[mark.first], linked="a" in inside))
                position = mark.last
                continue
            if mark.tag == "code" and self.writer.code:
                inner = "".join(self.pieces[mark.first : mark.last])
            else:
                inner, number = self.write(mark.first, mark.last, number, inside | {mark.tag}, left)
            parts.append(self._wrapped(mark, inner, left))
            if mark.tag == "code" and self.writer.code:
                # They stand behind it.
                shown = [at for at in range(mark.first, mark.last) if at in self.pictures]
                parts += [self.writer.picture(self.pictures[at], linked="a" in inside) for at in shown]
            position = mark.last
        parts.append(self.writer.text("".join(self.pieces[position:last])))
        return "".join(parts), number

    def _wrapped(self, mark: Mark, inner: str, before: str) -> str:
        """White space at the ends of marked text, no-break spaces too, is moved out of the mark."""
        core = inner.strip()
        if not core:
            return inner
        start = inner.index(core)
        lead, trail = inner[:start], inner[start + len(core) :]
        following = (self.pieces[number] for number in range(mark.last, len(self.pieces)))
        after = trail or next(filter(None, following), "")
        if mark.tag == "code" and self.writer.code:
            return lead + self.writer.code(core, lead[-1:] or before) + trail
        return (
            lead + self.writer.mark(mark.tag, mark.target, core, lead[-1:] or before[-1:], after[:1]) + trail
        )
