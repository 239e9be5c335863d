"""A delimited date string ("10 January 2026 20:31", "06/01/2026") → ISO."""

from __future__ import annotations

import re
from functools import lru_cache

from claimx.dates.grammar import read
from claimx.dates.lexer import words
from claimx.dates.numeric import read_clock, read_numeric
from claimx.dates.readings import Calendar
from claimx.dates.values import valid

_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")


@lru_cache(1024)
def parse_date(text: str, *, day_first: bool | None = None) -> str | None:
    """The ISO day, with the time of day if it is told, that the whole string gives; else None."""
    text = " ".join(text.split())
    if not text or len(text) > 80:
        return None
    if m := _ISO_TIME.match(text):
        day = parse_date(m[1])
        return f"{day}T{m[2]}" if day else None
    at = words(text)
    dated = [one.reading for one in read(at) if isinstance(one.reading, Calendar)]
    reading = next((one for one in dated if one.day is not None and one.year is not None), None)
    if reading is not None and "I" in at.classes:
        raw = at.lower[at.classes.index("I")]
        reading = read_numeric(raw, day_first=day_first) or reading
    if reading is None or reading.year is None or reading.month is None or reading.day is None:
        return _odd(text, day_first)
    if not valid(reading.year, reading.month, reading.day):
        return None
    clock = reading.clock or _clock(text)
    day = f"{reading.year:04}-{reading.month:02}-{reading.day:02}"
    return f"{day}T{clock}" if clock and clock != "24:00" else day


def _clock(text: str) -> str | None:
    """The clock time somewhere in the string."""
    at = words(text)
    for i, letter in enumerate(at.classes):
        if letter == "C":
            last = i + 2 if at.classes[i + 1 : i + 2] == "K" else i + 1
            found = read_clock(at, i, last)
            return found["clock"] if found else None
    return None


def _odd(text: str, day_first: bool | None) -> str | None:
    """What dateparser makes of a numeric or day-month-year string in no layout of ours."""
    if not re.search(r"\d", text) or not re.search(r"\d{4}|\d\d?\D+\d\d?\D+\d\d", text):
        return None
    import dateparser

    settings: dict[str, object] = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": "DMY" if day_first else "MDY",
        "PARSERS": ["absolute-time"],
    }
    found = dateparser.parse(text, settings=settings)  # type: ignore[arg-type]
    if found is None:
        return None
    return found.date().isoformat()
