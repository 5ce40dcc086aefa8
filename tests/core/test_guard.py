"""``extract`` as users call it: safe on any page, in a process without limits."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import pagemarrow.core.guard
from pagemarrow.core import InvalidInput, extract
from pagemarrow.core.model import Article

SENTENCE = "The ferry is back on the island, and the harbour master has painted his boat."
MOST_MEGABYTES = 500
CHILD = """
import resource, sys
from pagemarrow import extract
article = extract(eval(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, article.confidence, *article.warnings)
"""
HOSTILE = {
    "40,000 nested": "'<div>' * 40_000 + 'The end'",
    "200,000 nested": "'<div>' * 200_000 + 'The end'",
    "nested, in UTF-16": "('<div>' * 40_000 + 'The end').encode('utf-16')",
    "200,000 attributes": "'<p ' + ' '.join(f'a{i}=1' for i in range(200_000)) + '>The end'",
    "10 MB of lines": f"{SENTENCE + chr(10)!r} * 130_000",
    "10 MB of paragraphs": f"{SENTENCE + chr(10) * 2!r} * 128_000",
    "10 MB in one line": f"{SENTENCE + ' '!r} * 130_000",
    "10 MB of elements": f"'<p>' + {SENTENCE!r} + '</p>' + '<p>{SENTENCE}</p>' * 99_000",
    "10 MB in one element": f"'<p>' + {SENTENCE + ' '!r} * 130_000",
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_degraded_within_bounded_memory(page: str) -> None:
    child = subprocess.run(
        [sys.executable, "-c", CHILD, page], check=False, capture_output=True, text=True, timeout=50
    )
    assert child.returncode == 0, child.stderr
    megabytes, confidence, *warnings = child.stdout.split()
    assert "degraded" in warnings
    assert float(confidence) <= 0.3
    assert int(megabytes) < MOST_MEGABYTES


def test_a_long_real_page_is_not_degraded() -> None:
    page = "<article>" + f"<p>{SENTENCE}</p>" * 9_000 + "</article>"
    assert "degraded" not in extract(page).warnings


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_every_kind_of_bytes_is_taken(kind: type[bytes]) -> None:
    page = f"<article><h1>The ferry</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></article>"
    assert extract(kind(page.encode()), content_type="text/html").text == extract(page).text


@pytest.mark.parametrize("page", [None, 7, ["<p>x</p>"]])
def test_what_is_no_page_is_refused_by_its_type(page: object) -> None:
    with pytest.raises(InvalidInput, match=f"not {type(page).__name__}") as caught:
        extract(page)  # type: ignore[arg-type]
    assert isinstance(caught.value, TypeError)


def _faulty(*_: object, **__: object) -> Article:
    raise ZeroDivisionError("what the page said")


def test_a_fault_of_ours_is_told_without_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagemarrow.core.guard, "run_stages", _faulty)
    with pytest.warns(RuntimeWarning, match="ZeroDivisionError") as caught:
        article = extract(f"<p>{SENTENCE}</p>")
    assert "what the page said" not in str(caught[0].message)
    assert "degraded" in article.warnings
    errors: list[Exception] = []
    extract(f"<p>{SENTENCE}</p>", on_error=errors.append)
    assert [type(error) for error in errors] == [ZeroDivisionError]


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_the_dictionary_is_json_s(kind: str) -> None:
    article = extract(f"<h1>The ferry</h1><p>{SENTENCE}</p>", content_type=kind, options={"explain": True})
    told = article.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert [block["text"] for block in told["blocks"]] == [block.text for block in article.blocks]
    assert "blocks" not in extract(SENTENCE).to_dict()


def test_blocks_of_html_have_no_offsets() -> None:
    page = f"<nav class=menu><a href=/>Home</a></nav><article><p>{SENTENCE}</p></article>"
    blocks = extract(page, content_type="text/html", options={"explain": True}).blocks
    assert {(block.start, block.end) for block in blocks} == {(None, None)}
    assert extract(SENTENCE, content_type="text/plain").blocks[0].start == 0
