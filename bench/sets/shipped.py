"""The pages that ship with the tests: a folder a page, HTML and text twins, see ``tests/pages/README.md``."""

from __future__ import annotations

import json
from pathlib import Path

from bench.sets.case import Case

INPUTS = {"page.html": "text/html", "page.txt": "text/plain"}


def is_shipped(root: Path) -> bool:
    """Tell whether ``root`` holds such folders."""
    return root.is_dir() and any(root.glob("*/truth.txt"))


def load_shipped(root: Path) -> list[Case]:
    """Return one case an input; ids are ``<folder>/page.html`` and ``<folder>/page.txt``."""
    return [
        _case(folder, name)
        for folder in sorted(path.parent for path in root.glob("*/truth.txt"))
        for name in INPUTS
        if (folder / name).is_file()
    ]


def _case(folder: Path, name: str) -> Case:
    described = json.loads((folder / "meta.json").read_text("utf-8"))
    return Case(
        set="shipped",
        id=f"{folder.name}/{name}",
        path=folder / name,
        truth=(folder / "truth.txt").read_text("utf-8").strip(),
        page_type=described["kind"],
        domain=folder.name,
        language=described["language"],
        content_type=INPUTS[name],
        either=tuple(described.get("either", ())),
    )
