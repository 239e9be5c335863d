"""The words of a text, each with its kind: month, weekday, ordinal, unit of time."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import cache
from typing import Any

from claimx.text.lexicon import load
from claimx.text.lexicon import words as listed
from claimx.text.numbers import find_numbers


class Kind(StrEnum):
    """The kinds of tokens. A member's value is the letter that patterns are compiled to."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[Any]) -> str:
        return chr(0x100 + count)

    OTHER = auto()
    BLANK = auto()  # a blank line
    MONTH = auto()
    MONTH_WORD = auto()  # a month that is also a word or a name: "may", "June"
    WEEKDAY = auto()
    WEEKDAY_SHORT = auto()
    WEEKDAYS = auto()
    SEASON = auto()
    SEASON_WORD = auto()  # "spring", "fall"
    PART = auto()  # "morning"
    PARTS = auto()
    NOON = auto()
    HOLIDAY = auto()
    UNIT = auto()
    UNITS = auto()
    UNIT_SHORT = auto()  # "hrs"
    SMALL = auto()  # 1 to 31 in digits
    INTEGER = auto()
    DECIMAL = auto()
    YEAR = auto()  # four digits
    SHORT_YEAR = auto()  # "'25"
    NUMBER = auto()  # in words, or in digits with a scale word
    HALF = auto()
    QUARTERS = auto()  # "a quarter of a", "three quarters of an"
    FEW = auto()
    NTH = auto()  # "5th"
    ORDINAL = auto()  # "fifth"
    NUMERIC = auto()  # "06/01/2026"
    PARTIAL = auto()  # "10/1", "2015-3"
    CLOCK = auto()  # "20:31"
    OCLOCK = auto()
    MERIDIEM = auto()
    ZONE = auto()
    DECADE = auto()
    CODED = auto()  # "Q3", "H1"
    ERA = auto()
    LAST = auto()
    NEXT = auto()
    THIS = auto()
    THAT = auto()
    PHASE = auto()  # "early"
    EDGE = auto()  # "the end of"
    THE = auto()
    A = auto()
    OF = auto()
    IN = auto()
    ON = auto()
    AT = auto()
    FROM = auto()
    BETWEEN = auto()
    AND = auto()
    TO = auto()
    ALL = auto()
    LONG = auto()
    FISCAL = auto()
    TIMES = auto()
    AGO = auto()
    LATER = auto()
    EARLIER = auto()
    REFERENCE = auto()  # "now"
    RELATIVE = auto()  # "yesterday"
    EVERY = auto()
    ONCE = auto()
    DAILY = auto()
    MORE = auto()
    COMMA = auto()
    STOP = auto()
    DASH = auto()
    SLASH = auto()
    APOSTROPHE = auto()
    OPEN = auto()
    CLOSE = auto()


MONTHS = (Kind.MONTH, Kind.MONTH_WORD)
DIGITS = (Kind.SMALL, Kind.INTEGER, Kind.DECIMAL, Kind.YEAR)
COUNTS = (*DIGITS, Kind.NUMBER)
UNITS = (Kind.UNIT, Kind.UNITS, Kind.UNIT_SHORT)
TURNS = (Kind.LAST, Kind.NEXT, Kind.THIS, Kind.THAT)
# The words and signs that patterns contain literally.
LITERALS = {
    "the": Kind.THE, "a": Kind.A, "of": Kind.OF, "in": Kind.IN, "on": Kind.ON, "at": Kind.AT,
    "from": Kind.FROM, "between": Kind.BETWEEN, "and": Kind.AND, "to": Kind.TO, "all": Kind.ALL,
    "half": Kind.HALF, "long": Kind.LONG, "fiscal": Kind.FISCAL, "times": Kind.TIMES,
    "ago": Kind.AGO, ",": Kind.COMMA, ".": Kind.STOP, "-": Kind.DASH, "/": Kind.SLASH,
    "'": Kind.APOSTROPHE,
}  # fmt: skip
_SAME = {
    "an": "a", "@": "at", "or": "and", "&": "and", "until": "to", "till": "to", "through": "to",
    "thru": "to", "fy": "fiscal", "time": "times", "–": "-", "—": "-", "‐": "-", "‑": "-",
    "−": "-", "'s": "'", "’s": "'", "’": "'",
}  # fmt: skip
_LISTS = {
    "weekdays": Kind.WEEKDAY, "weekdays_short": Kind.WEEKDAY_SHORT, "day_parts": Kind.PART,
    "day_parts_plural": Kind.PARTS, "clock_names": Kind.NOON, "units": Kind.UNIT,
    "units_plural": Kind.UNITS, "units_short": Kind.UNIT_SHORT, "ordinals": Kind.ORDINAL,
    "decades": Kind.DECADE, "phases": Kind.PHASE, "boundaries": Kind.EDGE, "times": Kind.ONCE,
    "set_adverbs": Kind.DAILY, "long_words": Kind.DAILY, "relative_days": Kind.RELATIVE,
    "eras": Kind.ERA, "zones": Kind.ZONE, "holidays": Kind.HOLIDAY, "last": Kind.LAST,
    "next": Kind.NEXT, "this": Kind.THIS, "that": Kind.THAT, "earlier": Kind.EARLIER,
    "later": Kind.LATER, "vague_counts": Kind.FEW, "more": Kind.MORE, "every": Kind.EVERY,
    "units_letter": Kind.UNIT_SHORT,
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
# In lower case, tokens of these kinds have other meanings: "march", "sat", "et".
_CAPITAL = (*MONTHS, Kind.WEEKDAY_SHORT, Kind.ZONE, Kind.ERA, Kind.HOLIDAY, Kind.FISCAL)
_SHORTEST_WEEKDAY = 4  # "sun", "sat" and "wed" are words; "thurs" is not
_SIGNS = frozenset(".;:?!\"'”“’‘()[]…") | {""}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of `text`: kinds (one letter each), offsets, values and lower-case words."""

    text: str
    kinds: str
    starts: list[int]
    ends: list[int]
    values: list[Any]
    lower: list[str]
    day_first: bool | None = None
    names: list[tuple[int, int]] = field(default_factory=list)  # of people and bodies

    def word(self, index: int) -> str:
        """Return the word in lower case, or "" outside the text."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def kind(self, index: int) -> str:
        """Return the word's kind, or "" outside the text."""
        return self.kinds[index] if 0 <= index < len(self.lower) else ""

    def among(self, index: int, key: str) -> bool:
        """Return whether the word is on the list `key` of the lexicon of dates."""
        return self.word(index) in listed("dates", key)

    def glued(self, index: int) -> bool:
        """Return whether there is no white space between this word and the one before."""
        return (
            0 < index < len(self.lower)
            and self.starts[index] == self.ends[index - 1]
            and self.kinds[index - 1] != Kind.BLANK
        )

    def first(self, first: int, last: int, *kinds: str) -> int:
        """Return the index of the first token of these kinds, or -1."""
        return next((i for i in range(first, last) if self.kinds[i] in kinds), -1)

    def capital(self, index: int) -> bool:
        """Return whether the word begins with a capital."""
        return 0 <= index < len(self.lower) and self.text[self.starts[index]].isupper()

    def name_like(self, index: int) -> bool:
        """Return whether the word is written like "Like", not "like" or "LIKE"."""
        if not self.capital(index):
            return False
        word = self.text[self.starts[index] + 1 : self.ends[index]]
        return word.islower()

    def opens_sentence(self, index: int) -> bool:
        """Return whether the word starts a sentence, a quotation or a paragraph."""
        before = self.word(index - 1)
        return before in _SIGNS or before.isspace() or not before[-1].isalnum()

    def named(self, first: int, last: int) -> bool:
        """Return whether the tokens are only part of a name of a person or a body."""
        start, end = self.starts[first], self.ends[last - 1]
        i = bisect_left(self.names, (start + 1,)) - 1
        if i < 0:
            return False
        low, high = self.names[i]
        if self.kind(first - 1) in (Kind.OF, Kind.IN):
            return False  # "the Vienna Congress of 1815"
        return low <= start and end <= high and (low < start or end < high)


@cache
def _vocabulary() -> dict[str, tuple[Kind, Any]]:
    data = load("dates")
    entries: dict[str, tuple[Kind, Any]] = {w: (k, None) for w, k in LITERALS.items()}
    del entries["."]
    numbers = load("numbers")  # numbers that `find_numbers` leaves: "$1 billion seven years ago"
    entries |= {w: (Kind.NUMBER, float(n)) for w, n in (numbers["small"] | numbers["tens"]).items()}
    entries |= {word: (LITERALS[same], None) for word, same in _SAME.items()}
    also = {*data["months_also_words"], *data["months_also_names"]}
    for word, month in data["months"].items():
        entries[word] = (Kind.MONTH_WORD if word in also else Kind.MONTH, month)
    for word, season in data["seasons"].items():
        plain = word not in data["seasons_also_words"]
        entries[word] = (Kind.SEASON if plain else Kind.SEASON_WORD, season)
    for key, kind in _LISTS.items():
        values = data[key] if isinstance(data[key], dict) else {word: word for word in data[key]}
        for word, value in values.items():
            entries.setdefault(word, (kind, value))
    entries |= {w + "s": (Kind.WEEKDAYS, number) for w, number in data["weekdays"].items()}
    for reference, words in data["references"].items():
        entries |= {w: (Kind.REFERENCE, reference) for w in words if w not in entries}
    entries["("], entries[")"] = (Kind.OPEN, None), (Kind.CLOSE, None)
    return entries | _long_ordinals()


def _long_ordinals() -> dict[str, tuple[Kind, Any]]:
    """Return ordinals of two words, such as "twenty first"; a hyphen counts as a space."""
    ordinals = {w: n for w, n in load("dates")["ordinals"].items() if n < 10}
    return {
        f"{tens} {word}": (Kind.ORDINAL, value + number)
        for tens, value in load("numbers")["tens"].items()
        for word, number in ordinals.items()
    }


@cache
def _abbreviations() -> frozenset[str]:
    """Return the abbreviations with a full stop that doesn't end a sentence: "Jan", "Tues"."""
    data = load("dates")
    months = (m for m in data["months"] if len(m) < 5 and m not in ("may", "june", "july"))
    return frozenset(months) | frozenset(data["weekdays_short"])


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    """Return patterns for entries of several words, by their first word."""
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(_vocabulary(), key=len, reverse=True):
        first = re.match(r"[^\W\d_]+", phrase)
        if first and first[0] != phrase and not phrase.startswith("o'"):
            pattern = re.escape(phrase).replace(r"\ ", r"[\s-]").replace("'", "['’]")
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


def tokenize(
    text: str, *, day_first: bool | None = None, names: list[tuple[int, int]] | None = None
) -> Tokens:
    """Return the tokens of the text; `day_first` says how to read "06/01/2026"."""
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[Any] = []
    lower: list[str] = []
    spelt, phrases, vocabulary = _spelt(text), _phrases(), _vocabulary()
    taken = 0
    for match in _pattern().finditer(text):
        start, end = match.span()
        if start < taken:
            continue
        raw = match.group()
        low = raw.lower()
        kind, value = Kind.OTHER, None
        word = match.lastgroup == "word" and "'" not in low and "’" not in low
        if word and low not in vocabulary and low not in phrases and start not in spelt:
            pass  # most words
        elif low in phrases and (phrase := phrases[low].match(text, start)):
            raw, end = phrase[0], phrase.end()
            low = raw.lower()
            kind, value = _phrase(raw, low)
        elif start in spelt:
            end, kind, value = spelt[start]
            low = text[start:end].lower()
        else:
            before = (kinds[-1], lower[-1]) if kinds else ("", "")
            raw, kind, value = _single(match, raw, low, before)
            low, end = low[: len(raw)], start + len(raw)
        taken = end
        kinds.append(kind)
        starts.append(start)
        ends.append(end)
        values.append(value)
        lower.append(low)
    return Tokens(text, "".join(kinds), starts, ends, values, lower, day_first, names or [])


def _spelt(text: str) -> dict[int, tuple[int, Kind, float | None]]:
    """Return end, kind and value of the numbers with words in them, by where they start."""
    found: dict[int, tuple[int, Kind, float | None]] = {}
    for number in find_numbers(text):
        last = text[number.end - 1]
        if not last.isalpha() or number.letter:
            continue
        if number.value is None:
            found[number.start] = (number.end, Kind.FEW, None)
        elif number.form == "fraction":
            found |= _fraction(text, number.start, number.end, float(number.value))
        else:
            found[number.start] = (number.end, Kind.NUMBER, float(number.value))
    return found


def _fraction(
    text: str, start: int, end: int, value: float
) -> dict[int, tuple[int, Kind, float | None]]:
    """Return "three quarters of a" as one token, and of other fractions only the numerator."""
    words = text[start:end].lower().split()
    tail = _OF_A.match(text, end)
    if tail and len(words) > 1:
        return {start: (tail.end(), Kind.QUARTERS, value)}
    top = load("numbers")["small"].get(words[0])
    return {start: (start + len(words[0]), Kind.NUMBER, float(top))} if top else {}


_OF_A = re.compile(r"\s+of\s+an?(?=\s)|\s+of(?=\s+the\s+century)")


def _phrase(raw: str, low: str) -> tuple[Kind, Any]:
    key = re.sub(r"[\s-]", " ", low.replace("’", "'"))
    kind, value = _vocabulary().get(low, (Kind.OTHER, None))
    kind, value = _vocabulary().get(key, (kind, value))
    return (Kind.OTHER, None) if kind == Kind.HOLIDAY and not raw[0].isupper() else (kind, value)


def _single(
    match: re.Match[str], raw: str, low: str, before: tuple[str, str]
) -> tuple[str, Kind, Any]:
    """Return a token's text (shorter for a year in "1990's"), kind and value."""
    group = match.lastgroup or ""
    if group == "word":
        return raw, *_word(match, raw, low, before[0])
    if group == "sign":
        dotted = raw == "." and before[0] in (*MONTHS, Kind.WEEKDAY_SHORT, Kind.MERIDIEM)
        if dotted and before[1] in _abbreviations():
            return raw, Kind.STOP, None
        return raw, *_vocabulary().get(raw, (Kind.OTHER, None))
    if group == "paragraph":
        return raw, Kind.BLANK, None
    owned = group == "decade" and raw[-2] in "'’" and len(raw) == len("1990's")
    if owned and before[1] not in ("the", "early", "late", "mid", "-"):
        return raw[:-2], *_number(raw[:-2])  # "1990's first quarter"
    return raw, *_READERS[group](raw)


_TURNED = re.compile(r"\s+(?:last|next|this|these)\b")


def _word(match: re.Match[str], raw: str, low: str, before: str) -> tuple[Kind, Any]:
    kind, value = _vocabulary().get(low, (Kind.OTHER, None))
    if low == "that" and _TURNED.match(match.string, match.end()):
        return Kind.OTHER, None  # "said that last year …"
    if low == "second":
        counted = before in (Kind.DASH, *COUNTS)
        return (Kind.UNIT, "TS") if counted else (Kind.ORDINAL, 2)
    if low in ("o'clock", "o’clock"):
        return Kind.OCLOCK, None
    if kind in _CAPITAL and not raw[0].isupper() and not _lower_case(kind, low):
        return Kind.OTHER, None
    if kind == Kind.UNIT_SHORT and len(raw) == 1:
        start = match.start()
        if not match.string[max(start - 1, 0) : start].isdigit():
            return Kind.OTHER, None
    return kind, value


def _lower_case(kind: Kind, low: str) -> bool:
    """Return whether the word keeps its kind without a capital."""
    if kind in MONTHS:
        return low not in listed("dates", "months_only_capital")
    if kind == Kind.WEEKDAY_SHORT:
        return len(low) >= _SHORTEST_WEEKDAY
    return low in ("hrs", "fiscal")


def _number(raw: str) -> tuple[Kind, Any]:
    number = int(raw) if len(raw) < 12 else 0
    if len(raw) == 4 and 1000 <= number < 2200:
        return Kind.YEAR, number
    return (Kind.SMALL if 1 <= number <= 31 and len(raw) <= 2 else Kind.INTEGER), number


def _decimal(raw: str) -> tuple[Kind, Any]:
    if raw[-1] in _FRACTIONS:
        return Kind.DECIMAL, (float(raw[:-1]) if raw[:-1] else 0.0) + _FRACTIONS[raw[-1]]
    if "/" in raw:
        whole, over = raw.split()
        return Kind.DECIMAL, float(whole) + int(over[0]) / int(over[2])
    return Kind.DECIMAL, float(raw)


_READERS: dict[str, Any] = {
    "number": _number,
    "decimal": _decimal,
    "grouped": lambda raw: (Kind.INTEGER, float(raw.replace(",", ""))),
    "partial": lambda raw: (Kind.PARTIAL, raw),
    "ordinal": lambda raw: (Kind.NTH, int(raw[:-2])),
    "decade": lambda raw: (Kind.DECADE, int(re.sub(r"\D", "", raw))),
    "quarter": lambda raw: (
        Kind.CODED,
        raw.lower() if raw[0] in "QqHh" else raw.lower()[::-1],
    ),
    "short": lambda raw: (Kind.SHORT_YEAR, int(raw[1:])),
    "iso": lambda raw: (Kind.NUMERIC, raw),
    "ymd": lambda raw: (Kind.NUMERIC, raw),
    "dmy": lambda raw: (Kind.NUMERIC, raw),
    "clock": lambda raw: (Kind.CLOCK, raw),
    "meridiem": lambda raw: (Kind.MERIDIEM, raw[0].lower()),
    "era": lambda raw: (Kind.ERA, "BC" if raw[0] == "B" else "AD"),
}
