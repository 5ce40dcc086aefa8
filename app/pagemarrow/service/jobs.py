"""What the HTTP face and the runners hand to each other: a job, its answer, and how it may fail.

Light on imports on purpose: worker processes import it, and they have no use for a web framework.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from pagemarrow.core.model import MarrowError, Options
from pagemarrow.core.ruleset import RuleSet

JSON = "application/json"
NDJSON = "application/x-ndjson"


class Job(NamedTuple):
    """One page to extract from. Picklable; the page's bytes are the request's, untouched."""

    page: bytes | str
    content_type: str | None
    """``text/html`` or ``text/plain``, with its ``charset`` if one was sent; ``None`` asks to sniff."""
    options: Options
    id: Any
    """The caller's own name for the page, a JSON value, echoed in the answer."""
    accept: str
    """Media type of the answer: JSON, NDJSON (one line of a batch), or the body alone as ``text/…``."""
    deadline_ms: int
    """Milliseconds from the call of ``Runner.run`` to its end, waiting in a queue included."""
    request_id: str


class Record(NamedTuple):
    """The numbers of one answer, for metrics and logs; nothing of the page's text."""

    input: str
    """``html`` or ``text``."""
    page_type: str
    blocks: int
    kept: int
    dropped: Mapping[str, int]
    """Blocks that were dropped, by category."""
    chars_in: int
    chars_out: int
    confidence: float
    work_ms: float
    """Time inside ``perform``."""
    warnings: tuple[str, ...]


class Answer(NamedTuple):
    """An encoded answer, ready to be sent."""

    body: bytes
    media_type: str
    record: Record


class Runner(Protocol):
    """Performs jobs somewhere that is not the event loop.

    A caller that goes away cancels ``run``: the runner then drops the job if it waits, and frees what
    worked on it. Bytes held by waiting jobs are bounded by the HTTP face before ``run`` is called
    (``intake.Budget``); the number of waiting jobs is bounded here.
    """

    @property
    def ready(self) -> bool:
        """Started, and not stopping."""

    @property
    def saturated(self) -> bool:
        """The next job would be refused with ``Busy``."""

    def retry_after(self) -> int:
        """Whole seconds after which a refused caller should come again, at least 1."""

    async def use(self, rules: RuleSet) -> None:
        """Perform the jobs that come from now on by ``rules``; those under way end as they began."""

    async def start(self) -> None:
        """Make ready to perform jobs, warm, so that the first is not slower than the rest."""

    async def stop(self, grace_s: float) -> None:
        """Take no more jobs; end when those taken are done, or after ``grace_s`` seconds at the latest."""

    async def run(self, job: Job) -> Answer:
        """Perform ``job``.

        Raises ``Busy`` when the queue is full, ``Starting`` or ``Draining`` when it takes no jobs,
        ``WorkerLost`` when the process at work on it died (again, after one retry), ``DeadlineExceeded``
        when nothing was ready in time, and what ``perform`` raises for options that can't be met.
        """


class Refused(MarrowError):
    """The service can't answer now, for a reason that is not the request's; come again."""

    def __init__(self, detail: str, retry_after: int = 1) -> None:
        super().__init__(detail)
        self.retry_after = max(1, retry_after)
        """Whole seconds to wait before the next try."""

    def __reduce__(self) -> tuple[type[Refused], tuple[str, int]]:
        return type(self), (str(self), self.retry_after)


class Busy(Refused):
    """The queue is full."""


class Starting(Refused):
    """The workers are not up yet."""


class Draining(Refused):
    """The service is about to stop and takes no more work."""


class Saturated(Refused):
    """Up, but the next page would be refused as ``Busy``: what readiness says of a full queue."""


class WorkerLost(Refused):
    """The worker that had this page died."""


class DeadlineExceeded(MarrowError):
    """Not even the degraded path finished within the deadline."""
