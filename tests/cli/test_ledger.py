"""``marrow clean --explain`` tells where a block stands and what moved its score."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pagemarrow.cli import main
from tests.cli.pages import HTML, PROMO


def test_a_block_is_followed_by_its_reasons_terms_and_path(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    page = tmp_path / "page.html"
    page.write_text(HTML)
    assert main(["clean", "--explain", str(page)]) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()
    (promo,) = (number for number, line in enumerate(lines) if PROMO in line)
    details = []
    for line in lines[promo + 1 :]:
        if not line.startswith(" "):
            break
        details.append(line.strip())
    assert len(details) >= 3
    assert re.fullmatch(r"score: (?:\S+ [+-]\d+\.\d(?:, |$)){1,5}", details[-2])
    assert re.fullmatch(r"at html > body > [\w:()> -]+", details[-1])
