"""Lengths of time: "two and a half years", "several days", "16-hour"."""

from __future__ import annotations

from itertools import pairwise

from claimx.dates import checks, timex
from claimx.dates.tokens import COUNTS, DIGITS, UNITS, Kind, Tokens
from claimx.text.lexicon import load

Amount = tuple[str, float | None]  # unit and count; a count of None is "several"

_LONG_TO_SHORT = ("ML", "CE", "DE", "Y", "Q", "M", "FN", "W", "D", "TH", "TM", "TS")
_OLDEST = 10_000  # years: TIMEX3 has four digits for them
_AGED = ("aged", "ages", "age")


def value(unit: str, count: float | None) -> str:
    """Return the TIMEX3 duration; a count of None means that the text gives none."""
    return timex.duration("X" if count is None else count, unit)


def number(at: Tokens, first: int, last: int) -> float | None:
    """Return the number at tokens `first` to `last`; None for no number, or "50,000 or two".

    For "two or three" it is the last one.
    """
    found = [at.values[i] for i in range(first, last) if at.kinds[i] in COUNTS]
    half = 0.5 if at.first(first, last, Kind.HALF) >= 0 else 0.0
    if not found:
        return half or None
    if len(found) == 1:
        return float(found[0]) + half
    return float(found[-1]) if "or" in at.lower[first:last] and found[-1] >= found[0] else None


def read(at: Tokens, first: int, last: int, *, skip: int = -1) -> Amount | None:
    """Return the unit and count at tokens `first` to `last`, or None; `skip` is not a number."""
    unit_at = at.first(first, last, *UNITS)
    if unit_at < 0 or not _unit_fits(at, first, unit_at):
        return None
    unit: str = at.values[unit_at]
    spelt = [i for i in range(first, unit_at) if i != skip]
    kinds = [at.kinds[i] for i in spelt]
    plural = at.kinds[unit_at] != Kind.UNIT
    extra = 0.5 if at.first(unit_at + 1, last, Kind.HALF) >= 0 else 0.0
    if Kind.QUARTERS in kinds:
        return unit, at.values[spelt[kinds.index(Kind.QUARTERS)]]
    if Kind.FEW in kinds:
        couple = any(at.lower[i] == "couple" for i in spelt)
        return (unit, 2.0 if couple else None) if plural else None
    if any(kind in (*COUNTS, Kind.HALF) for kind in kinds):
        count = number(at, spelt[0], unit_at)
        misfit = not plural and (count or 0) > 1 and not _adjective(at, unit_at, last)
        return None if count is None or misfit else (unit, count + extra)
    one = Kind.A in kinds or set(kinds) - {Kind.THE} == {Kind.MORE}
    if one and (not plural or Kind.A in kinds):
        return None if plural else (unit, 1.0 + extra)
    return (unit, None) if at.kinds[unit_at] == Kind.UNITS else None


def _unit_fits(at: Tokens, first: int, unit_at: int) -> bool:
    """Return whether an abbreviated unit follows digits: "5 hrs", "24h"."""
    if at.kinds[unit_at] != Kind.UNIT_SHORT:
        return True
    close = at.glued(unit_at) or len(at.lower[unit_at]) > 1
    return close and at.first(first, unit_at, *DIGITS) >= 0


def _adjective(at: Tokens, unit_at: int, last: int) -> bool:
    """Return whether number and singular unit form an adjective: "a two-year ban"."""
    if at.kinds[unit_at - 1] == Kind.DASH or at.glued(unit_at) or unit_at + 1 < last:
        return True
    follows = at.kind(unit_at + 1)
    return follows == Kind.LONG or (follows == Kind.OTHER and at.word(unit_at + 1).isalpha())


def bare(at: Tokens, first: int, last: int) -> bool:
    """Return whether there is only a plural unit: "years"."""
    return at.kinds[first:last] == Kind.UNITS


def descending(at: Tokens, first: int, last: int) -> bool:
    """Return whether the units get shorter, as the parts of one length do."""
    found = [at.values[i] for i in range(first, last) if at.kinds[i] in UNITS]
    ranks = [_LONG_TO_SHORT.index(unit) for unit in found if unit in _LONG_TO_SHORT]
    return len(ranks) == len(found) and all(a < b for a, b in pairwise(ranks))


def compound(at: Tokens, first: int, last: int) -> str:
    """Return the duration with several parts: "two years and three months" is "P2Y3M"."""
    begin, date, time = first, "", ""
    for unit_at in (i for i in range(first, last) if at.kinds[i] in UNITS):
        count_at = at.first(begin, unit_at, *COUNTS, Kind.HALF)
        count = number(at, count_at, unit_at) if count_at >= 0 else 1.0
        piece = value(at.values[unit_at], count)
        date, time = (
            (date, time + piece[2:]) if piece.startswith("PT") else (date + piece[1:], time)
        )
        begin = unit_at + 1
    return f"P{date}" + (f"T{time}" if time else "")


def modifier(at: Tokens, first: int) -> str | None:
    """Return the modifier before token `first`: "nearly", "more than"."""
    known: dict[str, str | None] = load("dates")["modifiers"]
    for size in (3, 2, 1):
        phrase = " ".join(at.lower[max(first - size, 0) : first])
        if phrase == "over" and not at.among(first - 2, "over_cues"):
            return None  # "phased in over three years"
        if phrase in known:
            return known[phrase]
    return None


def beyond_calendar(unit: str, count: float) -> bool:
    """Return whether this many units lead out of the calendar: "two million years"."""
    years = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}.get(unit, 0) * count
    return years >= _OLDEST


def aged(at: Tokens, index: int) -> bool:
    """Return whether the word before the token is "aged" or similar."""
    return at.word(index - 1) in _AGED


def is_length(at: Tokens, first: int, last: int) -> bool:
    """Return whether a number and a unit are a duration: not an age, a rate or "one day"."""
    unit_at = max(i for i in range(first, last) if at.kinds[i] in UNITS)
    kinds = at.kinds[first:unit_at]
    if _is_age(at, first, last) or at.word(first - 1) in ("per", "$", "€", "£"):
        return False
    if at.glued(first) and _tied(at, first, kinds):
        return False
    if at.capital(unit_at) and _title(at, unit_at + 1):
        return False
    if Kind.DASH in kinds and kinds.strip(Kind.DASH) == Kind.A:
        kinds = Kind.A
    special = _special(at, first, last, unit_at)
    if special is not None:
        return special
    read_by = {Kind.A: _a_unit, Kind.THE: _the_unit, "": _bare_unit}.get(kinds)
    return read_by(at, first, last, unit_at) if read_by else _counted(at, first, unit_at)


def _tied(at: Tokens, first: int, kinds: str) -> bool:
    """Return whether what comes before makes it another thing: "/day", "man-hours"."""
    before = at.word(first - 1)
    if before == "/" or (not kinds and before in ("light", "man", "-")):
        return True
    return before.isalnum()  # the end of an address or a code


def _title(at: Tokens, index: int) -> bool:
    """Return whether a capitalised word follows, as in "the Six Day War"."""
    return at.name_like(index + (at.kind(index) == Kind.APOSTROPHE))


def _special(at: Tokens, first: int, last: int, unit_at: int) -> bool | None:
    """Return whether quarters, nights, weekends or "one day" are a length; None for others."""
    unit, single = at.values[unit_at], at.kinds[unit_at] == Kind.UNIT
    kinds = at.kinds[first:unit_at]
    if unit == "Q" or (unit == "WE" and single and kinds[:1] == Kind.THE):
        counted = any(k in kinds for k in (Kind.NUMBER, Kind.SMALL, Kind.FEW))
        return counted and not single and Kind.DASH not in kinds and at.word(last) != "of"
    if unit == "NI" and single:
        return Kind.DASH in kinds or kinds[:1] == Kind.NUMBER
    one = kinds.removeprefix(Kind.THE) == Kind.NUMBER and at.values[unit_at - 1] == 1
    if single and one and unit == "D":
        return at.among(first - 1, "one_day_cues") or at.among(last, "one_day_sequels")
    return None


def _a_unit(at: Tokens, first: int, last: int, unit_at: int) -> bool:
    apart = at.word(first - 1) != "-"  # "$120bn-a-month"
    return apart and at.values[unit_at] not in ("TS", "ML", "HF") and not checks.rate(at, first)


def _the_unit(at: Tokens, first: int, last: int, unit_at: int) -> bool:
    stretch = at.among(first - 1, "stretch_cues") and at.among(last, "stretch_sequels")
    return stretch and at.values[unit_at] in ("Y", "M", "W", "D", "DE")


def _bare_unit(at: Tokens, first: int, last: int, unit_at: int) -> bool:
    """Return whether "years" without a number is a duration: "for years", "days later"."""
    unit = at.values[unit_at]
    if unit in ("NI", "WE") or at.word(first - 1) == "light":
        return False
    if at.among(first - 1, "bare_unit_cues") and at.kind(first - 1) != Kind.LAST:
        return unit != "D" or not at.among(first - 1, "bare_unit_weak_cues")
    opens = at.word(last) == "of" and at.opens_sentence(first)
    if at.among(last, "bare_unit_sequels") or opens:
        return True
    return at.kind(last) == Kind.DASH and at.word(last + 1) in ("long", "old")


def _counted(at: Tokens, first: int, unit_at: int) -> bool:
    kinds, single = at.kinds[first:unit_at], at.kinds[unit_at] == Kind.UNIT
    only_more = not kinds.strip(Kind.THE + Kind.MORE + Kind.DASH)
    if only_more and (not single or kinds[0] == Kind.THE):
        return False
    return kinds[0] != Kind.MORE or not single or at.lower[first] in ("another", "additional")


def _is_age(at: Tokens, first: int, last: int) -> bool:
    """Return whether it is an age: "a 27-year-old", "6 months and older", "10 years of age"."""
    linked = at.word(first - 1) in ("to", "-", "–", "and")
    if at.word(first - 1) in _AGED or (linked and at.word(first - 3) in _AGED):
        return True
    old_at = last + (at.kind(last) == Kind.DASH)
    if at.among(old_at, "age_words"):
        return True
    if at.word(last) in ("and", "or") and at.among(last + 1, "age_limits"):
        return True
    return at.word(last) == "of" and at.word(last + 1) == "age"
