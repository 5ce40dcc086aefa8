"""Locks, manifests and the Dockerfile agree with each other and name no place of their making."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKED = {"run": [], "otel": ["otel"], "dev": ["otel", "dev"], "bench": ["otel", "dev", "bench"]}
"""Which extras stand in which lock, beside the dependencies."""

REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lines: list[str]) -> dict[str, str]:
    found = (REQUIREMENT.match(line) for line in lines)
    return {normal(match[1]): match[2] for match in found if match}


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.lock").read_text()


def test_every_requirement_is_an_exact_version() -> None:
    wanted = PROJECT["dependencies"] + [line for extra in EXTRAS.values() for line in extra]
    assert [
        line for line in wanted if not REQUIREMENT.match(line) and not line.startswith("pagemarrow[")
    ] == []


@pytest.mark.parametrize("name", LOCKED)
def test_a_lock_holds_what_pyproject_pins(name: str) -> None:
    wanted = PROJECT["dependencies"] + [line for extra in LOCKED[name] for line in EXTRAS[extra]]
    locked = pins(lock(name).splitlines())
    missing = {pin for pin in pins(wanted).items() if pin not in locked.items()}
    assert missing == set(), "run `make lock`"


def test_locks_agree_on_every_version() -> None:
    versions = pins(lock("bench").splitlines())
    for name in ("run", "otel", "dev"):
        assert pins(lock(name).splitlines()).items() <= versions.items()


@pytest.mark.parametrize("name", ["setup", *LOCKED])
def test_every_locked_version_has_hashes(name: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock(name))
    assert [entry for entry in entries if REQUIREMENT.match(entry) and not HASH.search(entry)] == []


@pytest.mark.parametrize("file", ["requirements/*", "Makefile", "Dockerfile", ".ci/*", "pyproject.toml"])
def test_no_index_or_path_of_a_machine_is_named(file: str) -> None:
    hosted = re.compile(
        r"(?:https?|file)://(?!127\.0\.0\.1)|--(?:extra-)?index-url|--find-links|\s/(?:home|root|Users)/"
    )
    for path in ROOT.glob(file):
        assert hosted.search(path.read_text()) is None, path


def test_the_image_copies_only_what_exists_and_is_let_through() -> None:
    let_through = [
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    ]
    sources = [
        source for line in dockerfile("COPY") if "--from" not in line for source in shlex.split(line)[1:-1]
    ]
    assert sources
    for source in sources:
        assert (ROOT / source).exists()
        assert any(Path(source).match(pattern) for pattern in let_through), source


def test_data_files_are_packed() -> None:
    globs: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"][
        "package-data"
    ]["pagemarrow"]
    packed = {file for pattern in globs for file in (ROOT / "app" / "pagemarrow").glob(pattern)}
    data = {
        file
        for file in (ROOT / "app" / "pagemarrow").rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc")
    }
    assert ROOT / "app" / "pagemarrow" / "core" / "models" / "html.json" in packed
    assert data - packed == set()


def test_the_image_runs_as_nobody_in_particular_and_checks_itself() -> None:
    assert dockerfile("USER") == ["USER 10001:10001"]
    (check,) = dockerfile("HEALTHCHECK")
    assert '["marrow", "health"]' in check
    assert "MARROW_HOST=0.0.0.0" in (ROOT / "Dockerfile").read_text()


def dockerfile(instruction: str) -> list[str]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.startswith(instruction)]


@pytest.mark.parametrize("script", [".ci/run", ".ci/find-python"])
def test_the_scripts_are_executable_and_parse(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True, timeout=10)
