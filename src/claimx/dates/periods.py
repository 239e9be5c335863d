"""Rules for units of the calendar: quarters, "last week", "the end of the month"."""

from __future__ import annotations

import re
from typing import Any

from claimx.dates import amounts
from claimx.dates.checks import among
from claimx.dates.fields import fill
from claimx.dates.lexer import Words
from claimx.dates.readings import Calendar, Duration, Found, Interval, Shift
from claimx.text.lexicon import load
from claimx.text.lexicon import words as listed


def quarter_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    letters = at.classes[first:last]
    if "2" in letters:
        code = at.values[first + letters.index("2")]
        number = int(code[1])
        name = "quarter" if code[0] == "q" else "half"
        parts = fill(at, first, last) or {}
        if letters[:3] == "2-2":
            return _code_range(at, match, name)
        if letters[-1] in "10":
            if not at.glued(last - 1) or at.lower[first][0] != code[1]:
                return (
                    [Found(first, last - 1, Calendar(quarter=number))] if name[0] == "q" else None
                )
            coded: dict[str, Any] = {name: number, "year": 2000 + int(at.values[last - 1])}
            return [Found(first, last, Calendar(**coded))]
        if letters == "2":
            if code[0] == "h":
                return None
            return [Found(first, last, Calendar(quarter=number))]
        return [Found(first, last, Calendar(**{**parts, name: number}))]
    unit_at = first + letters.index("U")
    if at.values[unit_at] != "Q" or (at.lower[unit_at] != "quarter"):
        return None
    turn_at = unit_at - 1 - (at.classes[unit_at - 1] in "-4")
    modifier = (fill(at, first, turn_at) or {}).get("modifier")
    if at.classes[turn_at] in "Oo":
        if at.values[turn_at] > 4 or (
            at.lower[first] != "the"
            and letters[-1] == "U"
            and at.classes[unit_at - 1] != "-"
            and at.word(first - 1) not in ("in", "for", "of", "during")
        ):
            return None
        rest = fill(at, unit_at + 1, last) or {}
        return [Found(first, last, Calendar(quarter=at.values[turn_at], modifier=modifier, **rest))]
    return None


def _code_range(at: Words, match: re.Match[str], name: str) -> list[Found] | None:
    """ "Q1-Q2 2024"."""
    first, last = match.span()
    parts = fill(at, first + 3, last) or {}
    low, high = (int(at.values[i][1]) for i in (first, first + 2))
    if low >= high or at.values[first][0] != at.values[first + 2][0]:
        return None
    begin, end = (Calendar(**{**parts, name: number}) for number in (low, high))
    return [Found(first, last, Interval(begin, end))]


def half_year_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    half_at = first + at.classes[first:last].index("h")
    which = at.lower[half_at - 1 - (at.classes[half_at - 1] == "-")]
    number = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2, "last": 2}.get(which)
    unit_at = at.classes.rfind("U", first, last)
    if number is None:
        return None
    letters = at.classes[half_at:last]
    if letters[-1] == "E" or any(c in letters for c in "Oo"):
        return _half_of_an_age(at, match, number)
    if unit_at >= 0 and at.values[unit_at] != "Y":
        return None
    parts = fill(at, half_at + 1, last) or {}
    return [Found(first, last, Calendar(half=number, **parts))]


def ordinal_unit_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the last week of May": a unit counted inside a longer one."""
    first, last = match.span()
    unit_at = match.start("unit")
    unit, which = at.values[unit_at], at.values[unit_at - 1]
    if unit not in ("W", "D", "M", "Q", "DE", "WE"):
        return None
    parts = fill(at, unit_at + 1, last)
    if parts is None:
        return None
    tail_unit = at.classes[last - 1] == "U"
    if tail_unit and at.values[last - 1] not in ("Y", "M"):
        return None
    if at.classes[unit_at - 1] == "L":
        if at.lower[unit_at - 1] not in ("last", "past"):
            return None
        which = -1
    if unit == "W" and parts.get("year") and "month" not in parts:
        week = which if which > 0 else 52
        return [Found(first, last, Calendar(year=parts["year"], week=week))]
    if unit == "D" and (parts.get("year") or parts.get("month")) and which in (1, -1):
        month = parts.get("month") or (1 if which == 1 else 12)
        return [
            Found(
                first, last, Calendar(**{**parts, "month": month, "day": 1 if which == 1 else -1})
            )
        ]
    if "year" in parts or "month" in parts or tail_unit:
        parts["modifier"] = "end" if which == -1 or which >= 4 else "start" if which == 1 else "mid"
        if tail_unit and "year_word" not in parts and "week_word" not in parts:
            parts.pop("direction", None)
            parts["year_word" if at.values[last - 1] == "Y" else "week_word"] = (
                "this" if at.values[last - 1] == "Y" else "this M"
            )
        return [Found(first, last, Calendar(**parts))]
    return None


def _half_of_an_age(at: Words, match: re.Match[str], number: int) -> list[Found] | None:
    """ "the second half of the 19th century", "the first half of the 1990s"."""
    first, last = match.span()
    half_at = first + at.classes[first:last].index("h")
    parts = fill(at, half_at + 1, last) or {}
    if "day" in parts:
        unit_at = at.classes.rfind("U", first, last)
        if at.values[unit_at] != "CE" or not 1 <= parts["day"] <= 30:
            return None
        parts["century"] = parts.pop("day")
    modifier = "start" if number == 1 else "end"
    return [Found(first, last, Calendar(**{**parts, "modifier": modifier}))]


def week_number_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    number = at.values[match.end() - 1]
    if (
        at.lower[match.end() - 2] != "week"
        or not 1 <= number <= 53
        or at.word(match.start() - 1) not in ("in", "of", "for", "during", "since", "by", "until")
    ):
        return None
    return [Found(match.start(), match.end(), Calendar(week=number))]


def weekend_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    if at.values[match.start("unit")] != "WE" or at.classes[match.end() : match.end() + 1] in (
        "-",
        "F",
    ):
        return None
    return [Found(match.start(), match.end(), Shift("WE", None, base="near"))]


def near_unit_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "for the year", "in the quarter": the one that the text speaks of."""
    last = match.end()
    unit = at.values[last - 1]
    before = at.word(match.start() - 1)
    if unit not in ("Y", "Q", "M") or not among(before, "near_unit_cues"):
        return None
    after = at.kind(last)
    share = before == "of" and at.kind(match.start() - 2) in tuple("UVfoO")  # "six months of the"
    if after in ("-", "F", "'") or (
        at.word(last)[:1].isalnum() and after not in ("G", "~", "&") and not share
    ):
        return None
    return [Found(match.start(), last, Shift(unit, 0, base="near"))]


def unit_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "last week", "the next day", "earlier this month", "that year"."""
    turn_at, unit_at = match.start("turn"), match.start("unit")
    unit = at.values[unit_at]
    if at.lower[turn_at] in ("this", "these") and at.kind(turn_at + 1) in ("L", "X"):
        turn_at += 1  # "this past weekend"
    turn = (
        at.lower[turn_at]
        if at.lower[turn_at] != "same" or match.end("turn") - turn_at == 1
        else "that"
    )
    last = match.end()
    if unit in ("TM", "TS", "TH") or (unit == "NI" and turn != "that"):
        return None
    if at.classes[last : last + 1] in ("8", "7") or (
        at.classes[last : last + 1] == "-" and at.glued(last)
    ):
        return None
    if turn in ("these", "those", "current", "this") and unit == "D":
        return None
    modifier = None
    start = match.start()
    if match.span("before")[0] >= 0:
        for i in range(*match.span("before")):
            if at.classes[i] == "e":
                modifier = load("dates")["phases"][at.lower[i]]
                if at.classes[i + 1] == "G":
                    start = turn_at - (at.classes[turn_at - 1] == "t")
                    modifier = None
        if at.classes[match.start()] in "rb" and at.lower[match.start()] in (
            "before",
            "after",
            "on",
            "previously",
            "prior",
        ):
            start = match.start("before") + 1
    the = at.word(turn_at - 1) == "the"
    if (
        turn == "past"
        and unit not in ("Q", "WE")
        and not (unit == "D" and at.word(turn_at - 1) != "the")
    ):
        value = amounts.value(unit, 1)
        return [Found(start, last, Duration(value, unit, 1, side=-1))]
    if (
        (
            turn
            in (
                "coming",
                "following",
                "subsequent",
                "ensuing",
                "previous",
                "preceding",
                "prior",
                "next",
            )
            and unit == "CE"
        )
        or turn in listed("dates", "text_anchored")
        or turn in ("that", "same", "those")
        or (turn == "next" and the and unit in ("D", "M", "Y", "W"))
        or (turn == "this" and unit == "D")
    ):
        base = "text"
    else:
        base = "article"
    count = {"L": -1, "X": 1}.get(at.classes[turn_at], 0)
    if unit == "FN":
        return None
    return [Found(start, last, Shift(unit, count, base=base, modifier=modifier))]


def to_date_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the year to date", "month-to-date"."""
    first, last = match.span()
    unit = at.values[match.start("unit")]
    if at.lower[last - 1] != "date" or unit not in ("Y", "Q", "M", "W"):
        return None
    return [Found(first, last, Interval(Shift(unit, 0), Shift("D", 0)))]


def unit_end_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "year-end", "month's end"."""
    unit = at.values[match.start("unit")]
    modifier = load("dates")["boundaries"].get(at.lower[match.end() - 1])
    if unit not in ("Y", "M", "W", "DE", "CE", "Q") or modifier != "end":
        return None
    shift = Shift(unit, 0, base="near", modifier=modifier)
    return [Found(match.start(), match.end(), shift)]


def year_ago_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the year-ago quarter", "the year-earlier period"."""
    if at.values[match.start()] != "Y":
        return None
    return [Found(match.start(), match.end(), Shift("Y", -1))]


def unit_edge_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the end of the month", "later in the year", "the rest of this week"."""
    unit_at = match.start("unit")
    unit = at.values[unit_at]
    first = match.start()
    turn = at.lower[unit_at - 1] if match.group("turn") else ""
    if unit not in ("Y", "M", "W", "D", "DE", "CE", "Q") or (unit == "D" and not turn):
        return None
    word = next((at.lower[i] for i in range(first, unit_at) if at.classes[i] in "efrb"), "")
    modifier = load("dates")["boundaries"].get(word)
    if at.kind(first) == "e" and not turn:  # "early in the week": the week alone is the span
        first = unit_at - 1
    if not modifier and not match.group("before").endswith("Gt"):
        return None
    if word in ("on", "before", "after"):
        return None
    base = (
        "text" if turn in listed("dates", "text_anchored") or turn in ("that", "same") else "near"
    )
    if turn in ("this", "last", "next", "current"):
        base = "article"
    count = {"L": -1, "X": 1}.get(at.classes[unit_at - 1] if turn else "", 0)
    return [Found(first, match.end(), Shift(unit, count, base=base, modifier=modifier))]


def nth_weekday_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the third Thursday of November", "the last Monday in May 2024"."""
    first, last = match.span()
    day_at = match.start("month") - 2
    parts = fill(at, match.start("month"), last)
    number: int = 0 if at.classes[day_at - 1] == "L" else at.values[day_at - 1]
    if parts is None or number > 4 or (number == 0 and at.lower[day_at - 1] != "last"):
        return None
    which = number or "last"
    weekday = at.lower[day_at]
    rule = f"{which}-{weekday}-{parts.pop('month')}"
    return [Found(first, last, Calendar(holiday=rule, **parts))]


def beyond_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the week before last", "the month after next"."""
    first, last = match.span()
    way, turn = at.lower[first + 2], at.lower[last - 1]
    unit = at.values[first + 1]
    count = {("before", "last"): -2, ("after", "next"): 2}.get((way, turn))
    if count is None or unit not in ("Y", "M", "W", "WE", "NI"):
        return None
    if unit == "NI":
        return [Found(first, last, Shift("D", count, part="NI"))]
    return [Found(first, last, Shift(unit, count))]


def day_next_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the day after" with no event named."""
    last = match.end()
    word = at.lower[last - 1]
    if (
        at.values[last - 2] not in ("D", "Y", "M", "W")
        or word not in ("before", "after")
        or at.word(last)[:1].isalnum()
    ):
        return None
    count = 1 if word == "after" else -1
    return [Found(match.start(), last, Shift(at.values[last - 2], count, base="text"))]
