"""The body that the markup lacks: taken from what the page declares of itself.

Some pages ship an empty shell and the text only in JSON-LD. On 24 of 793 WCXB articles there is an ``articleBody``; as
the first choice it is worse than the markup (29 % of those in the article-extraction-benchmark are teasers), so it
is taken only where the markup holds next to nothing of it.
"""

from __future__ import annotations

from typing import Final

from pagemarrow.core.decide import Decision
from pagemarrow.core.model import AUTO, Block, Metadata, Options, Page, Reason, Verdict
from pagemarrow.core.scripts import extent

SHORTEST: Final = 300
"""Extent of a declared body below which it is a teaser."""

SHARE: Final = 0.25
"""The declared body is taken when the markup's body has less than this share of its length."""

CONFIDENCE: Final = 0.7
"""What a declared body is worth: the mean word F1 of JSON-LD bodies on the article-extraction-benchmark is 0.756."""

DECLARED: Final = Reason(
    "declared.article-body", "The page shows no body; its JSON-LD or microdata declares this one."
)
REPLACED: Final = Reason("declared.replaced", "The body the page declares is taken instead.")


def fall_back(page: Page, decision: Decision, metadata: Metadata, options: Options) -> tuple[Page, Decision]:
    """Return page and decision with the declared body as blocks of their own, where the markup has none."""
    declared = metadata.article_body or ""
    if extent(declared) < SHORTEST or _kept_chars(page, decision) >= SHARE * len(declared):
        return page, decision
    added = tuple(Block(line, pieces=(line,)) for line in declared.splitlines())
    dropped = tuple(_dropped(verdict) for verdict in decision.verdicts)
    taken = tuple(Verdict(True, "body", (DECLARED,), 0.0) for _ in added)
    warnings = tuple(warning for warning in decision.warnings if warning != "no_article")
    return _with(page, added), decision._replace(
        verdicts=dropped + taken,
        confidence=CONFIDENCE,
        page_type="article" if options.page_type == AUTO else options.page_type,
        warnings=(*warnings, "declared_body"),
    )


def _kept_chars(page: Page, decision: Decision) -> int:
    kept = zip(page.blocks, decision.verdicts, strict=True)
    return sum(len(block.text) for block, verdict in kept if verdict.kept)


def _dropped(verdict: Verdict) -> Verdict:
    return verdict._replace(kept=False, category="other", reasons=(REPLACED,)) if verdict.kept else verdict


def _with(page: Page, added: tuple[Block, ...]) -> Page:
    root = page.containers[0]
    blocks = page.blocks + added
    return page._replace(blocks=blocks, containers=(root._replace(last=len(blocks)), *page.containers[1:]))
