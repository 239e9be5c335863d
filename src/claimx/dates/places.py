"""Rules for places in the calendar: days, months, seasons, years, centuries, clock times."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from claimx.dates import checks, clocks, years
from claimx.dates.fields import calendar_reading, fill, time_parts
from claimx.dates.fields import span as span_of
from claimx.dates.lexer import Words
from claimx.dates.numeric import read_clock, read_numeric
from claimx.dates.readings import Calendar, Found, Interval, Shift
from claimx.text.lexicon import load
from claimx.text.lexicon import words as listed


def day_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span("core")
    start = match.start()
    letters = at.classes[first:last]
    timed = time_parts(at, match)
    if timed is None:
        return None
    if span_of(match, "phase")[0] >= 0:
        for i in range(*match.span("phase")):
            if at.classes[i] == "e":
                timed["modifier"] = load("dates")["phases"][at.lower[i]]
    if "I" in letters:
        reading = read_numeric(
            at.text[at.starts[first] : at.ends[last - 1]], day_first=at.day_first
        )
        if reading is None or not checks.numeric(at, first):
            return None
        return [Found(start, match.end(), replace(reading, **timed))]
    if letters[-1] == "j":
        word = at.lower[last - 1]
        if word == "tonight" or (word == "overnight"):
            timed.setdefault("part", "NI")
        end = match.end()
        if "part" in timed and "clock" not in timed and (hour := clocks.bare_hour(at, end)):
            timed.update(read_clock(at, end + 1, end + 2, part=timed["part"]) or {})
            end = hour
        return [Found(start, end, Shift("D", at.values[last - 1], **clocks.whole_only(timed)))]
    if letters[-1] == "P" and letters.lstrip("tLXTQ") == "P":
        return clocks.part_of_day(at, match, timed)
    if letters[0] == "t" and (letters in ("tD", "td") or letters[1] in "Mm"):
        start, first = start + (at.classes[start] == "t"), first + 1
    parts = fill(at, first, last)
    if parts is None or not checks.dated(at, first, last):
        return None
    if "year" in parts and not years.fits(at, last - 1, dated=True):
        last -= 1 + (at.classes[last - 2] in ",FG")
        parts.pop("year")
        reading = calendar_reading(parts)
        return [Found(start, last, reading)] if reading else None
    reading = calendar_reading({**parts, **timed})
    return [Found(start, match.end(), reading)] if reading else None


def listed_days_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "May 5 and 6", "5-7 May 2020": days that share a month."""
    first, last = match.span()
    month_at = match.start("month")
    if not checks.dated(at, month_at, month_at + 1):
        return None
    month = at.values[month_at]
    year = next((at.values[i] for i in range(first, last) if at.classes[i] == "Y"), None)
    if year is None and "y" in at.classes[first:last]:
        return None
    if year and not years.fits(at, last - 1, dated=True):
        return None
    days = [i for i in range(first, last) if at.classes[i] in "1Oo"]
    readings = [calendar_reading({"month": month, "day": at.values[i], "year": year}) for i in days]
    if not all(readings):
        return None
    low, high = readings[0], readings[-1]
    between = at.word(first - 1) == "between" and len(days) == 2
    if "&" not in at.classes[first:last] or between:
        if at.values[days[-1]] <= at.values[days[0]] or not low or not high:
            return None
        return [Found(first, last, Interval(low, high))]
    found = []
    for number, (i, reading) in enumerate(zip(days, readings, strict=True)):
        begin = first if number == 0 else i
        end = last if number == len(days) - 1 else i + 1
        if reading:
            found.append(Found(begin, end, reading))
    return found


def listed_months_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "May and June 2020": months that share a year."""
    first, last = match.span()
    months = [i for i in range(first, last) if at.classes[i] in "Mm"]
    year = at.values[last - 1] if at.classes[last - 1] == "Y" else None
    if year is None or not years.fits(at, last - 1, dated=True):
        return None
    values = [at.values[i] for i in months]
    begin = year - 1 if values[0] > values[-1] else year
    between = at.word(first - 1) == "between" and len(months) == 2
    if "&" not in at.classes[first:last] or between:
        span = Interval(
            Calendar(year=begin, month=values[0]), Calendar(year=year, month=values[-1])
        )
        return [Found(first, last, span)]
    ends = [i + 1 for i in months[:-1]] + [last]
    return [
        Found(i, end, Calendar(year=year if value <= values[-1] else begin, month=value))
        for i, end, value in zip(months, ends, values, strict=True)
    ]


def _period(at: Words, match: re.Match[str], **more: Any) -> list[Found] | None:
    first, last = match.span()
    parts = fill(at, first, last)
    if parts is None:
        return None
    if "year" in parts and not years.fits(
        at, last - 1, dated="month" in parts or "season" in parts
    ):
        return None
    reading = calendar_reading({**parts, **more})
    return [Found(first, last, reading)] if reading else None


def month_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span("core")
    start = match.start()
    parts = fill(at, start, last)
    if parts is None:
        return None
    if "year" in parts and not years.fits(at, last - 1, dated=True):
        year_at = last - 1
        last = year_at - (at.classes[year_at - 1] in ",FG/-")
        parts.pop("year")
    month_at = next(i for i in range(first, last) if at.classes[i] in "Mm")
    bare = (
        start == month_at
        and last <= month_at + 2
        and "year" not in parts
        and "year_word" not in parts
    )
    if bare and not checks.month(at, month_at, last):
        return None
    if at.classes[last - 1] == ";" and (
        len(at.lower[last - 2]) > 4 or at.lower[last - 2] in ("may", "june", "july")
    ):
        last -= 1
    if at.classes[start] == "t" and at.classes[start + 1 : start + 2] in ("M", "m"):
        start += 1
    reading = calendar_reading(parts)
    return [Found(start, last, reading)] if reading else None


def season_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    letters = at.classes[first:last]
    dated = any(c in letters for c in "YyULXTQef")
    the_spring = letters == "ts" and at.lower[first + 1] == "spring"
    if not dated and not the_spring and ("s" in letters or not checks.season(at, first)):
        return None
    return _period(at, match)


def decade_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    decade_at = at.classes.rfind("E", match.start(), match.end())
    word = at.lower[decade_at]
    if (
        (not word[0].isdigit() or len(word) < 5)
        and word[0] not in "'’‘"
        and at.word(decade_at - 1)
        not in (
            "the",
            "early",
            "late",
            "mid",
            "-",
            "and",
            "or",
        )
    ):
        return None
    if not checks.decade(at, match.start()):
        return None
    return _period(at, match)


def century_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    unit_at = match.start("unit")
    if at.values[unit_at] not in ("CE", "ML"):
        return None
    parts = fill(at, match.start(), match.end())
    if parts is None:
        return None
    number = parts.pop("day", None)
    if number is None or at.values[unit_at] != "CE" or not 1 <= number <= 30:
        return None
    if number == 1 and "era" not in parts:
        return None
    after = (
        at.text[at.starts[match.end()] : at.ends[match.end()]]
        if match.end() < len(at.starts)
        else ""
    )
    if at.text[at.starts[unit_at]].isupper() and after[:1].isupper():
        return None  # "20th Century Fox"
    return [Found(match.start(), match.end(), Calendar(century=number, **parts))]


def years_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "2020–2024", "1989-90", "1999/2000"."""
    first, last = match.span()
    begin, end = at.values[first], at.values[last - 1]
    text = at.lower[last - 1]
    if len(text) == 2 and text.isdigit():
        end = begin // 100 * 100 + int(end)
        end += 100 if end < begin and begin % 100 == 99 else 0
    elif len(text) != 4:
        return None
    if (
        not begin < end <= begin + 400
        or not years.fits(at, first, dated=True)
        or years.labelled(at, first)
        or not years.fits(at, last - 1)
    ):
        return None
    if at.lower[first + 1] == "/" and len(text) == 4 and end - begin > 1:
        return None
    return [Found(first, last, Interval(Calendar(year=begin), Calendar(year=end)))]


def era_range_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    low, high = at.values[first], at.values[first + 2]
    era = at.values[last - 1]
    span = Interval(Calendar(year=int(low), era=era), Calendar(year=int(high), era=era))
    return [Found(first, last, span)]


def era_year_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    number = next(at.values[i] for i in range(first, last) if at.classes[i] in "10Y")
    era = next(at.values[i] for i in range(first, last) if at.classes[i] == "6")
    if not 1 <= number <= 9999:
        return None
    return [Found(first, last, Calendar(year=int(number), era=era))]


def year_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    if at.classes[last - 1] == "y":
        if at.word(first - 1) not in listed("dates", "month_cues") or at.glued(first):
            return None
        return _period(at, match)
    unit = at.classes.find("U", first, last)
    if unit >= 0 and at.lower[unit] != "year":
        return None
    plain = at.classes[last - 2 : last - 1] if last - first > 1 else ""
    if plain == "t":
        first = last - 1
    if not years.fits(at, last - 1, dated=last - first > 1):
        return None
    parts = fill(at, first, last)
    return [Found(first, last, Calendar(**parts))] if parts else None


def partial_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "10/1" after a preposition, "2015-3"."""
    index = match.start()
    raw = at.values[index]
    named = load("dates")["named_days"].get(raw)
    if named and at.word(index - 1) not in ("on", "$"):
        return [
            Found(
                index,
                index + 1,
                Calendar(year=int(named[:4]), month=int(named[5:7]), day=int(named[8:])),
            )
        ]
    if raw[:4].isdigit() and len(raw) == 7:
        first, second = int(raw[:4]), int(raw[5:])
        end = first // 100 * 100 + second
        if (
            1800 <= first < 2100
            and (second > 12 or end == first + 1)
            and first < end < first + 60
            and not at.glued(index)
        ):
            return [Found(index, index + 1, Interval(Calendar(year=first), Calendar(year=end)))]
    reading = read_numeric(raw, day_first=at.day_first)
    if reading is None or not checks.partial(at, index):
        return None
    return [Found(index, index + 1, reading)]


def day_alone_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "on the 5th", where the month was told."""
    last = match.end()
    number = at.values[last - 1]
    after = at.word(last)
    if not 1 <= number <= 31 or at.word(match.start() - 1) not in (
        "on",
        "by",
        "until",
        "from",
        "since",
    ):
        return None
    if (at.classes[last : last + 1] in ("x", "U", "V") and after.isalpha()) or after == "-":
        return None
    return [Found(match.start(), last, Calendar(day=number))]


def digit_range_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "5/1-5/7/2020", "between 10/1-11/7"."""
    first, last = match.span()
    whole = at.classes[last - 1] == "I"
    if not whole and at.word(first - 1) not in ("from", "between"):
        return None
    tight = all(at.glued(i) for i in range(first + 1, last))
    end_text = at.text[at.starts[first + 4] : at.ends[last - 1]]
    begin = read_numeric(at.text[at.starts[first] : at.ends[first + 2]], day_first=at.day_first)
    end = read_numeric(end_text, day_first=at.day_first)
    if not tight or begin is None or end is None or end_text.count("/") != (2 if whole else 1):
        return None
    if end.year is not None and begin.month and end.month:
        begin = replace(begin, year=end.year - (begin.month > end.month))
    return [Found(first, last, Interval(begin, end))]


def fiscal_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    number_at = next(i for i in range(first, last) if at.classes[i] in "Y10J")
    if at.classes[number_at] == "J":  # "2024-25" is named by the year that it ends in
        begin, end = at.values[number_at][:4], at.values[number_at][5:]
        year = int(begin) + 1 if begin.isdigit() else 0
        if f"{year % 100:02}" != end:
            return None
    else:
        year = at.values[number_at]
        year = int(year) if year > 100 else 2000 + int(year)
        year += last - number_at == 3
    return [Found(first, last, Calendar(year=year, fiscal=True))] if 1900 < year < 2200 else None
