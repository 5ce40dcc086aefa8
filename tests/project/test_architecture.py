"""The way of the data is one way: who may import whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "app" / "pagemarrow" / "core"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")

STAGES = (
    "decode",
    "segment",
    "metadata",
    "language",
    "match",
    "measure",
    "score",
    "decide",
    "render",
    "second_opinion",
)
SHARED = {
    "pagemarrow.core.model",
    "pagemarrow.core.fold",
    "pagemarrow.core.hashes",
    "pagemarrow.core.scripts",
    "pagemarrow.core.sentences",
    "pagemarrow.core.containers",
    "pagemarrow.core.belief",
    "pagemarrow.core.rules",
    "pagemarrow.core.ruleset",
    ("pagemarrow.core.measure.features", "Features"),
    ("pagemarrow.core.measure.features", "Columns"),
    ("pagemarrow.core.score.trees", "FloatArray"),
    ("pagemarrow.core.language", "STOP_WORDS"),
    ("pagemarrow.core.language", "FOREIGN_WORDS"),
    ("pagemarrow.core.language", "SPOKEN"),
}
"""Modules, or single names of a module, that every stage may import: nouns and tables, never a stage's work."""


class Import(NamedTuple):
    """``from module import name``, or ``import module`` with an empty name."""

    file: str
    module: str
    name: str

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]


DEBTS = {
    # The second pass of trees looks at the first pass's scores of the neighbours, so scoring asks for measuring.
    Import("app/pagemarrow/core/score/html.py", "pagemarrow.core.measure.context", "measure_context"),
    Import(
        "app/pagemarrow/core/score/text.py", "pagemarrow.core.measure.text_context", "measure_text_context"
    ),
    # The kind of page is judged by trees, whose evaluation is scoring's, and is needed while deciding.
    Import("app/pagemarrow/core/decide/html.py", "pagemarrow.core.score.pagetype", "guess_page_type"),
    Import("app/pagemarrow/core/decide/html.py", "pagemarrow.core.score.pagetype", "PageTypes"),
}
"""Known breaches with their reasons; one that is mended must be taken off."""

WAYS = {
    "app/pagemarrow/core/pipeline.py",
    "app/pagemarrow/core/fallback.py",
    "app/pagemarrow/core/linear/__init__.py",
}
"""Who knows the order of the stages: the way of every page, that of pages whose markup holds no body, and the
linear-time way of those too complex to parse."""

TRIALS = {
    "app/pagemarrow/operator/records.py",
    "app/pagemarrow/operator/sites.py",
    "app/pagemarrow/cli/clean.py",
}
"""Who runs a single stage: to try the examples and selectors that an operator wrote, or to tell the lines of an input."""

SILENCING = ("app/pagemarrow/core/second_opinion.py", "logging")
"""readability logs pages' text; its logger has to be silenced."""

IMPURE = frozenset(
    "asyncio concurrent fastapi http httpx logging multiprocessing os pathlib pydantic random requests shutil signal "
    "socket sqlite3 ssl starlette subprocess tempfile threading urllib3 uvicorn".split()
)
"""What I/O, state between calls or a web framework would come in by."""


def imports(*folders: str) -> list[Import]:
    found = []
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            found += imports_of(file)
    return found


def imports_of(file: Path) -> list[Import]:
    found = []
    name = str(file.relative_to(ROOT))
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [Import(name, alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            found += [Import(name, node.module or "", alias.name) for alias in node.names]
    return found


def stage_of(module: str) -> str:
    """``pagemarrow.core.score.trees`` and ``app/pagemarrow/core/score/trees.py`` → ``score``."""
    dotted = module.removesuffix(".py").replace("/", ".").removeprefix("app.")
    return dotted.removeprefix("pagemarrow.core.").partition(".")[0]


def test_stages_import_nouns_and_their_own_tables_but_never_each_other() -> None:
    wrong = {
        found
        for found in imports("app/pagemarrow/core")
        if stage_of(found.file) in STAGES
        and found.top == "pagemarrow"
        and stage_of(found.module) != stage_of(found.file)
        and not {found.module, (found.module, found.name)} & SHARED
    }
    assert wrong == DEBTS, "let the pipeline hand it over; or list it in DEBTS, with the reason"


def test_only_the_pipeline_knows_the_order() -> None:
    importers = {
        found.file
        for found in imports("app")
        if stage_of(found.module) in STAGES
        and found.module == f"pagemarrow.core.{stage_of(found.module)}"
        and stage_of(found.file) != stage_of(found.module)
        and (found.module, found.name) not in SHARED
    }
    assert "app/pagemarrow/core/pipeline.py" in importers
    assert importers <= WAYS | TRIALS


def test_the_nouns_stand_on_the_standard_library_alone() -> None:
    assert {found.top for found in imports_of(CORE / "model.py")} <= sys.stdlib_module_names


def test_rules_import_nothing_but_the_nouns_and_each_others_fragments() -> None:
    wrong = [
        found
        for found in imports("app/pagemarrow/core/rules")
        if found.top not in sys.stdlib_module_names
        and found.module not in ("pagemarrow.core.model", "pagemarrow.core.rules._fragments")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("selectolax", "app/pagemarrow/core/segment/html/"),
        ("readability", "app/pagemarrow/core/second_opinion.py"),
        ("fastapi", "app/pagemarrow/service/"),
        ("starlette", "app/pagemarrow/service/"),
        ("uvicorn", "app/pagemarrow/service/"),
        ("httpx", "app/pagemarrow/client/"),
        ("rich", "app/pagemarrow/cli/"),
        ("nh3", "app/pagemarrow/core/render/"),
        ("cssselect", "app/pagemarrow/operator/"),
    ],
)
def test_each_library_is_met_in_one_place(library: str, allowed: str) -> None:
    assert [
        found for found in imports("app") if found.top == library and not found.file.startswith(allowed)
    ] == []


def test_the_core_does_no_input_or_output() -> None:
    impure = [found for found in imports("app/pagemarrow/core") if found.top in IMPURE]
    assert [found for found in impure if (found.file, found.module) != SILENCING] == []
    opens = [
        str(file)
        for file in CORE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("open", "print", "input")
    ]
    assert opens == []


def test_the_app_never_imports_the_bench_or_the_tests() -> None:
    assert [found for found in imports("app") if found.top in ("bench", "tests", "examples")] == []


def test_the_core_knows_nothing_of_what_stands_around_it() -> None:
    around = ("pagemarrow.service", "pagemarrow.cli", "pagemarrow.client", "pagemarrow.operator")
    parts = {
        f"pagemarrow.{path.stem}"
        for path in (ROOT / "app" / "pagemarrow").iterdir()
        if not path.name.startswith(("_", "py."))
    }
    assert parts == {*around, "pagemarrow.core"}
    assert [found for found in imports("app/pagemarrow/core") if found.module.startswith(around)] == []


@pytest.mark.parametrize("part", ["operator", "service", "client", "cli"])
def test_what_stands_around_the_core_imports_what_its_row_in_the_table_says(part: str) -> None:
    (said,) = re.findall(rf"^\| `app/pagemarrow/{part}/` \|.*\| ([^|]*)\|$", ARCHITECTURE, re.MULTILINE)
    others = {
        found.module.split(".")[1]
        for found in imports(f"app/pagemarrow/{part}")
        if found.module.startswith("pagemarrow.")
    }
    assert others - {part} == set(said.strip().split(", ")) - {""}


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("pagemarrow.core", ("fastapi", "starlette", "uvicorn", "httpx", "rich", "readability", "pydantic")),
        ("pagemarrow.client", ("numpy", "selectolax", "fastapi", "starlette", "pagemarrow.core")),
    ],
)
def test_importing_one_part_does_not_load_the_others(module: str, without: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([name for name in {without} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "[]\n"
