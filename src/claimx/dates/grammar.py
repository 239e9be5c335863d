"""Words → readings: the grammar of date expressions, as regexes over the words' class letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from claimx.dates import amounts, checks
from claimx.dates.lexer import Words
from claimx.dates.numeric import read_clock, read_numeric
from claimx.dates.readings import Calendar, Duration, Fixed, Found, Interval, Shift
from claimx.lexicon import load, words as listed

Rule = Callable[[Words, re.Match[str]], "list[Found] | None"]

_DAY = r"(?:t?(?:1|O|n-?o|o))"
_MONTH = r"(?:[Mm];?)"
_YEAR = r"(?:(?:,|[FG]|,[FG]|[/-])?(?:Y6?|[01]6)|,?y)"
_WORDED_YEAR = r"(?:,?F?t?(?:[LXT]|Q{1,2})U)"
_TIME = r"(?:(?:C;?K?|[1n](?:-?n)?(?:K|cK?)|1?N)(?:\(?Z\)?)?)"
_MONTH_DAY = rf"(?:t?[LXTQ]?{_MONTH}-?{_DAY}(?![-/]?[05Y]?%))"
_DAY_MONTH = rf"(?:{_DAY}[-/F]?{_MONTH})"
_WEEKDAY = r"(?:(?:D|d;?)(?!-))"
_DATED = (
    rf"(?:(?:[LXTQ]?{_WEEKDAY},?)?(?:{_DAY_MONTH}|{_MONTH_DAY}|{_MONTH}-Y-1)"
    rf"(?:{_YEAR}|{_WORDED_YEAR})?|Y[-/]{_MONTH}[-/]1|1-Y-{_MONTH}|{_DAY}F(?:[LXT]|t?Q{{1,2}})U)"
)
_WEEKDAYS = rf"(?:t?[LXT]U-?D|t?[LXTQ]*{_WEEKDAY}(?:t(?:O|n-?o|o))?(?:,?F?t?[LXTQ]+U)?)"
_HOLIDAY = r"(?:t?[LXTQ]?l(?:,?F?Y|F?[LXTQ]+U)?)"
_CORE = rf"(?:{_DATED}|{_WEEKDAYS}|[LXTQ]?j|I|{_HOLIDAY})"
_NUMBER = r"(?:(?:[105Y]|n|h)(?:-?n|-?&-?n|-?&-?a-?h|&h|&aoU|&aU)*)"
_LENGTH = (
    rf"(?:t?9*(?:{_NUMBER}(?:-?9)*|a(?:9|h|q)*F?|a?qF?9?|h[at]?|h-|))-?[UVu](?:&a?h)?"
)
_FURTHER = re.compile(rf"(?:,?&?){_NUMBER}-?[UVu]")
_PHASE = r"(?:t?e?-?)"
_EDGE = r"(?:(?:t?f|te?x?)Ft?)"

_RULES: list[tuple[str, str, str]] = [
    # name, first classes, pattern
    ("listed_days", "tLXTQMm", rf"t?(?P<month>{_MONTH}){_DAY}(?:(?:,{_DAY})*,?&|-|~){_DAY}(?:{_YEAR})?(?![:/%-])"),
    ("listed_days", "t1Oon", rf"{_DAY}(?:(?:,{_DAY})*&|-|~){_DAY}F?(?P<month>{_MONTH})(?:{_YEAR})?"),
    ("listed_months", "Mm", rf"{_MONTH}(?:(?:,{_MONTH})*,?&|-|~){_MONTH}{_YEAR}"),
    ("weekdays", "Dw", r"(?:w-?[Pp]?|D-?p)(?:A?(?P<clock2>C|1K))?"),
    ("partial", "J", r"J"),
    (
        "day", "teLXTQDdMm1OonYjIlPfC1N",
        rf"(?:(?P<clock1>{_TIME})(?:,|W|,?W|FW|F)?(?=[^&~-])|(?P<part1>te?PV?[FW]|e?PV?[FW]))?"
        rf"(?P<phase>e?-?W?)(?P<core>{_CORE})"
        rf"(?:,?W?-?(?P<part2>[te]*P)(?![UV]))?(?:(?:,|A|AA|at)?(?P<clock2>{_TIME}))?",
    ),
    ("day", "teLXTQ", r"(?P<phase>e?)(?P<core>t?[LXTQ]{1,2}P)(?:A?(?P<clock2>C;?K?|[1n]K))?"),
    ("quarter", "to2YOf4e", r"t?4?(?:[Oo]|L|X|T|Q)-?4?U(?:(?:FtU)|(?:,?F?4?Y)|(?:F?t?[LXT]U))?|2(?:[-F,]?(?:4?[Yy]))?|Y-?2"),
    ("half_year", "toOe", r"t?(?:[Oo]|e)-?h(?:F(?:tU|t?[LXTQ]+U|4?Y))"),
    ("month", "teLXTQMmf", rf"(?:t?fFt?|[te]*-?)(?P<core>[LXTQ]*{_MONTH}(?:{_YEAR}|{_WORDED_YEAR})?)"),
    ("season", "teLXTQSsfY", r"(?:t?fFt?|[te]*-?)(?P<core>[LXTQ]*[Ss](?:,?F?Y|,?F?y|,?F?t?[LXTQ]+U)?|Y[Ss])"),
    ("ordinal_unit", "toOLX", r"t?(?:[Oo]|L)(?P<unit>U)Ft?(?:[LXTQ]*(?P<month>[Mm])(?:,?F?Y|F?[LXTQ]+U)?|Y|[LXTQ]*U)"),
    ("fiscal", "t4f", r"(?:t?fFt?)?[LXT]?4U?(?:Y(?:[-/][10Y])?|[10](?:[-/][10])?)"),
    ("decade", "teEf", r"(?:t?fFt?|[te]*-?)E6?"),
    ("century", "teOofn", r"(?:t?fFt?|[te]*-?)(?:O|n-?o|o)-?(?P<unit>[UV])6?"),
    ("era_range", "10Y", r"[10Y](?:-|~|&)[10Y]6"),
    ("years", "Y", r"Y(?:-|/)(?:Y|1|0)(?![-/]?[10Y])"),
    ("era_year", "610Y", r"[10Y]6(?:6)?|6[10Y]"),
    ("year", "teYfy", r"(?:t?fFt?|[te]*-?)(?:tU)?Y|y"),
    ("ago", "tah19qonV05Yn", rf"(?P<length>{_LENGTH})(?P<how>g)"),
    ("offset", "tah19qonV05Yn", rf"(?P<length>{_LENGTH})(?P<how>R(?:H|j|{_WEEKDAYS})|[br](?:j|{_DATED}|{_WEEKDAYS}|{_HOLIDAY})?)"),
    ("anchored", "tLXTQa", rf"t?(?P<turn>(?:[LX]|T(?=[105nq]))+)(?P<length>(?:{_NUMBER}9?|qF?|9|a)+-?[UV]|V)(?!-?8)"),
    ("anchored", "tn1", rf"t?(?P<length>(?:{_NUMBER})(?P<turn>[LX])V)"),
    ("unit", "terbLXTQ", r"(?P<before>[rb](?:Gt)?|t?e(?:Gt?)?|te)?t?(?P<turn>[LXTQ]{1,2})(?:9)?(?P<unit>U)"),
    ("unit_edge", "tfrb9", r"(?P<before>t?f(?:Ft?|Gt)|[rb]Gt|t?99?Ft?)(?P<turn>[LXTQ]*)(?P<unit>U)"),
    ("whole", "3", r"3t?U"),
    ("week_number", "tU", r"t?U1"),
    ("day_next", "t", r"tU[br]"),
    ("near_unit", "t", r"tU"),
    ("quarter_of", "a1", r"[a1]UFaU"),
    ("day_alone", "t", r"tO"),
    ("vague", "TqtL", r"T|t?q?L|q"),
    ("weekend", "t", r"t(?P<unit>U)"),
    ("part_alone", "tP", r"tP(?!F)|P"),
    ("repeated", "v", rf"v(?:(?:{_NUMBER}9?[UV])|(?:[9oO])?(?:U|D|S|M|m|P)(?:P)?)"),
    ("repeated", "kn1v", r"(?:k|[n1]i)(?:a|v)U"),
    ("adverb", "z", r"z"),
    ("reference", "H", r"H"),
    ("clock", "C1nN", rf"(?P<clock1>{_TIME})(?:Gt(?P<part2>P))?"),
    ("compound", "UV", r"U-?7"),
    ("length", "tah19qonV05Y7", rf"(?P<length>{_LENGTH})(?:-?7)?(?!-?[8])"),
]  # fmt: skip


@cache
def _dispatch() -> tuple[re.Pattern[str], dict[str, list[tuple[re.Pattern[str], Rule]]]]:
    table: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
    for name, first, pattern in _RULES:
        compiled = re.compile(pattern)
        for letter in dict.fromkeys(first):
            table.setdefault(letter, []).append((compiled, globals()["_" + name]))
    # a lone article or "one" starts far more words than dates: look one word ahead
    starts = "".join(sorted(set(table) - set("ta(")))
    return re.compile(rf"[{re.escape(starts)}]|[ta](?=[^x#,;])"), table


def read(found_in: Words) -> Iterator[Found]:
    """The date expressions among the words, left to right, none inside another."""
    scan, table = _dispatch()
    classes = found_in.classes
    position = 0
    while hit := scan.search(classes, position):
        position = hit.start() + 1
        for pattern, rule in table[hit.group()]:
            match = pattern.match(classes, hit.start())
            if match and (results := rule(found_in, match)):
                results = _with_end(found_in, results)
                yield from results
                position = max(position, results[-1].last)
                break


def _with_end(at: Words, results: list[Found]) -> list[Found]:
    """The same, made an interval where a dash or "to" leads to a second date."""
    found = results[0]
    if len(results) > 1 or not isinstance(found.reading, Calendar | Shift):
        return results
    link = at.classes[found.last : found.last + 1]
    before = at.word(found.first - 1)
    if before in ("in", "on", "at", "the"):
        before = at.word(found.first - 2) if at.word(found.first - 2) in ("from", "between") else before
    if not (link == "-" or (link == "~" and before == "from") or (link == "&" and before == "between")):
        if link != "~" or not _same_kind_ahead(at, found):
            return results
    _, table = _dispatch()
    start = found.last + 1
    if at.classes[start : start + 1] in ("G", "W"):
        start += 1
    for pattern, rule in table.get(at.classes[start : start + 1], []):
        match = pattern.match(at.classes, start)
        second = rule(at, match) if match else None
        if second and len(second) == 1 and isinstance(second[0].reading, Calendar | Shift):
            joined = _join(found.reading, second[0].reading, loose=link == "&" or before == "from")
            return [Found(found.first, second[0].last, joined)] if joined else results
        if second:
            return results
    return results


def _same_kind_ahead(at: Words, found: Found) -> bool:
    here = set(at.classes[found.first : found.last]) & set("MmDCI")
    there = set(at.classes[found.last + 1 : found.last + 4]) & set("MmDCI")
    return bool(here & there)


def _join(first: Calendar | Shift, last: Calendar | Shift, *, loose: bool) -> Interval | None:
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        if first.year is None and first.year_word is None and last.year is not None and first.month:
            year = last.year
            if last.month and (first.month, first.day or 0) > (last.month, last.day or 31):
                year -= 1
            first = replace(first, year=year)
        same = _grain(first) == _grain(last)
        if (same or loose) and first.clock is None and last.clock is None:
            return Interval(first, last)
        return None
    return Interval(first, last) if loose else None


def _grain(reading: Calendar) -> str:
    for name in ("weekday", "day", "season", "quarter", "month", "decade", "century", "year"):
        if getattr(reading, name) is not None:
            return "day" if name == "weekday" and reading.day else name
    return ""


# ---------------------------------------------------------------- reading the parts


def _fill(at: Words, first: int, last: int) -> dict[str, Any] | None:
    """The parts of a calendar expression that words `first` to `last` name."""
    parts: dict[str, Any] = {}
    turn = ""
    data = load("dates")
    for i in range(first, last):
        letter, value = at.classes[i], at.values[i]
        match letter:
            case "M" | "m":
                parts["month"] = value
            case "D" | "d":
                parts["weekday"] = value
            case "1" | "0" if at.classes[i + 1 : i + 2] == "6" and i + 1 < last:
                parts["year"] = int(value)
            case "1" | "O" | "o":
                tens = at.values[i - 1] if i > first and at.classes[i - 1] == "n" else None
                tens = at.values[i - 2] if at.classes[i - 2 : i] == "n-" and i - 1 > first else tens
                parts["day"] = value + (tens or 0)
            case "Y":
                parts["year"] = value
            case "y":
                parts["year"] = 1900 + value if value > 40 else 2000 + value
            case "S" | "s":
                parts["season"] = value
            case "l":
                parts["holiday"] = value
            case "P" | "p":
                parts["part"] = value
            case "E":
                parts["decade"] = value
            case "6":
                parts["era"] = value
            case "4":
                parts["fiscal"] = True
            case "e":
                parts["modifier"] = data["phases"][at.lower[i]]
            case "f":
                parts["modifier"] = data["boundaries"][at.lower[i]]
            case "L" | "X" | "T" | "Q":
                turn = at.lower[i] if at.lower[i] != "same" or not turn else turn
                after = at.classes[i + 1 : i + 2]
                if after == "U" and i + 1 < last:
                    if at.values[i + 1] == "Y":
                        parts["year_word"] = at.lower[i]
                    elif at.values[i + 1] in ("W", "M"):
                        parts["week_word"] = at.lower[i] + " " + at.values[i + 1]
                    else:
                        return None
                elif after not in ("L", "X", "T", "Q"):
                    parts["direction"] = turn
    return parts


def _calendar(parts: dict[str, Any]) -> Calendar | None:
    day, month = parts.get("day"), parts.get("month")
    if day is not None and not 1 <= day <= (31 if month is None else (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]):
        return None
    return Calendar(**parts)


def _span(match: re.Match[str], group: str) -> tuple[int, int]:
    return match.span(group) if group in match.re.groupindex else (-1, -1)


def _time_parts(at: Words, match: re.Match[str]) -> dict[str, Any] | None:
    parts: dict[str, Any] = {}
    for name in ("part1", "part2"):
        first, last = _span(match, name)
        for i in range(first, last):
            if at.classes[i] == "P":
                parts["part"] = at.values[i]
            elif at.classes[i] == "e":
                parts["modifier"] = load("dates")["phases"][at.lower[i]]
    for name in ("clock1", "clock2"):
        first, last = _span(match, name)
        if first >= 0 and first < last:
            clock = read_clock(at, first, last, part=parts.get("part"))
            if clock is None:
                return None
            parts.update(clock)
    return parts


# ---------------------------------------------------------------- the rules


def _day(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span("core")
    start = match.start()
    letters = at.classes[first:last]
    timed = _time_parts(at, match)
    if timed is None:
        return None
    if _span(match, "phase")[0] >= 0:
        for i in range(*match.span("phase")):
            if at.classes[i] == "e":
                timed["modifier"] = load("dates")["phases"][at.lower[i]]
            if at.classes[i] == "W":
                if at.classes[start] == "e":
                    start = first
                    timed.pop("modifier", None)
    if "I" in letters:
        reading = read_numeric(at.text[at.starts[first] : at.ends[last - 1]])
        if reading is None or not checks.numeric(at, first, last):
            return None
        return [Found(start, match.end(), replace(reading, **timed))]
    if letters[-1] == "j":
        word = at.lower[last - 1]
        if word == "tonight" or (word == "overnight"):
            timed.setdefault("part", "NI")
        shifted = Shift("D", at.values[last - 1], **_whole_only(timed))
        return [Found(start, match.end(), shifted)]
    if letters[-1] == "P" and letters.lstrip("tLXTQ") == "P":
        return _part_of_day(at, match, timed)
    if letters[0] == "t" and (letters in ("tD", "td") or letters[1] in "Mm"):
        start, first = start + (at.classes[start] == "t"), first + 1
    parts = _fill(at, first, last)
    if parts is None or not checks.dated(at, first, last):
        return None
    if "year" in parts and not checks.year_fits(at, last - 1, dated=True):
        last -= 1 + (at.classes[last - 2] in ",FG")
        parts.pop("year")
        reading = _calendar(parts)
        return [Found(start, last, reading)] if reading else None
    reading = _calendar({**parts, **timed})
    return [Found(start, match.end(), reading)] if reading else None


def _whole_only(timed: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in timed.items() if k in ("part", "clock", "zone", "modifier")}


def _part_of_day(at: Words, match: re.Match[str], timed: dict[str, Any]) -> list[Found] | None:
    first, last = match.span("core")
    turn = next((at.lower[i] for i in range(first, last) if at.classes[i] in "LXTQ"), "")
    part = at.values[last - 1]
    timed = {**timed, "part": part}
    if turn in ("last", "this", "current", "these", "past"):
        count = -1 if turn == "last" else 0
        return [Found(match.start(), match.end(), Shift("D", count, **timed))]
    if turn in ("that", "same", "those", "previous", "preceding", "next", "following", "prior"):
        count = {"that": 0, "same": 0, "those": 0, "next": 1, "following": 1}.get(turn, -1)
        return [Found(match.start(), match.end(), Shift("D", count, base="text", **timed))]
    return None


def _listed_days(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"May 5 and 6", "5-7 May 2020": days that share a month."""
    first, last = match.span()
    month_at = match.start("month")
    if not checks.dated(at, month_at, month_at + 1, with_day=True):
        return None
    month = at.values[month_at]
    year = next((at.values[i] for i in range(first, last) if at.classes[i] == "Y"), None)
    if year is None and "y" in at.classes[first:last]:
        return None
    if year and not checks.year_fits(at, last - 1, dated=True):
        return None
    days = [i for i in range(first, last) if at.classes[i] in "1Oo"]
    readings = [_calendar({"month": month, "day": at.values[i], "year": year}) for i in days]
    if not all(readings):
        return None
    low, high = readings[0], readings[-1]
    if "&" not in at.classes[first:last]:
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


def _listed_months(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"May and June 2020": months that share a year."""
    first, last = match.span()
    months = [i for i in range(first, last) if at.classes[i] in "Mm"]
    year = at.values[last - 1] if at.classes[last - 1] == "Y" else None
    if year is None or not checks.year_fits(at, last - 1, dated=True):
        return None
    values = [at.values[i] for i in months]
    if "&" not in at.classes[first:last]:
        begin = year - 1 if values[0] > values[-1] else year
        span = Interval(Calendar(year=begin, month=values[0]), Calendar(year=year, month=values[-1]))
        return [Found(first, last, span)]
    if at.word(first - 1) == "between":
        span = Interval(Calendar(year=year, month=values[0]), Calendar(year=year, month=values[-1]))
        return [Found(first, last, span)]
    ends = [i + 1 for i in months[:-1]] + [last]
    return [
        Found(i, end, Calendar(year=year, month=value))
        for i, end, value in zip(months, ends, values, strict=True)
    ]


def _period(at: Words, match: re.Match[str], **more: Any) -> list[Found] | None:
    first, last = match.span()
    parts = _fill(at, first, last)
    if parts is None:
        return None
    if "year" in parts and not checks.year_fits(at, last - 1, dated="month" in parts or "season" in parts):
        return None
    reading = _calendar({**parts, **more})
    return [Found(first, last, reading)] if reading else None


def _month(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span("core")
    start = match.start()
    parts = _fill(at, start, last)
    if parts is None:
        return None
    if "year" in parts and not checks.year_fits(at, last - 1, dated=True):
        year_at = last - 1
        last = year_at - (at.classes[year_at - 1] in ",FG/-")
        parts.pop("year")
    month_at = next(i for i in range(first, last) if at.classes[i] in "Mm")
    bare = start == month_at and last <= month_at + 2 and "year" not in parts and "year_word" not in parts
    if bare and not checks.month(at, month_at, last):
        return None
    if at.classes[last - 1] == ";" and (len(at.lower[last - 2]) > 4 or at.lower[last - 2] in ("may", "june", "july")):
        last -= 1
    if at.classes[start] == "t" and at.classes[start + 1 : start + 2] in ("M", "m"):
        start += 1
    reading = _calendar(parts)
    return [Found(start, last, reading)] if reading else None


def _season(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    letters = at.classes[first:last]
    dated = any(c in letters for c in "YyULXTQef")
    if not dated and ("s" in letters or not checks.season(at, first)):
        if letters != "ts" or at.lower[first + 1] != "spring":
            return None
    if at.classes[last : last + 1] in ("8",):
        return None
    return _period(at, match)


def _quarter(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    letters = at.classes[first:last]
    if "2" in letters:
        code = at.values[first + letters.index("2")]
        number = int(code[1])
        name = "quarter" if code[0] == "q" else "half"
        if letters == "2":
            if code[0] == "h":
                return None
            return [Found(first, last, Calendar(quarter=number))]
        parts = _fill(at, first, last) or {}
        return [Found(first, last, Calendar(**{**parts, name: number}))]
    unit_at = first + letters.index("U")
    if at.values[unit_at] != "Q" or (at.lower[unit_at] != "quarter"):
        return None
    turn_at = unit_at - 1 - (at.classes[unit_at - 1] in "-4")
    if at.classes[turn_at] in "Oo":
        if at.values[turn_at] > 4 or (at.lower[first] != "the" and letters[-1] == "U" and at.classes[unit_at - 1] != "-"
                                      and at.word(first - 1) not in ("in", "for", "of", "during")):
            return None
        rest = _fill(at, unit_at + 1, last) or {}
        return [Found(first, last, Calendar(quarter=at.values[turn_at], **rest))]
    return None


def _half_year(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    half_at = first + at.classes[first:last].index("h")
    which = at.lower[half_at - 1 - (at.classes[half_at - 1] == "-")]
    number = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2, "last": 2}.get(which)
    unit_at = at.classes.rfind("U", first, last)
    if number is None:
        return None
    if unit_at >= 0 and at.values[unit_at] != "Y":
        return None
    parts = _fill(at, half_at + 1, last) or {}
    return [Found(first, last, Calendar(half=number, **parts))]


def _ordinal_unit(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"the last week of May": a unit counted inside a longer one."""
    first, last = match.span()
    unit_at = match.start("unit")
    unit, which = at.values[unit_at], at.values[unit_at - 1]
    if unit not in ("W", "D", "M", "Q", "DE", "WE"):
        return None
    parts = _fill(at, unit_at + 1, last)
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
        return [Found(first, last, Calendar(**{**parts, "month": month, "day": 1 if which == 1 else -1}))]
    if "year" in parts or "month" in parts or tail_unit:
        parts["modifier"] = "end" if which == -1 or which >= 4 else "start" if which == 1 else "mid"
        if tail_unit and "year_word" not in parts and "week_word" not in parts:
            parts.pop("direction", None)
            parts["year_word" if at.values[last - 1] == "Y" else "week_word"] = (
                "this" if at.values[last - 1] == "Y" else "this M"
            )
        return [Found(first, last, Calendar(**parts))]
    return None


def _fiscal(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    number_at = next(i for i in range(first, last) if at.classes[i] in "Y10")
    year = at.values[number_at]
    year = int(year) if year > 100 else 2000 + int(year)
    if last - number_at == 3:
        year += 1
    return [Found(first, last, Calendar(year=year, fiscal=True))] if 1900 < year < 2200 else None


def _decade(at: Words, match: re.Match[str]) -> list[Found] | None:
    decade_at = at.classes.rfind("E", match.start(), match.end())
    word = at.lower[decade_at]
    if (not word[0].isdigit() or len(word) < 5) and word[0] not in "'’‘" and at.word(decade_at - 1) not in (
        "the", "early", "late", "mid", "-", "and", "or",
    ):
        return None
    if not checks.decade(at, match.start()):
        return None
    return _period(at, match)


def _century(at: Words, match: re.Match[str]) -> list[Found] | None:
    unit_at = match.start("unit")
    if at.values[unit_at] not in ("CE", "ML"):
        return None
    parts = _fill(at, match.start(), match.end())
    if parts is None:
        return None
    number = parts.pop("day", None)
    if number is None or at.values[unit_at] != "CE" or not 1 <= number <= 30:
        return None
    if number == 1 and "era" not in parts:
        return None
    after = at.text[at.starts[match.end()] : at.ends[match.end()]] if match.end() < len(at.starts) else ""
    if at.text[at.starts[unit_at]].isupper() and after[:1].isupper():
        return None  # "20th Century Fox"
    return [Found(match.start(), match.end(), Calendar(century=number, **parts))]


def _years(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"2020–2024", "1989-90", "1999/2000"."""
    first, last = match.span()
    begin, end = at.values[first], at.values[last - 1]
    text = at.lower[last - 1]
    if len(text) == 2 and text.isdigit():
        end = begin // 100 * 100 + int(end)
        end += 100 if end < begin and begin % 100 == 99 else 0
    elif len(text) != 4:
        return None
    if not begin < end <= begin + 400 or not checks.year_fits(at, first, dated=len(text) == 4) or not checks.year_fits(at, last - 1):
        return None
    if at.lower[first + 1] == "/" and len(text) == 4 and end - begin > 1:
        return None
    return [Found(first, last, Interval(Calendar(year=begin), Calendar(year=end)))]


def _era_year(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    number = next(at.values[i] for i in range(first, last) if at.classes[i] in "10Y")
    era = next(at.values[i] for i in range(first, last) if at.classes[i] == "6")
    if not 1 <= number <= 9999:
        return None
    return [Found(first, last, Calendar(year=int(number), era=era))]


def _year(at: Words, match: re.Match[str]) -> list[Found] | None:
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
    if not checks.year_fits(at, last - 1, dated=last - first > 1):
        return None
    parts = _fill(at, first, last)
    return [Found(first, last, Calendar(**parts))] if parts else None


def _ago(at: Words, match: re.Match[str]) -> list[Found] | None:
    length = amounts.read(at, *match.span("length"))
    if length is None:
        return None
    unit, count, _ = length
    modifier = {"more_than": "before", "less_than": "after"}.get(amounts.modifier(at, match.start()) or "")
    modifier = modifier or amounts.modifier(at, match.start())
    if count is None:
        return [Found(match.start(), match.end(), Fixed("date", "PAST_REF"))]
    found = Shift(unit, -count, modifier=modifier, whole=False)
    return [Found(match.start(), match.end(), found)]


def _offset(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"two days later", "a week before Christmas", "three minutes from now"."""
    length = amounts.read(at, *match.span("length"))
    if length is None:
        return None
    unit, count, _ = length
    how_at, last = match.span("how")
    word = at.lower[how_at]
    sign = -1 if at.classes[how_at] == "r" else 1
    base: str = "text"
    other: Calendar | None = None
    if at.classes[how_at] == "R" and last - how_at == 2 and at.classes[last - 1] in "Hj":
        base = "article"
        count = count if count is None else count + (at.values[last - 1] if at.classes[last - 1] == "j" else 0)
    elif last - how_at > 1:
        if at.classes[last - 1] == "j":
            base, count = "article", None if count is None else sign * count + at.values[last - 1]
            sign = 1
        else:
            parts = _fill(at, how_at + 1, last)
            other = _calendar(parts) if parts else None
            if other is None or not checks.dated(at, how_at + 1, last):
                return None
    elif word in ("before", "after", "prior", "on"):
        after = at.word(last)
        if word in ("prior", "on") or not (after in ",.;)" or not after):
            return None
        if word == "after" and amounts.bare(at, *match.span("length")):
            return None
    elif at.word(last) == "than" or word in ("hence", "beforehand", "previously") and at.word(last) == "than":
        return None
    if word in ("later", "thereafter", "afterward", "afterwards") and at.word(last) == "that":
        return None
    if other is not None and unit not in ("D", "W", "FN"):
        return None
    if count is None:
        vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return [Found(match.start(), match.end(), Fixed("date", vague))] if other is None else None
    signed = sign * count
    found = Shift(unit, signed, base=base, other=other, whole=False, modifier=amounts.modifier(at, match.start()))
    return [Found(match.start(), match.end(), found)]


def _anchored(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"the past five years", "the next few days"."""
    turn_at = match.start("turn")
    turn = at.lower[turn_at]
    first, last = match.span("length")
    if at.classes[turn_at + 1 : last].strip("-") == "U" and at.classes[turn_at] in "LX":
        return None
    if at.classes[first:last] == "V":
        length: tuple[str, float | None, bool] | None = (at.values[last - 1], None, True)
    else:
        skip = 1 if first == turn_at else 0
        length = amounts.read(at, first + skip, last, skip=turn_at)
    if length is None or length[0] in ("NI",):
        return None
    unit, count, _ = length
    if at.classes[last : last + 1] == "F" and turn in ("last", "next"):
        return None
    side = 1 if at.classes[turn_at] == "X" else -1
    base = "text" if turn in listed("dates", "text_anchored") else "article"
    value = amounts.value(unit, count)
    found = Duration(value, unit, count, side=side, base=base)
    return [Found(match.start(), last, found)]


def _unit(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"last week", "the next day", "earlier this month", "that year"."""
    turn_at, unit_at = match.start("turn"), match.start("unit")
    unit = at.values[unit_at]
    turn = at.lower[turn_at] if at.lower[turn_at] != "same" or match.end("turn") - turn_at == 1 else "that"
    last = match.end()
    if unit in ("TM", "TS", "TH") or (unit == "NI" and turn != "that"):
        return None
    if at.classes[last : last + 1] in ("8", "7") or (at.classes[last : last + 1] == "-" and at.glued(last)):
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
        if at.classes[match.start()] in "rb" and at.lower[match.start()] in ("before", "after", "on", "previously", "prior"):
            start = match.start("before") + 1
    the = at.word(turn_at - 1) == "the"
    if turn == "past" and unit != "Q" and not (unit == "D" and at.word(turn_at - 1) != "the"):
        value = amounts.value(unit, 1)
        return [Found(start, last, Duration(value, unit, 1, side=-1))]
    if turn in ("coming", "following", "subsequent", "ensuing", "previous", "preceding", "prior", "next") and unit == "CE":
        base = "text"
    elif turn in listed("dates", "text_anchored") or turn in ("that", "same", "those"):
        base = "text"
    elif turn == "next" and the and unit in ("D", "M", "Y", "W"):
        base = "text"
    elif turn == "this" and unit == "D":
        base = "text"
    else:
        base = "article"
    count = {"L": -1, "X": 1}.get(at.classes[turn_at], 0)
    if unit == "FN":
        return None
    return [Found(start, last, Shift(unit, count, base=base, modifier=modifier))]


def _unit_edge(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"the end of the month", "later in the year", "the rest of this week"."""
    unit_at = match.start("unit")
    unit = at.values[unit_at]
    first = match.start()
    turn = at.lower[unit_at - 1] if match.group("turn") else ""
    if unit not in ("Y", "M", "W", "D", "DE", "CE", "Q") or (unit == "D" and not turn):
        return None
    if at.classes[first] == "9" or at.classes[first : first + 2] == "t9":
        return None
    word = next((at.lower[i] for i in range(first, unit_at) if at.classes[i] in "frb"), "")
    modifier = load("dates")["boundaries"].get(word)
    if not modifier and not match.group("before").endswith("Gt"):
        return None
    if word in ("on", "before", "after"):
        return None
    base = "text" if turn in listed("dates", "text_anchored") or turn in ("that", "same") else "near"
    if turn in ("this", "last", "next", "current"):
        base = "article"
    count = {"L": -1, "X": 1}.get(at.classes[unit_at - 1] if turn else "", 0)
    return [Found(first, match.end(), Shift(unit, count, base=base, modifier=modifier))]


def _weekend(at: Words, match: re.Match[str]) -> list[Found] | None:
    if at.values[match.start("unit")] != "WE" or at.classes[match.end() : match.end() + 1] in ("-", "F"):
        return None
    return [Found(match.start(), match.end(), Shift("WE", None, base="near"))]


def _repeated(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    letter, value = at.classes[last - 1], at.values[last - 1]
    if at.word(first - 1) == "of" and at.classes[last : last + 1] == "x" and letter == "V":
        return None
    if letter in "UV":
        count: float | None = 1
        if letter == "V":
            length = amounts.read(at, first + 1, last)
            count = length[1] if length else None
        elif at.classes[first + 1 : last - 1] in ("9", "o") and at.lower[first + 1] in ("other", "second"):
            count = 2
        elif at.classes[first:last] in ("vnU", "v1U"):
            count = at.values[last - 2]
        return [Found(first, last, Fixed("set", amounts.value(value, count)))]
    if letter == "D":
        return [Found(first, last, Fixed("set", f"XXXX-WXX-{value}"))]
    if letter in "Mm":
        return [Found(first, last, Fixed("set", f"XXXX-{value:02}"))]
    if letter == "S":
        return [Found(first, last, Fixed("set", f"XXXX-{value}"))]
    day = f"XXXX-WXX-{at.values[last - 2]}" if at.classes[last - 2] == "D" else "XXXX-XX-XX"
    return [Found(first, last, Fixed("set", f"{day}T{value}"))]


def _weekdays(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    value = f"XXXX-WXX-{at.values[first]}"
    part = next((at.values[i] for i in range(first + 1, last) if at.classes[i] in "Pp"), None)
    if match.span("clock2")[0] >= 0:
        clock = read_clock(at, *match.span("clock2"), part=part)
        value += f"T{clock['clock']}" if clock else ""
    elif part:
        value += f"T{part}"
    return [Found(first, last, Fixed("set", value))]


def _adverb(at: Words, match: re.Match[str]) -> list[Found] | None:
    value = at.values[match.start()]
    if at.lower[match.start()] in load("dates")["long_words"]:
        return [Found(match.start(), match.end(), Fixed("duration", value))]
    if at.text[at.starts[match.start()]].isupper() and not checks.sentence_start(at, match.start()):
        return None
    return [Found(match.start(), match.end(), Fixed("set", value))]


def _reference(at: Words, match: re.Match[str]) -> list[Found] | None:
    if not checks.reference(at, match.start()):
        return None
    return [Found(match.start(), match.end(), Fixed("date", at.values[match.start()]))]


def _clock(at: Words, match: re.Match[str]) -> list[Found] | None:
    timed = _time_parts(at, match)
    first, last = match.span()
    if timed is None or not checks.clock(at, first, last):
        return None
    return [Found(first, last, Shift("D", 0, base="near", **_whole_only(timed)))]


def _partial(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"10/1" after a preposition, "2015-3"."""
    index = match.start()
    raw = at.values[index]
    named = load("dates")["named_days"].get(raw)
    if named and at.word(index - 1) not in ("on", "$"):
        return [Found(index, index + 1, Calendar(*map(int, named.split("-"))))]
    if raw[:4].isdigit() and len(raw) == 7:
        first, second = int(raw[:4]), int(raw[5:])
        end = first // 100 * 100 + second
        if 1800 <= first < 2100 and (second > 12 or end == first + 1) and first < end < first + 60 and not at.glued(index):
            return [Found(index, index + 1, Interval(Calendar(year=first), Calendar(year=end)))]
    reading = read_numeric(raw)
    if reading is None or not checks.partial(at, index):
        return None
    return [Found(index, index + 1, reading)]


def _whole(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"all day"."""
    unit = at.values[match.end() - 1]
    if unit not in ("Y", "M", "W", "D", "NI", "WE") or at.classes[match.end() : match.end() + 1] == "-":
        return None
    return [Found(match.start(), match.end(), Fixed("duration", amounts.value(unit, 1)))]


def _week_number(at: Words, match: re.Match[str]) -> list[Found] | None:
    number = at.values[match.end() - 1]
    if at.lower[match.end() - 2] != "week" or not 1 <= number <= 53 or at.word(match.start() - 1) not in ("in", "of", "for", "during", "since", "by", "until"):
        return None
    return [Found(match.start(), match.end(), Calendar(week=number))]


def _day_next(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"the day after" with no event named."""
    last = match.end()
    word = at.lower[last - 1]
    if at.values[last - 2] not in ("D", "Y", "M", "W") or word not in ("before", "after") or at.word(last)[:1].isalnum():
        return None
    count = 1 if word == "after" else -1
    return [Found(match.start(), last, Shift(at.values[last - 2], count, base="text"))]


def _near_unit(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"for the year", "in the quarter": the one that the text speaks of."""
    last = match.end()
    unit = at.values[last - 1]
    if unit not in ("Y", "Q", "M") or at.word(match.start() - 1) not in ("for", "in", "of", "during", "throughout"):
        return None
    after = at.classes[last : last + 1]
    if at.word(last)[:1].isalnum() and after not in ("G", "~", "&") or after in ("-", "F", "'"):
        return None
    return [Found(match.start(), last, Shift(unit, 0, base="near"))]


def _quarter_of(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"a quarter of a century"."""
    first, last = match.span()
    if at.lower[first + 1] != "quarter":
        return None
    unit = at.values[last - 1]
    return [Found(first, last, Duration(amounts.value(unit, 0.25), unit, 0.25))]


def _day_alone(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"on the 5th", where the month was told."""
    last = match.end()
    number = at.values[last - 1]
    after = at.word(last)
    if not 1 <= number <= 31 or at.word(match.start() - 1) not in ("on", "by", "until", "from", "since"):
        return None
    if at.classes[last : last + 1] in ("x", "U", "V") and after.isalpha() or after == "-":
        return None
    return [Found(match.start(), last, Calendar(day=number))]


def _vague(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"the past", "current", "recent" before no unit of time."""
    last = match.end()
    word = at.lower[last - 1]
    if at.classes[last : last + 1] in tuple("UVqn1059DMmSPhEwpao") or (
        at.classes[last : last + 1] == "x" and at.classes[last + 1 : last + 2] in ("U", "V")
    ):
        return None
    if word == "past" and at.word(match.start()) == "the" and last - match.start() > 1:
        if at.classes[last : last + 1] == "x" and at.word(last).isalpha() and at.word(last) not in ("that", "when", "who", "as", "with", "is", "was", "he", "she", "they", "has", "had"):
            return None
        return [Found(match.start(), last, Fixed("date", "PAST_REF"))]
    if word in ("current", "recent") and last - match.start() == 1:
        return [Found(last - 1, last, Fixed("date", "PRESENT_REF" if word == "current" else "PAST_REF"))]
    return None


def _part_alone(at: Words, match: re.Match[str]) -> list[Found] | None:
    """"in the morning", "at night"."""
    last = match.end()
    before = at.word(match.start() - 1)
    part = at.values[last - 1]
    if last - match.start() == 1:
        if at.lower[match.start()] == "night" and before == "at":
            return [Found(match.start(), last, Fixed("time", "XXXX-XX-XXTNI"))]
        return None
    if before not in ("in", "during", "by") or at.classes[last : last + 1] == "-":
        return None
    return [Found(match.start(), last, Shift("D", 0, base="near", part=part))]


def _era_range(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    low, high = at.values[first], at.values[first + 2]
    era = at.values[last - 1]
    span = Interval(Calendar(year=int(low), era=era), Calendar(year=int(high), era=era))
    return [Found(first, last, span)]


def _compound(at: Words, match: re.Match[str]) -> list[Found] | None:
    unit = at.values[match.start()]
    if unit in ("TS", "Q", "NI", "WE") or at.word(match.start() - 1) in ("all", "the"):
        return None
    return [Found(match.start(), match.end(), Duration(amounts.value(unit, 1)))]


def _length(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span("length")
    length = amounts.read(at, first, last)
    if length is None or not checks.length(at, first, last):
        return None
    unit, count, _ = length
    value = amounts.value(unit, count)
    end = match.end()
    if count is not None and end == last:
        while (more := _FURTHER.match(at.classes, last)) and amounts.descending(at, first, more.end()):
            last = end = more.end()
            value = amounts.compound(at, first, last)
    if at.classes[first : first + 1] == "a" and at.classes[last : last + 2] == "-7":
        first += 1
    found = Duration(value, unit, count, modifier=amounts.modifier(at, first), ahead=at.word(first - 1) == "in")
    while at.lower[first] == "the" or (at.classes[first] == "9" and at.lower[first] != "another"):
        first += 1
    return [Found(first, max(end, last), found)]
