"""``/docs``: the API described by Swagger UI, all of it served from here."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse, Response

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Marrow: API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<div id="api"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</html>
"""
START = """SwaggerUIBundle({url: new URL("openapi.json", location.href).pathname, dom_id: "#api", validatorUrl: null});
"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Swagger UI sets inline styles and draws its icons from ``data:`` addresses."""
ASSETS = Path(str(files("fastapi_swagger"))) / "resources"
"""Swagger UI's own files, unchanged, as that package ships them."""
_AN_HOUR = {"cache-control": "public, max-age=3600"}

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs() -> Response:
    return HTMLResponse(PAGE, headers={"content-security-policy": POLICY})


@router.get("/docs/start.js")
async def start() -> Response:
    return Response(START, media_type="text/javascript", headers=_AN_HOUR)


@router.get("/docs/swagger-ui-bundle.js")
async def script() -> Response:
    return FileResponse(ASSETS / "swagger-ui-bundle.js", media_type="text/javascript", headers=_AN_HOUR)


@router.get("/docs/swagger-ui.css")
async def style() -> Response:
    return FileResponse(ASSETS / "swagger-ui.css", media_type="text/css", headers=_AN_HOUR)
