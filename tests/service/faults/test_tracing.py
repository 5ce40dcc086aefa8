"""Traces, as a collector receives them."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from pagemarrow.service.tracing import tracing_wanted
from tests.service.conftest import ARTICLE, start_server, stop_server
from tests.waiting import eventually

pytest.importorskip("opentelemetry.sdk")
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_only_the_standard_variables_switch_it_on(environment: dict[str, str], wanted: bool) -> None:
    assert tracing_wanted(environment) is wanted


class Collector(BaseHTTPRequestHandler):
    """Keeps what it is sent."""

    got: list[tuple[str, bytes]] = []  # noqa: RUF012 - one server, one list

    def do_POST(self) -> None:
        self.got.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_request_is_a_span_of_its_callers_trace(tmp_path: Path) -> None:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    collector = HTTPServer(("127.0.0.1", 0), Collector)
    Thread(target=collector.serve_forever, daemon=True).start()
    server = start_server(
        tmp_path / "log",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server_port}",
        OTEL_BSP_SCHEDULE_DELAY="100",
        OTEL_METRIC_EXPORT_INTERVAL="100",
        FASTAPI_OTEL_AUTO_CONFIGURE="true",
    )
    headers = {"content-type": "text/html", "traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    answer = httpx.post(f"{server.base}/v1/extract", content=ARTICLE, headers=headers, trust_env=False)
    assert answer.status_code == 200
    eventually(lambda: Collector.got)
    stop_server(server)
    collector.shutdown()
    ((path, body),) = Collector.got  # and nothing of FastAPI's own exporter
    assert path == "/v1/traces"
    (span,) = (
        span
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    )
    assert span.trace_id.hex() == TRACE
    assert span.name == "POST /v1/extract"
    attributes = {attribute.key: attribute.value for attribute in span.attributes}
    assert attributes["http.response.status_code"].int_value == 200
    assert attributes["marrow.request_id"].string_value == answer.headers["x-request-id"]
    assert b"nine days" not in body
