"""Units and nouns that are given once for several numbers: "5, 6 and 7 percent", "2 of 5 men"."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from claimx.figures.beside import tokens_after
from claimx.figures.figure import Draft
from claimx.figures.page import Page
from claimx.text.inflection import singular
from claimx.text.lexicon import words
from claimx.text.numbers import times

_LISTED = re.compile(r",? (?:and|or) ")
_LINK = 6
# Four digits in this range, without a comma, can be a year.
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_MOVE_REACH = 90
# How far a number can be from the one whose noun it omits.
_ELLIPSIS = 80
# Without "from" or a list, a number above this has a scale of its own.
_UNSCALED = 1000
_HEDGE = "|".join(map(re.escape, sorted(words("modifiers", "hedges"), key=len, reverse=True)))
_CHANGES = frozenset().union(
    *(words("modifiers", key) for key in ("increase", "decrease", "moves"))
)
_CHANGED = re.compile(rf"\b(?:{'|'.join(sorted(_CHANGES))})\b[^.;]{{0,80}}\Z")
_FROM = re.compile(rf"\b(?P<word>\w+)(?: (?:{_HEDGE}))* \Z")
_MOVE_REACH = 90


def moved(low: str, left: int, *, told: bool) -> bool:
    """Return whether "A to B" is a move, not a range: "rose from 3% to 5%", "gained $12 to $3,694".

    Without "from", each end must have its own unit (`told`): "may rise 3 to 5 percent" is a range.
    """
    lead = low[max(0, left - _MOVE_REACH) : left]
    changed = _CHANGED.search(lead)
    match = _FROM.search(lead)
    if not changed or not match:
        return False
    if match["word"] == "from":
        return True
    return told and _CHANGED.fullmatch(match["word"]) is not None


def scale_of(draft: Draft) -> Decimal:
    """Return the factor of the draft's scale word or letter."""
    number = draft.number
    if draft.low is not None and number.value:
        return draft.low / number.value
    if number.letter and number.base and draft.value == number.value and number.value is not None:
        return number.scale * number.value / number.base
    return number.scale


def units(drafts: list[Draft], page: Page) -> None:
    """Give a shared unit to the numbers before it: "5, 6 and 7 percent", "from 3 to 5 km"."""
    linked = False
    for second, first in pairwise(reversed(drafts)):
        in_list = _is_list(first, second, page.text, linked=linked)
        if first.dropped or first.value is None or not second.suffixed or second.measure == "count":
            linked = False
        elif not first.bare:
            linked = in_list and first.unit == second.unit
        elif in_list:
            share_unit(first, second)
            linked = True
        elif _is_start_of_move(first, second, page):
            if not first.number.scaled and first.value < _UNSCALED:
                first.value = times(first.value, scale_of(second))
            share_unit(first, second)


def _is_start_of_move(first: Draft, second: Draft, page: Page) -> bool:
    """Return whether a number is the start of "rose from 3 to 5 km"."""
    to = page.text[first.end : second.start] == " to "
    return to and not is_year_like(first, page.text) and moved(page.low, first.left, told=False)


def share_unit(first: Draft, second: Draft) -> None:
    """Give the first of "eight or nine euros" the second's unit."""
    if first.suffixed or first.prefixed or second.measure == "count" or not second.suffixed:
        first.duration = first.duration or (first.bare and second.duration)
    elif not first.glued:
        first.copy_unit(second)
        first.suffixed = True


def nouns(drafts: list[Draft], page: Page) -> None:
    """Give a shared noun to the numbers before it: "eight or nine people"."""
    linked = False
    for second, first in pairwise(reversed(drafts)):
        counts = second.noun is not None and second.measure == "count"
        lacks = first.bare and first.noun is None and first.value is not None
        linked = counts and lacks and _is_list(first, second, page.text, linked=linked)
        if linked:
            first.unit, first.noun, first.borrowed = second.unit, second.noun, True
            first.noun_from = max(second.number.end, second.noun_from)


def _is_list(first: Draft, second: Draft, text: str, *, linked: bool) -> bool:
    """Return whether two numbers are a list that can share what follows: "eight or nine".

    After a comma, the list must continue (`linked`) to an "and" or "or".
    """
    if second.start - first.end > _LINK or is_year_like(first, text):
        return False
    gap = text[first.end : second.start]
    return bool(_LISTED.fullmatch(gap)) or (linked and gap.strip() == ",")


def is_year_like(draft: Draft, text: str) -> bool:
    """Return whether a number is written like a year."""
    written = text[draft.start : draft.number.end]
    value = draft.value
    return value is not None and _FIRST_YEAR <= value <= _LAST_YEAR and written.isdigit()


_AGAIN = re.compile(
    r"\b(?:and|while|with|another|compared to|compared with|against|down from|up from)\s"
    r"(?:[a-z]+(?:ing|ed)\s)?(?:about |some |nearly |at least |more than |another |only |just )?\Z"
)
_CHANGED_BY = re.compile(r"\b(?:and|but|while|with|as)\s[^.;:!?()\d]{0,60}\sby\s\Z")
_STOPS = re.compile(r"[.;:!?()]|\d")
_GOES_ON = re.compile(
    r"\s(?:by|in|at|on|from|for|who|were|was|are|have|had|others?|more|of them|missing|[a-z]+ed)\b"
    r"|\s?[.,;](?:\s|\Z)|\Z"
)
_LATTER = re.compile(r"\b(?:an?|another|one) ([a-z]+) or \Z")
_LATTER_REACH = 24
_SERIES = re.compile(r"\s[a-z][^.;:!?\d]{2,40}, (?:and )?(?:then )?")


def complete(draft: Draft, before: list[Draft], following: Draft | None, page: Page) -> None:
    """Give a bare number the unit or noun that it omits, from a figure beside it."""
    if not draft.bare:
        return
    last = before[-1] if before else None
    if last and (draft.elliptic or _same_again(last, draft, page.low)):
        draft.copy_unit(last)
    elif following and (sum_ := _priced(draft, following, before, page.text)):
        draft.copy_unit(sum_)
    elif same := _LATTER.search(page.low, max(0, draft.start - _LATTER_REACH), draft.start):
        draft.unit, draft.borrowed = singular(same[1]), True  # "another pick or two"
    elif sum_ := _unnamed_sum(draft, before, page):
        draft.copy_unit(sum_)
    elif noun := _number_of(draft, page):
        draft.unit = noun


def _same_again(before: Draft, draft: Draft, low: str) -> bool:
    """Return whether a number omits the noun before it: "435 homes by sale and 187 by tender"."""
    if before.measure == "age" and low[before.end : draft.start] in (" and ", " or ", ", "):
        return True  # "ages 11 and 15"
    if not before.unit or draft.number.form not in ("digits", "words"):
        return False
    if draft.number.scaled and not before.number.scaled:
        return False  # "has 20 followers and raised 5 crore"
    if draft.start - before.end > _ELLIPSIS or low[draft.start : draft.end] == "one":
        return False
    gap = low[before.end : draft.start]
    if _CHANGED_BY.search(gap) and _GOES_ON.match(low, draft.end):
        return True  # "rose by 2 percent, but Z fell by 1"
    if before.measure != "count":
        return False
    if gap == " to ":
        return True  # "rose 64 points to 4,577"
    again = _AGAIN.search(gap) or _SERIES.fullmatch(gap)
    return bool(again and not _STOPS.search(gap) and _GOES_ON.match(low, draft.end))


def _priced(draft: Draft, following: Draft, before: list[Draft], text: str) -> Draft | None:
    """Return the sum whose currency a number omits: "100 yen ($1) and 200 ($2)"."""
    if not following.prefixed or text[draft.end : following.start] not in (" (", "("):
        return None
    for sum_ in reversed(before[-3:]):
        if sum_.currency and following.currency and sum_.currency.codes != following.currency.codes:
            return sum_
    return None


def _unnamed_sum(draft: Draft, before: list[Draft], page: Page) -> Draft | None:
    """Return the sum in the previous sentence whose currency "will spend 5.5 million" omits."""
    if not draft.number.scaled or draft.noun is not None or not before:
        return None
    begin, _ = page.sentence(draft.start)
    lead = page.low[max(begin, draft.left - _VERB_REACH) : draft.left].split()
    if not set(lead[-2:]) & words("money", "spending"):
        return None
    begin, _ = page.sentence(max(0, begin - 1))
    return next((sum_ for sum_ in reversed(before) if sum_.currency and sum_.start >= begin), None)


_VERB_REACH = 40
_NUMBER_OF = re.compile(r"\bnumbers? of (?:[a-z-]+ ){1,3}[^.;:!?()]{0,60}?(?:to|from) \Z")


def _number_of(draft: Draft, page: Page) -> str | None:
    """Return what a number counts by "number of": "the number of cases rose to 300"."""
    begin, _ = page.sentence(draft.start)
    lead = page.low[max(begin, draft.left - _MOVE_REACH) : draft.left]
    match = _NUMBER_OF.search(lead)
    if not match:
        return None
    after = tokens_after(page.text, draft.end, 1)
    if after and after[0].text not in words("figures", "not_counted"):
        return None
    return _head_after(page, draft.left - len(lead) + match.start())


def _head_after(page: Page, position: int) -> str | None:
    """Return the singular of the noun after "number of"."""
    begin = page.low.index(" of ", position) + len(" of ")
    noun = page.nouns.counted(page.text, begin, begin - 1)
    return page.nouns.name(page.text, *noun, after=begin) if noun else None
