"""The playground's files, without a browser: all there, all from here, under a strict policy; and off when told so."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from pagemarrow.core import extract
from pagemarrow.service import playground
from pagemarrow.service.application import create_app
from pagemarrow.service.settings import Settings

STATIC = Path(playground.__file__).parent / "static"
EXAMPLES = Path(playground.__file__).parent / "examples"
SCRIPTS = sorted(STATIC.glob("*.js"))


def application(**given: object) -> FastAPI:
    return create_app(Settings(**{"workers": 0, **given}))  # type: ignore[arg-type]


class Outline(HTMLParser):
    """Tags with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def outline() -> Outline:
    outline = Outline()
    outline.feed((STATIC / "index.html").read_text("utf-8"))
    return outline


def test_the_page_comes_with_a_policy_that_lets_nothing_else_in(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "connect")} == {"'self'"}
    assert policy["img-src"] == "'self' data:"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.head("/").status_code == 200


def test_every_file_is_served_by_its_type_and_nothing_beside_them(client: TestClient) -> None:
    types = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    files = {path.name for path in STATIC.iterdir()} - {"index.html"}
    assert files == set(playground.ASSETS)
    for name in files:
        answer = client.get(f"/playground/{name}")
        assert answer.content == (STATIC / name).read_bytes()
        assert answer.headers["content-type"].partition(";")[0] == types[Path(name).suffix]
    for name in ("index.html", "__init__.py", "..%2f__init__.py", "%2e%2e/__init__.py", "nothing.js", ""):
        assert client.get(f"/playground/{name}").status_code == 404


def test_all_the_page_names_is_relative_and_there(client: TestClient, outline: Outline) -> None:
    """Relative, so that it works below a path of a reverse proxy as well."""
    named = [
        value
        for tag, attributes in outline.tags
        for name, value in attributes.items()
        if name in ("src", "href") and value and not value.startswith("#")
    ]
    assert len(named) >= 5
    for address in named:
        assert not address.startswith(("/", "http"))
        assert client.get(f"/{address}").status_code == 200


def test_nothing_is_inline(outline: Outline) -> None:
    for tag, attributes in outline.tags:
        assert tag != "style"
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert tag != "script" or attributes.get("src")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_text_never_markup(path: Path) -> None:
    code = path.read_text("utf-8")
    assert not re.search(
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTML\w*|srcdoc|eval|Function)\b"
        r"|DOMParser|localStorage|sessionStorage|\.cookie",
        code,
    )
    assert re.findall(r"https?://[^\"'`\s]+", code) in ([], ["http://www.w3.org/2000/svg"])
    for name in re.findall(r"from \"\./([\w.]+)\"", code):
        assert name in playground.ASSETS


def test_the_examples_are_pages_of_their_kind_with_a_body(client: TestClient) -> None:
    examples = client.get("/playground/examples.json").json()
    assert len(examples) == len(list(EXAMPLES.iterdir())) >= 5
    assert {example["kind"] for example in examples} == {"html", "text"}
    for example in examples:
        kind = {"html": "text/html", "text": "text/plain"}[example["kind"]]
        article = extract(example["page"], content_type=kind)
        assert len(article.text) > 200
        assert any(not entry.kept for entry in article.blocks)


def test_it_can_be_switched_off() -> None:
    with TestClient(application(playground=False)) as closed:
        for path in ("/", "/playground/main.js", "/playground/examples.json"):
            answer = closed.get(path)
            assert answer.status_code == 404
            assert answer.headers["content-type"] == "application/problem+json"
        assert closed.get("/docs").status_code == 200


def test_a_key_does_not_lock_the_page_itself() -> None:
    with TestClient(application(api_key="a key for the door")) as locked:
        assert locked.get("/").status_code == 200
        assert locked.get("/playground/main.js").status_code == 200
        assert locked.post("/v1/extract", content=b"x").status_code == 401
