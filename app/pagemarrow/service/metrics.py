"""``GET /metrics``: what the service does, in numbers, for Prometheus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import choose_encoder
from starlette.requests import Request
from starlette.responses import Response

from pagemarrow import __version__
from pagemarrow.core.rules import RULES_VERSION
from pagemarrow.core.ruleset import RuleSet
from pagemarrow.service import describing
from pagemarrow.service.asking import field
from pagemarrow.service.jobs import Record
from pagemarrow.service.observing import Exchange

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
SHARES: Final = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

router = APIRouter()
disable_created_metrics()  # type: ignore[no-untyped-call]  # the time each series began: doubles the size of a scrape, and nobody asks


class Metrics:
    """The numbers of one application: an ``Observer`` of its requests and the ``Events`` of its workers."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "marrow_requests", "HTTP requests.", ("method", "route", "status"), registry=registry
        )
        self._request_seconds = Histogram(
            "marrow_request_seconds", "Time of a request, its body's arrival included.", ("route",),
            registry=registry, buckets=SECONDS,
        )  # fmt: skip
        self._bytes = Counter("marrow_body_bytes", "Bytes of bodies.", ("direction",), registry=registry)
        self._pages = Counter(
            "marrow_pages", "Pages extracted, alone or in a batch.", ("input", "page_type"), registry=registry
        )
        self._work_seconds = Histogram(
            "marrow_work_seconds",
            "Time of a page in its worker.",
            ("input",),
            registry=registry,
            buckets=SECONDS,
        )
        self._kept = Histogram(
            "marrow_kept_characters_ratio", "Characters out by characters in, a page.", ("input",),
            registry=registry, buckets=SHARES,
        )  # fmt: skip
        self._confidence = Histogram(
            "marrow_confidence",
            "Confidence of a page's answer.",
            ("input",),
            registry=registry,
            buckets=SHARES,
        )
        self._dropped = Counter("marrow_blocks_dropped", "Blocks left out.", ("category",), registry=registry)
        self._warnings = Counter("marrow_warnings", "Warnings in answers.", ("warning",), registry=registry)
        self._queue_seconds = Histogram(
            "marrow_queue_seconds", "Time a page waited for its worker.", registry=registry, buckets=SECONDS
        )
        self._starts = Counter("marrow_worker_starts", "Worker processes started.", registry=registry)
        self._ends = Counter("marrow_worker_ends", "Worker processes ended.", ("cause",), registry=registry)
        self._degraded = Counter(
            "marrow_degraded", "Pages that went to the linear path.", ("cause",), registry=registry
        )
        self._failures = Counter(
            "marrow_failures", "Errors while extracting that were not foreseen.", ("path",), registry=registry
        )
        self._about = Gauge("marrow_info", "Versions.", ("version", "rules"), registry=registry)
        self._about.labels(__version__, RULES_VERSION).set(1)
        self._loads = Counter(
            "marrow_rules_loads", "Times the operator's rules were read.", ("outcome",), registry=registry
        )
        self._problems = Gauge(
            "marrow_rules_problems", "Problems in the operator's rule files as they are.", registry=registry
        )

    def watch(self, name: str, help_text: str, read: Any) -> None:
        """Show what ``read()`` returns at the time of a scrape as the gauge ``name``."""
        Gauge(name, help_text, registry=self.registry).set_function(read)

    def ruled(self, rules: RuleSet, outcome: str, problems: int) -> None:
        """The operator's rules were read: ``in_force``, ``in_part`` or ``refused``; ``rules`` are those in force."""
        self._loads.labels(outcome).inc()
        self._problems.set(problems)
        self._about.clear()
        self._about.labels(__version__, rules.version).set(1)

    def page(self, record: Record) -> None:
        kind = record.input
        self._pages.labels(kind, record.page_type).inc()
        self._work_seconds.labels(kind).observe(record.work_ms / 1000)
        self._confidence.labels(kind).observe(record.confidence)
        if record.chars_in:
            self._kept.labels(kind).observe(min(1.0, record.chars_out / record.chars_in))
        for category, count in record.dropped.items():
            self._dropped.labels(category).inc(count)
        for warning in record.warnings:
            self._warnings.labels(warning).inc()

    def request(self, exchange: Exchange) -> None:
        self._requests.labels(exchange.method, exchange.route, str(exchange.status)).inc()
        self._request_seconds.labels(exchange.route).observe(exchange.elapsed_ms / 1000)
        self._bytes.labels("in").inc(exchange.bytes_in)
        self._bytes.labels("out").inc(exchange.bytes_out)

    def started(self, pid: int) -> None:
        self._starts.inc()

    def ended(self, pid: int, cause: str, tasks: int) -> None:
        self._ends.labels(cause).inc()

    def waited(self, seconds: float) -> None:
        self._queue_seconds.observe(seconds)

    def degraded(self, cause: str) -> None:
        self._degraded.labels(cause).inc()

    def failed(self, path: str, note: Mapping[str, Any], request_id: str) -> None:
        self._failures.labels(path).inc()


@router.get("/metrics", **describing.METRICS)
async def metrics(request: Request) -> Response:
    """Return every metric in the Prometheus text format, or in OpenMetrics if that is accepted."""
    shown: Metrics = request.app.state.metrics
    encode, media_type = choose_encoder(field(request.headers, "accept") or "")
    return Response(encode(shown.registry), headers={"content-type": media_type, "vary": "accept"})
