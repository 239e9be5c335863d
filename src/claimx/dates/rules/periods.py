"""Rules for periods: months, seasons, quarters, years, centuries, "last week"."""

from __future__ import annotations

from typing import Any

from claimx.dates import amounts, checks
from claimx.dates.parts import calendar, fill, first_month
from claimx.dates.patterns import Match, rule
from claimx.dates.readings import Calendar, Duration, Found, Interval, Shift
from claimx.dates.tokens import MONTHS, Kind, Tokens
from claimx.text.lexicon import load

# The bounds of centuries ("the 19th century") and of ranges of years.
_CENTURIES = range(1, 31)
_LONGEST_REIGN = 400
_FISCAL_YEARS = range(1901, 2200)
_LAST_YEAR = 9999
_WEEKS = 52


def _period(at: Tokens, match: Match, **more: Any) -> Calendar | None:
    """Return the reading of all parts, or None if its last number is not a year."""
    first, last = match.span()
    parts = fill(at, first, last)
    if parts is None:
        return None
    dated = "month" in parts or "season" in parts
    if "year" in parts and not checks.year(at, last - 1, dated=dated):
        return None
    return calendar({**parts, **more})


@rule(
    "EARLY core=(TURN MONTH [YEAR|WORDED_YEAR])",
    examples={
        "It was signed in mid-January 2026.": "2026-01",
        "He left last October.": "2025-10",
        "He left in March last year.": "2024-03",
        "He will leave in January.": "2026-01",
        "It will end by end-March.": "2026-03",
    },
)
def month(at: Tokens, match: Match) -> Found | None:
    start, last = match.span()
    parts = fill(at, start, last)
    if parts is None:
        return None
    if "year" in parts and not checks.year(at, last - 1, dated=True):
        last -= 1 + (at.kinds[last - 2] in (Kind.COMMA, Kind.OF, Kind.IN, Kind.SLASH, Kind.DASH))
        del parts["year"]
    month_at = first_month(at, start, last)
    bare = start == month_at and last <= month_at + 2 and not {"year", "year_word"} & {*parts}
    if bare and not checks.month(at, month_at, last):
        return None
    whole = len(at.lower[last - 2]) > len("sept") or at.lower[last - 2] in ("may", "june", "july")
    if at.kinds[last - 1] == Kind.STOP and whole:
        last -= 1  # the stop ends the sentence
    start += at.kinds[start] == Kind.THE and at.kind(start + 1) in MONTHS
    reading = calendar(parts)
    return Found(start, last, reading) if reading else None


@rule(
    "(EARLY TURN {season|season_word} [OF_YEAR] | {year} {season|season_word})",
    examples={
        "It met in the summer of 2025.": "2025-SU",
        "It met in winter 2024.": "2024-WI",
        "It met last spring.": "2025-SP",
    },
)
def season(at: Tokens, match: Match) -> Calendar | None:
    first, last = match.span()
    kinds = at.kinds[first:last].strip(Kind.THE)
    told = kinds.strip(Kind.SEASON + Kind.SEASON_WORD)
    if at.among(last, "season_things") or not (told or checks.season(at, first, last)):
        return None
    return _period(at, match)


@rule(
    "[[the] {edge} of] [the] [fiscal] which=({nth|ordinal}) [-|fiscal] {unit}"
    " [of the {unit} | [,] [of] [fiscal] {year} | [of] [the] {last|next|this} {unit}]",
    examples={
        "Sales fell in the third quarter of 2024.": "2024-Q3",
        "Sales fell in the third quarter.": "2025-Q3",
    },
    weight=1,
)
def quarter(at: Tokens, match: Match) -> Calendar | None:
    first, last = match.span()
    which = match.start("which")
    unit_at = at.first(which, last, Kind.UNIT)
    if at.lower[unit_at] != "quarter":
        return None
    alone = last == unit_at + 1 and at.lower[first] != "the" and at.kinds[which + 1] != Kind.DASH
    cued = not alone or at.among(first - 1, "near_unit_cues")
    if not 1 <= at.values[which] <= 4 or not cued:
        return None
    modifier = (fill(at, first, which) or {}).get("modifier")
    rest = fill(at, unit_at + 1, last) or {}
    if at.kinds[last - 1] == Kind.UNIT and last - unit_at > 1 and "year_word" not in rest:
        rest["year_word"] = "this"  # "the third quarter of the year"
    return Calendar(**{**rest, "quarter": at.values[which], "modifier": modifier})


@rule(
    "({coded} [[-|of|in|,] [fiscal] {year|short_year} | {small|integer}] | {year} [-] {coded})",
    examples={
        "Sales fell in Q3 2024.": "2024-Q3",
        "Sales fell in H2 2024.": "2024-H2",
        "Sales fell in 1H25.": "2025-H1",
        "Sales fell in 3Q25.": "2025-Q3",
    },
)
def coded(at: Tokens, match: Match) -> Calendar | Found | None:
    first, last = match.span()
    code_at = at.first(first, last, Kind.CODED)
    code: str = at.values[code_at]
    name, number = {"q": "quarter", "h": "half"}[code[0]], int(code[1])
    if at.kinds[last - 1] in (Kind.SMALL, Kind.INTEGER):
        if at.glued(last - 1) and at.lower[code_at][0] == code[1]:
            parts: dict[str, Any] = {name: number, "year": 2000 + int(at.values[last - 1])}
            return Calendar(**parts)
        return Found(first, last - 1, Calendar(quarter=number)) if name == "quarter" else None
    if last - first == 1:
        return Calendar(quarter=number) if name == "quarter" else None
    return Calendar(**{**(fill(at, first, last) or {}), name: number})


@rule(
    "{coded} - {coded} ([-|of|in|,] [fiscal] {year|short_year})",
    examples={"Sales fell in Q1-Q2 2024.": "2024-Q1/2024-Q2"},
)
def coded_range(at: Tokens, match: Match) -> Interval | None:
    first, last = match.span()
    low, high = at.values[first], at.values[first + 2]
    if low[0] != high[0] or low >= high:
        return None
    name = "quarter" if low[0] == "q" else "half"
    parts = fill(at, first + 3, last) or {}
    return Interval(*(Calendar(**{**parts, name: int(code[1])}) for code in (low, high)))


@rule(
    "[the] which=({nth|ordinal|phase|last}) [-] half"
    " of ([the] {unit} | [the] TURN {unit} | [fiscal] {year} | [the] {decade}"
    " | the {nth|ordinal} [-] {unit} [{era}])",
    examples={
        "Sales fell in the first half of 2025.": "2025-H1",
        "Sales fell in the second half of last year.": "2024-H2",
        "Built in the second half of the 19th century.": "18",
        "He ruled in the first half of the 1990s.": "199",
    },
)
def half(at: Tokens, match: Match) -> Calendar | None:
    first, last = match.span()
    number = load("dates")["halves"].get(at.lower[match.start("which")])
    half_at = at.first(first, last, Kind.HALF)
    parts = fill(at, half_at + 1, last) or {}
    if number is None:
        return None
    unit_at = at.first(half_at, last, Kind.UNIT)
    edge = "start" if number == 1 else "end"
    if "day" in parts:
        number = parts.pop("day")
        century = at.values[unit_at] == "CE" and number in _CENTURIES
        return Calendar(**{**parts, "century": number, "modifier": edge}) if century else None
    if "decade" in parts:
        return Calendar(**{**parts, "modifier": edge})
    return (
        Calendar(**{**parts, "half": number}) if unit_at < 0 or at.values[unit_at] == "Y" else None
    )


@rule(
    "[the] which=({nth|ordinal|last}) unit=({unit}) of [the]"
    " (TURN {month|month_word} [[,] [of] {year} | [of] TURN {unit}] | {year} | TURN {unit})",
    examples={
        "It met in the first week of 2015.": "2015-W01",
        "He left in the last week of last month.": "2025-10",
        "It ended on the last day of May 2024.": "2024-05-31",
        "Sales fell in the last quarter of 2024.": "2024-Q4",
    },
)
def part_of_period(at: Tokens, match: Match) -> Calendar | None:
    last, unit_at, which_at = match.end(), match.start("unit"), match.start("which")
    unit, parts = at.values[unit_at], fill(at, unit_at + 1, last)
    which = -1 if at.kinds[which_at] == Kind.LAST else at.values[which_at]
    if which == -1 and at.lower[which_at] not in ("last", "past"):
        return None
    tail = at.kinds[last - 1] == Kind.UNIT
    if parts is None or unit not in ("W", "D", "M", "Q", "DE", "WE"):
        return None
    if tail and at.values[last - 1] not in ("Y", "M"):
        return None
    if unit == "W" and "year" in parts and "month" not in parts:
        return Calendar(year=parts["year"], week=which if which > 0 else _WEEKS)
    if unit == "D" and which in (1, -1) and ("year" in parts or "month" in parts):
        parts.setdefault("month", 1 if which == 1 else 12)
        return Calendar(**{**parts, "day": which})
    if not tail and "year" not in parts and "month" not in parts:
        return None
    if unit == "Q" and "year" in parts and "month" not in parts:
        return Calendar(year=parts["year"], quarter=which if which > 0 else 4)
    parts["modifier"] = "start" if which == 1 else "mid" if 1 < which < 4 else "end"
    if tail and not {"year_word", "week_word"} & {*parts}:
        parts.pop("direction", None)
        parts |= {"year_word": "this"} if at.values[last - 1] == "Y" else {"week_word": "this M"}
    return Calendar(**parts)


@rule(
    "[the] which=({ordinal|last}) count=({small|number}) unit=({units}) of"
    " ([fiscal] {year} | the [{that}] {unit} | {last|next|this} {unit})",
    examples={
        "Sales fell in the first ten months of 2024.": "2024-01/2024-10",
        "Sales fell in the last two quarters of last year.": "2024-Q3/2024-Q4",
    },
)
def first_units(at: Tokens, match: Match) -> Interval | None:
    """Return the first or last months or quarters of a year."""
    last, unit_at = match.end(), match.start("unit")
    name, whole = {"M": ("month", 12), "Q": ("quarter", 4)}.get(at.values[unit_at], ("", 0))
    parts, count = fill(at, unit_at + 1, last) or {}, int(at.values[match.start("count")])
    head = at.kinds[match.start("which")] == Kind.LAST
    if not 1 < count < whole or (not head and at.values[match.start("which")] != 1):
        return None
    tail = at.kinds[last - 1] == Kind.UNIT
    if tail and at.values[last - 1] != "Y":
        return None
    if tail and "year_word" not in parts:
        parts["year_word"] = "this"
    low, high = (whole - count + 1, whole) if head else (1, count)
    return Interval(Calendar(**{**parts, name: low}), Calendar(**{**parts, name: high}))


@rule(
    "[[the] {edge} of [the]] [{last|next|this}] [fiscal] [{unit}]"
    " ({year} [(-|/) {small|integer|year}] | {partial} | {small|integer} [(-|/) {small|integer}])",
    examples={
        "Sales fell in fiscal 2024.": "FY2024",
        "Sales fell in fiscal year 2024-25.": "FY2025",
    },
)
def fiscal(at: Tokens, match: Match) -> Calendar | None:
    first, last = match.span()
    number_at = at.first(first, last, Kind.YEAR, Kind.PARTIAL, Kind.SMALL, Kind.INTEGER)
    if Kind.FISCAL not in at.kinds[first:last]:
        return None
    if at.kinds[number_at] == Kind.PARTIAL:  # the year of "2024-25" is the one that it ends in
        begin, end = at.values[number_at][:4], at.values[number_at][5:]
        year = int(begin) + 1 if begin.isdigit() else 0
        return Calendar(year=year, fiscal=True) if f"{year % 100:02}" == end else None
    year = int(at.values[number_at])
    year = year + (last - number_at == 3) if year > 100 else 2000 + year
    return Calendar(year=year, fiscal=True) if year in _FISCAL_YEARS else None


@rule(
    "EARLY {decade} [{era}]",
    examples={
        "He ruled in the 1990s.": "199",
        "He ruled in the early 2000s.": "200",
        "He ruled in the '60s.": "196",
        "He ruled in the nineties.": "199",
        "He ruled in the 1700s.": "17",
    },
)
def decade(at: Tokens, match: Match) -> Calendar | None:
    decade_at = at.first(*match.span(), Kind.DECADE)
    return _period(at, match) if checks.decade(at, match.start(), decade_at) else None


@rule(
    "EARLY {nth|ordinal} [-] unit=({unit|units}) [{era}]",
    examples={
        "He ruled in the late 19th century.": "18",
        "He ruled in the twenty-first century.": "20",
    },
)
def century(at: Tokens, match: Match) -> Calendar | None:
    unit_at, last = match.start("unit"), match.end()
    parts = fill(at, match.start(), last)
    if parts is None or at.values[unit_at] != "CE":
        return None
    number = parts.pop("day")
    told = number in _CENTURIES and (number > 1 or "era" in parts)
    title = at.capital(unit_at) and at.capital(last)  # "20th Century Fox"
    return Calendar(**parts, century=number) if told and not title else None


@rule(
    "{year} (-|/) {year|small|integer}",
    examples={"In 2020–2024 it grew.": "2020/2024", "In 1989/90 it grew.": "1989/1990"},
)
def years(at: Tokens, match: Match) -> Interval | None:
    first, last = match.span()
    begin, end, text = at.values[first], at.values[last - 1], at.lower[last - 1]
    if len(text) == 2 and text.isdigit():
        end = begin // 100 * 100 + int(end)
        end += 100 if end < begin and begin % 100 == 99 else 0
    elif len(text) != 4:
        return None
    one = checks.year(at, first, dated=True) and not checks.labelled(at, first)
    if not one or not begin < end <= begin + _LONGEST_REIGN or not checks.year(at, last - 1):
        return None
    if at.lower[first + 1] == "/" and len(text) == 4 and end - begin > 1:
        return None
    further = at.kind(last) in (Kind.DASH, Kind.SLASH) and at.kind(last + 1) in (
        Kind.SMALL,
        Kind.INTEGER,
        Kind.YEAR,
    )
    return None if further else Interval(Calendar(year=begin), Calendar(year=end))


@rule(
    "({small|integer|year} (-|{to}|{and}) {small|integer|year} {era})",
    examples={"They fought from 499 to 493 BC.": "BC0499/BC0493"},
)
def era_range(at: Tokens, match: Match) -> Interval:
    first, last = match.span()
    low, high = (int(at.values[i]) for i in (first, first + 2))
    era = at.values[last - 1]
    return Interval(Calendar(year=low, era=era), Calendar(year=high, era=era))


@rule(
    "({small|integer|year} {era} | {era} {small|integer|year})",
    examples={"He ruled from 44 BC.": "BC0044"},
)
def era_year(at: Tokens, match: Match) -> Calendar | None:
    first = match.start()
    first_is_era = at.kinds[first] == Kind.ERA
    number, era = at.values[first + first_is_era], at.values[first + (not first_is_era)]
    return Calendar(year=int(number), era=era) if 1 <= number <= _LAST_YEAR else None


@rule(
    "EARLY [the {unit}] {year}",
    examples={
        "He ruled in 1993.": "1993",
        "He ruled in the year 1993.": "1993",
        "It ended by end-2024.": "2024",
        "Sales fell in early 2024.": "2024",
    },
)
def year(at: Tokens, match: Match) -> Found | None:
    first, last = match.span()
    unit_at = at.first(first, last, Kind.UNIT)
    if unit_at >= 0 and at.lower[unit_at] != "year":
        return None
    if last - first > 1 and at.kinds[last - 2] == Kind.THE:
        first = last - 1
    parts = fill(at, first, last)
    sure = checks.year(at, last - 1, dated=last - first > 1)
    return Found(first, last, Calendar(**parts)) if parts and sure else None


@rule("{short_year}", examples={"It changed in '98.": "1998"})
def short_year(at: Tokens, match: Match) -> Calendar | None:
    index = match.start()
    cued = at.among(index - 1, "month_cues") and not at.glued(index)
    return _period(at, match) if cued else None


@rule(
    "[before=({earlier|later} [in] | [the] {phase} [in [the]])] [the]"
    " turn=(TURNED [{last|next|that}]) [{more}] [fiscal] unit=({unit})"
    " [year=([the] {last|next} {unit})]",
    examples={
        "He left last week.": "2025-W44",
        "He left earlier this month.": "2025-11",
        "He left late last year.": "2024",
        "He left this past weekend.": "2025-W44-WE",
        "Sales fell in May 2025 from the same month last year.": "2025-05 2024-05",
    },
)
def turned_unit(at: Tokens, match: Match) -> Found | None:
    """Return a unit by its place in time: "last week", "the next day", "that year"."""
    turn_at, unit_at = match.start("turn"), match.start("unit")
    if at.lower[turn_at] in ("this", "these") and at.kind(turn_at + 1) in (Kind.LAST, Kind.NEXT):
        turn_at += 1  # "this past weekend"
    unit, turn, last = at.values[unit_at], at.lower[turn_at], unit_at + 1
    if _no_turned_unit(at, unit, turn, last):
        return None
    start, modifier = _lead(at, match, turn_at)
    the = at.word(turn_at - 1) == "the"
    if turn == "past" and unit not in ("Q", "WE") and (unit != "D" or the):
        return Found(start, last, Duration(amounts.value(unit, 1), unit, 1, side=-1))
    count = {Kind.LAST: -1, Kind.NEXT: 1}.get(Kind(at.kinds[turn_at]), 0)
    base = "text" if _told_before(at, turn_at, unit, the=the) else "article"
    year_word = None
    if (
        match["year"]
        and count == 0
        and unit in ("M", "Q", "D")
        and at.values[match.end() - 1] == "Y"
    ):
        last, base = match.end(), "text"
        year_word = at.lower[last - 2]
    return Found(start, last, Shift(unit, count, base=base, modifier=modifier, year_word=year_word))


def _no_turned_unit(at: Tokens, unit: str, turn: str, last: int) -> bool:
    if unit in ("TM", "TS", "TH", "FN") or (unit == "NI" and turn != "that"):
        return True
    if unit == "D" and turn in ("these", "those", "current", "this"):
        return True
    adjective = at.kind(last) == Kind.DASH and at.glued(last)
    return adjective or at.kind(last) == Kind.LONG or at.among(last, "age_words")


def _lead(at: Tokens, match: Match, turn_at: int) -> tuple[int, str | None]:
    """Return the start of the expression with the words before it, and its modifier."""
    the_at = turn_at - (at.kind(turn_at - 1) == Kind.THE)
    if not match["before"]:
        return match.start(), None
    first, last = match.span("before")
    phase = at.first(first, last, Kind.PHASE)
    if phase >= 0:
        if Kind.IN in at.kinds[first:last]:
            return the_at, None
        return match.start(), load("dates")["phases"][at.lower[phase]]
    return (first + 1 if at.among(first, "no_lead") else match.start()), None


def _told_before(at: Tokens, turn_at: int, unit: str, *, the: bool) -> bool:
    """Return whether the unit counts from the last date in the text."""
    turn = at.lower[turn_at]
    if at.among(turn_at, "text_anchored") or at.kinds[turn_at] == Kind.THAT:
        return True
    return turn == "next" and (unit == "CE" or (the and unit in ("D", "M", "Y", "W")))


@rule(
    "before=([the] {edge} (of [the] | in the) | {earlier|later|phase} in the)"
    " turn=(TURN) unit=({unit})",
    examples={
        "By the end of this year it was over.": "2025",
        "It will meet later in the year.": "2025",
    },
)
def edge_of_unit(at: Tokens, match: Match) -> Found | None:
    first, unit_at = match.start(), match.start("unit")
    unit, turn = at.values[unit_at], at.lower[unit_at - 1] if match["turn"] else ""
    if unit not in ("Y", "M", "W", "D", "DE", "CE", "Q") or (unit == "D" and not turn):
        return None
    word_at = at.first(first, unit_at, Kind.EDGE, Kind.PHASE, Kind.EARLIER, Kind.LATER)
    modifier = load("dates")["boundaries"].get(at.lower[word_at])
    inside = match["before"][-2:] == Kind.IN + Kind.THE
    if at.among(word_at, "no_lead") or (not modifier and not inside):
        return None
    if at.kinds[first] == Kind.PHASE and not turn:  # "early in the week": the span is the week
        first = unit_at - 1
    base = "near"
    if turn:
        told = at.among(unit_at - 1, "text_anchored") or at.kinds[unit_at - 1] == Kind.THAT
        base = "text" if told else "article"
    kind = at.kinds[unit_at - 1] if turn else ""
    count = -1 if kind == Kind.LAST else int(kind == Kind.NEXT)
    return Found(first, match.end(), Shift(unit, count, base=base, modifier=modifier))


@rule(
    "[the] unit=({unit}) [-] {to} [-] {other}",
    examples={"Sales fell in the year to date.": "2025/2025-11-06"},
)
def to_date(at: Tokens, match: Match) -> Interval | None:
    unit = at.values[match.start("unit")]
    told = at.lower[match.end() - 1] == "date" and unit in ("Y", "Q", "M", "W")
    return Interval(Shift(unit, 0), Shift("D", 0)) if told else None


@rule("[the] unit=({unit}) (-|') {edge}", examples={"It was due by year-end.": "2025"})
def end_of_unit(at: Tokens, match: Match) -> Shift | None:
    unit = at.values[match.start("unit")]
    end = load("dates")["boundaries"].get(at.lower[match.end() - 1]) == "end"
    told = end and unit in ("Y", "M", "W", "DE", "CE", "Q")
    return Shift(unit, 0, base="near", modifier="end") if told else None


@rule(
    "{unit} - {ago|earlier}",
    examples={"It was lower in the year-ago quarter.": "2024"},
)
def year_ago(at: Tokens, match: Match) -> Shift | None:
    return Shift("Y", -1) if at.values[match.start()] == "Y" else None


@rule(
    "[the] {unit} {small}",
    examples={"Open in week 7.": "2025-W07"},
)
def numbered_week(at: Tokens, match: Match) -> Calendar | None:
    unit_at, last = match.end() - 2, match.end()
    cued = at.among(match.start() - 1, "numbered_week_cues")
    week = at.lower[unit_at] == "week" and at.values[last - 1] <= _WEEKS + 1
    return Calendar(week=at.values[last - 1]) if cued and week else None


@rule(
    "the {unit|part} way=({later|earlier}) turn=({last|next})",
    examples={
        "He left the week before last.": "2025-W43",
        "He left the night before last.": "2025-11-04TNI",
        "He will leave the month after next.": "2026-01",
    },
)
def beyond(at: Tokens, match: Match) -> Shift | None:
    turns = at.lower[match.start("way")], at.lower[match.start("turn")]
    count = {("before", "last"): -2, ("after", "next"): 2}.get(turns)
    unit = at.values[match.start() + 1]
    if count is None or unit not in ("Y", "M", "W", "WE", "NI"):
        return None
    return Shift("D", count, part="NI") if unit == "NI" else Shift(unit, count)


@rule(
    "the {unit} {earlier|later}",
    examples={"It fell in May 2020. The month before, it rose.": "2020-05 2020-04"},
)
def unit_after(at: Tokens, match: Match) -> Shift | None:
    """Return the day or year after an earlier date, without an event: "the day after"."""
    last = match.end()
    word, unit = at.lower[last - 1], at.values[last - 2]
    ends = not at.word(last)[:1].isalnum() and word in ("before", "after")
    if not ends or unit not in ("D", "Y", "M", "W"):
        return None
    return Shift(unit, 1 if word == "after" else -1, base="text")


@rule(
    "the {unit}",
    examples={
        "Sales fell by 5 per cent for the year.": "2025",
        "It rained over the weekend.": "2025-W44-WE",
    },
    weight=-1,
)
def near_unit(at: Tokens, match: Match) -> Shift | None:
    """Return the unit that the text is about: "the weekend", "for the year"."""
    last = match.end()
    unit, after = at.values[last - 1], at.kind(last)
    if unit == "WE":
        return None if after in (Kind.DASH, Kind.OF) else Shift("WE", None, base="near")
    before = at.word(match.start() - 1)
    if unit not in ("Y", "Q", "M") or not at.among(match.start() - 1, "near_unit_cues"):
        return None
    shares = (Kind.UNIT, Kind.UNITS, Kind.EDGE, Kind.NTH, Kind.ORDINAL, Kind.HALF)
    share = before == "of" and at.kind(match.start() - 2) in shares  # "six months of the year"
    if before == "of" and at.among(match.start() - 2, "awarded"):
        return None  # "player of the year"
    noun = at.word(last)[:1].isalnum() and after not in (Kind.IN, Kind.TO, Kind.AND)
    if after in (Kind.DASH, Kind.OF, Kind.APOSTROPHE) or (noun and not share):
        return None
    return Shift(unit, 0, base="near")
