"""The rule of a site has the last word on its pages, after everything else was weighed."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from pagemarrow.core.decide.decision import Decision
from pagemarrow.core.metadata.dates import iso_date
from pagemarrow.core.model import Block, Kind, Metadata, Reason, Verdict
from pagemarrow.core.site.apply import Reading
from pagemarrow.core.site.values import SiteRule

CONFIDENCE: Final = 0.9
"""Of a body that somebody named for this very site; not 1, for sites change and rules grow old."""

BODY: Final = Reason("site.body", "The rule for this site names it as body.")
OUTSIDE: Final = Reason("site.body", "Outside what the rule for this site names as body.")
DROP: Final = Reason("site.drop", "The rule for this site names it to be dropped.")

NO_ARTICLE: Final = "no_article"
"""The warning that a body named by the site's rule takes back."""

_PROOFS: Final = ("page.headline", "page.copy", "page.pull-quote", "page.caption-copy")
"""Reasons that hold inside a named body as well, beside those of rules."""


def obey_site(site: SiteRule, reading: Reading, decision: Decision, rules: AbstractSet[str]) -> Decision:
    """Return ``decision`` with the word of ``site`` over it.

    Inside a body that is to be pruned, what one of ``rules`` (ids) has dropped stays out.
    """
    if not reading.keep and not reading.drop:
        return decision
    blocks = reading.page.blocks
    verdicts = tuple(
        _obeyed(index, verdict, blocks[index], reading, site.prune and _is_proven(verdict, rules))
        for index, verdict in enumerate(decision.verdicts)
    )
    if not reading.keep or not any(verdict.kept for verdict in verdicts):
        return decision._replace(verdicts=verdicts)
    warnings = tuple(warning for warning in decision.warnings if warning != NO_ARTICLE)
    confidence = max(CONFIDENCE, decision.confidence)
    return decision._replace(verdicts=verdicts, confidence=confidence, warnings=warnings)


def _obeyed(index: int, verdict: Verdict, block: Block, reading: Reading, proven: bool) -> Verdict:
    if index in reading.drop:
        return Verdict(False, "other", (DROP,), verdict.score)
    if not reading.keep:
        return verdict
    if index not in reading.keep:
        return Verdict(False, "other", (OUTSIDE,), verdict.score) if verdict.kept else verdict
    return verdict if proven else Verdict(True, _category(block), (BODY,), verdict.score)


def tell_site(reading: Reading, metadata: Metadata) -> Metadata:
    """Return ``metadata`` with what the site's rule found before what the page declares."""
    published = iso_date(reading.date, metadata.language or "") if reading.date else None
    return metadata._replace(
        title=reading.title or metadata.title,
        byline=reading.author or metadata.byline,
        published=published or metadata.published,
    )


def _is_proven(verdict: Verdict, rules: AbstractSet[str]) -> bool:
    return not verdict.kept and any(
        reason.rule in rules or reason.rule in _PROOFS for reason in verdict.reasons
    )


def _category(block: Block) -> str:
    return "body" if block.kind is Kind.PARAGRAPH else block.kind.value
