"""``marrow serve``."""

from __future__ import annotations

import argparse
import sys

from pagemarrow.service.errors import InvalidSettings
from pagemarrow.service.server import serve
from pagemarrow.service.settings import load_settings

FLAGS = ("host", "port", "workers")


def run(given: argparse.Namespace) -> int:
    """Serve until told to stop. Flags go before the environment."""
    flags = {name: getattr(given, name) for name in FLAGS if getattr(given, name) is not None}
    try:
        serve(load_settings(**flags))
    except InvalidSettings as error:
        print(f"marrow: {error}", file=sys.stderr)
        return 2
    return 0
