"""Lengths of time: "two and a half years", "several days", "16-hour"."""

from __future__ import annotations

from itertools import pairwise

from claimx.dates import values
from claimx.dates.checks import among, sentence_start
from claimx.dates.lexer import Words
from claimx.text.lexicon import load


def value(unit: str, count: float | None) -> str:
    """The TIMEX3 duration; a count of None is one not told."""
    return values.duration("X" if count is None else count, unit)


def number(at: Words, first: int, last: int) -> float | None:
    """The number that words `first` to `last` spell, None if they spell none.

    Of "two or three" it is the last; "50,000 or two" is not one number.
    """
    total = 0.0
    current = 0.0
    least = 0.0
    seen = False
    for i in range(first, last):
        letter, spelt = at.classes[i], at.values[i]
        if letter == "&" and at.lower[i] == "or":
            least, total, current, seen = total + current, 0.0, 0.0, False
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
    return total + current if seen and total + current >= least else None


Amount = tuple[str, float | None]


def read(at: Words, first: int, last: int, skip: int = -1) -> Amount | None:
    """Unit and count (None for "several") that words `first` to `last` give."""
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
    if any(at.classes[i] == "q" for i in spelt):
        if at.classes[unit_at] == "U":
            return None
        couple = any(at.lower[i] == "couple" for i in spelt)
        return unit, (2.0 if couple else None)
    counted = [i for i in spelt if at.classes[i] in "105Ynh"]
    if counted:
        count = number(at, counted[0], unit_at)
        if count is None:
            return None
        plural = at.classes[unit_at] in "Vu"
        joined = at.classes[unit_at - 1] == "-" or at.glued(unit_at)
        if (
            plural is False
            and count > 1
            and not joined
            and tail == ""
            and not _adjectival(at, unit_at)
        ):
            return None
        if any(at.lower[i] == "dozen" for i in counted) and at.lower[counted[0]] == "dozen":
            return unit, 12.0
        return unit, count + extra
    if any(at.classes[i] == "a" for i in spelt) or (
        letters.strip("t") == "9" and at.classes[unit_at] == "U"
    ):
        if at.classes[unit_at] != "U":
            return None
        return unit, 1.0 + extra
    if at.classes[unit_at] == "V":
        return unit, None
    return None


def _adjectival(at: Words, unit_at: int) -> bool:
    """ "a two year ban", "two year long": a singular unit before a noun."""
    if at.kind(unit_at + 1) == "7":
        return True
    return at.classes[unit_at + 1 : unit_at + 2] == "x" and at.word(unit_at + 1).isalpha()


def bare(at: Words, first: int, last: int) -> bool:
    """Whether only a plural unit stands there: "years"."""
    return at.classes[first:last] == "V"


_RANK = {
    "ML": 9,
    "CE": 8,
    "DE": 7,
    "Y": 6,
    "Q": 5,
    "M": 4,
    "FN": 3,
    "W": 3,
    "D": 2,
    "TH": 1,
    "TM": 0,
    "TS": -1,
}


def descending(at: Words, first: int, last: int) -> bool:
    """Whether the units go from long to short, as the parts of one length do."""
    ranks = [_RANK.get(at.values[i], 0) for i in range(first, last) if at.classes[i] in "UVu"]
    return all(a > b for a, b in pairwise(ranks))


def compound(at: Words, first: int, last: int) -> str:
    """ "two years and three months" → "P2Y3M"."""
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
            if phrase == "over" and not among(at.word(first - 2), "over_cues"):
                return None  # "phased in over three years"
            if phrase in known:
                found: str | None = known[phrase]
                return found
    return None


AGED = ("aged", "ages", "age")


def is_length(at: Words, first: int, last: int) -> bool:
    """Whether a number and a unit of time are a duration: not an age, a rate or "one day"."""
    unit_at = max(i for i in range(first, last) if at.classes[i] in "UVu")
    unit, single = at.values[unit_at], at.classes[unit_at] == "U"
    letters = at.classes[first:unit_at]
    before = at.word(first - 1)
    if at.word(first - 1) in ("to", "-", "–", "and") and at.word(first - 3) in AGED:
        return False
    if _is_age(at, first, last) or before in ("per", "$", "€", "£", "aged"):
        return False
    if at.glued(first) and (before == "/" or (letters == "" and before in ("light", "man", "-"))):
        return False
    if unit == "Q" or (unit == "WE" and single and letters[:1] == "t"):
        counted = not single and any(c in letters for c in "n1q")
        return counted and "-" not in letters and at.word(last) != "of"
    if unit == "NI" and single:
        return "-" in letters or letters[:1] == "n"
    if letters.strip("-") == "a":
        apart = at.word(first - 1) != "-"  # "$120bn-a-month"
        return apart and unit not in ("TS", "ML", "HF") and not _rate(at, first)
    if single and letters in ("n", "tn") and unit in ("D", "NI") and at.values[unit_at - 1] == 1:
        return among(before, "one_day_cues") or at.word(last) in ("of", "and")
    if letters == "t":
        follows = among(at.word(last), "stretch_sequels")
        return unit in ("Y", "M", "W", "D", "DE") and among(before, "stretch_cues") and follows
    if letters == "":
        return unit not in ("NI", "WE") and _bare_units(at, first, last, unit)
    if "9" in letters and letters.strip("t9-") == "" and (not single or letters[0] == "t"):
        return False
    if letters[0] == "9" and single:
        return at.lower[first] in ("another", "additional")
    return True


def _is_age(at: Words, first: int, last: int) -> bool:
    """ "27 years old", "a 27-year-old", "6 months and older", "10 years of age"."""
    after, further = at.word(last), at.word(last + 1)
    if among(after, "age_words") or (after == "-" and among(further, "age_words")):
        return True
    if after in ("and", "or") and among(further, "age_limits"):
        return True
    return after == "of" and further == "age"


def _rate(at: Words, first: int) -> bool:
    """ "$65 a month", "three times a day": the unit that a number is for."""
    kind, word = at.kind(first - 1), at.word(first - 1)
    if kind in tuple("015YikVn") or word == "%":
        return True
    counted = any(c in at.classes[max(first - 4, 0) : first - 1] for c in "015Yn")
    return kind == "x" and word.isalpha() and counted and not among(word, "not_rates")


def _bare_units(at: Words, first: int, last: int, unit: str) -> bool:
    """Whether "years" with no number is a duration: "for years", "days later"."""
    before, after = at.word(first - 1), at.word(last)
    if among(before, "bare_unit_cues") and at.kind(first - 1) != "L":
        return unit != "D" or not among(before, "bare_unit_weak_cues")
    if among(after, "bare_unit_sequels") or (after == "of" and sentence_start(at, first)):
        return True
    return after == "-" and at.word(last + 1) in ("long", "old")
