"""What the README says is so."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pagemarrow.core.model import Rule, Says
from pagemarrow.core.options import parse_options
from pagemarrow.core.rules import RULES
from pagemarrow.service.connections import HEAD_TOO_LARGE
from pagemarrow.service.problems import SORTS, UNFORESEEN
from pagemarrow.service.settings import PREFIX, Settings
from tests.cli.pages import HTML, SENTENCES

ROOT = Path(__file__).parents[2]
GONE = 499
"""Seen by the log alone: there is nobody left to answer."""
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def table(marker: str) -> dict[str, list[str]]:
    """Return the rows of the table after ``marker`` by their first cell."""
    rows = re.findall(
        r"^\| `(\w+)` \| (.*?) \| (.*) \|$", README.partition(marker)[2].partition("\n#")[0], re.MULTILINE
    )
    return {name: [default, meaning] for name, default, meaning in rows}


def default_of(name: str) -> str:
    default = Settings.model_fields[name].default
    if name == "workers":
        return "number of cores"
    if default is None:
        return "none"
    return f"`{('off', 'on')[default] if isinstance(default, bool) else default}`"


def test_every_setting_is_listed_with_its_default() -> None:
    listed = {name: default for name, (default, _) in table("<!-- settings: begin -->").items()}
    assert listed == {f"{PREFIX}{name.upper()}": default_of(name) for name in Settings.model_fields}


def test_every_option_listed_is_one() -> None:
    values = {
        "format": "text",
        "include": "",
        "explain": False,
        "url": "",
        "selectors": {},
        "page_type": "auto",
        "title": "",
    }
    options = table("### Options")
    assert set(options) == {*values, "deadline_ms"}  # the last is the service's own
    parse_options(values)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_curl_prints_a_body_as_pasted(marrow_url: str) -> None:
    (command,) = (block for block in blocks("sh") if block.startswith("curl"))
    assert "http://127.0.0.1:8000/" in command
    command = command.replace("http://127.0.0.1:8000", marrow_url)
    assert [paragraph[:20] for paragraph in curled(command).split("\n\n")] == [
        "Two colonies of blac",
        "The council hopes fo",
    ]
    answer = json.loads(curled(command.replace("Accept: text/plain", "Accept: application/json")))
    assert answer["title"].startswith("Bees return")
    assert (answer["byline"], answer["published"], answer["language"]) == ("Ada Marsh", "2022-05-03", "en")
    (shown,) = map(json.loads, blocks("json"))
    assert list(shown) == list(answer)
    assert {name: list(shown[name]) for name in ("stats", "versions")} == {
        name: list(answer[name]) for name in ("stats", "versions")
    }


def curled(command: str) -> str:
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=30, check=True)
    return done.stdout


def test_every_status_of_a_refusal_is_listed() -> None:
    rows = re.findall(
        r"^\| ([\d, ]+) \|", README.partition("### Errors")[2].partition("\n#")[0], re.MULTILINE
    )
    listed = {int(status) for row in rows for status in row.split(", ")}
    told = {sort.status for sort in (*SORTS.values(), UNFORESEEN, HEAD_TOO_LARGE)}
    assert listed == told - {GONE} | {404, 405}


def test_the_python_examples_run(marrow_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    client, library = (block for block in blocks("python") if "import" in block)
    for code in (client.replace("http://127.0.0.1:8000", marrow_url), library):
        given: dict[str, Any] = {"page": HTML, "pages": [HTML, HTML]}
        exec(compile(code, "README.md", "exec"), given)  # noqa: S102 - our own README
    # The page's body from the client, from the batch twice, from the library; then its block in the ledger.
    assert capsys.readouterr().out.count(SENTENCES[0]) == 5


def test_the_rule_of_the_example_is_a_rule_and_new() -> None:
    (example,) = (block for block in blocks("python") if block.startswith("Rule("))
    rule = eval(example, {"Rule": Rule, "Says": Says})
    assert isinstance(rule, Rule)
    pattern = re.compile(rule.pattern, re.VERBOSE | re.IGNORECASE)
    assert all(pattern.match(line.lower()) for line in rule.matches)
    assert not any(pattern.match(line.lower()) for line in rule.rejects)
    assert all(set(rule.cues) & set(line.lower().split()) for line in rule.matches)
    assert rule.id not in {known.id for known in RULES}


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"`?make ([a-z]+)", README))
    assert {"run", "test"} <= named
    assert [name for name in named if f"\n{name}:" not in makefile] == []
