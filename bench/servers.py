"""Bare services to compare ours with: one that answers the body it got, one with trafilatura behind the same shell."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from bench.peers import trafilatura

echo = FastAPI()
trafilatura_service = FastAPI()


@echo.get("/readyz")
@trafilatura_service.get("/readyz")
def ready() -> dict[str, str]:
    """Answer as soon as the server takes requests."""
    return {"status": "ready"}


@echo.post("/v1/extract")
async def answer(request: Request) -> Response:
    """Return the body as it came: what the shell itself costs."""
    return Response(await request.body(), media_type="text/html")


@trafilatura_service.post("/v1/extract")
async def extract(request: Request) -> dict[str, str]:
    """Extract in a thread, as most such services do."""
    page = (await request.body()).decode("utf-8", "replace")
    return {"text": await run_in_threadpool(trafilatura, page, "text/html")}
