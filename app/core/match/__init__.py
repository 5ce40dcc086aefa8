"""Page and rules to findings: an index of cue words first, then an anchored pattern."""

from __future__ import annotations

from functools import lru_cache

from app.core.match.containers import match_containers
from app.core.match.index import Index, build_index
from app.core.match.lines import match_lines
from app.core.model import ANY_LANGUAGE, Finding, Page
from app.core.rules import RULES

_LANGUAGES = frozenset(code for rule in RULES for code in rule.languages) - set(ANY_LANGUAGE)


def match(page: Page, language: str | None) -> tuple[Finding, ...]:
    """Return every rule that matches a block, run, tail or container of ``page``.

    ``language`` is the page's primary subtag: rules of other languages are passed over, and for an
    unknown language (``None``) all are tried. Findings of lines come first, in the order of blocks and
    within one block of rules; then runs; then containers. A ``TAIL`` finding reaches to the last block:
    whether body follows it after all is for deciding to see.
    """
    return match_with(_index_of(_primary(language)), page)


def match_with(index: Index, page: Page) -> tuple[Finding, ...]:
    """Match ``page`` against the rules of ``index`` alone."""
    return (*match_lines(index, page.blocks), *match_containers(index, page))


def _primary(language: str | None) -> str | None:
    """Languages no rule knows share one index, so that strange codes can't fill the cache."""
    if not language:
        return None
    code = language.lower().replace("_", "-").partition("-")[0]
    return code if code in _LANGUAGES else "other"


@lru_cache(maxsize=32)
def _index_of(language: str | None) -> Index:
    return build_index(RULES, language)
