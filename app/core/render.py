"""Kept blocks as text, Markdown or HTML."""

from __future__ import annotations

from app.core.model import Metadata, Options, Page, Verdict


def render(page: Page, verdicts: tuple[Verdict, ...], metadata: Metadata, options: Options) -> str:
    """Return the body in ``options.format``."""
    kept = [block.text for block, verdict in zip(page.blocks, verdicts, strict=True) if verdict.kept]
    return "\n\n".join(kept)
