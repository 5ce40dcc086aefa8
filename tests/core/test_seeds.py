"""Five real texts whose every line was judged by hand: what is kept must be there verbatim and in order.

The texts are not ours to ship. The tests read them from the folder named by ``MARROW_SEEDS``, or from
``../shared/seeds`` beside the repository, and skip when neither is there. Each text is posted as it is,
and once more as an HTML page that these tests wrap around the same lines.
"""

from __future__ import annotations

import html
import json
import os
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from pagemarrow.core import extract

Line: TypeAlias = dict[str, Any]

SEEDS = Path(os.environ.get("MARROW_SEEDS") or Path(__file__).resolve().parents[3] / "shared" / "seeds")
GOLD: dict[str, list[Line]] = {}
if (SEEDS / "gold.json").is_file():
    GOLD = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not GOLD, reason="no seeds: set MARROW_SEEDS to their folder")

# How a page marks up a line of each category; any other category is a plain paragraph.
WRAPPINGS = {
    "title": "<h1>{}</h1>",
    "subhead": "<h2>{}</h2>",
    "section": "<h3>{}</h3>",
    "readmore": '<p><a href="/story/{n}">{}</a></p>',
    "player": "<div>{}</div>",
    "comments": '<p><a href="#comments">{}</a></p>',
}
IN_FIGURE = ("caption", "credit")
IN_TAIL = ("trailing", "bullet")


def is_tail(line: Line, tail_from: int) -> bool:
    return bool(
        line["line"] >= tail_from and line["category"] not in ("section", "newsletter", "bio", "comments")
    )


def tail_start(lines: list[Line]) -> int:
    """The first line number from which nothing is body and headlines of others stand."""
    last_body: int = max(line["line"] for line in lines if line["keep"])
    first: int = min(
        (line["line"] for line in lines if line["line"] > last_body and line["category"] in IN_TAIL),
        default=lines[-1]["line"] + 1,
    )
    return first


def wrapped(line: Line) -> str:
    template = WRAPPINGS.get(line["category"], "<p>{}</p>")
    return template.replace("{n}", str(line["line"])).replace("{}", html.escape(line["text"], quote=False))


def tail_item(line: Line) -> str:
    text = html.escape(line["text"], quote=False)
    if line["category"] == "trailing":
        return f'<li><a href="/story/{line["line"]}">{text}</a></li>'
    return f"<li>{text}</li>"


def figure(run: list[Line]) -> str:
    captions = "".join(f"<figcaption>{html.escape(line['text'], quote=False)}</figcaption>" for line in run)
    return f'<figure><img src="picture.jpg" alt="">{captions}</figure>'


def as_html(lines: list[Line]) -> str:
    """A bare page of the lines: no class names, so that only structure and words can tell."""
    tail_from = tail_start(lines)

    def part(line: Line) -> str:
        if is_tail(line, tail_from):
            return "tail"
        return "figure" if line["category"] in IN_FIGURE else "plain"

    body: list[str] = []
    for name, group in groupby(lines, key=part):
        run = list(group)
        if name == "tail":
            body.append(
                "<ul>" + "".join(tail_item(line) for line in run if line["text"].strip(" -")) + "</ul>"
            )
        elif name == "figure":
            body.append(figure(run))
        else:
            body.extend(wrapped(line) for line in run)
    title = next((line["text"] for line in lines if line["category"] == "title"), "News")
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title>'
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>' + "\n".join(body) + "</body></html>"


@cache
def lines_out(name: str, form: str) -> tuple[str, ...]:
    if form == "text":
        body = extract((SEEDS / name).read_bytes(), content_type="text/plain").text
    else:
        body = extract(as_html(GOLD[name]), content_type="text/html").text
    return tuple(line.strip() for line in body.split("\n") if line.strip())


CASES = [(name, form) for name in sorted(GOLD) for form in ("text", "html")]


@pytest.mark.parametrize(("name", "form"), CASES)
def test_every_body_line_is_kept_verbatim_and_in_order(name: str, form: str) -> None:
    remaining = iter(lines_out(name, form))
    missing = [
        line["text"]
        for line in GOLD[name]
        if line["keep"] and line["text"].strip() not in lines_out(name, form)
    ]
    assert missing == []
    assert all(line["text"].strip() in remaining for line in GOLD[name] if line["keep"])


@pytest.mark.parametrize(("name", "form"), CASES)
def test_no_boilerplate_line_is_kept(name: str, form: str) -> None:
    body_lines = {line["text"].strip() for line in GOLD[name] if line["keep"]}
    unwanted = {line["text"].strip() for line in GOLD[name] if line["keep"] is False} - body_lines
    assert [line for line in lines_out(name, form) if line in unwanted] == []


def test_the_wrapped_page_holds_every_line_that_has_a_word() -> None:
    for name, lines in GOLD.items():
        page = html.unescape(as_html(lines))
        assert [line["text"] for line in lines if line["text"].strip(" -") not in page] == [], name
