"""The shapes of a figure: while it is being read, and as it is handed on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from claimx.text.numbers import NumberMatch

Modifier = Literal["about", "more_than", "less_than", "at_least", "at_most", "nearly", "up_to"]
Change = Literal["increase", "decrease"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """A figure as records.md describes it, with offsets in characters.

    `equivalent` is an index into the same list of figures, `period` holds indices into the list of
    dates. `item_span` is where the words of `item` stand.
    """

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
    item_span: Span | None
    period: tuple[int, ...]
    equivalent: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency as it is worded: a code, or several that share the name."""

    codes: tuple[str, ...]
    noun: str | None = None
    parts: int = 1  # how many of these make one unit of the currency: 100 for cents
    sure: bool = True  # False: the word means other things too


class Term(NamedTuple):
    """What a word beside a number makes of it."""

    measure: str  # "money", "percent", "duration" or the quantity's dimension
    unit: str | None = None
    currency: Currency | None = None


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
    prefixed: bool = False  # a currency stands before the number
    suffixed: bool = False  # a unit or currency stands after it
    hyphened: bool = False  # by a hyphen: "80-km"
    glued: bool = False  # a hyphen ties it to a word or code before it: "C-17"
    dropped: bool = False
    duration: bool = False
    modifier: str | None = None
    change: str | None = None
    per: str | None = None
    noun: Span | None = None  # what is counted
    noun_from: int = 0  # where the phrase counted begins, if not at the number's end
    item: Span | None = None
    period: tuple[int, ...] = ()
    twin: Draft | None = None
    left: int = 0  # where the wording before the figure ends
    reach: int = 0  # where the last number of a range or a share ends
    signed: bool = False
    elliptic: bool = False  # the unit is that of the figure before
    borrowed: bool = False  # the unit or noun stands beside another figure

    @property
    def bare(self) -> bool:
        """Whether nothing but the number was found."""
        return self.measure == "count" and self.unit is None and not self.duration

    def become(self, measure: str, unit: str | None = None) -> None:
        """Makes the figure one of another measure, without a currency."""
        self.measure, self.unit, self.currency = measure, unit, None

    def copy_unit(self, other: Draft) -> None:
        """Gives the figure the unit of another."""
        self.measure, self.unit, self.currency = other.measure, other.unit, other.currency
        self.borrowed = True
