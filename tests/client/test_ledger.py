"""The removal ledger, typed."""

from __future__ import annotations

from pagemarrow.client import MarrowClient, Term

HTML = "<nav><a href='/a'>Home</a></nav><main><p>It rained for nine days.</p><p>Then the river rose, the mayor said.</p></main>"


def test_blocks_carry_their_path_and_the_terms_of_their_score(marrow_url: str) -> None:
    with MarrowClient(marrow_url) as marrow:
        explained = marrow.extract(html=HTML, explain=True)
        from_text = marrow.extract(text="Home\n\nIt rained for nine days.", explain=True)
    assert explained.blocks is not None
    assert [block.path for block in explained.blocks] == [
        "html > body > nav",
        "html > body > main > p:nth-of-type(1)",
        "html > body > main > p:nth-of-type(2)",
    ]
    for block in explained.blocks:
        assert len(block.terms) <= 5
        assert bool(block.terms) == (block.score != 0)  # what was passed over has neither
        assert all(isinstance(term, Term) and term.name and term.value for term in block.terms)
    assert from_text.blocks is not None
    assert {block.path for block in from_text.blocks} == {None}
    assert all(block.terms for block in from_text.blocks)
