"""Words → readings: the scan for date expressions, and the joining of ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from claimx.dates import clocks, lengths, periods, places
from claimx.dates.lexer import Words
from claimx.dates.patterns import RULES
from claimx.dates.readings import Calendar, Fixed, Found, Interval, Shift

Rule = Callable[[Words, re.Match[str]], "list[Found] | None"]

_RULES_BY_NAME: dict[str, Rule] = {
    "day": places.day_rule,
    "timed_day": clocks.timed_day_rule,
    "listed_days": places.listed_days_rule,
    "listed_months": places.listed_months_rule,
    "month": places.month_rule,
    "season": places.season_rule,
    "quarter": periods.quarter_rule,
    "half_year": periods.half_year_rule,
    "ordinal_unit": periods.ordinal_unit_rule,
    "fiscal": places.fiscal_rule,
    "decade": places.decade_rule,
    "century": places.century_rule,
    "years": places.years_rule,
    "era_year": places.era_year_rule,
    "year": places.year_rule,
    "ago": lengths.ago_rule,
    "offset": lengths.offset_rule,
    "anchored": lengths.anchored_rule,
    "unit": periods.unit_rule,
    "unit_edge": periods.unit_edge_rule,
    "to_date": periods.to_date_rule,
    "unit_end": periods.unit_end_rule,
    "year_ago": periods.year_ago_rule,
    "weekend": periods.weekend_rule,
    "repeated": lengths.repeated_rule,
    "weekdays": lengths.weekdays_rule,
    "adverb": lengths.adverb_rule,
    "reference": lengths.reference_rule,
    "clock": clocks.clock_rule,
    "partial": places.partial_rule,
    "digit_range": places.digit_range_rule,
    "clock_words": clocks.clock_words_rule,
    "timed_set": lengths.timed_set_rule,
    "length_range": lengths.length_range_rule,
    "whole": lengths.whole_rule,
    "week_number": periods.week_number_rule,
    "nth_weekday": periods.nth_weekday_rule,
    "beyond": periods.beyond_rule,
    "day_next": periods.day_next_rule,
    "near_unit": periods.near_unit_rule,
    "quarter_of": lengths.quarter_of_rule,
    "day_alone": places.day_alone_rule,
    "vague": lengths.vague_rule,
    "part_alone": clocks.part_alone_rule,
    "era_range": places.era_range_rule,
    "compound": lengths.compound_rule,
    "alternative": lengths.alternative_rule,
    "length": lengths.length_rule,
}


@cache
def _dispatch() -> tuple[re.Pattern[str], dict[str, list[tuple[re.Pattern[str], Rule]]]]:
    table: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
    for name, first, pattern in RULES:
        compiled = re.compile(pattern)
        for letter in dict.fromkeys(first):
            table.setdefault(letter, []).append((compiled, _RULES_BY_NAME[name]))
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
    link = at.classes[found.last : found.last + 1]
    before = at.word(found.first - 1)
    now = isinstance(found.reading, Fixed) and found.reading.value == "PRESENT_REF"
    if now and (before, link) in (("between", "&"), ("from", "~")):
        found = replace(found, reading=_TODAY)
    if len(results) > 1 or not isinstance(found.reading, Calendar | Shift):
        return results
    if before in ("in", "on", "at", "the"):
        before = (
            at.word(found.first - 2) if at.word(found.first - 2) in ("from", "between") else before
        )
    led = (link == "~" and before == "from") or (link == "&" and before == "between")
    to_now = link == "~" and _dated(found.reading) and at.kind(found.last + 1) in ("j", "H")
    if not (led or to_now or link == "-" or (link == "~" and _same_kind_ahead(at, found))):
        return results
    _, table = _dispatch()
    start = found.last + 1
    if at.classes[start : start + 1] in ("G", "W"):
        start += 1
    for pattern, rule in table.get(at.classes[start : start + 1], []):
        match = pattern.match(at.classes, start)
        second = rule(at, match) if match else None
        if second and len(second) == 1:
            end = second[0].reading
            if isinstance(end, Fixed) and end.value == "PRESENT_REF" and (led or to_now):
                end = _TODAY
            if isinstance(end, Calendar | Shift):
                joined = _join(found.reading, end, loose=led or to_now)
                return [Found(found.first, second[0].last, joined)] if joined else results
        if second:
            return results
    return results


def shared_years(at: Words, found: list[Found]) -> list[Found]:
    """The same, where "the spring and summer of 1943" gives both seasons the one year."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        one, other = result[i], result[i + 1]
        if not _linked(at.classes[one.last : other.first]):
            continue
        here, there = one.reading, other.reading
        if not (isinstance(here, Calendar) and isinstance(there, Calendar)):
            continue
        if there.year is None or here.year is not None or here.year_word or there.era:
            continue
        months = here.month and there.month
        if months or (here.season and (there.season or there.month)):
            before = bool(months) and (here.month, here.day or 0) > (there.month, there.day or 31)
            shared = replace(here, year=there.year - before)
            result[i] = Found(one.first, one.last, shared)
    return result


def _linked(between: str) -> bool:
    """Whether only "and", "or", a comma or a slash stands between, with prepositions after it."""
    links = between.rstrip("tGW")
    return links in ("&", ",", "/", ",&")


_TODAY = Shift("D", 0)


def _dated(reading: Calendar | Shift) -> bool:
    return isinstance(reading, Calendar) and bool(reading.month or reading.year)


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
    if isinstance(first, Shift) and first.clock and isinstance(last, Calendar) and last.clock:
        first = replace(last, clock=first.clock)  # "between 10:00 and 12:00 on Monday"
    return Interval(first, last) if loose else None


def _grain(reading: Calendar) -> str:
    for name in ("weekday", "day", "season", "quarter", "month", "decade", "century", "year"):
        if getattr(reading, name) is not None:
            return "day" if name == "weekday" and reading.day else name
    return ""
