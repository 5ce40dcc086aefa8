"""``marrow version``."""

from __future__ import annotations

import argparse

from app import __version__
from app.core.rules import RULES_VERSION


def run(given: argparse.Namespace) -> int:
    """Print the versions that stand in every answer."""
    print(f"marrow {__version__} (rules {RULES_VERSION})")
    return 0
