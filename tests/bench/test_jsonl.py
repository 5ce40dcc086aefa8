"""Page sets with one JSON object a line."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from bench.sets import load_set

ROW = {"id": "1", "set": "own", "domain": "a.example", "url": None, "lang": "el", "kind": "forum", "html": "<p>Ναι", "truth": "Ναι"}  # fmt: skip


def _write(path: Path, *rows: dict[str, Any]) -> None:
    with lzma.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def test_a_row_becomes_a_case(tmp_path: Path) -> None:
    more = {"truth_alts": ["Ναι ναι"], "titles": ["Α"], "labels": [[1, "Α"], [2, "Ναι"]]}
    _write(tmp_path / "own.jsonl.xz", ROW | more)
    (case,) = load_set(tmp_path)
    assert (case.set, case.id, case.domain, case.page_type, case.language) == (
        "own",
        "1",
        "a.example",
        "forum",
        "el",
    )
    assert (case.truth, case.alternatives, case.titles) == ("Ναι", ("Ναι ναι",), ("Α",))
    assert case.runs == ((1, "Α"), (2, "Ναι"))
    assert case.raw == "<p>Ναι".encode()


def test_all_files_of_a_folder_are_read_by_name(tmp_path: Path) -> None:
    _write(tmp_path / "two.jsonl.xz", ROW | {"id": "3"})
    _write(tmp_path / "one.jsonl.xz", ROW, ROW | {"id": "2"})
    assert [case.id for case in load_set(tmp_path)] == ["1", "2", "3"]


def test_text_inputs_in_json_lines_are_no_pages(tmp_path: Path) -> None:
    _write(tmp_path / "html_text.jsonl.xz", {"id": "1", "text": "Yes", "truth": "Yes"})
    with pytest.raises(ValueError, match="layout of no known page set"):
        load_set(tmp_path)


def test_a_page_without_a_domain_stands_for_itself(tmp_path: Path) -> None:
    _write(tmp_path / "own.jsonl.xz", ROW | {"domain": None})
    assert load_set(tmp_path)[0].domain == "1"
