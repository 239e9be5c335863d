"""Figures that belong together: ranges, sums in two coins, the same sum in two currencies."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from claimx.figures.beside import tokens_after
from claimx.figures.ellipsis import is_year_like, moved, scale_of, share_unit
from claimx.figures.figure import Draft
from claimx.figures.page import Page
from claimx.text.lexicon import words
from claimx.text.numbers import times

Span2 = tuple[Decimal, Decimal]

_DASH = re.compile(r" ?[-–—]\s?|\s?-\s?to\s?-\s?")
_HEDGE = "|".join(map(re.escape, sorted(words("modifiers", "hedges"), key=len, reverse=True)))
_TO = re.compile(rf"-?,?\s(?P<word>to|and|or)\s(?:(?:{_HEDGE}) )?")
_OF = re.compile(r" (?:in|out of)(?: every)? | to |-to-")
_MOVE = re.compile(
    r",? (to|from|up from|down from|compared with|compared to|against|versus|vs\.?|and then"
    r"|while the \w+ (?:is|was))"
    rf"(?: (?:{_HEDGE}))? "
)
# The words between the two ends of a range: "$30 million to an estimated $40 million".
_WIDEST_GAP = 24
_WIDEST_TWIN = 40
_PER = (" per ", " for every ", " for each ")
_TWIN = re.compile(
    rf"\s?[(\[](?:or |i\.e\.,? |= ?|US ?|(?:{_HEDGE}) |[~≈] ?){{0,4}}"
    rf"|,? (?:or|i\.e\.,?|equivalent to|the equivalent of|equal to|which is|that is)"
    rf"(?: (?:{_HEDGE})){{0,2}} "
    r"|\s?[/–—-]\s?"
)


def ranges(drafts: list[Draft], page: Page) -> list[Draft]:
    """Join neighbours into ranges and ratios, and drop scores and the like.

    The second of two joined figures is left out of the list.
    """
    found: list[Draft] = []
    index = 0
    while index < len(drafts):
        first = drafts[index]
        found.append(first)
        index += 1
        second = drafts[index] if index < len(drafts) else None
        near = second is not None and second.start - first.end <= _WIDEST_GAP
        if second is not None and near and not first.dropped:
            index += _joined(first, second, page)
    return found


def _joined(first: Draft, second: Draft, page: Page) -> bool:
    """Join the second to the first if they are one figure; otherwise record what they share."""
    gap = page.text[first.end : second.start]
    if _DASH.fullmatch(gap):
        return _dashed(first, second, page, gap)
    if _OF.fullmatch(gap) and _ratio(first, second, gap):
        return True
    word = gap.strip(" \n-,").split(" ")[0] if _TO.fullmatch(gap.replace("\n", " ")) else ""
    if (
        word in ("to", "and")
        and _leads_range(word, first, page.low)
        and _span(first, second, page, dash=False)
    ):
        return True
    if word == "or" or (word and gap.startswith("-")):
        share_unit(first, second)
    elif (first.suffixed or first.prefixed) and second.bare and (move := _MOVE.fullmatch(gap)):
        lead = page.low[max(0, first.left - 6) : first.left]
        second.elliptic = move[1] != "to" or lead.endswith("from ")
    return False


def _dashed(first: Draft, second: Draft, page: Page, gap: str) -> bool:
    """Join two numbers with a dash between them, or drops them as a score."""
    second.glued = False  # "15kHz-17kHz"
    if not _is_score(second, page) and _span(first, second, page, dash=True):
        return True
    if not gap[0].isspace() and first.bare:
        first.dropped = True
        second.dropped = second.bare or _is_score(second, page)
    return False


def _is_score(second: Draft, page: Page) -> bool:
    """Return whether a noun after two numbers makes them a result: "a 6-10 record"."""
    after = tokens_after(page.low, second.number.end, 1)
    doubtful = second.bare or (second.currency is not None and not second.currency.sure)
    return doubtful and bool(after) and after[0].text in words("figures", "scored")


def rates(drafts: list[Draft], page: Page) -> list[Draft]:
    """Make the second of "$350 per 1,000 cubic metres" the `per` of the first."""
    found: list[Draft] = []
    for draft in drafts:
        whole = found[-1] if found else None
        if (
            whole is None
            or draft.value is None
            or draft.unit is None
            or draft.measure in ("money", "percent")
            or page.text[whole.end : draft.start] not in _PER
        ):
            found.append(draft)
        else:
            whole.per = f"{draft.value:f} {draft.unit}"
    return found


def _ratio(first: Draft, second: Draft, gap: str) -> bool:
    """Make `first` the share of "one in five" and "two out of three"."""
    a, b = first.value, second.value
    if (
        a is None
        or b is None
        or not first.bare
        or not second.bare
        or not (0 < a <= 1000 and 0 < b <= 1000)
    ):
        return False
    if gap.strip(" -") == "to":
        if b != 1 or a <= 1:
            return False
        first.value, first.measure, first.end = a, "ratio", second.end
        return True
    if not a < b:
        return False
    if "out" not in gap and a != 1 and b not in (10, 100, 1000):
        return False
    first.value, first.measure, first.end = a / b, "ratio", second.end
    return True


def _leads_range(word: str, first: Draft, low: str) -> bool:
    """Return whether a word before makes "A and B" a range ("between"); "A to B" needs none."""
    return word == "to" or bool(_BETWEEN.search(low[max(0, first.left - 28) : first.left]))


_BETWEEN = re.compile(
    r"\bbetween (?:the ages of )?(?:about |around |roughly |some |an estimated )?\Z"
)


def _span(first: Draft, second: Draft, page: Page, *, dash: bool) -> bool:
    """Make `first` the range from one to the other if they can form one."""
    if not _can_span(first, second):
        return False
    a, b = _ends(first, second)
    if a >= b:
        return False
    if first.duration or second.duration:
        if second.duration:
            first.duration, first.end = True, second.end
        return second.duration
    shares = second.suffixed or second.prefixed or first.prefixed or first.suffixed
    if not shares and not _counted_span(first, second, page):
        return False
    # "rose 3 to 5 percent" is a range, "rose 12 cents to $5" and "rose 2 to $45" are moves.
    told = second.prefixed or (first.measure != "count" and second.measure != "count")
    if shares and not dash and moved(page.low, first.left, told=told):
        return False
    _widen(first, second, a, b)
    return True


def _can_span(first: Draft, second: Draft) -> bool:
    """Return whether two figures have units that fit the ends of a range."""
    if first.value is None or second.value is None or second.dropped:
        return False
    if first.signed != second.signed:
        return False
    if first.measure != "count" and second.measure != "count" and not _alike(first, second):
        return False
    if first.suffixed and not second.suffixed and not second.prefixed:
        return False
    return not (first.prefixed and second.measure not in ("count", "money"))


def _ends(first: Draft, second: Draft) -> Span2:
    """Return the two values, giving the first the second's scale if it has none: "2.5-3bn"."""
    a, b = first.value, second.value
    assert a is not None and b is not None
    if not first.number.scaled and not first.number.letter and second.number.base is not None:
        factor = scale_of(second)
        if factor != 1 and a < _UNSCALED and a * factor < b:
            return times(a, factor), b
    return a, b


def _counted_span(first: Draft, second: Draft, page: Page) -> bool:
    """Return whether two bare numbers are a range: a noun follows, and they are not years."""
    after = tokens_after(page.text, second.end, 4)
    noun = after[0].text.lower() if after else ""
    aged = _AGES.search(page.low[max(0, first.start - 16) : first.start])
    counts = noun and (noun == "times" or noun not in words("figures", "not_counted"))
    if not counts and not aged:
        return False
    if is_year_like(first, page.text) and is_year_like(second, page.text):
        first.dropped = second.dropped = True
        return False
    return True


def _widen(first: Draft, second: Draft, low: Decimal, high: Decimal) -> None:
    """Make `first` the range, with the unit of either."""
    first.value, first.low, first.high = None, low, high
    first.reach, first.end = second.number.end, second.end
    if second.measure != "count":
        first.measure, first.unit = second.measure, second.unit
    if not first.prefixed or second.prefixed:
        first.currency = second.currency or first.currency
    first.suffixed = first.suffixed or second.suffixed
    first.prefixed = first.prefixed or second.prefixed
    first.hyphened = second.hyphened


_UNSCALED = 1000
_AGES = re.compile(r"\b(?:aged|ages|aged between|ages of|aged from) \Z")


def _alike(first: Draft, second: Draft) -> bool:
    if first.measure != second.measure:
        return False
    if first.currency and second.currency:
        return (
            bool(set(first.currency.codes) & set(second.currency.codes))
            and first.currency.parts == second.currency.parts
        )
    return first.unit == second.unit


def sums(drafts: list[Draft], page: Page) -> list[Draft]:
    """Add up sums in a unit and its sub-unit: "3 dollars 50 cents", "6-foot-2"."""
    found: list[Draft] = []
    for draft in drafts:
        whole = found[-1] if found else None
        if whole is None or not (_add_coins(whole, draft, page) or _add_inches(whole, draft, page)):
            found.append(draft)
    return found


def _add_coins(whole: Draft, draft: Draft, page: Page) -> bool:
    currency, value = whole.currency, whole.value
    if whole.dropped or draft.dropped or whole.measure != "money" or currency is None:
        return False
    if currency.parts != 1 or value is None or value != value.to_integral_value():
        return False
    gap = page.text[whole.end : draft.start]
    if draft.value is None or not 0 < draft.value < 100 or not re.fullmatch(r",? (?:and )?", gap):
        return False
    if not _is_part(draft, page.text):
        return False
    whole.value = value + draft.value / (draft.currency.parts if draft.currency else 100)
    whole.end = draft.end
    return True


def _is_part(draft: Draft, text: str) -> bool:
    """Return whether a number can be cents: by its unit, or at the end of a clause."""
    if draft.currency is not None:
        return draft.currency.parts > 1
    return draft.bare and not re.match(r"[^.,;!?)]", text[draft.end : draft.end + 1])


def _add_inches(whole: Draft, draft: Draft, page: Page) -> bool:
    if whole.unit != "foot" or whole.value is None or draft.value is None:
        return False
    fits = 0 < draft.value < 12 and (draft.bare or draft.unit == "inch")
    if not fits or page.text[whole.end : draft.start] not in ("-", " ", ""):
        return False
    whole.value += draft.value / 12
    inches = _INCHES.match(page.text, draft.number.end)
    whole.end = draft.end if draft.unit else inches.end() if inches else draft.number.end
    return True


_INCHES = re.compile(r" ?in\b\.?|”|\"")


def twins(drafts: list[Draft], page: Page) -> None:
    """Link sums and quantities that are given twice, in two currencies or units."""
    for first, second in pairwise(drafts):
        if first.twin is not None or first.measure != second.measure or first.unit == second.unit:
            continue
        if first.measure in ("count", "percent", "ratio", "age") or second.start <= first.end:
            continue
        gap = page.text[first.end : second.start]
        if len(gap) > _WIDEST_TWIN:
            continue
        match = _TWIN.fullmatch(gap)
        if not match and first.per:
            match = _TWIN.fullmatch(re.sub(r"^(?:\s|-)(?:an?|per|each|every)\s[\w-]+", "", gap))
        if match:
            first.twin, second.twin = second, first
            second.change = second.change or first.change
