"""The files that a newcomer looks for agree with the project."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import pagemarrow

ROOT = Path(__file__).parents[2]


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == pagemarrow.__version__


@pytest.mark.parametrize(
    "form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yaml")), ids=lambda f: f.stem
)
def test_an_issue_form_has_fields_with_unique_ids(form: Path) -> None:
    body = yaml.safe_load(form.read_text("utf-8"))["body"]
    ids = [field["id"] for field in body]
    assert ids
    assert len(ids) == len(set(ids))
