"""Fetch pages with httpx and print their bodies: python examples/fetch_and_extract.py URL [URL …]

The page's bytes and its Content-Type go to Marrow as they came: it knows better than the fetcher how to decode.
MARROW_URL is its address (http://127.0.0.1:8000). Exit status: 0 when every page was read, 1 otherwise.
"""

from __future__ import annotations

import asyncio
import os
import sys

import httpx

from pagemarrow.client import AsyncMarrowClient, ClientError, Extraction

LOW_CONFIDENCE = 0.5
MARROW_URL = os.environ.get("MARROW_URL", "http://127.0.0.1:8000")


async def main(urls: list[str]) -> int:
    """Fetch and extract all at once, print in order; return 1 when any page failed."""
    web = httpx.AsyncClient(follow_redirects=True, timeout=20)
    async with web, AsyncMarrowClient(MARROW_URL) as marrow:
        results = await asyncio.gather(*(body_of(url, web, marrow) for url in urls))
    for url, result in zip(urls, results, strict=True):
        print(f"=== {url}")
        print(shown(result), end="\n\n")
    return 0 if all(isinstance(result, Extraction) for result in results) else 1


async def body_of(url: str, web: httpx.AsyncClient, marrow: AsyncMarrowClient) -> Extraction | str:
    """Return the body of the page at ``url``, or what went wrong, and with whom."""
    try:
        response = await web.get(url)
        response.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"the page: {error or type(error).__name__}"  # a timeout has no words of its own
    try:
        return await marrow.extract(
            page=response.content,
            content_type=response.headers.get("Content-Type"),
            url=str(response.url),
            format="markdown",
        )
    except ClientError as error:
        return f"Marrow at {MARROW_URL}: {error}"


def shown(result: Extraction | str) -> str:
    """Return what to print of ``result``."""
    if isinstance(result, str):
        return f"failed: {result}"
    doubt = f"\n(confidence {result.confidence:.2f})" if result.confidence < LOW_CONFIDENCE else ""
    return f"{result.title or 'untitled'} · {result.published or 'undated'}{doubt}\n\n{result.text}"


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
