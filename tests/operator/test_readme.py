"""The rule file that the README shows is one that can be read."""

from __future__ import annotations

import re
from pathlib import Path

from pagemarrow.operator.folder import RuleFolder

README = Path(__file__).parents[2] / "README.md"


def test_the_rule_file_of_the_readme_has_no_mistake(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL)
    (tmp_path / "own.yaml").write_text(text)
    loaded = RuleFolder(tmp_path).load()
    assert loaded.problems == ()
    assert loaded.rules.sites.rule_for("https://a.example.net/") is not None
    assert "related.teaser-box" in loaded.rules.ids
