"""What is told about the service's work while it runs: numbers for logs and metrics, no page text."""

from __future__ import annotations

import logging
from typing import NamedTuple, Protocol

from pagemarrow.service.jobs import Record

PROBES = ("/livez", "/readyz", "/metrics")

_log = logging.getLogger("marrow.request")


class Exchange(NamedTuple):
    """One finished HTTP request."""

    request_id: str
    method: str
    route: str
    """The path's template (``/v1/extract``); ``unmatched`` for paths that are none of ours."""
    status: int
    """499 when the client had gone before the answer began, 0 when the server cut it off before that."""
    bytes_in: int
    """Body bytes read, as received."""
    bytes_out: int
    elapsed_ms: float
    record: Record | None
    """Of the page answered, if it was one."""
    pages: int
    """Pages answered with a body: 1, or those of a batch."""


class Observer(Protocol):
    """Is told of every page and every request; must be quick, runs in the event loop."""

    def page(self, record: Record) -> None:
        """One page was extracted, alone or as an item of a batch."""

    def request(self, exchange: Exchange) -> None:
        """One HTTP request is over."""


class RequestLog:
    """Writes one log line a request; probes only at debug level."""

    def page(self, record: Record) -> None:
        pass

    def request(self, exchange: Exchange) -> None:
        fields = exchange._asdict()
        del fields["record"]
        if exchange.record is not None:
            fields |= exchange.record._asdict()
        level = logging.DEBUG if exchange.route in PROBES else logging.INFO
        _log.log(level, "request", extra={"fields": fields})
