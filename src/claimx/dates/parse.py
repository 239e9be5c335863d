"""A delimited date string ("10 January 2026 20:31", "06/01/2026") → ISO."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from claimx.dates.grammar import read
from claimx.dates.lexer import words
from claimx.dates.numeric import read_clock
from claimx.dates.readings import Calendar
from claimx.dates.values import valid

_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d*Z?)?$")
_LONGEST = 80


@lru_cache(1024)
def parse_date(text: str, *, day_first: bool | None = None) -> str | None:
    """The ISO day that a date string gives, with the time of day if it tells one; else None.

    All of day, month and year must be there. "06/01/2026" has the month first unless `day_first`;
    "06.01.2026" the day.
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    if m := _ISO_TIME.match(text):
        day = parse_date(m[1])
        return f"{day}T{m[2]}" if day else None
    if m := _COMPACT.match(text):
        if not valid(int(m[1]), int(m[2]), int(m[3])):
            return None
        return f"{m[1]}-{m[2]}-{m[3]}" + (f"T{m[4]}:{m[5]}" if m[4] else "")
    at = words(text, day_first=day_first)
    for one in read(at):
        reading = one.reading
        if isinstance(reading, Calendar) and None not in (reading.day, reading.month, reading.year):
            return _iso(reading, reading.clock or _clock(text))
    return _odd(text, day_first)


def _iso(reading: Calendar, clock: str | None) -> str | None:
    year, month, day = reading.year or 0, reading.month or 0, reading.day or 0
    if not valid(year, month, day):
        return None
    date = f"{year:04}-{month:02}-{day:02}"
    return f"{date}T{clock}" if clock and clock != "24:00" else date


def _clock(text: str) -> str | None:
    """The clock time somewhere in the string."""
    at = words(text)
    for i in range(len(at.classes)):
        if at.kind(i) == "C":
            found = read_clock(at, i, i + 2 if at.kind(i + 1) == "K" else i + 1)
            return found["clock"] if found else None
    return None


def _odd(text: str, day_first: bool | None) -> str | None:
    """What dateparser makes of a numeric or day-month-year string in no layout of ours."""
    if not re.search(r"\d\D+\d", text):
        return None
    import dateparser

    order = "DMY" if day_first else "MDY"
    found: dt.datetime | None = dateparser.parse(
        text,
        settings={
            "REQUIRE_PARTS": ["day", "month", "year"],
            "DATE_ORDER": order,
            "PARSERS": ["absolute-time"],
        },
    )
    return found.date().isoformat() if found else None
