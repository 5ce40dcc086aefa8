"""``marrow version``."""

from __future__ import annotations

import argparse

from pagemarrow import __version__
from pagemarrow.cli.rules import rules_of_environment


def run(given: argparse.Namespace) -> int:
    """Print the versions that stand in every answer; the rules are those with ``MARROW_RULES_DIR``."""
    print(f"marrow {__version__} (rules {rules_of_environment().version})")
    return 0
