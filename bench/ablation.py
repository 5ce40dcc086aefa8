"""One page replayed without a rule, a theme, a pass or a feature, to see what it is worth."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Final, NamedTuple

from bench.stages import Stage, replaced, swapped
from pagemarrow.core import extract, pipeline
from pagemarrow.core.decide import html, text
from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import Article, Finding, Options
from pagemarrow.core.score import html as scoring

FIXED: Final = ("decode", "segment", "read_metadata", "guess_language")
"""Stages before any rule or feature: run once a page and replayed."""

PASSES: Final = "PASSES"
"""Name of the tuple of passes that both deciding modules go through."""

DECIDING: Final = {"text/html": html, "text/plain": text}

CONTEXT: Final = "measure_context"
"""Name of the second pass's measuring in ``pagemarrow.core.score.html``."""

SEED: Final = 20260401


class Without(NamedTuple):
    """What is left out: rules by id or theme, passes and features by name."""

    rules: frozenset[str] = frozenset()
    passes: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, written: str) -> Without:
        """Read ``rule:ID,theme:NAME,pass:NAME,feature:NAME`` joined by commas.

        Raises ``ValueError`` for another kind of name.
        """
        named: dict[str, set[str]] = {"rule": set(), "theme": set(), "pass": set(), "feature": set()}
        for part in written.split(","):
            kind, _, name = part.partition(":")
            if kind not in named or not name:
                raise ValueError(f"{part!r} is none of rule:ID, theme:NAME, pass:NAME, feature:NAME")
            named[kind].add(name)
        rules = frozenset(named["rule"] | named["theme"])
        return cls(rules, frozenset(named["pass"]), frozenset(named["feature"]))


class Replay:
    """A page whose first stages have run; the rest can be run again with something left out."""

    def __init__(self, page: bytes | str, media: str) -> None:
        self._page, self._media = page, media
        self._kept: dict[str, Any] = {}
        self.findings: tuple[Finding, ...] = ()
        recorders = {name: self._recorder(name) for name in (*FIXED, "match")}
        with replaced(**recorders):
            self.article: Article = extract(page, content_type=media)
        self.findings = self._kept["match"]

    def without(self, left_out: Without) -> str:
        """Return the body that comes out without what ``left_out`` names."""
        stages: dict[str, Callable[[Stage], Stage]] = {name: self._player(self._kept[name]) for name in FIXED}
        stages["match"] = self._player(tuple(f for f in self.findings if not _names(left_out, f)))
        if left_out.features:
            stages["measure"] = _shuffler(left_out.features)
        with ExitStack() as stack:
            stack.enter_context(replaced(**stages))
            if left_out.passes:
                stack.enter_context(_passes_without(left_out.passes, self._media))
            if left_out.features:
                stack.enter_context(_context(_shuffler(left_out.features)))
            return extract(self._page, content_type=self._media).text

    def _recorder(self, name: str) -> Callable[[Stage], Stage]:
        def wrap(stage: Stage) -> Stage:
            def run(*arguments: Any, **named: Any) -> Any:
                self._kept[name] = stage(*arguments, **named)
                return self._kept[name]

            return run

        return wrap

    @staticmethod
    def _player(value: Any) -> Callable[[Stage], Stage]:
        return lambda stage: lambda *arguments, **named: value


def _names(left_out: Without, finding: Finding) -> bool:
    return finding.rule.id in left_out.rules or finding.rule.theme in left_out.rules


def _shuffler(names: Iterable[str]) -> Callable[[Stage], Stage]:
    """Wrap a measuring stage so that the named columns carry no information: their values change places."""
    chosen = frozenset(names)

    def wrap(stage: Stage) -> Stage:
        def run(*arguments: Any, **named: Any) -> Features:
            features: Features = stage(*arguments, **named)
            values = features.values.copy()
            order = list(range(len(values)))
            random.Random(SEED).shuffle(order)
            for column, name in enumerate(features.names):
                if name in chosen:
                    values[:, column] = features.values[order, column]
            return features._replace(values=values)

        return run

    return wrap


def _context(wrap: Callable[[Stage], Stage]) -> AbstractContextManager[None]:
    """Wrap the measuring of the second pass, which has features of its own, inside scoring."""
    return swapped(scoring, CONTEXT, wrap(getattr(scoring, CONTEXT)))


def _passes_without(names: frozenset[str], media: str) -> AbstractContextManager[None]:
    unknown = names - {name for known in DECIDING for name in pass_names(known)}
    if unknown:
        raise ValueError(f"no pass is called {', '.join(sorted(unknown))}")
    rest = tuple(judge for judge in getattr(DECIDING[media], PASSES) if judge.__name__ not in names)
    return swapped(DECIDING[media], PASSES, rest)


def pass_names(media: str) -> tuple[str, ...]:
    """Return the passes of deciding on a media type, in order."""
    return tuple(judge.__name__ for judge in getattr(DECIDING[media], PASSES))


def feature_names(page: str, media: str) -> tuple[str, ...]:
    """Return the names of all features that scoring sees on ``page``, both passes'."""
    seen: dict[str, None] = {}

    def recorder(stage: Stage) -> Stage:
        def run(*arguments: Any, **named: Any) -> Features:
            features: Features = stage(*arguments, **named)
            seen.update(dict.fromkeys(features.names))
            return features

        return run

    with replaced(measure=recorder), _context(recorder):
        pipeline.run_stages(page, content_type=media, options=Options())
    return tuple(seen)
