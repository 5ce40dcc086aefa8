"""What the audit of dependencies makes of a report."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "audit.py"
SOUND = {"name": "anyio", "version": "4.0", "vulns": []}
WEAK = {"name": "h11", "version": "0.1", "vulns": [{"id": "PYSEC-0000-1"}]}
UNKNOWN = {"name": "orjson", "skip_reason": "not found"}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("packages", "status", "lines"),
    [
        ([SOUND], 0, ["no known weakness in the packages audited"]),
        ([SOUND, WEAK], 1, ["h11 0.1: PYSEC-0000-1"]),
        ([UNKNOWN], 0, ["no audit of 1 of 1 packages: out of the database's reach"]),
        (
            [UNKNOWN, WEAK],
            1,
            ["no audit of 1 of 2 packages: out of the database's reach", "h11 0.1: PYSEC-0000-1"],
        ),
    ],
)
def test_a_weakness_fails_and_what_is_not_known_is_said(
    audit: ModuleType, packages: list[dict[str, Any]], status: int, lines: list[str]
) -> None:
    assert audit.verdict({"dependencies": packages}) == (status, lines)


def test_without_a_report_nothing_fails(audit: ModuleType) -> None:
    status, lines = audit.verdict(None)
    assert status == 0
    assert "out of reach" in lines[0]
