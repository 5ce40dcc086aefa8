"""``marrow rules``: what boilerplate looks like; ``rules check`` and ``rules test`` for an operator's own files."""

from __future__ import annotations

import argparse
import json
import os
import sys

from rich.console import Console
from rich.table import Table

from pagemarrow.core.model import Rule
from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.operator.folder import Loaded, RuleFolder

VARIABLE = "MARROW_RULES_DIR"


def run(given: argparse.Namespace) -> int:
    """List, check or test rules, as ``given.action`` says."""
    if given.action == "check":
        return check(given.directory)
    if given.action == "test":
        from pagemarrow.cli.rules_test import test

        return test(given)
    return show(given)


def rules_of_environment() -> RuleSet:
    """Return the built-in rules, with those of ``MARROW_RULES_DIR`` if it is set; what is wrong there goes to stderr."""
    directory = os.environ.get(VARIABLE)
    if not directory:
        return BUILT_IN
    loaded = RuleFolder(directory).load()
    for problem in loaded.problems:
        print(f"marrow: {problem.below(directory)}", file=sys.stderr)
    return loaded.rules


def check(directory: str) -> int:
    """Read the files, run the examples; print what is wrong as ``file:line: message`` and exit with 1 if anything is."""
    loaded = RuleFolder(directory).load()
    for problem in loaded.problems:
        print(problem.below(directory))
    for notice in loaded.notices:
        print(f"{notice.below(directory)} (notice)")
    print(_summary(loaded), file=sys.stderr)
    return 1 if loaded.problems else 0


def show(given: argparse.Namespace) -> int:
    """List the rules, or those of one theme: a table on a terminal, tabs in a pipe, JSON when asked."""
    rules = rules_of_environment().rules
    themes = sorted({rule.theme for rule in rules})
    if given.theme and given.theme not in themes:
        print(f"marrow: no theme {given.theme!r}; there are: {', '.join(themes)}", file=sys.stderr)
        return 2
    chosen = [rule for rule in rules if given.theme in (None, rule.theme)]
    if given.json:
        _print_json(chosen)
    elif sys.stdout.isatty():
        Console().print(_table(chosen))
    else:
        for rule in chosen:
            print("\t".join(_row(rule)))
    return 0


def _summary(loaded: Loaded) -> str:
    own = len(loaded.rules.ids - BUILT_IN.ids)
    off = len(BUILT_IN.ids - loaded.rules.ids)
    hosts = loaded.rules.sites.exact.keys() | loaded.rules.sites.below.keys()
    return (
        f"{own} rules, {off} built-in rules off, sites for {len(hosts)} hosts;"
        f" {len(loaded.problems)} problems, {len(loaded.notices)} notices; version {loaded.rules.version}"
    )


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
