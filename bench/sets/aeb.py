"""The article-extraction-benchmark (Scrapinghub 2020): ``ground-truth.json`` and ``html/<id>.html.gz``."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from bench.sets.case import Case


def is_aeb(root: Path) -> bool:
    """Tell whether ``root`` has the layout of the article-extraction-benchmark."""
    return (root / "ground-truth.json").is_file() and (root / "html").is_dir()


def load_aeb(root: Path) -> list[Case]:
    """Return the pages that have both a truth and a page file."""
    truths = json.loads((root / "ground-truth.json").read_text("utf-8"))
    cases = []
    for key in sorted(truths):
        page = next(
            (p for p in (root / "html" / f"{key}.html.gz", root / "html" / f"{key}.html") if p.exists()), None
        )
        if page is not None:
            url = truths[key].get("url")
            domain = urlsplit(url or "").hostname or key
            cases.append(Case("aeb", key, page, truth=truths[key]["articleBody"], domain=domain, url=url))
    return cases
