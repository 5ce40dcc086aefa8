"""The labelled plain-text inputs: loading, block labels and the split by domain."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench.labels import COVERED as SAME
from bench.labels import label
from bench.renderings import RENDERERS
from bench.sets.wcxb import is_wcxb, load_wcxb
from pagemarrow.core.decode import decode
from pagemarrow.core.model import Page
from pagemarrow.core.segment.text import segment_text

RENDERINGS: Final = (
    "html_text", "single", "inscriptis", "resili_all", "selectolax", "t2_traf_recall", "t2_readability", "clean",
)  # fmt: skip
"""The inputs; ``single`` is ``html_text`` without its blank lines, ``clean`` the truth itself."""

LINES: Final = "lines"
"""The rendering of web text whose lines people marked."""

COVERED: Final = 0.8
"""Pages whose truth is found in the input to less than this share have labels not to be learnt from."""

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+"
)


class Row(NamedTuple):
    """One labelled input as it is stored."""

    set: str
    id: str
    domain: str
    language: str
    kind: str
    """``article``, ``forum`` or ``lines``."""
    rendering: str
    text: str
    truth: str
    labels: tuple[int, ...]
    """For each line of ``text.split("\n")``, 1 when it is boilerplate."""
    title: str
    cover: float
    """The share of the truth that is found in the input."""

    @property
    def digest(self) -> int:
        """The MD5 of the domain: pages of one site never stand on both sides of a split."""
        return int(hashlib.md5(self.domain.encode()).hexdigest(), 16)

    @property
    def half(self) -> int:
        """The half of the split by domain, 0 or 1."""
        return self.digest & 1

    @property
    def script(self) -> str:
        """The group of languages that results are told by."""
        return GROUPS.get(self.language, "other Latin")


GROUPS: Final = {
    "en": "English", "ru": "Cyrillic, Greek", "uk": "Cyrillic, Greek", "bg": "Cyrillic, Greek", "el": "Cyrillic, Greek",
    "zh": "CJK", "ja": "CJK", "ko": "CJK", "ar": "other scripts", "he": "other scripts", "fa": "other scripts", "hi": "other scripts",
}  # fmt: skip


class Labelled(NamedTuple):
    """A row's blocks and their labels."""

    page: Page
    body: tuple[bool, ...]
    """For each block, whether at least half of its words are body."""
    words: tuple[int, ...]


def read_rows(folder: Path, rendering: str, most: int | None = None) -> Iterator[Row]:
    """Yield the inputs of one rendering of a folder, in the order of the file.

    ``single`` is made from ``html_text``, and so is ``clean`` where the folder has no file of it.
    """
    source = "html_text" if rendering == "single" else rendering
    path = folder / f"{source}.jsonl.xz"
    made = rendering == "clean" and not path.exists()
    if made:
        path = folder / "html_text.jsonl.xz"
    if not path.exists():
        return
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if most is not None and number >= most:
                return
            row = _row(json.loads(line), rendering)
            if made:
                row = row._replace(text=row.truth, labels=(0,) * (row.truth.count("\n") + 1), cover=1.0)
            if row.text.strip():
                yield row


def _row(record: dict[str, Any], rendering: str) -> Row:
    text, labels = str(record["text"]), list(record["labels"])
    if rendering == "single":
        pairs = [pair for pair in zip(text.split("\n"), labels, strict=True) if pair[0].strip()]
        text, labels = "\n".join(line for line, _ in pairs), [label for _, label in pairs]
    return Row(
        set=record.get("set") or "wcxb",
        id=str(record["id"]),
        domain=str(record["domain"]),
        language=(record.get("lang") or "en")[:2],
        kind=record.get("kind") or "article",
        rendering=rendering,
        text=text,
        truth=str(record["truth"]),
        labels=tuple(labels),
        title=record.get("title") or "",
        cover=float(record["cover"]),
    )


def read_lines(folder: Path) -> Iterator[Row]:
    """Yield web text whose lines people marked: ``<language>.<part>.jsonl.xz``, rows with ``lines`` and ``keep``."""
    for path in sorted(folder.glob("*.jsonl.xz")):
        language = path.name[:2]
        with lzma.open(path, "rt", encoding="utf-8") as rows:
            for number, row in enumerate(rows):
                record = json.loads(row)
                pairs = [
                    (" ".join(line.split()), keep)
                    for line, keep in zip(record["lines"], record["keep"], strict=True)
                    if line.strip()
                ]
                if pairs:
                    name = f"{path.name.split('.')[1]}-{number}"
                    truth = "\n".join(line for line, keep in pairs if keep)
                    labels = tuple(1 - int(keep) for _, keep in pairs)
                    text = "\n".join(line for line, _ in pairs)
                    yield Row(
                        f"lines-{language}", name, f"lines-{language}-{name}", language, LINES, LINES,
                        text, truth, labels, "", 1.0,
                    )  # fmt: skip


def render_threads(pages: Path, renderings: tuple[str, ...] = ("html_text", "selectolax")) -> Iterator[Row]:
    """Yield the forum threads of the page sets under ``pages`` as text, with lines labelled by alignment with the truth."""
    for name, key, domain, language, html, truth in _threads(pages):
        for rendering in renderings:
            text = RENDERERS[rendering](html)
            if text.strip():
                labels = tuple(int(share < SAME) for share in label(text.split("\n"), truth))
                yield Row(
                    name, key, domain, language, "forum", rendering, text, truth, labels, "", 1.0
                )  # fmt: skip


def _threads(pages: Path) -> Iterator[tuple[str, str, str, str, str, str]]:
    for path in sorted((pages / "more").glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["kind"] == "forum" and record["truth"]:
                    language = (record["lang"] or "en")[:2]
                    yield (
                        record["set"], str(record["id"]), record["domain"], language, record["html"], record["truth"],
                    )  # fmt: skip
    if is_wcxb(pages / "wcxb"):
        for case in load_wcxb(pages / "wcxb"):
            if case.page_type == "forum" and case.truth:
                html = decode(case.raw, case.content_type).text
                yield "wcxb-forum", case.id, case.domain, "en", html, case.truth


def bag(text: str) -> Counter[str]:
    r"""Return the multiset of lower-cased ``\w+`` tokens, as WCXB scores them."""
    return Counter(_WORD.findall(text.lower()))


def fair_bag(text: str) -> Counter[str]:
    """Return the multiset of lower-cased tokens, with one character a token in scripts without spaces."""
    return Counter(_TOKEN.findall(text.lower()))


def word_f1(found: Counter[str], truth: Counter[str]) -> float:
    """Return the F1 of two bags of words; two empty bags agree."""
    total = found.total() + truth.total()
    return 2 * (found & truth).total() / total if total else 1.0


def label_blocks(row: Row) -> Labelled:
    """Return the blocks of a row's text and what its labels say of them."""
    page = segment_text(row.text)
    starts = [0]
    for line in row.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    body, words = [], []
    for block in page.blocks:
        first = bisect_right(starts, block.start) - 1
        total = bad = 0
        for offset, line in enumerate(row.text[block.start : block.end].split("\n")):
            count = len(_TOKEN.findall(line))
            total += count
            bad += count * row.labels[first + offset]
        body.append(bad * 2 <= total)
        words.append(total)
    return Labelled(page, tuple(body), tuple(words))
