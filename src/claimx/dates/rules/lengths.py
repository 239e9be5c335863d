"""Rules for lengths of time, dates counted in them ("two days later"), sets and vague words."""

from __future__ import annotations

from claimx.dates import amounts, checks
from claimx.dates.numeric import read_clock
from claimx.dates.parts import calendar, fill
from claimx.dates.patterns import Match, compiled, rule
from claimx.dates.readings import Calendar, Duration, Fixed, Found, Shift
from claimx.dates.tokens import COUNTS, MONTHS, TURNS, UNITS, Kind, Tokens
from claimx.text.lexicon import load

_NO_LENGTH = ("Q", "NI", "WE")
_FURTHER = "[,] [{and}] COUNT [-] {unit|units|unit_short}"
# How "more than two years ago" differs from "more than two years".
_AGO = {"more_than": "before", "less_than": "after"}
# "a year or two", "a day or three"; a larger number is separate.
_FEW = range(2, 6)


@rule(
    "length=(LENGTH) [-] how=({ago})",
    examples={
        "He left two years ago.": "2023",
        "He left 11 days ago.": "2025-10-26",
        "He left three weeks ago.": "2025-W42",
        "He left years ago.": "PAST_REF",
        "It lived two million years ago.": "PAST_REF",
        "It lived 1.5 million years ago.": "PAST_REF",
    },
)
def ago(at: Tokens, match: Match) -> Shift | Fixed | None:
    length = amounts.read(at, *match.span("length"))
    if length is None:
        return None
    unit, count = length
    if count is None or amounts.beyond_calendar(unit, count):
        return Fixed("date", "PAST_REF")
    modifier = amounts.modifier(at, match.start()) or ""
    return Shift(unit, -count, modifier=_AGO.get(modifier, modifier) or None, whole=False)


@rule(
    "length=(LENGTH) how=(from ({reference}|{relative}|WEEKDAYS)"
    " | {later|earlier} [{relative}|DATED|WEEKDAYS|HOLIDAY])",
    examples={
        "It met on 5 May 2020. Two weeks earlier it had split.": "2020-05-05 2020-W17",
        "It will end a week before Christmas.": "2025-12-18",
        "It will start three days from now.": "2025-11-09",
        "It died out ten million years later.": "FUTURE_REF",
    },
)
def offset(at: Tokens, match: Match) -> Shift | Duration | Fixed | None:
    """Return a date by its distance from another: "two days later", "a week before Christmas"."""
    length = amounts.read(at, *match.span("length"))
    how_at, last = match.span("how")
    if length is None:
        return None
    unit, count = length
    sign = -1 if at.kinds[how_at] == Kind.EARLIER else 1
    if at.kinds[last - 1] in (Kind.REFERENCE, Kind.RELATIVE) and last - how_at > 1:
        days = at.values[last - 1] if at.kinds[last - 1] == Kind.RELATIVE else 0
        signed = None if count is None else sign * count + days
        return Shift(unit, signed, whole=False, modifier=amounts.modifier(at, match.start()))
    other: Calendar | None = None
    if last - how_at > 1:
        parts = fill(at, how_at + 1, last)
        other = calendar(parts) if parts else None
        if other is None or count is None or unit not in ("D", "W", "FN"):
            return None
        if not checks.dated(at, how_at + 1, last):
            return None
    elif not _offset_ends(at, match, how_at):
        return None
    return _counted_from(at, match, unit, count, sign=sign, other=other)


def _offset_ends(at: Tokens, match: Match, how_at: int) -> bool:
    """Return whether the length counts from no event: not "two days after the vote"."""
    word, after = at.lower[how_at], at.word(how_at + 1)
    if word in ("before", "after"):
        bare = word == "after" and amounts.bare(at, *match.span("length"))
        return after in ("", ",", ".", ";", ")") and not bare
    if at.among(how_at, "no_offset_alone"):
        return False
    return after != "than" and not (at.kinds[how_at] == Kind.LATER and after == "that")


def _counted_from(
    at: Tokens,
    match: Match,
    unit: str,
    count: float | None,
    *,
    sign: int,
    other: Calendar | None,
) -> Shift | Duration | Fixed:
    word = at.lower[match.start("how")]
    the = at.kinds[match.start()] == Kind.THE
    if the and count is not None and other is None and word in ("before", "after"):
        value = amounts.value(unit, count)
        return Duration(value, unit, count, side=sign, base="text")  # "the five years before"
    if count is None or amounts.beyond_calendar(unit, count):
        return Fixed("date", "PAST_REF" if sign < 0 else "FUTURE_REF")
    modifier = amounts.modifier(at, match.start())
    return Shift(unit, sign * count, base="text", other=other, whole=False, modifier=modifier)


@rule(
    "[the] turn=({last|next|this} [{last|next|this}])"
    " length=([COUNT [{more}]] [a] [{few} [of]] [{more}] [-] {unit|units})",
    examples={
        "Over the past five years it grew.": "P5Y",
        "It will grow over the next few days.": "PXD",
        "It will grow over the next two million years.": "P2000000Y",
    },
)
def anchored(at: Tokens, match: Match) -> Found | None:
    """Return a length before or after now: "the past five years", "the next few days"."""
    turn_at, (first, last) = match.start("turn"), match.span("length")
    these = at.kinds[turn_at] == Kind.THIS and at.kinds[first] not in (Kind.FEW, *COUNTS)
    if these or at.kinds[turn_at + 1 : last].strip(Kind.DASH) == Kind.UNIT:
        return None
    plural = at.kinds[first:last] == Kind.UNITS
    length = (at.values[last - 1], None) if plural else amounts.read(at, first, last, skip=turn_at)
    age = at.among(last + (at.kind(last) == Kind.DASH), "age_words")
    if length is None or length[0] == "NI" or age:
        return None
    turn = at.lower[turn_at]
    if at.kind(last) == Kind.OF and turn in ("last", "next"):
        return None  # "the last two weeks of May"
    return Found(match.start(), last, _before_or_after(at, turn_at, length))


def _before_or_after(at: Tokens, turn_at: int, length: amounts.Amount) -> Duration:
    base = "text" if at.among(turn_at, "text_anchored") else "article"
    side = 1 if at.kinds[turn_at] == Kind.NEXT else -1
    return Duration(amounts.value(*length), *length, side=side, base=base)


@rule(
    "[the] count=(COUNT) turn=({last|next}) {units}",
    examples={"It grew in the three previous years.": "P3Y"},
)
def counted_turn(at: Tokens, match: Match) -> Duration | None:
    count = amounts.number(at, *match.span("count"))
    unit = at.values[match.end() - 1]
    return None if count is None else _before_or_after(at, match.start("turn"), (unit, count))


@rule(
    "{every} (COUNT [{more}] {unit|units} | [{more|nth|ordinal}] ({unit} [{part}] | {weekday}"
    " | {season|season_word} | {month|month_word} | {part}))",
    examples={
        "They meet every Monday.": "XXXX-WXX-1",
        "They meet every year.": "P1Y",
        "They meet every two years.": "P2Y",
        "They meet every other day.": "P2D",
    },
)
def repeated(at: Tokens, match: Match) -> Fixed | None:
    first, last = match.span()
    kind, value = at.kinds[last - 1], at.values[last - 1]
    if kind in UNITS:
        return _every_unit(at, first, last)
    named = {
        Kind.WEEKDAY: f"XXXX-WXX-{value}", Kind.PART: f"XXXX-XX-XXT{value}",
        Kind.SEASON: f"XXXX-{value}", Kind.SEASON_WORD: f"XXXX-{value}",
    }  # fmt: skip
    if kind in MONTHS:
        return Fixed("set", f"XXXX-{value:02}")
    return Fixed("set", named[Kind(kind)])


def _every_unit(at: Tokens, first: int, last: int) -> Fixed | None:
    unit = at.values[last - 1]
    plural_noun = at.word(first - 1) == "of" and at.kind(last) == Kind.OTHER
    if plural_noun and at.kinds[last - 1] == Kind.UNITS:
        return None
    count = amounts.number(at, first + 1, last - 1)
    if at.word(first + 1) in ("other", "second"):
        count = 2
    return Fixed("set", amounts.value(unit, 1 if count is None else count))


@rule(
    "({once} | {small|number} times | [a] {few} times) (a|{every}) {unit}",
    examples={
        "They meet twice a month.": "P1M",
        "They meet three times a week.": "P1W",
        "They meet a few times a year.": "P1Y",
    },
    weight=1,
)
def times(at: Tokens, match: Match) -> Fixed:
    return Fixed("set", amounts.value(at.values[match.end() - 1], 1))


@rule(
    "clock1=(TIME) {every} day=({unit|weekday})",
    examples={"They meet at 3pm each day.": "XXXX-XX-XXT15:00"},
)
def clock_each_day(at: Tokens, match: Match) -> Fixed | None:
    return _timed_set(at, match)


@rule(
    "{every} day=({unit|weekday}) at clock1=(TIME)",
    examples={"They meet every Monday at 18:00.": "XXXX-WXX-1T18:00"},
)
def each_day_at(at: Tokens, match: Match) -> Fixed | None:
    return _timed_set(at, match)


def _timed_set(at: Tokens, match: Match) -> Fixed | None:
    clock, day_at = read_clock(at, *match.span("clock1")), match.start("day")
    unit = at.kinds[day_at] == Kind.UNIT
    if clock is None or (unit and at.values[day_at] != "D"):
        return None
    day = "XXXX-XX-XX" if unit else f"XXXX-WXX-{at.values[day_at]}"
    return Fixed("set", f"{day}T{clock['clock']}{clock['zone'] or ''}")


@rule(
    "({weekdays} [[-] {part|parts}] | {weekday} [-] {parts})"
    " [[at] ({clock} | {small} {meridiem}) | at {decimal}]",
    examples={
        "They meet on Fridays.": "XXXX-WXX-5",
        "They meet on Friday mornings.": "XXXX-WXX-5TMO",
        "They meet on Thursdays at 17.30.": "XXXX-WXX-4T17:30",
    },
)
def weekdays(at: Tokens, match: Match) -> Fixed:
    first, last = match.span()
    value = f"XXXX-WXX-{at.values[first]}"
    part_at = at.first(first + 1, last, Kind.PART, Kind.PARTS)
    part = at.values[part_at] if part_at >= 0 else None
    clock_at = at.first(first + 1, last, Kind.CLOCK, Kind.SMALL, Kind.DECIMAL)
    if clock_at >= 0:
        clock = read_clock(at, clock_at, last, part=part)
        return Fixed("set", f"{value}T{clock['clock']}" if clock else value)
    return Fixed("set", f"{value}T{part}" if part else value)


@rule("{daily}", examples={"They meet annually.": "P1Y", "It was a weeklong visit.": "P1W"})
def adverb(at: Tokens, match: Match) -> Fixed | None:
    index, last = match.span()
    if at.lower[index] in load("dates")["long_words"]:
        return Fixed("duration", at.values[index])
    named = at.name_like(last) and at.lower[index] == "weekly"  # "the weekly Der Bote"
    return None if named or checks.title_word(at, index) else Fixed("set", at.values[index])


@rule(
    "{reference}",
    examples={"It is now over.": "PRESENT_REF", "The body, formerly a club, met.": "PAST_REF"},
)
def reference(at: Tokens, match: Match) -> Fixed | None:
    first, last = match.span()
    then = at.lower[first].endswith(" time") and at.values[first] == "PAST_REF"
    event = at.among(last, "time_sequels") or at.name_like(last)
    if (then and event) or checks.title_word(at, first):
        return None  # "at the time of the vote"; "Now TV"
    return Fixed("date", at.values[first])


@rule(
    "[{every}] one=(COUNT) ({to}|-|{and}) two=(COUNT) [-] unit=({unit|units|unit_short})",
    examples={
        "It took seven to nine years.": "P7Y/P9Y",
        "It takes between one and two months.": "P1M/P2M",
        "It takes two or three years.": "P2Y/P3Y",
    },
    weight=1,
)
def length_range(at: Tokens, match: Match) -> Fixed | None:
    link = at.word(match.end("one"))
    if link in ("and", "&") and at.word(match.start() - 1) != "between":
        return None
    one, two = (amounts.number(at, *match.span(name)) for name in ("one", "two"))
    unit = at.values[match.start("unit")]
    if one is None or two is None or one >= two or unit in _NO_LENGTH:
        return None
    if not amounts.is_length(at, match.start("two"), match.end()):
        return None
    if amounts.aged(at, match.start()):
        return None
    kind = "set" if at.kinds[match.start()] == Kind.EVERY else "duration"
    return Fixed(kind, f"{amounts.value(unit, one)}/{amounts.value(unit, two)}")


@rule("a {unit} {and} {small|number}", examples={"It took a year or two.": "P1Y/P2Y"})
def year_or_two(at: Tokens, match: Match) -> Fixed | None:
    first, last = match.span()
    unit, most = at.values[first + 1], at.values[last - 1]
    if at.lower[first + 2] != "or" or most not in _FEW or unit in _NO_LENGTH:
        return None
    return Fixed("duration", f"{amounts.value(unit, 1)}/{amounts.value(unit, most)}")


@rule("all {unit}", examples={"It rained all day.": "P1D"})
def all_day(at: Tokens, match: Match) -> Fixed | None:
    unit, last = at.values[match.end() - 1], match.end()
    fits = unit in ("Y", "M", "W", "D", "NI", "WE") and at.kind(last) != Kind.DASH
    return Fixed("duration", amounts.value(unit, 1)) if fits else None


@rule(
    "({this} | [the] [{few}] {last} | {few})",
    examples={
        "In the past it was not so.": "PAST_REF",
        "It met under current rules.": "PRESENT_REF",
    },
    weight=-1,
)
def vague(at: Tokens, match: Match) -> Found | None:
    """Return the reading of "the past", "current" or "recent" without a unit after it."""
    first, last = match.span()
    word, after = at.lower[last - 1], at.kind(last)
    timed = (*TURNS, *UNITS, *COUNTS, *MONTHS, *_TIMED)
    one_between = after == Kind.OTHER and at.kind(last + 1) in UNITS
    if after in timed or one_between:
        return None
    if word == "past" and at.word(first) == "the":
        noun = after == Kind.OTHER and at.word(last).isalpha()
        if noun and at.word(first - 1) != "in" and not at.among(last, "past_sequels"):
            return None  # "the past president"
        return Found(first, last, Fixed("date", "PAST_REF"))
    value = {"current": "PRESENT_REF", "recent": "PAST_REF"}.get(word)
    return Found(last - 1, last, Fixed("date", value)) if value and last - first == 1 else None


_TIMED = (
    Kind.FEW, Kind.MORE, Kind.WEEKDAY, Kind.SEASON, Kind.PART, Kind.PARTS, Kind.HALF, Kind.A,
    Kind.PHASE, Kind.ORDINAL,
)  # fmt: skip


@rule("{unit} - long", examples={"Day-long talks failed.": "P1D"})
def year_long(at: Tokens, match: Match) -> Duration | None:
    unit = at.values[match.start()]
    counted = unit in ("TS", *_NO_LENGTH) or at.word(match.start() - 1) == "all"
    return None if counted else Duration(amounts.value(unit, 1))


@rule(
    "length=(LENGTH) [[-] long]",
    examples={
        "It lasted 27 years.": "P27Y",
        "It lasted a month.": "P1M",
        "A two-year assault.": "P2Y",
        "It lasted two and a half years.": "P2.5Y",
        "It lasted half an hour.": "PT0.5H",
        "It lasted two years and three months.": "P2Y3M",
        "It lasted several days.": "PXD",
        "It lasted three quarters of a century.": "P75Y",
        "It lasted 1.5 million years.": "P1500000Y",
    },
    weight=-1,
)
def length(at: Tokens, match: Match) -> Found | None:
    first, last = match.span("length")
    told = amounts.read(at, first, last)
    if told is None or not amounts.is_length(at, first, last):
        return None
    value, end = amounts.value(*told), match.end()
    if told[1] is not None and end == last:
        further = _last_part(at, first, last)
        if further > last:
            value, last, end = amounts.compound(at, first, further), further, further
    if at.kinds[first] == Kind.A and end > last and at.kinds[last] == Kind.DASH:
        first += 1  # "a year-long ban"
    modifier, ahead = amounts.modifier(at, first), at.word(first - 1) == "in"
    while at.kinds[first] in (Kind.THE, Kind.MORE) and at.lower[first] != "another":
        first += 1
    return Found(first, end, Duration(value, *told, modifier=modifier, ahead=ahead))


def _last_part(at: Tokens, first: int, last: int) -> int:
    """Return the end of a length with several parts: "two years, three months and a day"."""
    further = compiled(_FURTHER)
    while (more := further.match(at.kinds, last)) and amounts.descending(at, first, more.end()):
        last = more.end()
    return last
