"""The watch over an operator's files survives what nobody foresaw, and tells it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.operator.folder import RuleFolder
from pagemarrow.service import ruling as module
from pagemarrow.service.application import create_app
from pagemarrow.service.inline import InlineRunner
from pagemarrow.service.ruling import Ruling
from tests.operator.test_files import BOX_RULE, LINE_RULE
from tests.service.conftest import serving, settings
from tests.waiting import eventually


class Failing(InlineRunner):
    """Can't take over rules while ``error`` is set."""

    error: Exception | None = None

    async def use(self, rules: RuleSet) -> None:
        if self.error:
            raise self.error
        await super().use(rules)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


def test_what_nobody_foresaw_is_told_and_the_next_change_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.01)
    monkeypatch.setattr(module, "SETTLE_S", 0.01)
    runner = Failing(1)
    told: list[tuple[str, str, int]] = []
    ruling = Ruling(str(tmp_path), runner, lambda rules, outcome, problems: told.append((rules.version, outcome, problems)))  # fmt: skip

    async def run() -> None:
        await ruling.begin()
        watch = asyncio.create_task(ruling.watch())
        runner.error = OSError("no more files")
        (tmp_path / "a.yaml").write_text(LINE_RULE)
        await until(lambda: ruling.problems)
        await asyncio.sleep(0.1)
        assert ruling.state()["rules"] == {
            "version": BUILT_IN.version,
            "problems": ("the change could not be taken over: OSError: no more files",),
        }
        runner.error = None
        (tmp_path / "b.yaml").write_text(BOX_RULE)
        await until(lambda: not ruling.problems)
        assert not watch.done()
        watch.cancel()

    asyncio.run(run())
    assert {"newsletter.weekly-letter", "related.teaser-box"} <= ruling.rules.ids
    assert told == [
        (BUILT_IN.version, "in_force", 0),
        (BUILT_IN.version, "refused", 1),
        (ruling.rules.version, "in_force", 0),
    ]
    assert [record.exc_info is not None for record in caplog.records if record.levelno == logging.ERROR] == [
        True
    ]


def test_a_start_that_fails_on_the_rules_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(_: RuleFolder) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(RuleFolder, "load", faulty)
    with serving(create_app(settings(rules_dir=str(tmp_path)))) as client:
        eventually(lambda: client.get("/livez").status_code != 200)
        assert client.get("/livez").status_code == client.get("/readyz").status_code == 503
    assert "the rules could not be brought into force: a fault" in caplog.text
