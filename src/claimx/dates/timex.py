"""TIMEX3 values: their days, and arithmetic on them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

from claimx.text.lexicon import load

_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
_HALF_MONTHS = {1: (1, 6), 2: (7, 12)}
Days = tuple[str | None, str | None]
NOTHING: Days = (None, None)


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of the month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def valid(year: int, month: int, day: int) -> bool:
    """Return whether this day exists."""
    return (
        1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    )


@lru_cache(4096)
def days(value: str) -> Days:
    """Return the first and last ISO day of a TIMEX3 value; None for values without days."""
    if "/" in value:
        first, last = value.split("/", 1)
        return days(first)[0], days(last)[1]
    try:
        span = _days(value)
    except ValueError:
        return NOTHING
    return (span[0].isoformat(), span[1].isoformat()) if span else NOTHING


def _days(value: str) -> tuple[dt.date, dt.date] | None:
    if m := re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?$", value):
        day = dt.date(int(m[1]), int(m[2]), int(m[3]))
        return day, day
    if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        year, month = int(m[1]), int(m[2])
        return dt.date(year, month, 1), month_end(year, month)
    if m := re.fullmatch(r"\d{2,4}", value):
        rest = 4 - len(value)
        low, high = value + "0" * rest, value + "9" * rest
        return dt.date(max(int(low), 1), 1, 1), dt.date(int(high), 12, 31)
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = dt.date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return monday + dt.timedelta(5 if m[3] else 0), monday + dt.timedelta(6)
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        year, quarter = int(m[1]), int(m[2])
        return dt.date(year, 3 * quarter - 2, 1), month_end(year, 3 * quarter)
    if m := re.fullmatch(r"(\d{4})-H([12])", value):
        year, (low_month, high_month) = int(m[1]), _HALF_MONTHS[int(m[2])]
        return dt.date(year, low_month, 1), month_end(year, high_month)
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        year, (first, last) = int(m[1]), _SEASON_MONTHS[m[2]]
        return dt.date(year, first, 1), month_end(year + (last > 12), last - 12 * (last > 12))
    return None


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day this many months later, or the last day of that month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    if not 1 <= year <= 9999:
        raise OverflowError(f"year {year}")
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def at_unit(day: dt.date, unit: str) -> str:
    """Return the value of the unit that contains the day: `W` → "2026-W02"."""
    year = f"{day.year:04}"
    match unit:
        case "Y":
            return year
        case "M":
            return year + f"-{day.month:02}"
        case "W" | "FN" | "WE":
            iso = day.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if unit == "WE" else "")
        case "Q":
            return f"{year}-Q{(day.month + 2) // 3}"
        case "HF":
            return f"{year}-H{1 if day.month < 7 else 2}"
        case "DE":
            return year[:3]
        case "CE":
            return year[:2]
        case "NI":
            return day.isoformat() + "TNI"
    return day.isoformat()


def shift(day: dt.date, unit: str, count: float) -> dt.date:
    """Return the day this many units away; raise OverflowError outside the calendar."""
    months = {"Y": 12, "M": 1, "Q": 3, "HF": 6, "DE": 120, "CE": 1200, "ML": 12000}.get(unit)
    if months:
        moved = add_months(day, int(months * count))
        rest = months * count - int(months * count)
        return moved + dt.timedelta(round(rest * 30))
    return day + dt.timedelta({"W": 7, "FN": 14, "WE": 7}.get(unit, 1) * count)


def duration(count: float | str, unit: str) -> str:
    """Return a TIMEX3 duration: `duration(5, "Y")` is "P5Y"; "X" means an unknown number."""
    factor, letter = {
        "DE": (10, "Y"),
        "CE": (100, "Y"),
        "ML": (1000, "Y"),
        "FN": (2, "W"),
        "HF": (6, "M"),
    }.get(unit, (1, unit))
    if unit in ("NI", "WE"):
        letter = "D" if unit == "NI" else "WE"
    if count == "X":
        name = unit if factor != 1 else letter
        return f"PTX{letter[1]}" if letter[0] == "T" else f"PX{name}"
    if unit == "WE" and count == 1:
        return "P1WE"
    number = f"{float(count) * factor:.4f}".rstrip("0").rstrip(".")
    return f"PT{number}{letter[1]}" if letter[0] == "T" else f"P{number}{letter}"


def easter(year: int) -> dt.date:
    """Return Easter Sunday in the Gregorian calendar (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    last = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * last) // 433
    month = (h + last - 7 * m + 90) // 25
    return dt.date(year, month, (h + last - 7 * m + 33 * month + 19) % 32)


def holiday(rule: str, year: int) -> dt.date:
    """Return the day of a holiday's rule ("12-25", "easter-2", "3-monday-1") in a year."""
    if m := re.fullmatch(r"(\d\d)-(\d\d)", rule):
        return dt.date(year, int(m[1]), int(m[2]))
    if rule == "election":  # Tuesday after the first Monday of November
        return _nth_weekday(year, 11, 1, 1) + dt.timedelta(1)
    if m := re.fullmatch(r"(easter|thanksgiving)([+-]\d+)?", rule):
        day = easter(year) if m[1] == "easter" else _nth_weekday(year, 11, 4, 4)
        return day + dt.timedelta(int(m[2] or 0))
    number, name, month = rule.split("-")
    weekday = load("dates")["weekdays"][name]
    return _nth_weekday(year, int(month), weekday, -1 if number == "last" else int(number))


def _nth_weekday(year: int, month: int, weekday: int, number: int) -> dt.date:
    if number < 0:
        end = month_end(year, month)
        return end - dt.timedelta((end.isoweekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta((weekday - first.isoweekday()) % 7 + 7 * (number - 1))
