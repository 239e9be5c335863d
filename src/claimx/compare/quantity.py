"""The likelihood that two figures are the same quantity, from signs with learnt weights.

`training/compare/quantity.py` learns the weights in `data/en/quantity.json` from gold groups.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from claimx.compare import values
from claimx.compare.facts import Number
from claimx.compare.topics import ALIKE
from claimx.compare.values import Relation, Value
from claimx.compare.words import Rarity, content
from claimx.text import lexicon

# Higher similarities of articles are cut to this.
MOST_ALIKE = 0.4
# Articles further apart are rarely about the same event.
FAR_DAYS = 30
# Figures of less similar articles must share words of this weight to be compared.
ALIKE_AT_ALL, SHARED_APART = 0.06, 12.0
# A toll of one event: its likelihood, the least similarity of the articles, and the fewest people
# (two dead in one article and three in another are too often different events).
TOLL, ALIKE_TOLL, SMALLEST_TOLL = 0.8, 0.12, 5


# The number of the kind of all counts.
COUNT = 0


class Columns(NamedTuple):
    """The figures as columns: the comparable dimension as a number, both ends, the kind of toll."""

    kind: np.ndarray
    low: np.ndarray
    high: np.ndarray
    toll: np.ndarray

    @property
    def is_count(self) -> np.ndarray:
        """Whether each figure is a number of things."""
        return np.asarray(self.kind == COUNT)


class Amounts:
    """The values of all figures, in the order of the figures."""

    def __init__(self) -> None:
        self._kinds = {"count": COUNT}
        self._kind, self._low, self._high = array("I"), array("d"), array("d")
        self._toll = array("B")

    def add(self, number: Number) -> None:
        """Append the value of a figure."""
        value = number.value
        self._toll.append(toll_of(number))
        self._kind.append(self._kinds.setdefault(kind_of(value), len(self._kinds)))
        self._low.append(value.low)
        self._high.append(value.high)

    def has(self, figures: range, value: Value) -> bool:
        """Return whether one of the figures has this value."""
        kind = self._kinds.get(kind_of(value))
        return any(self._high[n] == value.high and self._kind[n] == kind for n in figures)

    def columns(self, rates: Mapping[str, float]) -> Columns:
        """Return the columns; sums are in dollars if `rates` has their currency."""
        kind = np.array(self._kind, dtype=np.int64)
        factor = np.ones(len(kind))
        dollars = self._kinds.setdefault("money USD", len(self._kinds))
        for unit, rate in rates.items():
            is_unit = kind == self._kinds.get(f"money {unit}")
            factor[is_unit] = rate
            kind[is_unit] = dollars
        low, high = np.array(self._low) * factor, np.array(self._high) * factor
        return Columns(kind, low, high, np.array(self._toll))


class Quantities:
    """The comparison of figures.

    `alike` says how alike two articles are, `has_value` whether an article has a value, `rates`
    what a currency is worth in dollars.
    """

    def __init__(
        self,
        rarity: Rarity,
        *,
        alike: Callable[[int, int], float],
        days_between: Callable[[int, int], int | None],
        has_value: Callable[[int, Value], bool],
        rates: Mapping[str, float],
        weights: Mapping[str, float] | None = None,
    ) -> None:
        self._rarity, self._alike, self._days = rarity, alike, days_between
        self._has_value, self._rates = has_value, rates
        self._weights = lexicon.load("quantity")["weights"] if weights is None else weights

    def value(self, number: Number) -> Value:
        """Return the figure's value; a sum is in dollars if the articles imply the rate."""
        value = number.value
        rate = self._rates.get(value.unit or "") if value.dimension == "money" else None
        if rate is None:
            return value
        return value._replace(
            unit="USD", low=value.low * rate, high=value.high * rate,
            factor=value.factor * rate, grain=value.grain * rate,
        )  # fmt: skip

    def relation(self, a: Number, b: Number) -> Relation | None:
        """Return the relation of the values, or None if they cannot be the same quantity."""
        first, second = self.value(a), self.value(b)
        if kind_of(first) != kind_of(second) or not _is_one_rate(first.per, second.per):
            return None
        if {first.change, second.change} == {"increase", "decrease"}:
            return None
        if a.period and b.period and (a.period[1] < b.period[0] or b.period[1] < a.period[0]):
            return None
        return values.relation(first, second)

    def score(self, a: Number, b: Number, relation: Relation) -> float:
        """Return how likely it is that the two are the same quantity, from 0 to 1."""
        found = self._likelihood(self.signs(a, b, relation))
        return max(found, TOLL) if relation != "differ" and self.is_one_toll(a, b) else found

    def likeness(self, a: Number, b: Number) -> float:
        """Return the same likelihood without looking at the values, from 0 to 1."""
        signs = self.signs(a, b, "rounded")
        found = self._likelihood({n: sign for n, sign in signs.items() if "value" not in n})
        return max(found, TOLL) if self.is_one_toll(a, b) else found

    def shared(self, a: Number, b: Number) -> float:
        """Return the weight of the words that both have near the number or in their item."""
        return self._rarity.sum(a.words & b.words)

    def is_one_toll(self, a: Number, b: Number) -> bool:
        """Return whether both count the dead, or both the injured, of a whole event."""
        toll = toll_of(a)
        if not toll or toll != toll_of(b):
            return False
        return self._alike(a.article, b.article) >= ALIKE_TOLL

    def are_alike(self, a: Number, b: Number) -> bool:
        """Return whether the articles of two figures are about one thing."""
        return self._alike(a.article, b.article) >= ALIKE

    def may_be_one(self, a: Number, b: Number) -> bool:
        """Return whether it is worth comparing two figures closely."""
        return (
            self._alike(a.article, b.article) >= ALIKE_AT_ALL or self.shared(a, b) >= SHARED_APART
        )

    def _likelihood(self, signs: Mapping[str, float]) -> float:
        total = sum(self._weights.get(name, 0.0) * sign for name, sign in signs.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def signs(self, a: Number, b: Number, relation: Relation) -> dict[str, float]:
        """Return the signs for and against the pair, whose values have this relation."""
        overlap, rarity = self._rarity.overlap, self._rarity
        what_a, what_b = a.what, b.what
        alike = min(self._alike(a.article, b.article), MOST_ALIKE) / MOST_ALIKE
        days = self._days(a.article, b.article)
        shared = rarity.sum(a.words & b.words)
        digits = min(a.value.digits, b.value.digits)
        is_same = relation == "same"
        return {
            "bias": 1.0,
            f"relation {relation}": 1.0,
            f"kind {a.value.dimension}" if a.value.dimension in KINDS else "kind other": 1.0,
            "articles alike": alike,
            "articles alike, same value": alike * is_same,
            "far apart": float(days is not None and days > FAR_DAYS),
            "noun or item": overlap(what_a, what_b) if what_a and what_b else 0.0,
            "noun or item missing": float(not what_a or not what_b),
            "nothing shared": float(bool(what_a and what_b) and not what_a & what_b),
            "window": overlap(a.window, b.window),
            "window jaccard": rarity.jaccard(a.window, b.window),
            "shared words": min(shared, 20.0) / 20,
            "sentence": overlap(a.context, b.context),
            "no word near": float(not a.words & b.words),
            "names": overlap(a.names, b.names) if a.names and b.names else 0.0,
            "other names": float(bool(a.names and b.names) and not a.names & b.names),
            "age, same value": alike * float(is_same and a.value.dimension == "age"),
            "digits, same value": min(digits - 1, 3) * float(is_same),
            "small, same value": float(is_same and a.value.high < 10 and a.value.factor == 1),
            "small, nothing shared": float(
                is_same and a.value.high < 10 and bool(what_a and what_b) and not what_a & what_b
            ),
            "value elsewhere": float(not is_same and self.is_elsewhere(a, b)),
            "modifier differs": float(a.value.modifier != b.value.modifier),
            "change differs": float(a.value.change != b.value.change),
        }

    def is_elsewhere(self, a: Number, b: Number) -> bool:
        """Return whether one article also has the other's value, for something else."""
        return self._has_value(a.article, b.value) or self._has_value(b.article, a.value)


def _is_one_rate(a: str | None, b: str | None) -> bool:
    """Return whether "per share" and "per Qualcomm share" can be the same; None fits any."""
    return a is None or b is None or bool(set(content(a)) & set(content(b)))


KINDS = frozenset({"count", "money", "percent", "age"})


def toll_of(number: Number) -> int:
    """Return the kind of toll: 1 for the dead, 2 for the injured, 0 for no toll."""
    if number.value.dimension != "count" or number.value.high < SMALLEST_TOLL:
        return 0
    if not number.noun <= lexicon.words("compare", "people"):
        return 0
    tolls: list[list[str]] = lexicon.load("compare")["tolls"]
    found = (kind for kind, words in enumerate(tolls, 1) if not number.window.isdisjoint(words))
    return next(found, 0)


def kind_of(value: Value) -> str:
    """Return what the figure can be compared by: dimension, plus a unit without conversion."""
    if value.dimension == "count":
        return "count"
    unit = value.unit or ("year" if value.dimension == "age" else None)
    return f"{value.dimension} {unit}"
