"""Whether words that look like a date are one: "May said", "Black Friday", a score of 3:10."""

from __future__ import annotations

from claimx.dates.lexer import Words
from claimx.text.lexicon import words as listed

_ENDS = frozenset(".;:?!\"'”“’‘()[]…") | {""}


def among(word: str, key: str) -> bool:
    """Whether the word is on the list `key` of the dates lexicon."""
    return word in listed("dates", key)


def sentence_start(at: Words, index: int) -> bool:
    """Whether the word opens a sentence, a quotation or a paragraph."""
    before = at.word(index - 1)
    return before in _ENDS or before.isspace() or not before[-1].isalnum()


def capitalised(at: Words, index: int) -> bool:
    """Whether the word is written "Like", not "like" or "LIKE"."""
    if not 0 <= index < len(at.starts):
        return False
    word = at.text[at.starts[index] : at.ends[index]]
    return word[0].isupper() and len(word) > 1 and word[1:].islower()


def _named(at: Words, index: int) -> bool:
    """Whether the word before belongs to a name that goes on here ("Theresa May")."""
    return (
        at.kind(index - 1) == "x"
        and capitalised(at, index - 1)
        and not sentence_start(at, index - 1)
    )


def _names_on(at: Words, last: int) -> bool:
    """Whether a name goes on after the word ("April Ryan")."""
    return at.kind(last) == "x" and capitalised(at, last)


def month(at: Words, index: int, last: int) -> bool:
    """Whether a bare month name is a month."""
    before, after = at.word(index - 1), at.word(last)
    cued = among(before, "month_cues") or at.kind(index - 1) in tuple("ef-v")
    if at.glued(index) and at.kind(index - 1) == "-" and before != "-":
        return False
    if at.kind(last) == "-" and at.glued(last) and at.kind(last + 1) not in tuple("MmY"):
        return cued
    if not at.text[at.starts[index]].isupper():
        return cued and at.kind(index) == "M" and len(at.lower[index]) > 3
    if at.kind(index) == "m":
        if not cued:
            return at.kind(last) == "'" and not _named(at, index) and at.lower[index] != "may"
        if _names_on(at, last) and not among(before, "month_sure_cues"):
            return False
        return not among(after, "reporting") and not among(after, "month_verbs")
    if len(at.lower[index]) <= 4 and at.lower[index] not in ("june", "july"):
        return cued or at.word(last - 1) == "."
    name = _names_on(at, last) and not sentence_start(at, index)
    return cued or not (_named(at, index) or name)


def dated(at: Words, first: int, last: int) -> bool:
    """Whether a day expression is one: "March 5" but not "3 may", "Sun" or "Black Friday"."""
    letters = at.classes[first:last]
    for i in range(first, last):
        letter = at.classes[i]
        if (
            letter in "Mm"
            and not at.text[at.starts[i]].isupper()
            and among(at.lower[i], "months_also_words")
        ):
            return False
        if (
            letter == "D"
            and i == first
            and at.kind(i - 1) == "x"
            and among(at.lower[i - 1], "weekday_names")
        ):
            return False
        if letter == "d" and not _abbreviated(at, i, letters[i - first + 1 :]):
            return False
    if (
        letters[:1] in tuple("150")
        and at.glued(first)
        and not among(at.word(first - 1), "opening_signs")
    ):
        return False
    worded = letters[:1] == "o" and letters[1:2] in ("M", "m")
    return not worded or at.word(first - 1) in ("the", "on")


def _abbreviated(at: Words, index: int, rest: str) -> bool:
    """Whether "Sun" or "Thurs" is a weekday, by the full stop or the date that follows."""
    dotted = at.kind(index + 1) == ";" and at.word(index + 2) != ""
    return dotted or any(c in rest for c in "MmOo") or len(at.lower[index]) > 3


def numeric(at: Words, first: int) -> bool:
    """Whether digits with separators are a date, not a version, phone number or address."""
    if among(at.word(first - 1), "version_cues"):
        return False
    raw = at.lower[first]
    if raw[-3] == "-" and raw.count("-") == 2 and len(raw) < 9:
        return among(at.word(first - 1), "clock_cues") or at.word(first - 1) in ("on", "dated")
    return raw.count(".") != 2 or len(raw) >= 8


def partial(at: Words, index: int) -> bool:
    """Whether "10/1" or "2015-3" is a date: only where the words around call for one."""
    before = at.word(index - 1)
    if before == "." and among(at.word(index - 2), "label_abbreviations"):
        return False
    if at.values[index][:4].isdigit():
        return not at.glued(index) and not among(before, "number_labels") and before != "$"
    ranged = before in ("-", "to", "and") and at.kind(index - 2) in ("J", "I")
    leads = at.classes[index + 1 : index + 3] in ("-J", "~J", "-I", "~I")
    return ranged or leads or before in ("on", "since", "until")


def season(at: Words, index: int) -> bool:
    """Whether "summer" with no year stands for the season, not in a name."""
    return not at.text[at.starts[index]].isupper() or sentence_start(at, index)


def decade(at: Words, first: int) -> bool:
    """Whether "60s" is a decade, not an age or a temperature."""
    while at.kind(first - 1) in ("e", "-"):
        first -= 1
    before = at.word(first - 1)
    return not among(before, "decade_owners") and not (
        at.glued(first) and not among(before, "opening_signs")
    )


def clock(at: Words, first: int, last: int) -> bool:
    """Whether a time of day stands there, not a score or a ratio."""
    letters = at.classes[first:last]
    before = at.word(first - 1)
    if any(c in letters for c in "Kc") or letters[0] == "N":
        return not (at.glued(first) and before in ("-", ".", "/", "$"))
    if "C" in letters:
        cued = among(before, "clock_cues") and not among(at.word(last), "clock_doubts")
        return "Z" in letters or cued
    return "Z" in letters and "1" in letters and before == "at"
