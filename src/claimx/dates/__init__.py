"""Date expressions in a text, as TIMEX3 values resolved against the article's date."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from claimx.dates.anchor import resolve
from claimx.dates.parse import parse_date
from claimx.dates.readings import Calendar, DateMatch, Found
from claimx.dates.scan import appositions, read, shared_years
from claimx.dates.story import Story, is_history
from claimx.dates.tense import Tenses
from claimx.dates.tokens import tokenize

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["DateMatch", "day_order", "find_dates", "parse_date"]


def find_dates(
    doc: Doc, *, published: str | None = None, day_first: bool | None = None
) -> list[DateMatch]:
    """Return the date expressions of a Doc, in order and without overlap.

    `published` is the article's ISO date or date-time. Without it, relative expressions stay in
    TIMEX3's X notation. `day_first` says how to read dates in digits with slashes or hyphens; if it
    is None, they follow an unambiguous one in the text, or else have the month first. Values are
    TIMEX3, as in TimeML 1.2.1.
    """
    text = doc.text
    order = day_order(text) if day_first is None else day_first
    at = tokenize(text, day_first=order, names=_names(doc))
    found = appositions(at, shared_years(at, list(read(at))))
    day, clock = _moment(published)
    day = day or _stated_today(found)
    story = Story(at, Tenses(doc), day, clock, narrative=is_history(found, day))
    return list(resolve(found, story))


_SLASHED = re.compile(r"(?<![\d/-])(\d\d?)[/-](\d\d?)[/-](?:19|20)\d\d(?!\d)")


def day_order(text: str) -> bool | None:
    """Return whether the text's dates in digits have the day first; None if no date shows it."""
    for match in _SLASHED.finditer(text):
        first, second = int(match[1]), int(match[2])
        if (first > 12) != (second > 12) and max(first, second) <= 31:
            return first > 12
    return None


def _names(doc: Doc) -> list[tuple[int, int]]:
    """Return the spans of names of people and bodies, which may contain date words."""
    return [(e.start_char, e.end_char) for e in doc.ents if e.label_ in ("PERSON", "ORG")]


def _moment(published: str | None) -> tuple[dt.date | None, dt.time | None]:
    """Return the day and the time of day of an ISO date or date-time."""
    if published is None:
        return None, None
    clock = dt.time.fromisoformat(published[11:]) if len(published) > len("2026-01-06") else None
    return dt.date.fromisoformat(published[:10]), clock


def _stated_today(found: list[Found]) -> dt.date | None:
    """Return the day that "today (July 25, 2022)" states, in an article without a date."""
    for one in found:
        reading = one.reading
        if one.rule == "relative_day" and isinstance(reading, Calendar) and reading.year:
            return dt.date(reading.year, reading.month or 1, reading.day or 1)
    return None
