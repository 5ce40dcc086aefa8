"""Pages of any size in the shape of real ones, made of words that mean nothing: what growth is measured on."""

from __future__ import annotations

import random
from typing import Final

SEED: Final = 20260401
WORDS: Final = (
    "the of a to in that was with for on had by it at from which after before under over "
    "river council engine garden harvest letter morning station winter bridge teacher market window paper number "
    "carried found opened counted walked measured painted followed answered gathered repaired remembered crossed"
).split()


def grown_html(size: int) -> str:
    """Return a page of about ``size`` bytes: menu, sections of paragraphs with links, related cards, footer."""
    chance = random.Random(SEED)
    parts = ['<!DOCTYPE html><html lang="en"><head><title>The long page</title></head><body>', _menu(chance)]
    parts.append("<main><article><h1>The long page</h1>")
    length = sum(map(len, parts))
    while length < size:
        section = _section(chance)
        parts.append(section)
        length += len(section)
    parts.append(
        '</article></main><footer class="site-footer"><p>© 2026 The Paper</p></footer></body></html>'
    )
    return "\n".join(parts)


def grown_text(size: int) -> str:
    """Return a text of about ``size`` bytes: paragraphs with headings, promos and menu lines between them."""
    chance = random.Random(SEED)
    parts: list[str] = []
    length = 0
    while length < size:
        block = "\n\n".join(
            [_heading(chance), *(_paragraph(chance) for _ in range(4)), f"Read more: {_heading(chance)}"]
        )
        parts.append(block)
        length += len(block) + 2
    return "\n\n".join(parts)


def _section(chance: random.Random) -> str:
    paragraphs = "\n".join(f'<p class="text">{_linked(_paragraph(chance))}</p>' for _ in range(4))
    cards = "".join(
        f'<li class="card"><a href="/{number}">{_heading(chance)}</a></li>' for number in range(3)
    )
    return f'<section>\n<h2>{_heading(chance)}</h2>\n{paragraphs}\n<aside class="related"><ul>{cards}</ul></aside></section>'


def _menu(chance: random.Random) -> str:
    links = "".join(
        f'<li><a href="/{number}">{chance.choice(WORDS).title()}</a></li>' for number in range(30)
    )
    return f'<header><nav class="menu"><ul>{links}</ul></nav></header>'


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(2, 5)))


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(8, 20))).capitalize() + "."


def _heading(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(3, 8))).capitalize()


def _linked(paragraph: str) -> str:
    first, _, rest = paragraph.partition(" ")
    return f'<a href="/{first.lower()}">{first}</a> {rest}'
