"""Two figures that belong together: ranges, sums in two coins, the same sum in two currencies."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from claimx.figures.match import Draft
from claimx.figures.terms import tokens_after
from claimx.text.lexicon import words
from claimx.text.numbers import times

_DASH = re.compile(r" ?[-–—]\s?|\s?-\s?to\s?-\s?")
_HEDGE = "|".join(map(re.escape, sorted(words("modifiers", "hedges"), key=len, reverse=True)))
_TO = re.compile(rf"-?,?\s(?P<word>to|and|or)\s(?:(?:{_HEDGE}) )?")
_OF = re.compile(r" (?:in|out of)(?: every)? | to |-to-")
_MOVE = re.compile(
    r",? (to|from|up from|down from|compared with|compared to|against|versus|vs\.?|and then"
    r"|while the \w+ (?:is|was))"
    rf"(?: (?:{_HEDGE}))? "
)
_LISTED = re.compile(r",? (?:and|or) ")
_LINK = 6
_PER = (" per ", " for every ", " for each ")
_TWIN = re.compile(
    rf"\s?[(\[](?:or |i\.e\.,? |= ?|US ?|(?:{_HEDGE}) |[~≈] ?){{0,4}}"
    rf"|,? (?:or|i\.e\.,?|equivalent to|the equivalent of|equal to|which is|that is)"
    rf"(?: (?:{_HEDGE})){{0,2}} "
    r"|\s?[/–—-]\s?"
)


def join(drafts: list[Draft], text: str, low: str) -> list[Draft]:
    """Makes ranges of two neighbours; drops scores and the like; shares units of "7- or 8-inch"."""
    found: list[Draft] = []
    index = 0
    while index < len(drafts):
        first = drafts[index]
        second = drafts[index + 1] if index + 1 < len(drafts) else None
        if second is None or first.dropped or second.start - first.end > 24:
            found.append(first)
            index += 1
            continue
        gap = text[first.end : second.start]
        if _DASH.fullmatch(gap):
            second.fields.pop("glued", None)
            if not _span(first, second, text, low, dash=True):
                if not gap[0].isspace() and first.bare:
                    first.dropped = True
                    second.dropped = second.bare
                found.append(first)
                index += 1
                continue
            found.append(first)
            index += 2
            continue
        if _OF.fullmatch(gap) and _ratio(first, second, gap):
            found.append(first)
            index += 2
            continue
        word = gap.strip(" \n-,").split(" ")[0] if _TO.fullmatch(gap.replace("\n", " ")) else ""
        if (
            word in ("to", "and")
            and _led(word, first, low)
            and _span(first, second, text, low, dash=False)
        ):
            found.append(first)
            index += 2
            continue
        if word == "or" or (word and gap.startswith("-")):
            _share_unit(first, second)
        elif (first.suffixed or first.prefixed) and second.bare and (move := _MOVE.fullmatch(gap)):
            lead = low[max(0, first.left - 6) : first.left]
            if move[1] != "to" or lead.endswith("from "):
                second.fields["like"] = "before"
        found.append(first)
        index += 1
    return found


def share(drafts: list[Draft], text: str, low: str) -> None:
    """Gives the unit told once to the numbers before it: "5, 6 and 7 percent", "from 3 to 5 km"."""
    linked = False
    for second, first in pairwise(reversed(drafts)):
        gap = text[first.end : second.start]
        in_list = listed(first, second, text, linked=linked)
        if first.dropped or first.value is None or not second.suffixed or second.measure == "count":
            linked = False
        elif not first.bare:
            linked = in_list and first.unit == second.unit
        elif in_list:
            _share_unit(first, second)
            linked = True
        elif gap == " to " and not _like_year(first, text) and _moved(low, first.left, told=False):
            if not first.number.scaled and first.value < 1000:
                first.value = times(first.value, _factor(second))
            _share_unit(first, second)


def listed(first: Draft, second: Draft, text: str, *, linked: bool) -> bool:
    """Whether two numbers are a list that may share what follows: "eight or nine".

    A comma makes one only where the list goes on (`linked`) to an "and" or "or".
    """
    if second.start - first.end > _LINK or _like_year(first, text):
        return False
    gap = text[first.end : second.start]
    return bool(_LISTED.fullmatch(gap)) or (linked and gap.strip() == ",")


def rates(drafts: list[Draft], text: str) -> list[Draft]:
    """Takes the second of "$350 per 1,000 cubic metres" as what the first is for each of."""
    found: list[Draft] = []
    for draft in drafts:
        whole = found[-1] if found else None
        if (
            whole is None
            or draft.value is None
            or draft.unit is None
            or draft.measure in ("money", "percent")
            or text[whole.end : draft.start] not in _PER
        ):
            found.append(draft)
        else:
            whole.per = f"{draft.value:f} {draft.unit}"
    return found


def _like_year(draft: Draft, text: str) -> bool:
    value = draft.value
    return value is not None and 1800 <= value <= 2100 and text[draft.start : draft.end].isdigit()


def _ratio(first: Draft, second: Draft, gap: str) -> bool:
    """Makes `first` the share of "one in five" and "two out of three"."""
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


def _led(word: str, first: Draft, low: str) -> bool:
    """Whether the words before make "A and B" or "A to B" a range."""
    lead = low[max(0, first.left - 16) : first.left]
    if word == "and":
        return bool(
            re.search(r"\bbetween (?:about |around |roughly |some |an estimated )?\Z", lead)
        )
    return True


def _span(first: Draft, second: Draft, text: str, low: str, *, dash: bool) -> bool:
    """Makes `first` the range from one to the other, if they can be one."""
    a, b = first.value, second.value
    if a is None or b is None or second.dropped or first.signed != second.signed:
        return False
    told = [draft for draft in (first, second) if draft.measure != "count"]
    if len(told) == 2 and not _alike(first, second):
        return False
    if first.suffixed and not second.suffixed and not second.prefixed:
        return False
    if first.prefixed and second.measure not in ("count", "money"):
        return False
    low_value = a
    if not first.number.scaled and not first.number.letter and second.number.base is not None:
        factor = _factor(second)
        if factor != 1 and a < 1000 and a * factor < b:
            low_value = times(a, factor)
    if low_value >= b:
        return False
    if first.duration or second.duration:
        if second.duration:
            first.duration = True
            first.end = second.end
            return True
        return False
    unit_after = second if second.suffixed or second.prefixed else None
    if unit_after is None and not first.prefixed and not first.suffixed:
        nouns = tokens_after(text, second.end, 4)
        stop = words("figures", "not_counted")
        aged = _AGES.search(low[max(0, first.start - 16) : first.start])
        if (not nouns or nouns[0].text.lower() in stop) and not aged:
            return False
        if (
            a == int(a)
            and b == int(b)
            and 1000 <= a <= 2100
            and 1000 <= b <= 2100
            and "," not in text[first.start : first.end]
        ):
            first.dropped = second.dropped = True
            return False
    elif not dash and _moved(low, first.left, told=len(told) == 2):
        return False
    first.value, first.low, first.high = None, low_value, b
    first.reach = second.number.end
    first.end = second.end
    if second.measure != "count" or first.measure == "count":
        if not first.prefixed or second.prefixed:
            first.currency = second.currency or first.currency
        first.measure, first.unit = (
            (second.measure, second.unit)
            if second.measure != "count"
            else (first.measure, first.unit)
        )
    first.suffixed = first.suffixed or second.suffixed
    first.prefixed = first.prefixed or second.prefixed
    first.hyphened = second.hyphened
    return True


_INCHES = re.compile(r" ?in\b\.?|”|\"")
_AGES = re.compile(r"\b(?:aged|ages|aged between|ages of|aged from) \Z")
_CHANGES = frozenset().union(
    *(words("modifiers", key) for key in ("increase", "decrease", "moves"))
)
_CHANGED = re.compile(rf"\b(?:{'|'.join(sorted(_CHANGES))})\b[^.;]{{0,80}}\Z")
_FROM = re.compile(rf"\b(?P<word>\w+)(?: (?:{_HEDGE}))* \Z")
_MOVE_REACH = 90


def _moved(low: str, left: int, *, told: bool) -> bool:
    """Whether "A to B" is a movement, no range: "rose from 3% to 5%", "gained $12 to $3,694".

    Without "from" only if each end has its own unit (`told`): "may rise 3 to 5 percent" is a range.
    """
    lead = low[max(0, left - _MOVE_REACH) : left]
    changed = _CHANGED.search(lead)
    match = _FROM.search(lead)
    if not changed or not match:
        return False
    if match["word"] == "from":
        return True
    return told and _CHANGED.fullmatch(match["word"]) is not None


def _factor(draft: Draft) -> Decimal:
    """What the draft's scale word or letter multiplies by."""
    number = draft.number
    if draft.low is not None and number.value:
        return draft.low / number.value
    if number.letter and number.base and draft.value == number.value and number.value is not None:
        return number.scale * number.value / number.base
    return number.scale


def _alike(first: Draft, second: Draft) -> bool:
    if first.measure != second.measure:
        return False
    if first.currency and second.currency:
        return (
            bool(set(first.currency.codes) & set(second.currency.codes))
            and first.currency.parts == second.currency.parts
        )
    return first.unit == second.unit


def _share_unit(first: Draft, second: Draft) -> None:
    """Gives the first of "eight or nine euros" the second's unit."""
    if first.suffixed or first.prefixed or second.measure == "count" or not second.suffixed:
        if first.bare and second.duration:
            first.duration = True
        return
    if "glued" in first.fields:
        return
    first.measure, first.unit, first.currency = second.measure, second.unit, second.currency
    first.suffixed = True


def compose(drafts: list[Draft], text: str) -> list[Draft]:
    """Adds up a sum told in unit and sub-unit: "3 dollars 50 cents", "20 rupees and 43"."""
    found: list[Draft] = []
    for draft in drafts:
        whole = found[-1] if found else None
        if (
            whole is not None
            and not whole.dropped
            and not draft.dropped
            and whole.measure == "money"
            and whole.currency is not None
            and whole.currency.parts == 1
            and whole.value is not None
            and whole.value == whole.value.to_integral_value()
            and draft.value is not None
            and 0 < draft.value < 100
            and re.fullmatch(r",? (?:and )?", text[whole.end : draft.start])
            and _part(whole, draft, text)
        ):
            parts = draft.currency.parts if draft.currency else 100
            whole.value += draft.value / parts
            whole.end = draft.end
            continue
        if (
            whole is not None
            and whole.unit == "foot"
            and whole.value is not None
            and draft.value is not None
            and 0 < draft.value < 12
            and (draft.bare or draft.unit == "inch")
            and text[whole.end : draft.start] in ("-", " ", "")
        ):
            whole.value += draft.value / 12  # "6-foot-2"
            inches = _INCHES.match(text, draft.number.end)
            whole.end = draft.end if draft.unit else inches.end() if inches else draft.number.end
            continue
        found.append(draft)
    return found


def _part(whole: Draft, draft: Draft, text: str) -> bool:
    if draft.currency is not None:
        return draft.currency.parts > 1
    if not draft.bare:
        return False
    return not re.match(r"[^.,;!?)]", text[draft.end : draft.end + 1])


def twins(drafts: list[Draft], text: str, low: str) -> None:
    """Links sums and quantities that the text gives twice, in two currencies or units."""
    for first, second in pairwise(drafts):
        if first.twin is not None or first.measure != second.measure or first.unit == second.unit:
            continue
        if first.measure in ("count", "percent", "ratio", "age") or second.start <= first.end:
            continue
        gap = text[first.end : second.start]
        if len(gap) > 40:
            continue
        match = _TWIN.fullmatch(gap)
        if not match and first.per:
            match = _TWIN.fullmatch(re.sub(r"^(?:\s|-)(?:an?|per|each|every)\s[\w-]+", "", gap))
        if match:
            first.twin, second.twin = second, first
            second.change = second.change or first.change
