"""Lengths of time: "two and a half years", "several days", "16-hour"."""

from __future__ import annotations

from claimx.dates import values
from claimx.dates.lexer import Words
from claimx.lexicon import load


def value(unit: str, count: float | None) -> str:
    """The TIMEX3 duration; a count of None is one not told."""
    return values.duration("X" if count is None else count, unit)


def number(at: Words, first: int, last: int) -> float | None:
    """The number that words `first` to `last` spell, None if they spell none."""
    total = 0.0
    current = 0.0
    seen = False
    for i in range(first, last):
        letter, spelt = at.classes[i], at.values[i]
        if letter == "&" and at.lower[i] == "or":
            current, seen = 0.0, False
        elif letter in "105Y":
            if seen and letter != "5":
                return None
            current, seen = current + spelt, True
        elif letter == "n":
            if spelt in (100, 1000, 12):
                current = (current or 1) * spelt if spelt != 12 or current else 12
                if spelt == 1000:
                    total, current = total + current, 0
            else:
                current += spelt
            seen = True
        elif letter == "h":
            current, seen = current + 0.5, True
        elif letter == "a":
            continue
        elif letter == "U" and at.lower[i] == "quarter":
            current += 0.25
        elif letter not in "&-9F;":
            return None
    return total + current if seen else None


def read(at: Words, first: int, last: int, skip: int = -1) -> tuple[str, float | None, bool] | None:
    """Unit, count (None for "several") and whether that is all of it, of words `first` to `last`."""
    units = [i for i in range(first, last) if at.classes[i] in "UVu"]
    if len(units) > 1 and at.lower[units[0]] == "quarter":
        units = units[1:]
    if not units:
        return None
    unit_at = units[0]
    unit = at.values[unit_at]
    letters = at.classes[first:unit_at]
    if at.classes[unit_at] == "u" and not at.glued(unit_at) and len(at.lower[unit_at]) == 1:
        return None
    if at.classes[unit_at] == "u" and not any(c in "105" for c in letters):
        return None
    tail = at.classes[unit_at + 1 : last]
    extra = 0.5 if tail.endswith("h") and len(units) == 1 else 0.0
    spelt = [i for i in range(first, unit_at) if i != skip]
    whole = len(units) == 1
    if any(at.classes[i] == "q" for i in spelt):
        if at.classes[unit_at] == "U":
            return None
        couple = any(at.lower[i] == "couple" for i in spelt)
        return unit, (2.0 if couple else None), whole
    counted = [i for i in spelt if at.classes[i] in "105Ynh"]
    if counted:
        count = number(at, counted[0], unit_at)
        if count is None:
            return None
        plural = at.classes[unit_at] in "Vu"
        joined = at.classes[unit_at - 1] == "-" or at.glued(unit_at)
        if plural is False and count > 1 and not joined and tail == "" and not _adjectival(at, unit_at):
            return None
        if any(at.lower[i] == "dozen" for i in counted) and at.lower[counted[0]] == "dozen":
            return unit, 12.0, whole
        return unit, count + extra, whole
    if any(at.classes[i] == "a" for i in spelt) or (letters.strip("t") == "9" and at.classes[unit_at] == "U"):
        if at.classes[unit_at] != "U":
            return None
        return unit, 1.0 + extra, whole
    if at.classes[unit_at] == "V":
        return unit, None, whole
    return None


def _adjectival(at: Words, unit_at: int) -> bool:
    """"a two year ban": a singular unit before a noun."""
    return at.classes[unit_at + 1 : unit_at + 2] == "x" and at.word(unit_at + 1).isalpha()


def bare(at: Words, first: int, last: int) -> bool:
    """Whether only a plural unit stands there: "years"."""
    return at.classes[first:last] == "V"


_RANK = {"ML": 9, "CE": 8, "DE": 7, "Y": 6, "Q": 5, "M": 4, "FN": 3, "W": 3, "D": 2, "TH": 1, "TM": 0, "TS": -1}


def descending(at: Words, first: int, last: int) -> bool:
    """Whether the units go from long to short, as the parts of one length do."""
    ranks = [_RANK.get(at.values[i], 0) for i in range(first, last) if at.classes[i] in "UVu"]
    return all(a > b for a, b in zip(ranks, ranks[1:], strict=False))


def compound(at: Words, first: int, last: int) -> str:
    """"two years and three months" → "P2Y3M"."""
    units = [i for i in range(first, last) if at.classes[i] in "UVu"]
    begin = first
    date, time = "", ""
    for unit_at in units:
        counted = [i for i in range(begin, unit_at) if at.classes[i] in "105Ynh"]
        count = number(at, counted[0], unit_at) if counted else 1.0
        piece = values.duration("X" if count is None else count, at.values[unit_at])
        if piece.startswith("PT"):
            time += piece[2:]
        else:
            date += piece[1:]
        begin = unit_at + 1
    return f"P{date}" + (f"T{time}" if time else "")


def modifier(at: Words, first: int) -> str | None:
    """The modifier that stands before word `first`: "nearly", "more than"."""
    known = load("dates")["modifiers"]
    for size in (3, 2, 1):
        if first >= size:
            phrase = " ".join(at.lower[first - size : first])
            if phrase in known:
                found: str | None = known[phrase]
                return found
    return None
