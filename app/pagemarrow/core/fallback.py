"""The body that the markup lacks: taken from what the page declares of itself.

Some pages ship an empty shell and the text only in JSON-LD. On 24 of 793 WCXB articles there is an ``articleBody``; as
the first choice it is worse than the markup (29 % of those in the article-extraction-benchmark are teasers), so it
is asked only where next to nothing of it is kept, and compared with the page before it takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from pagemarrow.core.decide import Decision
from pagemarrow.core.decide.decision import KEPT_AS
from pagemarrow.core.model import AUTO, Block, Metadata, Options, Page, Reason, Verdict
from pagemarrow.core.scripts import LONG, UNSPACED, extent
from pagemarrow.core.sentences import ends_sentence

SHORTEST: Final = 300
"""Extent of a declared body below which it is a teaser."""

SHARE: Final = 0.25
"""The declared body is taken when the markup's body has less than this share of its length."""

PART: Final = 0.5
"""It is also taken when what is kept stands in it, and makes less than this share of it: the page shows a beginning. Of 254
development pages with a declared body one holds between these shares, and none below."""

CONFIDENCE: Final = 0.7
"""What a declared body is worth: the mean word F1 of JSON-LD bodies on the article-extraction-benchmark is 0.756."""

SHOWN: Final = 0.5
"""The page's own blocks are taken when they hold this share of the declared body."""

LIKE: Final = 0.8
"""A block is of the declared body when this share of its word runs stands there."""

OWN: Final = 400
"""A body of this extent, in the main of other words than the declared one, stays: the declaration is of another text."""

RUN: Final = 4
"""Words, or characters of scripts without spaces, in the runs that are compared."""

DECLARED: Final = Reason(
    "declared.article-body", "The page shows no body; its JSON-LD or ``<meta>`` declares this one."
)
SEEN: Final = Reason("declared.seen", "Stands in the body that the page declares of itself.")
REPLACED: Final = Reason("declared.replaced", "The body the page declares is taken instead.")

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_]+")


def fall_back(page: Page, decision: Decision, metadata: Metadata, options: Options) -> tuple[Page, Decision]:
    """Return page and decision with the declared body, where the markup holds next to nothing of it.

    Where the page shows what it declares, its own blocks are kept. Else the declared body is added as blocks of its own.
    """
    declared = metadata.article_body or ""
    if extent(declared) < SHORTEST:
        return page, decision
    size = _kept_extent(page, decision)
    if size >= PART * extent(declared):
        return page, decision
    runs = set(_runs(declared))
    found = [_likeness(block.text, runs) >= LIKE for block in page.blocks]
    if size >= SHARE * extent(declared):
        judged = zip(page.blocks, decision.verdicts, found, strict=True)
        if any(verdict.kept and not same and extent(block.text) > LONG for block, verdict, same in judged):
            return page, decision
    elif _is_another(page, decision, runs):
        return page, decision
    kind = "article" if options.page_type == AUTO else options.page_type
    warnings = tuple(warning for warning in decision.warnings if warning != "no_article")
    decision = decision._replace(confidence=CONFIDENCE, page_type=kind)
    seen = sum([extent(block.text) for block, same in zip(page.blocks, found, strict=True) if same])
    if seen >= SHOWN * extent(declared):
        verdicts = [
            _seen(v, b) if same else _dropped(v)
            for v, b, same in zip(decision.verdicts, page.blocks, found, strict=True)
        ]
        return page, decision._replace(verdicts=tuple(verdicts), warnings=warnings)
    added = tuple(Block(line, pieces=(line,)) for line in declared.splitlines())
    dropped = tuple(_dropped(verdict) for verdict in decision.verdicts)
    taken = tuple(Verdict(True, "body", (DECLARED,), 0.0) for _ in added)
    return _with(page, added), decision._replace(
        verdicts=dropped + taken, warnings=(*warnings, "declared_body")
    )


def _kept_extent(page: Page, decision: Decision) -> int:
    kept = zip(page.blocks, decision.verdicts, strict=True)
    return sum(extent(block.text) for block, verdict in kept if verdict.kept)


def _runs(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return list(zip(*(words[shift:] for shift in range(RUN)), strict=False))


def _likeness(text: str, declared: AbstractSet[tuple[str, ...]]) -> float:
    """Return the share of the word runs of ``text`` that stand in ``declared``; 0 for a text without any."""
    runs = _runs(text)
    return sum(map(declared.__contains__, runs)) / len(runs) if runs else 0.0


def _is_another(page: Page, decision: Decision, declared: AbstractSet[tuple[str, ...]]) -> bool:
    """Tell whether what is kept reads like a body and is another text than the declared one."""
    kept = [
        block.text
        for block, verdict in zip(page.blocks, decision.verdicts, strict=True)
        if verdict.kept and extent(block.text) > LONG and ends_sentence(block.text)
    ]
    size = sum(map(extent, kept))
    return (
        size >= OWN
        and sum([extent(text) for text in kept if _likeness(text, declared) < 1 - LIKE]) > size / 2
    )


def _seen(verdict: Verdict, block: Block) -> Verdict:
    return verdict if verdict.kept else Verdict(True, KEPT_AS[block.kind], (SEEN,), verdict.score)


def _dropped(verdict: Verdict) -> Verdict:
    return verdict._replace(kept=False, category="other", reasons=(REPLACED,)) if verdict.kept else verdict


def _with(page: Page, added: tuple[Block, ...]) -> Page:
    root = page.containers[0]
    blocks = page.blocks + added
    return page._replace(blocks=blocks, containers=(root._replace(last=len(blocks)), *page.containers[1:]))
