"""Whether a four-digit number is a year: not "1500 cars", "Section 2023" or "$2000"."""

from __future__ import annotations

from claimx.dates.checks import among, capitalised
from claimx.dates.lexer import Words

_SURE = range(1900, 2051)


def fits(at: Words, index: int, *, dated: bool = False) -> bool:
    """Whether the word is a year, or no four-digit number at all.

    `dated`: a month, day or season stands before it.
    """
    if at.classes[index] != "Y":
        return True
    counts = among(at.word(index + 1), "counted") and not capitalised(at, index + 1)
    if at.kind(index + 2) == "'" and at.glued(index + 2):
        counts = False  # "the 1994 men's final"
    if _part_of_a_number(at, index, dated=dated):
        return False
    if dated:
        return not counts or (at.values[index] in _SURE and not at.word(index + 1).isalpha())
    if counts or at.kind(index + 1) in ("V", "u") or labelled(at, index):
        return False
    if at.kind(index + 1) == "U" and at.word(index + 1) != "year":
        return False
    return _likely(at, index)


def _part_of_a_number(at: Words, index: int, *, dated: bool) -> bool:
    """ "2000km", "2023.1", "2000%", "555-2023-1999"."""
    after, follows = at.word(index + 1), at.kind(index + 1)
    close = at.glued(index + 1) if index + 1 < len(at.starts) else False
    if after in ("%", "°") or follows == "0" or (close and follows in "xu5" and after.isalpha()):
        return True
    if close and at.glued(index + 2) and index + 2 < len(at.starts):
        if after in "/:." and at.kind(index + 2) in tuple("105Y") and not dated:
            return True
        if after == "-" and among(at.word(index + 2), "counted"):
            return True
    before = at.word(index - 1)
    if dated or not at.glued(index):
        return False
    if not among(before, "opening_signs"):
        return True
    if before == "-" and at.word(index - 3) == "-" and at.glued(index - 2):
        return True
    if before == "-" and among(at.word(index - 2), "year_prefixes"):
        return False
    return before in "-–/" and at.glued(index - 1) and at.kind(index - 2) not in tuple("YeMmSs)(#")


def labelled(at: Words, index: int) -> bool:
    """ "Section 2023", "No. 1999", "$2000", "7 2000"."""
    before = at.word(index - 1)
    if among(before, "number_labels") or among(before, "currency_signs"):
        return True
    if before == "." and among(at.word(index - 2), "label_abbreviations"):
        return True
    return at.kind(index - 1) in tuple("n015")


def _likely(at: Words, index: int) -> bool:
    year: int = at.values[index]
    before, after = at.word(index - 1), at.word(index + 1)
    if before == "of" and among(at.word(index - 2), "amounts"):
        return False  # "an average of 1500"
    if among(before, "count_cues") and after.isalpha():
        return False
    if year in _SURE:
        return not (among(before, "quantity_cues") and at.kind(index + 1) == "x")
    cued = among(before, "year_cues") or at.kind(index - 1) in ("(", "Y", "e")
    plural = after.isalpha() and after.endswith("s")
    if year < _SURE[0]:
        doubtful = among(before, "old_year_doubts") and plural
        return cued and not (doubtful and at.kind(index + 1) not in tuple("&~FGRB"))
    return cued and among(before, "far_year_cues") and year <= 2150 and not plural
