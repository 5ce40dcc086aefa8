"""Job → Answer: extract and encode. Pure and picklable, so that it can run in a worker process."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import orjson

from pagemarrow.core import extract
from pagemarrow.core.model import Article, Options
from pagemarrow.core.pipeline import prepare
from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.service.jobs import JSON, NDJSON, Answer, Job, Record


def perform(
    job: Job, rules: RuleSet = BUILT_IN, on_error: Callable[[Exception], object] | None = None
) -> Answer:
    """Extract the body of ``job.page`` by ``rules`` and encode it as ``job.accept`` asks.

    ``on_error`` is called with an exception nobody foresaw, as ``extract`` describes.
    Raises ``InvalidOption`` for options that can't be met (a selector that doesn't parse).
    """
    started = time.perf_counter()
    article = extract(
        job.page, content_type=job.content_type, options=job.options, rules=rules, on_error=on_error
    )
    return encode(article, job, started)


def encode(article: Article, job: Job, started: float) -> Answer:
    """Encode ``article`` as the answer to ``job``; ``started`` is the ``perf_counter`` at its begin."""
    body = _encoded(article, job)
    return Answer(body, job.accept, _record(article, (time.perf_counter() - started) * 1000))


def warm_up(rules: RuleSet = BUILT_IN) -> None:
    """Perform one small job of each input, so that tables are loaded, and compile the patterns of most pages."""
    prepare("en", rules)
    for content_type, page in _WARM_UP.items():
        perform(Job(page, content_type, Options(explain=True), None, JSON, 0, ""), rules)


def _encoded(article: Article, job: Job) -> bytes:
    if job.accept == JSON:
        return _dumped(article.to_dict() | {"id": job.id})
    if job.accept == NDJSON:
        return _dumped({"id": job.id, "status": 200} | article.to_dict()) + b"\n"
    return _without_surrogates(article.text).encode()


def _dumped(value: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # half a surrogate pair, as a page's JSON-LD may escape one
        return orjson.dumps(orjson.loads(_without_surrogates(json.dumps(value, ensure_ascii=False))))


def _without_surrogates(text: str) -> str:
    """Put U+FFFD for lone surrogates: UTF-8 has no form for them."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _record(article: Article, work_ms: float) -> Record:
    dropped = Counter(verdict.category for verdict in article.verdicts if not verdict.kept)
    dropped.update(element.rule.category for element in article.page.unread if element.text)
    return Record(
        input=article.input,
        page_type=article.page_type,
        blocks=int(article.stats["blocks"]),
        kept=sum(verdict.kept for verdict in article.verdicts),
        dropped=dict(dropped),
        chars_in=int(article.stats["chars_in"]),
        chars_out=len(article.text),
        confidence=article.confidence,
        work_ms=round(work_ms, 3),
        warnings=article.warnings,
    )


_SURROGATE = re.compile("[\ud800-\udfff]")
_WARM_UP = {
    "text/html": b"<!doctype html><title>Rain</title><main><h1>Rain</h1>"
    b"<p>It rained in the valley for nine days, and on the tenth the river left its bed.</p>"
    b"<p>Nobody in the lower village had slept, the mayor said; the bridge went at dawn.</p></main>",
    "text/plain": b"It rained in the valley for nine days, and on the tenth the river left its bed.\n\n"
    b"Read more: The bridges of the valley\n\n"
    b"Nobody in the lower village had slept, the mayor said; the bridge went at dawn.\n",
}
