"""What the workers tell about themselves while they run: for the log and the metrics."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Protocol

_log = logging.getLogger("marrow.workers")


class Events(Protocol):
    """Is told of what happens to workers; must be quick, runs in the event loop."""

    def started(self, pid: int) -> None:
        """A worker is up."""

    def ended(self, pid: int, cause: str, tasks: int) -> None:
        """A worker is gone: see ``handle.CAUSES``. ``tasks`` is the number of tasks it did."""

    def waited(self, seconds: float) -> None:
        """A page waited so long for its worker."""

    def degraded(self, cause: str) -> None:
        """A page went to the linear path: by ``bomb`` (the pre-check), ``remembered``, or a cause of ``ended``."""

    def failed(self, path: str, note: Mapping[str, Any], request_id: str) -> None:
        """Working on a page raised what it should not have."""


class WorkerLog:
    """Writes starts, ends and failures to the log."""

    def started(self, pid: int) -> None:
        _log.info("worker started", extra={"fields": {"pid": pid}})

    def ended(self, pid: int, cause: str, tasks: int) -> None:
        level = logging.INFO if cause in ("recycled", "stopped") else logging.WARNING
        _log.log(level, "worker ended", extra={"fields": {"pid": pid, "cause": cause, "tasks": tasks}})

    def waited(self, seconds: float) -> None:
        pass

    def degraded(self, cause: str) -> None:
        pass

    def failed(self, path: str, note: Mapping[str, Any], request_id: str) -> None:
        fields = {"path": path, "request_id": request_id, **note}
        _log.error("extracting failed", extra={"fields": fields})


class Both:
    """Tells two."""

    def __init__(self, first: Events, second: Events) -> None:
        self._two = (first, second)

    def started(self, pid: int) -> None:
        for events in self._two:
            events.started(pid)

    def ended(self, pid: int, cause: str, tasks: int) -> None:
        for events in self._two:
            events.ended(pid, cause, tasks)

    def waited(self, seconds: float) -> None:
        for events in self._two:
            events.waited(seconds)

    def degraded(self, cause: str) -> None:
        for events in self._two:
            events.degraded(cause)

    def failed(self, path: str, note: Mapping[str, Any], request_id: str) -> None:
        for events in self._two:
            events.failed(path, note, request_id)
