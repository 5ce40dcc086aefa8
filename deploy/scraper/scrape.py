"""Fetch pages, send each to the sidecar, print what is left of it. Standard library only.

PAGES are addresses parted by white space; MARROW_URL is the sidecar (http://127.0.0.1:8000).
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

SIDECAR = os.environ.get("MARROW_URL", "http://127.0.0.1:8000")
TRIES = 5
TIMEOUT_S = 30
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(address: str) -> tuple[bytes, str]:
    """Return a page's bytes and its ``Content-Type``, empty where it has none."""
    request = urllib.request.Request(address, headers={"User-Agent": "marrow-example-scraper"})
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
        return answer.read(), answer.headers.get("Content-Type", "")


def body_of(page: bytes, content_type: str) -> dict[str, Any]:
    """Return the sidecar's answer; when it is busy or just starting, come again when it says."""
    for attempt in range(TRIES):
        # Sent even when it is empty, which the service takes for none: urllib would call the page a form.
        request = urllib.request.Request(f"{SIDECAR}/v1/extract", page, {"Content-Type": content_type})
        try:
            with _NO_PROXY.open(request, timeout=TIMEOUT_S) as answer:
                document: dict[str, Any] = json.load(answer)
                return document
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503) or attempt == TRIES - 1:
                raise
            time.sleep(int(error.headers.get("Retry-After", "1")))
    raise AssertionError("unreachable")


def main() -> int:
    """Print one JSON line a page; tell failures on standard error and by the exit status."""
    failed = 0
    for address in os.environ.get("PAGES", "").split():
        try:
            found = body_of(*fetch(address))
        except (OSError, HTTPException, ValueError) as error:  # ValueError: what is no address
            print(f"{address}: {error}", file=sys.stderr)
            failed += 1
            continue
        line = {
            "url": address,
            "title": found["title"],
            "text": found["text"],
            "confidence": found["confidence"],
        }
        print(json.dumps(line, ensure_ascii=False))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
