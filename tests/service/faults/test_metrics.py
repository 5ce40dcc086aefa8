"""``/metrics`` over the wire."""

from __future__ import annotations

import httpx

from tests.service.conftest import ARTICLE, Server


def test_metrics_tell_what_happened(two_workers: Server, post: httpx.Client) -> None:
    post.post("/v1/extract", content=ARTICLE, headers={"content-type": "text/html"})
    answer = post.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    for series in (
        'marrow_requests_total{method="POST",route="/v1/extract",status="200"}',
        'marrow_request_seconds_count{route="/v1/extract"}',
        'marrow_work_seconds_count{input="html"}',
        'marrow_body_bytes_total{direction="in"}',
        'marrow_kept_characters_ratio_count{input="html"}',
        'marrow_blocks_dropped_total{category="',
        "marrow_queue_seconds_count",
        "marrow_queue_depth",
        "marrow_worker_starts_total",
        "marrow_workers 2.0",
    ):
        assert series in answer.text


def test_metrics_name_no_page_and_no_path(two_workers: Server, post: httpx.Client) -> None:
    post.get("/no/such/path-of-ours")
    post.post("/v1/extract", content=b"<p>unmistakable", headers={"content-type": "text/html"})
    text = post.get("/metrics").text
    assert 'route="unmatched"' in text
    assert "path-of-ours" not in text
    assert "unmistakable" not in text
