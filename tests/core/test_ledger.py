"""The removal ledger: all that was visible is in it, each block says where it stood and what moved its score."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pagemarrow.core import extract
from pagemarrow.core.decode import decode
from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import Article, Entry, Term
from pagemarrow.core.rules import RULES
from pagemarrow.core.score.terms import STRONGEST, expected, share_out, strongest_terms
from pagemarrow.core.score.trees import build, load, score_features

ROOT = Path(__file__).parents[2]
OURS = sorted(
    path for path in (ROOT / "tests" / "pages").glob("*/page.*") if path.suffix in (".html", ".txt")
)
SHARED = ROOT.parent / "shared"
ONE_IN = 25
"""Of the shared development pages, when they are there."""

UNSEEN = (
    "head, script, style, template, svg, math, iframe, object, embed, canvas, audio, video, select, datalist, "
    "textarea, title, rp, frame, noscript, [hidden]:not([hidden=until-found]), [aria-hidden=true], dialog:not([open])"
)
"""What no reader sees, inline styles aside."""
ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def sample() -> list[Path]:
    """Every page of ours, and a sample of the shared ones chosen by their names."""
    folders = (SHARED / "pages").rglob("*.html*"), (SHARED / "text").rglob("*.txt")
    shared = sorted(path for folder in folders for path in folder)
    return OURS + [path for path in shared if zlib.crc32(path.name.encode()) % ONE_IN == 0]


def explained(path: Path) -> tuple[Article, str]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    kind = "text/plain" if path.suffix == ".txt" else "text/html"
    return extract(raw, content_type=kind, options={"explain": True}), decode(raw, kind).text


def squeezed(text: str) -> str:
    return "".join(ZERO_WIDTH.sub("", text).split())


def in_order(part: str, whole: str) -> bool:
    """Tell whether ``whole`` has the letters of ``part`` in their order; hidden text may stand between them."""
    letters = iter(squeezed(whole))
    return all(letter in letters for letter in squeezed(part))


def visible(html: str, *, opened: bool = False) -> str:
    """What of a page a reader sees, told by another way than the segmenter's; ``opened``: having pressed all buttons."""
    tree = LexborHTMLParser(html)
    unseen = tree.css(UNSEEN)
    unseen += [node for node in tree.css("[style]") if HIDING.search(node.attributes["style"] or "")]
    if opened:
        buttons = [node.attributes["aria-controls"] or "" for node in tree.css("[aria-controls]")]
        panels = set(" ".join(buttons).split())
        unseen = [
            node
            for node in unseen
            if node.attributes.get("id") not in panels and node.attributes.get("role") != "tabpanel"
        ]
    numbers = {node.mem_id for node in unseen}
    for node in [node for node in unseen if not stands_in(node, numbers)]:
        node.decompose()
    return tree.body.text() if tree.body else ""


def stands_in(node: LexborNode, numbers: set[int]) -> bool:
    above = node.parent
    while above is not None and above.mem_id not in numbers:
        above = above.parent
    return above is not None


def in_markup(article: Article) -> Iterator[Entry]:
    """The blocks that the markup holds: not those a declared body adds."""
    return (
        entry for entry in article.blocks if "declared.article-body" not in {r.rule for r in entry.reasons}
    )


@pytest.mark.parametrize("path", sample(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_kept_and_removed_are_all_that_was_visible(path: Path) -> None:
    article, source = explained(path)
    kept = "".join(entry.text for entry in article.blocks if entry.kept)
    assert squeezed(article.text) == squeezed(kept)
    everything = squeezed("".join(entry.text for entry in in_markup(article)))
    if article.input == "text":
        assert everything == squeezed(source)
        for entry in article.blocks:
            assert squeezed(source[entry.start : entry.end]) == squeezed(entry.text)
    elif "hidden_body" not in article.warnings:
        least, most = squeezed(visible(source)), squeezed(visible(source, opened=True))
        assert in_order(least, everything)
        assert in_order(everything, most)


@pytest.mark.parametrize("path", sample(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_path_selects_the_blocks_element_and_no_other(path: Path) -> None:
    article, source = explained(path)
    if article.input == "text":
        assert {entry.path for entry in article.blocks} <= {None}
        return
    page = LexborHTMLParser(source)
    if page.body is None:  # a page of frames: no path leads into what stands for browsers without them
        assert {entry.path for entry in article.blocks} <= {None}
        return
    for entry in in_markup(article):
        assert entry.path is not None
        (element,) = page.css(entry.path)
        assert in_order(entry.text, element.text()), entry.path


@pytest.mark.parametrize(
    ("html", "paths"),
    [
        ("<p>a<p>b", ["html > body > p:nth-of-type(1)", "html > body > p:nth-of-type(2)"]),
        ("<script>1</script><div>x<span><p>y</p></span></div>", ["html > body > div", "html > body > div > span > p"]),
        ("loose<b>bold</b>", ["html > body"]),
        ("<o:p>odd<p>x</p></o:p>", ["html > body", r"html > body > o\3a p > p"]),
        ("<div>a</div><div hidden>b</div><div>c</div>", [f"html > body > div:nth-of-type({n})" for n in (1, 3)]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["html > body > table > tbody > tr"]),
        ("<div><h2>Song</h2><br>of rain</div>", ["html > body > div > h2", "html > body > div"]),
    ],
)  # fmt: skip
def test_paths(html: str, paths: list[str]) -> None:
    blocks = extract(html, content_type="text/html", options={"explain": True}).blocks
    assert [entry.path for entry in blocks] == paths


def test_paths_of_a_page_nested_without_end_stay_short() -> None:
    blocks = extract("<div>a" * 3000, content_type="text/html", options={"explain": True}).blocks
    assert len(blocks) == 3000
    assert blocks[10].path is not None
    assert blocks[-1].path is None


def test_without_explain_there_are_neither_paths_nor_terms() -> None:
    article = extract("<p>a<p>b", content_type="text/html")
    assert article.page.paths == ()
    assert [(entry.path, entry.terms) for entry in article.blocks] == [(None, ())] * 2


def test_explaining_changes_no_verdict() -> None:
    for path in OURS[:20]:
        raw = path.read_bytes()
        plain, told = extract(raw), extract(raw, options={"explain": True})
        assert plain.text == told.text
        assert plain.verdicts == told.verdicts


@pytest.mark.parametrize("name", ["html", "html_context", "text"])
def test_shares_add_up_to_the_score(name: str) -> None:
    model = load(name)
    random = np.random.default_rng(7)
    features = Features(model.features, random.normal(0, 20, (40, len(model.features))).astype(np.float32))
    scores = score_features(features, model)
    assert share_out(features, model).sum(axis=1) + expected(model) == pytest.approx(scores, abs=1e-3)


def test_what_a_tree_never_asks_for_moves_nothing() -> None:
    model = build(
        {
            "features": ["idle", "length", "links"],
            "unit": 1,
            "bias": 0.5,
            "splits": [[1, 10.0], [2, 0.3]],
            # The second tree is shallower: its padding asks for column 0 by number, and must not count.
            "trees": [{"splits": [0, 1], "leaves": [0, 4, -2, 2]}, {"splits": [0], "leaves": [-1, 3]}],
        }
    )
    features = Features(model.features, np.array([[9, 20, 0.5], [9, 5, 0.1]], dtype=np.float32))
    # Long: the open leaves' mean goes from 1 to 3 and from 1 to 3; then links take it from 3 to 2.
    assert share_out(features, model).tolist() == [[0, 4, -1], [0, -4, 1]]
    assert expected(model) == 2.5


def test_the_strongest_terms_come_first_and_zeros_not_at_all() -> None:
    shares = np.array([[0.1, -2, 0, 0.5, 0.2, -0.3, 0.01], [0, 0, 0, 0, 0, 0, 1]], dtype=np.float32)
    first, second = strongest_terms(shares, tuple("abcdefg"))
    assert first == (Term("b", -2), Term("d", 0.5), Term("f", -0.3), Term("e", 0.2), Term("a", 0.1))
    assert len(first) == STRONGEST
    assert second == (Term("g", 1),)


def test_the_terms_tell_what_speaks_against_a_link_list() -> None:
    path = next(path for path in OURS if path.parent.name == "bees-vote-explainer" and path.suffix == ".html")
    article, _ = explained(path)
    unread = {rule.id for rule in RULES if rule.unread}
    assert all(
        entry.terms
        for entry in in_markup(article)
        if entry.reasons[:1] and entry.reasons[0].rule not in unread
    )
    for entry in article.blocks:
        sizes = [abs(term.value) for term in entry.terms]
        assert sizes == sorted(sizes, reverse=True)
    kept = [sum(t.value for t in e.terms) for e in article.blocks if e.kept]
    dropped = [sum(t.value for t in e.terms) for e in article.blocks if not e.kept]
    assert min(kept) > np.mean(dropped)
