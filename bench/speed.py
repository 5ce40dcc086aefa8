"""Speed of the core against peers and against the floor: lexbor's parse alone.

Everything runs interleaved, page by page in one process, so that what the machine does meanwhile falls on all
alike; the figures to read are ratios. Times are processor time (user and system, all threads): no extractor waits for
anything, so on an idle machine that is the wall time, and on a busy one it is without the turns of others.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, median, pstdev, quantiles
from typing import Final

from bench.collect import hushed
from bench.grown import grown_html, grown_text
from bench.memory import peak_of
from bench.peers import FLOOR, HTML_PEERS, OURS, Peer
from bench.plan import Plan
from bench.renderings import html_text
from bench.sets import find_sets, load_set, thin
from bench.stages import STAGES, timed
from bench.tables import Cell, Table
from pagemarrow.core import extract
from pagemarrow.core.decode import decode

PAGES: Final = 200
"""Pages measured when no sample is asked for: enough for a spread of about 3 % of the ratio."""

ROUNDS: Final = 5
"""Times a fast extractor sees each page; the least time counts, for noise only ever adds."""

SLOW: Final = 0.02
"""Seconds a page over which an extractor is seen once a page: its noise is small beside it."""

SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)
PATIENCE: Final = 10.0
"""Seconds: an extractor that would take longer on the next larger page, going by the last one, is not given it."""

RESAMPLINGS: Final = 500

Times = dict[str, list[float]]
"""Seconds by extractor, one entry a page."""


def answer(plan: Plan) -> list[Table]:
    """Return the tables of speed; only growth and memory when there are no pages."""
    gc.collect()
    gc.freeze()  # what earlier questions left on the heap is not to be searched for garbage meanwhile
    try:
        with hushed():
            return _answer(plan)
    finally:
        gc.unfreeze()


def _answer(plan: Plan) -> list[Table]:
    peers = (FLOOR, *plan.chosen(HTML_PEERS))
    pages = real_pages(plan)
    tables = []
    if pages:
        with plan.step("speed", len(pages)) as advance:
            times = interleave(peers, pages, advance)
        tables += [_ratios(times, pages), _stages(plan, pages, fmean(times[FLOOR.name])), _text(pages)]
    return [*tables, _growth(plan, peers), _text_growth(plan), _memory(plan, peers)]


def real_pages(plan: Plan) -> list[str]:
    """Return decoded pages of the first set under ``plan.pages``, evenly spread."""
    for root in (find_sets(plan.pages) if plan.pages else {}).values():
        cases = thin(load_set(root), plan.sample or PAGES)
        return [decode(case.raw, case.content_type).text for case in cases]
    return []


def interleave(peers: Sequence[Peer], pages: Sequence[str], advance: Callable[[], None]) -> Times:
    """Time every extractor on every page, in an order shuffled anew for each page."""
    chance = random.Random(0)
    for page in pages[:3]:
        for peer in peers:
            attempt(peer, page)
    times: Times = {peer.name: [] for peer in peers}
    for page in pages:
        seconds: dict[str, float] = {}
        for round_ in range(ROUNDS):
            for peer in chance.sample(peers, len(peers)):
                if round_ == 0 or seconds[peer.name] < SLOW:
                    seconds[peer.name] = min(attempt(peer, page), seconds.get(peer.name, 1e9))
        for peer in peers:
            times[peer.name].append(seconds[peer.name])
        advance()
    return times


def attempt(peer: Peer, page: str, media: str = "text/html") -> float:
    """Return the processor seconds that one extraction takes, also when it fails."""
    started = time.process_time()
    try:
        peer.run(page, media)
    except Exception:  # noqa: BLE001, S110 - foreign code; failures are reported by the quality tables
        pass
    return time.process_time() - started


def _ratios(times: Times, pages: Sequence[str]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    bases = [name for name in (FLOOR.name, "resiliparse", "trafilatura") if name in times]
    for name, seconds in times.items():
        per_page = [mine / floor for mine, floor in zip(seconds, times[FLOOR.name], strict=True)]
        low, *_, high = quantiles(per_page, n=10) if len(per_page) > 1 else (per_page[0], per_page[0])
        ratios: list[Cell] = [ratio_of_means(seconds, times[base]) for base in bases]
        cells = (1000 * fmean(seconds), 1000 * median(seconds), 1000 * max(seconds))
        rows.append((name, *cells, *ratios, f"{low:.1f} to {high:.1f}"))
    size = fmean(len(page) for page in pages) / 1000
    columns = (
        "extractor",
        "mean ms",
        "median ms",
        "max ms",
        *(f"x {base}" for base in bases),
        "x floor, middle 80 %",
    )
    return Table(
        "speed",
        f"How fast is it? {len(pages)} pages of {size:.0f} kB on average",
        columns,
        tuple(rows),
        "Processor time. Ratios are of mean times, with the deviation over resamplings of the pages.",
        digits=2,
    )


def ratio_of_means(mine: Sequence[float], base: Sequence[float]) -> str:
    """Return the ratio of two means over the same pages and its bootstrap deviation."""
    chance = random.Random(0)
    numbers = range(len(mine))
    drawn = []
    for _ in range(RESAMPLINGS):
        chosen = chance.choices(numbers, k=len(mine))
        drawn.append(sum(mine[n] for n in chosen) / sum(base[n] for n in chosen))
    return f"{sum(mine) / sum(base):.3g} ± {pstdev(drawn):.2g}"


def _stages(plan: Plan, pages: Sequence[str], floor: float) -> Table:
    """Say where our time goes."""
    with plan.step("stages", len(pages)) as advance, timed() as spent:
        whole = 0.0
        for page in pages:
            started = time.process_time()
            extract(page, content_type="text/html")
            whole += time.process_time() - started
            advance()
    rest = whole - sum(spent.values())
    parts = [(name, spent[name]) for name in STAGES if name in spent] + [("the rest", rest), ("all", whole)]
    rows = tuple((name, 1000 * s / len(pages), s / len(pages) / floor, 100 * s / whole) for name, s in parts)
    columns = ("stage", "mean ms", "x floor", "% of all")
    return Table("stages", f"Where does our time go? {len(pages)} pages", columns, rows, digits=2)


TEXT_BYTES: Final = (8_000, 12_500)
"""Sizes that count as a text of 10 KB."""

REFERENCE_BYTES: Final = (140_000, 210_000)
"""Sizes that count as a page of 174 KB, on which lexbor's parse took 0.46 ms when the goal for text was set."""


def _text(pages: Sequence[str]) -> Table:
    """Time plain text of about 10 KB against lexbor's parse of pages of about 174 KB."""
    texts = [
        text for text in map(html_text, pages[: PAGES // 2]) if TEXT_BYTES[0] <= len(text) <= TEXT_BYTES[1]
    ]
    large = [page for page in pages if REFERENCE_BYTES[0] <= len(page) <= REFERENCE_BYTES[1]]
    ours = next(peer for peer in HTML_PEERS if peer.name == OURS)
    mine = [min(attempt(ours, text, "text/plain") for _ in range(ROUNDS)) for text in texts]
    floor = [min(attempt(FLOOR, page) for _ in range(ROUNDS)) for page in large]
    row: tuple[Cell, ...] = (
        len(texts), _ms(mine), len(large), _ms(floor), fmean(mine) / fmean(floor) if mine and floor else None,
    )  # fmt: skip
    columns = ("texts of 10 KB", "mean ms", "pages of 174 KB", "lexbor's parse, mean ms", "ratio")
    return Table("speed_text", "How fast is plain text?", columns, (row,), digits=2)


def _ms(seconds: Sequence[float]) -> float | None:
    return 1000 * fmean(seconds) if seconds else None


def _growth(plan: Plan, peers: Iterable[Peer]) -> Table:
    """Time per byte by size of page: flat when growth is linear."""
    question = "Does time grow with the size of the page, or faster? Milliseconds a page"
    rows = _grown(plan, tuple(peers), {size: grown_html(size) for size in SIZES}, "text/html")
    return Table("growth", question, ("extractor", *_size_columns()), rows, _GROWTH_NOTE, digits=1)


def _text_growth(plan: Plan) -> Table:
    question = "Does time grow with the size of the text, or faster? Milliseconds a text"
    ours = tuple(peer for peer in HTML_PEERS if peer.name == OURS)
    rows = _grown(plan, ours, {size: grown_text(size) for size in SIZES}, "text/plain")
    return Table("growth_text", question, ("extractor", *_size_columns()), rows, _GROWTH_NOTE, digits=1)


_GROWTH_NOTE: Final = (
    "Made-up pages of one shape. The last column is the time per byte at the largest size measured, to that at the "
    f"smallest. An extractor is not given a page that would take it more than {PATIENCE:.0f} s."
)


def _size_columns() -> tuple[str, ...]:
    return (*(f"{size // 1000} kB" for size in SIZES), "per byte, last : first")


def _grown(
    plan: Plan, peers: tuple[Peer, ...], pages: dict[int, str], media: str
) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    with plan.step(f"growth {media}", len(peers) * len(pages)) as advance:
        for peer in peers:
            seconds: list[tuple[int, float]] = []
            for size, page in pages.items():
                if not seconds or seconds[-1][1] * size / seconds[-1][0] < PATIENCE:
                    rounds = 3 if size < 1_000_000 else 1
                    seconds.append((len(page), min(attempt(peer, page, media) for _ in range(rounds))))
                advance()
            (small, least), (large, most) = seconds[0], seconds[-1]
            cells: list[Cell] = [1000 * s for _, s in seconds] + [None] * (len(pages) - len(seconds))
            rows.append((peer.name, *cells, (most / large) / (least / small)))
    return tuple(rows)


def _memory(plan: Plan, peers: Sequence[Peer]) -> Table:
    """Peak resident memory of a fresh process, imported only and after one page of 1 MB."""
    page = grown_html(1_000_000)
    rows: list[tuple[Cell, ...]] = []
    with plan.step("memory", len(peers)) as advance:
        for peer in peers:
            idle, peak = peak_of(peer.name, page)
            rows.append((peer.name, idle, peak, peak - idle))
            advance()
    columns = ("extractor", "after a small page, MB", "after a page of 1 MB, MB", "more")
    return Table("memory", "How much memory does it take?", columns, tuple(rows), digits=0)
