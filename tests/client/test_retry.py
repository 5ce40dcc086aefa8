from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pagemarrow.client import Busy, ConnectionFailed, InvalidOptions, Retry, TimedOut, Unavailable
from pagemarrow.client.errors import ClientError
from pagemarrow.client.retry import read_retry_after

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def highest(low: float, high: float) -> float:
    return high


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("3", 3.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 11:59:00 GMT", 0.0),
        ("Sun, 01 Mar 2026 12:00:30 -0000", 30.0),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert read_retry_after(header, NOW) == seconds


def test_waits_double_and_end_with_the_attempts() -> None:
    retry = Retry(attempts=4, first_s=0.5, draw=highest)
    waits = [retry.wait_s(ConnectionFailed("refused"), attempt) for attempt in (1, 2, 3, 4)]
    assert waits == [0.5, 1.0, 2.0, None]


def test_jitter_comes_on_top_of_what_the_service_asks_for() -> None:
    retry = Retry(first_s=0.5, draw=highest)
    assert retry.wait_s(Busy(429, retry_after=2.0), 1) == 2.5
    assert Retry(draw=lambda low, high: low).wait_s(Busy(429, retry_after=2.0), 1) == 2.0


def test_no_wait_is_longer_than_the_cap() -> None:
    retry = Retry(attempts=20, first_s=1.0, cap_s=4.0, draw=highest)
    assert retry.wait_s(Unavailable(503), 10) == 4.0
    assert retry.wait_s(Unavailable(503, retry_after=3.5), 10) == 4.0


def test_a_retry_after_beyond_the_cap_is_given_up_at_once() -> None:
    assert Retry(cap_s=4.0).wait_s(Busy(429, retry_after=60.0), 1) is None


@pytest.mark.parametrize("error", [InvalidOptions(422), TimedOut("30 s"), ClientError("?")])
def test_what_does_not_pass_by_itself_is_not_asked_again(error: ClientError) -> None:
    assert Retry().wait_s(error, 1) is None
