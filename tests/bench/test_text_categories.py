"""The table of dropped lines by category, on a case counted by hand."""

from __future__ import annotations

from collections import Counter

from bench.text_categories import category_table, count_categories
from pagemarrow.core import extract
from pagemarrow.core.model import Block, Container, Page, Reason, Verdict

TEXT = "Menu\n\nThe bridge is open. It was shut.\nHe said\nso. Sign up now.\n\nMore: one\nMore: two"
LABELS = (1, 0, 0, 0, 1, 0, 1, 0)


def judged(*said: tuple[str, str]) -> Counter[tuple[str, bool]]:
    """Count with blocks and categories given by hand; an empty category is kept."""
    blocks, verdicts, at = [], [], 0
    for part, category in said:
        at = TEXT.index(part, at)
        blocks.append(Block(part, start=at, end=at + len(part)))
        verdicts.append(Verdict(not category, category or "body", (Reason("a", "b"),), 0.0))
        at += len(part)
    article = extract(TEXT, content_type="text/plain")
    object.__setattr__(article, "page", Page(tuple(blocks), (Container(-1, "body", "", 0, len(blocks)),)))
    object.__setattr__(article, "verdicts", tuple(verdicts))
    return count_categories(article, TEXT, LABELS)


def test_lines_are_counted_under_the_category_of_their_block() -> None:
    found = judged(
        ("Menu", "navigation"),
        ("The bridge is open.", ""),  # the line stays, though its second sentence goes
        ("It was shut.", "other"),
        ("He said\nso. Sign up now.", "newsletter"),  # two lines of one block, the first is body by label
        ("More: one", "related"),
        ("More: two", "related"),
    )
    assert found == {
        ("navigation", True): 1,
        ("newsletter", False): 1,
        ("newsletter", True): 1,
        ("related", True): 1,
        ("related", False): 1,
    }


def test_a_line_cut_into_sentences_counts_once() -> None:
    found = judged(("The bridge is open.", "date"), ("It was shut.", "byline"))
    assert found == {("date", False): 1}


def test_table_has_the_share_of_boilerplate_by_group_of_input() -> None:
    menu, links = ("navigation", True), ("related", False)
    table = category_table(
        {
            "html_text": [Counter({menu: 3, ("navigation", False): 1}), Counter({("related", True): 1})],
            "single": [Counter({menu: 4})],
            "t2_readability": [Counter({links: 1, ("related", True): 3})],
            "clean": [Counter({links: 2})],
        }
    )
    assert table.rows == (
        ("navigation", 8, 7 / 8, 0, None, 0),
        ("related", 1, 1.0, 4, 3 / 4, 2),
        ("all", 9, 8 / 9, 4, 3 / 4, 2),
    )
