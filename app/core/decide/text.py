"""Verdicts on plain text: an ordered tuple of small passes over one case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.decide.decision import Decision
from app.core.decide.expected import expected_best
from app.core.measure.features import Features
from app.core.model import (
    Block,
    Finding,
    Kind,
    Metadata,
    Options,
    Page,
    Reason,
    Rule,
    Says,
    Scope,
    Verdict,
)
from app.core.score.trees import FloatArray

Flags = NDArray[np.bool_]


class Thresholds(NamedTuple):
    """Numbers of text mode, set on the development inputs with ``python -m bench.fit_text``."""

    prose_words: int = 15
    """A block of at least this many words that ends like a sentence is prose."""
    next_prose: int = 4
    """A label with prose within this many blocks after it may be one in mid-article."""
    tail_share: float = 0.3
    """Prose after a tail label, as a share of the prose before it, under which the label opens the tail: 2,300 words of
    boilerplate against 220 of body in what the score alone keeps there, nearly all of the body scored ..."""
    tail_score: float = 4.0
    """... at least this high: it stays."""
    doubtful_share: float = 1.0
    """Up to this share, and with no prose near the label, ..."""
    doubtful_score: float = 2.0
    """... blocks scored lower than this go: 6,600 words against 630. With more prose after it the label is no tail's."""
    aside_score: float = -2.0
    """A sentence right after a kept paragraph, and a label between two, is kept down to this score: of those that the score
    alone drops, 55 to 60 % are body."""
    dangling_score: float = 1.5
    """A label after a paragraph, followed by three dropped blocks, goes below this score: two thirds are no headings."""
    headline_words: tuple[int, int] = (3, 30)
    headline_score: float = 3.0
    """A first line that reads like a headline is one below this score: of 180 such lines of another extractor's output 144
    are no body, and 3 of 790 clean texts lose more than 0.01 of their F1."""
    headline_kept_words: int = 5
    headline_place: int = 3
    """The headline stands among the first blocks of an input whose menus are gone."""
    name_words: tuple[int, int] = (2, 4)
    name_place: int = 4
    """An author's bare name stands within this many blocks after the first line of the head."""
    source_words: int = 3
    """Words of a picture's source after its caption, at most."""
    head_score: float = 4.0
    """Between headline and text, what only a hint or its look speaks against is kept from this score."""
    fewest_cards: int = 3
    card_share: float = 0.25
    card_score: float = 4.0
    """Of the blocks after the last prose so many, and this share, are proven boilerplate: the rest below this score goes."""
    navigation_words: int = 5
    few_words: int = 8
    """A body of fewer words is none."""
    low_confidence: float = 0.3


THRESHOLDS: Final = Thresholds()

KEPT_AS: Final = {
    Kind.PARAGRAPH: "body", Kind.HEADING: "heading", Kind.LIST: "list",
    Kind.QUOTE: "quote", Kind.TABLE: "table", Kind.CODE: "code",
}  # fmt: skip
_ABOVE_TEXT: Final = frozenset(("date", "byline", "caption", "share", "player", "standfirst"))
"""What stands between a headline and its text."""
_ON_CARDS: Final = frozenset(("date", "byline", "caption", "related", "read_more", "section_label"))


class Case(NamedTuple):
    """What the passes see of a page, and what the passes before decided."""

    blocks: Sequence[Block]
    findings: Sequence[Finding]
    scores: FloatArray
    words: NDArray[np.float32]
    ended: Flags
    cohesion: NDArray[np.float32]
    kept: Flags
    told: dict[int, Change]

    @property
    def prose(self) -> Flags:
        return (self.words >= THRESHOLDS.prose_words) & self.ended


class Change(NamedTuple):
    """What a pass says of one block."""

    block: int
    kept: bool
    category: str
    reason: Reason


Pass = Callable[[Case], Iterable[Change]]


def decide_text(
    page: Page,
    metadata: Metadata,
    features: Features,
    scores: FloatArray,
    findings: Sequence[Finding],
    options: Options,
) -> Decision:
    """Turn evidence into one verdict a block."""
    if not page.blocks:
        return Decision((), "other", 0.0, 0.0, ("no_article",))
    words, end, cohesion = (
        features.values[:, features.names.index(name)] for name in ("words", "end", "cohesion")
    )
    case = Case(page.blocks, findings, scores, words, (end == 1) | (end == 2), cohesion, scores > 0, {})
    for judge in PASSES:
        for change in list(judge(case)):
            case.told[change.block] = change
            case.kept[change.block] = change.kept
    return _whole(case)


def _whole(case: Case) -> Decision:
    probability = 1 / (1 + np.exp(-np.abs(case.scores.astype(np.float64))))
    likely = np.where(case.kept, probability, 1 - probability)
    _, expected = expected_best(likely, case.words)
    title = next((case.blocks[c.block].text for c in case.told.values() if c.category == "title"), None)
    if float(case.words[case.kept].sum()) < THRESHOLDS.few_words:
        for index in np.flatnonzero(case.kept).tolist():
            case.told[index] = Change(index, False, "other", NO_ARTICLE)
        case.kept[:] = False
        return Decision(_verdicts(case), "other", 0.5, min(expected, 0.1), ("no_article",), title)
    warnings = ("no_article",) if expected < THRESHOLDS.low_confidence else ()
    return Decision(_verdicts(case), "article", 0.5, round(expected, 4), warnings, title)


def _verdicts(case: Case) -> tuple[Verdict, ...]:
    places = np.flatnonzero(case.kept)
    first, last = (int(places[0]), int(places[-1])) if len(places) else (len(case.blocks), -1)
    verdicts = []
    for index, (block, kept, score) in enumerate(
        zip(case.blocks, case.kept.tolist(), case.scores.tolist(), strict=True)
    ):
        told = case.told.get(index)
        if kept:
            reasons = (told.reason,) if told is not None and told.kept else ()
            verdicts.append(Verdict(True, KEPT_AS[block.kind], reasons, score))
        elif told is not None and not told.kept:
            verdicts.append(Verdict(False, told.category, (told.reason,), score))
        else:
            category, reason = _by_place(case, index, first, last)
            verdicts.append(Verdict(False, category, (reason,), score))
    return tuple(verdicts)


def _by_place(case: Case, index: int, first: int, last: int) -> tuple[str, Reason]:
    """Name a block that the score dropped by where it stands and how it looks."""
    long = case.words[index] > THRESHOLDS.navigation_words
    sentence = long and bool(case.ended[index])
    if last < 0:
        return NO_BODY
    if index < first:
        return BEFORE_PROSE if sentence else BEFORE_LABEL
    if index > last:
        return AFTER_PROSE if sentence else AFTER_HEADLINE if long else AFTER_LABEL
    return INSIDE_PROSE if sentence else INSIDE_LABEL


def _placed(category: str, name: str, why: str) -> tuple[str, Reason]:
    return category, Reason(f"place.{name}", why)


NO_BODY: Final = _placed("other", "no-body", "The page holds no article that this could belong to.")
BEFORE_LABEL: Final = _placed(
    "navigation", "before-body", "Stands before the body, among the page's labels and links."
)
BEFORE_PROSE: Final = _placed("other", "above-body", "Stands before the body and is apart from it.")
AFTER_PROSE: Final = _placed("related", "item-after-body", "Text of another item after the end of the body.")
AFTER_HEADLINE: Final = _placed(
    "related", "headline-after-body", "Stands in the list of headlines after the body."
)
AFTER_LABEL: Final = _placed(
    "navigation", "label-after-body", "A label among the page's links after the body."
)
INSIDE_LABEL: Final = _placed(
    "section_label", "label-inside", "A label between paragraphs that is none of their headings."
)
INSIDE_PROSE: Final = _placed("other", "aside", "Interrupts the body and reads unlike it.")
NO_ARTICLE: Final = Reason("page.no-article", "The page holds too little that reads like a body.")
TITLE: Final = Reason("page.headline", "The headline: returned as the title, not as body.")
SOURCED: Final = Reason("page.caption-with-source", "The picture's text once more, with its source.")
ECHO: Final = Reason("page.caption-copy", "Repeats the words of the caption beside it.")
LISTED: Final = Reason("place.list-after-label", "Stands in the list that the label above it opens.")
CARRIED: Final = Reason("place.carried-on", "A sentence that goes on with the paragraph above it.")
HEADS: Final = Reason("place.heading", "Heads the paragraph that follows.")
DANGLING: Final = Reason("place.dangling-label", "A label after the body that no paragraph follows.")


def keep_protected(case: Case) -> Iterator[Change]:
    """What a rule knows to be content stays when it stands between paragraphs of the body."""
    body = np.flatnonzero(case.kept & case.prose)
    if not len(body):
        return
    for finding in case.findings:
        if finding.rule.says is Says.CONTENT and body[0] < finding.first < body[-1]:
            reason = Reason(finding.rule.id, finding.rule.why)
            for index in range(finding.first, finding.last):
                yield Change(index, True, "", reason)


def drop_by_rule(case: Case) -> Iterator[Change]:
    """What a rule proves to be boilerplate goes, whatever its score."""
    protected = {
        index
        for finding in case.findings
        if finding.rule.says is Says.CONTENT
        for index in range(finding.first, finding.last)
    }
    for finding in case.findings:
        rule = finding.rule
        if rule.says is Says.BOILERPLATE and rule.scope is not Scope.TAIL:
            for index in range(finding.first, finding.last):
                if index not in protected:
                    yield Change(index, False, rule.category, Reason(rule.id, rule.why))


def drop_tail(case: Case) -> Iterator[Change]:
    """A tail begins at its label and does not come back, unless prose of the body follows the label."""
    tails = sorted((f for f in case.findings if f.rule.scope is Scope.TAIL), key=lambda f: f.first)
    weight = np.where(case.kept & case.prose, case.words, 0.0)
    floor = None
    for finding in tails:
        at, rule = finding.first, finding.rule
        yield Change(at, False, rule.category, Reason(rule.id, rule.why))
        before = float(weight[:at].sum())
        if floor is None and before:
            floor = _tail_floor(weight[at + 1 :], before)
            category = "comments" if rule.category == "comments" else "related"
            for index in range(at + 1, len(case.blocks)):
                if case.kept[index] and case.scores[index] < floor:
                    yield Change(index, False, category, LISTED)


def _tail_floor(weight: NDArray[np.floating], before: float) -> float:
    """Return the score under which blocks after a tail label go, by how much prose they hold."""
    share = float(weight.sum()) / before
    if share < THRESHOLDS.tail_share:
        return THRESHOLDS.tail_score
    if share < THRESHOLDS.doubtful_share and not weight[: THRESHOLDS.next_prose].any():
        return THRESHOLDS.doubtful_score
    return -np.inf


def carry_on(case: Case) -> Iterator[Change]:
    """A sentence right after a paragraph of the body goes on with it, and a label between two heads the second."""
    prose = case.prose
    for index in range(1, len(case.blocks)):
        doubtful = (
            not case.kept[index] and index not in case.told and case.scores[index] > THRESHOLDS.aside_score
        )
        if not doubtful or not case.kept[index - 1]:
            continue
        follows = index + 1 < len(case.blocks) and case.kept[index + 1] and prose[index + 1]
        if case.ended[index] and prose[index - 1] and case.words[index] > THRESHOLDS.navigation_words:
            yield Change(index, True, "", CARRIED)
        elif not case.ended[index] and follows and case.words[index] < THRESHOLDS.prose_words:
            yield Change(index, True, "", HEADS)


def drop_dangling(case: Case) -> Iterator[Change]:
    """A heading belongs to the paragraphs after it: a label that none follows goes."""
    prose = case.prose
    for index in range(1, len(case.blocks)):
        if (
            case.kept[index]
            and case.kept[index - 1]
            and prose[index - 1]
            and not case.ended[index]
            and case.words[index] < THRESHOLDS.prose_words
            and case.scores[index] < THRESHOLDS.dangling_score
            and not case.kept[index + 1 : index + 4].any()
        ):
            yield Change(index, False, "section_label", DANGLING)


def drop_echoes(case: Case) -> Iterator[Change]:
    """A caption often stands twice, once bare as the picture's alternative text."""
    for index, change in list(case.told.items()):
        if change.category == "caption" and not change.kept:
            for other in (index - 1, index + 1):
                undecided = 0 <= other < len(case.blocks) and (case.kept[other] or other not in case.told)
                if undecided and _echoes(case, other, index):
                    yield Change(other, False, "caption", ECHO)
    for index in range(len(case.blocks) - 1):
        if case.kept[index + 1] and not case.ended[index + 1] and _echoes(case, index, index + 1):
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
        if shaped and block.text[-1] not in ".:;,!" and _is_headline(case, index):
            yield Change(index, False, "title", TITLE)
            return


def _is_headline(case: Case, index: int) -> bool:
    """Tell a headline from a first heading of the body: by its score, or by a date, byline or picture under it."""
    if not case.kept[index]:
        return True
    if index + 1 in _hints_above(case) and not case.prose[index + 1]:
        return True
    doubtful = case.scores[index] < THRESHOLDS.headline_score
    return index == 0 and bool(doubtful) and case.words[index] >= THRESHOLDS.headline_kept_words


def drop_head(case: Case) -> Iterator[Change]:
    """Between the headline and the text stand its date, its author and its picture: hints suffice there, and bare names."""
    body = np.flatnonzero(case.kept & case.prose)
    head = {
        i for i, change in case.told.items() if not change.kept and change.category in (*_ABOVE_TEXT, "title")
    }
    if not len(body) or not any(index < body[0] for index in head):
        return
    hints = _hints_above(case)
    first = min(head)
    for index in range(int(body[0])):
        if not case.kept[index] or case.scores[index] >= THRESHOLDS.head_score:
            continue
        beside = index - 1 in head or index + 1 in head
        if beside and index in hints:
            yield Change(index, False, hints[index].category, Reason(hints[index].id, hints[index].why))
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


def _hints_above(case: Case) -> dict[int, Rule]:
    """Return the rules that hint at what stands between a headline and its text, by block."""
    return {
        index: finding.rule
        for finding in case.findings
        if finding.rule.says is not Says.CONTENT and finding.rule.category in _ABOVE_TEXT
        for index in range(finding.first, finding.last)
    }


def drop_cards(case: Case) -> Iterator[Change]:
    """Cards after the text repeat their labels, dates or bylines: where enough lines are such, the others are their headlines."""
    body = np.flatnonzero(case.kept & case.prose)
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
    carry_on,
    drop_dangling,
    drop_echoes,
    drop_cards,
    drop_title,
    drop_head,
)
"""In this order; each sees what the ones before decided."""
