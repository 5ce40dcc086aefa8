"""Page sets in their published layouts, told apart and read."""

import gzip
import json
from pathlib import Path

import pytest

from bench.sets import find_sets, load_set, thin
from bench.sets.texts import load_texts, render_texts, text_renderings, unspaced


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def _wcxb(root: Path) -> None:
    _write(
        root / "metadata.json", {"files": {"0001": {"domain": "a.example"}, "0002": {"domain": "b.example"}}}
    )
    for key, truth in (("0001", {"main_content": "Body."}), ("0002", {})):
        record = {"url": None, "_internal": {"page_type": {"primary": "article"}}, "ground_truth": truth}
        _write(root / "dev" / "ground-truth" / f"{key}.json", record)
    _write(root / "dev" / "html" / "0001.html.gz", gzip.compress(b"<p>Body."))
    _write(root / "dev" / "html" / "0002.html", "<p>")


def test_wcxb_pages_are_unpacked_and_an_absent_truth_is_empty(tmp_path: Path) -> None:
    _wcxb(tmp_path)
    one, two = load_set(tmp_path)
    assert (one.id, one.raw, one.truth, one.domain, one.page_type) == (
        "0001",
        b"<p>Body.",
        "Body.",
        "a.example",
        "article",
    )
    assert (two.raw, two.truth) == (b"<p>", "")


def test_wcxb_gives_its_development_split_unless_a_split_is_named(tmp_path: Path) -> None:
    _wcxb(tmp_path)
    record = {
        "url": None,
        "_internal": {"page_type": {"primary": "forum"}},
        "ground_truth": {"main_content": "Post."},
    }
    _write(tmp_path / "test" / "ground-truth" / "0002.json", record)
    assert find_sets(tmp_path) == {"wcxb": tmp_path}
    assert [case.truth for case in load_set(tmp_path)] == ["Body.", ""]
    assert [case.truth for case in load_set(tmp_path / "test")] == ["Post."]


def test_aeb_pages_without_a_file_are_left_out(tmp_path: Path) -> None:
    truths = {"one": {"articleBody": "Body.", "url": "https://a.example/x"}, "two": {"articleBody": "Gone."}}
    _write(tmp_path / "ground-truth.json", truths)
    _write(tmp_path / "html" / "one.html.gz", gzip.compress(b"<p>Body."))
    (case,) = load_set(tmp_path)
    assert (case.set, case.id, case.raw, case.truth, case.domain) == (
        "aeb",
        "one",
        b"<p>Body.",
        "Body.",
        "a.example",
    )


def test_trafilatura_pages_are_found_in_both_folders(tmp_path: Path) -> None:
    data = {
        "https://a.example/": {"file": "a.html", "with": ["x"], "without": ["y"]},
        "https://b.example/": {"file": "b.html", "with": [], "without": []},
        "https://c.example/": {"file": "c.html", "with": [], "without": []},
    }
    _write(tmp_path / "tests" / "evaldata.json", data)
    _write(tmp_path / "tests" / "eval" / "a.html", "A")
    _write(tmp_path / "tests" / "cache" / "b.html", "B")
    first, second = load_set(tmp_path)
    assert (first.raw, first.wanted, first.unwanted, first.truth) == (b"A", ("x",), ("y",), None)
    assert (second.raw, second.domain) == (b"B", "b.example")


def test_readability_truth_is_the_text_of_the_expected_page(tmp_path: Path) -> None:
    pytest.importorskip("html_text")
    _write(tmp_path / "one" / "source.html", "<nav>Menu</nav><p>Body.")
    _write(tmp_path / "one" / "expected.html", "<div><p>Body.</p><p>More.</p></div>")
    _write(tmp_path / "one" / "expected-metadata.json", {"lang": "fr"})
    (case,) = load_set(tmp_path)
    assert (case.id, case.truth, case.language) == ("one", "Body.\n\nMore.", "fr")


def test_shipped_pages_give_a_case_for_each_twin(tmp_path: Path) -> None:
    _write(tmp_path / "one" / "truth.txt", "Body.\n")
    _write(tmp_path / "one" / "meta.json", {"kind": "forum", "language": "en", "either": ["Maybe."]})
    _write(tmp_path / "one" / "page.html", "<p>Body.")
    _write(tmp_path / "one" / "page.txt", "Body.")
    html, text = load_set(tmp_path)
    assert (html.id, html.content_type, html.page_type) == ("one/page.html", "text/html", "forum")
    assert (text.id, text.content_type, text.either) == ("one/page.txt", "text/plain", ("Maybe.",))


def test_sets_are_found_one_level_down_and_strangers_are_refused(tmp_path: Path) -> None:
    _wcxb(tmp_path / "some-name")
    _write(tmp_path / "other" / "notes.txt", "")
    assert find_sets(tmp_path) == {"wcxb": tmp_path / "some-name"}
    with pytest.raises(ValueError, match="no known page set"):
        load_set(tmp_path / "other")


def test_sets_come_in_the_same_order_whatever_their_folders_are_called(tmp_path: Path) -> None:
    _wcxb(tmp_path / "z")
    _write(tmp_path / "a" / "tests" / "evaldata.json", {})
    assert list(find_sets(tmp_path)) == ["wcxb", "trafilatura"]


def test_halves_of_the_split_keep_a_domain_together(tmp_path: Path) -> None:
    _wcxb(tmp_path)
    one, two = load_set(tmp_path)
    assert {one.half, two.half} <= {0, 1}
    assert one.half == load_set(tmp_path)[0].half


def test_a_thinned_set_is_evenly_spread() -> None:
    assert thin(list(range(10)), 4) == [0, 2, 5, 7]
    assert thin([1, 2], 5) == [1, 2]
    assert thin([1, 2], None) == [1, 2]


def test_text_without_blank_lines_keeps_each_label_with_its_line(tmp_path: Path) -> None:
    import lzma

    row = {"id": "1", "rendering": "html_text", "domain": "a.example", "text": "Menu\n\nBody.", "truth": "Body.",
           "labels": [1, 0, 0]}  # fmt: skip
    (tmp_path / "html_text.jsonl.xz").write_bytes(lzma.compress(json.dumps(row).encode()))
    assert text_renderings(tmp_path) == ("html_text", "single")
    (case,) = load_texts(tmp_path, "html_text")
    assert unspaced(case).labels == (1, 0)
    assert load_texts(tmp_path, "single")[0].text == "Menu\nBody."


def test_rendered_lines_are_labelled_by_the_truth(tmp_path: Path) -> None:
    pytest.importorskip("html_text")
    _wcxb(tmp_path)
    page = b"<nav><p>Menu and search</p></nav><p>The body has words of its own.</p>"
    _write(tmp_path / "dev" / "html" / "0001.html.gz", gzip.compress(page))
    record = json.loads((tmp_path / "dev" / "ground-truth" / "0001.json").read_text())
    record["ground_truth"]["main_content"] = "The body has words of its own."
    _write(tmp_path / "dev" / "ground-truth" / "0001.json", record)
    (case,) = render_texts(load_set(tmp_path), "single")
    assert list(zip(case.text.split("\n"), case.labels, strict=True)) == [
        ("Menu and search", 1),
        ("The body has words of its own.", 0),
    ]
