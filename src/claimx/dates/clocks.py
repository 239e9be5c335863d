"""Rules for times of day: "half past nine", "6 p.m. the following day", "in the morning"."""

from __future__ import annotations

import re
from typing import Any

from claimx.dates import checks
from claimx.dates.checks import among
from claimx.dates.fields import time_parts
from claimx.dates.lexer import Words
from claimx.dates.readings import Fixed, Found, Shift


def whole_only(timed: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in timed.items() if k in ("part", "clock", "zone", "modifier")}


def bare_hour(at: Words, index: int) -> int | None:
    """Where "at 7" ends that stands at the word after "tonight" or "tomorrow evening"."""
    cued = at.kind(index) == "A" or among(at.word(index), "hour_cues")
    hour = at.kind(index + 1) == "1" and at.values[index + 1] <= 12
    ends = at.word(index + 2) in ("", ",", ".", ";", "?", "!", "and")
    return index + 2 if cued and hour and ends else None


def clock_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    timed = time_parts(at, match)
    first, last = match.span()
    if timed is None or not checks.clock(at, first, last):
        return None
    if timed["clock"] == "24:00" and at.word(first - 1) in ("after", "since", "from"):
        timed["clock"] = "00:00"
    return [Found(first, last, Shift("D", 0, base="near", **whole_only(timed)))]


def clock_words_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "half past nine", "a quarter to ten in the morning"."""
    first, last = match.span()
    way, hour = match.start("way"), at.values[match.start("hour")]
    quarter = at.classes[first] == "a"
    if (
        at.lower[way] not in ("past", "to")
        or not 1 <= hour <= 12
        or (quarter and not among(at.word(first - 1), "clock_cues"))
    ):
        return None
    if (quarter and at.lower[first + 1] != "quarter") or (at.lower[way] == "to" and not quarter):
        return None
    part = at.values[last - 1] if at.classes[last - 1] == "P" else None
    minute = 15 if quarter else 30
    if at.lower[way] == "to":
        hour, minute = (hour - 1) or 12, 45
    hour += 12 if part in ("AF", "EV") and hour < 12 else 0
    shift = Shift("D", 0, base="near", clock=f"{hour:02}:{minute:02}")
    return [Found(first, last, shift)]


def timed_day_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "6 p.m. the following day"."""
    timed = time_parts(at, match)
    core, last = match.span("core")
    turn = next((at.lower[i] for i in range(core, last) if at.classes[i] in "LXQ"), "")
    if timed is None or at.values[last - 1] != "D":
        return None
    count = {"L": -1, "X": 1}.get(at.kind(last - 2), 0)
    shift = Shift("D", count, base="text" if turn else "near", **whole_only(timed))
    return [Found(match.start(), last, shift)]


def part_of_day(at: Words, match: re.Match[str], timed: dict[str, Any]) -> list[Found] | None:
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


def part_alone_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "in the morning", "at night"."""
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
