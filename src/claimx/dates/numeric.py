"""Dates and clock times in digits: "06/01/2026", "2026-01-10T20:31", "8.30 pm EST"."""

from __future__ import annotations

import re
from typing import Any

from claimx.dates.readings import Calendar
from claimx.dates.timex import valid
from claimx.dates.tokens import Kind, Tokens

_ISO = re.compile(
    r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$"
)
_SHORT = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4}|\d\d)$")
_FIRST_NIGHT_HOUR = 6  # "at 5 in the night" is 05:00
_CLOCK = re.compile(r"(\d\d?)[:.](\d\d)(?::(\d\d)(?:\.\d+)?)?$|(\d\d)(\d\d)$")


def full_year(year: int, *, pivot: int = 69) -> int:
    """Return the year for two digits: from `pivot` on, it is in the twentieth century."""
    return year if year > 99 else year + (1900 if year >= pivot else 2000)


def order(first: int, second: int, separator: str, day_first: bool | None) -> bool | None:
    """Return whether the day comes first; None if neither order gives a date.

    The numbers decide if only one order is possible. Otherwise, full stops always have the day
    first; slashes and hyphens do if `day_first`, or else the month, as in the United States.
    """
    if first > 12 and second > 12:
        return None
    if first > 12:
        return True
    if second > 12:
        return False
    return separator == "." or bool(day_first)


def read_numeric(text: str, *, day_first: bool | None = None) -> Calendar | None:
    """Return the day (and time) of a date in digits, or None if it is not a date."""
    if m := _ISO.match(text):
        year, month, day = int(m[1]), int(m[2]), int(m[3])
        if not valid(year, month, day):
            return None
        return Calendar(year=year, month=month, day=day, clock=m[4], zone=m[5])
    if m := re.fullmatch(r"(\d{4})-(\d\d?)", text):
        return Calendar(year=int(m[1]), month=int(m[2])) if 1 <= int(m[2]) <= 12 else None
    if m := re.fullmatch(r"(\d\d?)/(\d\d?)", text):
        day_leads = order(int(m[1]), int(m[2]), "/", day_first)
        day, month = (int(m[1]), int(m[2])) if day_leads else (int(m[2]), int(m[1]))
        usable = day_leads is not None and valid(2000, month, day)
        return Calendar(month=month, day=day) if usable else None
    if m := _SHORT.match(text):
        day_leads = order(int(m[1]), int(m[3]), m[2], day_first)
        if day_leads is None:
            return None
        day, month = (int(m[1]), int(m[3])) if day_leads else (int(m[3]), int(m[1]))
        year = full_year(int(m[4]))
        if valid(year, month, day):
            return Calendar(year=year, month=month, day=day)
    return None


def read_clock(
    at: Tokens, first: int, last: int, *, part: str | None = None
) -> dict[str, Any] | None:
    """Return the clock time ("20:31") and zone at tokens `first` to `last`, or None."""
    hour = minute = -1
    half, zone = "", None
    for i in range(first, last):
        kind, value = at.kinds[i], at.values[i]
        if kind in (Kind.CLOCK, Kind.DECIMAL, Kind.NOON):
            m = _CLOCK.match(value if isinstance(value, str) else at.lower[i])
            if not m:
                return None
            hour, minute = int(m[1] or m[4]), int(m[2] or m[5])
        elif kind in (Kind.SMALL, Kind.INTEGER, Kind.NUMBER):
            hour, minute = (hour, int(value)) if hour >= 0 else (int(value), 0)
        elif kind == Kind.MERIDIEM:
            half = value
        elif kind == Kind.ZONE:
            zone = value or None
    hour = _of_the_day(hour, half, part)
    if not 0 <= hour <= 24 or not 0 <= minute <= 59 or (hour == 24 and minute):
        return None
    return {"clock": f"{hour:02}:{minute:02}", "zone": zone}


def _of_the_day(hour: int, half: str, part: str | None) -> int:
    """Return the hour from 0 to 23 of one before "a.m.", "p.m." or "in the evening", or -1."""
    if half and not 1 <= hour <= 12 and not (hour > 12 and half == "p"):
        return -1
    late = part in ("AF", "EV") or (part == "NI" and hour >= _FIRST_NIGHT_HOUR)
    if half == "p" or (not half and late):
        return hour + 12 if hour < 12 else hour
    return 0 if half == "a" and hour == 12 else hour
