"""Readings → TIMEX3 values: against the article's date, or the date last told in the text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from claimx.dates import values
from claimx.dates.checks import sentence_start
from claimx.dates.lexer import Words
from claimx.dates.readings import Calendar, DateMatch, Duration, Fixed, Found, Interval, Shift
from claimx.dates.tense import Tense, Tenses
from claimx.lexicon import words as listed

_COARSE = {"Y": 4, "M": 7}
_SUPERLATIVE = frozenset({"first", "second", "third", "fourth", "worst", "best", "most", "least", "only", "time", "once", "last"})
_ASIDE = 8
_RECENT = 1000
_TEXT_WORDS = ("that", "same", "those")
_NEAR = 400


@dataclass(slots=True)
class Told:
    """The date that the text told last: its first day, its grain, and where."""

    day: dt.date
    grain: str
    offset: int


@dataclass(slots=True)
class Resolver:
    """Resolves one article's readings in the order of the text."""

    at: Words
    tenses: Tenses
    published: dt.date | None
    narrative: bool = False
    told: Told | None = None
    told_day: Told | None = None
    told_span: dt.date | None = None
    bc_year: int | None = None
    _offset: int = 0
    _index: int = 0
    matches: list[DateMatch] = field(default_factory=list)

    def resolve(self, found: Found) -> DateMatch | None:
        """The match of one expression; remembers its date for those that follow."""
        start, end = self.at.starts[found.first], self.at.ends[found.last - 1]
        self._offset, self._index = start, found.first
        reading = found.reading
        try:
            match reading:
                case Fixed():
                    return DateMatch(start, end, reading.type, reading.value, modifier=reading.modifier)
                case Duration():
                    return self._duration(start, end, reading)
                case Interval():
                    return self._interval(start, end, reading)
                case Calendar():
                    value, anchor = self._calendar(reading)
                    modifier = reading.modifier
                case Shift():
                    value, anchor = self._shift(reading)
                    modifier = reading.modifier
        except (ValueError, OverflowError):
            return None
        if not value:
            return None
        self._remember(value, start, reading)
        low, high = values.days(value)
        if isinstance(reading, Calendar) and reading.fiscal:
            low = high = None
        return DateMatch(start, end, _kind(value), value, low, high, modifier, anchor)

    # ------------------------------------------------------------ kinds of reading

    def _duration(self, start: int, end: int, reading: Duration) -> DateMatch:
        low = high = anchor = None
        if reading.ahead and reading.count and self.published and reading.unit and self._ahead_of():
            if reading.unit not in ("DE", "CE", "Q", "WE"):
                value, anchor = self._shift(Shift(reading.unit, reading.count, whole=False))
                low, high = values.days(value)
                return DateMatch(start, end, _kind(value), value, low, high, reading.modifier, anchor)
        base = self._span_base(reading) if reading.side else None
        if base and reading.unit and reading.count and reading.unit[0] != "T":
            try:
                other = values.shift(base, reading.unit, reading.side * reading.count)
            except (ValueError, OverflowError):
                other = base
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
            end_day = begin + dt.timedelta(ahead or 7)
            last_reading = replace(last_reading, year=end_day.year, month=end_day.month, day=end_day.day)
        if isinstance(last_reading, Calendar) and last_reading.year is None and low:
            last_reading = _after(last_reading, dt.date.fromisoformat(low))
        last, other = self._either(last_reading)
        high = values.days(last)[1]
        if not first or not last or (low and high and low > high):
            return None
        if low:
            self.told_span = dt.date.fromisoformat(low)
        if self.narrative:
            self._remember(first, start, reading.first)
        kind = "time" if "T" in first and "T" in last else "date"
        return DateMatch(start, end, kind, f"{first}/{last}", low, high, None, anchor or other)

    def _span_base(self, reading: Duration) -> dt.date | None:
        """What "the past five years" ends at: a range told just before, or the article's date."""
        if reading.base == "text" and reading.unit == "Y" and reading.side < 0:
            return self.told_span or (self.told.day if self.told else self.published)
        return self._base(reading.base, "D")

    def _ahead_of(self) -> bool:
        """Whether "in two days" is a time to come: not "the worst in two years"."""
        at, i = self.at, self._index
        if any(at.word(j) in _SUPERLATIVE or at.word(j).endswith("est") for j in range(i - 7, i)):
            return False
        tense, _ = self.tenses.at(at.starts[i])
        return tense == "future" and (at.word(i - 1) == "in")

    def _either(self, reading: Calendar | Shift) -> tuple[str, str | None]:
        return self._calendar(reading) if isinstance(reading, Calendar) else self._shift(reading)

    def _shift(self, reading: Shift) -> tuple[str, str | None]:
        unit = reading.unit
        if reading.other is not None:
            value, _ = self._calendar(reading.other)
            low, high = values.days(value)
            if not low or not high or reading.count is None:
                return "", None
            base: dt.date | None = dt.date.fromisoformat(low if reading.count < 0 else high)
            unit = "D"
            if reading.unit != "D":
                reading = replace(reading, count=reading.count * (14 if reading.unit == "FN" else 7))
        else:
            base = self._base(reading.base, unit)
        if self.bc_year is not None and reading.base != "article":
            if unit == "Y" and reading.count is not None:
                return f"BC{self.bc_year - int(reading.count):04}", None
            return "", None
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
            if reading.count and abs(reading.count) >= 24 and unit == "TH":
                day = base + dt.timedelta(hours=reading.count)
            else:
                day = base
            return day.isoformat() + "TXX:XX", base.isoformat()
        fraction = reading.count != int(reading.count)
        value = values.at_unit(day, "M" if fraction and unit == "Y" else "D" if fraction else unit)
        if unit in ("DE", "CE", "ML") and not reading.whole:
            value = values.at_unit(day, "Y") if unit == "DE" and abs(reading.count) > 1 else value
            value = f"{day.year:04}"[:3] if unit == "DE" else value
        value = _timed(value, reading.part, reading.clock, reading.zone) if unit == "D" else value
        return value, base.isoformat()

    def _weekend(self, base: dt.date) -> str:
        tense, _ = self.tenses.at(self._offset)
        if base.isoweekday() >= 6 or tense in ("future", "present") or (
            base.isoweekday() >= 4 and tense is None
        ):
            return values.at_unit(base, "WE")
        return values.at_unit(base - dt.timedelta(7), "WE")

    def _base(self, base: str, unit: str) -> dt.date | None:
        if base == "text" or (base == "near" and (self.narrative or self.published is None)):
            told = self.told_day if unit in ("D", "W", "NI") or unit[0] == "T" else self.told
            if told is None and unit in ("D", "W", "NI"):
                told = None
            if told is not None:
                return told.day
            return None if self.narrative and base == "text" and self.told is None else self.published
        if base == "near" and unit == "D" and self.told_day and self._close(self.told_day):
            return self.told_day.day
        if base == "near" and unit in ("Y", "M") and self.told and self.published:
            if self.told.grain in ("D", "M") and self._close(self.told):
                return self.told.day
        return self.published

    def _close(self, told: Told) -> bool:
        between = self.at.text[told.offset : self._offset]
        return len(between) < _NEAR and "\n\n" not in between

    # ------------------------------------------------------------ places in the calendar

    def _calendar(self, reading: Calendar) -> tuple[str, str | None]:
        if reading.era == "BC":
            if reading.year is not None:
                self.bc_year = reading.year
            return _before_christ(reading), None
        if reading.year is not None:
            self.bc_year = None
        elif self.bc_year is not None and (reading.month or reading.season):
            return _before_christ(replace(reading, year=self.bc_year)), None
        if reading.century is not None:
            return f"{reading.century - 1:02}", None
        if reading.decade is not None:
            return self._decade(reading.decade), None
        anchor = None
        year = reading.year
        if year is None and reading.year_word:
            base = self._turn_base(reading.year_word)
            if base:
                year = base.year + _turn(reading.year_word)
                anchor = base.isoformat()
        if reading.fiscal and year:
            return f"FY{year:04}" + (f"-Q{reading.quarter}" if reading.quarter else ""), anchor
        if reading.week is not None and year is None and self.published:
            year = self.published.isocalendar().year
        if reading.week is not None and year:
            return f"{year:04}-W{reading.week:02}", anchor
        if reading.holiday is not None:
            return self._holiday(reading, year)
        if reading.month is not None:
            return self._month(reading, year, anchor)
        if reading.weekday is not None:
            return self._weekday(reading)
        if reading.day is not None:
            return self._day_alone(reading)
        for part, name in (("quarter", "Q"), ("half", "H"), ("season", "")):
            number = getattr(reading, part)
            if number is not None:
                return self._part_of_year(reading, f"{name}{number}", year, anchor)
        if reading.week_word:
            base = self._turn_base(reading.week_word.split()[0])
            return (values.at_unit(base, reading.week_word[-1]), base.isoformat()) if base else ("", None)
        if year is None:
            return "", None
        return f"{year:04}", anchor

    def _decade(self, decade: int) -> str:
        if decade > 999:
            hundred = decade % 100 == 0 and decade < 1900
            return f"{decade:04}"[: 2 if hundred else 3]
        century = 19
        if self.told and self.told.grain == "DE":
            century = min(self.told.day.year // 100, 19)
        elif decade < 20:
            century = 20
        return f"{century}{decade // 10}"

    def _turn_base(self, word: str) -> dt.date | None:
        text = word in _TEXT_WORDS or word in listed("dates", "text_anchored")
        return self._base("text" if text else "article", "Y")

    def _month(self, reading: Calendar, year: int | None, anchor: str | None) -> tuple[str, str | None]:
        month = reading.month or 1
        if year is None:
            year, anchor = self._year_for(reading)
        head = "XXXX" if year is None else f"{year:04}"
        if reading.day is None:
            return f"{head}-{month:02}", anchor
        day = reading.day
        if day == -1 and year:
            day = values.month_end(year, month).day
        if year is not None and not values.valid(year, month, day):
            return "", None
        return _timed(f"{head}-{month:02}-{day:02}", reading.part, reading.clock, reading.zone), anchor

    def _year_for(self, reading: Calendar) -> tuple[int | None, str | None]:
        """The year of a month or day that names none."""
        month, day = reading.month or 1, reading.day
        told = self.told
        if self.narrative or self.published is None:
            if told is not None:
                return _following(told, month), told.day.isoformat()
            if self.published is None:
                return None, None
        assert self.published is not None
        base = self.published
        if told and self._history(told):
            return _following(told, month), told.day.isoformat()
        mark = (month, day or base.day)
        here = (base.month, base.day)
        last = base.year if mark <= here or (day is None and month == base.month) else base.year - 1
        coming = base.year if mark >= here or (day is None and month == base.month) else base.year + 1
        turn = reading.direction
        if turn in ("last", "past"):
            return (last if month != base.month or day else last - 1), base.isoformat()
        if turn in ("next", "coming", "upcoming"):
            return (coming if month != base.month or day else coming + 1), base.isoformat()
        if turn in ("this", "current"):
            return base.year, base.isoformat()
        if last == coming:
            return last, base.isoformat()
        return (coming if self._ahead(month, day) else last), base.isoformat()

    def _history(self, told: Told) -> bool:
        """Whether the text is in the middle of telling of another year than the article's."""
        assert self.published is not None
        if told.grain not in ("D", "M") or abs((self.published - told.day).days) < 320:
            return False
        return self._close(told)

    def _ahead(self, month: int, day: int | None) -> bool:
        """Whether a month or day without a year lies ahead of the article."""
        assert self.published is not None
        base = self.published
        away = ((month - base.month) * 30 + ((day or 15) - base.day)) % 365
        tense, lemma = self.tenses.at(self._offset)
        before = self.tenses.before(self._offset)
        following = self.at.word(self._index + 3), self.at.word(self._index + 2), self.at.word(self._index + 1)
        if any(w in listed("dates", "future_nouns") for w in following) and away < 200:
            return True
        if before and before[0] in ("until", "till", "by", "through") and away < 200 and (
            tense != "past" or lemma in listed("dates", "scheduling")
        ):
            return True
        if day is not None and away <= 45:
            return True  # eleven months ago would be told with its year
        if tense == "future":
            return away < 330
        if tense == "present":
            return away < 150
        if tense == "past":
            return lemma in listed("dates", "scheduling") and away < 120
        return away < (75 if day is not None else 45)

    def _weekday(self, reading: Calendar) -> tuple[str, str | None]:
        number = reading.weekday or 1
        base = self.published
        if self.narrative and self.told_day is not None:
            base = self.told_day.day
        if base is None:
            base = self.told_day.day if self.told_day else None
        if base is None:
            return _timed(f"XXXX-WXX-{number}", reading.part, reading.clock, reading.zone), None
        here = base.isoweekday()
        turn = reading.direction
        if reading.week_word:
            count = _turn(reading.week_word.split()[0])
            day = base + dt.timedelta(7 * count + number - here)
        elif reading.day is not None:
            day = _weekday_of_month(base, number, reading.day)
        elif turn in ("last", "past"):
            day = base - dt.timedelta((here - number) % 7 or 7)
        elif turn in ("previous", "preceding"):
            base = self.told_day.day if self.told_day else base
            here = base.isoweekday()
            day = base - dt.timedelta((here - number) % 7 or 7)
        elif turn == "next":
            day = base + dt.timedelta(7 + number - here)
        elif turn in ("following", "coming", "upcoming"):
            if turn == "following" and self.told_day:
                base = self.told_day.day
                here = base.isoweekday()
            day = base + dt.timedelta((number - here) % 7 or 7)
        elif turn in ("this",):
            day = base + dt.timedelta(number - here)
        elif turn in _TEXT_WORDS and self.told_day:
            base = self.told_day.day
            day = base + dt.timedelta(number - base.isoweekday())
        elif self._weekday_ahead() or self.narrative:
            day = base + dt.timedelta((number - here) % 7)
        else:
            day = base - dt.timedelta((here - number) % 7)
        return _timed(day.isoformat(), reading.part, reading.clock, reading.zone), base.isoformat()

    def _weekday_ahead(self) -> bool:
        tense, lemma = self.tenses.at(self._offset)
        before = self.tenses.before(self._offset)
        if before and before[0] in ("until", "till", "by", "through") and tense != "past":
            return True
        if before and before[0] in ("until", "till") and lemma in listed("dates", "scheduling"):
            return True
        if len(before) > 1 and before[0] == "as" and tense != "past":
            return True
        return tense in ("future", "present")

    def _day_alone(self, reading: Calendar) -> tuple[str, str | None]:
        if not (self.told and self.told.grain in ("D", "M") and self._close(self.told)):
            return "", None
        base = self._base("near", "M")
        if base is None or not values.valid(base.year, base.month, reading.day or 0):
            return "", None
        value = dt.date(base.year, base.month, reading.day or 1).isoformat()
        return _timed(value, reading.part, reading.clock, reading.zone), base.isoformat()

    def _holiday(self, reading: Calendar, year: int | None) -> tuple[str, str | None]:
        rule = reading.holiday or ""
        if year is not None:
            return _timed(values.holiday(rule, year).isoformat(), reading.part, reading.clock, reading.zone), None
        base = self.published
        told = self.told
        if told and (self.narrative or base is None or (reading.direction is None and self._history(told))):
            base = told.day
            day = values.holiday(rule, _following(told, values.holiday(rule, base.year).month))
            return _timed(day.isoformat(), reading.part, reading.clock, reading.zone), base.isoformat()
        if base is None:
            return (f"XXXX-{rule}" if rule[:2].isdigit() and rule[2] == "-" else "XXXX-XX-XX"), None
        day = values.holiday(rule, base.year)
        turn = reading.direction
        if day > base and (turn in ("last", "past") or (turn != "next" and turn != "this" and not self._ahead(day.month, day.day))):
            day = values.holiday(rule, base.year - 1)
        elif day < base and (turn in ("next", "coming") or (turn is None and (base - day).days > 30 and self._ahead(day.month, day.day))):
            day = values.holiday(rule, base.year + 1)
        return _timed(day.isoformat(), reading.part, reading.clock, reading.zone), base.isoformat()

    def _part_of_year(
        self, reading: Calendar, code: str, year: int | None, anchor: str | None
    ) -> tuple[str, str | None]:
        """Seasons, quarters and halves."""
        if year is not None:
            return f"{year:04}-{code}", anchor
        base = self.published
        told = self.told
        if (self.narrative or base is None) and told:
            return f"{told.day.year:04}-{code}", told.day.isoformat()
        if base is None:
            return f"XXXX-{code}", None
        if told and self._history(told) and reading.direction is None:
            return f"{told.day.year:04}-{code}", told.day.isoformat()
        low, high = (values.days(f"{base.year}-{code}"))
        assert low and high
        today = base.isoformat()
        turn = reading.direction
        year = base.year
        if turn in ("last", "past", "previous"):
            year -= 1 if high >= today else 0
        elif turn in ("next", "coming", "upcoming"):
            year += 1 if low <= today else 0
        elif turn in ("this", "current"):
            pass
        elif low > today:
            tense, _ = self.tenses.at(self._offset)
            away = (dt.date.fromisoformat(low) - base).days
            if tense == "past" or (tense is None and away > 120):
                year -= 1
        elif high < today:
            tense, _ = self.tenses.at(self._offset)
            if tense == "future":
                year += 1
        elif reading.quarter is not None and self.tenses.at(self._offset)[0] == "past":
            year -= 1  # figures are told of quarters that are over
        return f"{year:04}-{code}", today

    # ------------------------------------------------------------ memory

    def _leads(self) -> bool:
        """Whether the expression opens a sentence or stands as a heading."""
        i = self._index
        return sentence_start(self.at, i) or sentence_start(self.at, i - 1)

    def _remember(self, value: str, offset: int, reading: object) -> None:
        low = values.days(value)[0]
        if low is None:
            return
        day = dt.date.fromisoformat(low)
        grain = "D" if len(value) >= 10 and value[8:10].isdigit() else "M" if value[5:7].isdigit() and len(value) == 7 else "Y"
        if len(value) == 3:
            grain = "DE"
        elif len(value) == 2:
            grain = "CE"
        elif "W" in value:
            grain = "W" if "WI" not in value else "Y"
        told = self.told
        if told and grain == "Y" and len(value) == 4 and not self._leads():
            if told.grain in ("D", "M") and told.day.year == day.year:
                return
            if abs(told.day.year - day.year) > _ASIDE:
                return
            if told.grain in ("D", "M") and day.year > told.day.year and offset - told.offset < _RECENT:
                return
        self.told = Told(day, grain, offset)
        if grain == "D":
            self.told_day = self.told


def _weekday_only(reading: Calendar | Shift) -> TypeGuard[Calendar]:
    return isinstance(reading, Calendar) and bool(reading.weekday) and reading.day is None and not reading.week_word


def _kind(value: str) -> str:
    return "time" if re.search(r"[\dX]T", value) else "date"


def _timed(day: str, part: str | None, clock: str | None, zone: str | None) -> str:
    if clock:
        if clock == "24:00":
            return day + "T24:00"
        return f"{day}T{clock}{zone or ''}"
    return f"{day}T{part}" if part else day


def _turn(word: str) -> int:
    if word in listed("dates", "last"):
        return -1
    return 1 if word in listed("dates", "next") else 0


def _after(reading: Calendar, low: dt.date) -> Calendar:
    """The end of an interval that names no year: not before its start."""
    if reading.month is None:
        return reading
    sooner = (reading.month, reading.day or 31) < (low.month, low.day)
    return replace(reading, year=low.year + sooner)


def _following(told: Told, month: int) -> int:
    """The year of a month told after a date: the same, or the next where the story runs over its end."""
    if told.grain in ("D", "M"):
        if told.day.month - month >= 9:
            return told.day.year + 1
        if month - told.day.month >= 11:
            return told.day.year - 1
    return told.day.year


def _weekday_of_month(base: dt.date, weekday: int, number: int) -> dt.date:
    """The day of that number and weekday nearest to the base."""
    options = []
    for months in range(-6, 7):
        first = values.add_months(base.replace(day=1), months)
        if values.valid(first.year, first.month, number):
            day = first.replace(day=number)
            if day.isoweekday() == weekday:
                options.append(day)
    if not options:
        raise ValueError(f"no month with weekday {weekday} on the {number}")
    return min(options, key=lambda day: abs((day - base).days))


def _before_christ(reading: Calendar) -> str:
    if reading.century is not None:
        return f"BC{reading.century - 1:02}"
    if reading.decade is not None:
        return f"BC{reading.decade // 10:03}"
    value = f"BC{reading.year:04}" if reading.year is not None else "BCXXXX"
    if reading.month:
        value += f"-{reading.month:02}"
        if reading.day:
            value += f"-{reading.day:02}"
    elif reading.season:
        value += f"-{reading.season}"
    return value


def _unanchored(reading: Shift) -> str:
    """TIMEX3's X notation for what nothing resolves."""
    if reading.clock or reading.part or reading.unit == "D":
        return _timed("XXXX-XX-XX", reading.part, reading.clock, reading.zone)
    return {
        "Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "Q": "XXXX-QX",
        "DE": "XXX", "CE": "XX", "NI": "XXXX-XX-XXTNI",
    }.get(reading.unit, "XXXX-XX-XXTXX:XX")  # fmt: skip
