"""Exchange rates implied by sums in two currencies, and the outliers among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from claimx.compare.facts import Article, Number, Record

# Sums are rounded to two or three digits, so a rate is accurate to a few percent.
OUTLIER = 0.05
# Currencies move, so only rates of articles at most this many days apart are compared.
DAYS = 120
DOLLAR = "USD"
# With only two different rates, either can be the wrong one.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A sum in two currencies; the rate is the price of the currency of `low`."""

    unit: str
    per: str
    rate: float
    grain: float
    sum: Record
    other: Record
    article: Article


class Rates:
    """The rates of a corpus, by the pair of currencies."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str], list[Pair]] = {}

    def add(self, numbers: Iterable[Number], article: Article) -> None:
        """Add the sums of an article that are given in two currencies."""
        sums = {number.record["id"]: number for number in numbers}
        for number in sums.values():
            other = sums.get(number.record["equivalent"] or "")
            if other is not None and number.record["start"] < other.record["start"]:
                pair = _pair(number, other, article)
                if pair is not None:
                    self._pairs.setdefault((pair.unit, pair.per), []).append(pair)

    def to_dollars(self) -> dict[str, float]:
        """Return the value of each currency in dollars, as the articles imply."""
        return {
            unit: 1 / median(pair.rate for pair in pairs)
            for (unit, per), pairs in self._pairs.items()
            if per == DOLLAR
        }

    def __iter__(self) -> Iterator[list[tuple[Pair, bool]]]:
        """Yield the pairs for each two currencies, and whether each one is an outlier."""
        for key in sorted(self._pairs):
            pairs = sorted(
                self._pairs[key],
                key=lambda pair: (
                    pair.article.published or "9",
                    pair.article.doc,
                    pair.sum["start"],
                ),
            )
            yield [(pair, _is_outlier(pair, pairs)) for pair in pairs]


def _pair(a: Number, b: Number, article: Article) -> Pair | None:
    first, second = a.value, b.value
    if {first.dimension, second.dimension} != {"money"} or first.unit == second.unit:
        return None
    if not first.unit or not second.unit or min(first.high, second.high) <= 0:
        return None
    # The rate is the price of a dollar; for other currencies, of the more valuable one.
    if DOLLAR in (first.unit, second.unit):
        if first.unit == DOLLAR:
            a, b = b, a
    elif a.value.high < b.value.high:
        a, b = b, a
    sum, other = a.value, b.value
    assert sum.unit is not None and other.unit is not None
    rate = sum.high / other.high
    grain = sum.grain / sum.high + other.grain / other.high
    return Pair(sum.unit, other.unit, rate, grain, a.record, b.record, article)


def _is_outlier(pair: Pair, pairs: list[Pair]) -> bool:
    """Return whether the rate differs from those of its time by more than rounding explains."""
    near = [other.rate for other in pairs if _are_near(pair.article.day, other.article.day)]
    if len(near) < FEWEST:
        return False
    usual = median(near)
    return abs(pair.rate - usual) > usual * max(OUTLIER, 2 * pair.grain)


def _are_near(a: int | None, b: int | None) -> bool:
    return a is None or b is None or abs(a - b) <= DAYS
