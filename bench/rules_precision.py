"""Precision of every rule on labelled lines.

    python -m bench.rules_precision ../shared/text [--renderings html_text,clean] [--pages 200] [--rule ID]

Reads ``<rendering>.jsonl.xz`` files of rows ``{id, lang, domain, text, labels}`` where ``labels[i]`` is 1 when line
``i`` is boilerplate. For each rule: lines found, domains, precision, and precision inside the body (between the first
and the last content line). Of a TAIL rule only the label itself is counted. With ``--rule`` its hits on
content lines are printed.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pagemarrow.core.match import match
from pagemarrow.core.model import Block, Container, Page, Scope
from pagemarrow.core.rules import RULES

RENDERINGS = ("html_text", "inscriptis", "resili_all", "t2_traf_recall", "t2_readability", "clean")
WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Hit(NamedTuple):
    rendering: str
    domain: str
    line: str
    boilerplate: bool
    in_body: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--renderings", default=",".join(RENDERINGS))
    parser.add_argument("--pages", type=int, default=10_000, help="of each rendering")
    parser.add_argument("--rule", help="print the content lines it hits")
    arguments = parser.parse_args()
    hits, seconds, pages = collect(arguments.folder, arguments.renderings.split(","), arguments.pages)
    if arguments.rule:
        show(hits[arguments.rule])
    else:
        tabulate(hits)
    print(f"\n{pages} pages, {seconds / max(pages, 1) * 1000:.3f} ms a page in match()")


def collect(folder: Path, renderings: list[str], limit: int) -> tuple[dict[str, list[Hit]], float, int]:
    """Match every page; return the hits of each rule, the seconds spent matching, and the pages."""
    hits: defaultdict[str, list[Hit]] = defaultdict(list)
    seconds, pages = 0.0, 0
    for rendering in renderings:
        for row in rows(folder / f"{rendering}.jsonl.xz", limit):
            lines = [
                (t.strip(), y)
                for t, y in zip(row["text"].split("\n"), row["labels"], strict=False)
                if t.strip()
            ]
            body = [n for n, (text, label) in enumerate(lines) if not label and WORD & set(text.lower())]
            blocks = tuple(Block(text) for text, _ in lines)
            page = Page(blocks, (Container(-1, "body", "", 0, len(blocks)),))
            started = time.perf_counter()
            findings = match(page, row["lang"])
            seconds += time.perf_counter() - started
            pages += 1
            for rule, first, last in findings:
                for n in range(first, first + 1 if rule.scope is Scope.TAIL else last):
                    inside = bool(body) and body[0] < n < body[-1]
                    hits[rule.id].append(
                        Hit(rendering, row["domain"], lines[n][0], bool(lines[n][1]), inside)
                    )
    return hits, seconds, pages


def rows(path: Path, limit: int) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number >= limit:
                return
            yield json.loads(line)


def tabulate(hits: dict[str, list[Hit]]) -> None:
    print(f"{'rule':42}{'says':>12}{'hits':>8}{'domains':>9}{'precision':>11}{'in body':>9}{'precision':>11}")
    for rule in RULES:
        of_rule = hits.get(rule.id, [])
        inside = [hit for hit in of_rule if hit.in_body]
        domains = len({hit.domain for hit in of_rule})
        print(
            f"{rule.id:42}{rule.says:>12}{len(of_rule):8}{domains:9}{share(of_rule):>11}"
            f"{len(inside):9}{share(inside):>11}"
        )


def share(hits: list[Hit]) -> str:
    return f"{sum(hit.boilerplate for hit in hits) / len(hits):.3f}" if hits else "-"


def show(hits: list[Hit]) -> None:
    for hit in hits:
        if not hit.boilerplate:
            print(f"{hit.rendering:16}{hit.domain:32}{hit.line[:160]}")


if __name__ == "__main__":
    main()
