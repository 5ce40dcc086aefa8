"""The passes of text mode: each a small change of what is kept, with its reason.

Sequence sense stands here, and in the features around each block, instead of in a dynamic programme over two states: with
the scores of the fitted trees one lowered the word F1 of ``html_text`` on the held-out half (0.9239 without, 0.9213 at a cost of
0.5 a change, 0.9192 at 1), because the scores know their neighbours already; these passes raise it by 0.003.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.decide.decision import Change, protected_by
from pagemarrow.core.decide.text_case import THRESHOLDS, Case
from pagemarrow.core.decide.text_parts import drop_contents, drop_signs, keep_listings, keep_tables
from pagemarrow.core.model import Kind, Reason, Says, Scope

Pass = Callable[[Case], Iterable[Change]]

ABOVE_TEXT: Final = frozenset(("date", "byline", "caption", "share", "player", "standfirst"))
"""What stands between a headline and its text."""
_NO_HEADLINES: Final = frozenset(
    "navigation share advert newsletter consent paywall legal tags comments player author_bio read_more date byline".split()
)
"""What may stand first, and look like a headline."""
_AFTER_TEXT: Final = frozenset(("navigation", "legal", "comments", "tags", "author_bio"))
"""What stands below a body and not inside it."""
_PUT_BETWEEN: Final = frozenset(("newsletter", "advert", "read_more"))
"""What stands between two paragraphs of a body."""
_INSERTED: Final = _PUT_BETWEEN | {"player"}
"""What stands between the first paragraph of a body and the second."""
_ON_CARDS: Final = frozenset(("date", "byline", "caption", "related", "read_more", "section_label"))

TITLE: Final = Reason("page.headline", "The headline: returned as the title, not as body.")
SOURCED: Final = Reason("page.caption-with-source", "The picture's text once more, with its source.")
ECHO: Final = Reason("page.caption-copy", "Repeats the words of the caption beside it.")
LISTED: Final = Reason("place.list-after-label", "Stands in the list that the label above it opens.")
CARRIED: Final = Reason("place.carried-on", "A sentence that goes on with the paragraph above it.")
LEAD_IN: Final = Reason("place.lead-in", "A paragraph right before the first one of the body.")
RESUMED: Final = Reason("place.resumed", "Goes on with the body after what was put between its paragraphs.")
UNDER: Final = Reason("place.under-heading", "Stands under a heading that parts of articles have.")
HEADS: Final = Reason("place.heading", "Heads the paragraph that follows.")
DANGLING: Final = Reason("place.dangling-label", "A label after the body that no paragraph follows.")


def keep_protected(case: Case) -> Iterator[Change]:
    """What a rule knows to be content stays when it stands between paragraphs of the body."""
    body = (case.kept & case.prose).nonzero()[0]
    if not len(body):
        return
    for finding in case.findings:
        if finding.rule.says is not Says.CONTENT:
            continue
        if body[0] < finding.first < body[-1]:
            for index in range(finding.first, finding.last):
                yield Change(index, True, "", finding.rule.reason)
        elif finding.rule.category == "heading" and _opens(case, finding.first, int(body[0])):
            for index in range(finding.first, int(body[0])):
                if not case.kept[index]:
                    yield Change(index, True, "", finding.rule.reason if index == finding.first else UNDER)


def _opens(case: Case, index: int, start: int) -> bool:
    """Tell whether nothing but what may be the body's own stands between a heading and the body's first paragraph."""
    if not 0 < start - index <= THRESHOLDS.headed + 1:
        return False
    likely = case.scores[index + 1 : start] > THRESHOLDS.resumed_score
    heading = case.blocks[index].text
    return bool(likely.all()) and all(block.text != heading for block in case.blocks[start:])


def drop_by_rule(case: Case) -> Iterator[Change]:
    """What a rule proves to be boilerplate goes, whatever its score."""
    protected = protected_by(case.findings)
    for finding in case.findings:
        rule = finding.rule
        if rule.says is Says.BOILERPLATE and rule.scope is not Scope.TAIL:
            for index in range(finding.first, finding.last):
                if index not in protected:
                    yield Change(index, False, rule.category, rule.reason)


def drop_tail(case: Case) -> Iterator[Change]:
    """A tail begins at its label and does not come back, unless prose of the body follows the label."""
    tails = sorted((f for f in case.findings if f.rule.scope is Scope.TAIL), key=lambda f: f.first)
    weight = np.where(case.kept & case.prose, case.words, 0.0)
    floor = None
    for finding in tails:
        at, rule = finding.first, finding.rule
        yield Change(at, False, rule.category, rule.reason)
        before = float(weight[:at].sum()) if floor is None else 0.0
        if before:
            floor = _tail_floor(weight[at + 1 :], before)
            category = "comments" if rule.category == "comments" else "related"
            for index in range(at + 1, len(case.blocks)):
                if case.kept[index] and case.scores[index] < floor:
                    yield Change(index, False, category, LISTED)


def _tail_floor(weight: NDArray[np.floating], before: float) -> float:
    """Return the score under which blocks after a tail label go, by how much prose they hold."""
    if not weight.any():
        return THRESHOLDS.bare_score
    share = float(weight.sum()) / before
    if share < THRESHOLDS.tail_share:
        return THRESHOLDS.tail_score
    if share < THRESHOLDS.doubtful_share and not weight[: THRESHOLDS.next_prose].any():
        return THRESHOLDS.doubtful_score
    return -np.inf


def carry_on(case: Case) -> Iterator[Change]:
    """A sentence right after a paragraph of the body goes on with it, and a label between two heads the second."""
    prose, kept = case.prose, case.kept
    doubtful = ~kept[1:] & kept[:-1] & (case.scores[1:] > THRESHOLDS.aside_score)
    for index in (doubtful.nonzero()[0] + 1).tolist():
        if index in case.told:
            continue
        follows = index + 1 < len(case.blocks) and case.kept[index + 1] and prose[index + 1]
        if case.ended[index] and prose[index - 1] and case.words[index] > THRESHOLDS.navigation_words:
            yield Change(index, True, "", CARRIED)
        elif not case.ended[index] and follows and case.words[index] < THRESHOLDS.prose_words:
            yield Change(index, True, "", HEADS)


def lead_in(case: Case) -> Iterator[Change]:
    """Keep a doubtful paragraph right before the first one of the body: it opens the article. Inserts may stand between."""
    body = (case.kept & case.prose).nonzero()[0]
    if not len(body):
        return
    index = int(body[0]) - 1
    while index >= 0 and index in case.told and case.told[index].category in _INSERTED:
        index -= 1
    if index < 0:
        return
    doubtful = not case.kept[index] and case.scores[index] > THRESHOLDS.resumed_score
    if doubtful and case.prose[index] and index not in case.told and index not in case.hints:
        yield Change(index, True, "", LEAD_IN)


def resume(case: Case) -> Iterator[Change]:
    """After a line that is put between paragraphs, prose goes on with the body: its score feels that line beside it."""
    sentences = case.ended & (case.words >= THRESHOLDS.sentence_words)
    doubtful = (sentences & ~case.kept & (case.scores > THRESHOLDS.resumed_score)).nonzero()[0].tolist()
    if not doubtful:
        return
    put = {i for i, change in case.told.items() if change.category in _PUT_BETWEEN and _is_put(case, change)}
    if not put:
        return
    kept = case.kept.copy()
    ends = {f.first for f in case.findings if f.rule.scope is Scope.TAIL or f.rule.category in _AFTER_TEXT}
    last = len(kept)
    for index in doubtful:
        start = index
        while start and not kept[start - 1] and index - start < THRESHOLDS.insertion:
            start -= 1
        gap = range(start, index)
        if index in case.told or not start or not kept[start - 1] or not ends.isdisjoint(gap):
            continue
        paragraph = case.prose[index] or sentences[index + 1 : index + 2].any()
        inserted = paragraph and sentences[start - 1] and not put.isdisjoint(gap)
        if inserted or (not gap and last == index - 1):
            last = index
            kept[index] = True
            yield Change(index, True, "", RESUMED)


def _is_put(case: Case, change: Change) -> bool:
    """Tell a line between two paragraphs from the few words of a link that ends a card."""
    named = change.category != "read_more" or case.words[change.block] >= THRESHOLDS.read_more_words
    return not change.kept and bool(named)


def drop_dangling(case: Case) -> Iterator[Change]:
    """A heading belongs to the paragraphs after it: a label that none follows goes."""
    kept, words, scores = case.kept, case.words, case.scores
    label = ~case.ended & (words < THRESHOLDS.prose_words) & (scores < THRESHOLDS.dangling_score)
    after_prose = (kept & label)[1:] & (kept & case.prose)[:-1]
    for index in (after_prose.nonzero()[0] + 1).tolist():
        if not kept[index + 1 : index + 4].any():
            yield Change(index, False, "section_label", DANGLING)


def drop_echoes(case: Case) -> Iterator[Change]:
    """A caption often stands twice, once bare as the picture's alternative text."""
    for index, change in list(case.told.items()):
        if change.category == "caption" and not change.kept:
            for other in (index - 1, index + 1):
                undecided = 0 <= other < len(case.blocks) and (case.kept[other] or other not in case.told)
                if undecided and _echoes(case, other, index):
                    yield Change(other, False, "caption", ECHO)
    open_after_open = case.kept[1:] & ~case.ended[1:] & ~case.ended[:-1]
    for index in open_after_open.nonzero()[0].tolist():
        if _echoes(case, index, index + 1):
            rest = case.blocks[index + 1].text[len(case.blocks[index].text) :].split()
            if 0 < len(rest) <= THRESHOLDS.source_words and rest[-1][0].isalnum() and not rest[-1].islower():
                yield Change(index, False, "caption", ECHO)
                yield Change(index + 1, False, "caption", SOURCED)


def _echoes(case: Case, bare: int, caption: int) -> bool:
    text = case.blocks[bare].text.rstrip(".")
    longer = case.blocks[caption].text
    return (
        longer.startswith(text)
        and longer[len(text) : len(text) + 1] in ("", " ", ".", ",")
        and not case.ended[bare]
    )


def drop_title(case: Case) -> Iterator[Change]:
    """The headline is returned as the title: the first line of an input without menus, if it reads like one."""
    low, high = THRESHOLDS.headline_words
    for index in range(min(THRESHOLDS.headline_place, len(case.blocks))):
        if index in case.told:
            continue
        block = case.blocks[index]
        if block.kind is Kind.HEADING and block.level == 1:
            yield Change(index, False, "title", TITLE)
            return
        if case.kept[index] and (case.ended[index] or case.prose[index]):
            return
        words = float(case.words[index])
        shaped = low <= words <= high and block.kind in (Kind.PARAGRAPH, Kind.HEADING)
        if shaped and block.text[-1] not in ".:;,!" and "](" not in block.text and _is_headline(case, index):
            yield Change(index, False, "title", TITLE)
            return


def _is_headline(case: Case, index: int) -> bool:
    """Tell a headline from a first heading of the body: by its score, or by a date, byline or picture under it."""
    if not case.kept[index]:
        return index not in _named(case) and _heads_body(case, index)
    if index + 1 in case.hints and not case.prose[index + 1]:
        return True
    doubtful = case.scores[index] < THRESHOLDS.headline_score
    first = not case.kept[:index].any()
    return first and bool(doubtful) and case.words[index] >= THRESHOLDS.headline_kept_words


def _named(case: Case) -> set[int]:
    """Return the blocks of which a rule says that they are something else than a headline."""
    return {
        index
        for finding in case.findings
        if finding.rule.says is not Says.CONTENT and finding.rule.category in _NO_HEADLINES
        for index in range(finding.first, finding.last)
    }


def _heads_body(case: Case, index: int) -> bool:
    """Tell whether only a head's lines and sentences stand between a line and the body; a menu's are no head's."""
    for other in range(index + 1, len(case.blocks)):
        if case.kept[other]:
            # A longer line that looks like a headline, too, is it.
            return bool(case.ended[other] or case.prose[other] or case.words[other] <= case.words[index])
        ruled = other in case.told and case.told[other].category in ABOVE_TEXT
        if not (ruled or other in case.hints or case.ended[other] or _is_name(case, other)):
            return False
    return False


def drop_head(case: Case) -> Iterator[Change]:
    """Between the headline and the text stand its date, its author and its picture: hints suffice there, and bare names."""
    body = (case.kept & case.prose).nonzero()[0]
    head = {
        i for i, change in case.told.items() if not change.kept and change.category in (*ABOVE_TEXT, "title")
    }
    if not len(body) or not any(index < body[0] for index in head):
        return
    hints = case.hints
    first = min(head)
    for index in range(int(body[0])):
        if not case.kept[index] or case.scores[index] >= THRESHOLDS.head_score:
            continue
        beside = index - 1 in head or index + 1 in head
        if beside and index in hints:
            yield Change(index, False, hints[index].category, hints[index].reason)
        elif first < index <= first + THRESHOLDS.name_place and _is_name(case, index):
            yield Change(index, False, "byline", NAME)
        elif index - 1 in head and index - 1 != first and _is_caption(case, index):
            yield Change(index, False, "caption", UNDER_BYLINE)
        else:
            continue
        head.add(index)


def _is_caption(case: Case, index: int) -> bool:
    """Tell whether a line under the byline reads like a picture's: open, too long for a label, and doubtful."""
    wordy = THRESHOLDS.navigation_words <= case.words[index] < THRESHOLDS.headline_words[1]
    return bool(wordy and not case.ended[index] and case.scores[index] < THRESHOLDS.headline_score)


def drop_cards(case: Case) -> Iterator[Change]:
    """Cards after the text repeat their labels, dates or bylines: where enough lines are such, the others are their headlines."""
    body = (case.kept & case.prose).nonzero()[0]
    start = int(body[-1]) + 1 if len(body) else len(case.blocks)
    after = range(start, len(case.blocks))
    proven = sum(
        index in case.told and case.told[index].category in _ON_CARDS and not case.kept[index]
        for index in after
    )
    if proven < THRESHOLDS.fewest_cards or proven < THRESHOLDS.card_share * len(after):
        return
    for index in after:
        sentence = case.blocks[index].text[-1] in ".!…"
        if case.kept[index] and not sentence and case.scores[index] < THRESHOLDS.card_score:
            yield Change(index, False, "related", CARD)


CARD: Final = Reason("place.card-after-body", "Part of the cards of other items after the end of the body.")


def _is_name(case: Case, index: int) -> bool:
    words = case.blocks[index].text.split()
    low, high = THRESHOLDS.name_words
    return low <= len(words) <= high and all(
        word[0].isupper() and word.replace("-", "").replace("’", "").replace("'", "").rstrip(".").isalpha()
        for word in words
    )


UNDER_BYLINE: Final = Reason(
    "place.line-under-byline", "A line between the byline and the text: a picture's caption."
)
NAME: Final = Reason("place.name-above-text", "A name between the headline and the text: its author's.")


PASSES: Final[tuple[Pass, ...]] = (
    keep_protected,
    drop_by_rule,
    drop_tail,
    keep_listings,
    lead_in,
    carry_on,
    resume,
    drop_contents,
    keep_tables,
    drop_dangling,
    drop_echoes,
    drop_cards,
    drop_title,
    drop_head,
    drop_signs,
)
"""In this order; each sees what the ones before decided."""
