"""The types of figures: drafts while they are read, and finished matches."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from claimx.text.numbers import NumberMatch

Modifier = Literal["about", "more_than", "less_than", "at_least", "at_most", "nearly", "up_to"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """A figure as in docs/records.md, with offsets in characters.

    `equivalent` is an index into the list of figures, `period` has indices into the list of dates.
    `item_span` is the span of the words in `item`.
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
    """A currency by its wording: a code, or several that share the name."""

    codes: tuple[str, ...]
    noun: str | None = None
    parts: int = 1  # how many of these are one unit of the currency: 100 for cents
    sure: bool = True  # False if the word has other meanings


class Term(NamedTuple):
    """The meaning of a word beside a number."""

    measure: str  # "money", "percent", "duration" or the quantity's dimension
    unit: str | None = None
    currency: Currency | None = None


@dataclass(slots=True)
class Draft:
    """A number with everything found around it so far."""

    number: NumberMatch
    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    measure: str = "count"
    unit: str | None = None
    currency: Currency | None = None
    prefixed: bool = False  # a currency comes before the number
    suffixed: bool = False  # a unit or currency comes after it
    hyphened: bool = False  # joined by a hyphen: "80-km"
    glued: bool = False  # a hyphen joins it to a word or code before it: "C-17"
    dropped: bool = False
    duration: bool = False
    modifier: str | None = None
    change: str | None = None
    per: str | None = None
    noun: Span | None = None  # what is counted
    noun_from: int = 0  # where the counted phrase begins, if not at the end of the number
    item: Span | None = None
    period: tuple[int, ...] = ()
    twin: Draft | None = None
    left: int = 0  # where the wording before the figure ends
    reach: int = 0  # where the last number of a range or a share ends
    signed: bool = False
    elliptic: bool = False  # the unit comes from the figure before
    borrowed: bool = False  # the unit or noun is beside another figure

    @property
    def bare(self) -> bool:
        """Return whether nothing but the number was found."""
        return self.measure == "count" and self.unit is None and not self.duration

    def become(self, measure: str, unit: str | None = None) -> None:
        """Change the measure of the figure, and remove its currency."""
        self.measure, self.unit, self.currency = measure, unit, None

    def copy_unit(self, other: Draft) -> None:
        """Give the figure the unit of another."""
        self.measure, self.unit, self.currency = other.measure, other.unit, other.currency
        self.borrowed = True
