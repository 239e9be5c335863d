"""The choice between currencies with the same name, and between pounds of money and of weight.

For a name that several currencies share, the first of these that exists decides: the country named
with it ("Turkmen manats"); the nearest country of a candidate in the same sentence; the country of
a candidate that the article names most, starting with its dateline; the default of the name. A
dollar is American unless its own words say otherwise, or the dateline does and America is never
named: in news from all over the world, a bare "$" is the US dollar.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from decimal import Decimal

from claimx.figures.beside import tokens_after
from claimx.figures.currency import SYMBOLS, countries
from claimx.figures.figure import Currency, Draft
from claimx.figures.page import Page
from claimx.text.lexicon import words
from claimx.text.numbers import times

_WIRE = re.compile(r"\((?:AP|Reuters|AFP|dpa|DPA|Xinhua|UPI|IANS|ANI)\)")
_DATELINE_REACH = 60
_DASH = re.compile(r"\s[-–—_]+\s|\)\s*[-–—_]")
_OF_STUFF = re.compile(r"\s+of\s+(?!(?:money|aid|debt|tax|public|funding|cash)\b)")
_WEIGHED = re.compile(r"[^\w.;]{1,3}(?:about |or |some )?[\d,.]+\s?(?:kg|kilo|tonne|metric)")
_SIGNS = re.compile(f"[{re.escape(SYMBOLS)}]")
_POUNDS = ("GBP", "EGP", "LBP", "SYP", "SDG", "SSP")
# In a text with fewer words, a missing word means nothing.
_SCRAP = 5
_PLACED = re.compile(r"\sin\s(?:the\s)?")
# "150 kn": below this, a word that can be a currency needs more than a price in the sentence.
_LEAST_PRICE = 100
_MILLION = 1_000_000
_LARGEST_CENTS = 10_000
_GROUPED = re.compile(r"[1-9]\.000")  # "5.000 euros": prices have no decimals of zeros only
_THOUSAND = Decimal(1000)


def judge(drafts: list[Draft], page: Page) -> None:
    """Remove currencies that are only words, and give pounds of weight their unit."""
    for draft in drafts:
        _judge_unit(draft, page)
        _judge_currency(draft, page)


def _judge_currency(draft: Draft, page: Page) -> None:
    currency = draft.currency
    if currency is None:
        return
    if _GROUPED.fullmatch(page.text, draft.number.start, draft.number.end):
        _thousandfold(draft)
    if draft.prefixed and _is_word(draft, page):
        draft.become("count")
        draft.prefixed = draft.signed = False
        draft.dropped = page.text[draft.number.start - 1].isalpha()  # "N1"
        draft.start = draft.left = draft.number.start
    elif is_money(draft, page):
        after = tokens_after(page.low, draft.end, 1) if draft.prefixed else []
        if after and after[0].text == "grand" and not draft.number.scaled:
            draft.end = after[0].end  # "£5 grand"
            _thousandfold(draft)
        elif currency.noun == "grand":
            _thousandfold(draft)
    elif not draft.prefixed:
        draft.suffixed = False
        if currency.noun == "pound":
            draft.become("mass", "pound")
            return
        draft.become("count")
        draft.end = draft.number.end
        draft.dropped = page.text[draft.end : draft.end + 1].isalpha()  # "3D"


def _judge_unit(draft: Draft, page: Page) -> None:
    """Decide between two meanings of a sign: knots or kilotons, degrees of heat or of an angle."""
    if draft.unit == "kiloton" and page.words_around(draft.start) & words("units", "speeds"):
        draft.measure, draft.unit = "speed", "knot"
    if draft.measure == "angle" and page.words_around(draft.start) & words("units", "weather"):
        draft.measure = "temperature"


def _thousandfold(draft: Draft) -> None:
    if draft.value is not None:
        draft.value = times(draft.value, _THOUSAND)


def settle(drafts: list[Draft], page: Page) -> None:
    """Give every sum its code, and convert sub-units to the unit."""
    for draft in drafts:
        if draft.currency is not None and draft.currency.parts == 1:
            draft.unit = resolve(draft.currency, draft, page)
    for index, draft in enumerate(drafts):
        if draft.currency is not None and draft.currency.parts > 1:
            draft.unit = _cents(drafts, index, page)
            parts = Decimal(draft.currency.parts)
            draft.value = None if draft.value is None else draft.value / parts
            draft.low = None if draft.low is None else draft.low / parts
            draft.high = None if draft.high is None else draft.high / parts


def resolve(currency: Currency, draft: Draft, page: Page) -> str:
    """Return the ISO code of the currency."""
    codes = currency.codes
    if len(codes) == 1:
        return codes[0]
    owner = {c: code for code in reversed(codes) for c in countries().get(code, ())}
    if currency.noun in ("$", "dollar", "cent"):
        return _dollar(codes[0], owner, page)
    near = [
        (
            0 if _PLACED.fullmatch(page.low, draft.end, offset) else abs(offset - draft.start),
            owner[country],
        )
        for offset, country in page.places_between(*page.sentence(draft.start))
        if country in owner
    ]
    if near:
        return min(near)[1]
    named: Counter[str] = Counter()
    for country in page.counts:  # in the order of their first mention in the article
        if country in owner:
            named[owner[country]] += page.counts[country]
    return named.most_common(1)[0][0] if named else codes[0]


def _dollar(default: str, owner: dict[str, str], page: Page) -> str:
    if not page.places or "US" in page.counts:
        return default
    offset, country = page.places[0]
    if offset >= _DATELINE_REACH:
        return default
    head = page.text[: offset + _DATELINE_REACH]
    if not _DASH.search(head, offset) or _WIRE.search(head):
        return default
    return owner.get(country, default)


def is_money(draft: Draft, page: Page) -> bool:
    """Return whether a word that can be a currency is one here."""
    currency = draft.currency
    if currency is None:
        return True
    if currency.noun == "pound" and not draft.prefixed:
        return _pounds(draft, page)
    if currency.sure:
        return True
    number = draft.number
    if currency.noun == "grand":
        return not _counts_things(page, draft.end)
    if currency.parts > 1 and page.text[number.start : draft.end] in words("money", "not_pence"):
        return False  # lines of a screen
    if currency.parts > 1:
        return number.form == "digits" and (draft.value is None or draft.value < _LARGEST_CENTS)
    if any(page.names(code) for code in currency.codes):
        # "won" is a verb and "all" a word: even near their countries they need digits.
        return number.form == "digits" or number.scaled
    # "310 million rand (", "a ticket cost 150 kn", but not "310 million real users".
    large = draft.value is not None and draft.value >= _LEAST_PRICE
    priced = large and page.words_around(draft.start) & words("money", "prices")
    return bool(number.scaled or priced) and not _counts_things(page, draft.end)


def _counts_things(page: Page, end: int) -> bool:
    """Return whether a noun follows the word that can be a currency: "5 grand pianos"."""
    after = tokens_after(page.low, end, 1)
    stop = words("figures", "not_counted")
    return bool(after) and after[0].text.isalpha() and after[0].text not in stop


def _pounds(draft: Draft, page: Page) -> bool:
    """Return whether pounds are money, not weight, by the words around them."""
    near = page.words_around(draft.start)
    money: float = len(near & words("money", "pound_is_money"))
    weight = len(near & words("money", "pound_is_weight"))
    begin, end = page.sentence(draft.start)
    signs = _SIGNS.search(page.text, begin, end)
    if signs:
        money += 1
    elif "£" in page.text or any(map(page.names, _POUNDS)):
        money += 0.5
    weight += 2 * bool(_WEIGHED.match(page.low, draft.end))
    weight += bool(_OF_STUFF.match(page.low, draft.end)) + draft.hyphened
    if money == weight:
        # Without any hint, a full sentence means weight; a scrap of text or millions mean money.
        large = draft.number.scaled and (draft.value or 0) >= _MILLION
        return money > 0 or large or len(near) < _SCRAP
    return money > weight


def _cents(drafts: list[Draft], index: int, page: Page) -> str:
    """Return the currency of a sub-unit: of the nearest sum in the sentence, or else its own."""
    draft = drafts[index]
    currency = draft.currency
    assert currency is not None
    if len(currency.codes) > 1:
        begin, end = page.sentence(draft.start)
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
    return resolve(currency, draft, page)


def _is_word(draft: Draft, page: Page) -> bool:
    """Return whether the code before a number is only a word: "ALL 5 players"."""
    if draft.currency is None or draft.currency.sure:
        return False
    number = draft.number
    grouped = "," in page.text[number.start : number.end]
    if number.scaled or number.letter or grouped:
        return False
    return not any(map(page.names, draft.currency.codes))
