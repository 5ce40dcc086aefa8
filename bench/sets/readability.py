"""Mozilla Readability's ``test/test-pages``: a folder a page with ``source.html`` and ``expected.html``."""

from __future__ import annotations

import json
from pathlib import Path

from bench.renderings import html_text
from bench.sets.case import Case


def is_readability(root: Path) -> bool:
    """Tell whether ``root`` holds such folders."""
    return root.is_dir() and any(root.glob("*/expected.html")) and any(root.glob("*/source.html"))


def load_readability(root: Path) -> list[Case]:
    """Return the pages; the truth is the text of ``expected.html``."""
    return [_case(folder) for folder in sorted(root.iterdir()) if (folder / "expected.html").is_file()]


def _case(folder: Path) -> Case:
    described = folder / "expected-metadata.json"
    metadata = json.loads(described.read_text("utf-8")) if described.exists() else {}
    return Case(
        set="readability",
        id=folder.name,
        path=folder / "source.html",
        truth=html_text((folder / "expected.html").read_text("utf-8")),
        domain=folder.name,
        language=metadata.get("lang"),
    )
