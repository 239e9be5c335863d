"""The words and signs right beside a number, and their units and currencies."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from claimx.figures import currency, units
from claimx.figures.figure import Currency, Term
from claimx.text.lexicon import load, plain, words

_SIGNS = re.escape("".join(load("money")["symbols"]))
_SPACE = r"[ \t\u00a0\u2009\u202f]"
_TOKEN = re.compile(
    rf"({_SPACE}{{1,2}}|-|[ \t]?\r?\n(?=\S))?"
    r"((?:sq|cu|St)\.?(?![^\W_])|(?:[A-Z]\.){2}|[^\W\d_]{1,4}[23²³](?!\w)"
    r"|[^\W\d_]+(?:['’./][^\W\d_]+)*|[°º˚] ?[CFK](?!\w)"
    rf"|[&°º˚℃℉%％‰¢{_SIGNS}])"
)


class Token(NamedTuple):
    """A word or sign after a number; `hyphen` is True if a hyphen joins it."""

    text: str
    start: int
    end: int
    hyphen: bool
    gap: bool


def tokens_after(text: str, position: int, limit: int = 5) -> list[Token]:
    """Return up to `limit` words or signs that follow without punctuation between them."""
    found: list[Token] = []
    while len(found) < limit and (match := _TOKEN.match(text, position)):
        gap = match[1] or ""
        amid_word = match[2][0].isalpha() and position and text[position - 1].isalpha()
        if amid_word and not found and not gap:
            break
        found.append(Token(match[2], match.start(2), match.end(), gap == "-", bool(gap)))
        position = match.end()
    return found


@cache
def _words() -> dict[str, Term]:
    return units.wordings()[0] | currency.names()


def unit_of(tokens: list[Token], form: str) -> tuple[Term, int] | None:
    """Return the unit or currency at the start of the tokens, and how many tokens it has, or None.

    `form` is the form of the number before: a sign of one letter only follows digits.
    """
    return _lookup(tokens, form) or _qualified(tokens, form)


def _lookup(tokens: list[Token], form: str) -> tuple[Term, int] | None:
    """Return the longest listed wording and its number of tokens, or None."""
    signs = units.wordings()[1]
    for count in range(len(tokens), 1, -1):
        key = " ".join(token.text for token in tokens[:count])
        term = signs.get(key) or _words().get(plain(key)) or _placed(tokens[:count])
        if term:
            return term, count
    word = tokens[0].text
    if (term := signs.get(word)) and (form == "digits" or len(word) > 1):
        return term, 1
    term = currency.codes().get(word) or currency.letters().get(word) or _words().get(word.lower())
    return (term, 1) if term else _sliced(word)


def _qualified(tokens: list[Token], form: str) -> tuple[Term, int] | None:
    """Return a unit after a word for its country: "16 US fluid ounces"."""
    if len(tokens) == 1 or tokens[0].text not in words("units", "qualifiers"):
        return None
    found = _lookup(tokens[1:], form)
    if found is None or found[0].measure in ("money", "percent", "duration", "age"):
        return None
    return found[0], found[1] + 1


def _sliced(word: str) -> tuple[Term, int] | None:
    """Return a rate written with a slash: kV/cm."""
    head, stroke, tail = word.partition("/")
    signs = units.wordings()[1]
    unit, each = signs.get(head), signs.get(tail)
    if not stroke or unit is None or each is None or not each.unit:
        return None
    return Term("rate", f"{unit.unit} per {each.unit}"), 1


def _placed(tokens: list[Token]) -> Term | None:
    """Return a currency named with its country: "Turkmen manats"."""
    noun = _words().get(tokens[-1].text.lower())
    if not noun or not noun.currency:
        return None
    place = " ".join(token.text for token in tokens[:-1]).lower()
    country = currency.places().get(place)
    for code in noun.currency.codes if country else ():
        if country in currency.countries().get(code, ()):
            return Term("money", code, Currency((code,), parts=noun.currency.parts))
    return None
