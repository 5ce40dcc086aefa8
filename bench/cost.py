"""What pages cost in one process: processor time of ``extract`` beside that of the parser alone, page by page.

python -m bench.cost PAGES/wcxb

Machines differ by half, and one machine from hour to hour; the parse of the same pages in the same run tells how
fast this one is.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from bench.sets import load_set
from pagemarrow.core import extract
from pagemarrow.core.decode import decode

REFERENCE_MS: Final = 0.46
"""What lexbor's parse of 174 kB took when the goals were set."""


class Cost(NamedTuple):
    """Milliseconds of processor time a page."""

    pages: int
    mean_ms: float
    worst_ms: float
    parse_ms: float
    """Mean of the parse alone."""
    parse_ms_174_kb: float
    """The same for 174 kB of markup."""


def measure(pages: Iterable[bytes]) -> Cost:
    """Extract from each of ``pages`` once, after a first page that is not counted; raises ``ValueError`` for none."""
    spent: list[tuple[float, float, int]] = []
    for number, page in enumerate(pages):
        text = decode(page, "text/html").text
        if not number:
            extract(page, content_type="text/html")
        began = time.thread_time()
        LexborHTMLParser(text)
        parsed = time.thread_time()
        extract(page, content_type="text/html")
        spent.append(((parsed - began) * 1000, (time.thread_time() - parsed) * 1000, len(page)))
    if not spent:
        raise ValueError("no pages")
    parses, costs, sizes = zip(*spent, strict=True)
    return Cost(
        len(costs), fmean(costs), max(costs), fmean(parses), sum(parses) / max(sum(sizes), 1) * 174_000
    )


def told(name: str, cost: Cost) -> str:
    """Return one line to print."""
    return (
        f"{name}: {cost.pages} pages, mean {cost.mean_ms:.2f} ms, worst {cost.worst_ms:.0f} ms; parse alone {cost.parse_ms:.2f} ms "
        f"({cost.parse_ms_174_kb:.2f} ms for 174 kB), {cost.mean_ms / cost.parse_ms:.1f} times that; in proportion, where 174 kB "
        f"are parsed in {REFERENCE_MS} ms: {cost.mean_ms / cost.parse_ms_174_kb * REFERENCE_MS:.1f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the cost of articles, then of all pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, help="a page set with page kinds: WCXB's")
    cases = load_set(parser.parse_args(arguments).pages)
    gc.freeze()  # the pages that wait here are not to be searched for garbage at the cost of the one measured
    print(told("articles", measure(case.raw for case in cases if case.page_type == "article")))
    print(told("all", measure(case.raw for case in cases)))


if __name__ == "__main__":
    main()
