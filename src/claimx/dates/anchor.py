"""The step from readings to TIMEX3 values, by the article's date or the last date in the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claimx.dates import timex
from claimx.dates.calendars import Placed, place, timed
from claimx.dates.readings import Calendar, DateMatch, Duration, Fixed, Found, Interval, Shift
from claimx.dates.signs import signs_of
from claimx.dates.story import Story, Told, turn
from claimx.text.confidence import confidence

_UNKNOWN = {
    "Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "Q": "XXXX-QX",
    "DE": "XXX", "CE": "XX", "NI": "XXXX-XX-XXTNI",
}  # fmt: skip
_AHEAD_UNITS = ("Y", "M", "W", "D", "TH", "TM", "FN", "HF", "ML", "NI")
_TUESDAY, _THURSDAY, _SATURDAY = 2, 4, 6


@dataclass(frozen=True, slots=True)
class _Value:
    """A value, its modifier, the day it is counted from, and its days if they differ from it."""

    value: str
    type: str | None = None
    modifier: str | None = None
    anchor: str | None = None
    days: timex.Days | None = None


def resolve(found: Iterable[Found], story: Story) -> Iterator[DateMatch]:
    """Yield the matches of an article's expressions, in the order of the text."""
    for one in found:
        story.move_to(one)
        try:
            placed = _resolved(story, one)
        except (ValueError, OverflowError):  # outside the calendar
            continue
        if placed and placed.value:
            yield _match(story, one, placed)


def _match(story: Story, found: Found, placed: _Value) -> DateMatch:
    low, high = timex.days(placed.value) if placed.days is None else placed.days
    kind = placed.type or _kind(placed.value)
    signs = signs_of(story, found, placed.value, kind)
    return DateMatch(
        story.at.starts[found.first],
        story.at.ends[found.last - 1],
        kind,
        placed.value,
        low,
        high,
        placed.modifier,
        placed.anchor,
        rule=found.rule,
        confidence=confidence("date", signs),
        features=signs,
    )


def _resolved(story: Story, found: Found) -> _Value | None:
    reading = found.reading
    match reading:
        case Fixed():
            return _Value(reading.value, reading.type, reading.modifier, days=timex.NOTHING)
        case Duration():
            return _duration(story, reading)
        case Interval():
            return _interval(story, reading)
        case Calendar() if reading.fiscal:
            value, base = place(story, reading)
            return _Value(value, None, reading.modifier, base, timex.NOTHING)
    value, base = _either(story, reading)
    if value:
        story.remember(value, reading)
    return _Value(value, None, reading.modifier, base)


def _kind(value: str) -> str:
    return "time" if re.search(r"[\dX]T", value) else "date"


def _either(story: Story, reading: Calendar | Shift) -> Placed:
    return place(story, reading) if isinstance(reading, Calendar) else _shift(story, reading)


def _duration(story: Story, reading: Duration) -> _Value:
    unit, count = reading.unit or "", reading.count
    if (
        reading.ahead
        and story.published
        and count
        and unit in _AHEAD_UNITS
        and story.length_ahead()
    ):
        value, base = _shift(story, Shift(unit, count, whole=False))
        return _Value(value, None, reading.modifier, base)
    nothing = _Value(reading.value, "duration", reading.modifier, days=timex.NOTHING)
    base_day = story.span_base(reading) if reading.side else None
    if base_day is None or not count or not unit or unit[0] == "T":
        return nothing
    try:
        other = timex.shift(base_day, unit, reading.side * count)
    except (ValueError, OverflowError):
        return nothing
    if story.told_span == base_day and reading.side < 0:
        base_day -= dt.timedelta(1)  # "the five years before 2020" ends with 2019
    low, high = sorted((base_day.isoformat(), other.isoformat()))
    return replace(nothing, anchor=base_day.isoformat(), days=(low, high))


def _interval(story: Story, reading: Interval) -> _Value | None:
    first_reading, last_reading = _ordered(story, reading)
    first, base = _either(story, first_reading)
    low = timex.days(first)[0]
    if low and isinstance(last_reading, Calendar):
        last_reading = _not_before(last_reading, dt.date.fromisoformat(low), first_reading)
    last, other = _either(story, last_reading)
    high = timex.days(last)[1]
    if not first or not last or (low and high and low > high):
        return None
    if low and high:
        story.told_span = dt.date.fromisoformat(low)
        story.told_end = Told(dt.date.fromisoformat(high), "day", story.offset)
    if story.narrative:  # years begin a story, months continue it
        month = isinstance(first_reading, Calendar) and first_reading.month
        story.remember(last if month else first, reading.first)
    kind = "time" if "T" in first and "T" in last else "date"
    return _Value(f"{first}/{last}", kind, None, base or other, (low, high))


def _ordered(story: Story, reading: Interval) -> tuple[Calendar | Shift, Calendar | Shift]:
    """Return the ends of a range; a first month without a year takes the year of the last.

    "January through October" in November is past, though "January" alone can be the next one.
    """
    first, last = reading.first, reading.last
    if not (isinstance(first, Calendar) and isinstance(last, Calendar)):
        return first, last
    bare = first.month and last.month and first.year is None and last.year is None
    if not bare or first.year_word or last.year_word or first.direction or not story.published:
        return first, last
    end = timex.days(place(story, last)[0])[0]
    if end is None:
        return first, last
    year = int(end[:4])
    wraps = (first.month or 0, first.day or 0) > (last.month or 0, last.day or 31)
    return replace(first, year=year - wraps), replace(last, year=year)


def _not_before(reading: Calendar, low: dt.date, first: Calendar | Shift) -> Calendar:
    """Return the end of a range: the first day or year that is not before its start."""
    if reading.weekday and reading.day is None and not reading.week_word:
        ahead = (reading.weekday - low.isoweekday()) % 7
        clocked = isinstance(first, Calendar) and first.clock
        day = low + dt.timedelta(ahead or (0 if clocked else 7))
        return replace(reading, year=day.year, month=day.month, day=day.day)
    if reading.year is not None or reading.month is None or reading.year_word:
        return reading
    sooner = (reading.month, reading.day or 31) < (low.month, low.day)
    return replace(reading, year=low.year + sooner)


def _shift(story: Story, reading: Shift) -> Placed:
    if reading.other is not None:
        return _from_other(story, reading, reading.other)
    base = _counted_from(story, reading)
    unit, count = reading.unit, reading.count
    if story.bc_year is not None and reading.base != "article":
        year = unit == "Y" and count is not None
        return f"BC{story.bc_year - int(count or 0):04}" if year else _unknown(reading), None
    if base is None:
        same = reading.base == "text" and unit == "D" and count == 0 and story.open_day
        return timed(story.open_day, reading) if same and story.open_day else _unknown(
            reading
        ), None
    if reading.year_word:
        base = _in_year(story, base, reading.year_word)
    if count is None:
        return (_weekend(story, base), base.isoformat()) if unit == "WE" else ("", None)
    return _moved(story, base, reading, count), base.isoformat()


def _in_year(story: Story, base: dt.date, word: str) -> dt.date:
    """Return the day in "last year" or "next year"."""
    year_base = story.turn_base(word) or base
    return timex.add_months(base, 12 * (year_base.year + turn(word) - base.year))


def _from_other(story: Story, reading: Shift, other: Calendar) -> Placed:
    """Return the value of "a week before Easter", counted in exact days."""
    low, high = timex.days(place(story, other)[0])
    if not low or not high or reading.count is None:
        return "", None
    base = dt.date.fromisoformat(low if reading.count < 0 else high)
    days = {"FN": 14, "W": 7}.get(reading.unit, 1) * reading.count
    return timed(timex.shift(base, "D", days).isoformat(), reading), base.isoformat()


def _moved(story: Story, base: dt.date, reading: Shift, count: float) -> str:
    unit = reading.unit
    day = timex.shift(base, unit, count)
    if unit == "NI" and not reading.whole:
        return day.isoformat()
    if unit[0] == "T":
        return _clock_shift(story, base, reading)
    if count != int(count):
        return timex.at_unit(day, "M" if unit == "Y" else "D")
    if unit == "DE" and abs(count) == 1 and not reading.whole:
        unit = "Y"  # "a decade ago" is ten years
    if unit == "WE" and count == 0 and _just_over(story, base):
        day -= dt.timedelta(7)
    value = timex.at_unit(day, unit)
    return timed(value, reading) if unit == "D" else value


def _just_over(story: Story, base: dt.date) -> bool:
    """Return whether "this weekend" is the last one: past tense, early in the week."""
    return base.isoweekday() <= _TUESDAY and story.tense() == "past"


def _clock_shift(story: Story, base: dt.date, reading: Shift) -> str:
    """Return the value of "three hours ago": to the minute if the article's time is known."""
    count = reading.count or 0
    told = reading.base == "text" and story.told_day is not None
    if story.clock and base == story.published and not told and reading.unit != "TS":
        span = dt.timedelta(**{"hours" if reading.unit == "TH" else "minutes": count})
        return (dt.datetime.combine(base, story.clock) + span).isoformat(timespec="minutes")
    days = dt.timedelta(hours=count if reading.unit == "TH" and abs(count) >= 24 else 0)
    return (base + days).isoformat() + "TXX:XX"


def _counted_from(story: Story, reading: Shift) -> dt.date | None:
    """Return the day that "two years later" counts from, or None."""
    end, told = story.told_end, story.told_last
    from_text = reading.base == "text" and not reading.whole and reading.unit in ("Y", "DE")
    if from_text and end and (told is None or told.offset < end.offset):
        return end.day
    return story.base(reading.base, reading.unit)


def _weekend(story: Story, base: dt.date) -> str:
    """Return the value of "the weekend": the last one, unless the context looks ahead."""
    tense, day = story.tense(), base.isoweekday()
    coming = tense in ("future", "present") or (day >= _THURSDAY and tense is None)
    back = 0 if day >= _SATURDAY or coming else 7
    return timex.at_unit(base - dt.timedelta(back), "WE")


def _unknown(reading: Shift) -> str:
    """Return the value in TIMEX3's X notation, for an expression that nothing resolves."""
    if reading.clock or reading.part or reading.unit == "D":
        return timed("XXXX-XX-XX", reading)
    return _UNKNOWN.get(reading.unit, "XXXX-XX-XXTXX:XX")
