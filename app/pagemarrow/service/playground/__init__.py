"""``GET /``: the playground, a page on which people see what is kept of a page, what is dropped, and why.

Hand-written HTML, CSS and JavaScript modules, served from here alone. What is pasted is a stranger's markup: the page
shows it as text nodes only, and its policy would let nothing of it run, load or be fetched.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import orjson
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from pagemarrow.service.jobs import JSON

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""No inline script or style, nothing from elsewhere; and with trusted types no string ever becomes markup."""

MEDIA_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
ASSETS: Final = (
    *("style.css", "charts.css", "icon.svg", "main.js", "asking.js", "blocks.js", "charts.js", "curl.js"),
    *("examples.js", "inspector.js", "nodes.js", "summary.js", "wording.js"),
)
_FOLDER: Final = files("pagemarrow.service.playground")


class Example(NamedTuple):
    """A page to begin with, written for this purpose."""

    file: str
    title: str

    @property
    def kind(self) -> str:
        """``html`` or ``text``: the key its request has."""
        return "html" if self.file.endswith(".html") else "text"


EXAMPLES: Final = (
    Example("news.html", "News story"),
    Example("text.txt", "Magazine piece, plain text"),
    Example("recipe.html", "Recipe"),
    Example("forum.html", "Forum thread"),
    Example("documentation.html", "Documentation"),
    Example("chinese.html", "News story, Chinese"),
)

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page() -> Response:
    return Response(
        _read("index.html"),
        media_type=MEDIA_TYPES["html"],
        headers={"content-security-policy": POLICY, "cross-origin-opener-policy": "same-origin"},
    )


@router.get("/playground/examples.json")
async def examples() -> Response:
    return Response(_examples(), media_type=JSON)


@router.get("/playground/{name}")
async def asset(name: str) -> Response:
    if name not in ASSETS:
        raise HTTPException(404)
    return Response(_read(name), media_type=MEDIA_TYPES[name.rpartition(".")[2]])


@cache
def _read(name: str) -> bytes:
    return (_FOLDER / "static" / name).read_bytes()


@cache
def _examples() -> bytes:
    """All examples with their pages: together smaller than one photograph."""
    return orjson.dumps(
        [
            {
                "title": example.title,
                "kind": example.kind,
                "page": (_FOLDER / "examples" / example.file).read_text("utf-8"),
            }
            for example in EXAMPLES
        ]
    )
