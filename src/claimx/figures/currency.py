"""Which manat, which dollar, and whether "pounds" are money at all.

A name that several currencies share is resolved in this order: the country named with it
("Turkmen manats"); the nearest country of a candidate in the same sentence; the candidate whose
country the article names most, its dateline first; the default of the name. A dollar is American
unless its own words say otherwise, or the article's dateline does and America is never named: in
news from all over the world a bare "$" is the US dollar.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cached_property

from claimx.figures.match import Currency, Draft
from claimx.figures.terms import SYMBOLS, terms, tokens_after
from claimx.text.lexicon import words

_NAME = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}")
_BREAK = re.compile(r"[.!?][”\"’)]*\s+(?=[\"“‘(]?[A-Z])|\n\s*\n")
_WORD = re.compile(r"[a-z']+")
_WIRE = re.compile(r"\((?:AP|Reuters|AFP|dpa|DPA|Xinhua|UPI|IANS|ANI)\)")
# What stands farther off says nothing of a sum, though no stop comes between.
_LONG_SENTENCE = 1_000
_DATELINE_REACH = 60
_DASH = re.compile(r"\s[-–—_]+\s|\)\s*[-–—_]")
_OF_STUFF = re.compile(r"\s+of\s+(?!(?:money|aid|debt|tax|public|funding|cash)\b)")
_SIGNS = re.compile(f"[{SYMBOLS}]")
_POUNDS = ("GBP", "EGP", "LBP", "SYP", "SDG", "SSP")
_SCRAP = 5
_PLACED = re.compile(r"\sin\s(?:the\s)?")
_LEAST_PRICE = 100


class Setting:
    """What the article says around its figures: countries, sentences; read when first asked."""

    def __init__(self, text: str, low: str) -> None:
        self.text = text
        self.low = low

    @cached_property
    def places(self) -> list[tuple[int, str]]:
        """Offsets and codes of the countries named, in order."""
        known = terms().places
        found = []
        for match in _NAME.finditer(self.text):
            parts = match[0].split(" ")
            first = 0
            offset = match.start()
            while first < len(parts):
                step = 1
                for last in range(len(parts), first, -1):
                    name = " ".join(parts[first:last])
                    name = name.removesuffix("'s").removesuffix("’s").rstrip(".,")
                    if name == "US" or (code := known.get(name.lower())) is None:
                        code = "US" if name in ("US", "U.S") else None
                    if code and name not in ("Us", "Perth"):
                        found.append((offset, code))
                        step = last - first
                        break
                offset += sum(len(part) + 1 for part in parts[first : first + step])
                first += step
        return found

    def places_between(self, begin: int, end: int) -> list[tuple[int, str]]:
        """Those of the places that lie there."""
        first, last = (bisect_left(self.places, (border, "")) for border in (begin, end))
        return self.places[first:last]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each country is named."""
        return Counter(code for _, code in self.places)

    @cached_property
    def breaks(self) -> list[int]:
        """Where sentences begin, by punctuation."""
        return [0, *(match.end() for match in _BREAK.finditer(self.text)), len(self.text) + 1]

    def sentence(self, position: int) -> tuple[int, int]:
        """The borders of the sentence around a position, or of as much of it as counts."""
        index = bisect_left(self.breaks, position + 1)
        begin, end = self.breaks[index - 1], self.breaks[index]
        return max(begin, position - _LONG_SENTENCE), min(end, position + _LONG_SENTENCE)

    def words_around(self, position: int, reach: int = 160) -> set[str]:
        """The words of the sentence around a position, in lower case, not farther than `reach`."""
        begin, end = self.sentence(position)
        return set(
            _WORD.findall(self.low[max(begin, position - reach) : min(end, position + reach)])
        )

    def names(self, code: str) -> bool:
        """Whether the article names a country of the currency."""
        return any(country in self.counts for country in terms().countries.get(code, ()))


def resolve(currency: Currency, draft: Draft, setting: Setting) -> str:
    """The ISO code that is meant."""
    codes = currency.codes
    if len(codes) == 1:
        return codes[0]
    countries = terms().countries
    owner = {c: code for code in reversed(codes) for c in countries.get(code, ())}
    if currency.noun in ("$", "dollar", "cent"):
        return _dollar(codes[0], owner, setting)
    near = [
        (
            0 if _PLACED.fullmatch(setting.low, draft.end, offset) else abs(offset - draft.start),
            owner[country],
        )
        for offset, country in setting.places_between(*setting.sentence(draft.start))
        if country in owner
    ]
    if near:
        return min(near)[1]
    named: Counter[str] = Counter()
    for country in setting.counts:  # in the order in which the article names them first
        if country in owner:
            named[owner[country]] += setting.counts[country]
    return named.most_common(1)[0][0] if named else codes[0]


def _dollar(default: str, owner: dict[str, str], setting: Setting) -> str:
    if not setting.places or "US" in setting.counts:
        return default
    offset, country = setting.places[0]
    if offset >= _DATELINE_REACH:
        return default
    head = setting.text[: offset + _DATELINE_REACH]
    if not _DASH.search(head, offset) or _WIRE.search(head):
        return default
    return owner.get(country, default)


def is_money(draft: Draft, setting: Setting) -> bool:
    """Whether a word that may name a currency does so here."""
    currency = draft.currency
    if currency is None:
        return True
    if currency.noun == "pound" and not draft.prefixed:
        return _pounds(draft, setting)
    if currency.sure:
        return True
    number = draft.number
    if currency.noun == "grand":
        return not _counts_things(setting, draft.end)
    if currency.parts > 1:
        return number.form == "digits" and (draft.value is None or draft.value < 10_000)
    if any(setting.names(code) for code in currency.codes):
        # "won" is a verb and "all" a word: even near their countries they want digits.
        return number.form == "digits" or number.scaled
    # "310 million rand (", "a ticket cost 150 kn", but not "310 million real users".
    large = draft.value is not None and draft.value >= _LEAST_PRICE
    priced = large and setting.words_around(draft.start) & words("money", "prices")
    return bool(number.scaled or priced) and not _counts_things(setting, draft.end)


def _counts_things(setting: Setting, end: int) -> bool:
    """Whether a noun follows the word that may be a currency: "5 grand pianos"."""
    after = tokens_after(setting.low, end, 1)
    stop = words("figures", "not_counted")
    return bool(after) and after[0].text.isalpha() and after[0].text not in stop


def _pounds(draft: Draft, setting: Setting) -> bool:
    if draft.number.scaled and (draft.value is None or draft.value >= 1_000_000):
        return True
    near = setting.words_around(draft.start)
    money: float = len(near & words("money", "pound_is_money"))
    weight = len(near & words("money", "pound_is_weight"))
    begin, end = setting.sentence(draft.start)
    if _SIGNS.search(setting.text, begin, end):
        money += 1
    elif "£" in setting.text or any(map(setting.names, _POUNDS)):
        money += 0.5
    if _OF_STUFF.match(setting.low, draft.end):
        weight += 1
    if draft.hyphened:
        weight += 1
    # Without any hint a sentence speaks of weight, a mere scrap of text of money.
    return money > weight or (money == weight and (money > 0 or len(near) < _SCRAP))


def cents(drafts: list[Draft], index: int, setting: Setting) -> str:
    """The currency of a sub-unit: that of the nearest sum in the sentence, else its own."""
    draft = drafts[index]
    currency = draft.currency
    assert currency is not None
    if len(currency.codes) > 1:
        begin, end = setting.sentence(draft.start)
        first, last = (
            bisect_left(drafts, at, key=lambda other: other.start) for at in (begin, end)
        )
        near = [
            (abs(other.start - draft.start), other.start, other.unit)
            for other in drafts[first:last]
            if other.measure == "money" and other.unit in currency.codes
        ]
        if near:
            return min(near)[2]
    return resolve(currency, draft, setting)


def doubtful_code(draft: Draft, text: str) -> bool:
    """Whether a code that is also a word ("ALL 5") is too weak to be one."""
    if draft.currency is None or draft.currency.sure or not draft.prefixed:
        return False
    number = draft.number
    return not (number.scaled or number.letter or "," in text[number.start : number.end])
