"""Text → words, each with a one-letter class, so that date grammars are regexes over class letters.

Class letters (`x` is any other word or sign, `#` a blank line):

    M month   m month that is also a word or a name   D weekday  d weekday abbreviated  w weekdays
    S season  s season that is also a word            P part of day  p parts of day     N noon
    U unit    V units   u unit abbreviated            1 integer 1-31  0 integer  5 decimal
    Y year    y year after an apostrophe              n number word  h half  O 1st  o first
    I whole numeric date   J month and day or year and month in digits   C clock  K am, pm  Z zone
    E decade  L last  X next  T this  Q that, same    t the  a a  e early, late, mid
    F of  G in  W on  A at  R from  B between  & and  ~ to  - dash  , comma  ; full stop  / slash
    g ago  b later  r earlier  H now, recently  j today  q few  v every  k once  i times
    z daily  3 all  l holiday  f end, start  2 Q3, H1  4 fiscal  6 BC  7 long  8 old  9 more  ( )
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from claimx.text.lexicon import load

_FIXED = {
    "the": "t", "a": "a", "an": "a", "of": "F", "in": "G", "on": "W", "at": "A", "@": "A",
    "from": "R", "between": "B", "and": "&", "or": "&", "to": "~", "until": "~", "till": "~",
    "through": "~", "thru": "~", "ago": "g", "half": "h", "long": "7", "old": "8", "fiscal": "4",
    "fy": "4", "all": "3", "times": "i", "time": "i",
    ",": ",", ".": ";", "/": "/", "(": "(", ")": ")",
    "-": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "&": "&", "o'clock": "c",
    "o’clock": "c", "'s": "'", "’s": "'", "'": "'", "’": "'",
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
CAPITALISED = re.compile(r"[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `text`: class letters, offsets and what each word stands for."""

    text: str
    classes: str
    starts: list[int]
    ends: list[int]
    values: list[Any]
    lower: list[str]
    day_first: bool | None = None

    def word(self, index: int) -> str:
        """The lower-cased word, or an empty string outside the text."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def kind(self, index: int) -> str:
        """The word's class letter, or an empty string outside the text."""
        return self.classes[index] if 0 <= index < len(self.lower) else ""

    def glued(self, index: int) -> bool:
        """Whether no white space parts this word from the one before."""
        return (
            0 < index < len(self.lower)
            and self.starts[index] == self.ends[index - 1]
            and self.classes[index - 1] != "#"
        )


@cache
def _vocabulary() -> dict[str, tuple[str, Any]]:
    data = load("dates")
    also_words = set(data["months_also_words"]) | set(data["months_also_names"])
    entries: dict[str, tuple[str, Any]] = {w: (c, None) for w, c in _FIXED.items()}
    for key, letter in (
        ("weekdays", "D"), ("weekdays_short", "d"), ("day_parts", "P"), ("day_parts_plural", "p"),
        ("clock_names", "N"), ("units", "U"), ("units_plural", "V"), ("units_short", "u"),
        ("cardinals", "n"), ("ordinals", "o"), ("decades", "E"), ("phases", "e"),
        ("boundaries", "f"), ("times", "k"), ("set_adverbs", "z"), ("long_words", "z"),
        ("relative_days", "j"), ("eras", "6"), ("zones", "Z"),
    ):  # fmt: skip
        for word, value in data[key].items():
            entries.setdefault(word, (letter, value))
    for word in data["weekdays"]:
        entries[word + "s"] = ("w", data["weekdays"][word])
    for word, month in data["months"].items():
        entries[word] = ("m" if word in also_words else "M", month)
    for word, season in data["seasons"].items():
        entries[word] = ("s" if word in data["seasons_also_words"] else "S", season)
    for key, letter in (
        ("last", "L"), ("next", "X"), ("this", "T"), ("that", "Q"), ("earlier", "r"),
        ("later", "b"), ("vague_counts", "q"), ("more", "9"), ("every", "v"),
    ):  # fmt: skip
        for word in data[key]:
            entries.setdefault(word, (letter, word))
    for reference, words in data["references"].items():
        for word in words:
            entries.setdefault(word, ("H", reference))
    for word, rule in data["holidays"].items():
        entries[word] = ("l", rule)
    for word, letter_unit in data["units_letter"].items():
        entries.setdefault(word, ("u", letter_unit))
    return entries


@cache
def _abbreviated() -> frozenset[str]:
    data = load("dates")
    months = (m for m in data["months"] if len(m) < 5 and m not in ("may", "june", "july"))
    return frozenset(months) | frozenset(data["weekdays_short"])


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    """Expressions of several words, by their first word."""
    data = load("dates")
    phrases = [w for ws in data["references"].values() for w in ws]
    phrases += [w for key in ("holidays", "relative_days", "zones") for w in data[key]]
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        first = re.match(r"[^\W\d_]+", phrase)
        if first and first[0] != phrase:
            pattern = re.escape(phrase).replace(r"\ ", r"\s").replace("'", "['’]")
            by_first.setdefault(first[0], []).append(pattern)
    return {w: re.compile(rf"(?i:{'|'.join(ps)})\b") for w, ps in by_first.items()}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"""
          (?=[\d'’‘½¼¾QqH])(?:
          (?P<iso>\d{4}-\d\d?-\d\d?
                (?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d))
        | (?P<ymd>\d{4}[/.]\d\d?[/.]\d\d?(?!\d))
        | (?P<dmy>(?<![\d.,/])\d\d?(?P<sep>[/.-])\d\d?(?P=sep)(?:\d{4}|\d\d)(?![\d/]|[.,]\d))
        | (?P<partial>(?<![\d.,/$€£-])(?:\d\d?/\d\d?|\d{4}-\d\d?)(?![\d/%]|[.,-]\d))
        | (?P<clock>(?<!\d:)\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?![\d:])
                |\d\d?[.]\d\d(?=\s?[ap]\.?m\b)|[012]\d[0-5]\d(?=\s?(?:hrs|GMT|UTC|E[SD]T|CES?T|MSK|local\stime)\b))
        | (?P<grouped>\d{1,3}(?:,\d{3}){1,6}(?!\d)(?:\.\d+)?)
        | (?P<decimal>\d+\.\d+|\d+\s(?:1/2|3/4|1/4)(?!\d)|\d*[½¼¾])
        | (?P<decade>\d{3}0['’]?s\b|[1-9]\d0s(?=\s(?:BC|AD))|['’‘]?[1-9]0['’]?s\b)
        | (?P<ordinal>\d{1,3}(?:st|nd|rd|th)\b)
        | (?P<quarter>[Qq][1-4](?!\d)|H[12](?!\d)|[1-4]Q(?=\d\d\b|\b)
                |[12]H(?=\d\d\b|\s(?:19|20)\d\d\b))
        | (?P<short>['’‘]\d\d(?!\d))
        | (?P<number>\d+)
          )
        | (?P<meridiem>(?<=[\d\s])[AaPp](?:\.[Mm]\b\.?|[Mm]\b|(?<=\d[ap])\b))
        | (?P<era>(?:B\.C|A\.D)\.(?:E\.)?)
        | (?P<word>[oO]['’]clock|['’]s\b|[^\W\d_]+)
        | (?P<paragraph>\n[^\S\n]*\n\s*)
        | (?P<sign>\S)
        """,
        re.VERBOSE,
    )


def words(text: str, *, day_first: bool | None = None) -> Words:
    """The words of the text with their classes; `day_first` is how "06/01/2026" reads."""
    vocabulary = _vocabulary()
    classes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[Any] = []
    lower: list[str] = []
    phrases = _phrases()
    taken = 0
    for match in _pattern().finditer(text):
        start, end = match.span()
        if start < taken:
            continue
        kind = match.lastgroup
        raw = match.group()
        low = raw.lower()
        value: Any = None
        if low in phrases and (phrase := phrases[low].match(text, start)):
            kind, raw, low, end = "phrase", phrase[0], phrase[0].lower(), phrase.end()
            taken = end
        if kind == "decade" and raw[-2] in "'’" and not _dated_decade(raw, lower):
            raw, low, end, kind = raw[:-2], low[:-2], end - 2, "number"  # "1990's first quarter"
        if kind == "word":
            letter, value = vocabulary.get(low, ("x", None))
            if letter in "MmdZ64l" and not raw[0].isupper():
                letter = _lower_case(letter, low)
            elif low == "second":
                counted = bool(classes) and classes[-1] in "-n105"
                letter, value = ("U", "TS") if counted else ("o", 2)
            elif letter == "u" and len(raw) == 1 and not text[start - 1 : start].isdigit():
                letter = "x"
        elif kind == "sign":
            letter = _FIXED.get(raw, "x")
            if letter == ";" and not (
                classes and classes[-1] in "MmdK" and lower[-1] in _abbreviated()
            ):
                letter = "x"
        elif kind == "paragraph":
            letter = "#"
        else:
            letter, value = _read(kind or "", raw, low, vocabulary)
            if letter == "l" and not raw[0].isupper():
                letter = "x"
        classes.append(letter)
        starts.append(start)
        ends.append(end)
        values.append(value)
        lower.append(low)
    return Words(text, "".join(classes), starts, ends, values, lower, day_first)


def _dated_decade(raw: str, before: list[str]) -> bool:
    """Whether "1990's" is the decade, as after "the", and not the year's."""
    return len(raw) != 6 or bool(before and before[-1] in ("the", "early", "late", "mid", "-"))


def _lower_case(letter: str, low: str) -> str:
    if (letter == "d" and len(low) < 4) or letter in "6l" or (letter == "Z" and low != "hrs"):
        return "x"
    if letter in "mM" and low in ("may", "march", "mar", "jan", "dec", "sep", "august"):
        return "x"
    return letter


def _read(kind: str, raw: str, low: str, vocabulary: dict[str, tuple[str, Any]]) -> tuple[str, Any]:
    match kind:
        case "number":
            number = int(raw) if len(raw) < 12 else 0
            if len(raw) == 4 and 1000 <= number < 2200:
                return "Y", number
            return ("1" if 1 <= number <= 31 and len(raw) <= 2 else "0"), number
        case "phrase":
            return vocabulary.get(re.sub(r"\s", " ", low.replace("’", "'")), ("x", None))
        case "grouped":
            return "0", float(raw.replace(",", ""))
        case "decimal":
            return "5", _decimal(raw)
        case "partial":
            return "J", raw
        case "ordinal":
            return "O", int(raw[:-2])
        case "decade":
            digits = re.sub(r"\D", "", raw)
            return "E", int(digits)
        case "quarter":
            return "2", low if low[0] in "qh" else low[::-1]
        case "short":
            return "y", int(raw[1:])
        case "iso" | "ymd" | "dmy" | "clock":
            return ("C" if kind == "clock" else "I"), raw
        case "meridiem":
            return "K", low[0]
        case "era":
            return "6", "BC" if low[0] == "b" else "AD"
    return "x", None


def _decimal(raw: str) -> float:
    if raw[-1] in _FRACTIONS:
        return (float(raw[:-1]) if raw[:-1] else 0.0) + _FRACTIONS[raw[-1]]
    if "/" in raw:
        whole, fraction = raw.split()
        return float(whole) + int(fraction[0]) / int(fraction[2])
    return float(raw)
