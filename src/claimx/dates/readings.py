"""What an expression says before it is resolved: readings, and the match that comes of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateMatch:
    """One date expression; offsets into the text, values as TIMEX3 has them."""

    start: int
    end: int
    type: str
    value: str
    low: str | None = None
    high: str | None = None
    modifier: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A place in the calendar, with whatever parts the words give.

    `direction` is the word before ("last", "next", "that" …); `year_word` and `week_word` name the
    year or week in words ("March last year", "Tuesday of next week").
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    century: int | None = None
    holiday: str | None = None
    week: int | None = None
    era: str | None = None
    fiscal: bool = False
    direction: str | None = None
    year_word: str | None = None
    week_word: str | None = None
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A unit of the calendar counted from the article's date or from the text's: "last week"."""

    unit: str
    count: float | None
    base: str = "article"
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    modifier: str | None = None
    whole: bool = True
    other: Calendar | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time; `side` -1 where it ends at the anchor, 1 where it begins there."""

    value: str
    unit: str | None = None
    count: float | None = None
    side: int = 0
    base: str = "article"
    modifier: str | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that needs no resolving: sets and vague references."""

    type: str
    value: str
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """From one calendar reading to another."""

    first: Calendar | Shift
    last: Calendar | Shift


Reading = Calendar | Shift | Duration | Fixed | Interval


@dataclass(frozen=True, slots=True)
class Found:
    """A reading at words `first` to `last` (exclusive)."""

    first: int
    last: int
    reading: Reading
