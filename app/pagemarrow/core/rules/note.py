"""Corrections and disclosures that stand apart from the story."""

from __future__ import annotations

from pagemarrow.core.model import Rule, Says

RULES = (
    Rule(
        id="note.correction",
        why="A correction or editor's note, apart from the story.",
        category="other",
        says=Says.HINT,
        languages=("en",),
        max_words=70,
        cues=(
            "correction",
            "clarification",
            "corrected",
            "update",
            "note",
            "editor",
            "editors",
            "updated",
            "disclosure",
            "disclaimer",
        ),
        pattern=r"""(?:(?:correction|clarification|corrections|disclosure|disclaimer|editor'?s'?\ note|editors?'?\ note|note\ (?:from|by)\ the\ editor|note\ to\ (?:readers|editors)|full\ disclosure)\ ?(?:\(.{1,30}\))?\ ?[:,|-].{0,380}
            |(?:this|an\ earlier\ version\ of\ this|a\ previous\ version\ of\ this)\ (?:article|story|post|report|piece|page)\ (?:has\ been|was|was\ later|is)\ (?:corrected|updated|amended|edited|changed|revised|clarified|misstated|incorrectly|written|produced|generated)\b.{0,300}|(?:an\ earlier|a\ previous)\ version\ of\ this\b.{0,340})""",
        matches=(
            "Correction: An earlier version misstated the height of the pier.",
            "This article has been updated with a statement of the port.",
            "Editor's note: names have been changed.",
        ),
        rejects=("Correction fluid was her trade", "This article of faith was corrected by no one"),
    ),
    Rule(
        id="note.feedback",
        why="Asks for feedback on the page.",
        category="other",
        says=Says.BOILERPLATE,
        languages=("en",),
        max_words=18,
        cues=(
            "recipe",
            "helpful",
            "error",
            "typo",
            "feedback",
            "useful",
            "rate",
            "rating",
            "mistake",
            "report",
            "suggest",
            "votes",
        ),
        pattern=r"""(?:(?:was|did|is)\ (?:you\ find\ )?this\ (?:article|page|post|content|information|answer|helpful)\b[^?]{0,60}\??(?:\ (?:yes|no|thanks?|please|let|tell|rate|share|give|click|send|your|vote)\b.{0,50})?|(?:see|spot(?:ted)?|found|find|noticed)\ (?:an?\ )?(?:error|typo|mistake|issue)\b.{0,80}|(?:give|send|provide|share|leave|submit)\ (?:us\ )?(?:your\ |website\ |site\ |page\ )?feedback(?:\ (?:on|about|for|here|below|now|via|to\ (?:us|help))\b.{0,40})?|feedback|(?:did\ you\ (?:make|try|cook)|(?:have\ you\ )?(?:made|tried))\ this\ (?:recipe|dish)\b\??[^.]{0,60}|(?:report|suggest)\ (?:an?\ )?(?:error|typo|correction|edit|edits|issue|a\ problem|problem|this\ (?:article|page|post))(?:\ .{0,30})?|rate\ this\ (?:article|post|page|recipe).{0,30}|no\ votes\ so\ far.{0,40}|(?:found\ this\ |thanks\ for\ your\ |how\ useful\ )(?:helpful|feedback|was\ this\ post)\b.{0,30})\ ?[.!?]*$""",
        matches=(
            "Did you make this recipe?",
            "Was this article helpful?",
            "Spotted an error? Let us know",
            "Give feedback",
            "Rate this post",
            "Tried this recipe?Let us know how it was!",
        ),
        rejects=(
            "Report of the harbour board",
            "Feedback from the hall was loud",
            "Give feedback in writing.",
            "Was this helpful? he asked.",
            "Tried this recipe. It failed.",
            "Found a mistake in the deed of 1802, and told no one about it until the day the notary himself died of old age",
        ),
    ),
)
