"""Rules for durations, sets, vague words, and dates counted in units: "two days later"."""

from __future__ import annotations

import re

from claimx.dates import amounts, checks
from claimx.dates.checks import among
from claimx.dates.fields import calendar_reading, fill
from claimx.dates.lexer import Words
from claimx.dates.numeric import read_clock
from claimx.dates.patterns import FURTHER
from claimx.dates.readings import Calendar, Duration, Fixed, Found, Shift
from claimx.text.lexicon import load
from claimx.text.lexicon import words as listed


def ago_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    length = amounts.read(at, *match.span("length"))
    if length is None:
        return None
    unit, count = length
    modifier = {"more_than": "before", "less_than": "after"}.get(
        amounts.modifier(at, match.start()) or ""
    )
    modifier = modifier or amounts.modifier(at, match.start())
    if count is None:
        return [Found(match.start(), match.end(), Fixed("date", "PAST_REF"))]
    found = Shift(unit, -count, modifier=modifier, whole=False)
    return [Found(match.start(), match.end(), found)]


def offset_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "two days later", "a week before Christmas", "three minutes from now"."""
    length = amounts.read(at, *match.span("length"))
    if length is None:
        return None
    unit, count = length
    how_at, last = match.span("how")
    word = at.lower[how_at]
    sign = -1 if at.classes[how_at] == "r" else 1
    base: str = "text"
    other: Calendar | None = None
    if at.classes[how_at] == "R" and last - how_at == 2 and at.classes[last - 1] in "Hj":
        base = "article"
        count = (
            count
            if count is None
            else count + (at.values[last - 1] if at.classes[last - 1] == "j" else 0)
        )
    elif last - how_at > 1:
        if at.classes[last - 1] == "j":
            base, count = "article", None if count is None else sign * count + at.values[last - 1]
            sign = 1
        else:
            parts = fill(at, how_at + 1, last)
            other = calendar_reading(parts) if parts else None
            if other is None or not checks.dated(at, how_at + 1, last):
                return None
    elif word in ("before", "after", "prior", "on"):
        after = at.word(last)
        if word in ("prior", "on") or not (after in ",.;)" or not after):
            return None
        if word == "after" and amounts.bare(at, *match.span("length")):
            return None
    elif at.word(last) == "than" or (
        word in ("hence", "beforehand", "previously") and at.word(last) == "than"
    ):
        return None
    if word in ("later", "thereafter", "afterward", "afterwards") and at.word(last) == "that":
        return None
    if other is not None and unit not in ("D", "W", "FN"):
        return None
    if (
        at.kind(match.start()) == "t"
        and count is not None
        and other is None
        and word in ("before", "after")
    ):
        side = -1 if word == "before" else 1  # "the five years before"
        length_told = Duration(amounts.value(unit, count), unit, count, side=side, base="text")
        return [Found(match.start(), last, length_told)]
    if count is None:
        vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return [Found(match.start(), match.end(), Fixed("date", vague))] if other is None else None
    signed = sign * count
    found = Shift(
        unit,
        signed,
        base=base,
        other=other,
        whole=False,
        modifier=amounts.modifier(at, match.start()),
    )
    return [Found(match.start(), match.end(), found)]


def anchored_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the past five years", "the next few days"."""
    turn_at = match.start("turn")
    turn = at.lower[turn_at]
    first, last = match.span("length")
    if at.classes[turn_at + 1 : last].strip("-") == "U" and at.classes[turn_at] in "LX":
        return None
    if at.classes[first:last] == "V":
        length: amounts.Amount | None = (at.values[last - 1], None)
    else:
        skip = 1 if first == turn_at else 0
        length = amounts.read(at, first + skip, last, skip=turn_at)
    if length is None or length[0] in ("NI",):
        return None
    unit, count = length
    if at.classes[last : last + 1] == "F" and turn in ("last", "next"):
        return None
    side = 1 if at.classes[turn_at] == "X" else -1
    base = "text" if turn in listed("dates", "text_anchored") else "article"
    value = amounts.value(unit, count)
    found = Duration(value, unit, count, side=side, base=base)
    return [Found(match.start(), last, found)]


def repeated_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    letter, value = at.classes[last - 1], at.values[last - 1]
    if at.word(first - 1) == "of" and at.classes[last : last + 1] == "x" and letter == "V":
        return None
    if letter in "UV":
        count: float | None = 1
        if letter == "V":
            length = amounts.read(at, first + 1, last)
            count = length[1] if length else None
        elif at.classes[first + 1 : last - 1] in ("9", "o") and at.lower[first + 1] in (
            "other",
            "second",
        ):
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


def timed_set_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "3pm each day", "every Monday at 18:00"."""
    first, last = match.span()
    core = match.start("core")
    clock = read_clock(at, *match.span("clock1"))
    if clock is None or (at.kind(core + 1) == "U" and at.values[core + 1] != "D"):
        return None
    day = "XXXX-XX-XX" if at.kind(core + 1) == "U" else f"XXXX-WXX-{at.values[core + 1]}"
    value = f"{day}T{clock['clock']}{clock['zone'] or ''}"
    return [Found(first, last, Fixed("set", value))]


def weekdays_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    value = f"XXXX-WXX-{at.values[first]}"
    part = next((at.values[i] for i in range(first + 1, last) if at.classes[i] in "Pp"), None)
    group = "clock2" if match.group("clock2") else "hour"
    if match.group(group):
        clock = read_clock(at, *match.span(group), part=part)
        value += f"T{clock['clock']}" if clock else ""
    elif part:
        value += f"T{part}"
    return [Found(first, last, Fixed("set", value))]


def adverb_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    value = at.values[match.start()]
    if at.lower[match.start()] in load("dates")["long_words"]:
        return [Found(match.start(), match.end(), Fixed("duration", value))]
    if at.text[at.starts[match.start()]].isupper() and not checks.sentence_start(at, match.start()):
        return None
    return [Found(match.start(), match.end(), Fixed("set", value))]


def reference_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span()
    then = at.lower[first].endswith(" time") and at.values[first] == "PAST_REF"
    if then and (among(at.word(last), "time_sequels") or checks.capitalised(at, last)):
        return None  # "at the time of the vote"
    return [Found(first, last, Fixed("date", at.values[first]))]


def length_range_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "seven to nine years", "every 5-10 days", "between one and two months"."""
    link = at.word(match.end("one"))
    if link in ("and", "&") and at.word(match.start() - 1) != "between":
        return None  # "a hundred and two years"
    one, two = (amounts.number(at, *match.span(name)) for name in ("one", "two"))
    unit = at.values[match.start("unit")]
    if one is None or two is None or one >= two or unit in ("Q", "NI", "WE"):
        return None
    if not amounts.is_length(at, match.start("two"), match.end()):
        return None
    if at.word(match.start() - 1) in amounts.AGED:
        return None
    kind = "set" if at.kind(match.start()) == "v" else "duration"
    value = f"{amounts.value(unit, one)}/{amounts.value(unit, two)}"
    return [Found(match.start(), match.end(), Fixed(kind, value))]


def alternative_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "a year or two"."""
    first, last = match.span()
    unit, most = at.values[first + 1], at.values[last - 1]
    if at.lower[first + 2] != "or" or not 1 < most < 6 or unit in ("Q", "NI", "WE"):
        return None
    value = f"{amounts.value(unit, 1)}/{amounts.value(unit, most)}"
    return [Found(first, last, Fixed("duration", value))]


def whole_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "all day"."""
    unit = at.values[match.end() - 1]
    if (
        unit not in ("Y", "M", "W", "D", "NI", "WE")
        or at.classes[match.end() : match.end() + 1] == "-"
    ):
        return None
    return [Found(match.start(), match.end(), Fixed("duration", amounts.value(unit, 1)))]


def quarter_of_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "a quarter of a century"."""
    first, last = match.span()
    if at.lower[first + 1] != "quarter":
        return None
    unit = at.values[last - 1]
    return [Found(first, last, Duration(amounts.value(unit, 0.25), unit, 0.25))]


def vague_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    """ "the past", "current", "recent" before no unit of time."""
    last = match.end()
    word = at.lower[last - 1]
    if at.classes[last : last + 1] in tuple("UVqn1059DMmSPhEwpao") or (
        at.classes[last : last + 1] == "x" and at.classes[last + 1 : last + 2] in ("U", "V")
    ):
        return None
    if word == "past" and at.word(match.start()) == "the" and last - match.start() > 1:
        noun = at.kind(last) == "x" and at.word(last).isalpha()
        if noun and at.word(match.start() - 1) != "in" and not among(at.word(last), "past_sequels"):
            return None  # "the past president"
        return [Found(match.start(), last, Fixed("date", "PAST_REF"))]
    if word in ("current", "recent") and last - match.start() == 1:
        return [
            Found(last - 1, last, Fixed("date", "PRESENT_REF" if word == "current" else "PAST_REF"))
        ]
    return None


def compound_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    unit = at.values[match.start()]
    if unit in ("TS", "Q", "NI", "WE") or at.word(match.start() - 1) in ("all", "the"):
        return None
    return [Found(match.start(), match.end(), Duration(amounts.value(unit, 1)))]


def length_rule(at: Words, match: re.Match[str]) -> list[Found] | None:
    first, last = match.span("length")
    length = amounts.read(at, first, last)
    if length is None or not amounts.is_length(at, first, last):
        return None
    unit, count = length
    value = amounts.value(unit, count)
    end = match.end()
    if count is not None and end == last:
        while (more := FURTHER.match(at.classes, last)) and amounts.descending(
            at, first, more.end()
        ):
            last = end = more.end()
            value = amounts.compound(at, first, last)
    if at.classes[first : first + 1] == "a" and at.classes[last : last + 2] == "-7":
        first += 1
    found = Duration(
        value, unit, count, modifier=amounts.modifier(at, first), ahead=at.word(first - 1) == "in"
    )
    while at.lower[first] == "the" or (at.classes[first] == "9" and at.lower[first] != "another"):
        first += 1
    return [Found(first, max(end, last), found)]
