"""Where our words go wrong: lost and added words by category of the block, over all pages and on the worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from bench.labels import COVERED, label, tokens
from bench.peers import OURS
from bench.quality import Run
from bench.sets.case import Case
from bench.tables import Cell, Table
from pagemarrow.core import extract

WORST: Final = 50


class Dissected(NamedTuple):
    """One page: words of the truth that we dropped, by the reason; words we kept that are none, by kind of block."""

    truth: int
    lost: Counter[str]
    added: Counter[str]


def dissect(case: Case) -> Dissected:
    """Compare our verdicts with the labels that an alignment with the truth gives the blocks."""
    entries = extract(case.raw, content_type=case.content_type, url=case.url).blocks
    shares = label([entry.text for entry in entries], case.truth or "")
    lost: Counter[str] = Counter()
    added: Counter[str] = Counter()
    for entry, share in zip(entries, shares, strict=True):
        size, body = len(tokens(entry.text)), share >= COVERED
        if body and not entry.kept:
            reason = entry.reasons[0].rule if entry.reasons else "score"
            lost[f"{entry.category} ({reason})"] += size
        elif entry.kept and not body:
            added[entry.category] += size
    return Dissected(len(tokens(case.truth or "")), lost, added)


def error_tables(run: Run) -> list[Table]:
    """Return the table of causes over all pages of ``run``, and that of the worst pages."""
    good = [number for number, output in enumerate(run.outputs[OURS]) if not output.error]
    found = {number: dissect(run.cases[number]) for number in good}
    return [_causes(list(found.values())), _worst(run, found)]


def _causes(found: Sequence[Dissected]) -> Table:
    """Mean over pages of the words in question for 100 words of the truth; a page counts 100 at most."""
    lost: Counter[str] = Counter()
    added: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for page in found:
        scale = 100 / max(page.truth, 50) / max(len(found), 1)
        for side, sums in ((page.lost, lost), (page.added, added)):
            for category, size in side.items():
                sums[category] += min(size, max(page.truth, 50)) * scale  # type: ignore[assignment]
                pages[category] += 1
    rows: list[tuple[Cell, ...]] = [
        ("lost", category, pages[category], points) for category, points in lost.most_common(25)
    ]
    rows += [("added", category, pages[category], points) for category, points in added.most_common(10)]
    return Table(
        "causes",
        f"What do we lose and let in? ({len(found)} articles)",
        ("side", "category (rule)", "pages", "words per 100 of the truth"),
        tuple(rows),
        "Lost: words of blocks that are body and were dropped, by category and first reason. Added: words of kept blocks "
        "that are none. Labels come from aligning the page with the truth and err themselves.",
    )


def _worst(run: Run, found: dict[int, Dissected]) -> Table:
    ours = run.agreements(OURS)
    others = {name: run.agreements(name) for name in run.outputs if name != OURS}
    rows: list[tuple[Cell, ...]] = []
    for number in sorted(found, key=lambda n: ours[n].f1)[:WORST]:
        best = max(((of_peer[number].f1, name) for name, of_peer in others.items()), default=(None, ""))
        page = found[number]
        cells = (
            run.cases[number].id,
            run.cases[number].domain,
            ours[number].f1,
            ours[number].precision,
            ours[number].recall,
        )
        rows.append((*cells, best[0], best[1], _largest(page.lost), _largest(page.added)))
    columns = (
        "page",
        "domain",
        "F1",
        "precision",
        "recall",
        "best peer",
        "which",
        "words lost",
        "words added",
    )
    return Table("worst", f"Which {WORST} articles come out worst?", columns, tuple(rows), digits=2)


def _largest(sizes: Counter[str]) -> str:
    return ", ".join(f"{category} {size}" for category, size in sizes.most_common(3)) or "-"
