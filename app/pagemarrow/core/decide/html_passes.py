"""The passes of HTML mode: each looks at one case and says which blocks it would drop or keep, and why.

A new pass is a function here, or beside its like in ``html_parts`` and ``html_rules``, and a place in ``PASSES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pagemarrow.core.decide.decision import Change
from pagemarrow.core.decide.html_case import THRESHOLDS, Case
from pagemarrow.core.decide.html_parts import drop_copies, drop_pull_quotes, keep_whole
from pagemarrow.core.decide.html_rules import drop_by_rule
from pagemarrow.core.model import Kind, Reason, Says

Pass = Callable[[Case], Iterable[Change]]

SHORT_TITLE: Final = 10
"""A title of so few characters may be any line."""


def drop_title(case: Case) -> Iterator[Change]:
    """An article's headline is returned as its title, not in its body; other pages keep their heading.

    Below the first running text a heading of the first level heads a part of the body, unless it reads like the title.
    """
    if case.page_type != "article":
        return
    title = _folded(case.metadata.title or "")
    column = case.features.column
    headline = (column("is_heading") > 0) & (column("level") == 1)
    overlap = column("title_overlap")
    prose = case.prose().nonzero()[0]
    if len(prose):
        headline[prose[0] :] &= overlap[prose[0] :] > THRESHOLDS.title_overlap
    alike = overlap > (THRESHOLDS.title_overlap if len(title) > SHORT_TITLE else 1)
    for index in (headline | alike).nonzero()[0].tolist():
        if headline[index]:
            yield Change(index, False, "title", TITLE)
        elif _folded(case.page.blocks[index].text) == title:
            yield Change(index, False, "title", TITLE)
            return


TITLE: Final = Reason("page.headline", "The headline: returned as the title, not as body.")


def drop_subjects(case: Case) -> Iterator[Change]:
    """Over each answer of a thread forums write its subject anew."""
    headings = (case.features.column("is_heading") > 0).nonzero()[0].tolist()
    folded = {index: case.page.blocks[index].text.lower() for index in headings}
    subjects = set(folded.values())
    for index, text in folded.items():
        if text[:4] == "re: " and text[4:] in subjects:
            yield Change(index, False, "title", SUBJECT)


SUBJECT: Final = Reason("page.subject", "The subject of the thread, written anew over an answer.")


def drop_captions(case: Case) -> Iterator[Change]:
    """What stands in a ``<figure>`` or ``<figcaption>`` beside tables, code and quotations belongs to a picture."""
    inside = case.features.column("in_figure") > 0
    for index in (inside & case.kept).nonzero()[0].tolist():
        if case.page.blocks[index].kind in (Kind.PARAGRAPH, Kind.HEADING, Kind.LIST):
            yield Change(index, False, "caption", CAPTION)


CAPTION: Final = Reason("page.caption", "Belongs to a picture or a video, not to the text.")


def drop_link_tail(case: Case) -> Iterator[Change]:
    """After an article's last running text, lines that are nothing but a link lead to other articles."""
    prose = case.prose().nonzero()[0]
    if case.page_type != "article" or not len(prose):
        return
    linked = case.features.column("link_density") >= THRESHOLDS.linked
    for index in (linked & case.kept).nonzero()[0].tolist():
        if index > prose[-1]:
            yield Change(index, False, "related", LINK_TAIL)


LINK_TAIL: Final = Reason("page.links-after", "Nothing but a link, after the last paragraph of the body.")


def drop_lone_names(case: Case) -> Iterator[Change]:
    """Between an article's headline and its first running text, a line that is a name is the author's."""
    prose = case.prose().nonzero()[0]
    if case.page_type != "article" or not len(prose):
        return
    column = case.features.column
    names = (case.words >= 2) & (case.words <= THRESHOLDS.name_words) & (column("is_heading") == 0)
    names &= (column("capital_density") >= THRESHOLDS.name_capitals) & (column("ends_sentence") == 0)
    names &= (column("digit_density") == 0) & (column("ends_colon") == 0) & (column("ends_question") == 0)
    for index in (names & case.kept).nonzero()[0].tolist():
        if index < prose[0]:
            yield Change(index, False, "byline", LONE_NAME)


LONE_NAME: Final = Reason("page.lone-name", "A name alone above the first paragraph: the author's.")


def drop_head(case: Case) -> Iterator[Change]:
    """Between an article's headline and its first running text a hint suffices to tell its byline and its date."""
    prose = case.prose().nonzero()[0]
    if case.page_type != "article" or not len(prose):
        return
    for finding in case.findings:
        rule = finding.rule
        if rule.says is Says.HINT and rule.category in ("byline", "date"):
            for index in range(finding.first, min(finding.last, int(prose[0]))):
                if case.kept[index]:
                    yield Change(index, False, rule.category, rule.reason)


def drop_lonely_headings(case: Case) -> Iterator[Change]:
    """A heading belongs to what follows it: a doubtful one that only its like or nothing follows goes.

    On articles only: entries of listings, collections and services are often headings alone.
    """
    if case.page_type != "article":
        return
    rank = 0
    for index in case.kept.nonzero()[0][::-1].tolist():
        block = case.page.blocks[index]
        if block.kind is not Kind.HEADING:
            rank = 7
        elif rank < 7 and block.level >= rank and case.probability[index] < THRESHOLDS.lonely_heading:
            yield Change(index, False, "section_label", LONELY)
        else:
            rank = block.level


LONELY: Final = Reason("place.lonely-heading", "A heading that nothing of the body follows.")


def obey_selectors(case: Case) -> Iterator[Change]:
    """The caller's selectors have the last word."""
    if case.page.kept_by_selector:
        for index in range(len(case.page.blocks)):
            if index in case.page.kept_by_selector:
                yield Change(index, True, "", SELECTED)
            else:
                yield Change(index, False, "other", NOT_SELECTED)
    for index in case.page.dropped_by_selector:
        yield Change(index, False, "other", DESELECTED)


SELECTED: Final = Reason("selectors.keep", "Named as body by the request's selectors.")
NOT_SELECTED: Final = Reason("selectors.keep", "Outside what the request's selectors name as body.")
DESELECTED: Final = Reason("selectors.drop", "Named to be dropped by the request's selectors.")


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


PASSES: Final[tuple[Pass, ...]] = (
    drop_by_rule,
    keep_whole,
    drop_title,
    drop_subjects,
    drop_captions,
    drop_link_tail,
    drop_lone_names,
    drop_head,
    drop_copies,
    drop_pull_quotes,
    drop_lonely_headings,
    obey_selectors,
)
"""In this order; each sees what the ones before decided."""
