"""The pipeline with some of its stages watched or replaced, for measurement alone."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any, Final

from pagemarrow.core import pipeline

Stage = Callable[..., Any]

STAGES: Final = (
    *("parse_options", "decode", "segment", "read_metadata", "guess_language"),
    *("match", "measure", "score", "decide", "render"),
)
"""Names under which the pipeline calls its stages, in order."""


@contextmanager
def swapped(owner: ModuleType, name: str, value: object) -> Iterator[None]:
    """Let ``value`` stand in for the attribute ``name`` of a module while the block runs."""
    original = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, original)


@contextmanager
def replaced(**wrappers: Callable[[Stage], Stage]) -> Iterator[None]:
    """Let ``wrappers[name](stage)`` stand in for the pipeline's stage ``name`` while the block runs.

    Raises ``AttributeError`` when the pipeline has no stage of that name.
    """
    with ExitStack() as stack:
        for name, wrap in wrappers.items():
            stack.enter_context(swapped(pipeline, name, wrap(getattr(pipeline, name))))
        yield


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Yield a table of processor seconds spent in each stage that the block's extractions fill."""
    spent: dict[str, float] = defaultdict(float)

    def clock(name: str) -> Callable[[Stage], Stage]:
        def wrap(stage: Stage) -> Stage:
            def run(*arguments: Any, **named: Any) -> Any:
                started = time.process_time()
                try:
                    return stage(*arguments, **named)
                finally:
                    spent[name] += time.process_time() - started

            return run

        return wrap

    present = [name for name in STAGES if hasattr(pipeline, name)]
    with replaced(**{name: clock(name) for name in present}):
        yield spent
