"""The parser of a date string on its own, such as "10 January 2026 20:31" or "06/01/2026"."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from claimx.dates.numeric import read_clock, read_numeric
from claimx.dates.readings import Calendar
from claimx.dates.scan import read
from claimx.dates.timex import valid
from claimx.dates.tokens import Kind, Tokens, tokenize

_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d*Z?)?$")
_UNIX = re.compile(r"(\d{10})(?:\.\d+|\d{3})?$")  # seconds, or milliseconds
_TWITTER = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d) (\d\d:\d\d):\d\d [+-]\d{4} (\d{4})$")
_LONGEST = 80


@lru_cache(1024)
def parse_date(text: str, *, day_first: bool | None = None) -> str | None:
    """Return a date string as ISO day, with the time of day if it has one; None if it isn't one.

    It must have day, month and year. "06/01/2026" has the month first unless `day_first`;
    "06.01.2026" and "6.1.26" have the day first. Seconds since 1970 are read as UTC.
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    if m := _ISO_TIME.match(text):
        day = parse_date(m[1])
        return f"{day}T{m[2]}" if day else None
    if m := _TWITTER.match(text):
        day = parse_date(f"{m[1]}, {m[3]}")
        return f"{day}T{m[2]}" if day else None
    if m := _COMPACT.match(text):
        clock = f"{m[4]}:{m[5]}" if m[4] else None
        return _iso(int(m[1]), int(m[2]), int(m[3]), clock)
    if m := _UNIX.match(text):
        return dt.datetime.fromtimestamp(int(m[1]), dt.UTC).isoformat(timespec="minutes")[:16]
    return _worded(tokenize(text, day_first=day_first)) or _foreign(text, day_first)


def _iso(year: int, month: int, day: int, clock: str | None) -> str | None:
    if not valid(year, month, day):
        return None
    date = f"{year:04}-{month:02}-{day:02}"
    return f"{date}T{clock}" if clock and clock != "24:00" else date


def _worded(at: Tokens) -> str | None:
    """Return the first full date among the tokens."""
    numeric = (_numeric(at, i) for i, kind in enumerate(at.kinds) if kind == Kind.NUMERIC)
    for reading in (*(one.reading for one in read(at)), *numeric):
        if isinstance(reading, Calendar) and reading.year and reading.month and reading.day:
            clock = reading.clock or _clock(at)
            return _iso(reading.year, reading.month, reading.day, clock)
    return None


def _numeric(at: Tokens, index: int) -> Calendar | None:
    """Return a date in digits, also "6.1.26", which in prose would be a version."""
    return read_numeric(at.lower[index].upper(), day_first=at.day_first)


def _clock(at: Tokens) -> str | None:
    """Return the clock time somewhere in the string."""
    first = at.kinds.find(Kind.CLOCK)
    if first < 0:
        return None
    found = read_clock(at, first, first + 1 + (at.kind(first + 1) == Kind.MERIDIEM))
    return found["clock"] if found else None


def _foreign(text: str, day_first: bool | None) -> str | None:
    """Return what dateparser reads in a date whose month is an unknown word, or None."""
    if not re.search(r"\d\D+\d", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    import dateparser

    found: dt.datetime | None = dateparser.parse(
        text,
        settings={
            "REQUIRE_PARTS": ["day", "month", "year"],
            "DATE_ORDER": "DMY" if day_first else "MDY",
            "PARSERS": ["absolute-time"],
        },
    )
    return found.date().isoformat() if found else None
