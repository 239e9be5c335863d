"""Checks for words that only look like a date: "May said", "Black Friday", a score of 3:10."""

from __future__ import annotations

from claimx.dates.tokens import COUNTS, DIGITS, MONTHS, Kind, Tokens

# Years that need no cue. Older and later numbers are years only after "in", "since" and so on.
_SURE_YEARS = range(1900, 2051)
_LAST_YEAR = 2150
_LEADS = (Kind.PHASE, Kind.EDGE, Kind.DASH, Kind.EVERY)
_WARM_REACH = 10  # the most tokens between "temperatures" and "the 70s"
_SHORT_MONTH = 4  # "sept" counts, "june" and "july" are whole words
_BEFORE_DASH = (
    Kind.YEAR, Kind.PHASE, Kind.SEASON, Kind.SEASON_WORD, Kind.OPEN, Kind.CLOSE, Kind.BLANK,
)  # fmt: skip
_CARRIES_ON = (Kind.OF, Kind.IN, Kind.TO, Kind.AND)


def _name_before(at: Tokens, index: int) -> bool:
    """Return whether a name that continues here begins before the word ("Theresa May")."""
    return (
        at.kind(index - 1) == Kind.OTHER
        and at.name_like(index - 1)
        and not at.opens_sentence(index - 1)
    )


def _name_after(at: Tokens, last: int) -> bool:
    """Return whether a name continues after the word ("April Ryan")."""
    return at.kind(last) == Kind.OTHER and at.name_like(last)


def title_word(at: Tokens, index: int) -> bool:
    """Return whether a usually lower-case word is in a title: "USA Today", "NOW TV"."""
    return at.capital(index) and not at.opens_sentence(index)


def month(at: Tokens, index: int, last: int) -> bool:
    """Return whether a bare month name is a month."""
    cued = at.among(index - 1, "month_cues") or at.kind(index - 1) in _LEADS
    tied = at.glued(index) and at.kind(index - 1) == Kind.DASH
    if tied and at.word(index - 1) != "-":
        return False
    joined = at.kind(last) == Kind.DASH and at.glued(last)
    if joined and at.kind(last + 1) not in (*MONTHS, Kind.YEAR):
        return cued
    if not at.capital(index):
        return cued and at.kind(index) == Kind.MONTH and len(at.lower[index]) > _SHORT_MONTH - 1
    if at.kind(index) == Kind.MONTH_WORD:
        return _month_not_name(at, index, last, cued=cued)
    if len(at.lower[index]) <= _SHORT_MONTH:
        return cued or at.word(last - 1) == "."
    return cued or not (
        _name_before(at, index) or (_name_after(at, last) and not at.opens_sentence(index))
    )


def _month_not_name(at: Tokens, index: int, last: int, *, cued: bool) -> bool:
    """Return whether "May" or "June" is the month, not a person."""
    if not cued:
        owns = at.kind(last) == Kind.APOSTROPHE and not _name_before(at, index)
        return owns and at.lower[index] != "may"
    if _name_after(at, last) and not at.among(index - 1, "month_sure_cues"):
        return False
    return not at.among(last, "reporting") and not at.among(last, "month_verbs")


def dated(at: Tokens, first: int, last: int) -> bool:
    """Return whether words are a day: "March 5", not "3 may", "Sun" or "Black Friday"."""
    for i in range(first, last):
        kind = at.kinds[i]
        if kind in MONTHS and not at.capital(i) and at.among(i, "months_also_words"):
            return False
        if kind == Kind.WEEKDAY_SHORT and not _abbreviated(at, i, at.kinds[i + 1 : last]):
            return False
    if at.kinds[first] == Kind.WEEKDAY and at.among(first - 1, "weekday_names"):
        return False
    if at.kinds[last - 1] in DIGITS and at.glued(last) and at.word(last).isalpha():
        return False  # "Long March 4C"
    number = at.kinds[first] in DIGITS
    if number and at.glued(first) and not at.among(first - 1, "opening_signs"):
        return False
    worded = at.kinds[first] == Kind.ORDINAL and at.kind(first + 1) in MONTHS
    return not worded or at.word(first - 1) in ("the", "on")


def _abbreviated(at: Tokens, index: int, rest: str) -> bool:
    """Return whether "Sun" or "Thurs" is a weekday: a full stop or a date must follow."""
    dotted = at.kind(index + 1) == Kind.STOP and at.word(index + 2) != ""
    follows = any(kind in rest for kind in (*MONTHS, Kind.NTH, Kind.ORDINAL))
    return dotted or follows or len(at.lower[index]) > len("wed")


def numeric(at: Tokens, first: int) -> bool:
    """Return whether digits with separators are a date, not a version, phone number or address."""
    if at.among(first - 1, "version_cues"):
        return False
    raw = at.lower[first]
    if raw[-3] == "-" and raw.count("-") == 2 and len(raw) < len("1-1-2000"):
        return at.among(first - 1, "clock_cues") or at.word(first - 1) in ("on", "dated")
    return raw.count(".") != 2 or len(raw) >= len("1.1.2000")


def partial(at: Tokens, index: int) -> bool:
    """Return whether "10/1" or "2015-3" is a date: only if the words around it suggest one."""
    before = at.word(index - 1)
    if before == "." and at.among(index - 2, "label_abbreviations"):
        return False
    if at.values[index][:4].isdigit():
        return not at.glued(index) and not at.among(index - 1, "number_labels") and before != "$"
    pair = (Kind.PARTIAL, Kind.NUMERIC)
    ranged = before in ("-", "to", "and") and at.kind(index - 2) in pair
    leads = at.kind(index + 1) in (Kind.DASH, Kind.TO) and at.kind(index + 2) in pair
    return ranged or leads or before in ("on", "since", "until")


def season(at: Tokens, first: int, last: int) -> bool:
    """Return whether a bare "summer" is the season: not in a name or "winter birds"."""
    title = at.name_like(last - 1) and at.name_like(last)  # "the Winter Olympics"
    if at.word(first) == "the" and last - first > 1:
        real = at.lower[first + 1] == "spring" or at.kinds[first + 1] == Kind.SEASON
        return real and not title
    noun = at.kind(last) == Kind.OTHER and at.word(last).isalpha()
    cued = at.among(first - 1, "season_cues")
    if at.kinds[last - 1] == Kind.SEASON_WORD or (noun and not cued):
        return False
    if not at.capital(first):
        return True
    return at.opens_sentence(first) and not _name_after(at, last)


def decade(at: Tokens, first: int, decade_at: int) -> bool:
    """Return whether "60s" is a decade, not an age or a temperature."""
    word = at.lower[decade_at]
    told = word[0].isdigit() and len(word) >= len("1960s")
    if not told and word[0] not in "'’‘" and not at.among(decade_at - 1, "decade_leads"):
        return False
    while at.kind(first - 1) in (Kind.PHASE, Kind.DASH):
        first -= 1
    if not told and any(at.among(i, "temperatures") for i in range(first - _WARM_REACH, first)):
        return False
    tied = at.glued(first) and not at.among(first - 1, "opening_signs")
    return not tied and not at.among(first - 1, "decade_owners")


def clock(at: Tokens, first: int, last: int) -> bool:
    """Return whether it is a time of day, not a score or a ratio."""
    kinds = at.kinds[first:last]
    before = at.word(first - 1)
    if Kind.NOON in kinds and last - first == 1:
        return _noon(at, first)
    if any(kind in kinds for kind in (Kind.MERIDIEM, Kind.OCLOCK)):
        short = at.word(first + 1) in ("a", "p") and at.kinds[first + 1] == Kind.MERIDIEM
        if short and not at.among(first - 1, "clock_cues"):
            return False  # "4p" is a price
        return not (at.glued(first) and before in ("-", ".", "/", "$"))
    if Kind.CLOCK in kinds:
        cued = at.among(first - 1, "clock_cues") and not at.among(last, "clock_doubts")
        return Kind.ZONE in kinds or cued
    return Kind.ZONE in kinds and Kind.SMALL in kinds and before == "at"


def _noon(at: Tokens, index: int) -> bool:
    """Return whether "midnight" is a time, not a colour or a name: "her midnight blue car"."""
    cued = at.among(index - 1, "clock_cues") or at.kind(index - 1) in (Kind.A, Kind.THE)
    noun = at.kind(index + 1) == Kind.OTHER and at.word(index + 1).isalpha()
    return cued or not (noun or title_word(at, index))


def year(at: Tokens, index: int, *, dated: bool = False) -> bool:
    """Return whether a token can be a year: a number of four digits, not "1500 cars" or "$2000".

    Tokens that are not such numbers pass. `dated` means that a month, day or season comes before.
    """
    if at.kinds[index] != Kind.YEAR:
        return True
    counts = at.among(index + 1, "counted") and not at.name_like(index + 1)
    if at.kind(index + 2) == Kind.APOSTROPHE and at.glued(index + 2):
        counts = False  # "the 1994 men's final"
    if _inside_number(at, index, dated=dated):
        return False
    if dated:
        sure = at.values[index] in _SURE_YEARS and not at.word(index + 1).isalpha()
        return not counts or sure
    unit = at.kind(index + 1)
    if counts or unit in (Kind.UNITS, Kind.UNIT_SHORT) or labelled(at, index):
        return False
    return (unit != Kind.UNIT or at.word(index + 1) == "year") and _likely_year(at, index)


def _inside_number(at: Tokens, index: int, *, dated: bool) -> bool:
    """Return whether the number is part of a longer one: "2000km", "2023.1", "555-2023-1999"."""
    after, follows = at.word(index + 1), at.kind(index + 1)
    close = at.glued(index + 1)
    unit = follows in (Kind.OTHER, Kind.UNIT_SHORT, Kind.DECIMAL) and after.isalpha()
    if after in ("%", "°") or follows == Kind.INTEGER or (close and unit):
        return True
    if close and at.glued(index + 2):
        if after in ("/", ":", ".") and at.kind(index + 2) in DIGITS and not dated:
            return True
        if after == "-" and at.among(index + 2, "counted"):
            return True
    return not dated and at.glued(index) and _tied_before(at, index)


def _tied_before(at: Tokens, index: int) -> bool:
    """Return whether something joined to the front of a year makes it another number."""
    before = at.word(index - 1)
    if not at.among(index - 1, "opening_signs"):
        return True
    if before == "-" and at.word(index - 3) == "-" and at.glued(index - 2):
        return True
    if before == "-" and at.among(index - 2, "year_prefixes"):
        return False
    other = at.kind(index - 2) not in (*_BEFORE_DASH, *MONTHS)
    return before in "-–/" and at.glued(index - 1) and other


def labelled(at: Tokens, index: int) -> bool:
    """Return whether the word before labels the number: "Section 2023", "$2000", "7 2000"."""
    if at.among(index - 1, "number_labels") or at.among(index - 1, "currency_signs"):
        return True
    if at.word(index - 1) == "." and at.among(index - 2, "label_abbreviations"):
        return True
    return at.kind(index - 1) in (Kind.NUMBER, Kind.SMALL, Kind.INTEGER, Kind.DECIMAL)


def _likely_year(at: Tokens, index: int) -> bool:
    number: int = at.values[index]
    before, after = at.word(index - 1), at.word(index + 1)
    if before == "of" and at.among(index - 2, "amounts"):
        return False  # "an average of 1500"
    if at.among(index - 1, "count_cues") and after.isalpha():
        return False
    if number in _SURE_YEARS:
        return not (at.among(index - 1, "quantity_cues") and at.kind(index + 1) == Kind.OTHER)
    leads = (Kind.OPEN, Kind.YEAR, Kind.PHASE)
    cued = at.among(index - 1, "year_cues") or at.kind(index - 1) in leads
    plural = after.isalpha() and after.endswith("s")
    if number < _SURE_YEARS[0]:
        doubtful = plural and at.among(index - 1, "old_year_doubts")
        return cued and not (doubtful and at.kind(index + 1) not in _CARRIES_ON)
    far = cued and at.among(index - 1, "far_year_cues")
    return far and number <= _LAST_YEAR and not plural


def rate(at: Tokens, first: int) -> bool:
    """Return whether "a month" belongs to a rate: "$65 a month", "three times a day"."""
    kind, word = at.kind(first - 1), at.word(first - 1)
    rates = (*COUNTS, Kind.TIMES, Kind.ONCE, Kind.UNITS)
    if kind in rates or word == "%":
        return True
    counted = any(k in at.kinds[max(first - 4, 0) : first - 1] for k in COUNTS)
    plain = kind == Kind.OTHER and word.isalpha()
    return plain and counted and not at.among(first - 1, "not_rates")
