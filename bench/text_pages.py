"""The labelled plain-text inputs: loading, block labels and the split by domain."""

from __future__ import annotations

import hashlib
import json
import lzma
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from bench.labels import tokens
from bench.sets.case import Case
from bench.sets.texts import TextCase, render_texts
from pagemarrow.core.language import guess_language
from pagemarrow.core.model import Page
from pagemarrow.core.segment.text import segment_text

RENDERINGS: Final = (
    "html_text", "single", "inscriptis", "resili_all", "selectolax", "t2_traf_recall", "t2_readability", "clean",
)  # fmt: skip
"""The inputs; ``single`` is ``html_text`` without its blank lines."""

COVERED: Final = 0.8
"""Pages whose truth is found in the input to less than this share have labels not to be learnt from."""


class Sample(NamedTuple):
    """One labelled input."""

    id: str
    domain: str
    rendering: str
    text: str
    truth: Counter[str]
    body_text: str
    """The body, a paragraph a line."""
    page: Page
    body: tuple[bool, ...]
    """For each block, whether at least half of its words are body."""
    words: tuple[int, ...]
    trusted: bool
    set: str = "wcxb"
    kind: str = "article"
    language: str | None = "en"
    """As the text is guessed to be; ``None`` for a language without a table of stop words."""
    title: str = ""
    """The page's headline, where the set tells it."""

    @property
    def digest(self) -> int:
        """The MD5 of the domain: pages of one site never stand on both sides of a split."""
        return int(hashlib.md5(self.domain.encode()).hexdigest(), 16)

    @property
    def half(self) -> int:
        return self.digest & 1


def bag(text: str) -> Counter[str]:
    """Return the multiset of the tokens of ``text``."""
    return Counter(tokens(text))


def word_f1(found: Counter[str], truth: Counter[str]) -> float:
    """Return the F1 of two bags of words; two empty bags agree."""
    total = found.total() + truth.total()
    return 2 * (found & truth).total() / total if total else 1.0


def load_samples(folder: Path, rendering: str, most: int | None = None) -> Iterator[Sample]:
    """Yield the inputs of one rendering in the order of the file, which may be missing."""
    source = "html_text" if rendering == "single" else rendering
    path = folder / f"{source}.jsonl.xz"
    if not path.exists():
        return
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if most is not None and number >= most:
                return
            row = json.loads(line)
            yield _sample(row, rendering)


def _sample(row: dict[str, object], rendering: str) -> Sample:
    text, labels = str(row["text"]), list(row["labels"])  # type: ignore[call-overload]
    if rendering == "single":
        pairs = [pair for pair in zip(text.split("\n"), labels, strict=True) if pair[0].strip()]
        text, labels = "\n".join(line for line, _ in pairs), [label for _, label in pairs]
    page = segment_text(text)
    body, words = _block_labels(text, page, labels)
    return Sample(
        id=str(row["id"]),
        domain=str(row["domain"]),
        rendering=rendering,
        text=text,
        truth=bag(str(row["truth"])),
        body_text=str(row["truth"]),
        page=page,
        body=body,
        words=words,
        trusted=float(str(row["cover"])) >= COVERED,
        set=str(row.get("set") or "wcxb"),
        kind=str(row.get("kind") or "article"),
        language=guess_language(page.blocks, None),
        title=str(row.get("title") or ""),
    )


def _block_labels(text: str, page: Page, labels: list[int]) -> tuple[tuple[bool, ...], tuple[int, ...]]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    body, words = [], []
    for block in page.blocks:
        first = bisect_right(starts, block.start) - 1
        total = bad = 0
        for offset, line in enumerate(text[block.start : block.end].split("\n")):
            count = len(tokens(line))
            total += count
            bad += count * labels[first + offset]
        body.append(bad * 2 <= total)
        words.append(total)
    return tuple(body), tuple(words)


def sample_of(case: TextCase, origin: Case) -> Sample:
    """Return the input that was rendered from the page ``origin``."""
    page = segment_text(case.text)
    body, words = _block_labels(case.text, page, list(case.labels))
    return Sample(
        case.id, case.domain, case.rendering, case.text, bag(case.truth), case.truth, page, body, words, True,
        origin.set, origin.page_type, guess_language(page.blocks, None), next(iter(origin.titles), ""),
    )  # fmt: skip


def render_samples(cases: Sequence[Case], rendering: str) -> Iterator[Sample]:
    """Yield the inputs of one rendering made from HTML pages."""
    by_id = {case.id: case for case in cases}
    for text in render_texts(list(cases), rendering):
        yield sample_of(text, by_id[text.id])


def clean_sample(sample: Sample) -> Sample:
    """Return the body of ``sample`` as an input of its own: nothing of it may go."""
    page = segment_text(sample.body_text)
    words = tuple(len(tokens(block.text)) for block in page.blocks)
    return sample._replace(
        rendering="clean",
        text=sample.body_text,
        page=page,
        body=(True,) * len(words),
        words=words,
        trusted=True,
        title="",
        language=guess_language(page.blocks, None),
    )
