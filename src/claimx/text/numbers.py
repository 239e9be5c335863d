"""Numbers in digits and words, with their exact values and spans.

Two compiled patterns read a text once: one for numbers that begin with a digit, one for words.
Every repeat in them is bounded, so that they never backtrack for long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from claimx.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

Form = Literal["digits", "words", "fraction", "vague", "year"]

_ONE = Decimal(1)
_HALF = Decimal("0.5")
_AND_A = {"half": _HALF, "quarter": Decimal("0.25")}


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number in a text: `text[start:end]`, character offsets.

    `value` is None for a vague number ("thousands"). `scale` is the value of its last scale word.
    `base` and `base_end` exclude a last letter that can be a scale or a unit, such as the m of
    "100m".
    """

    start: int
    end: int
    value: Decimal | None
    form: Form
    scale: Decimal
    base: Decimal | None
    base_end: int

    @property
    def scaled(self) -> bool:
        """Return whether a scale word multiplies the number."""
        return self.scale != 1

    @property
    def letter(self) -> bool:
        """Return whether the number ends in a letter that may be a scale or a unit."""
        return self.base_end < self.end


# White space between two parts of a number; it must not be the end of a paragraph.
_GAP = r"(?:[ \t\u00a0\u2009\u202f]{1,2}|[ \t]?\r?\n(?=[^\s]))"
_JOIN = rf"(?:{_GAP}|-)"
_FIRST = re.compile("[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_THIN = "\u00a0\u2009\u202f"


def _options(words: object) -> str:
    return "|".join(sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]


class _Grammar(NamedTuple):
    digits: re.Pattern[str]
    words: re.Pattern[str]
    parts: re.Pattern[str]
    ordinal: re.Pattern[str]
    small: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, Decimal]
    folds: dict[str, Decimal]
    fractions: dict[str, int]
    vulgar: dict[str, Fraction]


@cache
def _grammar() -> _Grammar:
    data = lexicon.load("numbers")
    small: dict[str, int] = data["small"]
    tens: dict[str, int] = data["tens"]
    long_scales = {word: Decimal(value) for word, value in data["scales"].items()}
    long_scales |= {f"{word}s": value for word, value in long_scales.items()}
    scales = long_scales | {w: Decimal(v) for w, v in data["short_scales"].items()}
    letters = {w: Decimal(v) for w, v in data["letter_scales"].items()}
    vulgar = {sign: Fraction(value) for sign, value in data["vulgar"].items()}
    signs = "".join(vulgar)
    scale_words = _options([*scales, *map(str.title, scales)])
    scale = rf"(?:{_JOIN}?(?:{scale_words}))(?![^\W_])"
    money = f"[{re.escape(''.join(lexicon.load('money')['symbols']))}]"
    digits = re.compile(
        rf"""
        (?P<over>\d{{1,3}}[/⁄]\d{{1,4}}(?=\ of\ ))
      | (?P<body>
            \d{{1,3}}(?:,\d{{3}}){{1,8}}(?!\d)(?:\.\d{{1,20}})?
          | \d{{1,2}}(?:,\d{{2}}){{1,6}},\d{{3}}(?!\d)(?:\.\d{{1,20}})?
          | \d{{1,3}}(?:\.\d{{3}}){{2,8}}(?![.\d])(?:,\d{{1,9}})?
          | \d{{1,3}}(?:\.\d{{3}}){{1,8}},\d{{1,2}}(?!\d)
          | \d{{2,3}}\.000(?![.\d])
          | \d{{1,3}}(?:[{_THIN}]\d{{3}}){{1,8}}(?!\d)(?:[.,]\d{{1,9}})?
          | \d{{1,3}}(?:\ \d{{3}}){{1,8}}(?![\d,:/%-])(?:\.\d{{1,9}})?
          | \d{{1,3}}(?:['’]\d{{3}}){{1,8}}(?!\d)
          | (?<={money})\d{{1,9}},\d{{1,2}}(?![\d,])
          | (?<!\d,)\d{{1,9}},\d{{1,2}}(?=\s?(?:%|{money}|(?:per\ ?cent|euros?|{scale_words})\b))
          | \d+(?:\.\d+)?
          | \.\d+
        )
        (?P<power>[ ]?[×x][ ]?10\^?(?P<exponent>[-−–]?\d{{1,3}}))?
        (?P<part>[ -]?[{signs}]|[ -]\d[/⁄]\d{{1,2}}(?![\d/]))?
        (?P<half>{_JOIN}and{_JOIN}a{_JOIN}half(?![^\W_]))?
        (?P<scale>{scale}(?:{scale})?)?
        (?P<letter>[kKmMbBtT](?![^\W_]))?
      | (?P<sign>[{signs}])(?P<sign_scale>{scale})?
        """,
        re.VERBOSE,
    )
    word = _options([*small, *tens, *long_scales])
    folds = {w: Decimal(v) for w, v in (small | tens).items() if v > 1}
    folds |= {w: v for w, v in long_scales.items() if not w.endswith("s")}
    fraction = _options(data["fractions"])
    leads = _options(w.replace(" ", " +") for w in data["vague_leads"])
    plural = _options(data["vague"])
    words = re.compile(
        rf"""
        \b(?:
            (?P<vague>
                (?:(?:{leads}){_GAP}(?:{_options(long_scales)})
                  | (?:{leads}){_GAP}(?:{plural}) | (?:{plural}))
                (?:{_GAP}of{_GAP}(?:{plural}|hundred|thousand|million|billion|trillion)){{0,3}}
            )
          | (?P<fraction>(?P<top>(?:{_options(small)}|an?)){_JOIN}(?P<bottom>{fraction}))
            (?P<of_scale>{_JOIN}(?:of{_JOIN}an?{_JOIN})?(?:{_options(long_scales)}))?
          | (?P<half>half(?:{_JOIN}of)?(?:{_JOIN}an?)?
                {_JOIN}(?P<half_scale>{_options(long_scales)}))
          | (?P<alone>half)
          | (?P<fold>{_options(folds)})fold
          | (?P<cardinal>(?:an?{_JOIN}(?=(?:{_options(long_scales)})\b))?(?:{word})
                (?:{_JOIN}(?:and{_JOIN})?(?:an?{_JOIN})?(?:{word}|half|quarter|quarters)){{0,16}})
        )\b
        """,
        re.VERBOSE,
    )
    return _Grammar(
        digits=digits,
        words=words,
        parts=re.compile(r"[a-z]+"),
        ordinal=re.compile(rf"-(?:{_options(data['ordinals'])})s?\b"),
        small=small,
        tens=tens,
        scales=scales | letters,
        folds=folds,
        fractions=data["fractions"],
        vulgar=vulgar,
    )


def lower(text: str) -> str:
    """Return the text in lower case with the same offsets (some capitals get longer)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def exact(fraction: Fraction) -> Decimal:
    """Return the fraction as a decimal: exact if that is possible, otherwise to 28 digits."""
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def find_numbers(text: str | Doc, *, lowered: str | None = None) -> list[NumberMatch]:
    """Return all numbers in the text in order, without overlap, also those in dates and names."""
    if not isinstance(text, str):
        text = text.text
    low = lowered if lowered is not None else lower(text)
    found = [_numeral(match) for match in _digits(text)]
    taken = [(n.start, n.end) for n in found]
    position = 0
    for match in _grammar().words.finditer(low):
        while position < len(taken) and taken[position][1] <= match.start():
            position += 1
        if position < len(taken) and taken[position][0] < match.end():
            continue
        found.extend(_worded(match, low))
    found.sort(key=lambda n: n.start)
    return found


def _digits(text: str) -> Iterator[re.Match[str]]:
    """Yield the numerals: search for a first character, then match there."""
    pattern = _grammar().digits
    position = 0
    while first := _FIRST.search(text, position):
        start = first.start()
        if (
            start > position
            and text[start - 1] == "."
            and not text[start - 2 : start - 1].isalnum()
        ):
            start -= 1  # ".001"
        match = pattern.match(text, start)
        if match:
            yield match
        position = match.end() if match else start + 1


def _shape(body: str) -> Decimal:
    """Return the value of digits with separators."""
    for mark in (" ", "'", "’", *_THIN):
        body = body.replace(mark, "")
    commas, points = body.count(","), body.count(".")
    if commas and points:
        if body.rindex(",") > body.rindex("."):  # 1.400.000,50
            return Decimal(body.replace(".", "").replace(",", "."))
        return Decimal(body.replace(",", ""))
    if commas:
        if commas == 1 and len(body) - body.index(",") < 4:  # 3,5
            return Decimal(body.replace(",", "."))
        return Decimal(body.replace(",", ""))
    if points > 1 or (points and body.endswith(".000") and body.index(".") > 1):
        return Decimal(body.replace(".", ""))
    return Decimal(body)


def times(value: Decimal, factor: Decimal) -> Decimal:
    """Return the product without an exponent and without trailing zeros."""
    if factor == 1:
        return value
    product = value * factor
    if product == product.to_integral_value():
        return Decimal(int(product))
    return product.normalize()


def _numeral(match: re.Match[str]) -> NumberMatch:
    grammar = _grammar()
    form: Form = "digits"
    if match["sign"]:
        value = exact(grammar.vulgar[match["sign"]])
        form = "fraction"
        scale = match["sign_scale"]
    elif match["over"]:
        top, _, bottom = match["over"].replace("⁄", "/").partition("/")
        value = exact(Fraction(int(top), max(1, int(bottom))))
        form = "fraction"
        scale = None
    else:
        value = _shape(match["body"])
        if match["exponent"]:
            value = value.scaleb(int(match["exponent"].replace("−", "-").replace("–", "-")))
        if part := match["part"]:
            sign = grammar.vulgar.get(part[-1])
            top, _, bottom = part.strip(" -").replace("⁄", "/").partition("/")
            if sign is not None:
                value += exact(sign)
            elif int(bottom):
                value += exact(Fraction(int(top), int(bottom)))
        if match["half"]:
            value += Decimal("0.5")
        scale = match["scale"]
    factor = _ONE
    for word in re.findall(r"[a-z]+", (scale or "").lower()):
        factor = times(factor, grammar.scales[word])
    value = times(value, factor)
    end = base_end = match.end()
    base = value
    if letter := match["letter"]:
        base_end -= 1
        value = times(value, grammar.scales[letter])
    return NumberMatch(match.start(), end, value, form, factor, base, base_end)


def _whole(
    start: int, end: int, value: Decimal | None, form: Form, scale: Decimal = _ONE
) -> NumberMatch:
    return NumberMatch(start, end, value, form, scale, value, end)


def _worded(match: re.Match[str], low: str) -> list[NumberMatch]:
    """Return the numbers in a match of the word pattern: several for "three and five"."""
    grammar = _grammar()
    start, end = match.span()
    if grammar.ordinal.match(low, end):
        return []
    if match["vague"]:
        return [_whole(start, end, None, "vague")]
    if fold := match["fold"]:
        return [_whole(start, end, grammar.folds[fold], "words")]
    if match["alone"]:
        return [_whole(start, end, _HALF, "fraction")]
    if match["half"]:
        factor = grammar.scales[match["half_scale"]]
        return [_whole(start, end, times(_HALF, factor), "words", factor)]
    if match["fraction"]:
        return [_part(match)]
    return list(_cardinals([(w[0], *w.span()) for w in grammar.parts.finditer(low, start, end)]))


def _part(match: re.Match[str]) -> NumberMatch:
    """Return the number of "three quarters" or "a quarter of a million"."""
    grammar = _grammar()
    start, end = match.span()
    top = grammar.small.get(match["top"], 1)
    value = exact(Fraction(top, grammar.fractions[match["bottom"]]))
    if not match["of_scale"]:
        return _whole(start, end, value, "fraction")
    factor = grammar.scales[grammar.parts.findall(match["of_scale"])[-1]]
    return _whole(start, end, times(value, factor), "words", factor)


def _cardinals(words: list[tuple[str, int, int]]) -> Iterator[NumberMatch]:
    """Yield the numbers that the words, given with their offsets, spell one after the other."""
    first = 0
    while first < len(words):
        reader = _Cardinal([word for word, _, _ in words[first:]])
        if not reader.taken:
            first += 1
            continue
        last, _, end = words[first + reader.taken - 1]
        scale = _grammar().scales.get(last, _ONE)
        yield _whole(words[first][1], end, reader.value, reader.form, scale)
        first += reader.taken


class _Cardinal:
    """The longest number at the start of a list of words.

    `taken` is how many words it has, or 0 if they don't start with a number. `total` is the sum of
    complete parts ("two million"); a scale word can still multiply `current` ("five hundred").
    """

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.form: Form = "words"
        self.taken = 0
        self.total = self.current = self.largest = Decimal(0)
        self.last = ""  # the kind of the previous word
        self.before_and: tuple[Decimal, Decimal, int] | None = None
        while self.taken < len(words) and (step := self._step(words[self.taken])):
            self.taken += step
        if self.last == "and":
            self._back()

    @property
    def value(self) -> Decimal:
        """The number read."""
        return self.total + self.current

    def _step(self, word: str) -> int:
        """Read a word; return how many words were taken, or 0 if the number ends before it."""
        grammar = _grammar()
        if word == "and":
            return self._and()
        if word in ("a", "an"):
            return self._add(_ONE, "a") if not self.last else 0
        if word in grammar.small:
            return self._small(Decimal(grammar.small[word]))
        if word in grammar.tens:
            return self._tens(Decimal(grammar.tens[word]))
        if not self.last or word not in grammar.scales:
            return 0  # "parts per million", "half"
        return self._scale(grammar.scales[word])

    def _add(self, number: Decimal, kind: str) -> int:
        self.current += number
        self.last = kind
        return 1

    def _small(self, number: Decimal) -> int:
        after_tens = self.last == "tens" and not 0 < number < 10
        if after_tens or self.last in ("small", "half", "dozen"):
            return 0
        return self._add(number, "small")

    def _tens(self, number: Decimal) -> int:
        if self.last == "small" and 13 <= self.current <= 20 and not self.total:
            self.form, self.current = "year", self.current * 100  # "nineteen eighty"
        elif self.last in ("small", "tens", "half", "dozen"):
            return 0
        return self._add(number, "tens")

    def _and(self) -> int:
        after = self.words[self.taken + 1 : self.taken + 3]
        part = _AND_A.get(after[1]) if len(after) == 2 and after[0] in ("a", "an") else None
        if part is not None and self.last == "scale" and not self.current:
            # "a million and a half"
            self.total += times(part, _grammar().scales[self.words[self.taken - 1]])
            self.last = "end"
            return 3
        if part is not None:
            self._add(part, "half")
            return 3
        if self.last not in ("hundred", "scale") or not after or after[0] in ("a", "an"):
            return 0
        self.before_and = (self.total, self.current, self.taken)
        self.last = "and"
        return 1

    def _scale(self, factor: Decimal) -> int:
        second_number = self.before_and and (
            (factor == 100 and self.current >= 100) or (factor >= self.largest > 0 and factor != 12)
        )
        if second_number:
            self._back()  # "one hundred and two hundred", "five thousand and two million"
            return 0
        if self.last == "end" or (factor == 100 and self.current >= 100):
            return 0
        if factor in (12, 100):
            self.current = times(self.current or _ONE, factor)
            self.last = "hundred" if factor == 100 else "dozen"
        elif self.last == "scale" and not self.current:
            self.total = times(self.total, factor)
        else:
            self.total += times(self.current or _ONE, factor)
            self.current, self.last, self.largest = Decimal(0), "scale", factor
        return 1

    def _back(self) -> None:
        """Give back the words from the last "and" on."""
        if self.before_and:
            self.total, self.current, self.taken = self.before_and
            self.last = "end"
