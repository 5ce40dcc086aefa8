"""Traces by OpenTelemetry: only when its standard environment variables ask for them, and the extra is installed.

``pip install pagemarrow[otel]`` and ``OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318``. One span a request, child of the
caller's ``traceparent``; no page text in it. This is the one thing that lets the service call out, to the collector:
FastAPI's own exporter is switched off.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Any, Final

from fastapi.telemetry import TelemetryConfig
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pagemarrow import __version__
from pagemarrow.service.observing import PROBES

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

NO_OTHERS: Final[TelemetryConfig] = {
    "auto_configure": False,
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
}
"""FastAPI's own telemetry, off: it has an exporter that an environment variable switches on, and its logs quote errors."""

_log = logging.getLogger("marrow.service")


def tracing_wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the environment names a collector and does not switch traces off."""
    off = environment.get("OTEL_SDK_DISABLED", "").lower() == "true"
    none = environment.get("OTEL_TRACES_EXPORTER", "otlp") != "otlp"
    return any(environment.get(name) for name in ENDPOINTS) and not off and not none


def tracer_of_environment() -> Any:
    """Return a tracer that exports as ``OTEL_…`` says; ``None`` when that is not wanted or can't be."""
    if not tracing_wanted():
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        _log.warning("OTEL_… asks for traces, but pagemarrow[otel] is not installed")
        return None
    named = "OTEL_SERVICE_NAME" in os.environ
    about = {"service.version": __version__} | ({} if named else {"service.name": "marrow"})
    provider = TracerProvider(resource=Resource.create(about))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("marrow", __version__)


class Tracing:
    """ASGI layer: one server span a request, probes left out."""

    def __init__(self, app: ASGIApp, tracer: Any) -> None:
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind, StatusCode

        self.app = app
        self._tracer = tracer
        self._extract = extract
        self._kind = SpanKind.SERVER
        self._error = StatusCode.ERROR

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self.app(scope, receive, send)
            return
        parent = self._extract(dict(Headers(scope=scope)))
        with self._tracer.start_as_current_span(
            f"{scope['method']}", context=parent, kind=self._kind, record_exception=False
        ) as span:

            async def marked(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._mark(span, scope, message["status"])
                await send(message)

            await self.app(scope, receive, marked)
            self._tell(span, scope)

    def _mark(self, span: Any, scope: Scope, status: int) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        span.update_name(f"{scope['method']} {route}")
        span.set_attribute("http.request.method", scope["method"])
        span.set_attribute("http.route", route)
        span.set_attribute("http.response.status_code", status)
        if status >= 500:
            span.set_status(self._error)

    def _tell(self, span: Any, scope: Scope) -> None:
        """Add the numbers of the page; not its words."""
        state = scope.get("state", {})
        span.set_attribute("marrow.request_id", state.get("request_id", ""))
        record = state.get("record")
        if record is not None:
            span.set_attribute("marrow.input", record.input)
            span.set_attribute("marrow.work_ms", record.work_ms)
            span.set_attribute("marrow.chars_in", record.chars_in)
            span.set_attribute("marrow.chars_out", record.chars_out)
            span.set_attribute("marrow.warnings", list(record.warnings))
