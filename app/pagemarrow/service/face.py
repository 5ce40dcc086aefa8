"""What the routes share for the life of an application: settings, gate, budget, observers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import NamedTuple, TypeVar

from starlette.requests import Request
from starlette.types import Receive

from pagemarrow.service.asking import Defaults
from pagemarrow.service.errors import ClientGone
from pagemarrow.service.gate import Gate
from pagemarrow.service.intake import Budget, until_gone
from pagemarrow.service.jobs import Answer, Job, Runner
from pagemarrow.service.observing import Observer
from pagemarrow.service.settings import Settings

T = TypeVar("T")


class Face(NamedTuple):
    """The parts every page goes through on its way to a worker and back."""

    settings: Settings
    runner: Runner
    gate: Gate
    budget: Budget
    observers: tuple[Observer, ...]

    @property
    def defaults(self) -> Defaults:
        """What holds for requests that say nothing else."""
        return Defaults(self.settings.deadline_ms, self.settings.page_type)

    async def perform(self, job: Job) -> Answer:
        """Run ``job`` and tell the observers. Raises what ``Runner.run`` does."""
        answer = await self.runner.run(job)
        for observer in self.observers:
            observer.page(answer.record)
        return answer


def face_of(request: Request) -> Face:
    """Return the face of the application that serves ``request``."""
    face = request.app.state.face
    assert isinstance(face, Face)
    return face


async def unless_gone(work: Awaitable[T], receive: Receive) -> T:
    """Await ``work``, but cancel it when the client goes away. Raises ``ClientGone``."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(until_gone(receive))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone("the client closed the connection")
        return task.result()
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
