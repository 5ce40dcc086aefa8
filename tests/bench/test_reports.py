"""Tables, the search for strict elements, causes of errors, and replaying pages without a part."""

import json
from pathlib import Path

import pytest

from bench.ablation import Replay, Without, feature_names, pass_names
from bench.errors import dissect
from bench.gate import SHIPPED
from bench.grown import grown_html, grown_text
from bench.held_out import held_out_tables
from bench.quality import Run, calibration_table, type_table, word_table
from bench.readme import BEGIN, END, fill, summarise
from bench.sets import Case, load_set
from bench.speed import ratio_of_means
from bench.stages import replaced, timed
from bench.store import Output
from bench.survival import Haystack, find_elements, survival_table
from bench.tables import Table, markdown, write
from pagemarrow.core import extract

PAGE = """
<html><body><header><h1 class="headline">Bees return to the town hall</h1>
<p class="article-standfirst">After four years, two colonies have come back to the roof.</p>
<span class="by-line postAuthor">By Ada Marsh</span><time>3 May 2026</time></header>
<article><p>Two colonies of black bees moved in on Tuesday.</p>
<figure><img src="a.jpg"><figcaption>The roof in May <span class="photo-credit">Ben Holt</span></figcaption></figure>
<p>Read more: How to plant a balcony that bees like</p>
<div id="newsletterBox"><p>Sign up and never miss a story</p></div>
<ul class="related-posts"><li><a href="/1">Why the swarm left in the year of the flood</a></li></ul>
<div class="authorBio">Ada Marsh has kept bees for nine years and writes about them.</div></article></body></html>
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    case = Case(
        "made", "1", path, truth="Two colonies of black bees moved in on Tuesday.", domain="a.example"
    )
    clean = Output(str(case.truth), "", 0.97, "article")
    dirty = Output(
        f"Bees return to the town hall\n{case.truth}\nBy Ada Marsh\nSign up and never miss a story"
    )
    return Run([case, case], {"marrow": [clean, clean], "trafilatura": [dirty, Output("", "ValueError: no")]})


def test_strict_elements_are_found_by_tag_class_words_and_wording() -> None:
    found = {kind: {" ".join(words) for words in texts} for kind, texts in find_elements(PAGE).items()}
    assert found["headline"] == {"bees return to the town hall"}
    assert found["standfirst"] == {"after four years two colonies have come back to the roof"}
    assert found["byline"] == {"by ada marsh"}
    assert found["date"] == {"3 may 2026"}
    assert found["caption"] == {"the roof in may ben holt"}
    assert found["credit"] == {"ben holt"}
    assert found["read-more line"] == {"read more how to plant a balcony that bees like"}
    assert found["newsletter box"] == {"sign up and never miss a story"}
    assert found["related list"] == {"why the swarm left in the year of the flood"}
    assert found["author bio"] == {"ada marsh has kept bees for nine years and writes about them"}


def test_a_short_element_survives_only_as_a_line_of_its_own() -> None:
    output = Haystack("The roof, said Ben Holt, is full.\n3 May 2026")
    assert not output.holds(("ben", "holt"))
    assert output.holds(("3", "may", "2026"))
    assert output.holds(("ben", "holt", "is", "full"))
    assert not output.holds(("en", "holt", "is", "full"))


def test_the_survival_table_counts_elements_of_all_pages(run: Run) -> None:
    rows = {row[0]: row[1:] for row in survival_table(run, ["marrow", "trafilatura"]).rows}
    assert rows["headline"] == (2, 2, 0.0, 0.0, 50.0)
    assert rows["newsletter box"] == (2, 2, 0.0, 0.0, 50.0)
    assert rows["caption"][-1] == 0.0


def test_failures_and_empty_outputs_show_beside_the_quality(run: Run) -> None:
    table = word_table(run, "made", "How good?")
    rows = {row[0].split()[0]: row for row in table.rows if isinstance(row[0], str)}
    assert rows["marrow"][1] == 1.0
    assert rows["trafilatura"][-2:] == (1, 1)
    assert type_table(run).columns[2] == "article (2)"


def test_confidence_is_binned_with_what_the_pages_reached(run: Run) -> None:
    filled = [row for row in calibration_table(run).rows if row[1]]
    assert filled == [("0.95 to 1.00", 2, 1.0, 0.0, 1.0, pytest.approx(0.97))]


def test_tables_are_written_as_markdown_and_json(tmp_path: Path) -> None:
    table = Table(
        "made", "How | good?", ("name", "value"), (("a|b", 0.12345), ("c", None), ("d", 3)), "A note.", 2
    )
    write([table], {"python": "3"}, tmp_path)
    lines = (tmp_path / "made.md").read_text().splitlines()
    assert lines[4:] == ["| name | value |", "|---|---:|", "| a\\|b | 0.12 |", "| c | - |", "| d | 3 |"]
    assert "A note." in markdown(table)
    assert json.loads((tmp_path / "made.json").read_text())["rows"][0] == ["a|b", 0.12345]


def test_the_readme_takes_the_figures_between_its_marks(tmp_path: Path) -> None:
    write(
        [Table("articles", "?", ("extractor", "F1"), (("marrow", 0.9612), ("goose3 3.1", 0.8)))], {}, tmp_path
    )
    write([Table("speed", "?", (), (("marrow", 1.0, 1.0, 1.0, "5.1 ± 0.2"),))], {}, tmp_path)
    text = fill(f"Before\n{BEGIN}\nold\n{END}\nAfter", summarise(tmp_path))
    assert "| **marrow** | 0.961 * | 5.1 |" in text
    assert "| goose3 | 0.800 | - |" in text
    assert text.startswith("Before\n")
    assert text.endswith("\nAfter")
    assert "old" not in text
    with pytest.raises(ValueError, match="marks"):
        fill("no marks", "x")


def test_the_readme_shows_what_we_reach_on_domains_not_seen(tmp_path: Path) -> None:
    write(
        [Table("articles", "?", ("extractor", "F1"), (("marrow", 0.9812), ("goose3 3.1", 0.8)))], {}, tmp_path
    )
    write([Table("held_out", "?", (), (("wcxb article", 792, 0.9604),))], {}, tmp_path)
    assert "| **marrow** | 0.960 |" in summarise(tmp_path)
    assert "| goose3 | 0.800 |" in summarise(tmp_path)


def test_dissecting_names_lost_and_added_words_by_category(run: Run) -> None:
    found = dissect(run.cases[0])
    kept = [entry for entry in extract(PAGE, content_type="text/html").blocks if entry.kept]
    body_kept = any("black bees moved in" in entry.text for entry in kept)
    assert found.truth == 9
    assert sum(found.lost.values()) == (0 if body_kept else 9)
    assert sum(found.added.values()) == sum(len(e.text.split()) for e in kept if "black bees" not in e.text)


def test_stages_are_timed_and_put_back() -> None:
    from pagemarrow.core import pipeline

    before = pipeline.segment
    with timed() as spent:
        extract(PAGE, content_type="text/html")
    assert {"decode", "segment", "match", "measure", "score", "decide", "render"} <= spent.keys()
    assert pipeline.segment is before
    with pytest.raises(AttributeError), replaced(no_such_stage=lambda stage: stage):
        pass
    assert pipeline.segment is before


@pytest.fixture(scope="module")
def promo() -> Case:
    """A shipped page on which rules have something to say."""
    cases = [case for case in load_set(SHIPPED) if case.content_type == "text/html" and case.language == "en"]
    return max(cases[:30], key=lambda case: len(Replay(case.raw, case.content_type).findings))


def test_a_replay_that_leaves_nothing_out_is_the_page_itself(promo: Case) -> None:
    replay = Replay(promo.raw, promo.content_type)
    assert replay.without(Without()) == replay.article.text
    assert replay.article.text == extract(promo.raw, content_type=promo.content_type).text


def test_a_replay_without_a_rule_lacks_its_findings(promo: Case) -> None:
    replay = Replay(promo.raw, promo.content_type)
    rule = replay.findings[0].rule
    seen = []

    def spying(stage):  # type: ignore[no-untyped-def]
        def run(*arguments):  # type: ignore[no-untyped-def]
            seen.append({finding.rule.id for finding in arguments[4]})
            return stage(*arguments)

        return run

    with replaced(measure=spying):
        replay.without(Without(rules=frozenset([rule.id])))
        replay.without(Without(rules=frozenset([rule.theme])))
    assert rule.id not in seen[0]
    assert not any(name.startswith(f"{rule.theme}.") for name in seen[1])
    assert seen[0] >= seen[1]


def test_what_is_left_out_is_named_by_kind(promo: Case) -> None:
    assert Without.parse("rule:a.b,theme:c,pass:d,feature:e") == (
        frozenset({"a.b", "c"}),
        frozenset("d"),
        frozenset("e"),
    )
    with pytest.raises(ValueError, match="'x'"):
        Without.parse("x")
    with pytest.raises(ValueError, match="no_such_pass"):
        Replay(promo.raw, promo.content_type).without(Without(passes=frozenset(["no_such_pass"])))
    assert pass_names("text/html")
    assert pass_names("text/plain")


@pytest.mark.parametrize("media", ["text/html", "text/plain"])
def test_leaving_all_passes_out_changes_some_bodies(media: str) -> None:
    cases = [case for case in load_set(SHIPPED) if case.content_type == media][:20]
    replays = [Replay(case.raw, media) for case in cases]
    without = Without(passes=frozenset(pass_names(media)))
    assert any(replay.without(without) != replay.article.text for replay in replays)


def test_shuffling_every_feature_changes_the_body_and_putting_back_restores_it(promo: Case) -> None:
    replay = Replay(promo.raw, promo.content_type)
    names = feature_names(promo.raw.decode(), promo.content_type)
    assert len(names) > 20
    assert replay.without(Without(features=frozenset(names))) != replay.article.text
    assert replay.without(Without()) == replay.article.text


def test_grown_pages_have_the_size_asked_for_and_are_the_same_every_time() -> None:
    for make in (grown_html, grown_text):
        page = make(50_000)
        assert 50_000 <= len(page) < 56_000
        assert page == make(50_000)


def test_the_ratio_of_means_weighs_pages_by_their_time() -> None:
    # Two draws of two pages: the ratio is 1, 2 or 3 with 1/4, 1/2, 1/4, so it deviates by sqrt(1/2).
    ratio, _, deviation = ratio_of_means([1.0, 3.0], [1.0, 1.0]).partition(" ± ")
    assert ratio == "2"
    assert float(deviation) == pytest.approx(0.5**0.5, abs=0.05)


def test_held_out_figures_of_files_fitted_together_show_once(tmp_path: Path) -> None:
    halves = {
        "half 0": {"pages": 10, "f1": 0.9, "identity": 0.5},
        "half 1": {"pages": 30, "f1": 0.8, "identity": 0.5},
    }
    for name in ("text", "text_page"):
        (tmp_path / f"{name}.json").write_text(
            json.dumps({"provenance": {"held_out": {"html_text": halves}}})
        )
    (tmp_path / "html.json").write_text("{}")
    (table,) = held_out_tables(tmp_path)
    assert table.rows == (("html_text", 40, pytest.approx(0.825), 0.9, 0.8, 0.5),)
    assert held_out_tables(tmp_path / "none") == []
