"""What single words tell: stop words, words of address, and weights of words of short lines fitted for English.

The weights are fitted apart for text and for HTML (``bench/fit_text.py`` and ``bench/fit_html.py``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.hashes import SLOT_BITS, SLOT_SHIFT, Hashes, Known, number_words
from pagemarrow.core.language import STOP_WORDS
from pagemarrow.core.measure.letters import hash_words

Array = NDArray[np.float64]

ADDRESSING: Final = frozenset(
    "you your yours our ours us we my i me sie ihr ihre uns vous votre nous su nos".split()
)
"""Words of a page that speaks to its reader."""


_NONE: Final = np.zeros(0, dtype=np.uint64)


class Lexicon(NamedTuple):
    """Columns of known words, one value a number."""

    known: Known
    stop: NDArray[np.bool_]
    addressing: NDArray[np.bool_]
    weight: Array
    """Log-odds that a short line with the word is body."""


def places_of(words: Hashes, asked: Sequence[Hashes]) -> list[NDArray[np.intp]]:
    """Return for each array of ``asked``, a few dozen words in order, the places in ``words`` where those stand."""
    hashes = np.concatenate((*asked, _NONE))
    flags = np.zeros(1 << SLOT_BITS, dtype=np.bool_)
    flags[hashes >> SLOT_SHIFT] = True
    likely = flags.take(words >> SLOT_SHIFT).nonzero()[0]
    near = words.take(likely)
    places = []
    for wanted in asked:
        # Past the last of them any other will do: it is not equal either.
        places.append(
            likely[wanted.take(wanted.searchsorted(near), mode="clip") == near] if len(wanted) else likely[:0]
        )
    return places


def make_lexicon(weights: Mapping[str, float]) -> Lexicon:
    """Return the lexicon with ``weights`` for its words' weights."""
    # Some words are written in two ways that are one word here, as with σ and ς at their end: the last counts.
    known = sorted(STOP_WORDS | ADDRESSING | weights.keys())
    words = list(dict(zip(hash_words(known).tolist(), known, strict=True)).values())
    return Lexicon(
        known=number_words(hash_words(words)),
        stop=np.array([False, *(word in STOP_WORDS for word in words)]),
        addressing=np.array([False, *(word in ADDRESSING for word in words)]),
        weight=np.array([0.0, *(weights.get(word, 0.0) for word in words)]),
    )


def lexicon_for(language: str | None, name: str) -> Lexicon:
    """Return the lexicon of pages in ``language``: with the weights of the model file ``name``, for English alone."""
    return _fitted(name) if language == "en" else plain_lexicon()


@cache
def _fitted(name: str) -> Lexicon:
    stored = json.loads((files("pagemarrow") / "core" / "models" / f"{name}.json").read_text("utf-8"))
    return make_lexicon({word: weight / stored["unit"] for word, weight in stored["weights"].items()})


@cache
def plain_lexicon() -> Lexicon:
    """Return the lexicon of pages in other languages: no weights."""
    return make_lexicon({})
