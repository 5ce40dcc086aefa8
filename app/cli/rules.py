"""``marrow rules``: what boilerplate looks like."""

from __future__ import annotations

import argparse
import json
import sys

from rich.console import Console
from rich.table import Table

from app.core.model import Rule
from app.core.rules import RULES


def run(given: argparse.Namespace) -> int:
    """List the rules, or those of one theme: a table on a terminal, tabs in a pipe, JSON when asked."""
    themes = sorted({rule.theme for rule in RULES})
    if given.theme and given.theme not in themes:
        print(f"marrow: no theme {given.theme!r}; there are: {', '.join(themes)}", file=sys.stderr)
        return 2
    chosen = [rule for rule in RULES if given.theme in (None, rule.theme)]
    if given.json:
        _print_json(chosen)
    elif sys.stdout.isatty():
        Console().print(_table(chosen))
    else:
        for rule in chosen:
            print("\t".join(_row(rule)))
    return 0


def _print_json(rules: list[Rule]) -> None:
    for rule in rules:
        record = {
            "id": rule.id,
            "theme": rule.theme,
            "languages": rule.languages,
            "scope": rule.scope,
            "says": rule.says,
            "category": rule.category,
            "why": rule.why,
            "matches": rule.matches,
            "rejects": rule.rejects,
        }
        print(json.dumps(record, ensure_ascii=False))


def _row(rule: Rule) -> tuple[str, ...]:
    return (rule.id, rule.theme, ",".join(rule.languages), str(rule.says), rule.why)


def _table(rules: list[Rule]) -> Table:
    table = Table("id", "theme", "languages", "says", "why", box=None, pad_edge=False)
    for rule in rules:
        table.add_row(*_row(rule))
    return table
