"""What a text has established so far: its dates, whether it recounts history, and the tense."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from typing import Literal

from claimx.dates import timex
from claimx.dates.readings import Calendar, Duration, Found, Interval, Reading, Shift
from claimx.dates.tense import Tenses
from claimx.dates.tokens import Kind, Tokens
from claimx.text.lexicon import load
from claimx.text.lexicon import words as listed

Grain = Literal["day", "month", "week", "year", "decade", "century"]
Side = Literal["weekday", "day", "month", "season", "holiday"]

# A year this far from the story's year and mentioned in passing does not move the story.
_ASIDE_YEARS = 8
# Within this many characters of a month or day, a year in passing does not move the story.
_RECENT = 1000
# "At noon" and "that month" refer to a date at most this many characters back, in the paragraph.
_NEAR = 400
# The most characters of a heading on its own line.
_HEADING = 60
# A month or day at least this many days from the article is mentioned as another year's.
_OTHER_YEAR = 320
# How many past years make a text a history, and how many more of them than of "yesterday".
_HISTORY_MARKS = 8
_HISTORY_RATIO = 3
# How many tokens after a word such as "forecast" an expression can be in the future.
_PROSPECT_REACH = 10
# How many tokens before a length or year a superlative ("the worst") can belong to it.
_SUPERLATIVE_REACH = 7


@dataclass(frozen=True, slots=True)
class Told:
    """A date in the text: its first day, its grain, and its position."""

    day: dt.date
    grain: Grain
    offset: int


@dataclass(slots=True)
class Story:
    """The article's date, the dates so far, and the current position."""

    at: Tokens
    tenses: Tenses
    published: dt.date | None
    clock: dt.time | None  # the time of that day, if known
    narrative: bool = False
    told: Told | None = None  # the story's date
    told_day: Told | None = None  # the last date that is a day
    told_last: Told | None = None  # the last date of any kind
    told_span: dt.date | None = None  # the start of the last range
    told_end: Told | None = None  # and its end
    told_quarter: dt.date | None = None  # the first day of the last quarter
    frame: Told | None = None  # the last year at the start of a sentence
    open_day: str | None = None  # the last day that could not be resolved
    bc_year: int | None = None
    offset: int = 0
    index: int = 0
    evidence: dict[str, float] = field(default_factory=dict)  # the signs of the last choice

    def move_to(self, found: Found) -> None:
        """Move to the expression that is resolved next."""
        self.offset, self.index = self.at.starts[found.first], found.first
        self.evidence = {}

    def base(self, base: str, unit: str) -> dt.date | None:
        """Return the day that an expression counts from, by "article", "text" or "near"."""
        if base == "text" or (base == "near" and self.narrative):
            return self._told_base(base, unit)
        if base == "near" and unit == "D" and self.told_day:
            past = self.tense() == "past" and self.told_day.offset > 0
            if past or self.close(self.told_day):
                return self.told_day.day
        if base == "near" and unit == "Q" and self.told_quarter:
            return self.told_quarter
        dated = self.told is not None and self.told.grain in ("day", "month")
        if base == "near" and unit in ("Y", "M") and self.told and dated and self.close(self.told):
            return self.told.day
        return self.published

    def _told_base(self, base: str, unit: str) -> dt.date | None:
        told = self.told_last if unit in ("Y", "DE", "CE") else self.told
        told = self.told_day if unit in ("D", "W", "NI") or unit[0] == "T" else told
        day = self.told_day
        if unit == "M" and told and told.grain == "year" and day and day.day.year == told.day.year:
            told = day  # "that year … the same month": the year gives no month
        if told is not None:
            return told.day
        return None if self.narrative and base == "text" and not self.told else self.published

    def close(self, told: Told) -> bool:
        """Return whether there is a date a short way back in the same paragraph."""
        between = self.at.text[told.offset : self.offset]
        return len(between) < _NEAR and "\n\n" not in between

    def turn_base(self, word: str) -> dt.date | None:
        """Return the day that "last", "that" or "the previous" year counts from."""
        text = word in listed("dates", "that") or word in listed("dates", "text_anchored")
        return self.base("text" if text else "article", "Y")

    def history(self) -> Told | None:
        """Return the story's date if it is close and in another year than the article, or None."""
        told = self.told
        if told is None or self.published is None or told.grain not in ("day", "month"):
            return None
        away = abs((self.published - told.day).days)
        return told if away >= _OTHER_YEAR and self.close(told) else None

    def looks_ahead(self, kind: Side, away: float) -> bool:
        """Return whether an expression means the day after the article's date, not the one before.

        `away` is how far ahead that day is, as a share of a week for weekdays and of a year
        otherwise. The weights of the signs are learnt by `training/dates_side.py`.
        """
        signs = self.signs(kind, away)
        weights: dict[str, float] = load("date_sides")["weights"]
        margin = sum(weights.get(name, 0.0) * value for name, value in signs.items())
        self.evidence = {**signs, "margin": margin}
        return margin > 0

    def signs(self, kind: Side, away: float) -> dict[str, float]:
        """Return the signs by which `looks_ahead` decides."""
        tense, lemma = self.tenses.at(self.offset)
        before = self.at.word(self.index - 1)
        week = kind == "weekday"
        signs = {
            "bias": 1.0,
            kind: 1.0,
            f"tense {tense}": 1.0,
            "week away" if week else "year away": away,
            f"away {tense} {'week' if week else 'year'}": away,
        }
        if week:
            signs["behind"] = float(away < _TOMORROW and self._repeated())
            signs["yesterday"] = float(away > _SINCE_YESTERDAY and tense != "future")
        elif kind != "month":
            signs["soon"] = float(away < _SOON)
        until = before in listed("dates", "ahead_cues")
        scheduling = lemma in listed("dates", "scheduling")
        signs |= {"until": float(until), "scheduling": float(scheduling)}
        signs["until scheduling"] = float(until and scheduling)
        signs["until past"] = float(until and tense == "past" and not scheduling)
        for key in ("future_nouns", "past_nouns"):
            if any(self.at.among(self.index + n, key) for n in (1, 2, 3)):
                signs[key] = 1.0
        if self._in_prospect():
            signs["prospect"] = 1.0
        signs["outlook"] = self.tenses.outlook()
        signs["since"] = float(before in listed("dates", "since_cues"))
        return signs | self._beside()

    def _beside(self) -> dict[str, float]:
        """Return the side of the date just before, if it is in the same paragraph."""
        told = self.told_last
        if told is None or self.published is None or not self.close(told):
            return {}
        ahead, past = told.day > self.published, told.day < self.published
        return {"told ahead": float(ahead), "told past": float(past)}

    def _repeated(self) -> bool:
        """Return whether the article has the current weekday more than once."""
        at, i = self.at, self.at.first(self.index, len(self.at.kinds), Kind.WEEKDAY)
        name = at.lower[i] if i >= 0 else ""
        return at.lower.count(name) > 1

    def _in_prospect(self) -> bool:
        """Return whether the words before look ahead: "a chance of a cut on Wednesday"."""
        for i in range(self.index - 1, max(self.index - _PROSPECT_REACH, -1), -1):
            if self.at.kind(i) == Kind.BLANK or self.at.word(i) in (".", "?", "!", ";"):
                return False
            if self.at.among(i, "prospect_words"):
                return True
        return False

    def tense(self) -> str | None:
        """Return the tense of the clause."""
        return self.tenses.at(self.offset)[0]

    def length_ahead(self) -> bool:
        """Return whether "in two days" is in the future: not "the worst in two years"."""
        ahead = self.at.word(self.index - 1) == "in" and self.tense() == "future"
        return ahead and not self._superlative()

    def _superlative(self) -> bool:
        """Return whether a superlative comes shortly before: "the worst in two years"."""
        at, reach = self.at, range(self.index - _SUPERLATIVE_REACH, self.index)
        return any(at.among(j, "superlatives") or at.word(j).endswith("est") for j in reach)

    def span_base(self, reading: Duration) -> dt.date | None:
        """Return where "the past five years" ends: a range just before, or the article's date."""
        if reading.base == "text" and reading.unit == "Y" and reading.side < 0:
            return self.told_span or (self.told_last.day if self.told_last else self.published)
        return self.base(reading.base, "D")

    def remember(self, value: str, reading: Reading) -> None:
        """Remember a date for the expressions that count from it."""
        low = timex.days(value)[0]
        if low is None:
            self.open_day = (
                value if re.match(r"XXXX-(?:\d\d-\d\d|WXX-\d)", value) else self.open_day
            )
            return
        if isinstance(reading, Shift) and (
            reading.year_word or (self.narrative and reading.base == "article")
        ):
            return  # a comparison with last year, or a speaker's "today", does not move the story
        told = Told(dt.date.fromisoformat(low), _grain(value), self.offset)
        if "-Q" in value:
            self.told_quarter = told.day
        if told.grain == "year" and self._opens():
            self.frame = told
        if told.grain == "year" and self._only_compares():
            return
        self.told_last = told
        if self.told and self._aside(told, value, self.told):
            return
        self.told = told
        if told.grain == "day":
            self.told_day = told

    def _aside(self, told: Told, value: str, now: Told) -> bool:
        """Return whether a history mentions a bare year in passing: "the fort, built in 1820,"."""
        if not self.narrative or len(value) != len("2020") or self._leads():
            return False
        if abs(now.day.year - told.day.year) > _ASIDE_YEARS:
            return True
        if now.grain not in ("day", "month"):
            return False
        later = told.day.year > now.day.year and told.offset - now.offset < _RECENT
        return now.day.year == told.day.year or later

    def _only_compares(self) -> bool:
        """Return whether a year only bounds a record: "the worst flood since 1989"."""
        return self.at.word(self.index - 1) == "since" and self._superlative()

    def framed(self) -> Told | None:
        """Return the past year that starts the sentence: "Two years ago, on New Year's Eve, …"."""
        frame = self.frame
        if frame is None or self.published is None or frame.day.year >= self.published.year:
            return None
        at, i = self.at, self.index
        while i > 0 and at.starts[i] > frame.offset:
            i -= 1
            if at.kinds[i] == Kind.BLANK or at.word(i) in (".", "?", "!", ";", "but"):
                return None
        return frame

    def _opens(self) -> bool:
        """Return whether the expression starts a sentence, alone or with a preposition."""
        i = self.index
        return self.at.opens_sentence(i) or self.at.opens_sentence(i - 1)

    def _leads(self) -> bool:
        """Return whether the expression starts a sentence or is in a heading."""
        return self._opens() or self._in_heading()

    def _in_heading(self) -> bool:
        """Return whether the expression is on a short line of its own, without a full stop."""
        text, here = self.at.text, self.offset
        low = text.rfind("\n", max(here - _HEADING, 0), here)
        high = text.find("\n", here, here + _HEADING)
        if low < 0 or high < 0 or text[low - 1 : low] != "\n":
            return False
        return text[high - 1] not in '.?!:;,"”'


# A day without a year, less than this share of a year ahead, is rarely last year's.
_SOON = 45 / 365
# If an article mentions the weekday after its own repeatedly and in the past tense, its date is off
# by a time zone.
_TOMORROW = 1.5 / 7
# A weekday further ahead than this was yesterday, unless the clause is in the future.
_SINCE_YESTERDAY = 5.5 / 7


def _grain(value: str) -> Grain:
    if "W" in value and "WI" not in value:
        return "week"
    if len(value) >= len("2020-01-01") and value[8:10].isdigit():
        return "day"
    if len(value) == len("2020-01") and value[5:7].isdigit():
        return "month"
    return {2: "century", 3: "decade"}.get(len(value), "year")  # type: ignore[return-value]


def is_history(found: list[Found], published: dt.date | None) -> bool:
    """Return whether the text recounts history: mostly past years, and hardly a "yesterday"."""
    marks = [_history_mark(one.reading, published) for one in found] if published else []
    history, deictic = sum(m for m in marks if m > 0), -sum(m for m in marks if m < 0)
    return history >= _HISTORY_MARKS and history > _HISTORY_RATIO * deictic


def _history_mark(reading: Reading, published: dt.date | None) -> int:
    """Return how strongly a reading suggests history; negative if it suggests news."""
    if isinstance(reading, Interval):
        reading = reading.first
    if isinstance(reading, Shift):
        return -1 if reading.base == "article" else 0
    if not isinstance(reading, Calendar) or published is None:
        return 0
    if reading.year is not None and reading.year < published.year - 1:
        return 2 if reading.month else 1
    return -2 if reading.weekday and not reading.day and reading.year is None else 0


def following(told: Told, month: int) -> int:
    """Return the year of a month after a date: the next one if the story crosses a year's end."""
    if told.grain in ("day", "month"):
        if told.day.month - month >= 9:
            return told.day.year + 1
        if month - told.day.month >= 11:
            return told.day.year - 1
    return told.day.year


def turn(word: str) -> int:
    """Return -1 for words like "last", 1 for words like "next", and 0 for "this" and "that"."""
    if word in listed("dates", "last"):
        return -1
    return int(word in listed("dates", "next"))


def probability(margin: float) -> float:
    """Return the logistic function."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, margin))))
