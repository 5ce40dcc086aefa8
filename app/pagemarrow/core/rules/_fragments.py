"""Pieces of patterns that several themes share: months, dates, times, names. For verbose patterns."""

from __future__ import annotations

FURTHER = ("sv", "da", "no", "fi", "cs", "tr", "uk", "el", "ar", "fa", "he", "hi", "ko")
"""Languages with one rule a theme for all of them: each pattern has a line for each language, in this order."""

CAPITAL = r"[^\W\d_a-zß-öø-ÿα-ωάέήίόύώа-яёіїєґąćęłńóśźžčďěňřšťůğış]"
"""A letter that is no small one of the Latin, Greek or Cyrillic alphabets."""

_NAME_WORD = rf"(?-i:{CAPITAL})[\w.'’-]{{0,24}}"
_PARTICLE = r"(?:de|da|di|du|del|della|van|von|der|den|la|le|al|el|bin|ibn|y|zu|dos)"
NAME = rf"(?:{_NAME_WORD}(?:\ (?:{_PARTICLE}|{_NAME_WORD})){{0,4}})"
"""A capitalised name of one to five words."""

FULL_NAME = rf"(?:{_NAME_WORD}(?:\ (?:{_PARTICLE}|{_NAME_WORD})){{1,4}})"
"""A capitalised name of two to five words."""

MONTH = r"""
    (?:(?:jan|jän|feb|fév|fev|mar|mär|apr|abr|avr|mai|may|maj|mag|mei|jun|jul|juin|juil|giu|lug|gen|aug|ago
    |aoû|aou|sep|set|oct|okt|out|ott|nov|dec|dez|déc|dic|ene|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru
    |янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек)[^\W\d_]{0,9}\.?)
"""

MONTH_CUES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov"),
    *("dec", "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "janvier", "février"),
    *("mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre", "enero"),
    *("febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre"),
    *("diciembre", "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre"),
    *("dicembre", "janeiro", "fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro"),
    *("novembro", "dezembro", "januari", "februari", "maart", "mei", "augustus", "stycznia", "lutego"),
    *("marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października"),
    *("listopada", "grudnia", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа"),
    *("сентября", "октября", "ноября", "декабря", "dez", "ene", "dic", "abr", "ago"),
)

WEEKDAY = r"""
    (?:(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?
    |montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so
    |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
    |lunes|martes|miércoles|jueves|viernes|sábado|domingo)\.?
"""

DATE = rf"""
    (?:(?:{WEEKDAY},?\ )?
    (?:\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?[ ](?:of[ ]|de[ ])?{MONTH},?[ ](?:de[ ]|del[ ])?\d{{4}}
    |{MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]\d{{4}}
    |\d{{1,2}}[ -]?{MONTH}[ -]?\d{{2,4}}
    |\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
    |\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})
    |\d{{4}}\ ?年\d{{1,2}}\ ?月\d{{1,2}}\ ?日)(?!\w))
"""
"""A calendar day with its year."""

TIME = r"""
    (?:\d{1,2}(?:[:.h]\d{2}){1,2}(?:\ ?[ap]\.?m\.?)?(?:\ uhr|\ h)?(?!\w)
    |\d{1,2}\ ?[ap]\.?m\.?(?!\w))
    (?:\ \(?(?:gmt|utc|bst|cet|cest|e[sd]?t|c[sd]?t|m[sd]t|p[sd]?t|ist|aest|msk)(?:[+-]\d{1,2})?\)?)?
"""
"""A time of day, perhaps with its zone."""

_WIRE = r"(?:dpa|ap|afp|reuters|apa|sda|efe|ansa|epd|kna|sid|pap|tass|lusa|anp|belga|ritzau|ntb|upi|pti|ians|yonhap|kyodo)"
NO_WIRE_PARAGRAPH = rf"""(?!(?:\S{{1,60}}\ ){{7}}.{{0,380}}[.!?]["']?\ ?
    (?:\({_WIRE}(?:[/,-]\ ?\w{{2,12}}){{0,2}}\)|-?\ ?/{_WIRE}|(?:quelle|source|fuente|fonte):\ {_WIRE})\.?$)"""
"""Refuses a paragraph of eight words or more whose last sentence a wire service's mark follows: it is no caption."""
