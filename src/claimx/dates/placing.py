"""Places in the calendar → TIMEX3 values, with the context filling in what the words leave out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from claimx.dates import values
from claimx.dates.context import TEXT_WORDS, Context, following
from claimx.dates.context import turn as turn_of
from claimx.dates.readings import Calendar

Placed = tuple[str, str | None]


def place(context: Context, reading: Calendar) -> Placed:
    if reading.era == "BC":
        if reading.year is not None:
            context.bc_year = reading.year
        return _before_christ(reading), None
    if reading.year is not None:
        context.bc_year = None
    elif context.bc_year is not None and (reading.month or reading.season):
        return _before_christ(replace(reading, year=context.bc_year)), None
    if reading.century is not None:
        return f"{reading.century - 1:02}", None
    if reading.decade is not None:
        return _decade(context, reading.decade), None
    anchor = None
    year = reading.year
    if year is None and reading.year_word:
        base = context.turn_base(reading.year_word)
        if base:
            year = base.year + turn_of(reading.year_word)
            anchor = base.isoformat()
    if reading.fiscal and year:
        return f"FY{year:04}" + (f"-Q{reading.quarter}" if reading.quarter else ""), anchor
    if reading.week is not None and year is None and context.published:
        year = context.published.isocalendar().year
    if reading.week is not None and year:
        return f"{year:04}-W{reading.week:02}", anchor
    if reading.holiday is not None:
        return _holiday(context, reading, year)
    if reading.month is not None:
        return _month(context, reading, year, anchor)
    if reading.weekday is not None:
        return _weekday(context, reading)
    if reading.day is not None:
        return _day_alone(context, reading)
    for part, name in (("quarter", "Q"), ("half", "H"), ("season", "")):
        number = getattr(reading, part)
        if number is not None:
            return _part_of_year(context, reading, f"{name}{number}", year, anchor)
    if reading.week_word:
        word, unit = reading.week_word.split()
        base = context.turn_base(word)
        if base is None:
            return "", None
        return values.at_unit(values.shift(base, unit, turn_of(word)), unit), base.isoformat()
    if year is None:
        return "", None
    return f"{year:04}", anchor


def _decade(context: Context, decade: int) -> str:
    if decade > 999:
        hundred = decade % 100 == 0 and decade < 1900
        return f"{decade:04}"[: 2 if hundred else 3]
    century = 19
    if context.told and context.told.grain == "DE":
        century = min(context.told.day.year // 100, 19)
    elif decade < 20:
        century = 20
    return f"{century}{decade // 10}"


def _month(context: Context, reading: Calendar, year: int | None, anchor: str | None) -> Placed:
    month = reading.month or 1
    if year is None:
        year, anchor = _year_for(context, reading)
    head = "XXXX" if year is None else f"{year:04}"
    if reading.day is None:
        return f"{head}-{month:02}", anchor
    day = reading.day
    if day == -1 and year:
        day = values.month_end(year, month).day
    if year is not None and not values.valid(year, month, day):
        return "", None
    return timed(f"{head}-{month:02}-{day:02}", reading.part, reading.clock, reading.zone), anchor


def _year_for(context: Context, reading: Calendar) -> tuple[int | None, str | None]:
    """The year of a month or day that names none."""
    month, day = reading.month or 1, reading.day
    told = context.told
    if context.narrative or context.published is None:
        if told is not None:
            return following(told, month), told.day.isoformat()
        if context.published is None:
            return None, None
    assert context.published is not None
    base = context.published
    if told and context.history(told):
        return following(told, month), told.day.isoformat()
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
    return (coming if context.ahead(month, day) else last), base.isoformat()


def _weekday(context: Context, reading: Calendar) -> Placed:
    number = reading.weekday or 1
    base = context.published
    if context.narrative and context.told_day is not None:
        base = context.told_day.day
    if base is None:
        base = context.told_day.day if context.told_day else None
    if base is None:
        return timed(f"XXXX-WXX-{number}", reading.part, reading.clock, reading.zone), None
    here = base.isoweekday()
    turn = reading.direction
    if reading.week_word:
        count = turn_of(reading.week_word.split()[0])
        day = base + dt.timedelta(7 * count + number - here)
    elif reading.day is not None:
        day = _weekday_of_month(base, number, reading.day)
    elif turn in ("last", "past"):
        day = base - dt.timedelta((here - number) % 7 or 7)
    elif turn in ("previous", "preceding"):
        base = context.told_day.day if context.told_day else base
        here = base.isoweekday()
        day = base - dt.timedelta((here - number) % 7 or 7)
    elif turn == "next":
        day = base + dt.timedelta(7 + number - here)
    elif turn in ("following", "coming", "upcoming"):
        if turn == "following" and context.told_day:
            base = context.told_day.day
            here = base.isoweekday()
        day = base + dt.timedelta((number - here) % 7 or 7)
    elif turn in ("this",):
        day = base + dt.timedelta(number - here)
    elif turn in TEXT_WORDS and context.told_day:
        base = context.told_day.day
        day = base + dt.timedelta(number - base.isoweekday())
    elif context.weekday_ahead() or context.narrative:
        day = base + dt.timedelta((number - here) % 7)
    else:
        day = base - dt.timedelta((here - number) % 7)
    return timed(day.isoformat(), reading.part, reading.clock, reading.zone), base.isoformat()


def _day_alone(context: Context, reading: Calendar) -> Placed:
    if not (context.told and context.told.grain in ("D", "M") and context.close(context.told)):
        return "", None
    base = context.base("near", "M")
    if base is None or not values.valid(base.year, base.month, reading.day or 0):
        return "", None
    value = dt.date(base.year, base.month, reading.day or 1).isoformat()
    return timed(value, reading.part, reading.clock, reading.zone), base.isoformat()


def _holiday(context: Context, reading: Calendar, year: int | None) -> Placed:
    rule = reading.holiday or ""
    if year is not None:
        return timed(
            values.holiday(rule, year).isoformat(), reading.part, reading.clock, reading.zone
        ), None
    base = context.published
    told = context.told
    if told and (
        context.narrative or base is None or (reading.direction is None and context.history(told))
    ):
        base = told.day
        day = values.holiday(rule, following(told, values.holiday(rule, base.year).month))
        return timed(day.isoformat(), reading.part, reading.clock, reading.zone), base.isoformat()
    if base is None:
        return (f"XXXX-{rule}" if rule[:2].isdigit() and rule[2] == "-" else "XXXX-XX-XX"), None
    day = values.holiday(rule, base.year)
    turn = reading.direction
    if day > base and (
        turn in ("last", "past")
        or (turn != "next" and turn != "this" and not context.ahead(day.month, day.day))
    ):
        day = values.holiday(rule, base.year - 1)
    elif day < base and (
        turn in ("next", "coming")
        or (turn is None and (base - day).days > 30 and context.ahead(day.month, day.day))
    ):
        day = values.holiday(rule, base.year + 1)
    return timed(day.isoformat(), reading.part, reading.clock, reading.zone), base.isoformat()


def _part_of_year(
    context: Context, reading: Calendar, code: str, year: int | None, anchor: str | None
) -> Placed:
    """Seasons, quarters and halves."""
    if year is not None:
        return f"{year:04}-{code}", anchor
    base = context.published
    told = context.told
    if (context.narrative or base is None) and told:
        return f"{told.day.year:04}-{code}", told.day.isoformat()
    if base is None:
        return f"XXXX-{code}", None
    if told and context.history(told) and reading.direction is None:
        return f"{told.day.year:04}-{code}", told.day.isoformat()
    low, high = values.days(f"{base.year}-{code}")
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
        tense, _ = context.tenses.at(context.offset)
        away = (dt.date.fromisoformat(low) - base).days
        if tense == "past" or (tense is None and away > 120):
            year -= 1
    elif high < today:
        tense, _ = context.tenses.at(context.offset)
        if tense == "future":
            year += 1
    elif reading.quarter is not None and context.tenses.at(context.offset)[0] == "past":
        year -= 1  # figures are told of quarters that are over
    return f"{year:04}-{code}", today


def timed(day: str, part: str | None, clock: str | None, zone: str | None) -> str:
    if clock:
        if clock == "24:00":
            return day + "T24:00"
        return f"{day}T{clock}{zone or ''}"
    return f"{day}T{part}" if part else day


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
