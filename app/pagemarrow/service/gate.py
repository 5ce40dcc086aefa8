"""The gate: whether the service takes requests now, and how many are inside."""

from __future__ import annotations

import asyncio
import logging

from pagemarrow.service.jobs import Draining, Refused, Runner, Starting

COME_AGAIN_S = 5
"""``Retry-After`` while stopping: long enough for another instance to be found."""

_log = logging.getLogger("marrow.service")


class Gate:
    """Opens when the runner is ready, closes for good when the service is told to stop."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.draining = False
        self.failed = False
        """The runner could not start; only a new process can help."""
        self.inside = 0
        """HTTP requests under way."""

    async def open(self) -> None:
        """Start the runner; until it is ready, requests are refused as ``Starting``."""
        try:
            await self.runner.start()
        except Exception as error:  # noqa: BLE001 - told by /livez and the log; it would vanish with the task
            self.failed = True
            _log.critical("the workers could not start: %s", error, exc_info=True)

    def refusal(self) -> Refused | None:
        """Return why a page would be refused now; ``None`` when it would not."""
        if self.draining:
            return Draining("the service is about to stop", COME_AGAIN_S)
        if not self.runner.ready:
            return Starting("the service is starting", 1)
        return None

    def admit(self) -> None:
        """Raise ``Starting`` or ``Draining`` unless the gate is open."""
        if refusal := self.refusal():
            raise refusal

    async def idle(self, grace_s: float) -> None:
        """Return when no request is under way, or after ``grace_s`` seconds."""
        try:
            async with asyncio.timeout(grace_s):
                while self.inside:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            _log.warning("grace period over", extra={"fields": {"requests_cut_off": self.inside}})
