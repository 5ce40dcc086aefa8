"""A rule in YAML, with the same fields as the built-in record, to a ``Rule``; checked as the built-in ones are by tests."""

from __future__ import annotations

import re
from typing import Final

from pagemarrow.core.fold import fold_words
from pagemarrow.core.match import match_with
from pagemarrow.core.match.index import CASED, FIRST, UNSPACED, WORDLESS, build_index
from pagemarrow.core.match.lines import MAX_CHARS
from pagemarrow.core.match.phrases import cues_of, phrases_of, regex_of
from pagemarrow.core.model import ANY_LANGUAGE, CATEGORIES, Block, Container, Page, Rule, Says, Scope
from pagemarrow.operator.documents import Node, Record, Wrong
from pagemarrow.operator.linear_time import NotLinear, check_form, check_time

FIELDS: Final = (
    *(
        "id",
        "why",
        "category",
        "says",
        "scope",
        "languages",
        "pattern",
        "phrases",
        "words",
        "cues",
        "max_words",
    ),
    *("matches", "rejects"),
)
LEAST_EXAMPLES: Final = 2
MOST_WORDS: Final = 200
MOST_PATTERN_CHARS: Final = 4000
KEPT_CATEGORIES: Final = ("body", "heading", "quote", "list", "table", "code")

_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9][a-z0-9_-]*\Z")
_PIECE = re.compile(r"\{[A-Z_]+(?::[0-9-]+)?\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z|any\Z")


def read_rule(node: Node) -> Rule:
    """Return the rule of one YAML mapping, its examples run through the engine. Raises ``Wrong``."""
    record = Record(node, FIELDS, "a rule")
    scope = Scope(record.one_of("scope", tuple(Scope), Scope.LINE))
    phrases = _phrases(record, scope)
    pattern, cues = ("", ()) if phrases else _pattern(record, scope)
    rule = Rule(
        id=_id(record),
        why=record.text("why"),
        category=record.one_of("category", CATEGORIES),
        says=Says(record.one_of("says", tuple(Says))),
        matches=_examples(record, "matches"),
        rejects=_examples(record, "rejects"),
        scope=scope,
        languages=_languages(record),
        pattern=pattern,
        phrases=phrases,
        cues=cues,
        max_words=record.number("max_words", 25, MOST_WORDS),
    )
    if rule.category in KEPT_CATEGORIES and rule.says is not Says.CONTENT:
        raise Wrong(
            record.line_of("category"), f"what is {rule.category!r} is kept: choose what the line is instead"
        )
    _check_pattern(record, rule)
    _check_examples(record, rule)
    return rule


def _id(record: Record) -> str:
    name = record.text("id")
    if not _ID.match(name):
        raise Wrong(record.line_of("id"), f"an id is theme.thing-found in small letters, not {name!r}")
    return name


def _languages(record: Record) -> tuple[str, ...]:
    languages = record.texts("languages") or ANY_LANGUAGE
    for code in languages:
        if not _LANGUAGE.match(code):
            raise Wrong(
                record.line_of("languages"),
                f"a language is a code of two or three small letters, or any; not {code!r}",
            )
    return languages


def _phrases(record: Record, scope: Scope) -> str:
    """Return the phrases of a rule, one a line; empty when it has none."""
    if "phrases" not in record:
        return ""
    if scope is Scope.CONTAINER:
        raise Wrong(record.line_of("phrases"), "'phrases' are for lines; an element's name needs 'words'")
    for other in ("pattern", "words", "cues"):
        if other in record:
            raise Wrong(record.line_of(other), f"a rule with 'phrases' needs no {other!r}")
    phrases = [line for text in record.texts("phrases") for line in phrases_of(text)]
    if not phrases:
        raise Wrong(record.line_of("phrases"), "'phrases' holds none")
    for phrase in phrases:
        try:
            cues_of([phrase])
        except ValueError as error:
            raise Wrong(record.line_of("phrases"), f"not a phrase: {error}") from None
        if phrase != phrase.lower() and not _PIECE.sub("", phrase).islower():
            raise Wrong(record.line_of("phrases"), f"phrases are in small letters: {phrase!r}")
    return "\n".join(phrases)


def _pattern(record: Record, scope: Scope) -> tuple[str, tuple[str, ...]]:
    """Return pattern and cues: as written, or made of the words of an element's name."""
    if ("pattern" in record) == ("words" in record):
        raise Wrong(record.line, "a rule needs one of 'phrases', 'pattern' and 'words'")
    if "words" not in record:
        return record.text("pattern"), _cues(record)
    if scope is not Scope.CONTAINER:
        raise Wrong(
            record.line_of("words"), "'words' are for the scope container; other rules need a pattern"
        )
    if "cues" in record:
        raise Wrong(record.line_of("cues"), "'words' are their own cues")
    named = [[word.decode() for word in fold_words([words])[0].split()] for words in record.texts("words")]
    if not named or not all(named):
        raise Wrong(record.line_of("words"), "'words' holds none")
    choices = "|".join(r"\ ".join(map(re.escape, words)) for words in named)
    return rf".*\b(?:{choices})\b", tuple(dict.fromkeys(words[0] for words in named))


def _cues(record: Record) -> tuple[str, ...]:
    cues = record.texts("cues")
    if not cues:
        raise Wrong(record.line, "a rule with a pattern needs 'cues': words of which one must occur")
    for cue in cues:
        word = cue.removeprefix(FIRST)
        if word == WORDLESS or UNSPACED.search(word):
            continue
        if [word.encode()] != fold_words([word])[0].split():
            raise Wrong(
                record.line_of("cues"), f"a cue is one word in small letters, without signs; not {cue!r}"
            )
    return cues


def _examples(record: Record, name: str) -> tuple[str, ...]:
    examples = record.texts(name)
    if len(set(examples)) < LEAST_EXAMPLES:
        raise Wrong(record.line_of(name), f"{name!r} needs at least {LEAST_EXAMPLES} different examples")
    return examples


def _check_pattern(record: Record, rule: Rule) -> None:
    place = record.line_of("phrases" if rule.phrases else "pattern")
    pattern = regex_of(phrases_of(rule.phrases)) if rule.phrases else rule.pattern
    if not rule.phrases and len(pattern) > MOST_PATTERN_CHARS:
        raise Wrong(place, f"the pattern is longer than {MOST_PATTERN_CHARS} characters")
    flags = re.VERBOSE | re.IGNORECASE if CASED in pattern else re.VERBOSE
    try:
        re.compile(pattern, flags)
        if not rule.phrases:  # the repetitions of phrases are bounded; the clock alone judges them
            check_form(pattern)
        check_time(pattern, flags, rule.matches)
    except NotLinear as error:
        raise Wrong(place, f"the pattern may take too long: {error}") from None
    except (re.error, OverflowError, RecursionError) as error:
        raise Wrong(place, f"not a regular expression: {error}") from None
    if re.match(pattern, "", flags):
        raise Wrong(place, "the pattern matches a line without any text")


def _check_examples(record: Record, rule: Rule) -> None:
    """Run the examples through the engine: each match must be found, no reject may be."""
    index = build_index([rule], None)
    for name, wanted in (("matches", True), ("rejects", False)):
        for example, node in zip(getattr(rule, name), record.nodes(name), strict=True):
            if bool(match_with(index, page_of(rule, example))) is not wanted:
                said = _why_not_found(rule, example) if wanted else "is found, though it should not be"
                raise Wrong(node.start_mark.line + 1, f"rule {rule.id}: {example!r} {said}")


def _why_not_found(rule: Rule, example: str) -> str:
    lines = example.split("\n") if rule.scope is Scope.RUN else [example]
    words = [word.decode() for word in fold_words([lines[0]])[0].split()]
    if rule.scope is Scope.RUN and len(lines) < 2:
        return "is not found: a run is at least two lines, in one example divided by line breaks"
    if max(map(len, lines)) > MAX_CHARS:
        return f"is not found: it is longer than {MAX_CHARS} characters"
    if len(words) > rule.max_words and rule.scope is not Scope.CONTAINER:
        return f"is not found: it has {len(words)} words, and max_words is {rule.max_words}"
    cues = cues_of(phrases_of(rule.phrases)) if rule.phrases else rule.cues
    if not {*words, FIRST + words[0] if words else WORDLESS} & set(cues) and not UNSPACED.search(lines[0]):
        return "is not found: none of the cues is a word of it"
    return "is not found: the pattern does not match (blanks in it are written '\\ ', letters small)"


def page_of(rule: Rule, example: str) -> Page:
    """Return a page that shows ``example`` as ``rule`` would meet it: an element's tag and name, neighbours, or a line."""
    if rule.scope is Scope.CONTAINER:
        blocks = (Block("The harbour was quiet on the morning of the vote. " * 3), Block("A short line"))
        tag, _, name = example.partition(" ")
        return Page(blocks, (Container(-1, "body", "", 0, 2), Container(0, tag, name, 1, 2)))
    lines = example.split("\n") if rule.scope is Scope.RUN else [example]
    return Page(tuple(Block(line) for line in lines), (Container(-1, "body", "", 0, len(lines)),))
