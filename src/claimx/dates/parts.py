"""The parts of a calendar expression, read from its tokens: day, month, year, clock time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimx.dates.numeric import full_year, read_clock
from claimx.dates.patterns import Match
from claimx.dates.readings import Calendar
from claimx.dates.tokens import MONTHS, TURNS, Kind, Tokens
from claimx.text.lexicon import load

_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DIRECT = {
    Kind.MONTH: "month", Kind.MONTH_WORD: "month", Kind.WEEKDAY: "weekday",
    Kind.WEEKDAY_SHORT: "weekday", Kind.YEAR: "year", Kind.SEASON: "season",
    Kind.SEASON_WORD: "season", Kind.HOLIDAY: "holiday", Kind.PART: "part", Kind.PARTS: "part",
    Kind.DECADE: "decade", Kind.ERA: "era", Kind.NTH: "day", Kind.ORDINAL: "day",
}  # fmt: skip


def fill(at: Tokens, first: int, last: int) -> dict[str, Any] | None:
    """Return the parts at tokens `first` to `last`; None if a unit in them has no reading."""
    parts: dict[str, Any] = {}
    for i in range(first, last):
        kind = at.kinds[i]
        if kind in _DIRECT:
            parts[_DIRECT[Kind(kind)]] = at.values[i]
        elif kind in TURNS:
            if not _turn(at, i, last, parts):
                return None
        elif kind in _SPECIAL:
            parts |= _SPECIAL[Kind(kind)](at, i, last)
    return parts


def _number(at: Tokens, i: int, last: int) -> dict[str, Any]:
    era = at.kind(i + 1) == Kind.ERA and i + 1 < last
    if not era and at.kinds[i] == Kind.INTEGER:
        return {}
    return {"year" if era else "day": int(at.values[i])}


def _partial(at: Tokens, i: int, last: int) -> dict[str, Any]:
    head = str(at.values[i])[:4]
    return {"year": int(head)} if head.isdigit() else {}


_SPECIAL: dict[Kind, Callable[[Tokens, int, int], dict[str, Any]]] = {
    Kind.SMALL: _number,
    Kind.INTEGER: _number,
    Kind.PARTIAL: _partial,
    Kind.SHORT_YEAR: lambda at, i, last: {"year": full_year(at.values[i], pivot=41)},
    Kind.FISCAL: lambda at, i, last: {"fiscal": True},
    Kind.PHASE: lambda at, i, last: {"modifier": load("dates")["phases"][at.lower[i]]},
    Kind.EDGE: lambda at, i, last: {"modifier": load("dates")["boundaries"][at.lower[i]]},
}


def _turn(at: Tokens, i: int, last: int, parts: dict[str, Any]) -> bool:
    """Add what "last" or "that" at token `i` modifies; return False for other units."""
    after = at.kind(i + 1) if i + 1 < last else ""
    if after == Kind.UNIT:
        unit = at.values[i + 1]
        if unit == "Y":
            parts["year_word"] = at.lower[i]
        elif unit in ("W", "M"):
            parts["week_word"] = f"{at.lower[i]} {unit}"
        return unit in ("Y", "W", "M")
    if after not in TURNS:
        before = at.lower[i - 1] if at.kind(i - 1) in TURNS else ""
        parts["direction"] = before if before and at.lower[i] == "same" else at.lower[i]
    return True


def calendar(parts: dict[str, Any]) -> Calendar | None:
    """Return the reading of the parts; None for a day that the month does not have."""
    day, month = parts.get("day"), parts.get("month")
    longest = 31 if month is None else _MONTH_DAYS[month - 1]
    return Calendar(**parts) if day is None or (-1 <= day <= longest and day != 0) else None


def group(match: Match, name: str) -> tuple[int, int]:
    """Return where a named group of the pattern matched, or (-1, -1)."""
    return match.span(name) if name in match.re.groupindex else (-1, -1)


def time_parts(at: Tokens, match: Match) -> dict[str, Any] | None:
    """Return part of day, clock time and zone of the groups; None if one is not a time."""
    parts: dict[str, Any] = {}
    for name in ("part1", "part2"):
        for i in range(*group(match, name)):
            if at.kinds[i] == Kind.PART:
                parts["part"] = at.values[i]
            elif at.kinds[i] == Kind.PHASE:
                parts["modifier"] = load("dates")["phases"][at.lower[i]]
            elif at.kinds[i] == Kind.UNITS:  # "the early hours of"
                parts.setdefault("part", "MO" if parts.get("modifier") == "start" else "NI")
    for name in ("clock1", "clock2"):
        first, last = group(match, name)
        if first < last:
            clock = read_clock(at, first, last, part=parts.get("part"))
            if clock is None:
                return None
            parts |= clock
    return parts


def first_month(at: Tokens, first: int, last: int) -> int:
    """Return the index of the first month among the tokens, or -1."""
    return at.first(first, last, *MONTHS)
