"""The package beside a user's own code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import pagemarrow


@pytest.mark.parametrize("name", pagemarrow.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(pagemarrow, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="extrakt"):
        pagemarrow.extrakt  # noqa: B018 - looking it up is the test


def test_a_project_with_an_app_of_its_own_can_use_the_package(tmp_path: Path) -> None:
    own = tmp_path / "app"
    own.mkdir()
    (own / "__init__.py").write_text("NAME = 'mine'\n")
    code = "import app; from pagemarrow import MarrowClient, extract; print(app.NAME, extract.__module__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "mine pagemarrow.core.guard\n"
