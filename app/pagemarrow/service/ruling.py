"""The rules in force, and the watch over the operator's files: a good change comes into force, a broken one is told."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Final

from starlette.requests import Request

from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.operator.folder import Loaded, RuleFolder
from pagemarrow.service.jobs import Runner
from pagemarrow.service.perform import warm_up

LOOK_S: Final = 0.4
"""Between two looks at the files: with reading and new workers, a change is in force well within 2 s."""
SETTLE_S: Final = 0.1
"""Files that changed must stay as they are for so long: an editor may be in the middle of writing one."""
LOOK_SHARE: Final = 0.03
"""Of the time that may go into looking, in folders of many thousand files."""
MOST_TOLD: Final = 20
"""Problems listed by ``/readyz`` and in the log; ``marrow rules check`` lists all."""

_log = logging.getLogger("marrow.rules")


class Ruling:
    """Which rules are in force.

    ``runner`` is told when they change; ``told(rules, outcome, problems)`` is called whenever files were read.
    """

    def __init__(self, folder: str | None, runner: Runner, told: Callable[[RuleSet, str, int], None]) -> None:
        self.rules = BUILT_IN
        self.problems: tuple[str, ...] = ()
        self._folder = RuleFolder(folder) if folder else None
        self._runner = runner
        self._told = told

    def state(self) -> dict[str, Any]:
        """Return what readiness tells of the rules; nothing where the operator has none."""
        if self._folder is None:
            return {}
        return {"rules": {"version": self.rules.version, "problems": self.problems[:MOST_TOLD]}}

    async def begin(self) -> None:
        """Read the files for the first time; of broken ones, what is good is better than nothing."""
        if self._folder is None:
            return
        loaded = await asyncio.to_thread(self._folder.load)
        for notice in loaded.notices[:MOST_TOLD]:
            _log.info("in a rule file: %s", notice)
        await self._take(loaded, "in_part" if loaded.problems else "in_force")

    async def watch(self) -> None:
        """Take over what changes, until cancelled. A set with a problem never comes into force.

        Nor does one on which we fail: what was in force stays, and the next change is tried again.
        """
        if self._folder is None:
            return
        pause = LOOK_S
        while True:
            await asyncio.sleep(pause)
            started = time.perf_counter()
            try:
                changed = await asyncio.to_thread(self._folder.has_changed)
                pause = max(LOOK_S, (time.perf_counter() - started) / LOOK_SHARE)
                if changed:
                    await self._change(self._folder)
            except Exception as error:  # noqa: BLE001 - the watch must go on; the exception would vanish with its task
                self._fail(error)

    def _fail(self, error: Exception) -> None:
        problem = f"the change could not be taken over: {type(error).__name__}: {error}"
        if self.problems == (problem,):  # what fails at each look is told once
            return
        self.problems = (problem,)
        _log.error(problem, exc_info=error)
        self._tell("refused")

    async def _change(self, folder: RuleFolder) -> None:
        while True:
            loaded = await asyncio.to_thread(folder.load)
            await asyncio.sleep(SETTLE_S)
            if not await asyncio.to_thread(folder.has_changed):
                break
        if not loaded.problems:
            # Here, too, before the workers do it: what breaks must break here.
            await asyncio.to_thread(warm_up, loaded.rules)
        await self._take(loaded, "refused" if loaded.problems else "in_force")

    async def _take(self, loaded: Loaded, outcome: str) -> None:
        self.problems = tuple(str(found) for found in loaded.problems)
        for found in self.problems[:MOST_TOLD]:
            _log.error("in a rule file: %s", found)
        if outcome != "refused" and loaded.rules.version != self.rules.version:
            await self._runner.use(loaded.rules)
            self.rules = loaded.rules
        self._tell(outcome, len(loaded.notices))

    def _tell(self, outcome: str, notices: int = 0) -> None:
        fields = {"version": self.rules.version, "problems": len(self.problems), "notices": notices}
        _log.info("rules %s", outcome, extra={"fields": fields})
        self._told(self.rules, outcome, len(self.problems))


def ruling_of(request: Request) -> Ruling:
    """Return the ruling of the application that serves ``request``."""
    ruling = request.app.state.ruling
    assert isinstance(ruling, Ruling)
    return ruling
