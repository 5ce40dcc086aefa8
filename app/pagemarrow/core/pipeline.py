"""The order of the stages; nothing else."""

from __future__ import annotations

import time

from pagemarrow import __version__
from pagemarrow.core.bombs import check_page, check_source
from pagemarrow.core.containers import build_tree
from pagemarrow.core.decide import decide
from pagemarrow.core.decode import decode
from pagemarrow.core.fallback import fall_back
from pagemarrow.core.language import guess_language
from pagemarrow.core.match import match, unread_names
from pagemarrow.core.match import prepare as prepare_rules
from pagemarrow.core.measure import measure
from pagemarrow.core.metadata import read_metadata
from pagemarrow.core.model import Article, Options
from pagemarrow.core.render import render
from pagemarrow.core.ruleset import BUILT_IN, RuleSet
from pagemarrow.core.score import add_term, score, terms
from pagemarrow.core.second_opinion import ASK_BELOW, ask, lift, tell
from pagemarrow.core.segment import segment
from pagemarrow.core.segment.html import check_selectors
from pagemarrow.core.site import Reading, obey_site, read_site, tell_site


def prepare(language: str, rules: RuleSet = BUILT_IN) -> None:
    """Make ready what pages in ``language`` need of ``rules``: else the first of them wait for it."""
    prepare_rules(rules, language)


def run_stages(
    page: bytes | str,
    *,
    content_type: str | None,
    options: Options,
    rules: RuleSet = BUILT_IN,
    bounded: bool = True,
) -> Article:
    """Return the body of ``page`` by every stage in order; ``guard.extract`` is what users call.

    With ``bounded`` it raises ``TooComplex`` for a page that would take it too long. Without, the caller has made sure that
    ``page`` does not. Raises ``InvalidOption`` and ``UnsupportedMediaType`` as ``guard.extract`` does.
    """
    started = time.perf_counter()
    check_selectors(options.selectors)  # of a page without elements, too
    source = decode(page, content_type)
    if bounded:
        check_source(source)
    site = rules.sites.rule_for(options.url) if rules.sites else None
    if site:  # it may name what stands in menus, and say which rules do not hold
        reading = read_site(site, source, options, segment)
    else:
        reading = Reading(segment(source, options, unread_names(rules)))
    segmented = reading.page
    if bounded:
        check_page(segmented, source)
    metadata = read_metadata(segmented.declared, options.url, options.title)
    language = guess_language(segmented.blocks, metadata.language)
    tree = build_tree(segmented) if source.input == "html" else None
    findings = match(segmented, language, rules, site.rules_off if site else frozenset(), tree)
    features = measure(segmented, source.input, metadata, language, findings, tree)
    scores = score(segmented, features, source.input)
    moved = terms(segmented, features, source.input) if options.explain else ()
    decision = decide(segmented, source.input, metadata, features, scores, findings, options)
    moved = add_term(moved, "containers", [verdict.score for verdict in decision.verdicts] - scores)
    if options.second_opinion and source.input == "html" and decision.confidence < ASK_BELOW:
        vote = ask(source.text, segmented)
        if vote is not None:
            scores = scores + lift(vote, len(scores))
            decision = decide(segmented, source.input, metadata, features, scores, findings, options)
            decision = decision._replace(verdicts=tell(decision.verdicts, vote))
    if site:
        decision = obey_site(site, reading, decision, rules.ids)
        metadata = tell_site(reading, metadata)
    if not reading.keep:
        segmented, decision = fall_back(segmented, decision, metadata, options)
    metadata = metadata._replace(language=language, title=metadata.title or decision.title)
    text = render(segmented, decision.verdicts, metadata, options)
    return Article(
        text=text,
        metadata=metadata,
        input=source.input,
        charset=source.charset,
        page_type=decision.page_type,
        page_type_confidence=decision.page_type_confidence,
        confidence=decision.confidence,
        warnings=(*source.warnings, *segmented.warnings, *reading.warnings, *decision.warnings),
        stats={
            "blocks": len(segmented.blocks) + sum([bool(element.text) for element in segmented.unread]),
            "kept": sum([verdict.kept for verdict in decision.verdicts]),
            "chars_in": len(source.text),
            "chars_out": len(text),
            "elapsed_ms": round((time.perf_counter() - started) * 1000, 3),
        },
        versions={"app": __version__, "rules": rules.version},
        page=segmented,
        verdicts=decision.verdicts,
        terms=moved,
        explained=options.explain,
    )
