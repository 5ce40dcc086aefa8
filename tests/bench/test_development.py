"""Pinned figures of the development data, where it is present."""

import os
from pathlib import Path

import pytest

from bench import development

SHARED = Path(__file__).parents[3] / "shared"
PAGES = Path(os.environ.get("MARROW_BENCH_PAGES", SHARED / "pages"))
TEXT = Path(os.environ.get("MARROW_BENCH_TEXT", SHARED / "text"))


@pytest.mark.skipif(not PAGES.is_dir(), reason="the development pages are not here")
def test_the_sampled_figures_of_the_development_pages_hold() -> None:
    measured, pinned = development.measure_development(PAGES, None), development.read_pinned(full=False)
    assert measured.keys() <= pinned.keys()
    assert development.fallen(measured, pinned) == []


@pytest.mark.skipif(not TEXT.is_dir(), reason="the development texts are not here")
def test_the_sampled_figures_of_the_development_texts_hold() -> None:
    measured, pinned = development.measure_development(None, TEXT), development.read_pinned(full=False)
    assert measured.keys() <= pinned.keys()
    assert development.fallen(measured, pinned) == []


def test_a_fallen_figure_is_named_with_what_was_pinned() -> None:
    lines = development.fallen({"wcxb all": 0.8, "new": 0.1, "held": 0.9}, {"wcxb all": 0.85, "held": 0.9002})
    assert lines == ["wcxb all: 0.8000, pinned 0.8500"]


def test_pinning_keeps_the_higher_figure_and_other_sets(tmp_path: Path) -> None:
    path = tmp_path / "development.json"
    development.pin({"wcxb all": 0.9, "text clean": 1.0}, full=False, lower=False, path=path)
    development.pin({"wcxb all": 0.8}, full=False, lower=False, path=path)
    assert development.read_pinned(full=False, path=path) == {"wcxb all": 0.9, "text clean": 1.0}
    development.pin({"wcxb all": 0.8}, full=False, lower=True, path=path)
    assert development.read_pinned(full=False, path=path)["wcxb all"] == 0.8
    assert development.read_pinned(full=True, path=path) == {}
