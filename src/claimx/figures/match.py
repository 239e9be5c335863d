"""The shapes of a figure: while it is being read, and as it is handed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from claimx.text.numbers import NumberMatch

Modifier = Literal["about", "more_than", "less_than", "at_least", "at_most", "nearly", "up_to"]
Change = Literal["increase", "decrease"]


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """A figure as records.md describes it; `equivalent` is an index into the same list."""

    start: int
    end: int
    measure: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    modifier: str | None
    change: str | None
    per: str | None
    item: str | None
    equivalent: int | None


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency as it is worded: a code, or several that share the name."""

    codes: tuple[str, ...]
    noun: str | None = None
    parts: int = 1  # how many of these make one unit of the currency: 100 for cents
    sure: bool = True  # False: the word means other things too


@dataclass(slots=True)
class Draft:
    """A number with what has been found around it so far."""

    number: NumberMatch
    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    measure: str = "count"
    unit: str | None = None
    currency: Currency | None = None
    prefixed: bool = False
    suffixed: bool = False
    hyphened: bool = False
    dropped: bool = False
    duration: bool = False
    modifier: str | None = None
    change: str | None = None
    per: str | None = None
    item: str | None = None
    noun: tuple[int, int] | None = None
    noun_from: int = 0  # where the phrase counted begins, if not at the number's end
    twin: Draft | None = None
    left: int = 0  # where the wording before the figure ends
    reach: int = 0  # where the last number of a range or a share ends
    signed: bool = False
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def bare(self) -> bool:
        """Whether nothing but the number was found."""
        return self.measure == "count" and self.unit is None and not self.duration
