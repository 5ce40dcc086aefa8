"""``marrow rules test``: the difference that an operator's rules make to a page."""

from __future__ import annotations

import argparse
import sys
from difflib import SequenceMatcher
from pathlib import Path

from pagemarrow.cli.listing import without_controls
from pagemarrow.cli.pages import PageFailed, PageFile, read_page
from pagemarrow.core import Article, extract
from pagemarrow.core.model import Entry
from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.operator.folder import RuleFolder

MEDIA_TYPES = {"html": "text/html", "text": "text/plain", None: None}
TEXT_CHARS = 100
"""Shown of a block."""
METADATA = ("title", "byline", "published")


def test(given: argparse.Namespace) -> int:
    """Print what changes on the page and by which rule; exit with 1 when rules or page can't be read."""
    loaded = RuleFolder(given.directory).load()
    for problem in loaded.problems:
        print(f"marrow: {problem.below(given.directory)}", file=sys.stderr)
    if loaded.problems:
        return 1
    try:
        content = read_page(PageFile(given.page, Path(given.page)))
        before, after = (_extracted(content, given, rules) for rules in (BUILT_IN, loaded.rules))
    except PageFailed as error:
        print(f"marrow: {given.page}: {error}", file=sys.stderr)
        return 1
    for line in difference(before, after):
        print(without_controls(line))
    return 0


def _extracted(content: bytes, given: argparse.Namespace, rules: RuleSet) -> Article:
    options = {"url": given.url}

    def told(error: Exception) -> None:
        print(
            f"marrow: {given.page}: internal error ({type(error).__name__}); read by the linear path instead",
            file=sys.stderr,
        )

    return extract(content, content_type=MEDIA_TYPES[given.kind], options=options, rules=rules, on_error=told)


def difference(before: Article, after: Article) -> list[str]:
    """Return a line for each block that is kept or dropped otherwise, its rule below it, and a summary."""
    lines = []
    changed = 0
    for old, new in _paired(before.blocks, after.blocks):
        if (old and (old.kept, old.category)) == (new and (new.kept, new.category)):
            continue
        changed += 1
        lines += _told(old, new)
    for name in METADATA:
        told, now = getattr(before, name), getattr(after, name)
        if told != now:
            lines.append(f"{name}: {told!r} → {now!r}")
    sizes = f"{len(before.text)} → {len(after.text)} characters"
    return [*lines, f"{changed} of {len(after.blocks)} blocks changed, {sizes}; {_warned(before, after)}"]


def _paired(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> list[tuple[Entry | None, Entry | None]]:
    """Pair blocks by their text, in order: a selector may part a block in two."""
    texts = [block.text for block in before], [block.text for block in after]
    if texts[0] == texts[1]:
        return list(zip(before, after, strict=True))
    pairs: list[tuple[Entry | None, Entry | None]] = []
    for tag, i, i2, j, j2 in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(before[i:i2], after[j:j2], strict=True)
        else:
            pairs += [(block, None) for block in before[i:i2]]
            pairs += [(None, block) for block in after[j:j2]]
    return pairs


def _told(old: Entry | None, new: Entry | None) -> list[str]:
    shown = new or old
    assert shown is not None
    sign = "." if new is None else "+" if new.kept else "-"
    what = " → ".join(block.category if block else "no such block" for block in (old, new))
    text = " ".join(shown.text.split())
    text = text if len(text) <= TEXT_CHARS else f"{text[: TEXT_CHARS - 1]}…"
    return [f"{sign} {what}  {text}", *(f"    {reason.rule}: {reason.why}" for reason in shown.reasons)]


def _warned(before: Article, after: Article) -> str:
    new = [warning for warning in after.warnings if warning not in before.warnings]
    return f"rules {before.versions['rules']} → {after.versions['rules']}" + "".join(f", {w}" for w in new)
