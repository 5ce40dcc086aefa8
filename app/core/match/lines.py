"""Rules of lines, runs and tails against the blocks of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.core.fold import fold_words, tidy
from app.core.match.index import UNSPACED, Candidates, Detector, Index
from app.core.model import Block, Finding, Kind, Scope

MAX_CHARS = 400
"""Longest line any rule is tried on: the work a hostile line can cause is bounded by it."""

SHORTEST_RUN = 2

_Parts = Mapping[str, Candidates]


def match_lines(index: Index, blocks: Sequence[Block]) -> list[Finding]:
    """Return what LINE and TAIL rules find, in block order, then what RUN rules find."""
    findings: list[Finding] = []
    runs: dict[Detector, list[int]] = {}
    for number, detector in _hits(index, blocks):
        scope = detector.rule.scope
        if scope is Scope.LINE:
            findings.append(Finding(detector.rule, number, number + 1))
        elif scope is Scope.TAIL:
            findings.append(Finding(detector.rule, number, len(blocks)))
        else:
            runs.setdefault(detector, []).append(number)
    findings.extend(_joined(runs))
    return findings


def _hits(index: Index, blocks: Sequence[Block]) -> Iterator[tuple[int, Detector]]:
    numbers = [n for n, b in enumerate(blocks) if len(b.text) <= MAX_CHARS and b.kind is not Kind.CODE]
    if not numbers:
        return
    texts = [blocks[number].text for number in numbers]
    parts = _parts_present(index, texts)
    unrelated = index.cues.isdisjoint
    known: dict[str, tuple[Detector, ...]] = {}
    for number, text, line in zip(numbers, texts, fold_words(texts, accented=index.accented), strict=True):
        words = line.split()
        if words and unrelated(words) and not parts:
            continue
        found = known.get(text)
        if found is None:
            found = known[text] = _try(index, words, parts, blocks[number])
        for detector in found:
            yield number, detector


def _try(index: Index, words: list[bytes], parts: _Parts, block: Block) -> tuple[Detector, ...]:
    """Try the detectors that the line calls for, each once, in the order of the rules."""
    called = dict.fromkeys(_called(index, words))
    if parts:
        called.update((d, None) for d in _called_unspaced(parts, block.text))
    if not called:
        return ()
    line = tidy(block.text)
    small = line.lower()
    hits = [detector for detector in called if detector.hits(line, small, block)]
    return tuple(sorted(hits, key=lambda detector: detector.order))


def _called(index: Index, words: list[bytes]) -> Iterator[Detector]:
    length = len(words)
    if not words:
        yield from index.wordless
    elif length <= index.longest:
        for word in words:
            for detector in index.words.get(word, ()):
                if length <= detector.max_words:
                    yield detector


def _parts_present(index: Index, texts: Sequence[str]) -> _Parts:
    """Leave only the substring cues that occur in the page at all."""
    if not index.parts:
        return {}
    whole = "\n".join(texts)
    if UNSPACED.search(whole) is None:
        return {}
    return {cue: detectors for cue, detectors in index.parts.items() if cue in whole}


def _called_unspaced(parts: _Parts, text: str) -> Iterator[Detector]:
    """A line without spaces counts one word for two characters."""
    length = len(text) // 2
    for cue, detectors in parts.items():
        if cue in text:
            yield from (detector for detector in detectors if length <= detector.max_words)


def _joined(runs: dict[Detector, list[int]]) -> Iterator[Finding]:
    """One match alone is no run; neighbours are joined."""
    for detector, numbers in runs.items():
        first = last = numbers[0]
        for number in (*numbers[1:], -1):
            if number == last + 1:
                last = number
                continue
            if last - first + 1 >= SHORTEST_RUN:
                yield Finding(detector.rule, first, last + 1)
            first = last = number
