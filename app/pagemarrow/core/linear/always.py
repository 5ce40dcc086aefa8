"""The way that always answers: the tree where it can, the linear path for what is too complex for it or trips us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pagemarrow.core.linear import extract_linear
from pagemarrow.core.linear.bombs import is_bomb
from pagemarrow.core.model import Article, MarrowError, Options
from pagemarrow.core.pipeline import extract
from pagemarrow.core.ruleset import BUILT_IN, RuleSet


def extract_always(
    page: bytes | str,
    *,
    content_type: str | None = None,
    options: Options | Mapping[str, Any] | None = None,
    rules: RuleSet = BUILT_IN,
    told: Callable[[Exception], object],
) -> Article:
    """Return what ``extract`` does, or ``extract_linear`` of a page that is a bomb or makes ``extract`` fail.

    ``told`` is called with an exception nobody foresaw. Raises what ``extract`` does.
    """
    if not is_bomb(page if isinstance(page, bytes) else page.encode("utf-8", "replace")):
        try:
            return extract(page, content_type=content_type, options=options, rules=rules)
        except MarrowError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours must not cost the page
            told(error)
    return extract_linear(page, content_type=content_type, options=options, rules=rules)
