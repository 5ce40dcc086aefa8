"""What the service answers, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from pagemarrow.client.errors import BadAnswer


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a block was kept or dropped."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Term:
    """What one feature added to a block's score, in log-odds."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Block:
    """One visible block of the page and what became of it."""

    index: int
    text: str
    kept: bool
    category: str
    reasons: tuple[Reason, ...] = ()
    score: float = 0.0
    """Log-odds that the block is body text, before rules."""
    start: int | None = None
    end: int | None = None
    """Offsets into the decoded input; ``None`` for HTML."""
    path: str | None = None
    """CSS path of the element, for HTML."""
    terms: tuple[Term, ...] = ()
    """The features that moved the score most, the strongest first."""


@dataclass(frozen=True, slots=True)
class Stats:
    """Sizes in blocks and characters; the time the service took, in milliseconds."""

    blocks: int = 0
    kept: int = 0
    chars_in: int = 0
    chars_out: int = 0
    elapsed_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """The body of a page and what is known of it. What the page doesn't tell is ``None``."""

    text: str
    """The body in the asked format; ``""`` when the page has no article (``warnings`` says why)."""
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO 8601, as precise as the page gives it."""
    site_name: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    image: str | None = None
    description: str | None = None
    keywords: tuple[str, ...] | None = None
    section: str | None = None
    license: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] | None = None
    input: str = ""
    """``html`` or ``text``."""
    charset: str = ""
    page_type: str = "other"
    page_type_confidence: float = 0.0
    confidence: float = 0.0
    """0 to 1."""
    warnings: tuple[str, ...] = ()
    stats: Stats = Stats()
    versions: Mapping[str, str] = field(default_factory=dict)
    id: Any = None
    """What the request gave as ``id``."""
    blocks: tuple[Block, ...] | None = None
    """Every visible block in order, kept or not; only with ``explain=True``."""


def read_extraction(answer: Any) -> Extraction:
    """Return the ``Extraction`` of a decoded answer; fields of a newer service are passed over.

    Raises ``BadAnswer`` when it isn't one.
    """
    try:
        told = _known(Extraction, answer)
        return Extraction(
            **told
            | {
                "text": answer["text"],
                "keywords": _tuple(answer.get("keywords")),
                "authors": _tuple(answer.get("authors")),
                "warnings": tuple(answer.get("warnings", ())),
                "stats": Stats(**_known(Stats, answer.get("stats", {}))),
                "blocks": _read_blocks(answer.get("blocks")),
            }
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadAnswer(f"the answer is not an extraction: {error!r}") from error


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)


def _read_blocks(blocks: list[dict[str, Any]] | None) -> tuple[Block, ...] | None:
    if blocks is None:
        return None
    return tuple(
        Block(
            **_known(Block, block)
            | {
                "reasons": tuple(Reason(**_known(Reason, reason)) for reason in block.get("reasons", ())),
                "terms": tuple(Term(**_known(Term, term)) for term in block.get("terms", ())),
            }
        )
        for block in blocks
    )


def _known(record: type[Any], told: dict[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(record)}
    return {name: value for name, value in told.items() if name in names}
