"""Where a dropped block stands, for blocks that no rule speaks of: the category and reason of last resort."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pagemarrow.core.decide.decision import Place
from pagemarrow.core.measure.features import Features
from pagemarrow.core.model import Reason

UNLIKE: Final = Reason("score.unlike-body", "Its words, links and surroundings read unlike the body.")

LINKED: Final = 0.5
"""Share of a block's characters inside links from which it is a list of links rather than text."""

_PLACES: Final[tuple[Place, ...]] = (
    ("other", (Reason("place.inside", "Stands within the body and reads unlike it."), UNLIKE)),
    ("navigation", (Reason("place.navigation", "Stands in the page's navigation."), UNLIKE)),
    ("legal", (Reason("place.footer", "Stands in the page's footer."), UNLIKE)),
    ("navigation", (Reason("place.header", "Stands in the page's header, above the body."), UNLIKE)),
    ("caption", (Reason("place.figure", "Belongs to a picture or a video, not to the text."), UNLIKE)),
    ("related", (Reason("place.aside", "Stands in a box beside the body."), UNLIKE)),
    ("navigation", (Reason("place.form", "Belongs to a form or a button."), UNLIKE)),
    (
        "navigation",
        (Reason("place.before", "Stands before the body, among what the page puts above it."), UNLIKE),
    ),
    ("related", (Reason("place.links-after", "Stands in the links after the body."), UNLIKE)),
    ("other", (Reason("place.after", "Stands after the end of the body."), UNLIKE)),
)
_INSIDE, _NAVIGATION, _FOOTER, _HEADER, _FIGURE, _ASIDE, _FORM, _BEFORE, _LINKS_AFTER, _AFTER = range(10)


def name_places(features: Features, kept: NDArray[np.bool_]) -> list[Place]:
    """Return for every block the place it would be dropped for."""
    count = len(kept)
    index = np.arange(count)
    body = np.flatnonzero(kept)
    first, last = (body[0], body[-1]) if len(body) else (count, count)
    within = (
        (features.column("in_nav") > 0, _NAVIGATION),
        ((features.column("in_form") > 0) | (features.column("in_button") > 0), _FORM),
        (features.column("in_figure") > 0, _FIGURE),
        (features.column("in_footer") > 0, _FOOTER),
        (features.column("in_aside") > 0, _ASIDE),
        ((features.column("in_header") > 0) & (index < first), _HEADER),
        (index < first, _BEFORE),
        ((index > last) & (features.column("link_density") >= LINKED), _LINKS_AFTER),
        (index > last, _AFTER),
    )
    codes = np.full(count, _INSIDE)
    for test, code in reversed(within):  # the first that holds is the one that stays
        codes[test] = code
    return [_PLACES[code] for code in codes.tolist()]
