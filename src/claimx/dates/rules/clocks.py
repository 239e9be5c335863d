"""Rules for times of day: "half past nine", "6 p.m.", "in the morning"."""

from __future__ import annotations

from claimx.dates import amounts, checks
from claimx.dates.numeric import read_clock
from claimx.dates.parts import time_parts
from claimx.dates.patterns import Match, rule
from claimx.dates.readings import Fixed, Found, Shift
from claimx.dates.tokens import Kind, Tokens
from claimx.text.lexicon import load


@rule(
    "clock1=(TIME) [in the part2=({part})]",
    examples={"He left at 1430 GMT.": "2025-11-06T14:30Z", "He left at noon.": "2025-11-06T12:00"},
    weight=-1,
)
def clock(at: Tokens, match: Match) -> Shift | None:
    timed, first = time_parts(at, match), match.start()
    if timed is None or not checks.clock(at, first, match.end("clock1")):
        return None
    if timed["clock"] == "24:00" and at.word(first - 1) in ("after", "since", "from"):
        timed["clock"] = "00:00"
    timed.pop("part", None)
    return Shift("D", 0, base="near", **timed)


@rule(
    "(half {last} | {other|a} {unit} {last|to}) hour=({number|small}) [[in] the {part}]",
    examples={
        "He left at half past nine.": "2025-11-06T09:30",
        "He left at a quarter to ten in the evening.": "2025-11-06T21:45",
    },
    weight=1,
)
def half_past(at: Tokens, match: Match) -> Shift | None:
    first, hour_at = match.start(), match.start("hour")
    way, hour, last = at.lower[hour_at - 1], at.values[hour_at], match.end()
    quarter = at.kinds[first] != Kind.HALF
    if way not in ("past", "to") or not 1 <= hour <= 12 or (way == "to" and not quarter):
        return None
    if quarter and (at.lower[first + 1] != "quarter" or not at.among(first - 1, "clock_cues")):
        return None
    minute = 15 if quarter else 30
    if way == "to":
        hour, minute = (hour - 1) or 12, 45
    late = at.kinds[last - 1] == Kind.PART and at.values[last - 1] in ("AF", "EV")
    hour = int(hour) + 12 * (late and hour < 12)
    return Shift("D", 0, base="near", clock=f"{hour:02}:{minute:02}")


@rule(
    "length=(COUNT {unit|units} | a [half|{few}] [{few}] [of] {unit|units} | half [a] {unit})"
    " way=({earlier|later|last}) clock1=(TIME)",
    examples={"He left an hour before noon.": "2025-11-06T11:00"},
)
def hours_before(at: Tokens, match: Match) -> Shift | None:
    """Return a time of day by its distance from another one: "an hour before noon"."""
    length, told = amounts.read(at, *match.span("length")), read_clock(at, *match.span("clock1"))
    way = {"before": -1, "after": 1, "past": 1}.get(at.lower[match.start("way")])
    minutes = {"TH": 60, "TM": 1}.get(length[0]) if length else None
    if not length or length[1] is None or not told or way is None or minutes is None:
        return None
    hours, rest = (int(part) for part in told["clock"].split(":"))
    moment = hours * 60 + rest + way * int(length[1] * minutes)
    if not 0 <= moment <= 24 * 60:
        return None
    clock = f"{moment // 60:02}:{moment % 60:02}"
    return Shift("D", 0, base="near", clock=clock, zone=told["zone"])


@rule(
    "({part} | the {part} | [the] {phase} [-] {part} | [the] {phase} {units} of the {part}"
    " | {phase} {other} the {part})",
    examples={
        "He left in the morning.": "2025-11-06TMO",
        "He works at night.": "XXXX-XX-XXTNI",
        "Shares fell in late afternoon trading.": "2025-11-06TAF",
        "They danced into the early hours of the morning.": "2025-11-06TMO",
    },
    weight=-1,
)
def part_alone(at: Tokens, match: Match) -> Fixed | Found | None:
    first, last = match.span()
    part, before = at.values[last - 1], at.word(first - 1)
    if at.kinds[first:last] == Kind.PART:
        habit = at.lower[first] == "night" and before == "at"
        return Fixed("time", "XXXX-XX-XXTNI") if habit else None
    if at.lower[last - 1] in load("dates")["day_parts_alone"]:
        return None  # "into the sunset"
    phase_at = at.first(first, last, Kind.PHASE)
    modifier = load("dates")["phases"][at.lower[phase_at]] if phase_at >= 0 else None
    into = Kind.OTHER in at.kinds[first:last]
    if into:  # "late into the night"
        first, modifier = last - 2, None
        if at.lower[last - 3] != "into":
            return None
    elif not at.among(first - 1, "part_cues"):
        return None
    if at.kind(last) in (Kind.DASH, Kind.OF):
        return None
    return Found(first, last, Shift("D", 0, base="near", part=part, modifier=modifier))
