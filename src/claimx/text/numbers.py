"""Number words and numerals → exact values with their spans.

Two compiled patterns read a text once: one for what begins with a digit, one for words. Every
repeat in them is bounded, so that no text, however odd, makes them backtrack for long.
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


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """A number in a text: `text[start:end]`, character offsets.

    `value` is None for a vague number ("thousands"). `scale` is what its last scale word multiplies
    by. `base` and `base_end` leave the last letter off where it may be a unit as well as a scale:
    the m of "100m".
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
        """Whether a scale word multiplies the number."""
        return self.scale != 1

    @property
    def letter(self) -> bool:
        """Whether the number ends in a letter that may be a scale or a unit."""
        return self.base_end < self.end


# A space between two parts of one number: not a paragraph's end.
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
    money = r"[$€£¥₹₽₺₼₸₾₴₪₩₫₱₦฿]"
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
    """`text` in lower case with every offset kept (some capitals grow when lowered)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def exact(fraction: Fraction) -> Decimal:
    """The fraction in decimal: exact where it has an end, else to 28 digits."""
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def find_numbers(text: str | Doc, *, lowered: str | None = None) -> list[NumberMatch]:
    """The numbers in the text, in order and without overlap: of every kind, dates and names too."""
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
    """The numerals, by a search for their first sign and a match there."""
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
    """The value of digits with separators."""
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
    """The product without an exponent and without digits that nobody wrote."""
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
    grammar = _grammar()
    start, end = match.span()
    if grammar.ordinal.match(low, end):
        return []
    if match["vague"]:
        return [_whole(start, end, None, "vague")]
    if fold := match["fold"]:
        return [_whole(start, end, grammar.folds[fold], "words")]
    if match["alone"]:
        return [_whole(start, end, Decimal("0.5"), "fraction")]
    if match["half"]:
        factor = grammar.scales[match["half_scale"]]
        return [_whole(start, end, times(Decimal("0.5"), factor), "words", factor)]
    if match["fraction"]:
        top = grammar.small.get(match["top"], 1)
        value = exact(Fraction(top, grammar.fractions[match["bottom"]]))
        if scale := match["of_scale"]:
            factor = grammar.scales[grammar.parts.findall(scale)[-1]]
            return [_whole(start, end, times(value, factor), "words", factor)]
        return [_whole(start, end, value, "fraction")]
    words = [(w[0], *w.span()) for w in grammar.parts.finditer(low, start, end)]
    found = []
    first = 0
    while first < len(words):
        if words[first][0] in ("and", "half", "quarter", "quarters"):
            first += 1
            continue
        value, form, stop = _cardinal([w[0] for w in words[first:]])
        if stop == 0:
            first += 1
            continue
        last = words[first + stop - 1]
        scale = grammar.scales.get(last[0], _ONE)
        found.append(_whole(words[first][1], last[2], value, form, scale))
        first += stop
    return found


def _cardinal(words: list[str]) -> tuple[Decimal, Form, int]:
    """The value of the longest number that the words begin with, and how many words it takes."""
    grammar = _grammar()
    total = current = largest = Decimal(0)
    before_and: tuple[Decimal, Decimal, int] | None = None
    last = ""  # what kind the word before was
    position = 0
    form: Form = "words"
    while position < len(words):
        word = words[position]
        if word == "and":
            after = words[position + 1 : position + 3]
            if after[:1] in (["a"], ["an"]) and after[1:2] in (["half"], ["quarter"]):
                extra = Decimal("0.5") if after[1] == "half" else Decimal("0.25")
                if last == "scale" and not current:
                    total += times(extra, grammar.scales[words[position - 1]])
                    position += 3
                    break
                current += extra
                position += 3
                last = "half"
                continue
            if last not in ("hundred", "scale") or not after or after[0] in ("a", "an"):
                break
            before_and = (total, current, position)
            position += 1
            last = "and"
            continue
        if word in ("a", "an"):
            if last:
                break
            current, last = _ONE, "a"
        elif word in grammar.small:
            number = Decimal(grammar.small[word])
            if last == "small" or (last == "tens" and not 0 < number < 10):
                break
            if last in ("half", "dozen"):
                break
            current += number
            last = "small"
        elif word in grammar.tens:
            if last == "small" and 13 <= current <= 20 and not total:
                form = "year"
            elif last in ("small", "tens", "half", "dozen"):
                break
            current += Decimal(grammar.tens[word])
            last = "tens"
        elif word in ("half", "quarter", "quarters"):
            break
        elif not last:
            break  # "parts per million"
        else:
            factor = grammar.scales[word]
            if before_and and (
                (factor == 100 and current >= 100) or (factor >= largest > 0 and factor != 12)
            ):
                # "one hundred and two hundred", "five thousand and two million": two numbers.
                total, current, position = before_and
                break
            if factor == 100:
                if current >= 100:
                    break
                current = times(current or _ONE, factor)
                last = "hundred"
            elif factor == 12:
                current = times(current or _ONE, factor)
                last = "dozen"
            elif last == "scale" and not current:
                total = times(total, factor)
            else:
                total += times(current or _ONE, factor)
                current = Decimal(0)
                last = "scale"
                largest = factor
        position += 1
    if last == "and" and before_and:
        total, current, position = before_and
    return total + current, form, position
