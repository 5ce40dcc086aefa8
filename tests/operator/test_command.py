"""``marrow rules check`` and ``marrow rules test``, and the command line with ``MARROW_RULES_DIR``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pagemarrow.cli import main
from pagemarrow.core.rules import RULES_VERSION
from tests.operator.test_files import LINE_RULE, LIST

Captured = pytest.CaptureFixture[str]
LINE = "Get the weekly letter, read by all"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.yaml").write_text(LINE_RULE)
    (tmp_path / "page.html").write_text(LIST)
    return tmp_path


def test_check_of_good_files(folder: Path, capsys: Captured) -> None:
    assert main(["rules", "check", str(folder / "rules")]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        "1 rules, 0 built-in rules off, sites for 0 hosts; 0 problems, 0 notices; version "
    )


def test_check_names_file_and_line(folder: Path, capsys: Captured) -> None:
    (folder / "rules" / "own.yaml").write_text(LINE_RULE.replace("says: boilerplate", "says: x"))
    (folder / "rules" / "example.org.txt").write_text("weather: fair")
    assert main(["rules", "check", f"{folder}/rules"]) == 1
    problem, notice = capsys.readouterr().out.splitlines()
    assert problem.startswith(f"{folder}/rules/own.yaml:5: 'says' must be one of")
    assert notice == f"{folder}/rules/example.org.txt:1: unknown directive weather; passed over (notice)"


def test_a_folder_that_is_not_there(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    told = f"{folder}/nowhere:0: no such directory, or it can't be read\n"
    assert main(["rules", "check", f"{folder}/nowhere"]) == 1
    assert capsys.readouterr().out == told
    monkeypatch.chdir(folder)
    assert main(["rules", "check", "nowhere"]) == 1
    assert capsys.readouterr().out == told
    assert main(["rules", "test", "nowhere/", "page.html"]) == 1
    assert capsys.readouterr().err == f"marrow: {told}"
    monkeypatch.setenv("MARROW_RULES_DIR", "nowhere")
    assert main(["rules", "--theme", "newsletter"]) == 0
    assert capsys.readouterr().err == f"marrow: {told}"


def test_test_shows_what_changes_and_by_which_rule(folder: Path, capsys: Captured) -> None:
    (folder / "rules" / "site.yaml").write_text("sites: [{hosts: [example.org], title: .teaser-box}]")
    page = str(folder / "page.html")
    assert main(["rules", "test", f"{folder}/rules", page, "--url", "https://example.org/"]) == 0
    lines = capsys.readouterr().out.splitlines()
    changed = [line for line in lines if line.endswith(LINE)]
    assert len(changed) == 1
    assert changed[0].startswith("- ")
    assert "    newsletter.weekly-letter: Offers the site's weekly letter." in lines
    assert any(line.startswith("title: 'The bridge at Oberau' → 'The old ford") for line in lines)
    assert f"rules {RULES_VERSION} → " in lines[-1]
    assert "1 of 6 blocks changed" in lines[-1]


def test_test_of_a_page_that_nothing_changes(folder: Path, capsys: Captured) -> None:
    (folder / "rules" / "own.yaml").unlink()
    assert main(["rules", "test", f"{folder}/rules", str(folder / "page.html")]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("0 of 6 blocks changed")


@pytest.mark.parametrize(("rules", "page"), [("rules", "no.html"), ("nowhere", "page.html")])
def test_test_of_what_is_not_there(folder: Path, capsys: Captured, rules: str, page: str) -> None:
    assert main(["rules", "test", f"{folder}/{rules}", f"{folder}/{page}"]) == 1
    assert capsys.readouterr().err.startswith("marrow: ")


def test_the_environments_rules_are_listed_and_clean_pages(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["clean", "--json", str(folder / "page.html")]) == 0
    without = json.loads(capsys.readouterr().out)
    monkeypatch.setenv("MARROW_RULES_DIR", f"{folder}/rules")
    assert main(["clean", "--json", str(folder / "page.html")]) == 0
    within = json.loads(capsys.readouterr().out)
    assert LINE not in within["text"]
    assert without["versions"]["rules"] == RULES_VERSION != within["versions"]["rules"]
    assert main(["rules", "--theme", "newsletter"]) == 0
    assert "newsletter.weekly-letter\t" in capsys.readouterr().out
    assert main(["version"]) == 0
    assert f"(rules {within['versions']['rules']})" in capsys.readouterr().out


def test_a_fault_of_ours_is_told_and_the_page_tested_all_the_same(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("pagemarrow.core.guard.run_stages", faulty)
    assert main(["rules", "test", str(folder / "rules"), str(folder / "page.html")]) == 0
    assert "internal error (ZeroDivisionError)" in capsys.readouterr().err
