"""What may stand after or before a number: units, percent, currencies, by wording."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from claimx.figures.match import Currency
from claimx.text import lexicon


class Term(NamedTuple):
    """What a word after a number makes of it."""

    measure: str  # "money", "percent", "duration" or the quantity's dimension
    unit: str | None = None
    currency: Currency | None = None


class Token(NamedTuple):
    """A word or sign after a number; `hyphen` where it hangs on by a hyphen."""

    text: str
    start: int
    end: int
    hyphen: bool
    gap: bool


class Terms(NamedTuple):
    """Wordings in lower case, and short signs where the case matters."""

    words: dict[str, Term]
    signs: dict[str, Term]
    letters: dict[str, Term]
    codes: dict[str, Term]
    places: dict[str, str]
    countries: dict[str, tuple[str, ...]]


_SPACE = r"[ \t\u00a0\u2009\u202f]"
_TOKEN = re.compile(
    rf"({_SPACE}{{1,2}}|-|[ \t]?\r?\n(?=\S))?"
    r"((?:sq|cu|St)\.?(?![^\W_])|[^\W\d_]{1,4}[23²³](?!\w)"
    r"|[^\W\d_]+(?:['’./][^\W\d_]+)*|[°º˚] ?[CFK](?!\w)"
    r"|[&°º˚℃℉%％‰¢$€£¥₹₽₺₼₸₾₴₪₩₫₱₦₡₲₵₮₭฿元円])"
)


_PLAIN = str.maketrans({"-": " ", ".": None, "’": "'", "ʻ": "'"})


def plain(phrase: str) -> str:
    """A wording as the tables hold it: lower case, no accents, dots or hyphens."""
    phrase = phrase.lower()
    if not phrase.isascii():
        marks = unicodedata.normalize("NFKD", phrase)
        phrase = "".join(c for c in marks if not unicodedata.combining(c))
    return phrase.translate(_PLAIN)


SYMBOLS = "$＄€£¥￥₹₨₽₺₼₸₾₴₪₩₫₱₦₡₲₵₮₭฿֏₿৳៛﷼"


def tokens_after(text: str, position: int, limit: int = 5) -> list[Token]:
    """Up to `limit` words or signs that follow without punctuation between them."""
    found: list[Token] = []
    while len(found) < limit and (match := _TOKEN.match(text, position)):
        gap = match[1] or ""
        if (
            not found
            and not gap
            and match[2][0].isalpha()
            and position
            and text[position - 1].isalpha()
        ):
            break
        found.append(Token(match[2], match.start(2), match.end(), gap == "-", bool(gap)))
        position = match.end()
    return found


@cache
def terms() -> Terms:
    """All wordings, from the data files."""
    words: dict[str, Term] = {}
    signs: dict[str, Term] = {}
    units = lexicon.load("units")
    for dimension, entries in units["dimensions"].items():
        for unit, forms in entries.items():
            term = Term(dimension, unit)
            words.update((form.replace("-", " "), term) for form in forms["words"])
            signs.update((form.replace("-", " "), term) for form in forms.get("signs", ()))
    for unit, forms in units["percent"].items():
        for form in forms:
            table = signs if len(form) < 4 and form.isascii() and form.isalpha() else words
            table[form.replace("-", " ")] = Term("percent", unit)
    words["pct"] = Term("percent", "percent")
    words.update((form, Term("duration", form)) for form in units["durations"])
    codes = _money(words)
    letters = _letters(words)
    money = lexicon.load("money")
    places = {name: code for code, name in lexicon.load("currencies")["countries"].items()}
    for code, names in money["places"].items():
        places.update((name, code) for name in names)
    return Terms(words, signs, letters, codes, places, _countries())


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """The countries of each currency, former ones too."""
    own = {c: tuple(e["countries"]) for c, e in _currencies().items() if "countries" in e}
    return own | {c: tuple(v) for c, v in lexicon.load("money")["former"].items()}


def _currencies() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = lexicon.load("currencies")["currencies"]
    return table


@cache
def noun_currency(noun: str) -> Currency:
    """The currencies that share a noun, the one meant by default first."""
    money = lexicon.load("money")
    members: list[str] = money["members"].get(noun) or [
        code
        for code, entry in _currencies().items()
        if "countries" in entry and any(name.split()[-1] == noun for name in entry["names"])
    ]
    first = money["defaults"][noun]
    return Currency((first, *(code for code in members if code != first)), noun)


def _money(words: dict[str, Term]) -> dict[str, Term]:
    """Adds the currencies' names to `words`; answers their codes."""
    money = lexicon.load("money")
    doubtful = lexicon.words("money", "nouns_that_are_words")
    current = _currencies()
    # Names that only a former currency has come first, so that the present one overrides them.
    for code in sorted(current, key=lambda c: "countries" in current[c]):
        for name in current[code]["names"]:
            if " " in name:
                words[plain(name)] = Term("money", code, Currency((code,)))
    for noun, forms in money["forms"].items():
        currency = noun_currency(noun)
        for form in forms:
            sure = form not in doubtful
            words[form] = Term("money", None, Currency(currency.codes, noun, sure=sure))
    for code, forms in money["names"].items():
        for form in forms:
            words[form.replace("-", " ")] = Term(
                "money", code, Currency((code,), sure=form not in doubtful)
            )
    unsure = lexicon.words("money", "subunits_that_are_words")
    for entry in money["subunits"]:
        codes = (entry["default"], *(c for c in entry["of"] if c != entry["default"]))
        for form in entry["forms"]:
            currency = Currency(codes, entry["name"], entry.get("parts", 100), form not in unsure)
            words[form] = Term("money", None, currency)
    for symbol in SYMBOLS + "元円":
        words[symbol] = Term("money", None, symbol_currency(symbol))
    ambiguous = lexicon.words("money", "codes_that_are_words")
    return {
        code: Term("money", code, Currency((code,), sure=code not in ambiguous))
        for code in (*current, "BTC", "NIS", "RMB")
    } | {
        "RMB": Term("money", "CNY", Currency(("CNY",))),
        "NIS": Term("money", "ILS", Currency(("ILS",))),
    }


def symbol_currency(symbol: str) -> Currency:
    """What a currency sign stands for."""
    money = lexicon.load("money")
    meant: str = money["symbols"][symbol]
    if meant in money["marks"]:
        return Currency(tuple(money["marks"][meant]), "yen")
    if meant in money["defaults"]:
        currency = noun_currency(meant)
        return Currency(currency.codes, "$" if meant == "dollar" else meant)
    return Currency((meant,))


def _letters(words: dict[str, Term]) -> dict[str, Term]:
    """Letters that stand for a currency next to a number: Rs, RM, R."""
    money = lexicon.load("money")
    found: dict[str, Term] = {}
    for key, sure in (("letters", True), ("transliterated", True), ("letters_in_country", False)):
        for form, meant in money[key].items():
            if meant in words and words[meant].currency:
                base = words[meant].currency
                assert base is not None
                currency = Currency(base.codes, base.noun, base.parts, sure)
            else:
                currency = Currency((meant,), None, 1, sure)
            found[form] = Term("money", None, currency)
    return found
