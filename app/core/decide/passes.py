"""The passes of HTML deciding: each looks at one case and says which blocks it would drop or keep, and why.

A new pass is a function here and a place in ``PASSES``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.decide.decision import Change, protected_by
from app.core.measure.features import Features
from app.core.model import Finding, Kind, Metadata, Options, Page, Reason, Says, Scope


class Thresholds(NamedTuple):
    """Numbers of the HTML passes, with the data they were set on."""

    tail_prose: float = 0.05
    """Share of the likely body that must follow a tail label, as running text, for it to be a label in mid-article."""
    linked: float = 0.9
    """Share of linked characters from which a line is nothing but a link."""
    name_words: int = 4
    name_capitals: float = 0.9
    """A line of up to so many words, so many of them capitalised, is a name."""
    element_body: float = 0.15
    """Share of the likely body from which an element is not dropped for its name."""
    elements_body: float = 0.5
    """Share of the likely body from which on no element is: so many names that mean nothing are of this site's making."""
    kept_table: float = 0.5
    kept_list: float = 0.8
    """Share of its words from which on a table, or an article's list, that is kept in part is kept whole: lists of cards hold
    headlines that read like body, and bylines that don't."""
    inner_table: float = 0.3
    """Mean probability of body from which on a table between running text is kept."""
    title_overlap: float = 0.5
    """Share of words in common with the title from which a line may be the title: a cheap look before a dear one."""
    copy_chars: int = 60
    """A block of at least this many characters that repeats a kept one is a copy. It goes when the other stands ..."""
    copy_away: int = 3
    """... at most so many kept blocks before it, ..."""
    copied_share: float = 0.6
    """... or when the copies have this share of the text that stands once, for parts of a mobile copy may be dropped before: over
    the 170 development pages with copies the mean word F1 is 0.004 better than without any, and 0.005 better than with all."""
    pull_quote_chars: int = 30
    most_quotes: int = 200
    """A page with more quotes is a thread: each would be looked for in all of its text."""
    lonely_heading: float = 0.7
    """A heading likelier body than this stays even when nothing follows it."""
    few_blocks: int = 12
    """A page of fewer blocks, most of whose words stand in sentences, shows no kind but an article's: one of the 1,491
    development pages is such."""
    few_blocks_prose: float = 0.6
    """Share of its words that must stand in sentences for that."""
    few_words: int = 12
    """A body of fewer words is none: what is left of a page without article."""
    remnant: float = 0.5
    """Unless it is this share of all words: a page may be short."""
    low_confidence: float = 0.35
    """Expected F1 under which the page is said to have no article."""
    all_there_is: float = 0.9
    """Unless the choice holds this share of all words: a fragment of a page has nothing else that could be its body."""
    calibration: tuple[tuple[float, ...], tuple[float, ...]] = ((0.0, 0.65, 0.94, 1.0), (0.0, 0.5, 0.9, 1.0))
    """Expected F1 and the confidence it is worth, with straight lines between. Held out, on WCXB's development
    split, the 816 pages from 0.94 on have a mean word F1 of 0.976, the 91 below 0.65 one of 0.522."""


MAX_CLIMB: Final = 100
"""Elements around a block that are looked at: pages nest without end."""

SHORT_TITLE: Final = 10
"""A title of so few characters may be any line."""

THRESHOLDS: Final = Thresholds()


class Case(NamedTuple):
    """What the passes see of a page, and what the passes before decided."""

    page: Page
    metadata: Metadata
    features: Features
    findings: Sequence[Finding]
    options: Options
    probability: NDArray[np.float64]
    words: NDArray[np.float64]
    page_type: str
    running: NDArray[np.bool_]
    """Blocks that are running text, kept or not."""
    kept: NDArray[np.bool_]

    def prose(self) -> NDArray[np.bool_]:
        """Tell [blocks] which are running text that is kept."""
        return self.kept & self.running


def sentences(features: Features) -> NDArray[np.bool_]:
    """Tell [blocks] which end as a sentence does."""
    column = features.column
    flags: NDArray[np.bool_] = column("ends_sentence") + column("ends_question") > 0
    return flags


def running_text(features: Features) -> NDArray[np.bool_]:
    """Tell [blocks] which are running text: long sentences, mostly not links, and no captions."""
    column = features.column
    ended = column("ends_sentence") + column("ends_question") + column("ends_colon") > 0
    flags: NDArray[np.bool_] = ended & (column("long") > 0) & (column("in_figure") == 0)
    return flags


Pass = Callable[[Case], Iterable[Change]]


def drop_by_rule(case: Case) -> Iterator[Change]:
    """What a rule proves to be boilerplate goes, whatever its score; a tail label takes what follows with it."""
    proofs = [finding for finding in case.findings if finding.rule.says is Says.BOILERPLATE]
    tails = [finding for finding in proofs if finding.rule.scope is Scope.TAIL]
    if tails:
        yield from _drop_tails(case, tails)
    protected = protected_by(case.findings)
    heads = _heads(case) if proofs else protected
    lines = [finding for finding in proofs if finding.rule.scope not in (Scope.TAIL, Scope.CONTAINER)]
    for finding in (*lines, *_named(case, proofs)):
        rule = finding.rule
        safe = heads if rule.scope is Scope.LINE else protected
        for index in range(finding.first, finding.last):
            if index not in protected and index not in safe:
                yield Change(index, False, rule.category, rule.reason)


def _heads(case: Case) -> set[int]:
    """Return the headings that running text of the body follows in the same element: they head it, whatever they say."""
    blocks, containers = case.page.blocks, case.page.containers
    return {
        index - 1
        for index in case.prose().nonzero()[0].tolist()
        if index
        and blocks[index - 1].kind is Kind.HEADING
        and containers[blocks[index - 1].container].parent == containers[blocks[index].container].parent
    }


def _named(case: Case, proofs: Sequence[Finding]) -> list[Finding]:
    """Return the elements that may be dropped for their names: a name alone never takes much of what reads like body,
    nor do all of them together. Whole articles stand in ``share`` and ``overlay``."""
    likely = np.concatenate(([0.0], np.cumsum(case.probability * case.words)))
    total = float(likely[-1])
    sized = [
        (float(likely[finding.last] - likely[finding.first]), finding)
        for finding in proofs
        if finding.rule.scope is Scope.CONTAINER
    ]
    small = [(size, finding) for size, finding in sized if size <= THRESHOLDS.element_body * total]
    if sum([size for size, _ in small]) > THRESHOLDS.elements_body * total:
        return []
    return [finding for _, finding in small]


def _drop_tails(case: Case, tails: Sequence[Finding]) -> Iterator[Change]:
    """Drop each label, and all up to the next one unless body follows: on articles running text, elsewhere entries too.

    Behind the box that the label opens a sentence stays.
    """
    likely = case.probability * case.words * case.kept
    counted = likely * case.prose() if case.page_type == "article" else likely
    before = np.cumsum(counted)
    least = float(before[-1]) - THRESHOLDS.tail_prose * float(likely.sum())
    prose = np.concatenate(([0], np.cumsum(case.prose())))
    told = sentences(case.features) & (case.features.column("link_density") < THRESHOLDS.linked)
    ends = [*(finding.first for finding in tails[1:]), len(likely)]
    for (rule, first, _), end in zip(tails, ends, strict=True):
        last = end if before[first] >= least else first + 1
        box = _box_end(case.page, first, prose) if last > first + 1 else last
        for index in range(first, last):
            if index < box or not told[index]:
                yield Change(index, False, rule.category, rule.reason)


def _box_end(page: Page, label: int, prose: NDArray[np.intp]) -> int:
    """Return where the box ends that ``label`` opens: the largest element around it that holds no body before it, and
    something after it; without one the rest of the page is its tail.

    ``prose`` [blocks + 1] counts the running text of the body before each block.
    """
    containers = page.containers
    at = page.blocks[label].container
    end = 0
    for _ in range(MAX_CLIMB):
        if at <= 0 or prose[containers[at].first] != prose[label]:
            break
        end = containers[at].last
        at = containers[at].parent
    return end if end > label + 1 else len(page.blocks)


def keep_whole(case: Case) -> Iterator[Change]:
    """The rows of a table stand or fall together, and so do the items of an article's list: where most of it is kept all is.

    A table between running text is kept when it is only likely.
    """
    prose = case.prose().nonzero()[0]
    kinds = [(Kind.TABLE, frozenset(("table",)), THRESHOLDS.kept_table)]
    if case.page_type == "article":
        kinds.append((Kind.LIST, frozenset(("ul", "ol")), THRESHOLDS.kept_list))
    kept = case.kept.tolist()
    proven: set[int] | None = None
    for kind, tags, least in kinds:
        for held in _parts_of(case, kind, tags):
            left = sum([kept[index] for index in held])
            inside = kind is Kind.TABLE and len(prose) and prose[0] < held[0] and held[-1] < prose[-1]
            if left == len(held) or len(held) < 2 or not (left or inside):
                continue
            words = case.words[held] / max(float(case.words[held].sum()), 1.0)
            likely = inside and float(words @ case.probability[held]) >= THRESHOLDS.inner_table
            if not (likely or float(words @ case.kept[held]) >= least):
                continue
            proven = _proven(case) if proven is None else proven
            for index in held:
                if not kept[index] and index not in proven:
                    yield Change(index, True, "", WHOLE)


WHOLE: Final = Reason("page.whole", "Part of a table or a list that is body for the most part.")


def _parts_of(case: Case, kind: Kind, tags: frozenset[str]) -> Iterable[list[int]]:
    """Return the numbers of the blocks of ``kind`` in each element with one of ``tags``, the innermost."""
    containers = case.page.containers
    parts: dict[int, list[int]] = {}
    for index in (case.features.column(f"is_{kind}") > 0).nonzero()[0].tolist():
        at = case.page.blocks[index].container
        for _ in range(MAX_CLIMB):
            if at <= 0 or containers[at].tag in tags:
                break
            at = containers[at].parent
        if at > 0 and containers[at].tag in tags:
            parts.setdefault(at, []).append(index)
    return parts.values()


def _proven(case: Case) -> set[int]:
    """Return the blocks that a rule proves to be boilerplate."""
    return {
        index
        for finding in case.findings
        if finding.rule.says is Says.BOILERPLATE
        for index in range(finding.first, finding.last)
    }


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


def drop_copies(case: Case) -> Iterator[Change]:
    """Of two copies of a passage the first stays: beside one another (desktop and mobile), or where the whole body stands twice.

    What comes back farther down is said again: notes of a manual, conditions of several offers.
    """
    blocks = case.page.blocks
    kept = case.kept.nonzero()[0].tolist()
    sizes = Counter([len(blocks[index].text) for index in kept])
    seen: dict[str, int] = {}
    copies: dict[int, int] = {}
    for place, index in enumerate(kept):
        block = blocks[index]
        size = len(block.text)
        if sizes[size] == 1 or size < THRESHOLDS.copy_chars or block.kind in (Kind.TABLE, Kind.CODE):
            continue
        if "\n" in block.text:  # verse: a refrain comes back
            continue
        text = block.text.lower()
        if text in seen:
            copies[index] = place - seen[text]
        seen[text] = place
    if not copies:
        return
    twice = sum([len(blocks[index].text) for index in copies])
    once = sum([size * times for size, times in sizes.items()]) - twice
    whole = twice >= THRESHOLDS.copied_share * once
    for index, away in copies.items():
        if whole or away <= THRESHOLDS.copy_away:
            yield Change(index, False, "other", COPY)


COPY: Final = Reason("page.copy", "Repeats a passage that the body has already.")


def drop_pull_quotes(case: Case) -> Iterator[Change]:
    """A quote that repeats a sentence of a kept paragraph is decoration."""
    blocks = case.page.blocks
    kept = case.kept.nonzero()[0].tolist()
    quotes = [index for index in kept if blocks[index].kind is Kind.QUOTE]
    if not 0 < len(quotes) <= THRESHOLDS.most_quotes:
        return
    others = "\n".join([blocks[index].text for index in kept if blocks[index].kind is not Kind.QUOTE]).lower()
    paragraphs = ""
    for index in quotes:
        text = blocks[index].text.lower()
        if "\n" in text:  # verse that the text goes on to speak of
            continue
        if max(filter(str.isalnum, text.split()), key=len, default="") not in others:
            continue
        paragraphs = paragraphs or _bare(others)
        text = _bare(text)
        if len(text) >= THRESHOLDS.pull_quote_chars and text in paragraphs:
            yield Change(index, False, "other", PULL_QUOTE)


PULL_QUOTE: Final = Reason("page.pull-quote", "A pull quote: repeats a sentence of the body.")


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


_MARKS = re.compile("[\"'“”„«»‘’.,;:!?…]+")


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _bare(text: str) -> str:
    """Words alone: quotation marks differ between a pull quote and its sentence."""
    return " ".join(_MARKS.sub("", text).split())


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
