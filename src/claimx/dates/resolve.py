"""Readings → TIMEX3 values: against the article's date, or the date last told in the text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TypeGuard

from claimx.dates import values
from claimx.dates.context import Context, Told
from claimx.dates.placing import place, timed
from claimx.dates.readings import Calendar, DateMatch, Duration, Fixed, Found, Interval, Shift


@dataclass(slots=True)
class Resolver:
    """Resolves one article's readings in the order of the text."""

    context: Context

    def resolve(self, found: Found) -> DateMatch | None:
        """The match of one expression; remembers its date for those that follow."""
        start, end = self.context.at.starts[found.first], self.context.at.ends[found.last - 1]
        self.context.offset, self.context.index = start, found.first
        reading = found.reading
        try:
            match reading:
                case Fixed():
                    return DateMatch(
                        start, end, reading.type, reading.value, modifier=reading.modifier
                    )
                case Duration():
                    return self._duration(start, end, reading)
                case Interval():
                    return self._interval(start, end, reading)
                case Calendar():
                    value, anchor = place(self.context, reading)
                    modifier = reading.modifier
                case Shift():
                    value, anchor = self._shift(reading)
                    modifier = reading.modifier
        except (ValueError, OverflowError):
            return None
        if not value:
            return None
        self.context.remember(value, start, reading)
        low, high = values.days(value)
        if isinstance(reading, Calendar) and reading.fiscal:
            low = high = None
        return DateMatch(start, end, _kind(value), value, low, high, modifier, anchor)

    def _duration(self, start: int, end: int, reading: Duration) -> DateMatch:
        low = high = anchor = None
        coming = reading.ahead and self.context.published and self.context.ahead_of()
        if coming and reading.count and reading.unit not in (None, "DE", "CE", "Q", "WE"):
            unit = reading.unit or ""
            value, anchor = self._shift(Shift(unit, reading.count, whole=False))
            low, high = values.days(value)
            return DateMatch(start, end, _kind(value), value, low, high, reading.modifier, anchor)
        base = self.context.span_base(reading) if reading.side else None
        if base and reading.unit and reading.count and reading.unit[0] != "T":
            try:
                other = values.shift(base, reading.unit, reading.side * reading.count)
            except (ValueError, OverflowError):
                other = base
            if self.context.told_span == base and reading.side < 0:
                base -= dt.timedelta(1)  # "the five years before 2020" end with 2019
            low, high = sorted((base.isoformat(), other.isoformat()))
            anchor = base.isoformat()
        return DateMatch(start, end, "duration", reading.value, low, high, reading.modifier, anchor)

    def _interval(self, start: int, end: int, reading: Interval) -> DateMatch | None:
        first, anchor = self._either(reading.first)
        low = values.days(first)[0]
        last_reading = reading.last
        if low and _weekday_only(last_reading):
            begin = dt.date.fromisoformat(low)
            ahead = ((last_reading.weekday or 0) - begin.isoweekday()) % 7
            clocked = isinstance(reading.first, Calendar) and reading.first.clock
            end_day = begin + dt.timedelta(ahead or (0 if clocked else 7))
            last_reading = replace(
                last_reading, year=end_day.year, month=end_day.month, day=end_day.day
            )
        if isinstance(last_reading, Calendar) and last_reading.year is None and low:
            last_reading = _after(last_reading, dt.date.fromisoformat(low))
        last, other = self._either(last_reading)
        high = values.days(last)[1]
        if not first or not last or (low and high and low > high):
            return None
        if low and high:
            self.context.told_span = dt.date.fromisoformat(low)
            self.context.told_end = Told(dt.date.fromisoformat(high), "", start)
        if self.context.narrative:
            self.context.remember(first, start, reading.first)
        kind = "time" if "T" in first and "T" in last else "date"
        return DateMatch(start, end, kind, f"{first}/{last}", low, high, None, anchor or other)

    def _either(self, reading: Calendar | Shift) -> tuple[str, str | None]:
        return (
            place(self.context, reading) if isinstance(reading, Calendar) else self._shift(reading)
        )

    def _shift(self, reading: Shift) -> tuple[str, str | None]:
        unit = reading.unit
        if reading.other is not None:
            value, _ = place(self.context, reading.other)
            low, high = values.days(value)
            if not low or not high or reading.count is None:
                return "", None
            base: dt.date | None = dt.date.fromisoformat(low if reading.count < 0 else high)
            unit = "D"
            if reading.unit != "D":
                reading = replace(
                    reading, count=reading.count * (14 if reading.unit == "FN" else 7)
                )
        else:
            base = self._counted_from(reading)
        if self.context.bc_year is not None and reading.base != "article":
            if unit == "Y" and reading.count is not None:
                return f"BC{self.context.bc_year - int(reading.count):04}", None
            return _unanchored(reading), None
        if base is None:
            return _unanchored(reading), None
        if unit == "WE" and reading.count is None:
            return self._weekend(base), base.isoformat()
        if reading.count is None:
            return "", None
        day = values.shift(base, unit, reading.count)
        if unit == "NI" and not reading.whole:
            return day.isoformat(), base.isoformat()
        if unit[0] == "T":
            return self._clock_shift(base, reading), base.isoformat()
        fraction = reading.count != int(reading.count)
        value = values.at_unit(day, "M" if fraction and unit == "Y" else "D" if fraction else unit)
        if unit in ("DE", "CE", "ML") and not reading.whole:
            single = unit == "DE" and abs(reading.count) == 1
            value = values.at_unit(day, "Y") if single else value  # "a decade ago" is ten years
        value = timed(value, reading.part, reading.clock, reading.zone) if unit == "D" else value
        return value, base.isoformat()

    def _clock_shift(self, base: dt.date, reading: Shift) -> str:
        """ "three hours ago": to the minute where the article tells its own time of day."""
        context, count = self.context, reading.count or 0
        told = reading.base == "text" and context.told_day is not None
        if context.clock and base == context.published and not told and reading.unit != "TS":
            span = dt.timedelta(**{"hours" if reading.unit == "TH" else "minutes": count})
            moment = dt.datetime.combine(base, context.clock) + span
            return moment.isoformat(timespec="minutes")
        days = dt.timedelta(hours=count if reading.unit == "TH" and abs(count) >= 24 else 0)
        return (base + days).isoformat() + "TXX:XX"

    def _counted_from(self, reading: Shift) -> dt.date | None:
        """The day that "two years later" counts from: 1819 after "between 1811 and 1819"."""
        context = self.context
        end, told = context.told_end, context.told_last
        from_text = reading.base == "text" and not reading.whole and reading.unit in ("Y", "DE")
        if from_text and end and (told is None or told.offset < end.offset):
            return end.day
        return context.base(reading.base, reading.unit)

    def _weekend(self, base: dt.date) -> str:
        tense, _ = self.context.tenses.at(self.context.offset)
        if (
            base.isoweekday() >= 6
            or tense in ("future", "present")
            or (base.isoweekday() >= 4 and tense is None)
        ):
            return values.at_unit(base, "WE")
        return values.at_unit(base - dt.timedelta(7), "WE")


def _weekday_only(reading: Calendar | Shift) -> TypeGuard[Calendar]:
    return (
        isinstance(reading, Calendar)
        and bool(reading.weekday)
        and reading.day is None
        and not reading.week_word
    )


def _kind(value: str) -> str:
    return "time" if re.search(r"[\dX]T", value) else "date"


def _after(reading: Calendar, low: dt.date) -> Calendar:
    """The end of an interval that names no year: not before its start."""
    if reading.month is None:
        return reading
    sooner = (reading.month, reading.day or 31) < (low.month, low.day)
    return replace(reading, year=low.year + sooner)


def _unanchored(reading: Shift) -> str:
    """TIMEX3's X notation for what nothing resolves."""
    if reading.clock or reading.part or reading.unit == "D":
        return timed("XXXX-XX-XX", reading.part, reading.clock, reading.zone)
    return {
        "Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "Q": "XXXX-QX",
        "DE": "XXX", "CE": "XX", "NI": "XXXX-XX-XXTNI",
    }.get(reading.unit, "XXXX-XX-XXTXX:XX")  # fmt: skip
