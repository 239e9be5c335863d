"""Whether words that look like a date are one: "May said", "1500 cars", "a second"."""

from __future__ import annotations

from claimx.dates.lexer import Words
from claimx.lexicon import words as listed

_ENDS = frozenset(".;:?!\"'”“’‘()[]…") | {""}


def sentence_start(at: Words, index: int) -> bool:
    """Whether the word opens a sentence, a quotation or a paragraph."""
    before = at.word(index - 1)
    return before in _ENDS or before.isspace() or not before[-1].isalnum()


def _capital(at: Words, index: int) -> bool:
    if not 0 <= index < len(at.starts):
        return False
    word = at.text[at.starts[index] : at.ends[index]]
    return word[0].isupper() and len(word) > 1 and word[1:].islower()


def _named(at: Words, index: int) -> bool:
    """Whether the word before belongs to a name that goes on here ("Theresa May")."""
    return at.classes[index - 1 : index] == "x" and _capital(at, index - 1) and not sentence_start(at, index - 1)


def month(at: Words, index: int, last: int) -> bool:
    """Whether a bare month name is a month."""
    before, after = at.word(index - 1), at.word(last)
    cued = before in listed("dates", "month_cues") or at.classes[index - 1 : index] in ("e", "f", "-", "v")
    if at.glued(index) and at.classes[index - 1 : index] == "-" and before != "-":
        return False
    if at.classes[last : last + 1] == "-" and at.glued(last) and at.classes[last + 1 : last + 2] not in "MmY":
        return cued
    if not at.text[at.starts[index]].isupper():
        return cued and at.classes[index] == "M" and len(at.lower[index]) > 3
    if at.classes[index] == "m":
        if not cued:
            return at.classes[last : last + 1] == "'" and not _named(at, index) and at.lower[index] != "may"
        if _capital(at, last) and at.classes[last] == "x" and before not in ("in", "since", "until", "during", "by"):
            return False
        return after not in listed("dates", "reporting") and after not in ("said", "told", "added", "wrote")
    if len(at.lower[index]) <= 4 and at.lower[index] not in ("june", "july"):
        return cued or at.word(last - 1) == "."
    return cued or not (_named(at, index) or (_capital(at, last) and at.classes[last] == "x" and not sentence_start(at, index)))


def dated(at: Words, first: int, last: int, *, with_day: bool = False) -> bool:
    """Whether a day expression is one: "March 5" but not "3 may", "Sun" or "Black Friday"."""
    letters = at.classes[first:last]
    for i in range(first, last):
        letter = at.classes[i]
        if letter in "Mm" and not at.text[at.starts[i]].isupper() and at.lower[i] in ("may", "march"):
            return False
        if letter == "D":
            if at.classes[i - 1] in "x" and at.lower[i - 1] in listed("dates", "weekday_names") and i == first:
                return False
        elif letter == "d":
            rest = letters[i - first + 1 :]
            dotted = at.classes[i + 1 : i + 2] == ";"
            if not (any(c in rest for c in "Mm1Oo") or (dotted and at.word(i + 2) != "") or len(at.lower[i]) > 3):
                return False
            if at.lower[i] in ("sun", "sat", "mon", "wed", "fri", "tue", "thu") and not any(c in rest for c in "MmOo") and not dotted:
                return False
    if letters[:1] in ("1", "5", "0") and (at.glued(first) and at.word(first - 1) not in ("(", '"', "“", "-", "–", ",", "'", "=")):
        return False
    if letters[:1] == "o" and letters[1:2] in ("M", "m") and at.word(first - 1) not in ("the", "on"):
        return False
    return True


def numeric(at: Words, first: int, last: int) -> bool:
    """Whether digits with separators are a date, not a version, phone number or address."""
    before = at.word(first - 1)
    if before in ("version", "v", "ver", "$", "€", "£", "#", "+", "ip", "no", "phone", "tel"):
        return False
    raw = at.lower[first]
    return not (raw.count(".") == 2 and len(raw) < 8 and raw[-3] != "." and len(raw.split(".")[-1]) != 2)


def partial(at: Words, index: int) -> bool:
    """Whether "10/1" or "2015-3" is a date: only where the words around call for one."""
    before = at.word(index - 1)
    if at.values[index][:4].isdigit():
        return not at.glued(index) and before not in ("$", "no", "section", "resolution", "model")
    ranged = before in ("-", "~", "to", "and") and at.classes[index - 2 : index - 1] in ("J", "I")
    leads = at.classes[index + 1 : index + 3] in ("-J", "~J", "-I", "~I")
    return ranged or leads or before in ("on", "since", "until")


def year_fits(at: Words, index: int, *, dated: bool = False) -> bool:
    """Whether a four-digit number is a year."""
    if at.classes[index] != "Y":
        return True
    year: int = at.values[index]
    before, after = at.word(index - 1), at.word(index + 1)
    follows = at.classes[index + 1 : index + 2]
    close = at.glued(index + 1) if index + 1 < len(at.starts) else False
    if after in ("%", "°") or (close and (follows in "xu5" and after.isalpha())):
        return False
    if follows == "0" or (close and after in "/:." and at.classes[index + 2 : index + 3] in ("1", "0", "5", "Y") and at.glued(index + 2) and not dated):
        return False
    if close and after == "-" and at.glued(index + 2) and at.word(index + 2) in listed("dates", "counted"):
        return False
    if dated:
        return after not in listed("dates", "counted") or _capital(at, index + 1) or 1900 <= year <= 2100 and not after.isalpha()
    if at.glued(index) and before not in ("(", "-", "–", "—", '"', "“", "'", "‘", "/", ",", "[", "=", "’", "`"):
        return False
    if before == "-" and at.glued(index) and at.word(index - 3) == "-" and at.glued(index - 2):
        return False
    if at.glued(index) and before in "-–/" and at.glued(index - 1) and at.classes[index - 2] not in "YeMmSs)(#":
        return False
    if before in listed("dates", "number_labels") or before in ("$", "€", "£", "#", "№", "¥"):
        return False
    if before == "." and at.word(index - 2) in ("no", "nos", "art", "sec", "p", "pp"):
        return False
    if at.classes[index - 1 : index] in ("n", "0", "1", "5") and before != "":
        return False
    if (after in listed("dates", "counted") and not _capital(at, index + 1)) or (follows in "Vu" and follows):
        return False
    if follows == "U" and after != "year":
        return False
    if before in listed("dates", "count_cues") and after.isalpha():
        return False
    if 1900 <= year <= 2050:
        return not (before in ("all", "these", "those", "than", "exceeded") and follows == "x")
    cued = before in listed("dates", "year_cues") or at.classes[index - 1 : index] in ("(", "Y", "e")
    if year < 1900:
        if before in ("to", "of", "for", "and", "the", "or", "by", "from", "into", "on", "about", "around", "between", "until") and (
            after.isalpha() and not (follows in "&~FG;,RB)") and after.endswith("s")
        ):
            return False
        return cued
    return cued and before in ("in", "by", "until", "year", "since", "to", "till", "through") and year <= 2150 and not (
        after.isalpha() and after.endswith("s")
    )


def season(at: Words, index: int) -> bool:
    """Whether "summer" with no year and no "last" is worth a record: "in winter", "the summer"."""
    if at.text[at.starts[index]].isupper() and not sentence_start(at, index):
        return False
    return True


def decade(at: Words, first: int) -> bool:
    """Whether "60s" is a decade, not an age or a temperature."""
    while at.classes[first - 1 : first] in ("e", "-"):
        first -= 1
    before = at.word(first - 1)
    return before not in ("his", "her", "their", "my", "our", "its", "$", "boeing") and not (
        at.glued(first) and before not in ("(", "-", "–", '"', "“", ",")
    )


def clock(at: Words, first: int, last: int) -> bool:
    """Whether a time of day stands there, not a score or a ratio."""
    letters = at.classes[first:last]
    if any(c in letters for c in "Kc") or (letters[0] == "N"):
        if letters[0] == "n" and "c" not in letters and len(letters) < 2:
            return False
        return not (at.glued(first) and at.word(first - 1) in ("-", ".", "/", "$"))
    if "C" in letters:
        if "Z" in letters:
            return True
        before = at.word(first - 1)
        return before in ("at", "by", "until", "till", "from", "around", "about", "before", "after", "since", "to", "between") and at.word(
            last
        ) not in ("odds", "win", "victory", "ratio", "lead")
    return "Z" in letters and "1" in letters and at.word(first - 1) == "at"


def reference(at: Words, index: int) -> bool:
    """Whether "now", "current", "recent" or "the past" is a vague date."""
    return at.lower[index] != "future" or at.word(index + 1) not in ("contracts", "contract")


def length(at: Words, first: int, last: int) -> bool:
    """Whether a number and a unit of time are a duration: not an age, a rate or "one day"."""
    unit_at = max(i for i in range(first, last) if at.classes[i] in "UVu")
    unit, word = at.values[unit_at], at.lower[unit_at]
    letters = at.classes[first:unit_at]
    before, after = at.word(first - 1), at.word(last)
    if after in ("old", "olds", "older", "younger") or (after == "-" and at.word(last + 1) in ("old", "olds")):
        return False
    if after in ("and", "or") and at.word(last + 1) in ("older", "up", "over", "younger", "under"):
        return False
    if after == "of" and at.word(last + 1) == "age":
        return False
    if before == "aged":
        return False
    if before in ("per", "$", "€", "£") or (before == "/" and at.glued(first)):
        return False
    if before in ("light", "man", "-") and at.glued(first) and letters == "":
        return False
    if unit == "Q" or (unit == "WE" and letters not in ("a", "") and at.classes[unit_at] == "U" and letters[0] == "t"):
        return at.classes[unit_at] == "V" and any(c in letters for c in "n1q")
    if unit == "NI" and at.classes[unit_at] == "U":
        return "-" in letters or (letters[:1] == "n")
    if letters == "a":
        if unit in ("TS", "ML") or word in ("quarter", "semester", "second"):
            return False
        return not _rate(at, first)
    if letters in ("n", "1", "tn", "t1") and at.classes[unit_at] == "U" and at.values[unit_at - 1] == 1:
        if at.lower[unit_at - 1] == "one" and unit in ("D", "NI"):
            return before in ("in", "for", "within", "after", "than", "just", "only", "lasted", "every", "about", "over", "nearly") or after in ("of", "and")
        return True
    if letters == "" or letters == "t":
        if letters == "t":
            return unit in ("Y", "M", "W", "D", "DE") and (before in ("in", "over", "during", "through", "for")) and after in ("before", "after", "since", "following", "leading", "that", "ahead", "between", "to", "until", "of")
        return _bare_units(at, first, last, unit)
    if "9" in letters and letters.strip("t9-") == "" and (
        at.classes[unit_at] == "V" or letters[0] == "t"
    ):
        return False
    if letters[0] in "9" and at.classes[unit_at] == "U":
        return at.lower[first] in ("another", "additional")
    return True


def _rate(at: Words, first: int) -> bool:
    """"$65 a month", "three times a day": the unit that a number is for."""
    before = at.classes[first - 1 : first]
    if before in ("0", "1", "5", "Y", "i", "k", "%", "V", "n") or at.word(first - 1) in ("%", "once", "twice"):
        return True
    back = at.classes[max(first - 4, 0) : first]
    return before == "x" and at.word(first - 1).isalpha() and any(c in back[:-1] for c in "015Yn") and (
        at.word(first - 1) not in (
            "for", "in", "about", "after", "within", "nearly", "almost", "over", "than", "during", "by", "only", "just",
            "spent", "once", "least", "under", "with", "as", "is", "was", "be", "lasted", "took",
        )
    )


def _bare_units(at: Words, first: int, last: int, unit: str) -> bool:
    before, after = at.word(first - 1), at.word(last)
    if unit in ("NI", "WE", "Q"):
        return False
    if before in ("for", "within", "takes", "take", "took", "lasted", "last", "in", "over", "spent", "after", "by", "of", "than", "spend", "are", "were") and at.classes[first - 1] != "L":
        if before in ("of", "by", "are", "were", "after", "than"):
            return before in ("of", "after") and unit != "D" or after in ("before", "after", "of", "ago")
        return True
    return after in ("before", "after", "ago", "later", "earlier", "away", "of") and after != "of" or (
        after == "of" and sentence_start(at, first)
    ) or (after == "-" and at.word(last + 1) in ("long", "old"))
