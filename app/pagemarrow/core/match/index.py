"""The index of cues: which rules are worth trying on a line, known by its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple, TypeVar

from pagemarrow.core.fold import Look, fold_word, hash_name_words
from pagemarrow.core.hashes import Known, number_words
from pagemarrow.core.match.phrases import cues_of, phrases_of, regex_of
from pagemarrow.core.model import ANY_LANGUAGE, Rule, Scope

WORDLESS = ""
"""The cue of rules for lines that hold no word at all (a lone dash, a row of dots)."""

FIRST = "^"
"""Before a cue: it must be the line's first word."""

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Kana, Han and Hangul: cues with one of these are looked for inside the line, not as words of it."""

FIRST_UNSPACED = 0x3040
"""The lowest code of these."""


_PLAIN = "en"
"""The language whose own cues are all ASCII."""


CASED = "(?-i:"
"""In a pattern: here capitals count. Only such patterns are tried on the line as written; all others on its small
letters, for there the literals of an alternation are passed over without being entered (10 times quicker)."""


class Detector:
    """A rule made ready to be tried; its pattern is compiled when a line first needs it."""

    __slots__ = ("_pattern", "cased", "max_words", "order", "rule")

    def __init__(self, rule: Rule, order: int) -> None:
        self.rule = rule
        self.order = order
        self.max_words = rule.max_words
        self.cased = CASED in (regex_of(phrases_of(rule.phrases)) if rule.phrases else rule.pattern)
        self._pattern: re.Pattern[str] | None = None

    def hits(self, line: str, small: str) -> bool:
        """Tell whether the pattern matches a block by its tidied text ``line``, or by ``small``, that in small letters."""
        return (self._pattern or self.compiled()).match(line if self.cased else small) is not None

    def names(self, text: str) -> bool:
        """Tell whether the pattern matches ``text``."""
        return (self._pattern or self.compiled()).match(text) is not None

    def compiled(self) -> re.Pattern[str]:
        """Return the pattern; made when it is first asked for, a millisecond each."""
        if self._pattern is None:
            flags = re.VERBOSE | re.IGNORECASE if self.cased else re.VERBOSE
            phrases = self.rule.phrases
            pattern = regex_of(phrases_of(phrases)) if phrases else self.rule.pattern
            self._pattern = re.compile(pattern, flags)
        return self._pattern


SHORT_LINE = 8
"""Words up to which a line calls for every rule; a longer one only for those that may match it."""

Candidates = tuple[Detector, ...]
_Cue = TypeVar("_Cue", str, bytes)


class Index(NamedTuple):
    """Cues of one language and the detectors each of them calls for."""

    cues: frozenset[bytes]
    """The keys of ``words``, apart because asking a set whether a line has none is the quickest gate."""
    long_cues: frozenset[bytes]
    """Those that a rule has which may match a line of more than ``SHORT_LINE`` words: prose is full of the others."""
    words: dict[bytes, Candidates]
    """Folded word to the detectors of lines."""
    long_words: dict[bytes, Candidates]
    """The same for those that may match a line of more than ``SHORT_LINE`` words."""
    firsts: dict[bytes, Candidates]
    """The same for words that a line must begin with."""
    parts: dict[str, Candidates]
    """Substring to detectors, for scripts without spaces."""
    wordless: Candidates
    name_cues: Known
    """The keys of ``names``, by their hashes."""
    names: dict[str, Candidates]
    """Word of a container's name to detectors of containers."""
    accented: bool
    """Whether a rule of this very language may have a cue with letters beyond ASCII."""
    known_names: dict[Look, Candidates]
    known: dict[str, Candidates]
    """What earlier lines of the same text turned out to be: menus say the same on every page. It saves time
    and changes no answer."""

    def prepare(self) -> None:
        """Compile all patterns, so that no page has to wait for them."""
        groups = chain(self.words.values(), self.firsts.values(), self.names.values(), (self.wordless,))
        for detector in dict.fromkeys(chain.from_iterable(groups)):
            detector.compiled()


def build_index(rules: Iterable[Rule], language: str | None) -> Index:
    """Index the ``rules`` that speak ``language`` or any; all of them when it is ``None``."""
    words: defaultdict[bytes, list[Detector]] = defaultdict(list)
    firsts: defaultdict[bytes, list[Detector]] = defaultdict(list)
    names: defaultdict[str, list[Detector]] = defaultdict(list)
    parts: defaultdict[str, list[Detector]] = defaultdict(list)
    wordless: list[Detector] = []
    for order, rule in enumerate(rules):
        if not _speaks(rule, language):
            continue
        detector = Detector(rule, order)
        for cue in dict.fromkeys(cues_of(phrases_of(rule.phrases)) if rule.phrases else rule.cues):
            if rule.scope is Scope.CONTAINER:
                names[fold_word(cue).decode()].append(detector)
            elif cue == WORDLESS:
                wordless.append(detector)
            elif cue.startswith(FIRST):
                firsts[fold_word(cue[1:])].append(detector)
            elif UNSPACED.search(cue):
                parts[cue].append(detector)
            else:
                words[fold_word(cue)].append(detector)
    long_words = _frozen(
        {
            cue: [found for found in called if found.max_words > SHORT_LINE]
            for cue, called in words.items()
            if any(found.max_words > SHORT_LINE for found in called)
        }
    )
    return Index(
        cues=frozenset(words),
        long_cues=frozenset(long_words),
        words=_frozen(words),
        long_words=long_words,
        firsts=_frozen(firsts),
        parts=_frozen(parts),
        wordless=tuple(wordless),
        name_cues=number_words(hash_name_words(list(names))),
        names=_frozen(names),
        accented=language != _PLAIN,
        known_names={},
        known={},
    )


def _speaks(rule: Rule, language: str | None) -> bool:
    return language is None or language in rule.languages or rule.languages == ANY_LANGUAGE


def _frozen(table: Mapping[_Cue, list[Detector]]) -> dict[_Cue, Candidates]:
    return {cue: tuple(detectors) for cue, detectors in table.items()}
