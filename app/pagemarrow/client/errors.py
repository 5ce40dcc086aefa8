"""What can go wrong when the service is asked, as one small tree of errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ClientError(Exception):
    """Base of what can go wrong in asking the service; a ``TypeError`` is a wrong use of the client itself."""


class ConnectionFailed(ClientError):
    """No answer: the service could not be reached, or went away before it answered."""


class TimedOut(ClientError):
    """No answer within the client's own timeout."""


class InvalidRequest(ClientError):
    """Nothing was sent, for it can't be: an address without http://, a ``url`` of 64 KiB, a key that is no ASCII."""


class BadAnswer(ClientError):
    """What answered does not speak the service's contract (a proxy's error page, for example)."""


class Problem(ClientError):
    """The service's refusal, as its problem body (RFC 9457) tells it."""

    def __init__(
        self,
        status: int,
        title: str = "",
        detail: str = "",
        *,
        kind: str = "about:blank",
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{status} {title}: {detail}" if detail else f"{status} {title}".strip())
        self.status = status
        self.title = title
        self.detail = detail
        self.kind = kind
        """The problem's ``type``."""
        self.request_id = request_id
        """Names the request in the service's logs."""
        self.retry_after = retry_after
        """Seconds after which the service says it may be asked again."""
        self.id: Any = None
        """In a batch, the ``id`` of the item that was refused."""


class BadRequest(Problem):
    """400: malformed JSON or broken compression."""


class Unauthorized(Problem):
    """401: the API key is missing or wrong."""


class NotAcceptable(Problem):
    """406: an answer in that media type can't be given."""


class SlowSender(Problem):
    """408: the page did not arrive in time."""


class TooLarge(Problem):
    """413: the page is over the service's size limit."""


class UnsupportedMedia(Problem):
    """415: that media type or compression can't be read."""


class InvalidOptions(Problem):
    """422: an unknown option, or a value that is none of its values."""


class Busy(Problem):
    """429: the queue is full; come again after ``retry_after``."""


class ServerError(Problem):
    """500: a fault of the service."""


class Unavailable(Problem):
    """503: the service starts, stops, or lost the worker that had this page."""


class DeadlineExceeded(Problem):
    """504: not even the degraded path finished within the deadline."""


_BY_STATUS: Mapping[int, type[Problem]] = {
    400: BadRequest,
    401: Unauthorized,
    406: NotAcceptable,
    408: SlowSender,
    413: TooLarge,
    415: UnsupportedMedia,
    422: InvalidOptions,
    429: Busy,
    500: ServerError,
    503: Unavailable,
    504: DeadlineExceeded,
}


def problem_from(status: int, body: Any, retry_after: float | None = None) -> Problem:
    """Return the typed error for an HTTP ``status`` and its decoded problem ``body``.

    A body that is no problem (something between us and the service answered) still gives the error of
    its status, without detail.
    """
    told = body if isinstance(body, dict) else {}
    return _BY_STATUS.get(status, Problem)(
        status,
        str(told.get("title") or ""),
        str(told.get("detail") or ""),
        kind=str(told.get("type") or "about:blank"),
        request_id=told.get("request_id"),
        retry_after=retry_after,
    )
