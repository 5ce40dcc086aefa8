"""The pages of ``tests/pages``: consistent in themselves, and extracted as they say.

How well each page comes out is held by the floors of ``bench/gate.py``. Here stand only the hard claims: a
page marked ``exact`` gives its truth and nothing else, and no line of ``gone.txt`` is ever in the body.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from pagemarrow.core import extract
from pagemarrow.core.model import PAGE_TYPES

PAGES = Path(__file__).parent.parent / "pages"
KNOWN_FAILURES = PAGES / "known_failures.json"
KNOWN = json.loads(KNOWN_FAILURES.read_text(encoding="utf-8"))
NAMES = sorted(entry.name for entry in PAGES.iterdir() if entry.is_dir())
INPUTS = [
    f"{name}/{file}" for name in NAMES for file in ("page.html", "page.txt") if (PAGES / name / file).exists()
]
CONTENT_TYPES = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8"}
LIST_MARK = re.compile(r"^\s*(?:\d+[.)]|[-*•–])\s+")
LINK_TARGET = re.compile(r"\]\([^)\s]*\)")
# A shorter line may stand inside an innocent sentence, so it must be a whole line to count as found.
LONG_LINE = 24


def read(name: str, file: str) -> str:
    path = PAGES / name / file
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n") if path.exists() else ""


@cache
def meta(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(read(name, "meta.json"))
    return loaded


EXACT = [which for which in INPUTS if meta(which.split("/")[0])["exact"]]


def truth_blocks(name: str) -> list[str]:
    return [block for block in read(name, "truth.txt").strip("\n").split("\n\n") if block.strip()]


def gone_lines(name: str) -> list[str]:
    return [line for line in read(name, "gone.txt").splitlines() if line.strip()]


def letters(text: str) -> str:
    """The word characters alone: blind to spacing, bullets, entities and inline markup."""
    plain = LINK_TARGET.sub("]", html.unescape(text))
    return "".join(character for character in plain.lower() if character.isalnum())


def lines_of(text: str) -> list[str]:
    return [line for line in (letters(LIST_MARK.sub("", line)) for line in text.split("\n")) if line]


def everything_in(name: str, file: str) -> str:
    """All characters of a page that could end up in an output, hidden parts and JSON-LD included."""
    raw = read(name, file)
    if file.endswith(".txt"):
        return letters(raw)
    tree = LexborHTMLParser(raw)
    parts = [tree.root.text(separator=" ")] if tree.root else []
    parts += [image.attributes.get("alt") or "" for image in tree.css("[alt]")]
    parts += [
        str(json.loads(script.text()).get("articleBody", ""))
        for script in tree.css('script[type="application/ld+json"]')
    ]
    # Scripting is off for the parser, yet the content of <noscript> in <head> and <noframes> stays raw text.
    parts += [re.sub(r"<[^>]+>", " ", node.text()) for node in tree.css("noscript, noframes")]
    return letters(" ".join(parts))


def offences(body: str, gone: list[str]) -> list[str]:
    """The lines of ``gone`` that are in ``body``: as a line, or when long anywhere."""
    lines, whole = set(lines_of(body)), letters(body)
    return [
        line
        for line in gone
        if letters(line) in lines or (len(letters(line)) >= LONG_LINE and letters(line) in whole)
    ]


@cache
def body_of(which: str) -> str:
    kind = CONTENT_TYPES[which.rpartition(".")[2]]
    return extract((PAGES / which).read_bytes(), content_type=kind).text


def without_either(lines: list[str], either: list[str]) -> str:
    optional = {line for text in either for line in lines_of(text)}
    return "".join(line for line in lines if line not in optional)


def unwanted_lines(which: str) -> list[str]:
    """The gone lines that are in the body of an input, which should be none."""
    return offences(body_of(which), gone_lines(which.split("/")[0]))


def is_exact(which: str) -> bool:
    name = which.split("/")[0]
    wanted = "".join(lines_of("\n".join(truth_blocks(name))))
    return without_either(lines_of(body_of(which)), meta(name).get("either", [])) == wanted


def claims(list_name: str, inputs: list[str]) -> list[Any]:
    """The inputs as test parameters; the known failures must fail, so that the list can't go stale."""
    known = set(KNOWN[list_name])
    strict = pytest.mark.xfail(reason="listed in known_failures.json", raises=AssertionError, strict=True)
    return [pytest.param(which, marks=[strict] if which in known else []) for which in inputs]


def test_there_are_enough_pages_of_all_kinds_and_several_languages() -> None:
    assert len(NAMES) >= 48
    assert {meta(name)["kind"] for name in NAMES} >= set(PAGE_TYPES) - {"other"}
    assert len({meta(name)["language"] for name in NAMES}) >= 10


def test_known_failures_name_inputs_that_exist() -> None:
    assert set(KNOWN["exact"]) <= set(EXACT)
    assert set(KNOWN["gone"]) <= set(INPUTS)


@pytest.mark.parametrize("name", NAMES)
def test_meta_is_complete(name: str) -> None:
    told = meta(name)
    assert told["kind"] in PAGE_TYPES
    assert re.fullmatch(r"[a-z]{2}", told["language"])
    assert told["shows"]
    assert isinstance(told["exact"], bool)


@pytest.mark.parametrize("which", INPUTS)
def test_truth_stands_in_the_page_in_order(which: str) -> None:
    name, file = which.split("/")
    page, position = everything_in(name, file), 0
    for block in truth_blocks(name):
        found = page.find(letters(block), position)
        assert found >= 0, block
        position = found + len(letters(block))


@pytest.mark.parametrize("name", NAMES)
def test_gone_lines_stand_in_the_page_and_not_in_the_truth(name: str) -> None:
    file = "page.html" if (PAGES / name / "page.html").exists() else "page.txt"
    page = everything_in(name, file)
    assert [line for line in gone_lines(name) if letters(line) not in page] == []
    assert offences("\n\n".join(truth_blocks(name)), gone_lines(name)) == []


@pytest.mark.parametrize("which", claims("gone", INPUTS))
def test_no_gone_line_is_in_the_body(which: str) -> None:
    assert unwanted_lines(which) == []


@pytest.mark.parametrize("which", claims("exact", EXACT))
def test_an_exact_page_gives_its_truth_and_nothing_else(which: str) -> None:
    assert is_exact(which), body_of(which)


def write_known_failures() -> None:
    failing = {
        "exact": [which for which in EXACT if not is_exact(which)],
        "gone": [which for which in INPUTS if unwanted_lines(which)],
    }
    KNOWN_FAILURES.write_text(json.dumps(failing, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_known_failures()
