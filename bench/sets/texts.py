"""Plain-text inputs with a label for each line: read from files, or rendered from a page set."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.labels import COVERED, label
from bench.peers import readability, resiliparse, trafilatura
from bench.renderings import RENDERERS
from bench.sets.case import Case
from pagemarrow.core.decode import decode

ORDER: Final = (
    *("html_text", "single", "inscriptis", "resili_all", "selectolax"),
    *("t2_traf_recall", "t2_trafilatura", "t2_readability", "t2_resiliparse", "clean"),
)
"""Renderings of whole pages, then outputs of other extractors (``t2_``), then the truth itself."""

SECOND_STAGE: Final[dict[str, Callable[[str, str], str]]] = {
    "t2_trafilatura": trafilatura,
    "t2_readability": readability,
    "t2_resiliparse": resiliparse,
}


@dataclass(frozen=True, slots=True)
class TextCase:
    """One text input; ``labels[i]`` is 1 when line ``i`` of ``text.split("\\n")`` is boilerplate."""

    id: str
    rendering: str
    domain: str
    text: str
    truth: str
    labels: tuple[int, ...]


def text_renderings(folder: Path) -> tuple[str, ...]:
    """Return the renderings that ``folder`` has as ``<rendering>.jsonl.xz``, and ``single``, which is made."""
    there = {path.name.removesuffix(".jsonl.xz") for path in folder.glob("*.jsonl.xz")}
    if "html_text" in there:
        there.add("single")
    return tuple(name for name in ORDER if name in there) + tuple(sorted(there - set(ORDER)))


def load_texts(folder: Path, rendering: str) -> list[TextCase]:
    """Return the inputs of one rendering; ``single`` is ``html_text`` without its blank lines."""
    source = "html_text" if rendering == "single" else rendering
    with lzma.open(folder / f"{source}.jsonl.xz", "rt", encoding="utf-8") as lines:
        cases = [_case(json.loads(line)) for line in lines]
    return [unspaced(case) for case in cases] if rendering == "single" else cases


def _case(row: dict[str, object]) -> TextCase:
    labels = row["labels"]
    assert isinstance(labels, list)
    key, rendering, domain, text, truth = (
        str(row[n]) for n in ("id", "rendering", "domain", "text", "truth")
    )
    return TextCase(key, rendering, domain, text, truth, tuple(labels))


def unspaced(case: TextCase) -> TextCase:
    """Return the case without its blank lines."""
    pairs = [pair for pair in zip(case.text.split("\n"), case.labels, strict=True) if pair[0].strip()]
    text = "\n".join(line for line, _ in pairs)
    return TextCase(case.id, "single", case.domain, text, case.truth, tuple(label for _, label in pairs))


def render_texts(cases: list[Case], rendering: str) -> Iterator[TextCase]:
    """Make the inputs of one rendering from HTML pages that have a truth; lines are labelled by alignment with it."""
    for case in cases:
        if case.truth:
            text = (
                case.truth
                if rendering == "clean"
                else _rendered(decode(case.raw, case.content_type).text, rendering)
            )
            shares = label(text.split("\n"), case.truth)
            labels = tuple(int(share < COVERED) for share in shares)
            yield TextCase(case.id, rendering, case.domain, text, case.truth, labels)


def _rendered(page: str, rendering: str) -> str:
    if rendering in RENDERERS:
        return RENDERERS[rendering](page)
    return SECOND_STAGE[rendering](page, "text/html")
