"""The lines between headline and body that sum the article up."""

from __future__ import annotations

from pagemarrow.core.model import Rule, Says, Scope

RULES = (
    Rule(
        id="standfirst.container",
        why="Stands under the headline.",
        category="standfirst",
        says=Says.HINT,
        scope=Scope.CONTAINER,
        max_words=90,
        cues=("standfirst", "subtitle", "dek", "deck", "subheadline", "lede"),
        pattern=r""".*\b(?:standfirst|(?:article|post|entry|story|headline)\ (?:\w+\ )?(?:subtitle|dek|deck|subheadline|lede))\b(?!\ (?:item|list|card))""",
        matches=("p standfirst", "p articleSubtitle", "div post-subtitle", "p story-dek"),
        rejects=("h3 subtitle", "div subtitles-settings", "div deck-of-cards", "p dek"),
    ),
)
