"""Worker processes themselves: how each end of one is met, and what its page gets."""

from __future__ import annotations

import asyncio
import errno
import math
import os
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import orjson
import psutil
import pytest

from pagemarrow.core.model import InvalidSelector, Options, Selectors
from pagemarrow.core.ruleset import BUILT_IN
from pagemarrow.service.jobs import JSON, Answer, Busy, DeadlineExceeded, Draining, Job, Record, Starting
from pagemarrow.service.workers import forking
from pagemarrow.service.workers.handle import Worker, WorkerGone
from pagemarrow.service.workers.killers import HOPELESS, Killers
from pagemarrow.service.workers.pool import Limits
from pagemarrow.service.workers.queue import LONGEST_RETRY_S, Pace
from pagemarrow.service.workers.runner import WorkerRunner
from pagemarrow.service.workers.wire import REPLY_HEAD, Task
from tests.service.conftest import ARTICLE
from tests.service.faults.conftest import SENTENCE
from tests.service.faults.hostile import DECOYS, WORDS, attributes, formatting

MIB = 1024 * 1024
SLOW = attributes(100_000, "/")()
"""Keeps lexbor busy for half a minute; the cheap check does not see it."""
SLOWISH = attributes(40_000, "/")()
"""The same for some three seconds."""
HEAVY = formatting(4_000, DECOYS)()
"""Needs gigabytes as a tree; the cheap check does not see it either."""


class Told:
    """Keeps what the runner tells."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def started(self, pid: int) -> None:
        self.counts["started"] += 1

    def ended(self, pid: int, cause: str, tasks: int) -> None:
        self.counts[f"ended {cause}"] += 1

    def waited(self, seconds: float) -> None:
        self.counts["waited"] += 1

    def degraded(self, cause: str) -> None:
        self.counts[f"degraded {cause}"] += 1

    def failed(self, path: str, note: Mapping[str, Any], request_id: str) -> None:
        self.counts[f"failed {path}"] += 1


@asynccontextmanager
async def running(**given: int) -> AsyncIterator[tuple[WorkerRunner, Told]]:
    told = Told()
    limits = {
        "workers": 1,
        "queue": 16,
        "memory_bytes": 256 * MIB,
        "tasks": 0,
        "growth_bytes": 64 * MIB,
    } | given
    runner = WorkerRunner(Limits(**limits), told)
    await runner.start()
    try:
        yield runner, told
    finally:
        await runner.stop(1)


def job(page: bytes | str = ARTICLE.encode(), deadline_ms: int = 10_000, **options: Any) -> Job:
    return Job(page, "text/html", Options(**options), "mine", JSON, deadline_ms, "request")


def good(answer: Answer) -> bool:
    return SENTENCE.encode() in answer.body and not answer.record.warnings


def degraded(answer: Answer) -> bool:
    return answer.record.warnings[0] == "degraded" and WORDS.encode() in answer.body


async def at_work(runner: WorkerRunner) -> int:
    """Wait until a worker has a task; return its process id."""
    while True:
        for worker in runner.pool.workers():
            if worker.since and worker.pid:
                return worker.pid
        await asyncio.sleep(0.005)


def test_a_page_as_bytes_and_as_characters() -> None:
    async def scenario() -> None:
        async with running() as (runner, _):
            assert good(await runner.run(job()))
            answer = await runner.run(job(ARTICLE + "<p>\ud800é"))
            assert SENTENCE.encode() in answer.body
            assert b'"id":"mine"' in answer.body

    asyncio.run(scenario())


def test_what_the_caller_did_wrong_is_told_and_costs_no_worker() -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            for page in (ARTICLE.encode(), b"", b"<i></i>" * 200_000):  # the last is told to be a bomb
                with pytest.raises(InvalidSelector, match="not a CSS selector"):
                    await runner.run(job(page, selectors=Selectors(keep=("p[",))))
            assert good(await runner.run(job()))
        assert told.counts["started"] == 1

    asyncio.run(scenario())


def test_a_page_past_its_time_goes_the_linear_path_and_never_kills_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pagemarrow.service.workers.runner.A_FAIR_TRY_S", 0.0)  # a busy machine gives less

    async def scenario() -> None:
        async with running() as (runner, told):
            assert degraded(await runner.run(job(SLOW, 3_000)))
            assert told.counts["degraded deadline"] == 1
            assert degraded(await runner.run(job(SLOW, 3_000)))
            assert degraded(await runner.run(job(SLOW, 2_000)))
            assert good(await runner.run(job()))
        assert told.counts["ended deadline"] == 1
        assert told.counts["degraded remembered"] == 2

    asyncio.run(scenario())


def test_a_lowered_deadline_does_not_change_what_others_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pagemarrow.service.workers.runner.A_FAIR_TRY_S", 0.0)

    async def scenario() -> None:
        async with running() as (runner, told):
            assert "degraded" in (await runner.run(job(SLOWISH, 800))).record.warnings
            assert "degraded" in (await runner.run(job(SLOWISH, 800))).record.warnings
            assert told.counts["degraded remembered"] == 1
            assert "degraded" not in (await runner.run(job(SLOWISH, 60_000))).record.warnings
        assert told.counts["ended deadline"] == 1

    asyncio.run(scenario())


def test_a_page_is_remembered_with_what_was_asked_of_it() -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            assert degraded(await runner.run(job(SLOW, 2_000)))
            as_text = await runner.run(job(SLOW, 2_000)._replace(content_type="text/plain"))
            assert "degraded" not in as_text.record.warnings
            assert told.counts["degraded remembered"] == 0
            await runner.use(BUILT_IN)
            assert degraded(await runner.run(job(SLOW, 2_000)))
            assert told.counts["degraded remembered"] == 0

    asyncio.run(scenario())


def test_a_page_whose_workers_somebody_else_killed_is_not_remembered() -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            slow = asyncio.create_task(runner.run(job(SLOWISH, 60_000)))
            for count in (1, 2):
                os.kill(await at_work(runner), signal.SIGKILL)
                while told.counts["ended killed"] < count:
                    await asyncio.sleep(0.005)
            assert "degraded" in (await slow).record.warnings
            assert "degraded" not in (await runner.run(job(SLOWISH, 60_000))).record.warnings
        assert told.counts["degraded remembered"] == 0

    asyncio.run(scenario())


def test_a_short_deadline_is_not_held_against_a_page() -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            assert degraded(await runner.run(job(SLOW, 700)))
            assert degraded(await runner.run(job(SLOW, 700)))
        assert told.counts["degraded remembered"] == 0

    asyncio.run(scenario())


def test_a_page_that_takes_too_much_memory_goes_the_linear_path() -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            assert degraded(await runner.run(job(HEAVY, 60_000)))
            assert good(await runner.run(job()))
        # Where exactly the allocation fails decides whether the worker says so itself or dies of it.
        assert not told.counts["ended deadline"], told.counts

    asyncio.run(scenario())


def test_no_time_at_all_is_a_deadline_exceeded() -> None:
    async def scenario() -> None:
        async with running() as (runner, _):
            with pytest.raises(DeadlineExceeded):
                await runner.run(job(SLOW, 1))
            assert good(await runner.run(job()))

    asyncio.run(scenario())


def test_a_worker_killed_at_work_costs_nothing_but_time() -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            slow = asyncio.create_task(runner.run(job(SLOW, 1_500)))
            os.kill(await at_work(runner), signal.SIGKILL)
            assert degraded(await slow)
            tasks = [asyncio.create_task(runner.run(job())) for _ in range(10)]
            os.kill(await at_work(runner), signal.SIGKILL)
            assert all(map(good, await asyncio.gather(*tasks)))
        assert told.counts["ended killed"] == 2
        assert told.counts["degraded killed"] == 0

    asyncio.run(scenario())


def test_a_worker_killed_while_idle_is_replaced() -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            await asyncio.sleep(0.1)
            (worker,) = runner.pool.workers()
            os.kill(worker.pid, signal.SIGKILL)
            assert good(await runner.run(job()))
            while told.counts["started"] < 2:
                await asyncio.sleep(0.01)

    asyncio.run(scenario())


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_page_that_breaks_its_worker_goes_the_linear_path(number: signal.Signals) -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            slow = asyncio.create_task(runner.run(job(SLOW)))
            os.kill(await at_work(runner), number)
            assert degraded(await slow)
            assert degraded(await runner.run(job(SLOW)))
        assert told.counts["ended crashed"] == 1
        assert told.counts["degraded remembered"] == 1

    asyncio.run(scenario())


def test_the_loss_of_the_zygote_costs_nothing_but_time() -> None:
    async def scenario() -> None:
        async with running(workers=2) as (runner, told):
            slow = asyncio.create_task(runner.run(job(SLOW, 2_500)))
            process = psutil.Process(await at_work(runner)).parent()
            assert process is not None
            process.kill()
            assert good(await runner.run(job()))
            assert degraded(await slow)
            assert runner.ready
        assert told.counts["ended zygote"] == 2

    asyncio.run(scenario())


def test_workers_are_replaced_when_they_have_done_their_share() -> None:
    async def scenario() -> None:
        async with running(tasks=4) as (runner, told):
            for _ in range(12):
                assert good(await runner.run(job()))
        assert told.counts["ended recycled"] in (2, 3)

    asyncio.run(scenario())


def test_workers_are_replaced_when_they_have_grown() -> None:
    async def scenario() -> None:
        async with running(growth_bytes=1) as (runner, told):
            assert good(await runner.run(job()))
            await runner.run(job(ARTICLE.encode() * 500))
            assert good(await runner.run(job()))
        assert told.counts["ended recycled"] >= 1

    asyncio.run(scenario())


def test_a_caller_that_goes_away_frees_its_worker() -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            slow = asyncio.create_task(runner.run(job(SLOW)))
            await at_work(runner)
            slow.cancel()
            async with asyncio.timeout(2):
                assert good(await runner.run(job()))
        assert told.counts["ended abandoned"] == 1

    asyncio.run(scenario())


def test_a_caller_that_goes_away_while_it_waits_leaves_the_queue() -> None:
    async def scenario() -> None:
        async with running() as (runner, _):
            slow = asyncio.create_task(runner.run(job(SLOW, 2_000)))
            await at_work(runner)
            waiting = [asyncio.create_task(runner.run(job())) for _ in range(5)]
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            assert runner.pool.waiting == 0
            assert degraded(await slow)

    asyncio.run(scenario())


def test_the_queue_has_an_end() -> None:
    async def scenario() -> None:
        async with running(queue=3) as (runner, _):
            slow = asyncio.create_task(runner.run(job(SLOW, 1_500)))
            await at_work(runner)
            waiting = [asyncio.create_task(runner.run(job())) for _ in range(3)]
            await asyncio.sleep(0)
            assert runner.saturated
            with pytest.raises(Busy) as refusal:
                await runner.run(job())
            assert refusal.value.retry_after >= 1
            assert all(map(good, await asyncio.gather(*waiting)))
            assert not runner.saturated
            await slow

    asyncio.run(scenario())


def test_slow_pages_do_not_hold_up_the_others() -> None:
    async def scenario() -> None:
        async with running(workers=2) as (runner, told):
            slow = [asyncio.create_task(runner.run(job(SLOW + b"%d" % number, 6_000))) for number in range(4)]
            await at_work(runner)
            async with asyncio.timeout(5):  # on a free machine half a second
                assert all(map(good, await asyncio.gather(*(runner.run(job()) for _ in range(5)))))
            assert sum(task.done() for task in slow) < 3
            assert all(map(degraded, await asyncio.gather(*slow)))
        assert told.counts["started"] > 2

    asyncio.run(scenario())


def test_stops_when_what_it_took_is_done_and_leaves_no_process(capfd: pytest.CaptureFixture[str]) -> None:
    async def scenario() -> list[psutil.Process]:
        told = Told()
        runner = WorkerRunner(Limits(1, 4, 256 * MIB, 0, 64 * MIB), told)
        with pytest.raises(Starting):
            await runner.run(job())
        others = psutil.Process().children(recursive=True)
        await runner.start()
        processes = [p for p in psutil.Process().children(recursive=True) if p not in others]
        taken = [asyncio.create_task(runner.run(job())) for _ in range(3)]
        await asyncio.sleep(0)
        stopping = asyncio.create_task(runner.stop(5))
        await asyncio.sleep(0)
        assert not runner.ready
        with pytest.raises(Draining):
            await runner.run(job())
        assert all(map(good, await asyncio.gather(*taken)))
        await stopping
        return processes

    processes = asyncio.run(scenario())
    assert processes
    _, alive = psutil.wait_procs(processes, timeout=2)
    assert not alive
    assert capfd.readouterr().err == ""


def test_a_worker_that_can_not_be_had_is_had_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left() -> tuple[socket.socket, socket.socket]:
        raise OSError(errno.EMFILE, "Too many open files")

    async def scenario() -> None:
        async with running() as (runner, told):
            assert good(await runner.run(job()))
            with monkeypatch.context() as patched:
                patched.setattr(forking.socket, "socketpair", none_left)
                os.kill(runner.pool.workers()[0].pid, signal.SIGKILL)
                while not told.counts["ended killed"]:
                    await asyncio.sleep(0.01)
                with pytest.raises(DeadlineExceeded):
                    await runner.run(job(deadline_ms=200))
            assert good(await runner.run(job(deadline_ms=5_000)))
            # and ends are still heard
            os.kill(runner.pool.workers()[0].pid, signal.SIGKILL)
            while told.counts["ended killed"] < 2:
                await asyncio.sleep(0.01)
            assert good(await runner.run(job(deadline_ms=5_000)))
            assert len(runner.pool.workers()) == 1
            assert told.counts["started"] == 3

    asyncio.run(asyncio.wait_for(scenario(), 60))


def test_a_pool_that_can_hear_no_more_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with running() as (runner, told):
            assert good(await runner.run(job()))
            monkeypatch.setattr(told, "ended", broken_once(told.ended))
            os.kill(runner.pool.workers()[0].pid, signal.SIGKILL)
            while told.counts["started"] < 2:
                await asyncio.sleep(0.01)
            assert good(await runner.run(job()))
            assert len(runner.pool.workers()) == 1

    asyncio.run(asyncio.wait_for(scenario(), 60))


def broken_once(call: Callable[..., None]) -> Callable[..., None]:
    """``call``, but the first time it raises what nobody foresaw."""
    left = [1]

    def broken(*given: object) -> None:
        if left:
            left.pop()
            raise RuntimeError("nobody foresaw this")
        call(*given)

    return broken


RECORD = Record("html", "article", 3, 2, {"share": 1}, 900, 300, 0.9, 1.5, ("no_article",))._asdict()
DONE = orjson.dumps({"record": RECORD})


def said(outcome: int, note: bytes, size: int = 0, cpu_s: float = 0.1, length: int | None = None) -> bytes:
    return REPLY_HEAD.pack(outcome, len(note) if length is None else length, size, 1000, cpu_s) + note


@pytest.mark.parametrize(
    "reply",
    [
        said(0, DONE, size=2**63),
        said(0, DONE, size=2**45),
        said(0, DONE, size=2**30),
        said(0, b"", length=2**32 - 1),
        said(0, DONE, cpu_s=math.nan),
        said(9, b"{}"),
        said(0, b"{"),
        *(said(outcome, note) for outcome in (0, 1, 3) for note in (b"{}", b"[]", b"null", b'"record"')),
        *(said(outcome, b"[]") for outcome in (2, 4)),
        said(1, b'{"error": [], "detail": "x"}'),
        said(1, b'{"error": "InvalidOption"}'),
        said(3, b'{"error": "E", "at": [], "request_id": "another"}'),
        said(0, b'{"record": []}'),
        *(
            said(0, orjson.dumps({"record": RECORD | wrong}))
            for wrong in (
                {"more": 1},
                {"blocks": "3"},
                {"chars_in": -1},
                {"confidence": None},
                {"input": "html2"},
                {"page_type": []},
                {"dropped": {"share": "1"}},
                {"dropped": {"no such category": 1}},
                {"warnings": None},
                {"warnings": [[]]},
            )
        ),
    ],
)
def test_a_worker_that_does_not_keep_to_the_protocol_is_as_good_as_gone(reply: bytes) -> None:
    async def scenario() -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            theirs.sendall(reply)
            worker = Worker(1, ours)
            with pytest.raises(WorkerGone):
                async with asyncio.timeout(5):
                    await worker.perform(Task.of(job()))
            worker.hang_up()

    asyncio.run(scenario())


def test_a_worker_that_does_is_heard() -> None:
    async def scenario() -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            theirs.sendall(said(0, DONE, size=4) + b"body")
            worker = Worker(1, ours)
            answer = (await worker.perform(Task.of(job()))).answer(JSON)
            assert (answer.body, answer.record._asdict()) == (b"body", RECORD)
            worker.hang_up()

    asyncio.run(scenario())


def test_pages_are_remembered_up_to_a_number() -> None:
    killers = Killers(most=2)
    a, bb, cc, dd, ee = (Task.of(job(page)) for page in (b"a", b"bb", b"cc", b"dd", b"ee"))
    for task in (a, bb, cc):
        killers.add(task, 5)
    assert (killers.budget(a), killers.budget(bb)) == (0, 5)
    killers.add(dd, HOPELESS)
    assert [killers.budget(task) for task in (bb, cc, dd, ee)] == [5, 0, HOPELESS, 0]


def test_the_largest_budget_that_was_not_enough_is_remembered() -> None:
    killers = Killers()
    for budget_ms in (5, 9, 7):
        killers.add(Task.of(job(b"a")), budget_ms)
    assert killers.budget(Task.of(job(b"a"))) == 9
    others = [job(b"a", explain=True), job(b"a", page_type="forum"), job(b"a", title="A headline"), job("a")]
    for other in (*others, job(b"a")._replace(content_type=None)):
        assert killers.budget(Task.of(other)) == 0


def test_the_time_to_come_again_follows_the_drain_rate() -> None:
    pace = Pace(workers=2)
    for _ in range(200):
        pace.add(0.1)
    assert pace.retry_after(1) == 1
    assert pace.retry_after(100) == 5
    assert pace.retry_after(100_000) == LONGEST_RETRY_S
