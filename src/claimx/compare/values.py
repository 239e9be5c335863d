"""The relation of two values of one quantity: same, rounded, bounds or different."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from claimx.compare.words import tokens
from claimx.text import lexicon

Relation = Literal["same", "rounded", "bounds", "differ"]

MORE = frozenset({"more_than", "at_least"})
LESS = frozenset({"less_than", "at_most", "up_to", "nearly"})
ROUND = frozenset({"about", "nearly"})
# Converted values were rounded twice: 230 km are given as 140 miles (225 km).
CONVERTED = 0.03
# "About 1.5" can be 1.43, and "more than 200" can be 276, but hardly 500.
ABOUT, BOUND = 0.05, 1.5


class Value(NamedTuple):
    """A number or a range in the base unit of its dimension."""

    dimension: str
    unit: str | None
    low: float
    high: float
    modifier: str | None
    change: str | None
    per: str | None
    #: The factor from the unit to the base unit.
    factor: float
    #: Half of the last digit that is not zero: the most that it was rounded by.
    grain: float
    #: The number of significant digits: 1 for 50,000, 4 for 145.5.
    digits: int


def value_of(figure: dict[str, Any]) -> Value | None:
    """Return the value of a figure record, or None if it has no number."""
    ends = [figure["value"]] if figure["value"] is not None else [figure["low"], figure["high"]]
    found = [end for end in ends if end is not None]
    if not found or not all(abs(end) < 1e300 for end in found):
        return None
    unit = figure["unit"]
    base, factor = lexicon.load("compare")["units"].get(unit, (unit, 1))
    low, high = float(min(found)), float(max(found))
    return Value(
        dimension=figure["measure"],
        unit=base,
        low=low * factor,
        high=high * factor,
        modifier=figure["modifier"],
        change=figure["change"],
        per=figure["per"],
        factor=factor,
        grain=_grain(high) * factor,
        digits=len(Decimal(repr(high)).normalize().as_tuple().digits),
    )


def relation(a: Value, b: Value) -> Relation:
    """Return the relation of two values in the same unit."""
    if a.low == b.low and a.high == b.high:
        return "differ" if _exclude(a, b) else "same"
    wider, inner = (a, b) if a.high - a.low >= b.high - b.low else (b, a)
    if wider.high > wider.low and wider.low <= inner.low and inner.high <= wider.high:
        return "bounds"
    if a.factor != b.factor and _near(a, b, CONVERTED):
        return "same"
    if _is_rounded(a, b) or _is_rounded(b, a):
        return "rounded"
    return "bounds" if _bounds(a, b) or _bounds(b, a) else "differ"


def _exclude(a: Value, b: Value) -> bool:
    """Return whether one is above and the other below the same number."""
    return (a.modifier in MORE and b.modifier in LESS) or (
        a.modifier in LESS and b.modifier in MORE
    )


def is_negated(text: str) -> bool:
    """Return whether the text contains a negation."""
    words = lexicon.words("compare", "negations")
    return any(token in words or token.endswith("n't") for token in tokens(text))


def _grain(value: float) -> float:
    if not value:
        return 0.0
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return float(10.0 ** int(exponent)) / 2


def _is_rounded(coarse: Value, fine: Value) -> bool:
    """Return whether the coarse value is the fine one with fewer digits."""
    if coarse.modifier in ROUND and _near(coarse, fine, ABOUT):
        return True
    gap = abs(coarse.high - fine.high)
    return (
        coarse.digits < fine.digits
        and coarse.digits > 1
        and gap <= coarse.grain * (1 + 1e-9)
        and _near(coarse, fine, ABOUT)
    )


def _bounds(bound: Value, value: Value) -> bool:
    """Return whether one is a bound that the other keeps, at a small distance."""
    if bound.modifier in MORE and value.modifier not in LESS:
        return bound.high <= value.high <= bound.high * BOUND
    if bound.modifier in LESS and value.modifier not in MORE:
        return bound.high / BOUND <= value.high <= bound.high
    return False


def _near(a: Value, b: Value, share: float) -> bool:
    return math.isclose(a.high, b.high, rel_tol=share)
