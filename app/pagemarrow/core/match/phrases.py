"""Compile phrases, one a line, to a regular expression and to the cue words that call for it.

A phrase is plain text in small letters that a whole line must equal, closing signs aside:

- ``[text]`` is optional. A blank beside it belongs to it: ``[please] subscribe``.
- ``(a|b)`` and ``[a|b]`` are choices.
- ``{NAME}`` and the other keys of ``PIECES`` stand for a kind of text.
- ``…`` at the end lets anything follow. After a blank, the last word must end before it.
- ``{TEXT:60}`` and the other keys of ``COUNTED`` stand for so many signs, digits, letters or words.
- A backslash makes the next sign plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from pagemarrow.core.fold import fold_words
from pagemarrow.core.rules import _fragments as fragments

END: Final = r"[ .:!?>)\]]*$"
"""Signs that may close a line after any phrase."""

FIRST: Final = "^"
"""Before a cue: it must be the line's first word."""

UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""Kana, Han and Hangul: cues of these are looked for inside the line, not as words of it."""

PIECES: Final = {
    "CAPITAL": r"(?-i:[A-Z])",
    "DATE": fragments.DATE,
    "FULL_NAME": fragments.FULL_NAME,
    "MONTH": fragments.MONTH,
    "NAME": fragments.NAME,
    "NUMBER": r"\d[\d.,]{0,11}(?:\ ?[km](?!\w))?",
    "PRICE": r"(?:[$£€¥]\ ?\d[\d.,]{0,9}|\d[\d.,]{0,9}\ ?(?:[$£€¥]|euros?|eur|usd)(?!\w))",
    "TIME": fragments.TIME,
    "WEEKDAY": fragments.WEEKDAY,
    "WORD": r"\S{1,40}",
}
"""What the named pieces match, as verbose regular expressions."""

COUNTED: Final = {
    "CHARS": r"\S",
    "DIGITS": r"\d",
    "LETTERS": r"\w",
    "TEXT": r".",
    "WORDS": r"(?:\S+\ )",
}
"""What the pieces with a count match once: ``{TEXT:60}`` is up to 60 signs, ``{TEXT:2-60}`` at least two.

A ``WORDS`` ends in a blank."""

EDGE: Final = "EDGE"
"""The piece that matches the end of a word, and no text."""

MOST_READINGS: Final = 400
"""How many texts a part of a phrase may stand for when its words are looked for."""

COMMON: Final = frozenset(
    "a about al all also an and are as at au auf aus be been but by can che con da das de del dem den der des di "
    "die do du e ein eine el en er es et for from für had has have he her his how i ich if il im in is ist it "
    "its la le les los mais me mehr mit more my nach new nicht no non not o of on one or our out para per por pour "
    "que s se she sie so sur t that the their they this to um un una und une up us van von was we were what when "
    "which who will with you your zu zum zur и в на с не по что из за для 的".split()
)
"""Words that prose is full of: as cues they would call for a rule everywhere."""


class Choice(NamedTuple):
    """Alternatives, one of which stands in the phrase."""

    branches: tuple[tuple[Part, ...], ...]
    optional: bool


class Piece(NamedTuple):
    """A named piece."""

    pattern: str
    edge: bool = False


Part = str | Choice | Piece
_TOKEN = re.compile(r"\\(.)|\{([A-Z_]+(?::[0-9-]+)?)\}|([\[\]()|])|([^\\{\[\]()|]+)")
_CLOSES = {"[": "]", "(": ")"}
_PLAIN_PHRASE = re.compile(r"[^\\{\[\]()|…]+\Z")


class Phrase(NamedTuple):
    """One phrase, taken apart."""

    parts: tuple[Part, ...]
    open_end: bool
    """Whether anything may follow."""
    bounded: bool
    """Whether what follows begins after the end of a word."""


UNKNOWN: Final = Piece(r"\S*")
"""What may follow a phrase that is open at its end."""


def phrases_of(text: str) -> list[str]:
    """Return the phrases of ``text``, one for each line that is not blank."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def parse(phrase: str) -> Phrase:
    """Return the parts of ``phrase``; raise ``ValueError`` that says what is wrong with it."""
    body = phrase.rstrip("…")
    if "…" in body:
        raise ValueError(f"an ellipsis stands at the end only: {phrase!r}")
    if _PLAIN_PHRASE.match(body):
        return Phrase((body.rstrip(),), body != phrase, body.endswith(" "))
    tokens = list(_TOKEN.finditer(body.rstrip()))
    if sum(len(token[0]) for token in tokens) != len(body.rstrip()):
        raise ValueError(f"a lone backslash or brace: {phrase!r}")
    branches, rest = _branches(tokens, 0, "")
    if rest != len(tokens) or len(branches) != 1:
        raise ValueError(f"a bracket too many, or a choice without brackets: {phrase!r}")
    return Phrase(_spaced(branches[0]), body != phrase, body.endswith(" "))


def _branches(
    tokens: Sequence[re.Match[str]], place: int, closing: str
) -> tuple[list[tuple[Part, ...]], int]:
    """Read alternatives up to ``closing``; return them and the place behind it."""
    branches: list[tuple[Part, ...]] = []
    parts: list[Part] = []
    while place < len(tokens):
        escaped, name, sign, text = tokens[place].groups()
        place += 1
        if sign in _CLOSES:
            inner, place = _branches(tokens, place, _CLOSES[sign])
            parts.append(Choice(tuple(map(_spaced, inner)), sign == "["))
        elif sign == closing:
            return [*branches, tuple(parts)], place
        elif sign == "|":
            branches.append(tuple(parts))
            parts = []
        elif sign:
            raise ValueError(f"a bracket closes nothing: {sign}")
        elif name:
            parts.append(_piece(name))
        elif parts and isinstance(parts[-1], str):
            parts[-1] += escaped or text
        else:
            parts.append(escaped or text)
    if closing:
        raise ValueError(f"a bracket is not closed: {closing}")
    return [*branches, tuple(parts)], place


def _piece(name: str) -> Piece:
    kind, _, count = name.partition(":")
    least, _, most = count.rpartition("-")
    if kind == EDGE and not count:
        return Piece(r"\b", edge=True)
    if kind in PIECES and not count:
        return Piece(f"(?:{PIECES[kind]})")
    if kind not in COUNTED or not most.isdigit() or not (least or "0").isdigit():
        raise ValueError(f"no such piece: {{{name}}}")
    return Piece(f"{COUNTED[kind]}{{{least or 0},{most}}}")


def _spaced(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Give the blank beside an optional part to it, so that it goes with it."""
    found = list(parts)
    for number, part in enumerate(found):
        if not isinstance(part, Choice) or not part.optional:
            continue
        before = found[number - 1] if number else ""
        after = found[number + 1] if number + 1 < len(found) else ""
        opens = not number or (isinstance(before, str) and (before.endswith(" ") or not before))
        if opens and isinstance(after, str) and after.startswith(" "):
            found[number] = Choice(tuple((*branch, " ") for branch in part.branches), True)
            found[number + 1] = after[1:]
        elif isinstance(before, str) and before.endswith(" ") and not after:
            found[number] = Choice(tuple((" ", *branch) for branch in part.branches), True)
            found[number - 1] = before[:-1]
    return tuple(part for part in found if part != "")


def regex_of(phrases: Iterable[str]) -> str:
    """Return the verbose regular expression that matches any of ``phrases`` from the start of a line."""
    ends: dict[str, list[str]] = {}
    for phrase in map(parse, phrases):
        end = END if not phrase.open_end else r"(?!\w)" if phrase.bounded else ""
        ends.setdefault(end, []).append(_regex(phrase.parts))
    return "|".join(f"(?:{'|'.join(found)}){end}" for end, found in ends.items())


def _regex(parts: Sequence[Part]) -> str:
    made = []
    for part in parts:
        if isinstance(part, str):
            made.append(re.escape(part))
        elif isinstance(part, Piece):
            made.append(part.pattern)
        else:
            made.append(f"(?:{'|'.join(map(_regex, part.branches))}){'?' * part.optional}")
    return "".join(made)


def cues_of(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return cues, at least one of which every line of ``phrases`` has; raise ``ValueError`` where a phrase has none."""
    cues: dict[str, None] = {}
    plain: list[str] = []
    for phrase in phrases:
        if _PLAIN_PHRASE.match(phrase):
            plain.append(phrase)
            continue
        found = _cues(parse(phrase))
        if found is None:
            raise ValueError(f"no word is certain in {phrase!r}")
        cues.update(dict.fromkeys(found))
    for phrase, folded in zip(plain, fold_words(plain) if plain else (), strict=True):
        words = folded.decode().split()
        if not words:
            raise ValueError(f"no word is certain in {phrase!r}")
        cues[_rarest(words)] = None
    return tuple(cues)


def _rarest(words: Sequence[str]) -> str:
    """Return the cue that prose has most seldom of a line with ``words``."""
    unspaced: list[str] = [run for word in words for run in UNSPACED.findall(word)]
    if unspaced:
        return max(unspaced, key=len)
    best = min(words, key=lambda word: (word in COMMON, -len(word)))
    return FIRST + best if best == words[0] else best


def _cost(cue: str) -> float:
    word = cue.removeprefix(FIRST)
    return (1.0 if word in COMMON else 1 / (10 + len(word))) * (0.1 if cue.startswith(FIRST) else 1)


def _cues(phrase: Phrase) -> set[str] | None:
    """Return the cheapest cues of which every line of ``phrase`` has one; ``None`` where there are none."""
    glued = phrase.open_end and not phrase.bounded
    texts = _readings((*phrase.parts, *(["\0"] if glued else [])), MOST_READINGS)
    if texts is not None:
        found = [_cues_of_text(text) for text in texts]
        return None if None in found else {cue for cue in found if cue}
    return _cues_by_units((*phrase.parts, *([UNKNOWN] if glued else [])), True)


def _cues_by_units(parts: Sequence[Part], starts: bool) -> set[str] | None:
    """Return cues where a phrase has too many readings: those of the cheapest run of parts between blanks."""
    units: list[list[Part]] = [[]]
    for part in parts:
        if not isinstance(part, str):
            units[-1].append(part)
            continue
        for number, text in enumerate(part.split(" ")):
            if number:
                units.append([])
            if text:
                units[-1].append(text)
    candidates = []
    for number, unit in enumerate(units):
        found = _cues_of_unit(unit, starts and number == 0)
        if found:
            candidates.append(found)
    return min(candidates, key=lambda cues: (max(map(_cost, cues)), len(cues)), default=None)


def _cues_of_unit(unit: Sequence[Part], starts: bool) -> set[str] | None:
    if len(unit) == 1 and isinstance(unit[0], Choice) and not unit[0].optional:
        inner = [_cues_by_units(branch, starts) for branch in unit[0].branches]
        return None if None in inner else {cue for cues in inner if cues for cue in cues}
    texts = _readings(unit, MOST_READINGS)
    if texts is None:
        return None
    found = [_cues_of_text(text, starts) for text in texts]
    return None if None in found else {cue for cue in found if cue}


def _cues_of_text(text: str, starts: bool = True) -> str | None:
    """Return the rarest word of one reading; ``\\0`` stands for what is not known, and no word that touches it counts."""
    words = [word.decode() for word in fold_words([text.replace("\0", "\ue000")])[0].split()]
    unspaced: list[str] = [run for word in words for run in UNSPACED.findall(word)]
    if unspaced:
        return max(unspaced, key=len)
    certain = [word for word in words if "\ue000" not in word]
    if not certain:
        return None
    first = FIRST + words[0] if starts and words[0] in certain else ""
    return min((*certain, *([first] if first else [])), key=_cost)


def _readings(parts: Sequence[Part], most: int) -> list[str] | None:
    """Return the texts that ``parts`` stand for, ``\\0`` for a piece; ``None`` when there are more than ``most``."""
    choices: list[list[str]] = []
    count = 1
    for part in parts:
        if isinstance(part, str):
            texts: list[str] | None = [part]
        elif isinstance(part, Piece):
            texts = [" " if part.edge else "\0"]
        else:
            texts = list(_branch_readings(part, most)) if part.branches else []
            texts = texts if len(texts) <= most else None
        if texts is None:
            return None
        count *= len(texts)
        if count > most:
            return None
        choices.append(texts)
    return ["".join(found) for found in product(*choices)]


def _branch_readings(choice: Choice, most: int) -> Iterator[str]:
    if choice.optional:
        yield ""
    for branch in choice.branches:
        texts = _readings(branch, most)
        if texts is None:
            yield from ("",) * (most + 1)
            return
        yield from texts
