"""The numbers that can be figures: outside dates, web addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from claimx.figures.figure import Span
from claimx.figures.not_figures import in_address, protected
from claimx.figures.page import Page
from claimx.text.inflection import is_plural
from claimx.text.numbers import NumberMatch, find_numbers

_A_COIN = re.compile(
    r"\ban? (?=(?:dollar|euro|cent|penny|buck|rouble|ruble|manat|rupee|yuan)\b"
    r"(?![-’'])(?!\s[a-z]+s\b))"
)
# "5 cents a dollar": a rate.
_PRICED = re.compile(r"(?:\d|[$€£]\S+|cents?|pence|dollars?) \Z")
_BOTH = re.compile(r"\bboth (?!(?:[a-z'-]+ ){1,4}and\b)(?=([a-z]+)\b)")
# A number with more digits is a code.
_LONGEST = 30


def numbers(page: Page, dates: Iterable[Span]) -> list[NumberMatch]:
    """Return the numbers in order, without those that belong to one of the `dates`."""
    found = [*find_numbers(page.text, lowered=page.low), *_coins(page.low), *_both(page.low)]
    found.sort(key=lambda number: number.start)
    return list(_outside_dates(_unguarded(found, page.text), dates))


def _unguarded(numbers: Iterable[NumberMatch], text: str) -> Iterator[NumberMatch]:
    """Yield the numbers outside web addresses, telephone numbers and other codes."""
    guarded = protected(text)
    index = 0
    for number in numbers:
        while index < len(guarded) and guarded[index][1] <= number.start:
            index += 1
        if number.form == "digits":
            long = number.end - number.start > _LONGEST
            inside = index < len(guarded) and guarded[index][0] < number.end
            if long or inside or in_address(text, number.start, number.end):
                continue
        yield number


def _outside_dates(numbers: Iterable[NumberMatch], dates: Iterable[Span]) -> Iterator[NumberMatch]:
    """Yield the numbers that are not part of a date. One with a scale ("20 million") never is."""
    spans = iter(dates)
    span = next(spans, None)
    for number in numbers:
        while span is not None and span[1] <= number.start:
            span = next(spans, None)
        if number.scaled or span is None or not span[0] <= number.start < number.end <= span[1]:
            yield number


def _coins(low: str) -> Iterator[NumberMatch]:
    """Yield a one for the "a" of "a dollar"."""
    for match in _A_COIN.finditer(low):
        if not _PRICED.search(low, max(0, match.start() - 12), match.start()):
            yield _word(match.start(), match.end() - 1, 1)


def _both(low: str) -> Iterator[NumberMatch]:
    """Yield a two for the "both" of "both men", but not of "both men and women"."""
    for match in _BOTH.finditer(low):
        if is_plural(match[1]):
            yield _word(match.start(), match.start() + len("both"), 2)


def _word(start: int, end: int, value: int) -> NumberMatch:
    number = Decimal(value)
    return NumberMatch(start, end, number, "words", Decimal(1), number, end)
