"""openapi.yaml says what the application does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pagemarrow.core.options import parse_options
from pagemarrow.service.application import create_app
from pagemarrow.service.openapi import main, written
from pagemarrow.service.schemas import ExtractOptions
from tests.service.conftest import ROOT, settings

COMMITTED = ROOT / "openapi.yaml"


def test_the_committed_file_has_not_drifted() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == written(create_app(settings())), (
        "run python -m pagemarrow.service.openapi"
    )


def test_check_fails_on_drift_and_writing_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(COMMITTED.read_text() + "# edited by hand\n")
    assert main(["--check", str(path)]) == 1
    assert "openapi.yaml" in capsys.readouterr().err
    assert main([str(path)]) == 0
    assert main(["--check", str(path)]) == 0


def test_every_reference_leads_somewhere_and_every_shape_is_used() -> None:
    document = yaml.safe_load(COMMITTED.read_text())

    def references(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
            return own.union(*(references(value) for value in node.values()))
        return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()

    shapes = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) == shapes


def test_the_contracts_statuses_are_all_told() -> None:
    paths = yaml.safe_load(COMMITTED.read_text())["paths"]
    told = set(paths["/v1/extract"]["post"]["responses"])
    assert told >= {"200", "400", "401", "406", "413", "415", "422", "429", "503", "504"}
    assert set(paths) >= {"/v1/extract", "/v1/extract/batch", "/v1/rules", "/version", "/livez", "/readyz"}


def test_the_options_told_are_options() -> None:
    values = {
        "format": "text",
        "include": "title",
        "explain": True,
        "url": "https://a.example/",
        "selectors": {},
        "page_type": "forum",
        "title": "By hand at the lock",
        "second_opinion": False,
    }
    assert set(values) | {"deadline_ms"} == set(ExtractOptions.model_fields)
    parse_options(values)
    ExtractOptions.model_validate(dict.fromkeys(ExtractOptions.model_fields))


def test_the_parameters_told_are_the_options_but_those_that_only_json_can_hold() -> None:
    document = yaml.safe_load(COMMITTED.read_text())
    for path in ("/v1/extract", "/v1/extract/batch"):
        parameters = document["paths"][path]["post"]["parameters"]
        told = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
        assert told == set(ExtractOptions.model_fields) - {"selectors"}
