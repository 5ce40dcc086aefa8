"""Rules changed under a running service: in force within two seconds, no request failed, broken ones told."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pagemarrow.core.ruleset import BUILT_IN
from tests.service.conftest import Server, start_server, stop_server
from tests.waiting import eventually

SETTLED = 20
"""So many new answers in a row are more than the workers that may still hold the old rules."""
"""What is promised for a change."""

LINE = "Ask the harbour office for the tide table"
PAGE = f"""<!doctype html><html lang="en"><title>The bridge at Oberau</title><body><article>
<p>For nine days it rained in the valley, and on the tenth the river left its bed and took the road with it,
which nobody in the lower village had thought it could do.</p>
<p>{LINE}</p>
<p>The mayor had asked the district for sandbags a week before, she said on Monday, and the district had sent
a form; by the time the form came back the bridge was already in the next parish.</p>
<p>Now the children go to school by the forest road, forty minutes each way, and the baker comes twice a week
with a trailer, because the old ford will not carry anything heavier than a goat.</p></article></body></html>"""
RULE = """
rules:
  - id: harbour.tide-table
    why: Points to the tide table.
    category: other
    says: boilerplate
    cues: [tide]
    pattern: ask\\ the\\ harbour\\ office\\b.*$
    matches: [Ask the harbour office for the tide table, Ask the harbour office for a tide table]
    rejects: [The tide turned at noon, Nobody asked the harbour office about the tide]
"""


def write(file: Path, text: str) -> None:
    """Replace a file in one go, as editors and mounts do."""
    new = file.with_name(".new")
    new.write_text(text)
    os.replace(new, file)


@pytest.fixture(params=[0, 2], ids=["in a thread", "in workers"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Server, Path, httpx.Client]]:
    rules = tmp_path / "rules"
    rules.mkdir()
    server = start_server(tmp_path / "log", MARROW_WORKERS=request.param, MARROW_RULES_DIR=rules)
    with httpx.Client(base_url=server.base, trust_env=False, timeout=20) as client:
        yield server, rules, client
    assert stop_server(server) == 0
    assert "Traceback" not in server.log.read_text()


def asked(client: httpx.Client) -> tuple[bool, str]:
    """Whether the line is in the body, and the version of the rules that say so."""
    answer = client.post("/v1/extract", content=PAGE, headers={"content-type": "text/html"})
    assert answer.status_code == 200, answer.text
    return LINE in answer.json()["text"], answer.json()["versions"]["rules"]


class Load(threading.Thread):
    """Asks without a pause, and notes the answers in their order."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.answers: list[tuple[bool, str]] = []
        self.errors: list[Exception] = []
        self.ending = threading.Event()
        self._base = base

    def run(self) -> None:
        with httpx.Client(base_url=self._base, trust_env=False, timeout=20) as client:
            while not self.ending.is_set():
                try:
                    self.answers.append(asked(client))
                except (AssertionError, httpx.HTTPError) as error:
                    self.errors.append(error)


def test_a_change_under_load_comes_into_force_and_fails_no_request(
    served: tuple[Server, Path, httpx.Client],
) -> None:
    server, rules, client = served
    assert asked(client) == (True, BUILT_IN.version)
    loads = [Load(server.base) for _ in range(3)]
    for load in loads:
        load.start()
    eventually(lambda: all(load.answers for load in loads))
    write(rules / "own.yaml", RULE)
    eventually(lambda: client.get("/version").json()["rules"] != BUILT_IN.version)
    before, after = (True, BUILT_IN.version), (False, client.get("/version").json()["rules"])
    eventually(lambda: all(set(load.answers[-SETTLED:]) == {after} for load in loads))
    settled = [len(load.answers) for load in loads]
    eventually(lambda: all(len(load.answers) > at + SETTLED for load, at in zip(loads, settled, strict=True)))
    for load in loads:
        load.ending.set()
    for load in loads:
        load.join()
    assert [load.errors for load in loads] == [[], [], []]
    assert {answer for load in loads for answer in load.answers} == {before, after}
    assert {answer for load, at in zip(loads, settled, strict=True) for answer in load.answers[at:]} == {
        after
    }
    assert "harbour.tide-table" in {rule["id"] for rule in client.get("/v1/rules").json()["rules"]}


def test_a_broken_change_is_told_and_changes_nothing_until_it_is_mended(
    served: tuple[Server, Path, httpx.Client],
) -> None:
    server, rules, client = served
    file = rules / "own.yaml"
    write(file, RULE)
    eventually(lambda: not asked(client)[0])
    before = asked(client)
    write(file, RULE.replace("category: other", "category: weather"))
    eventually(lambda: client.get("/readyz").json()["rules"]["problems"])
    told = client.get("/readyz")
    assert told.status_code == 200
    assert told.json()["rules"]["version"] == before[1]
    assert told.json()["rules"]["problems"][0].startswith("own.yaml:5: 'category' must be one of ")
    assert asked(client) == before
    metrics = client.get("/metrics").text
    assert "marrow_rules_problems 1.0" in metrics
    assert 'marrow_rules_loads_total{outcome="refused"}' in metrics
    assert f'rules="{before[1]}"' in metrics
    assert "own.yaml:5" in server.log.read_text()
    file.unlink()
    eventually(lambda: asked(client) == (True, BUILT_IN.version))
    assert client.get("/readyz").json()["rules"] == {"version": BUILT_IN.version, "problems": []}


def test_what_is_good_is_in_force_from_the_start_though_another_file_is_broken(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(RULE)
    (tmp_path / "broken.yaml").write_text("rules: [")
    server = start_server(tmp_path / "log", MARROW_WORKERS=1, MARROW_RULES_DIR=tmp_path)
    try:
        with httpx.Client(base_url=server.base, trust_env=False) as client:
            assert not asked(client)[0]
            assert client.get("/readyz").json()["rules"]["problems"][0].startswith("broken.yaml:2: not YAML")
    finally:
        stop_server(server)
