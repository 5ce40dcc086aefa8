"""``extract``, as the library, the service and the command line call it: it answers for every page in linear time."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pagemarrow.core.bombs import TooComplex
from pagemarrow.core.linear import extract_linear
from pagemarrow.core.model import Article, InvalidInput, MarrowError, Options
from pagemarrow.core.options import parse_options
from pagemarrow.core.pipeline import run_stages
from pagemarrow.core.ruleset import BUILT_IN, RuleSet

PageInput: TypeAlias = bytes | bytearray | memoryview | str


def extract(
    page: PageInput,
    *,
    content_type: str | None = None,
    url: str | None = None,
    options: Options | Mapping[str, Any] | None = None,
    rules: RuleSet = BUILT_IN,
    on_error: Callable[[Exception], object] | None = None,
) -> Article:
    """Return the body of ``page`` and what is known of it.

    ``page`` is a scraped page as bytes or text. ``content_type`` is ``text/html`` or ``text/plain``, with
    an optional ``charset`` parameter; without it the input is sniffed. ``rules`` are those in force: the
    built-in ones by default (``ruleset.combine`` adds others). Pure: no I/O, no state.

    A page that is too complex for the parser or too long to be judged whole goes the linear-time path. Its answer
    has the warning ``degraded`` and a low confidence. So has a page on which the extractor fails by a fault of its
    own: ``on_error`` is called with that exception; without ``on_error`` a ``RuntimeWarning`` names its type.

    Raises ``InvalidInput`` for a ``page`` that is neither bytes nor text, ``InvalidOption`` for an unknown or ill-typed option or
    a selector that does not parse, and ``UnsupportedMediaType`` for a ``content_type`` that is neither HTML nor text.
    No content of ``page`` raises.
    """
    given = _read_input(page)
    wanted = parse_options(options, url=url)
    try:
        return run_stages(given, content_type=content_type, options=wanted, rules=rules)
    except MarrowError:
        raise
    except TooComplex:
        pass
    except Exception as error:  # noqa: BLE001 - a fault of ours must not cost the page
        if on_error is None:
            _warn(error)
        else:
            on_error(error)
    return extract_linear(given, content_type=content_type, options=wanted, rules=rules)


def _read_input(page: PageInput) -> bytes | str:
    """Return ``page`` as one of the two immutable types. Raises ``InvalidInput``."""
    if isinstance(page, (bytes, str)):
        return page
    if isinstance(page, (bytearray, memoryview)):
        return bytes(page)
    raise InvalidInput(f"page must be bytes, bytearray, memoryview or str, not {type(page).__name__}")


def _warn(error: Exception) -> None:
    """Name the type of ``error`` alone: its message may quote the page."""
    warnings.warn(
        f"extraction failed with {type(error).__name__}; the linear-time path was taken",
        RuntimeWarning,
        stacklevel=3,
    )
