"""The measure of growth tells linear from quadratic work."""

from __future__ import annotations

import pytest

from tests.growth import assert_linear


def test_linear_work_passes() -> None:
    assert_linear(lambda size: sum(range(size)), 100_000)


def test_quadratic_work_fails() -> None:
    with pytest.raises(AssertionError, match="times as long for twice the size"):
        assert_linear(lambda size: [sum(range(size)) for _ in range(size)], 400)
