"""Pages that hold back their body: what to warn of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.core.model import Block, Finding, Says, Verdict

FEW_WORDS: Final = 60
"""A body of fewer words under a consent notice is what shows through it."""

STUB_WORDS: Final = 250
"""A body of fewer words before a paywall's notice is the teaser; metered articles show one to four paragraphs."""


def find_walls(
    blocks: Sequence[Block], verdicts: Sequence[Verdict], findings: Sequence[Finding]
) -> tuple[str, ...]:
    """Return ``consent_wall`` and ``paywall_stub`` where rules find such notices and little body is left."""
    kept = [index for index, verdict in enumerate(verdicts) if verdict.kept]
    words = sum(len(blocks[index].text.split()) for index in kept)
    if words >= STUB_WORDS:
        return ()
    proven = [finding for finding in findings if finding.rule.says is Says.BOILERPLATE]
    consent = {i for f in proven if f.rule.category == "consent" for i in range(f.first, f.last)}
    notice = sum(len(blocks[index].text.split()) for index in consent)
    warnings = []
    if words < FEW_WORDS and notice > words:
        warnings.append("consent_wall")
    after = kept[len(kept) // 2] if kept else 0
    if any(finding.rule.category == "paywall" and finding.first >= after for finding in proven):
        warnings.append("paywall_stub")
    return tuple(warnings)
