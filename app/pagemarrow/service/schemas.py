"""The shapes of what goes in and out, for ``openapi.yaml``.

They describe; they are not run on requests: megabytes of page are no matter for generic validation. The
tests hold the service's real answers against them.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pagemarrow.core.model import AUTO, CATEGORIES, FORMATS, INCLUDES, PAGE_TYPE_CHOICES, PAGE_TYPES


class Shape(BaseModel):
    """A closed object: names that are not listed do not occur."""

    model_config = ConfigDict(extra="forbid")


def _one_of(values: tuple[str, ...], description: str) -> Any:
    return Field(description=description, json_schema_extra={"enum": list(values)})


class Selectors(Shape):
    """CSS selectors for this one page."""

    keep: list[str] | None = Field(None, description="Elements that are body.")
    drop: list[str] | None = Field(None, description="Elements that are not.")


class ExtractOptions(Shape):
    """What is asked for; unknown names are refused with 422. `null` stands for the default."""

    format: str | None = Field(
        "text", description="Of the body.", json_schema_extra={"enum": [*FORMATS, None]}
    )
    include: str | list[str] | None = Field(
        "",
        description=f"Comma list (or JSON list) of {', '.join(INCLUDES)}; tables and lists are always kept.",
    )
    explain: bool | None = Field(
        False, description="Add `blocks`: every visible block, kept or not, and why."
    )
    url: str | None = Field(
        None, description="The page's address: resolves links, selects site rules; never fetched."
    )
    deadline_ms: int | None = Field(None, ge=1, description="May only lower the server's limit.")
    page_type: str | None = Field(
        AUTO,
        description="The kind of page where it is known; taken as true. `MARROW_PAGE_TYPE` sets the server's default.",
        json_schema_extra={"enum": [*PAGE_TYPE_CHOICES, None]},
    )
    title: str | None = Field(
        None,
        description="The page's headline where it is known, from a feed or a link; helps to find the body.",
    )
    selectors: Selectors | None = None
    second_opinion: bool | None = Field(
        False, description="Have readability-lxml vote on a page where no article is found."
    )


class PageDocument(Shape):
    """One page as JSON: exactly one of `html` and `text`."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["html"]}, {"required": ["text"]}]})

    html: str | None = Field(None, description="An HTML page.")
    text: str | None = Field(None, description="The plain text of a page.")
    url: str | None = Field(None, description="As the option of that name, which wins.")
    id: Any = Field(
        None,
        description="Any JSON value up to 1,024 bytes, its integers of 64 bits; comes back with the answer.",
    )
    options: ExtractOptions | None = None


class Reason(Shape):
    rule: str = Field(description="A rule of /v1/rules, or the name of another deciding part.")
    why: str


class Term(Shape):
    """What one feature added to the score, in log-odds."""

    name: str
    value: float


class LedgerBlock(Shape):
    """One visible block of the input and what became of it."""

    index: int
    text: str
    kept: bool
    category: str = _one_of(CATEGORIES, "What the block is.")
    reasons: list[Reason]
    score: float = Field(description="Log-odds that the block is body, before rules.")
    start: int | None = Field(description="Offset into the decoded input, in characters; null for HTML.")
    end: int | None
    path: str | None = Field(
        description="CSS path that selects the block's element in the page; null for text and for what the markup doesn't hold."
    )
    terms: list[Term] = Field(description="The features that moved the score most, the strongest first.")


class Stats(Shape):
    blocks: int = Field(description="Visible blocks; a menu or footer that the page marks up as such is one.")
    kept: int
    chars_in: int
    chars_out: int
    elapsed_ms: float


class Versions(Shape):
    app: str
    rules: str


class Extracted(Shape):
    """The body of a page, and what is known of it."""

    text: str = Field(description="The body in the asked format; empty when the page has none.")
    title: str | None
    byline: str | None
    published: str | None = Field(description="ISO 8601, as precise as the page gives it.")
    site_name: str | None
    language: str | None
    canonical_url: str | None = Field(description="The address that the page calls its own, absolute.")
    image: str | None = Field(description="Address of the image that stands for the page, absolute.")
    description: str | None = Field(description="The summary that the page declares.")
    keywords: list[str] | None = Field(description="Keywords or tags, in order; `null` when there are none.")
    section: str | None = Field(description="The section of the site that the page stands in.")
    license: str | None = Field(description="Address or name of the licence.")
    modified: str | None = Field(description="ISO 8601, as precise as the page gives it.")
    authors: list[str] | None = Field(description="All declared authors; `byline` joins them.")
    input: Literal["html", "text"]
    charset: str
    page_type: str = _one_of(PAGE_TYPES, "The kind of page.")
    page_type_confidence: float = Field(ge=0, le=1)
    confidence: float = Field(ge=0, le=1)
    warnings: list[str]
    stats: Stats
    versions: Versions
    id: Any = Field(None, description="The request's `id`.")
    blocks: list[LedgerBlock] | None = Field(None, description="With `explain` only.")


class Problem(Shape):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str


class BatchSuccess(Extracted):
    """A line of a batch that was extracted."""

    status: Literal[200]


class BatchFailure(Shape):
    """A line of a batch that was not."""

    id: Any = Field(description="The line's `id`; null when the line could not be read.")
    status: int
    error: Problem


class Examples(Shape):
    matches: list[str]
    rejects: list[str]


class DescribedRule(Shape):
    id: str
    theme: str
    category: str
    says: str
    scope: str
    languages: list[str]
    why: str
    examples: Examples


class RuleSet(Shape):
    version: str
    rules: list[DescribedRule]


class ServiceVersion(Shape):
    app: str
    rules: str
    python: str


class RulesState(Shape):
    version: str
    problems: list[str]


class Status(Shape):
    status: str
    rules: RulesState | None = None
    """Only where the operator has rules of his own."""


SHAPES: tuple[type[BaseModel], ...] = (
    PageDocument,
    Extracted,
    BatchSuccess,
    BatchFailure,
    Problem,
    RuleSet,
    ServiceVersion,
    Status,
)
