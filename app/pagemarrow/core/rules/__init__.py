"""The rule set: every ``RULES`` tuple of the modules of this package, found by walking it."""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
from collections.abc import Iterable
from dataclasses import fields

from pagemarrow.core.model import Rule


def _load() -> tuple[Rule, ...]:
    found: list[Rule] = []
    for module in sorted(i.name for i in pkgutil.iter_modules(__path__) if not i.name.startswith("_")):
        found.extend(importlib.import_module(f"{__name__}.{module}").RULES)
    return tuple(found)


def digest(rules: Iterable[Rule]) -> str:
    """Return 12 hex digits that any change of any rule changes; the same in every process."""
    record = hashlib.sha256()
    for rule in rules:
        values = [getattr(rule, field.name) for field in fields(rule)]
        record.update(json.dumps(values, ensure_ascii=True).encode() + b"\n")
    return record.hexdigest()[:12]


RULES = _load()
RULES_VERSION = digest(RULES)
