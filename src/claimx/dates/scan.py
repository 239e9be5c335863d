"""The step from tokens to readings: expressions, ranges, and parts shared by neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from claimx.dates.patterns import Built, Match, Rule, compiled, registered, starts
from claimx.dates.readings import Calendar, Fixed, Found, Interval, Reading, Shift
from claimx.dates.tokens import Kind, Tokens

_TODAY = Shift("D", 0)
_LINKS = (Kind.DASH, Kind.TO, Kind.AND)
_GRAINS = ("weekday", "day", "season", "quarter", "month", "decade", "century", "year")
_ASIDE = (Kind.COMMA + Kind.A, Kind.OPEN, Kind.OPEN + Kind.A)
_RANGE_KINDS = (Kind.MONTH, Kind.MONTH_WORD, Kind.WEEKDAY, Kind.CLOCK, Kind.NUMERIC)

Table = dict[str, list[tuple[re.Pattern[str], Rule]]]


@cache
def _table() -> tuple[re.Pattern[str], Table]:
    """Return a pattern for the letters that expressions start with, and the rules by letter."""
    table: Table = {}
    for rule in registered():
        for letter in sorted(starts(rule.pattern)):
            table.setdefault(letter, []).append((compiled(rule.pattern), rule))
    # Many words look like the start of a date but aren't, so look one token ahead.
    dull = Kind.THE + Kind.A
    letters = "".join(sorted(set(table) - set(dull) - {Kind.OTHER}))
    behind = "".join((Kind.OTHER, Kind.BLANK, Kind.COMMA))
    return re.compile(f"[{letters}]|[{dull}](?=[^{behind}])"), table


def read(at: Tokens) -> Iterator[Found]:
    """Yield the expressions among the tokens, from left to right and without overlap."""
    search, _ = _table()
    position = 0
    while hit := search.search(at.kinds, position):
        position = hit.start() + 1
        found = _longest(at, hit.start())
        if found and not at.named(found[0].first, found[-1].last):
            found = _with_end(at, found)
            yield from found
            position = max(position, found[-1].last)


def _longest(at: Tokens, start: int) -> list[Found]:
    """Return the readings of the rule with the longest match; ties go to the higher weight."""
    rules = _table()[1].get(at.kinds[start : start + 1], ())
    matches = [(m, rule) for pattern, rule in rules if (m := pattern.match(at.kinds, start))]
    if len(matches) > 1:
        matches.sort(key=lambda one: (-one[0].end(), -one[1].weight, one[1].name))
    for match, rule in matches:
        if found := _listed(rule.build(at, match), match, rule.name):
            return found
    return []


def _listed(built: Built, match: Match, name: str) -> list[Found]:
    if built is None:
        return []
    if isinstance(built, Found):
        built = [built]
    elif not isinstance(built, list):
        built = [Found(*match.span(), built)]
    return [replace(one, rule=name) for one in built]


def _with_end(at: Tokens, found: list[Found]) -> list[Found]:
    """Return the readings, made an interval if a dash or "to" leads to a second date."""
    one, link = found[0], at.kind(found[0].last)
    if len(found) > 1 or link not in _LINKS:
        return found
    reading = one.reading
    led = _led(at, one.first, link, now=_is_now(reading))
    if led and _is_now(reading):
        reading = _TODAY
    if not isinstance(reading, Calendar | Shift):
        return found
    dated = isinstance(reading, Calendar) and bool(reading.month or reading.year)
    now_next = at.kind(one.last + 1) in (Kind.RELATIVE, Kind.REFERENCE)
    loose = led or (link == Kind.TO and dated and now_next)
    if not (loose or link == Kind.DASH or (link == Kind.TO and _alike(at, one))):
        return found
    start = one.last + 1 + (at.kind(one.last + 1) in (Kind.IN, Kind.ON))
    second = _longest(at, start)
    if len(second) != 1:
        return found
    end: Reading = _TODAY if loose and _is_now(second[0].reading) else second[0].reading
    if not isinstance(end, Calendar | Shift):
        return found
    joined = _join(reading, end, loose=loose)
    return [Found(one.first, second[0].last, joined, one.rule)] if joined else found


def _is_now(reading: Reading) -> bool:
    return isinstance(reading, Fixed) and reading.value == "PRESENT_REF"


def _led(at: Tokens, first: int, link: str, *, now: bool) -> bool:
    """Return whether a range has its first word: "from … to", "between … and"."""
    before = first - 1
    if at.word(before) in ("in", "on", "at", "the") and not now:
        before -= 1
    pair = at.word(before), link
    return pair in (("from", Kind.TO), ("between", Kind.AND))


def _alike(at: Tokens, found: Found) -> bool:
    """Return whether the next date has a month, weekday or clock time if the expression has."""
    here, there = at.kinds[found.first : found.last], at.kinds[found.last + 1 : found.last + 4]
    return any(kind in here and kind in there for kind in _RANGE_KINDS)


def _join(first: Calendar | Shift, last: Calendar | Shift, *, loose: bool) -> Interval | None:
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        first = with_year(first, last)
        clocks = first.clock or last.clock
        return (
            Interval(first, last)
            if not clocks and (loose or _grain(first) == _grain(last))
            else None
        )
    if isinstance(first, Shift) and first.clock and isinstance(last, Calendar) and last.clock:
        first = replace(last, clock=first.clock)  # "between 10:00 and 12:00 on Monday"
    return Interval(first, last) if loose else None


def _grain(reading: Calendar) -> str:
    if reading.weekday is not None and reading.day is not None:
        return "day"
    return next((name for name in _GRAINS if getattr(reading, name) is not None), "")


def with_year(one: Calendar, other: Calendar) -> Calendar:
    """Return `one` with the year of `other` that follows it: "November to January 2005"."""
    if one.year is not None or one.year_word or other.year is None or not one.month:
        return one
    wraps = other.month and (one.month, one.day or 0) > (other.month, other.day or 31)
    return replace(one, year=other.year - bool(wraps))


def shared_years(at: Tokens, found: list[Found]) -> list[Found]:
    """Return the readings with shared years: "the spring and summer of 1943"."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        one, other = result[i], result[i + 1]
        here, there = one.reading, other.reading
        if not (isinstance(here, Calendar) and isinstance(there, Calendar)):
            continue
        links = at.kinds[one.last : other.first].rstrip(Kind.THE + Kind.IN + Kind.ON)
        linked = links in (Kind.AND, Kind.COMMA, Kind.SLASH, Kind.COMMA + Kind.AND)
        if linked and not here.year_word and not there.era:
            result[i] = replace(one, reading=_same_year(here, there))
    return result


def _same_year(here: Calendar, there: Calendar) -> Calendar:
    if here.month and there.month:
        return with_year(here, there)
    seasons = here.season and (there.season or there.month) and here.year is None
    return replace(here, year=there.year) if seasons else here


def appositions(at: Tokens, found: list[Found]) -> list[Found]:
    """Return the readings with shared days: "Dec. 18, a Wednesday", "today (6 May)"."""
    result = list(found)
    for i, (one, other) in enumerate(pairwise(found)):
        between = at.kinds[one.last : other.first]
        if between == Kind.OPEN and _bare_day(one.reading):
            day = other.reading
            result[i] = replace(one, reading=_dated_as(one.reading, day))
        elif between in _ASIDE and _bare_day(other.reading):
            result[i + 1] = replace(other, reading=_dated_as(other.reading, one.reading))
    return result


def _bare_day(reading: Reading) -> bool:
    """Return whether the reading is only a weekday, or "today"."""
    if isinstance(reading, Shift):
        return reading.base == "article" and reading.unit == "D" and reading.count == 0
    bare = isinstance(reading, Calendar) and reading.weekday and not reading.direction
    return bool(bare and reading.day is None and not reading.week_word)  # type: ignore[union-attr]


def _dated_as(reading: Reading, day: Reading) -> Reading:
    """Return the reading on the day of `day`, if that is a full date."""
    if not isinstance(day, Calendar) or day.day is None or day.month is None:
        return reading
    assert isinstance(reading, Calendar | Shift)
    return replace(day, part=reading.part, clock=reading.clock, zone=reading.zone)
