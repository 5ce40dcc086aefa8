"""Fold lines into the two forms rules look at: words (for cues) and a tidied line (for patterns)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pagemarrow.core.hashes import Hashes, Places, find_runs, hash_runs

Look = tuple[str, str]
"""Tag and name of an element."""

MAX_NAME_CHARS = 120
"""Utility-class frameworks write names of a kilobyte; what an element is for stands in front."""

LOOKS_AT_ONCE = 500
"""Looks whose words are hashed in one go: the tables made of them stay in the processor's caches."""

_SEPARATOR = "\0"
_BLANK = 32
"""Above it are the bytes of words: all others are blanks and separators."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TYPOGRAPHIC = "’‘‚‛“”„«»‹›–—―…·•∙|→←►▶▸●\u00a0\u200b\u200e\u202f\ufeff¡¿：（）｜"
"""Characters beyond ASCII that stand between words; a page is folded whole, so each costs one scan of it."""

_SIGNS = "@#"
"""Signs that are words of their own, because rules look for them."""

_BYTES = bytes(
    ord("0")
    if 48 <= code <= 57
    else ord(chr(code).lower())
    if 65 <= code <= 90
    else code
    if code == 0 or code > 127 or 97 <= code <= 122 or chr(code) in _SIGNS
    else ord(" ")
    for code in range(256)
)

_PLAIN = {
    **dict.fromkeys("’‘‚‛`´", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("–—―‐‑−", "-"),
    **dict.fromkeys("·•∙｜", "|"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff\ufe0f", ""),
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
    "…": "...",
    "：": ":",
    "（": "(",
    "）": ")",
}
_FANCY = re.compile(f"[{''.join(_PLAIN)}]")
_DECORATION = " \t-|*_+~>‹›→←↓↑⟶⇒►▶▷▸◂◀●○■□▪◦★☆✓✔✕✖×⇨➔➜❯▼▲▾▴▿⌄^"
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]{0,300})\]\([^)\s]{0,500}(?: \"[^\"]{0,200}\")?\)")
_LINK_NUMBER = re.compile(r"(?<!\S)\[\d{1,3}\](?=\w)")
"""What text browsers put before the words of a link."""
_HASHES = re.compile(r"#{1,6} ")


def fold_words(texts: Sequence[str], *, accented: bool = True) -> list[bytes]:
    """Return, for each text, its words: lower case, digits as ``0``, divided by spaces, in UTF-8.

    All texts are folded in one go, for a page has hundreds of short ones and the cost is in the calls.
    Without ``accented``, capitals beyond ASCII stay as they are, which saves a third of the time.
    """
    return _folded(texts, accented=accented).split(_SEPARATOR.encode())


def name_words(looks: Sequence[Look]) -> list[list[str]]:
    """Return the words of elements' tags and names, the tag's first, folded as lines are; camel case is divided too."""
    folded = _folded_names(looks).decode("utf-8", "replace")
    return [line.split() for line in folded.split(_SEPARATOR)]


class NameWords(NamedTuple):
    """The words of several looks as numbers: what ``name_words`` gives, never made into strings."""

    hashes: Hashes
    """[words]"""
    starts: Places
    """[looks] where the words of each begin; every look has one at least, its tag."""


def hash_names(looks: Sequence[Look]) -> NameWords:
    """Return the hashes of the words of ``looks``, none of whose tags is empty."""
    parts = [
        _hash_names(looks[first : first + LOOKS_AT_ONCE]) for first in range(0, len(looks), LOOKS_AT_ONCE)
    ]
    if len(parts) == 1:
        return parts[0]
    shifts = np.cumsum([0, *(len(part.hashes) for part in parts)])
    starts = [part.starts + shift for part, shift in zip(parts, shifts, strict=False)]
    return NameWords(np.concatenate([part.hashes for part in parts]), np.concatenate(starts))


def _hash_names(looks: Sequence[Look]) -> NameWords:
    codes = np.frombuffer(_folded_names(looks), dtype=np.uint8)
    begins, ends = find_runs(codes > _BLANK)
    between = (codes == 0).nonzero()[0]
    starts = np.zeros(len(looks), dtype=np.intp)
    starts[1:] = begins.searchsorted(between)
    return NameWords(hash_runs(codes, begins, ends), starts)


def hash_name_words(words: Sequence[str]) -> Hashes:
    """Return the hash of each word of a name, folded already, as ``hash_names`` has it."""
    if not words:
        return np.zeros(0, dtype=np.uint64)
    codes = np.frombuffer(" ".join(words).encode("utf-8", "surrogatepass"), dtype=np.uint8)
    return hash_runs(codes, *find_runs(codes > _BLANK))


def _folded_names(looks: Sequence[Look]) -> bytes:
    return _folded([f"{tag} {apart(name[:MAX_NAME_CHARS])}" for tag, name in looks], accented=False)


def apart(name: str) -> str:
    """Divide words written together: ``relatedPosts`` is ``related Posts``."""
    return name if name.islower() else _CAMEL.sub(" ", name)


def _folded(texts: Sequence[str], *, accented: bool) -> bytes:
    """Fold ``texts`` joined by separators."""
    joined = _SEPARATOR.join(texts)
    if joined.count(_SEPARATOR) != len(texts) - 1:
        joined = _SEPARATOR.join(text.replace(_SEPARATOR, " ") for text in texts)
    if not joined.isascii():
        if accented:
            joined = unicodedata.normalize("NFC", joined).lower()
        joined = _part_typographic(joined)
    for sign in "@#":
        joined = joined.replace(sign, f" {sign} ")
    return joined.encode("utf-8", "surrogatepass").translate(_BYTES)


def _part_typographic(joined: str) -> str:
    for char in _TYPOGRAPHIC:
        joined = joined.replace(char, " ")
    return joined.replace("©", " © ")


def fold_word(word: str) -> bytes:
    """Return one word as ``fold_words`` gives it; raise ``ValueError`` if it would not stay one word."""
    folded = fold_words([word])[0].split()
    if len(folded) != 1:
        raise ValueError(f"not one word: {word!r}")
    return folded[0]


def tidy(text: str) -> str:
    """Return ``text`` as patterns see it: plain quotes and dashes, single spaces, bare of bullets and arrows.

    Case is kept, for names tell themselves by it; Markdown links and emphasis are reduced to their words.
    """
    if not text.isascii():
        if "»" in text and "«" not in text:
            text = text.strip("» ")
        text = _FANCY.sub(_plain, unicodedata.normalize("NFC", text))
    if "](" in text:
        text = _MARKDOWN_LINK.sub(r"\1", text)
    if text.startswith("[") or " [" in text:
        text = _LINK_NUMBER.sub("", text)
    if "**" in text or "__" in text:
        text = text.replace("**", "").replace("__", "")
    text = text.strip(_DECORATION)
    if "  " in text or "\n" in text or "\t" in text:
        text = " ".join(text.split())
    return _HASHES.sub("", text, count=1) if text.startswith("#") else text


def _plain(match: re.Match[str]) -> str:
    return _PLAIN[match[0]]
