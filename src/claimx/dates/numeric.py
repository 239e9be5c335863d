"""Dates and clock times in digits: "06/01/2026", "2026-01-10T20:31", "8.30 pm EST"."""

from __future__ import annotations

import re
from typing import Any

from claimx.dates.lexer import Words
from claimx.dates.readings import Calendar
from claimx.dates.values import valid

_ISO = re.compile(
    r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$"
)
_SHORT = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4}|\d\d)$")
_CLOCK = re.compile(r"(\d\d?)[:.](\d\d)(?::(\d\d)(?:\.\d+)?)?$|(\d\d)(\d\d)$")


def full_year(year: int) -> int:
    """The year that two digits stand for: 69 and later are of the twentieth century."""
    return year if year > 99 else year + (1900 if year >= 69 else 2000)


def order(first: int, second: int, separator: str, day_first: bool | None) -> bool | None:
    """Whether the day stands first; None where neither order gives a date.

    Numbers decide where they can. Full stops always put the day first; slashes and hyphens do if
    `day_first`, else they have the month first, as in the United States.
    """
    if first > 12 and second > 12:
        return None
    if first > 12:
        return True
    if second > 12:
        return False
    return separator == "." or bool(day_first)


def read_numeric(text: str, *, day_first: bool | None = None) -> Calendar | None:
    """The day (and time) that an all-digit date gives."""
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
    at: Words, first: int, last: int, *, part: str | None = None
) -> dict[str, Any] | None:
    """Clock time ("20:31") and zone that words `first` to `last` give."""
    hour, minute, seen, half = 0, 0, False, ""
    zone: str | None = None
    for i in range(first, last):
        letter, value = at.classes[i], at.values[i]
        if letter == "C":
            m = _CLOCK.match(value)
            if not m:
                return None
            hour, minute, seen = int(m[1] or m[4]), int(m[2] or m[5]), True
        elif letter == "5" and (m := _CLOCK.match(at.lower[i])):
            hour, minute, seen = int(m[1]), int(m[2]), True
        elif letter in "1n" and not seen:
            hour, seen = int(value), True
        elif letter == "n":
            minute = minute + int(value)
        elif letter == "N":
            hour, minute, seen = int(value[:2]), 0, True
        elif letter == "K":
            half = value
        elif letter == "Z":
            zone = value or None
    if half and not 1 <= hour <= 12 and not (hour > 12 and half == "p"):
        return None
    late = part in ("AF", "EV") or (part == "NI" and hour >= 6)
    if half == "p" or (not half and late and hour < 12):
        hour = hour + 12 if hour < 12 else hour
    elif half == "a" and hour == 12:
        hour = 0
    if not seen or hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return {"clock": f"{hour:02}:{minute:02}", "zone": zone}
