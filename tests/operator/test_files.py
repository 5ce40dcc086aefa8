"""Rule files in YAML: what they may say, and how each mistake is named."""

from __future__ import annotations

import errno
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pagemarrow.core import extract
from pagemarrow.core.rules import RULES, RULES_VERSION
from pagemarrow.core.ruleset import BUILT_IN
from pagemarrow.operator.folder import Contents, Loaded, RuleFolder, read_file

LINE_RULE = r"""rules:
  - id: newsletter.weekly-letter
    why: Offers the site's weekly letter.
    category: newsletter
    says: boilerplate
    languages: [en]
    cues: [weekly]
    max_words: 9
    pattern: get\ (?:our|the)\ weekly\ letter\b.*$
    matches: [Get our weekly letter by e-mail, Get the weekly letter!]
    rejects: ["Get the weekly letters of Keats and read one a day", Weekly letters kept the two friends going]
"""
BOX_RULE = """rules:
  - id: related.teaser-box
    why: Stands in a box of teasers.
    category: related
    says: boilerplate
    scope: container
    words: [teaser box, teaserbox]
    matches: [div teaser-box, aside teaserBox, div small teaserbox]
    rejects: [div teaser, div boxes]
"""
LIST = """<!doctype html><html lang="en"><title>The bridge at Oberau</title><body><article>
<p>For nine days it rained in the valley, and on the tenth the river left its bed and took the road with it,
which nobody in the lower village had thought it could do.</p><p>Get the weekly letter, read by all</p>
<div class="teaser-box"><p>The old ford was closed on Monday, and no goat has passed it since, the baker said.</p></div>
<p>The mayor had asked the district for sandbags a week before, she said on Monday, and the district had sent
a form; by the time the form came back the bridge was already in the next parish.</p>
<p>Now the children go to school by the forest road, forty minutes each way, and the baker comes twice a week with a
trailer, because nothing else gets through the mud that the river left between the church and the mill.</p>
<p>The district has promised a new bridge by the spring, of steel this time, and the masons of the upper village have
promised one by Christmas, of the stones that lie in the river anyway, for half of the money.</p></article></body></html>"""


def load(folder: Path, **files: str) -> Loaded:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return RuleFolder(folder).load()


def test_an_empty_folder_leaves_the_built_in_rules(tmp_path: Path) -> None:
    assert load(tmp_path).rules is BUILT_IN
    assert BUILT_IN.version == RULES_VERSION


def test_rules_of_lines_and_of_elements_come_into_force(tmp_path: Path) -> None:
    loaded = load(tmp_path, one=LINE_RULE, two=BOX_RULE)
    assert loaded.problems == loaded.notices == ()
    article = extract(LIST, rules=loaded.rules)
    dropped = {block.reasons[0].rule for block in article.blocks if not block.kept and block.reasons}
    assert {"newsletter.weekly-letter", "related.teaser-box"} <= dropped
    assert article.versions["rules"] == loaded.rules.version != RULES_VERSION


def test_a_rule_set_survives_the_way_to_a_worker(tmp_path: Path) -> None:
    sites = "sites: [{hosts: ['*.example.org'], body: [article]}]"
    rules = load(tmp_path, one=LINE_RULE, sites=sites).rules
    extract(LIST, rules=rules)  # with an index prepared
    again = pickle.loads(pickle.dumps(rules))
    assert (again.rules, again.version, again.prepared) == (rules.rules, rules.version, {})
    assert again.sites.rule_for("https://a.example.org/") == rules.sites.rule_for("https://a.example.org/")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Offers the site's", "Names the site's"),
        ("max_words: 9", "max_words: 10"),
        ("[weekly]", "[weekly, letter]"),
        ("rules:", f"rules_off: [{RULES[0].id}]\nrules:"),
        ("rules:", "sites: [{hosts: [example.org], drop: [.promo]}]\nrules:"),
    ],
)
def test_any_change_of_a_rule_changes_the_version(tmp_path: Path, old: str, new: str) -> None:
    before = load(tmp_path, one=LINE_RULE)
    after = load(tmp_path, one=LINE_RULE.replace(old, new))
    assert before.problems == after.problems == ()
    assert len({BUILT_IN.version, before.rules.version, after.rules.version}) == 3


def test_a_rule_that_only_moves_in_its_file_changes_no_version(tmp_path: Path) -> None:
    text = LINE_RULE + "sites: [{hosts: [example.org], drop: [.promo]}]"
    assert load(tmp_path, one=text).rules.version == load(tmp_path, one="\n\n" + text).rules.version


def test_built_in_rules_can_be_switched_off(tmp_path: Path) -> None:
    loaded = load(tmp_path, off=f"rules_off: [{RULES[0].id}]")
    assert loaded.problems == ()
    assert BUILT_IN.ids - loaded.rules.ids == {RULES[0].id}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("says: boilerplate", "says: rubbish", 5, "'says' must be one of"),
        ("category: newsletter", "category: body", 4, "what is 'body' is kept"),
        ("id: newsletter.weekly-letter", "id: Weekly", 2, "an id is theme.thing-found"),
        (f"{'id: newsletter.weekly-letter'}", f"id: {RULES[0].id}", 2, "among the built-in rules"),
        ("max_words: 9", "max_word: 9", 8, "unknown name 'max_word'"),
        ("max_words: 9", "max_words: -1", 8, "a whole number from 1"),
        ("max_words: 9", "max_words: 9" + "0" * 58, 8, "a whole number from 1"),
        ("max_words: 9", "max_words: 000000009" + "0" * 5_000, 8, "a whole number from 1"),
        ("[en]", "[" * 60, 6, "nest deeper than 50"),
        ("[en]", "[" * 150_000, 6, "nest deeper than 50"),
        ("languages: [en]", "? " * 60, 6, "nest deeper than 50"),
        ("max_words: 9", "max_words: 2", 10, "it has 7 words, and max_words is 2"),
        ("max_words: 9", "cues: [weekly]", 8, "'cues' stands twice"),
        ("[en]", "[English]", 6, "a language is a code"),
        ("[weekly]", "[Weekly]", 7, "a cue is one word in small letters"),
        ("[weekly]", "[monthly]", 10, "none of the cues"),
        ("cues: [weekly]", "scope: line", 2, "needs 'cues'"),
        ("why: Offers the site's weekly letter.", "why:", 3, "'why' must be text"),
        (r"letter\b.*$", r"(letter\b.*$", 9, "not a regular expression"),
        (r"letter\b.*$", r"(?:\w+\s*)*$", 9, "may take too long"),
        (r"get\ (?:our|the)\ weekly\ letter\b.*$", r".*", 9, "a line without any text"),
        (r"get\ (?:our|the)\ weekly\ letter\b.*$", r"get (?:our|the) weekly letter", 10, "does not match"),
        (", Get the weekly letter!", "", 10, "at least 2"),
        ("Weekly letters kept the two friends going", "Get our weekly letter now", 11, "though it should not be"),
        ("rules:", "rule:", 1, "unknown name 'rule'"),
        ("rules:", "rules_off: [no.such-rule]\nrules:", 1, "which is no rule"),
        ("[weekly]", "&a [weekly]\n    says: *a", 8, "aliases"),
        ("[weekly]", "[weekly", 8, "not YAML"),
        ("[weekly]", "!!python/object/apply:os.getcwd []", 2, "needs 'cues'"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert LINE_RULE.count(old) == 1
    loaded = load(tmp_path, one=LINE_RULE.replace(old, new))
    (problem,) = loaded.problems
    assert (problem.file, problem.line) == ("one.yaml", line), problem
    assert message in problem.message


def test_a_mistake_leaves_the_other_rules_and_files(tmp_path: Path) -> None:
    loaded = load(tmp_path, a=LINE_RULE, b=BOX_RULE.replace("says: boilerplate", "says: x"), c="rules: [")
    assert {problem.file for problem in loaded.problems} == {"b.yaml", "c.yaml"}
    assert loaded.rules.ids - BUILT_IN.ids == {"newsletter.weekly-letter"}


def test_two_rules_of_one_id_are_named(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, a=LINE_RULE, b=LINE_RULE).problems
    assert str(problem) == "b.yaml:2: there is a rule 'newsletter.weekly-letter' already, in a.yaml:2"


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    loaded = RuleFolder(tmp_path / "nowhere").load()
    assert loaded.rules is BUILT_IN
    assert len(loaded.problems) == 1


def test_files_that_are_no_text_or_can_not_be_read_are_problems(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"rules: \xff\xfe")
    (tmp_path / "b.yaml").mkdir()
    assert {problem.file for problem in RuleFolder(tmp_path).load().problems} == {"a.yaml", "b.yaml"}


def test_what_is_no_file_or_leads_nowhere_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(LINE_RULE)
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "endless.yaml").symlink_to("/dev/zero")
    (tmp_path / "large.yaml").write_text(" " * 2_000_001)
    os.mkfifo(tmp_path / "example.org.txt")
    loaded = RuleFolder(tmp_path).load()
    assert "newsletter.weekly-letter" in loaded.rules.ids
    assert [str(problem) for problem in loaded.problems] == [
        "endless.yaml:0: can't be read: not a regular file",
        "example.org.txt:0: can't be read: not a regular file",
        "large.yaml:0: can't be read: larger than 2000000 bytes",
        "loop.yaml:0: can't be read: Too many levels of symbolic links",
    ]


def test_what_may_not_be_read_costs_only_itself_and_is_read_when_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("deep", "lost+found", ".hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "b.yaml").write_text(BOX_RULE)
    (tmp_path / "a.yaml").write_text(LINE_RULE)
    folder = RuleFolder(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(
            os, "scandir", forbidding(os.scandir, str(tmp_path) + "/")
        )  # also where root runs tests
        loaded = folder.load()
        assert [str(problem) for problem in loaded.problems] == ["deep/:0: can't be read: Permission denied"]
        assert "newsletter.weekly-letter" in loaded.rules.ids
        assert not folder.has_changed()
    assert folder.has_changed()
    assert folder.load().problems == ()
    (tmp_path / "a.yaml").chmod(0o600)
    assert folder.has_changed()


def forbidding(scandir: Callable[[str], Any], below: str) -> Callable[[str], Any]:
    def forbidden(path: str) -> Any:
        if path.startswith(below) and path != below:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    return forbidden


def test_a_file_on_which_reading_itself_fails_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(name: str, text: str) -> Contents:
        if name == "b.yaml":
            raise ZeroDivisionError("a fault")
        return read_file(name, text)

    monkeypatch.setattr("pagemarrow.operator.folder.read_file", faulty)
    loaded = load(tmp_path, a=LINE_RULE, b=BOX_RULE)
    assert "newsletter.weekly-letter" in loaded.rules.ids
    assert [str(problem) for problem in loaded.problems] == [
        "b.yaml:0: can't be used: ZeroDivisionError: a fault"
    ]


def test_a_name_that_is_no_utf_8_can_be_told(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.yaml")).write_text("rule: []")
    (problem,) = RuleFolder(tmp_path).load().problems
    assert str(problem).startswith("\\udcff.yaml:1: unknown name")


def test_a_change_is_seen_and_only_what_changed_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.yaml").write_text(LINE_RULE)
    (tmp_path / "two.yaml").write_text(BOX_RULE)
    folder = RuleFolder(tmp_path)
    first = folder.load().rules
    assert not folder.has_changed()
    (tmp_path / "two.yaml").unlink()
    assert folder.has_changed()
    second = folder.load().rules
    assert second.rules[-1] is first.rules[-2], "read again, though it is as it was"
    assert not folder.has_changed()


def test_phrases_need_no_cues_and_are_checked(tmp_path: Path) -> None:
    rule = """rules:
  - id: newsletter.weekly-phrase
    why: Offers the weekly letter.
    category: newsletter
    says: boilerplate
    phrases: ["PHRASE"]
    matches: [Get our weekly letter by e-mail, Get the weekly letter]
    rejects: [Get the weekly letters of Keats, Weekly letters kept them going]
"""
    good = load(tmp_path, phrases=rule.replace("PHRASE", "get (our|the) weekly letter …"))
    assert not good.problems
    assert "newsletter.weekly-phrase" in good.rules.ids
    bad = load(tmp_path, phrases=rule.replace("PHRASE", "get (our weekly letter"))
    assert ["not closed" in str(problem) for problem in bad.problems] == [True]
