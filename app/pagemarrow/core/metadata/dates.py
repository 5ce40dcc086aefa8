"""Dates as pages write them, to ISO 8601, as precise as they were given and no more."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

EARLIEST_YEAR: Final = 1600
"""Newspapers begin about then; an earlier year is a placeholder such as 0001-01-01."""

LATEST_YEAR: Final = 2100
MAX_CHARS: Final = 80

_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d|60)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z\b|(?:UTC|GMT)?\s*[+-]\d\d:?(?:\d\d)?(?!\d)|(?:UTC|GMT)\b)?"
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:$|(?P<gap>[-/.])(?P<month>\d{1,2})(?:$|(?P=gap)(?P<day>\d{1,2})(?!\d)"
    r"(?:(?:\s*T\s*|,?\s+)" + _CLOCK + r")?))",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)?(?P<zone>Z)?$"
)
_TAIL = r"(?:(?:[\s,T|–-]|\b(?:at|um|à|a las|alle|às|om)\b)*" + _CLOCK + r")?"
_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)??(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s./-]+(?:de\s+|d[e']\s*)?"
    r"(?P<name>[^\W\d_]{3,12})\.?,?[\s./-]+(?:de[l]?\s+)?(?P<year>\d{4})(?!\d)" + _TAIL,
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)??(?P<name>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
    r"(?P<year>\d{4})(?!\d)" + _TAIL,
    re.IGNORECASE,
)
_CTIME = re.compile(
    r"[^\W\d_]{3}\s+(?P<name>[^\W\d_]{3})\s+(?P<day>\d{1,2})\s+(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)\s+"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{4})?\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<gap>[./-])(?P<other>\d{1,2})(?P=gap)(?P<year>\d{4})(?!\d)" + _TAIL, re.IGNORECASE
)
_CHINESE = re.compile(
    r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]\s*(?:"
    + _CLOCK
    + ")?"
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?$")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)")

_MONTHS: Final = (
    "january jan januar januari janvier janv enero ene gennaio gen janeiro styczeń stycznia sty января январь янв jänner jän",
    "february feb februar februari février févr fév febrero febbraio fevereiro fev luty lutego lut февраля февраль фев",
    "march mar märz mär maart mrt mars marzo março marca marzec марта март мар mrz",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апрель апр",
    "may mai mei mayo maggio mag maio maja maj мая май",
    "june jun juni juin junio giugno giu junho czerwca czerwiec cze июня июнь июн",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec lip июля июль июл",
    "august aug augustus août aout agosto ago sierpnia sierpień sie августа август авг",
    "september sep sept septembre septiembre settembre set setembro wrzesień września wrz сентября сентябрь сен",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik paź октября октябрь окт",
    "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień gru декабря декабрь дек",
)
"""Names and usual short forms in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian."""
_MONTH_OF: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH_FIRST_REGIONS: Final = ("en-us", "en_us", "es-us", "en-ph")


def iso_date(text: str, language: str = "") -> str | None:
    """Return the date that ``text`` begins with in ISO 8601, or ``None`` when it is none or ambiguous.

    ``language`` is the page's language tag. It tells 04/02/2022 apart: month first in the United States, day first
    in any other language or region that is named, unknown otherwise.
    """
    text = text.strip()
    if len(text) > MAX_CHARS or not any(character.isdigit() for character in text):
        return None
    epoch = _EPOCH.match(text)
    if epoch:
        return datetime.fromtimestamp(int(epoch[1]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for pattern in (_COMPACT, _ISO, _MONTH_FIRST, _DAY_FIRST, _CTIME, _CHINESE):
        found = pattern.match(text)
        if found:
            made = _iso(found.groupdict())
            if made:
                return made
    found = _NUMERIC.match(text)
    return _numeric(found.groupdict(), language.lower()) if found else None


def date_in_address(url: str) -> str | None:
    """Return the day that the path of ``url`` names as ``/2022/04/02/``."""
    found = _IN_ADDRESS.search(url)
    return _iso({"year": found[1], "month": found[2], "day": found[3]}) if found else None


def _numeric(parts: dict[str, str | None], language: str) -> str | None:
    first, other = int(parts["first"] or 0), int(parts["other"] or 0)
    if first <= 12 and other <= 12 and first != other:
        if language in ("", "en") and parts["gap"] != ".":
            return None
        month_first = language.startswith(_MONTH_FIRST_REGIONS) and parts["gap"] != "."
    else:
        month_first = other > 12
    day, month = (other, first) if month_first else (first, other)
    return _iso(parts | {"day": str(day), "month": str(month)})


def _iso(parts: dict[str, str | None]) -> str | None:
    """Put the named parts together, if they are a real date."""
    name = (parts.get("name") or "").lower()
    month = _MONTH_OF.get(name) if name else int(parts.get("month") or 0)
    year, day = int(parts["year"] or 0), int(parts.get("day") or 0)
    if month is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        datetime(year, month or 1, day or 1)
    except ValueError:
        return None
    if not month:
        return f"{year:04}"
    return f"{year:04}-{month:02}" + (f"-{day:02}{_time(parts)}" if day else "")


def _time(parts: dict[str, str | None]) -> str:
    hour = int(parts.get("hour") or 0)
    if parts.get("minute") is None or hour > 23:
        return ""
    half = (parts.get("half") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    second = parts.get("second")
    fraction = (parts.get("fraction") or "").rstrip("0")
    return (
        f"T{hour:02}:{parts['minute']}"
        + (f":{second}" if second else "")
        + (f".{fraction}" if fraction else "")
        + _zone((parts.get("zone") or "").upper())
    )


def _zone(zone: str) -> str:
    offset = zone.removeprefix("UTC").removeprefix("GMT").strip()
    if not zone:
        return ""
    if not offset or offset == "Z":
        return "Z"
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return f"{offset[0]}{digits[:2]}:{digits[2:]}"
