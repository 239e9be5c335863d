"""The step from calendar readings to TIMEX3 values; the story fills in missing parts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from claimx.dates import timex
from claimx.dates.readings import Calendar, Shift
from claimx.dates.story import Side, Story, following, turn
from claimx.text.lexicon import words as listed

Placed = tuple[str, str | None]  # the value, and the day it is counted from
_MONTHS_AROUND = 6
# A holiday this recent is the last one in any tense.
_JUST_OVER = 30
_PAST = ("last", "past", "previous")
_COMING = ("next", "coming", "upcoming")
# "The twenties" is in this century; later decades are in the last one.
_OLD_DECADE = 20


def place(story: Story, reading: Calendar) -> Placed:
    """Return the value of a calendar reading, and the day that it is counted from."""
    if reading.era == "BC" or (story.bc_year is not None and _in_its_year(reading)):
        return _before_christ(story, reading), None
    if reading.year is not None:
        story.bc_year = None
    if reading.century is not None:
        return f"{reading.century - 1:02}", None
    if reading.decade is not None:
        return _decade(story, reading.decade), None
    year, base = reading.year, None
    if year is None and reading.year_word and (day := story.turn_base(reading.year_word)):
        year, base = day.year + turn(reading.year_word), day.isoformat()
    return _in_year(story, reading, year, base)


def _in_its_year(reading: Calendar) -> bool:
    return reading.year is None and bool(reading.month or reading.season)


def _in_year(story: Story, reading: Calendar, year: int | None, base: str | None) -> Placed:
    if reading.fiscal and year:
        quarter = f"-Q{reading.quarter}" if reading.quarter else ""
        return f"FY{year:04}{quarter}", base
    if reading.week is not None:
        return _week(story, reading.week, year), base
    if reading.holiday is not None:
        return _holiday(story, reading, reading.holiday, year)
    if reading.month is not None:
        return _month(story, reading, reading.month, year, base)
    if reading.weekday is not None:
        return _weekday(story, reading, reading.weekday)
    if reading.day is not None:
        return _day_alone(story, reading, reading.day)
    code = _code(reading)
    if code:
        return _part_of_year(story, reading, code, year, base)
    if reading.week_word:
        return _week_or_month(story, reading.week_word)
    return ("", None) if year is None else (f"{year:04}", base)


def _code(reading: Calendar) -> str:
    if reading.quarter is not None:
        return f"Q{reading.quarter}"
    return f"H{reading.half}" if reading.half is not None else reading.season or ""


def _decade(story: Story, decade: int) -> str:
    if decade > 999:
        hundred = decade % 100 == 0 and decade < 1900
        return f"{decade:04}"[: 2 if hundred else 3]
    century = 20 if decade < _OLD_DECADE else 19
    if story.told and story.told.grain == "decade":
        century = min(story.told.day.year // 100, 19)
    return f"{century}{decade // 10}"


def _week(story: Story, week: int, year: int | None) -> str:
    if year is None and story.published:
        year = story.published.isocalendar().year
    return f"{year:04}-W{week:02}" if year else ""


def _week_or_month(story: Story, words: str) -> Placed:
    """Return the value of a part of "last week" or "next month"."""
    word, unit = words.split()
    base = story.turn_base(word)
    if base is None:
        return "", None
    return timex.at_unit(timex.shift(base, unit, turn(word)), unit), base.isoformat()


def _month(
    story: Story, reading: Calendar, month: int, year: int | None, base: str | None
) -> Placed:
    if year is None:
        year, base = _year_for(story, reading, month)
    head = "XXXX" if year is None else f"{year:04}"
    if reading.day is None:
        return f"{head}-{month:02}", base
    day = timex.month_end(year, month).day if reading.day == -1 and year else reading.day
    if day < 1 or not timex.valid(2000 if year is None else year, month, day):
        return "", None
    return timed(f"{head}-{month:02}-{day:02}", reading), base


def _year_for(story: Story, reading: Calendar, month: int) -> tuple[int | None, str | None]:
    """Return the year of a month or day without one, and the day that it is counted from."""
    base, day, told = story.published, reading.day, story.history()
    if base is None:
        return None, None
    told = story.told if story.narrative and story.told else told
    if told is None and not reading.direction and (frame := story.framed()):
        return frame.day.year, frame.day.isoformat()
    if told is not None:
        return following(told, month), told.day.isoformat()
    same = day is None and month == base.month
    mark, here = (month, day or base.day), (base.month, base.day)
    last = base.year if mark <= here or same else base.year - 1
    coming = base.year if mark >= here or same else base.year + 1
    year = _turned(reading.direction, last, base.year, coming, same=same)
    if year is None:
        away = ((month - base.month) * 30 + ((day or 15) - base.day)) % 365 / 365
        kind: Side = "month" if day is None else "day"
        year = coming if last != coming and story.looks_ahead(kind, away) else last
    return year, base.isoformat()


def _turned(word: str | None, last: int, this: int, coming: int, *, same: bool) -> int | None:
    """Return the year by "last", "this" or "next" before the month, or None without one."""
    if word in ("last", "past"):
        return last - same
    if word in _COMING:
        return coming + same
    return this if word in ("this", "current") else None


def _weekday(story: Story, reading: Calendar, number: int) -> Placed:
    base = story.published
    if base is not None and story.narrative and story.told_day is not None:
        base = story.told_day.day
    word = reading.direction
    told = word in listed("dates", "that") or word in listed("dates", "text_anchored")
    if told and story.told_day:
        base = story.told_day.day
    if base is None:
        return timed(f"XXXX-WXX-{number}", reading), None
    day = _weekday_of(story, reading, number, base)
    return timed(day.isoformat(), reading), base.isoformat()


def _weekday_of(story: Story, reading: Calendar, number: int, base: dt.date) -> dt.date:
    here, word = base.isoweekday(), reading.direction
    back, ahead = (here - number) % 7, (number - here) % 7
    if reading.week_word:
        days = 7 * turn(reading.week_word.split()[0]) + number - here
    elif reading.day is not None:
        return _weekday_of_month(base, number, reading.day)
    elif word in ("last", "past", "previous", "preceding"):
        days = -(back or 7)
    elif word == "next":
        days = 7 + number - here
    elif word in ("following", "coming", "upcoming"):
        days = ahead or 7
    elif word is not None:
        days = number - here
    elif story.narrative or (ahead and story.looks_ahead("weekday", ahead / 7)):
        days = ahead
    else:
        days = -back
    return base + dt.timedelta(days)


def _weekday_of_month(base: dt.date, weekday: int, number: int) -> dt.date:
    """Return the day with that number and weekday that is nearest to the base."""
    firsts = (
        timex.add_months(base.replace(day=1), n) for n in range(-_MONTHS_AROUND, _MONTHS_AROUND + 1)
    )
    days = [f.replace(day=number) for f in firsts if timex.valid(f.year, f.month, number)]
    options = [day for day in days if day.isoweekday() == weekday]
    if not options:
        raise ValueError(f"no month with weekday {weekday} on the {number}")
    return min(options, key=lambda day: abs((day - base).days))


def _day_alone(story: Story, reading: Calendar, day: int) -> Placed:
    """Return the value of "the 7th" in a month given before, or of "the 5th of last month"."""
    if reading.week_word:
        value, base = _week_or_month(story, reading.week_word)
        return (timed(f"{value}-{day:02}", reading), base) if len(value) == 7 else ("", None)
    told = story.told
    if told is None or told.grain not in ("day", "month") or not story.close(told):
        return "", None
    month = story.base("near", "M")
    if month is None or not timex.valid(month.year, month.month, day):
        return "", None
    return timed(month.replace(day=day).isoformat(), reading), month.isoformat()


def _holiday(story: Story, reading: Calendar, rule: str, year: int | None) -> Placed:
    if year is not None:
        return timed(timex.holiday(rule, year).isoformat(), reading), None
    base = story.published
    if base is None:
        fixed = rule[:2].isdigit() and rule[2] == "-"
        return timed(f"XXXX-{rule}" if fixed else "XXXX-XX-XX", reading), None
    told = story.told if story.narrative else None if reading.direction else story.history()
    if not told and not reading.direction and (frame := story.framed()):
        return timed(timex.holiday(rule, frame.day.year).isoformat(), reading), base.isoformat()
    if told:
        base = told.day
        day = timex.holiday(rule, following(told, timex.holiday(rule, base.year).month))
    else:
        day = timex.holiday(rule, _holiday_year(story, reading, rule, base))
    return timed(day.isoformat(), reading), base.isoformat()


def _holiday_year(story: Story, reading: Calendar, rule: str, base: dt.date) -> int:
    day, word = timex.holiday(rule, base.year), reading.direction
    if day == base or word in ("this", "current"):
        return base.year
    last = base.year - (day > base)
    if word in (*_PAST, *_COMING):
        return last + (word in _COMING)
    coming = timex.holiday(rule, last + 1)
    if (base - timex.holiday(rule, last)).days <= _JUST_OVER:
        return last
    return last + story.looks_ahead("holiday", (coming - base).days / 365)


def _part_of_year(
    story: Story, reading: Calendar, code: str, year: int | None, base_told: str | None
) -> Placed:
    """Return the value of a season, quarter or half."""
    if year is not None:
        return f"{year:04}-{code}", base_told
    base = story.published
    if base is None:
        return f"XXXX-{code}", None
    fresh = reading.direction or reading.quarter  # results are for the last quarter
    told = story.told if story.narrative else None if fresh else story.history()
    if told:
        return f"{told.day.year:04}-{code}", told.day.isoformat()
    return f"{_year_of_part(story, reading, code, base):04}-{code}", base.isoformat()


def _year_of_part(story: Story, reading: Calendar, code: str, base: dt.date) -> int:
    """Return the year of a season, quarter or half without one."""
    low, high = (dt.date.fromisoformat(day or "") for day in timex.days(f"{base.year}-{code}"))
    word = reading.direction
    if word in _PAST:
        return base.year - (high >= base)
    if word in _COMING:
        return base.year + (low <= base)
    if word in ("this", "current"):
        return base.year
    if low <= base <= high:  # figures are for quarters that are over, or nearly over
        early = base - low < (high - low) / 2
        return base.year - (reading.quarter is not None and early and story.tense() == "past")
    last, away = base.year - (low > base), (low - base).days % 365 / 365
    return last + story.looks_ahead("season", away)


def timed(day: str, reading: Calendar | Shift) -> str:
    """Return the value of a day with the reading's clock time or part of day."""
    if reading.clock:
        return f"{day}T{reading.clock}{reading.zone or ''}"
    return f"{day}T{reading.part}" if reading.part else day


def _before_christ(story: Story, reading: Calendar) -> str:
    year = reading.year if reading.era == "BC" else story.bc_year
    if reading.era != "BC":
        reading = replace(reading, century=None, decade=None)
    elif year is not None:
        story.bc_year = year
    if reading.century is not None:
        return f"BC{reading.century - 1:02}"
    if reading.decade is not None:
        return f"BC{reading.decade // 10:03}"
    value = f"BC{year:04}" if year is not None else "BCXXXX"
    if reading.month:
        day = f"-{reading.day:02}" if reading.day else ""
        return f"{value}-{reading.month:02}{day}"
    return f"{value}-{reading.season}" if reading.season else value
