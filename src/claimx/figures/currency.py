"""The wordings of currencies: names, codes, signs, letters (`money.json`, `currencies.json`)."""

from __future__ import annotations

from functools import cache

from claimx.figures.figure import Currency, Term
from claimx.text import lexicon
from claimx.text.lexicon import plain

# Signs that come before a number; Chinese and Japanese characters only come after it.
SYMBOLS = "".join(sign for sign in lexicon.load("money")["symbols"] if sign not in "元円")

Wordings = dict[str, Term]


@cache
def names() -> Wordings:
    """Return the names of currencies and their parts in lower case, and the signs."""
    money = lexicon.load("money")
    doubtful = lexicon.words("money", "nouns_that_are_words")
    found: Wordings = _full_names()
    for noun, forms in money["forms"].items():
        codes = noun_currency(noun).codes
        for form in forms:
            found[form] = Term("money", None, Currency(codes, noun, sure=form not in doubtful))
    for code, forms in money["names"].items():
        for form in forms:
            currency = Currency((code,), sure=form not in doubtful)
            found[form.replace("-", " ")] = Term("money", code, currency)
    unsure = lexicon.words("money", "subunits_that_are_words")
    for entry in money["subunits"]:
        codes = _first(entry["default"], entry["of"])
        for form in entry["forms"]:
            currency = Currency(codes, entry["name"], entry.get("parts", 100), form not in unsure)
            found[form] = Term("money", None, currency)
    for symbol in money["symbols"]:
        found[symbol] = Term("money", None, symbol_currency(symbol))
    return found


def _full_names() -> Wordings:
    """Return the names of several words: "Turkmen manats"."""
    current = _currencies()
    # Former currencies come first, so that present ones with the same name override them.
    order = sorted(current, key=lambda code: "countries" in current[code])
    return {
        plain(name): Term("money", code, Currency((code,)))
        for code in order
        for name in current[code]["names"]
        if " " in name
    }


@cache
def codes() -> Wordings:
    """Return the ISO codes, and other codes that are used in their place."""
    ambiguous = lexicon.words("money", "codes_that_are_words")
    known: Wordings = {
        code: Term("money", code, Currency((code,), sure=code not in ambiguous))
        for code in _currencies()
    }
    for form, code in lexicon.load("money")["other_codes"].items():
        known[form] = Term("money", code, Currency((code,)))
    return known


@cache
def letters() -> Wordings:
    """Return the letters that are currencies next to a number: Rs, RM, R."""
    money = lexicon.load("money")
    words = names()
    found: Wordings = {}
    for key, sure in (("letters", True), ("transliterated", True), ("letters_in_country", False)):
        for form, meant in money[key].items():
            base = words[meant].currency if meant in words else None
            currency = Currency((meant,), sure=sure)
            if base is not None:
                currency = Currency(base.codes, base.noun, base.parts, sure)
            found[form] = Term("money", None, currency)
    return found


@cache
def places() -> dict[str, str]:
    """Return the country's code by lower-case name of a country, its people or its cities."""
    found = {name: code for code, name in lexicon.load("currencies")["countries"].items()}
    for code, forms in lexicon.load("money")["places"].items():
        found.update((name, code) for name in forms)
    return found


@cache
def countries() -> dict[str, tuple[str, ...]]:
    """Return the countries of each currency, including former ones."""
    own = {c: tuple(e["countries"]) for c, e in _currencies().items() if "countries" in e}
    return own | {c: tuple(v) for c, v in lexicon.load("money")["former"].items()}


def _currencies() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = lexicon.load("currencies")["currencies"]
    return table


@cache
def noun_currency(noun: str) -> Currency:
    """Return the currencies that share a noun, with the default first."""
    money = lexicon.load("money")
    members: list[str] = money["members"].get(noun) or [
        code
        for code, entry in _currencies().items()
        if "countries" in entry and any(name.split()[-1] == noun for name in entry["names"])
    ]
    return Currency(_first(money["defaults"][noun], members), noun)


def _first(code: str, codes: list[str]) -> tuple[str, ...]:
    """Return the codes with one of them moved to the front."""
    return (code, *(other for other in codes if other != code))


def symbol_currency(symbol: str) -> Currency:
    """Return the currency of a sign."""
    money = lexicon.load("money")
    meant: str = money["symbols"][symbol]
    if meant in money["marks"]:
        return Currency(tuple(money["marks"][meant]), "yen")
    if meant in money["defaults"]:
        currency = noun_currency(meant)
        return Currency(currency.codes, "$" if meant == "dollar" else meant)
    return Currency((meant,))
