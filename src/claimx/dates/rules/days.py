"""Rules for days: in full, by weekday, by holiday, in digits, relative to today."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from claimx.dates import checks
from claimx.dates.numeric import read_clock, read_numeric
from claimx.dates.parts import calendar, fill, time_parts
from claimx.dates.patterns import Match, rule
from claimx.dates.readings import Calendar, Found, Interval, Shift
from claimx.dates.tokens import MONTHS, Kind, Tokens
from claimx.text.lexicon import load

_DAY_KINDS = (Kind.SMALL, Kind.NTH, Kind.ORDINAL)
_BY_ARTICLE = ("last", "this", "current", "these", "past")
_LONGEST_MONTH = 31
# The most years between the ends of "1950-53"; with more, the numbers are of another kind.
_YEARS_APART = 60


def _framed(at: Tokens, match: Match) -> dict[str, Any] | None:
    """Return the parts around the core of a day ("early", "6 p.m. on", "evening"), or None."""
    timed = time_parts(at, match)
    if timed is None:
        return None
    phase = at.first(*match.span("phase"), Kind.PHASE)
    if phase >= 0:
        timed["modifier"] = load("dates")["phases"][at.lower[phase]]
    return timed


@rule(
    "BEFORE_DAY core=(DATED) AFTER_DAY",
    examples={
        "It was signed on 6 January 2026.": "2026-01-06",
        "It was signed on the 6th of January 2026.": "2026-01-06",
        "It was signed on Tuesday, Jan. 6, 2026.": "2026-01-06",
        "It was signed on 2026/Jan/6.": "2026-01-06",
        "It began at 8:31 p.m. on January 6, 2026.": "2026-01-06T20:31",
        "It began on the night of January 6, 2026.": "2026-01-06TNI",
        "It was signed on the twenty-first of May.": "2025-05-21",
        "He was released on the 5th of last month.": "2025-10-05",
    },
)
def calendar_day(at: Tokens, match: Match) -> Found | None:
    first, last = match.span("core")
    timed, parts = _framed(at, match), fill(at, first, last)
    if timed is None or parts is None or not checks.dated(at, first, last):
        return None
    start, end = match.span()
    if at.kinds[first] == Kind.THE and at.kind(first + 1) in MONTHS:
        start += at.kinds[start] == Kind.THE
    if "year" in parts and not checks.year(at, last - 1, dated=True):
        end = last - 1 - (at.kinds[last - 2] in (Kind.COMMA, Kind.OF, Kind.IN))
        del parts["year"]
        timed = {}
    reading = calendar({**parts, **timed})
    return Found(start, end, reading) if reading else None


@rule(
    "BEFORE_DAY core=(WEEKDAYS) AFTER_DAY",
    examples={
        "He left last Thursday.": "2025-10-30",
        "He left early on Monday.": "2025-11-03",
        "He left on Tuesday of last week.": "2025-10-28",
        "He left in the early hours of Monday.": "2025-11-03TMO",
        "He left on Friday evening.": "2025-10-31TEV",
        "He left on Monday – without a word.": "2025-11-03",
    },
)
def weekday(at: Tokens, match: Match) -> Found | None:
    first, last = match.span("core")
    timed, parts = _framed(at, match), fill(at, first, last)
    if timed is None or parts is None or not checks.dated(at, first, last):
        return None
    if last == match.end() and _hyphened(at, last):
        return None
    bare = at.kind(first + 1) in (Kind.WEEKDAY, Kind.WEEKDAY_SHORT)
    start = match.start() + (at.kinds[match.start()] == Kind.THE and bare)
    reading = calendar({**parts, **timed})
    return Found(start, match.end(), reading) if reading else None


def _hyphened(at: Tokens, last: int) -> bool:
    """Return whether a hyphen joins a weekday to a word: "Sunday-school", not "Monday-Friday"."""
    tied = at.word(last) == "-" and at.glued(last) and at.glued(last + 1)
    return tied and at.kind(last + 1) not in (Kind.WEEKDAY, Kind.WEEKDAY_SHORT)


@rule(
    "BEFORE_DAY core=([{last|next|this|that}] {relative}) AFTER_DAY",
    examples={
        "He left yesterday.": "2025-11-05",
        "He will leave tomorrow night.": "2025-11-07TNI",
        "He will leave at five-thirty tomorrow evening.": "2025-11-07T17:30",
        "He will leave tonight around 7.": "2025-11-06T19:00",
    },
)
def relative_day(at: Tokens, match: Match) -> Found | None:
    timed = _framed(at, match)
    last = match.end("core")
    word, end = at.lower[last - 1], match.end()
    if timed is None or checks.title_word(at, last - 1):
        return None
    if word == "tonight":
        timed.setdefault("part", "NI")
    if "part" in timed and "clock" not in timed and (hour_end := _bare_hour(at, end)):
        timed |= read_clock(at, end + 1, hour_end, part=timed["part"]) or {}
        end = hour_end
    return Found(match.start(), end, Shift("D", at.values[last - 1], **timed))


def _bare_hour(at: Tokens, index: int) -> int | None:
    """Return the end of an "at 7" after "tonight" or "tomorrow evening", or None."""
    cued = at.kind(index) == Kind.AT or at.among(index, "hour_cues")
    hour = at.kind(index + 1) == Kind.SMALL and at.values[index + 1] <= 12
    ends = at.word(index + 2) in ("", ",", ".", ";", "?", "!", "and")
    return index + 2 if cued and hour and ends else None


@rule(
    "BEFORE_DAY core=({numeric}) AFTER_DAY",
    examples={
        "It was signed on 2026-01-06.": "2026-01-06",
        "It was signed on 06.01.2026.": "2026-01-06",
        "It was signed on 1/6/2026.": "2026-01-06",
    },
)
def numeric_day(at: Tokens, match: Match) -> Found | None:
    timed, core = _framed(at, match), match.start("core")
    raw = at.text[at.starts[core] : at.ends[core]]
    reading = read_numeric(raw, day_first=at.day_first)
    if timed is None or reading is None or not checks.numeric(at, core):
        return None
    return Found(match.start(), match.end(), replace(reading, **timed))


@rule(
    "BEFORE_DAY core=(HOLIDAY) AFTER_DAY",
    examples={
        "It will end on Christmas Day.": "2025-12-25",
        "It began on Easter Monday 2024.": "2024-04-01",
        "It recalls the 2015 New Year's Eve.": "2015-12-31",
    },
)
def holiday(at: Tokens, match: Match) -> Found | None:
    first, last = match.span("core")
    timed, parts = _framed(at, match), fill(at, first, last)
    if timed is None or parts is None:
        return None
    reading = calendar({**parts, **timed})
    return Found(match.start(), match.end(), reading) if reading else None


@rule(
    "phase=([{phase}]) [the] turn=(TURNED) {part} [[at] clock2=({clock} [.] [{meridiem}]"
    " | {small|number} {meridiem})]",
    examples={"He left last night.": "2025-11-05TNI", "He left this morning.": "2025-11-06TMO"},
)
def part_of_day(at: Tokens, match: Match) -> Found | None:
    timed = _framed(at, match)
    turn_at = match.start("turn")
    if timed is None:
        return None
    turn, part_at = at.lower[turn_at], match.end("turn")
    timed["part"] = at.values[part_at]
    if match["clock2"]:
        timed |= read_clock(at, *match.span("clock2"), part=timed["part"]) or {}
    start, end = match.span()
    if turn in _BY_ARTICLE:
        return Found(start, end, Shift("D", -1 if turn == "last" else 0, **timed))
    count = {Kind.THAT: 0, Kind.NEXT: 1}.get(Kind(at.kinds[turn_at]), -1)
    return Found(start, end, Shift("D", count, base="text", **timed))


@rule(
    "[the] month=(MONTH) DAY ((, DAY)*6 [,] {and} | {to} | -) DAY [YEAR]",
    examples={
        "Open May 5-7, 2026.": "2026-05-05/2026-05-07",
        "Open between May 5 and 7, 2026 – or later.": "2026-05-05/2026-05-07",
    },
)
def month_and_days(at: Tokens, match: Match) -> list[Found] | None:
    last = match.end()
    tied = at.kind(last) in (Kind.DASH, Kind.SLASH) and at.glued(last)
    return None if tied else _listed_days(at, match)


@rule(
    "DAY ((, DAY)*6 {and} | {to} | -) DAY [of] month=(MONTH) [YEAR]",
    examples={"Open 5 to 7 May 2026.": "2026-05-05/2026-05-07"},
)
def days_and_month(at: Tokens, match: Match) -> list[Found] | None:
    return _listed_days(at, match)


def _listed_days(at: Tokens, match: Match) -> list[Found] | None:
    """Return the days that share a month: "May 5 and 6" is two, "5-7 May" an interval."""
    first, last = match.span()
    month_at = match.start("month")
    year_at = at.first(first, last, Kind.YEAR)
    sure = checks.dated(at, month_at, month_at + 1)
    if not sure or at.first(first, last, Kind.SHORT_YEAR) >= 0:
        return None
    if year_at >= 0 and not checks.year(at, last - 1, dated=True):
        return None
    year = at.values[year_at] if year_at >= 0 else None
    days = [i for i in range(first, last) if at.kinds[i] in _DAY_KINDS]
    parts = [{"month": at.values[month_at], "day": at.values[i], "year": year} for i in days]
    readings = [reading for one in parts if (reading := calendar(one))]
    if len(readings) < len(days):
        return None
    if _spans(at, match, count=len(days)):
        rising = at.values[days[-1]] > at.values[days[0]]
        return [Found(first, last, Interval(readings[0], readings[-1]))] if rising else None
    begins, ends = [first, *days[1:]], [i + 1 for i in days[:-1]] + [last]
    return list(map(Found, begins, ends, readings))


def _spans(at: Tokens, match: Match, *, count: int) -> bool:
    """Return whether a list of days or months is an interval: "5-7", "between May and June"."""
    between = at.word(match.start() - 1) == "between" and count == 2
    return between or Kind.AND not in at.kinds[match.start() : match.end()]


@rule(
    "MONTH ((, MONTH)*9 [,] {and} | {to} | -) MONTH YEAR",
    examples={
        "Open from May to October 2020.": "2020-05/2020-10",
        "Open November-February 2017.": "2016-11/2017-02",
    },
)
def listed_months(at: Tokens, match: Match) -> list[Found] | None:
    first, last = match.span()
    months = [i for i in range(first, last) if at.kinds[i] in MONTHS]
    if at.kinds[last - 1] != Kind.YEAR or not checks.year(at, last - 1, dated=True):
        return None
    year, values = at.values[last - 1], [at.values[i] for i in months]
    begin = year - 1 if values[0] > values[-1] else year
    readings = [Calendar(year=year if v <= values[-1] else begin, month=v) for v in values]
    if _spans(at, match, count=len(months)):
        return [Found(first, last, Interval(readings[0], readings[-1]))]
    return list(map(Found, months, [i + 1 for i in months[:-1]] + [last], readings))


@rule(
    "[the] which=({ordinal|nth|last}) {weekday} {of|in} month=(TURN MONTH [YEAR|WORDED_YEAR])",
    examples={
        "It met on the third Thursday of November.": "2025-11-20",
        "It met on the last Monday in May 2024.": "2024-05-27",
        "It met on the second Sunday of March last year.": "2024-03-10",
    },
)
def nth_weekday(at: Tokens, match: Match) -> Calendar | None:
    which_at = match.start("which")
    parts = fill(at, *match.span("month"))
    last = at.lower[which_at] == "last"
    number: object = "last" if last else at.values[which_at]
    if parts is None or number not in (1, 2, 3, 4, "last"):
        return None
    month = parts.pop("month")
    return calendar({**parts, "holiday": f"{number}-{at.lower[which_at + 1]}-{month}"})


@rule(
    "[the] {nth}",
    examples={"It fell in May 2020 and rose on the 7th.": "2020-05 2020-05-07"},
    weight=-1,
)
def day_alone(at: Tokens, match: Match) -> Calendar | None:
    last = match.end()
    number = at.values[last - 1]
    cued = at.among(match.start() - 1, "day_alone_cues") and at.kinds[match.start()] == Kind.THE
    if not cued or not 1 <= number <= _LONGEST_MONTH or at.word(last) == "-":
        return None
    noun = at.kind(last) in (Kind.OTHER, Kind.UNIT, Kind.UNITS) and at.word(last).isalpha()
    return None if noun else Calendar(day=number)


@rule("{partial}", examples={"Open from 10/1 to 11/7.": "2025-10-01/2025-11-07"})
def partial(at: Tokens, match: Match) -> Calendar | Interval | None:
    index = match.start()
    raw: str = at.values[index]
    named = load("dates")["named_days"].get(raw)
    if named and at.word(index - 1) not in ("on", "$"):
        return Calendar(year=int(named[:4]), month=int(named[5:7]), day=int(named[8:]))
    years = _two_years(at, index, raw)
    if years:
        return years
    reading = read_numeric(raw, day_first=at.day_first)
    return reading if reading and checks.partial(at, index) else None


def _two_years(at: Tokens, index: int, raw: str) -> Interval | None:
    """Return the years of "2010-11" or "1950-53"; None for "2015-03"."""
    m = re.fullmatch(r"((?:18|19|20)\d\d)-(\d\d)", raw)
    if m is None or at.glued(index):
        return None
    first, second = int(m[1]), int(m[2])
    end = first // 100 * 100 + second
    if not first < end < first + _YEARS_APART or not (second > 12 or end == first + 1):
        return None
    return Interval(Calendar(year=first), Calendar(year=end))


@rule(
    "{small} / {small} - ({numeric} | {small} / {small} !(/))",
    examples={
        "Closed 10/1-11/2/2017.": "2017-10-01/2017-11-02",
        "Closed between 10/1-11/7.": "2025-10-01/2025-11-07",
    },
)
def digit_range(at: Tokens, match: Match) -> Interval | None:
    first, last = match.span()
    whole = at.kinds[last - 1] == Kind.NUMERIC
    if not whole and at.word(first - 1) not in ("from", "between"):
        return None
    begin_text, _, end_text = at.text[at.starts[first] : at.ends[last - 1]].partition("-")
    begin, end = (read_numeric(one, day_first=at.day_first) for one in (begin_text, end_text))
    tight = all(at.glued(i) for i in range(first + 1, last))
    if not tight or begin is None or end is None or end_text.count("/") != 1 + whole:
        return None
    if end.year is not None and begin.month and end.month:
        begin = replace(begin, year=end.year - (begin.month > end.month))
    return Interval(begin, end)


@rule(
    "clock1=(TIME) [,] [on] [the] turn=({last|next|that}) [{last|next|that}] {unit}",
    examples={
        "On 5 May 2020 it met. It voted at 6 p.m. the next day.": "2020-05-05 2020-05-06T18:00"
    },
)
def timed_day(at: Tokens, match: Match) -> Shift | None:
    timed, last = time_parts(at, match), match.end()
    if timed is None or at.values[last - 1] != "D":
        return None
    count = {Kind.LAST: -1, Kind.NEXT: 1}.get(Kind(at.kinds[last - 2]), 0)
    return Shift("D", count, base="text", **timed)
