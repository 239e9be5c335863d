"""From numbers to figures: reading, joining, sorting out, context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from claimx.figures import context, exclusions, ranges
from claimx.figures.currency import Setting, cents, doubtful_code, is_money, resolve
from claimx.figures.item import describe
from claimx.figures.match import Draft, FigureMatch
from claimx.figures.nouns import Nouns, singular
from claimx.figures.reading import read
from claimx.figures.terms import tokens_after
from claimx.text.lexicon import words
from claimx.text.numbers import NumberMatch, find_numbers, lower, times

if TYPE_CHECKING:
    from spacy.tokens import Doc

_A_COIN = re.compile(
    r"\ban? (?=(?:dollar|euro|cent|penny|buck|rouble|ruble|manat|rupee|yuan)\b"
    r"(?![-’'])(?!\s[a-z]+s\b))"
)
_AGED = re.compile(
    r"\b(?:(?:aged?|ages|age of|turned|turning|turns) (?:about |over |under |from |between )?"
    r"|(?:people|those|anyone|adults|men|women|boys|girls|children|voters) (?:under|over) "
    r"|who (?:is|was) )\Z"
)
_GROUPED = re.compile(r"[1-9]\.000")  # "5.000 euros": prices have no idle decimals
_PARTITIVE = re.compile(r"\sof\s(?:(?:the|its|his|her|their|our|these|those)\s)?")
_DIGIT = re.compile(r"(?<![\w-])\d")
_COMPARED = frozenset({"as", "more", "less", "the", "its", "that", "what", "their"})
_AGAIN = re.compile(
    r"\b(?:and|while|with|another|compared to|compared with|against|down from|up from)\s"
    r"(?:[a-z]+(?:ing|ed)\s)?(?:about |some |nearly |at least |more than |another |only |just )?\Z"
)
_CHANGED = re.compile(r"\b(?:and|but|while|with|as)\s[^.;:!?()\d]{0,60}\sby\s\Z")
_STOPS = re.compile(r"[.;:!?()]|\d")
_GOES_ON = re.compile(
    r"\s(?:by|in|at|on|from|for|who|were|was|are|have|had|others?|more|of them|missing|[a-z]+ed)\b"
    r"|\s?[.,;](?:\s|\Z)|\Z"
)
_JOINING = frozenset({"and", "or", "to", "by", "of"})
_LATTER = re.compile(r"\b(?:an?|another|one) ([a-z]+) or \Z")
_ELLIPSIS = 80
_NEARBY = 40
_LONGEST = 30


def find_figures(doc: Doc, *, dates: Iterable[tuple[int, int]] = ()) -> list[FigureMatch]:
    """The figures of an article's body, in order; offsets count characters of `doc.text`.

    A bare number inside one of the `dates` (spans, sorted) is part of it and no figure.
    """
    text = doc.text
    low = lower(text)
    numbers = list(_outside(_numbers(text, low), dates))
    if not numbers:
        return []
    nouns = Nouns(doc)
    setting = Setting(text, low)
    drafts: list[Draft] = []
    for number in numbers:
        taken = drafts[-1].end if drafts else 0
        if number.start >= taken:
            drafts.append(read(number, text, taken))
    _follow(drafts, text)
    drafts = ranges.join(drafts, text, low)
    ranges.share(drafts, text, low)
    for draft in drafts:
        _judge_money(draft, text, low, setting)
    drafts = ranges.compose(drafts, text)
    kept: list[Draft] = []
    for index, draft in enumerate(drafts):
        if draft.dropped or not _keep(draft, text, low, nouns):
            continue
        if kept and _within_phrase(kept[-1], draft, low):
            continue
        if kept and draft.bare and (draft.fields.get("like") or _elliptic(kept[-1], draft, low)):
            _liken(draft, kept[-1])
        following = drafts[index + 1] if index + 1 < len(drafts) else None
        if following and draft.bare and (sum_ := _priced(draft, following, kept, text)):
            _liken(draft, sum_)
        kept.append(draft)
    _share_nouns(kept, text)
    _settle_money(kept, setting)
    for draft in kept:
        context.modifier(draft, text, low)
        context.per(draft, text)
        context.change(draft, low)
    kept = ranges.rates(kept, text)
    ranges.twins(kept, text, low)
    describe(kept, text, nouns)
    return _matches(kept, text)


def _elliptic(before: Draft, draft: Draft, low: str) -> bool:
    """Whether a number leaves out the noun before: "435 homes by sale and 187 by tender"."""
    if not before.unit or draft.number.form not in ("digits", "words"):
        return False
    if draft.number.scaled and not before.number.scaled:
        return False  # "has 20 followers and raised 5 crore"
    if draft.start - before.end > _ELLIPSIS or low[draft.start : draft.end] == "one":
        return False
    gap = low[before.end : draft.start]
    if _CHANGED.search(gap) and _GOES_ON.match(low, draft.end):
        return True  # "rose by 2 percent, but Z fell by 1"
    if before.measure != "count":
        return False
    if gap == " to ":
        return True  # "rose 64 points to 4,577"
    return bool(_AGAIN.search(gap) and not _STOPS.search(gap) and _GOES_ON.match(low, draft.end))


def _follow(drafts: list[Draft], text: str) -> None:
    """Millions, not metres: "earned 4.5 million, spent 1.4bn and owed 750m"."""
    for first, second in pairwise(drafts):
        metres = second.number.letter and second.unit == "metre" and not second.hyphened
        if not metres or first.prefixed or first.suffixed or second.start - first.end > _NEARBY:
            continue
        if (first.number.scaled or first.number.letter) and "." not in text[
            first.end : second.start
        ]:
            second.value, second.measure, second.unit = second.number.value, "count", None
            second.suffixed = False


def _priced(draft: Draft, following: Draft, kept: list[Draft], text: str) -> Draft | None:
    """The sum whose currency a number leaves out: "100 yen ($1) and 200 ($2)"."""
    if not following.prefixed or text[draft.end : following.start] not in (" (", "("):
        return None
    for sum_ in reversed(kept[-3:]):
        if sum_.currency and following.currency and sum_.currency.codes != following.currency.codes:
            return sum_
    return None


def _share_nouns(kept: list[Draft], text: str) -> None:
    """Gives the noun told once to the numbers before it: "eight or nine people"."""
    linked = False
    for second, first in pairwise(reversed(kept)):
        counts = second.noun is not None and second.measure == "count"
        linked = (
            counts
            and first.bare
            and first.noun is None
            and first.value is not None
            and ranges.listed(first, second, text, linked=linked)
        )
        if linked:
            first.unit, first.noun = second.unit, second.noun
            first.noun_from = max(second.number.end, second.noun_from)


def _within_phrase(before: Draft, draft: Draft, low: str) -> bool:
    """Whether a number is a name in what the one before counts: "two new 737 Max jets"."""
    if draft.noun is None or draft.noun != before.noun or draft.number.form != "digits":
        return False
    between = low[before.number.end : draft.number.start].split()
    return all(word.isalnum() and word not in _JOINING for word in between)


def _liken(draft: Draft, before: Draft) -> None:
    """Gives the second of "from 208 pounds to 193" the unit of the first."""
    draft.measure, draft.unit, draft.currency = before.measure, before.unit, before.currency


def _numbers(text: str, low: str) -> list[NumberMatch]:
    """The numbers that may be figures: outside dates, net addresses and telephone numbers."""
    guarded = exclusions.protected(text)
    found = []
    index = 0
    for number in [*find_numbers(text, lowered=low), *_coins(low)]:
        if number.end - number.start > _LONGEST and number.form == "digits":
            continue
        while index < len(guarded) and guarded[index][1] <= number.start:
            index += 1
        if index < len(guarded) and guarded[index][0] < number.end and number.form == "digits":
            continue
        if number.form == "digits" and exclusions.in_address(text, number.start, number.end):
            continue
        found.append(number)
    return sorted(found, key=lambda n: n.start)


def _outside(
    numbers: Iterable[NumberMatch], dates: Iterable[tuple[int, int]]
) -> Iterator[NumberMatch]:
    """The numbers that are not part of a date; what has its own scale ("20 million") never is."""
    spans = iter(dates)
    span = next(spans, None)
    for number in numbers:
        while span is not None and span[1] <= number.start:
            span = next(spans, None)
        if number.scaled or span is None or not span[0] <= number.start < number.end <= span[1]:
            yield number


def _coins(low: str) -> list[NumberMatch]:
    """The "a" of "a dollar", which is one."""
    one = Decimal(1)
    return [
        NumberMatch(m.start(), m.start() + len(m[0]) - 1, one, "words", one, one, m.end() - 1)
        for m in _A_COIN.finditer(low)
        if not re.search(
            r"(?:\d|[$€£]\S+|cents?|pence|dollars?) \Z", low[max(0, m.start() - 12) : m.start()]
        )
    ]


def _judge_money(draft: Draft, text: str, low: str, setting: Setting) -> None:
    """Takes back a currency that is only a word, and gives pounds of weight their unit."""
    if draft.unit == "kiloton" and setting.words_around(draft.start) & words("units", "speeds"):
        draft.measure, draft.unit = "speed", "knot"  # "661 kt"
    if draft.measure == "angle" and setting.words_around(draft.start) & words("units", "weather"):
        draft.measure = "temperature"
    currency = draft.currency
    if currency is None:
        return
    if draft.value is not None and _GROUPED.fullmatch(text, draft.number.start, draft.number.end):
        draft.value = times(draft.value, Decimal(1000))
    if (
        draft.prefixed
        and doubtful_code(draft, text)
        and not any(map(setting.names, currency.codes))
    ):
        # "ALL 5 players"
        draft.currency, draft.measure, draft.prefixed, draft.signed = None, "count", False, False
        draft.start = draft.left = draft.number.start
    elif is_money(draft, setting):
        after = tokens_after(low, draft.end, 1) if draft.prefixed else []
        if after and after[0].text == "grand" and not draft.number.scaled:
            draft.end = after[0].end  # "£5 grand"
        elif currency.noun != "grand":
            return
        if draft.value is not None:
            draft.value = times(draft.value, Decimal(1000))
    elif not draft.prefixed and not is_money(draft, setting):
        draft.currency = None
        draft.suffixed = False
        glued = draft.number.end < len(text) and text[draft.number.end].isalpha()
        if currency.noun == "pound":
            draft.measure, draft.unit = "mass", "pound"
        else:
            draft.measure, draft.unit = "count", None
            draft.end = draft.number.end
            draft.dropped = glued  # "3D"


def _keep(draft: Draft, text: str, low: str, nouns: Nouns) -> bool:
    """Whether the draft is a figure; finds the noun of a count on the way."""
    number = draft.number
    if draft.duration:
        return False
    if draft.measure == "age":
        return True
    if draft.measure != "count":
        return "glued" not in draft.fields
    context.modifier(draft, text, low)
    draft.noun = nouns.counted(text, number.start, max(draft.end, draft.reach))
    if _age(draft, text, low):
        return True
    if exclusions.excluded(draft, text, low):
        return False
    if number.form == "fraction":
        draft.measure = "ratio"
        draft.noun = None
        return True
    if low.endswith("fold", number.start, number.end):
        draft.measure, draft.noun = "ratio", None
        return True
    times = tokens_after(low, draft.end, 2)
    if times and times[0].text in ("times", "fold"):
        compared = (
            times[0].text == "fold"
            or (len(times) > 1 and (times[1].text in _COMPARED or times[1].text.endswith("er")))
            or (draft.value is not None and draft.value % 1 != 0)  # "up 2.5 times"
        )
        draft.measure, draft.unit = ("ratio", None) if compared else ("count", "time")
        draft.noun, draft.end = None, times[0].end
        return True
    if number.form == "vague" or draft.noun is None:
        match = _PARTITIVE.match(low, draft.end)
        if match:
            draft.noun = nouns.counted(text, match.start(), match.end())
            draft.noun_from = match.end()
    if draft.noun and text[draft.noun[0] : draft.noun[1]] == "strong":
        draft.noun = None
    if draft.noun is None and (
        same := _LATTER.search(low, max(0, number.start - 24), number.start)
    ):
        draft.unit = singular(same[1])  # "another pick or two"
    if draft.noun:
        draft.unit = nouns.name(text, *draft.noun, after=number.end)
        if not _DIGIT.search(text, draft.end, draft.noun[0]):
            draft.end = max(draft.end, draft.noun[1])
    return True


def _age(draft: Draft, text: str, low: str) -> bool:
    number = draft.number
    value = draft.value if draft.value is not None else draft.high
    if value is None or value != value.to_integral_value() or not 0 < value < 120 or number.scaled:
        return False
    lead = low[max(0, number.start - 26) : number.start]
    after = text[draft.end : draft.end + 1]
    apposed = (
        after in (",", ")")
        and number.form == "digits"
        and value >= 5
        and re.search(r"[A-Z][\w’'-]+(?:, | \()\Z", text[max(0, number.start - 26) : number.start])
        and (after == "," or text[number.start - 1] == "(")
        and lead.rstrip(" ,(").split(" ")[-1].rstrip(".") not in words("figures", "months")
    )
    if _AGED.search(lead) or apposed:
        draft.measure, draft.unit, draft.noun = "age", "year", None
        return True
    return False


def _settle_money(drafts: list[Draft], setting: Setting) -> None:
    """Gives every sum its code; parts of a unit become the unit."""
    for draft in drafts:
        if draft.currency is not None and draft.currency.parts == 1:
            draft.unit = resolve(draft.currency, draft, setting)
    for index, draft in enumerate(drafts):
        if draft.currency is not None and draft.currency.parts > 1:
            draft.unit = cents(drafts, index, setting)
            parts = Decimal(draft.currency.parts)
            draft.value = None if draft.value is None else draft.value / parts
            draft.low = None if draft.low is None else draft.low / parts
            draft.high = None if draft.high is None else draft.high / parts


def _matches(drafts: list[Draft], text: str) -> list[FigureMatch]:
    order = {id(draft): index for index, draft in enumerate(drafts)}
    found = []
    for draft in drafts:
        sign = -1 if draft.signed else 1
        if draft.signed and draft.measure == "percent":
            draft.change = draft.change or "decrease"
        elif draft.measure == "percent" and text[max(0, draft.start - 1) : draft.start] == "+":
            draft.change = draft.change or "increase"
        found.append(
            FigureMatch(
                start=draft.start,
                end=draft.end,
                measure=draft.measure,
                value=None if draft.value is None else draft.value * sign,
                low=draft.low,
                high=draft.high,
                unit=draft.unit,
                modifier=draft.modifier,
                change=draft.change,
                per=draft.per,
                item=draft.item,
                equivalent=order.get(id(draft.twin)) if draft.twin else None,
            )
        )
    return found
