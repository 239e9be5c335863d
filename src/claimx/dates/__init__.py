"""Date expressions in a text, as TIMEX3 values resolved against the article's date."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from claimx.dates.context import Context
from claimx.dates.grammar import read, shared_years
from claimx.dates.lexer import words
from claimx.dates.parse import parse_date
from claimx.dates.readings import Calendar, DateMatch, Found, Interval, Shift
from claimx.dates.resolve import Resolver
from claimx.dates.tense import Tenses

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SLASHED = re.compile(r"(?<![\d/-])(\d\d?)[/-](\d\d?)[/-](?:19|20)\d\d(?!\d)")

__all__ = ["DateMatch", "day_order", "find_dates", "parse_date"]


def find_dates(
    doc: Doc, *, published: str | None = None, day_first: bool | None = None
) -> list[DateMatch]:
    """The date expressions of a Doc, in order, none overlapping.

    `published` is the article's date or date-time (ISO); without it relative expressions stay in
    TIMEX3's X notation. All-digit dates with slashes or hyphens have the day first if
    `day_first`; if that is None, as an unmistakable one in the text has it, else the month first.
    Values: TimeML 1.2.1 (TIMEX3).
    """
    text = doc.text
    at = words(text, day_first=day_order(text) if day_first is None else day_first)
    day = dt.date.fromisoformat(published[:10]) if published else None
    clock = dt.time.fromisoformat(published[11:]) if published and len(published) > 10 else None
    found = shared_years(at, list(read(at)))
    context = Context(at, Tenses(doc), day, clock, narrative=_is_narrative(found, day))
    resolver = Resolver(context)
    matches = (resolver.resolve(one) for one in found)
    return [match for match in matches if match]


def day_order(text: str) -> bool | None:
    """Whether days stand first in the text's all-digit dates, where one of them shows it."""
    for match in _SLASHED.finditer(text):
        first, second = int(match[1]), int(match[2])
        if (first > 12) != (second > 12) and max(first, second) <= 31:
            return first > 12
    return None


def _is_narrative(found: list[Found], published: dt.date | None) -> bool:
    """Whether the text tells history: years given, mostly long past, and hardly a "yesterday"."""
    history = deictic = 0
    for one in found:
        reading = one.reading
        if isinstance(reading, Interval):
            reading = reading.first
        if isinstance(reading, Calendar):
            if reading.year is not None and published and reading.year < published.year - 1:
                history += 2 if reading.month else 1
            elif reading.weekday and not reading.day:
                deictic += 2
        elif isinstance(reading, Shift) and reading.base == "article":
            deictic += 1
    return published is not None and history >= 8 and history > 3 * deictic
