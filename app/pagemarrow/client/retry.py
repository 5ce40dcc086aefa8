"""When to ask again, and after how long; no I/O."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pagemarrow.client.errors import Busy, ClientError, ConnectionFailed, Problem, Unavailable


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and how patiently to ask again.

    Only what can pass by itself is asked again: 429, 503, and connections that failed or broke before an
    answer. Extraction changes nothing, so asking twice does no harm. The wait is drawn from 0 to
    ``first_s`` doubled with each attempt ("full jitter", Brooker, AWS Architecture Blog, 2015), on top of the
    ``Retry-After`` the service gave.
    """

    attempts: int = 4
    """All attempts, the first included; 1 means never again."""
    first_s: float = 0.2
    cap_s: float = 10.0
    """The longest single wait. A ``Retry-After`` beyond it is not waited for: the error is raised."""
    draw: Callable[[float, float], float] = random.uniform

    def wait_s(self, error: ClientError, attempt: int) -> float | None:
        """Return seconds to wait after ``attempt`` (from 1) ended in ``error``; ``None`` to give up."""
        if attempt >= self.attempts or not isinstance(error, (Busy, Unavailable, ConnectionFailed)):
            return None
        asked = (error.retry_after or 0.0) if isinstance(error, Problem) else 0.0
        if asked > self.cap_s:
            return None
        return min(self.cap_s, asked + self.draw(0.0, self.first_s * 2 ** (attempt - 1)))


def read_retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds a ``Retry-After`` header asks for: delta seconds or a date (RFC 9110, 10.2.3)."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        then = parsedate_to_datetime(header)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - (now or datetime.now(UTC))).total_seconds())
