"""The linear-time path: for pages on which the parse of a tree, or the judging of every line, takes too long.

Tags are stripped by a tokenizer that never backtracks, then text mode judges the lines, a bounded number of
them: judging costs about 40 µs and 4 KB a line. Lines after those share the verdict of an equal line before,
or else of most of the judged text.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from pagemarrow.core.bombs import MOST_BLOCKS, MOST_CHARACTERS
from pagemarrow.core.decode import decode
from pagemarrow.core.linear.strip import strip_tags, title_of
from pagemarrow.core.model import Article, Block, Options, Page, Reason, Verdict
from pagemarrow.core.options import parse_options
from pagemarrow.core.pipeline import run_stages
from pagemarrow.core.render import render
from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.core.segment.html import check_selectors
from pagemarrow.core.sentences import OWN_STOPS

DEGRADED: Final = "degraded"
"""The warning that every answer of this path carries."""

MOST_CONFIDENT: Final = 0.3
"""Confidence of a degraded answer at most. Nothing but the wording of lines spoke for it."""

MOST_JUDGED: Final = MOST_BLOCKS
"""Lines judged by default."""

MOST_COMPARED: Final = 100_000
"""Lines beyond the judged that are compared with those; the rest goes with the last of them."""

_LINE: Final = re.compile(r"\S[^\n\r]*")
_LINE_OR_SENTENCE_END: Final = re.compile(rf"\S[ \t]*\n|[.!?…|·•»{OWN_STOPS}]\s|[。！？｡]")
"""Whatever may end a block in text mode."""
_AS_BEFORE: Final = (
    Reason("linear.as_before", "Beyond the judged lines: taken as an equal line before, or as most of them."),
)
_KEPT: Final = Verdict(True, "body", _AS_BEFORE, 0.0)
_DROPPED: Final = Verdict(False, "other", _AS_BEFORE, 0.0)


def extract_linear(
    page: bytes | str,
    *,
    content_type: str | None = None,
    options: Options | Mapping[str, Any] | None = None,
    judged: int = MOST_JUDGED,
    rules: RuleSet = BUILT_IN,
) -> Article:
    """Return the body of ``page`` in time linear in its length, whatever it holds, with the warning ``degraded``.

    At most about ``judged`` lines are judged one by one; 0 judges none and keeps all text. CSS ``selectors`` and
    what is known of sites have no effect, rules switched off for a site aside: there are no elements to select. Raises what ``extract`` does.
    """
    started = time.perf_counter()
    wanted = parse_options(options)
    check_selectors(wanted.selectors)  # before stripping: it should not take the time of two paths to be told
    source = decode(page, content_type)
    from_html = source.input == "html"
    text = strip_tags(source.text) if from_html else source.text
    head, tail = _cut(text, judged)
    article = run_stages(head, content_type="text/plain", options=wanted, rules=rules, bounded=False)
    if tail:
        article = _with_tail(article, tail, len(head), wanted)
    if from_html:
        article = _as_html(article, article.title if wanted.title else title_of(source.text))
    return replace(
        article,
        input=source.input,
        charset=source.charset,
        confidence=min(article.confidence, MOST_CONFIDENT),
        warnings=tuple(dict.fromkeys((DEGRADED, *source.warnings, *article.warnings))),
        stats={
            **article.stats,
            "chars_in": len(source.text),
            "elapsed_ms": round((time.perf_counter() - started) * 1000, 3),
        },
    )


def _cut(text: str, judged: int) -> tuple[str, str]:
    """Part ``text`` after about ``judged`` blocks, or at white space before ``MOST_CHARACTERS``."""
    if not judged:
        return "", text
    end = next(islice(_LINE_OR_SENTENCE_END.finditer(text, 0, MOST_CHARACTERS), judged - 1, None), None)
    if end is not None:
        return text[: end.end()], text[end.end() :]
    if len(text) <= MOST_CHARACTERS:
        return text, ""
    cut = max(text.rfind(space, 0, MOST_CHARACTERS) for space in ("\n", " ")) + 1
    return text[:cut], text[cut:]


def _with_tail(article: Article, tail: str, offset: int, options: Options) -> Article:
    """Add the lines after the judged ones to ``article``, runs of one verdict as one block."""
    kept = {block.text: verdict.kept for block, verdict in _judged(article)}
    most = _keeps_most(article)
    blocks = list(article.page.blocks)
    verdicts = list(article.verdicts)
    for start, end, keep in _runs(tail, kept, most):
        blocks.append(Block(tail[start:end].rstrip(), start=offset + start, end=offset + end))
        verdicts.append(_KEPT if keep else _DROPPED)
    page = Page(tuple(blocks), article.page.containers, warnings=article.page.warnings)
    body = render(page, tuple(verdicts), article.metadata, options)
    stats = {**article.stats, "blocks": len(blocks), "chars_out": len(body)}
    stats["kept"] = sum(verdict.kept for verdict in verdicts)
    warnings = tuple(warning for warning in article.warnings if not (body and warning == "no_article"))
    return replace(article, text=body, page=page, verdicts=tuple(verdicts), stats=stats, warnings=warnings)


def _judged(article: Article) -> Iterator[tuple[Block, Verdict]]:
    return zip(article.page.blocks, article.verdicts, strict=True)


def _keeps_most(article: Article) -> bool:
    """Tell whether most characters of ``article`` are kept, or there are none."""
    return sum(len(block.text) * (1 if verdict.kept else -1) for block, verdict in _judged(article)) >= 0


def _runs(text: str, kept: Mapping[str, bool], most: bool) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and verdict of every run of lines of one verdict; the last takes all that is left."""
    begin, last = 0, None
    for line in islice(_LINE.finditer(text), MOST_COMPARED):
        keep = kept.get(line[0].rstrip(), most)
        if keep is not last:
            if last is not None:
                yield begin, line.start(), last
            begin, last = line.start(), keep
    if last is not None:
        yield begin, len(text), last


def _as_html(article: Article, title: str | None) -> Article:
    """Blocks of HTML have no offsets; its title stands in the head, which was stripped."""
    page = article.page
    blocks = tuple([block._replace(start=-1, end=-1) for block in page.blocks])
    metadata = article.metadata._replace(title=title or article.metadata.title)
    return replace(article, page=page._replace(blocks=blocks), metadata=metadata)
