"""Which images are shown, and where: in a line of a kept block, or on a line of their own before one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pagemarrow.core.model import Image, Kind, Page, Standing
from pagemarrow.core.render.parts import Picture

_UNKNOWN: Final = Standing()
_PROSE: Final = frozenset({Kind.PARAGRAPH, Kind.QUOTE})


class Placed(NamedTuple):
    """A picture and where it stands."""

    picture: Picture
    standing: Standing


class Pictures(NamedTuple):
    """The images next to kept blocks, by the number of a kept block."""

    before: dict[int, list[Placed]]
    """Those on a line of their own before it (-1: at the end)."""
    inside: dict[int, list[Placed]]
    """Those in its lines."""

    @classmethod
    def of(cls, page: Page, kept: Sequence[int]) -> Pictures:
        """``kept`` are the numbers of the kept blocks, ascending. One source is shown once."""
        pictures = cls({}, {})
        shown = set(kept)
        seen: set[str] = set()
        position = 0
        standings = page.layout.images or [_UNKNOWN] * len(page.images)
        for image, standing in zip(page.images, standings, strict=True):
            while position < len(kept) and kept[position] < image.before:
                position += 1
            beside = image.before in shown or image.before - 1 in shown
            if not beside or not image.source or image.source in seen:
                continue
            seen.add(image.source)
            placed = Placed(Picture(image, standing.target), standing)
            if image.before in shown and _in_line(page, image, standing):
                pictures.inside.setdefault(image.before, []).append(placed)
            else:
                following = kept[position] if position < len(kept) else -1
                pictures.before.setdefault(following, []).append(placed)
        return pictures


def _in_line(page: Page, image: Image, standing: Standing) -> bool:
    """Tell whether an image stands in a line of the block that it is counted before, or in a cell of that row.

    Those that a paragraph begins with are mostly photographs that the page sets above or beside it.
    """
    block = page.blocks[image.before]
    if block.kind is Kind.CODE:
        return False
    row, cells = page.layout.cells.get(image.before, (-1, ()))
    if standing.row >= 0 and standing.row == row and standing.cell in cells and block.container == row:
        return True
    if standing.piece < 0 or standing.lost or standing.container != block.container:
        return False
    return block.kind not in _PROSE or any(not piece.isspace() for piece in block.pieces[: standing.piece])
