"""The rule set: every ``RULES`` tuple of the modules of this package, found by walking it."""

from __future__ import annotations

import importlib
import pkgutil

from app.core.model import Rule


def _load() -> tuple[Rule, ...]:
    found: list[Rule] = []
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        found.extend(importlib.import_module(f"{__name__}.{module}").RULES)
    return tuple(found)


RULES = _load()
RULES_VERSION = "0"
