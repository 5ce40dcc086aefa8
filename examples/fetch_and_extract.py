"""Fetch pages with httpx and print their bodies: python examples/fetch_and_extract.py URL [URL …]

The page's bytes and its Content-Type go to Marrow as they came: it knows better than the fetcher how to decode.
"""

from __future__ import annotations

import asyncio
import sys

import httpx

from app.client import AsyncMarrowClient, ClientError, Extraction

LOW_CONFIDENCE = 0.5


async def main(urls: list[str]) -> int:
    """Fetch and extract all at once, print in order; return how many failed."""
    async with httpx.AsyncClient(follow_redirects=True, timeout=20) as web, AsyncMarrowClient() as marrow:
        results = await asyncio.gather(*(body_of(url, web, marrow) for url in urls))
    for url, result in zip(urls, results, strict=True):
        print(f"=== {url}")
        print(shown(result), end="\n\n")
    return sum(not isinstance(result, Extraction) for result in results)


async def body_of(url: str, web: httpx.AsyncClient, marrow: AsyncMarrowClient) -> Extraction | Exception:
    """Return the body of the page at ``url``, or what went wrong."""
    try:
        response = await web.get(url)
        response.raise_for_status()
        return await marrow.extract(
            page=response.content,
            content_type=response.headers.get("Content-Type"),
            url=str(response.url),
            format="markdown",
        )
    except (httpx.HTTPError, ClientError) as error:
        return error


def shown(result: Extraction | Exception) -> str:
    """Return what to print of ``result``."""
    if isinstance(result, Exception):
        return f"failed: {result}"
    doubt = f"\n(confidence {result.confidence:.2f})" if result.confidence < LOW_CONFIDENCE else ""
    return f"{result.title or 'untitled'} · {result.published or 'undated'}{doubt}\n\n{result.text}"


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
