"""Inside a worker process: take a task, do it, say how it went, until the server hangs up."""

from __future__ import annotations

import resource
import socket
import sys
import time
import traceback
from pathlib import Path as File
from typing import Final

from pagemarrow.core.bombs import TooComplex
from pagemarrow.core.linear import MOST_JUDGED, extract_linear
from pagemarrow.core.model import MarrowError, Options
from pagemarrow.core.pipeline import run_stages
from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.service.jobs import JSON, Answer, Job
from pagemarrow.service.perform import encode, perform, warm_up
from pagemarrow.service.workers.allocator import return_all
from pagemarrow.service.workers.processes import private_bytes, resident_bytes
from pagemarrow.service.workers.wire import Outcome, Path, Reply, Task, receive_task, send_reply

JUDGED_PER_MS: Final = 2
"""Lines that the linear path judges for each millisecond of the deadline: at 40 µs each, a twelfth of it."""
PARSER_GAVE_UP: Final = "SelectolaxError"
"""What the parser raises when it gets no more memory. By name: only the segmenter knows the parser."""
TIDY_BYTES: Final = 12 * 1024 * 1024
"""Growth from which on a worker gives back what is free before it answers: only after large pages."""
OOM_SCORE: Final = "500"
"""When the machine itself runs out of memory, the kernel ends a worker before the server."""


_rules: RuleSet = BUILT_IN


def use(rules: RuleSet) -> None:
    """Extract by ``rules`` from now on, in this process and those forked from it; get warm with them."""
    global _rules
    _rules = rules
    warm_up(rules)


def work(end: socket.socket, memory_bytes: int) -> None:
    """Do the tasks that come through ``end``, within ``memory_bytes`` on top of what the process has now."""
    # Out of memory, Python prints what it can't raise, as no JSON: for example from a generator being closed.
    sys.unraisablehook = lambda _: None
    limit_memory(memory_bytes)
    least = resident_bytes()
    while (task := receive_task(end)) is not None:
        reply = _do(task)
        del task
        if resident_bytes() > least + TIDY_BYTES:
            return_all()
            # What stays is in use, as a rule; to look for it again after every page would take milliseconds each time.
            least = max(least, min(resident_bytes(), least + TIDY_BYTES))
        send_reply(end, reply._replace(resident=resident_bytes(), cpu_s=time.process_time()))
        if reply.outcome is Outcome.MEMORY:
            return


def limit_memory(more_bytes: int) -> None:
    """Let the process have ``more_bytes`` of private memory beside what it has; 0 sets no limit.

    ``RLIMIT_DATA`` counts private writable memory since Linux 4.7, and not the libraries' code and the mapped
    files that make ``RLIMIT_AS`` hard to set. Elsewhere only the deadline ends a page that takes too much.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would write pages to disk
    try:
        File("/proc/self/oom_score_adj").write_text(OOM_SCORE)
        has = private_bytes()
    except OSError:
        return
    if more_bytes:
        resource.setrlimit(resource.RLIMIT_DATA, (has + more_bytes, has + more_bytes))


def _do(task: Task) -> Reply:
    try:
        if task.path is not Path.FULL:
            return _done(_linear(task))
        return _done(_full(task))
    except TooComplex:
        return Reply(Outcome.BOMB, {}, b"", 0, 0.0)
    except MemoryError:
        return Reply(Outcome.MEMORY, {}, b"", 0, 0.0)
    except MarrowError as error:
        return Reply(Outcome.REFUSED, {"error": type(error).__name__, "detail": str(error)}, b"", 0, 0.0)
    except Exception as error:  # noqa: BLE001 - outermost handler of the process; the server logs it and goes on
        if type(error).__name__ == PARSER_GAVE_UP:
            return Reply(Outcome.MEMORY, {}, b"", 0, 0.0)
        return Reply(Outcome.FAILED, _where(error), b"", 0, 0.0)


def _done(answer: Answer) -> Reply:
    return Reply(Outcome.DONE, {"record": answer.record._asdict()}, answer.body, 0, 0.0)


def _full(task: Task) -> Answer:
    """Run all stages. The server decides upon a failure, and counts it, so ``extract`` does not do so here."""
    started = time.perf_counter()
    job = task.whole_job()
    article = run_stages(job.page, content_type=job.content_type, options=job.options, rules=_rules)
    return encode(article, job, started)


def _linear(task: Task) -> Answer:
    started = time.perf_counter()
    job = task.whole_job()
    judged = 0 if task.path is Path.VERBATIM else min(MOST_JUDGED, job.deadline_ms * JUDGED_PER_MS)
    article = extract_linear(
        job.page, content_type=job.content_type, options=job.options, judged=judged, rules=_rules
    )
    return encode(article, job, started)


def _where(error: Exception) -> dict[str, object]:
    """Where it happened. The exception's message is left out: it may quote the page."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def warm_rare() -> None:
    """Perform small jobs that take the ways few pages take: no article; the linear path."""
    for page in (_NO_ARTICLE, _WARM_UP):
        job = Job(page, "text/html", Options(), None, JSON, 1000, "")
        perform(job, _rules)
        _linear(Task.of(job, Path.LINEAR))


_NO_ARTICLE: Final = (
    b"<title>Not found</title><h1>404</h1><p>There is no such page here.</p><a href=/>Home</a>"
)
_WARM_UP: Final = (
    b"<title>Rain</title><p>It rained for nine days &amp; nights, and then the river left its bed.</p>"
)
