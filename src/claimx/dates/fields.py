"""What the words of a calendar expression say: its parts, clock time and spans."""

from __future__ import annotations

import re
from typing import Any

from claimx.dates.lexer import Words
from claimx.dates.numeric import read_clock
from claimx.dates.readings import Calendar
from claimx.text.lexicon import load


def fill(at: Words, first: int, last: int) -> dict[str, Any] | None:
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
            case "J" if str(value)[:4].isdigit():
                parts["year"] = int(value[:4])
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


def calendar_reading(parts: dict[str, Any]) -> Calendar | None:
    day, month = parts.get("day"), parts.get("month")
    if day is not None and not 1 <= day <= (
        31 if month is None else (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    ):
        return None
    return Calendar(**parts)


def span(match: re.Match[str], group: str) -> tuple[int, int]:
    return match.span(group) if group in match.re.groupindex else (-1, -1)


def time_parts(at: Words, match: re.Match[str]) -> dict[str, Any] | None:
    parts: dict[str, Any] = {}
    for name in ("part1", "part2"):
        first, last = span(match, name)
        for i in range(first, last):
            if at.classes[i] == "P":
                parts["part"] = at.values[i]
            elif at.classes[i] == "e":
                parts["modifier"] = load("dates")["phases"][at.lower[i]]
    for name in ("clock1", "clock2"):
        first, last = span(match, name)
        if first >= 0 and first < last:
            clock = read_clock(at, first, last, part=parts.get("part"))
            if clock is None:
                return None
            parts.update(clock)
    return parts
