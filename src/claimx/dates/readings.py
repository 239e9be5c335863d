"""The readings of expressions before they are resolved, and the matches that they become."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date expression with offsets into the text and TIMEX3 values.

    `rule` is the name of the rule that read it. `confidence` is computed from `features`.
    """

    start: int
    end: int
    type: str
    value: str
    low: str | None = None
    high: str | None = None
    modifier: str | None = None
    anchor: str | None = None
    rule: str = ""
    confidence: float | None = None
    features: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A place in the calendar, with the parts that the words give.

    `direction` is the word before it ("last", "next", "that" …). `year_word` and `week_word` are
    the year or week in words ("March last year", "Tuesday of next week").
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
    """A unit of the calendar counted from the article's date or the text's: "last week".

    A `count` of None is the nearest one. `other` is what it is counted from ("a week before
    Easter"). `year_word` moves it to another year ("the same month last year").
    """

    unit: str
    count: float | None
    base: str = "article"
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    modifier: str | None = None
    whole: bool = True
    other: Calendar | None = None
    year_word: str | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; `side` is -1 if it ends at the anchor, and 1 if it begins there.

    `ahead` means that "in" comes before it, so that it can be a date in the future.
    """

    value: str
    unit: str | None = None
    count: float | None = None
    side: int = 0
    base: str = "article"
    modifier: str | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value without an anchor: a set or a vague reference."""

    type: str
    value: str
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A range from one calendar reading to another."""

    first: Calendar | Shift
    last: Calendar | Shift


Reading = Calendar | Shift | Duration | Fixed | Interval


@dataclass(frozen=True, slots=True)
class Found:
    """A reading at tokens `first` to `last` (exclusive), with the name of its rule."""

    first: int
    last: int
    reading: Reading
    rule: str = ""
