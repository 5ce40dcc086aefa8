"""Rules of lines, runs and tails against the blocks of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

import numpy as np

from pagemarrow.core.fold import fold_words, tidy
from pagemarrow.core.match.index import FIRST_UNSPACED, SHORT_LINE, UNSPACED, Candidates, Detector, Index
from pagemarrow.core.model import Block, Finding, Kind, Scope

MAX_CHARS = 400
"""Longest line any rule is tried on: the work a hostile line can cause is bounded by it."""

SHORTEST_RUN = 2

LONG = 140
HEAD = 70
FOOT = 45
"""Where cues count in a line of more than LONG bytes: in its first HEAD and its last FOOT. What boilerplate is shows
at the start, a credit at the end; prose has such words everywhere, and to try a pattern for each would cost more than
all the rest."""

MOST_KNOWN = 20_000
LONGEST_KNOWN = 40
"""How many lines an index remembers, and how long they may be: about 4 MB at most."""

_order = attrgetter("order")
_Parts = Mapping[str, Candidates]


def match_lines(index: Index, blocks: Sequence[Block]) -> list[Finding]:
    """Return what LINE and TAIL rules find, in block order, then what RUN rules find."""
    findings: list[Finding] = []
    runs: dict[Detector, list[int]] = {}
    hits = _hits(index, blocks)
    for number, detectors in hits.items():
        for detector in detectors:
            rule = detector.rule
            if rule.scope is Scope.LINE:
                findings.append(Finding(rule, number, number + 1))
            elif rule.scope is Scope.TAIL:
                findings.append(Finding(rule, number, len(blocks)))
            else:
                runs.setdefault(detector, []).append(number)
    findings.extend(_joined(runs))
    return findings


def _hits(index: Index, blocks: Sequence[Block]) -> dict[int, Candidates]:
    """Map the number of a block to the detectors that hit it, in block order; blocks that none hits are left out."""
    known = index.known.get
    met = [known(block.text) if len(block.text) <= LONGEST_KNOWN else None for block in blocks]
    fresh = [
        number for number, found in enumerate(met) if found is None and len(blocks[number].text) <= MAX_CHARS
    ]
    if fresh:
        for number, found in zip(fresh, _tried(index, [blocks[number] for number in fresh]), strict=True):
            met[number] = found
    return {
        number: found for number, found in enumerate(met) if found and blocks[number].kind is not Kind.CODE
    }


def _tried(index: Index, blocks: Sequence[Block]) -> list[Candidates]:
    """Try lines not met before, and remember the short ones."""
    texts = [block.text for block in blocks]
    parts = _parts_present(index, texts)
    unrelated, unrelated_long = index.cues.isdisjoint, index.long_cues.isdisjoint
    firsts = index.firsts
    known = index.known
    if len(known) > MOST_KNOWN:
        known.clear()
    tried = []
    for block, line in zip(blocks, fold_words(texts, accented=index.accented), strict=True):
        words = line.split() if len(line) <= LONG else line[:HEAD].split() + line[-FOOT:].split()
        found: Candidates = ()
        if not words:
            found = _try((index.wordless,), 0, parts, block)
        elif (
            parts
            or words[0] in firsts
            or not (unrelated if len(words) <= SHORT_LINE else unrelated_long)(words)
        ):
            cues = index.words if len(words) <= SHORT_LINE else index.long_words
            groups = [cues[word] for word in words if word in cues]
            if words[0] in firsts:
                groups.append(firsts[words[0]])
            found = _try(groups, len(words) if len(line) <= LONG else len(line.split()), parts, block)
        if len(block.text) <= LONGEST_KNOWN:
            known[block.text] = found
        tried.append(found)
    return tried


def _try(groups: Sequence[Candidates], length: int, parts: _Parts, block: Block) -> Candidates:
    """Try the detectors that the line calls for, each once; return those that hit, in the order of the rules."""
    called = {detector: None for group in groups for detector in group if length <= detector.max_words}
    if parts:
        called.update((detector, None) for detector in _called_unspaced(parts, block.text))
    if not called:
        return ()
    tidied = tidy(block.text)
    small = tidied.lower()
    hits = [detector for detector in called if detector.hits(tidied, small)]
    return tuple(sorted(hits, key=_order)) if len(hits) > 1 else tuple(hits)


def _parts_present(index: Index, texts: Sequence[str]) -> _Parts:
    """Leave only the substring cues that occur in the page at all."""
    if not index.parts:
        return {}
    whole = "\n".join(texts)
    codes = np.frombuffer(whole.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if not len(codes) or codes.max() < FIRST_UNSPACED or UNSPACED.search(whole) is None:
        return {}
    # Every such cue holds an unspaced character: in a huge page that quotes one, few lines need to be looked through.
    whole = "\n".join(filter(UNSPACED.search, texts))
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
