"""What a text has told so far, and which way its clauses look in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from claimx.dates import values
from claimx.dates.checks import among, sentence_start
from claimx.dates.lexer import Words
from claimx.dates.readings import Duration, Shift
from claimx.dates.tense import Tenses
from claimx.text.lexicon import words as listed

TEXT_WORDS = ("that", "same", "those")
_ASIDE = 8
_HEADING = 60
_RECENT = 1000
_NEAR = 400


@dataclass(slots=True)
class Told:
    """The date that the text told last: its first day, its grain, and where."""

    day: dt.date
    grain: str
    offset: int


@dataclass(slots=True)
class Context:
    """The article's date, the dates told so far, and the place that is being read."""

    at: Words
    tenses: Tenses
    published: dt.date | None
    clock: dt.time | None  # when on that day, where it is known
    narrative: bool = False
    told: Told | None = None
    told_day: Told | None = None
    told_last: Told | None = None
    told_span: dt.date | None = None
    told_end: Told | None = None
    bc_year: int | None = None
    offset: int = 0
    index: int = 0

    def base(self, base: str, unit: str) -> dt.date | None:
        """The day that an expression counts from: "article", "text" or whichever is "near"."""
        if base == "text" or (base == "near" and (self.narrative or self.published is None)):
            told = self.told_last if unit in ("Y", "DE", "CE") else self.told
            told = self.told_day if unit in ("D", "W", "NI") or unit[0] == "T" else told
            day = self.told_day
            if unit == "M" and told and told.grain == "Y" and day and day.day.year == told.day.year:
                told = day  # "that year … the same month": the year tells no month
            if told is not None:
                return told.day
            return (
                None if self.narrative and base == "text" and self.told is None else self.published
            )
        if base == "near" and unit == "D" and self.told_day and self.close(self.told_day):
            return self.told_day.day
        dated = self.told is not None and self.told.grain in ("D", "M")
        if base == "near" and unit in ("Y", "M") and self.told and dated and self.close(self.told):
            return self.told.day
        return self.published

    def close(self, told: Told) -> bool:
        """Whether a date was told a short way back, in the same paragraph."""
        between = self.at.text[told.offset : self.offset]
        return len(between) < _NEAR and "\n\n" not in between

    def turn_base(self, word: str) -> dt.date | None:
        """The day that "last", "that" or "the previous" before a year counts from."""
        text = word in TEXT_WORDS or word in listed("dates", "text_anchored")
        return self.base("text" if text else "article", "Y")

    def history(self, told: Told) -> bool:
        """Whether the text is in the middle of telling of another year than the article's."""
        assert self.published is not None
        if told.grain not in ("D", "M") or abs((self.published - told.day).days) < 320:
            return False
        return self.close(told)

    def ahead(self, month: int, day: int | None) -> bool:
        """Whether a month or day without a year lies ahead of the article."""
        assert self.published is not None
        base = self.published
        away = ((month - base.month) * 30 + ((day or 15) - base.day)) % 365
        tense, lemma = self.tenses.at(self.offset)
        before = self.tenses.before(self.offset)
        if away < 200 and self._followed_by("future_nouns"):
            return True
        if (
            before
            and before[0] in ("until", "till", "by", "through")
            and away < 200
            and (tense != "past" or lemma in listed("dates", "scheduling"))
        ):
            return True
        if day is not None and away <= 45:
            return True  # eleven months ago would be told with its year
        if tense == "future":
            return away < 330
        if tense == "present":
            return away < 150
        if tense == "past":
            return among(lemma, "scheduling") and away < 120
        return away < (75 if day is not None else 45)

    def _followed_by(self, key: str) -> bool:
        """Whether one of the three words after is on the list: "the Jan. 14 deadline"."""
        return any(among(self.at.word(self.index + n), key) for n in (1, 2, 3))

    def _in_prospect(self) -> bool:
        """Whether the words before look ahead: "a chance of a cut on Wednesday"."""
        for i in range(self.index - 1, max(self.index - 10, -1), -1):
            if self.at.kind(i) in (";", "#") or self.at.word(i) in (".", "?", "!", ";"):
                return False
            if among(self.at.word(i), "prospect_words"):
                return True
        return False

    def weekday_ahead(self) -> bool:
        """Whether a weekday with no other word is the coming one, not the one just past."""
        if self._followed_by("past_nouns"):
            return False
        tense, lemma = self.tenses.at(self.offset)
        before = self.tenses.before(self.offset)
        if before and before[0] in ("until", "till", "by", "through") and tense != "past":
            return True
        if before and before[0] in ("until", "till") and lemma in listed("dates", "scheduling"):
            return True
        if len(before) > 1 and before[0] == "as" and tense != "past":
            return True
        if before and before[0] == "for" and tense != "past":
            return True
        return tense in ("future", "present") or self._in_prospect()

    def leads(self) -> bool:
        """Whether the expression opens a sentence or stands in a heading."""
        i = self.index
        return sentence_start(self.at, i) or sentence_start(self.at, i - 1) or self._in_heading()

    def _in_heading(self) -> bool:
        """Whether the line is a short one of its own, without a full stop."""
        text, here = self.at.text, self.offset
        low = text.rfind("\n", max(here - _HEADING, 0), here)
        high = text.find("\n", here, here + _HEADING)
        if low < 0 or high < 0 or text[low - 1 : low] != "\n":
            return False
        return text[high - 1] not in '.?!:;,"”'

    def remember(self, value: str, offset: int, reading: object) -> None:
        low = values.days(value)[0]
        if low is None:
            return
        day = dt.date.fromisoformat(low)
        grain = (
            "D"
            if len(value) >= 10 and value[8:10].isdigit()
            else "M"
            if value[5:7].isdigit() and len(value) == 7
            else "Y"
        )
        if len(value) == 3:
            grain = "DE"
        elif len(value) == 2:
            grain = "CE"
        elif "W" in value:
            grain = "W" if "WI" not in value else "Y"
        if self.narrative and isinstance(reading, Shift) and reading.base == "article":
            return  # a speaker's "today" is not the story's
        self.told_last = Told(day, grain, offset)
        told = self.told
        aside = self.narrative and grain == "Y" and len(value) == 4 and not self.leads()
        if told and aside:
            if told.grain in ("D", "M") and told.day.year == day.year:
                return
            if abs(told.day.year - day.year) > _ASIDE:
                return
            if (
                told.grain in ("D", "M")
                and day.year > told.day.year
                and offset - told.offset < _RECENT
            ):
                return
        self.told = Told(day, grain, offset)
        if grain == "D":
            self.told_day = self.told

    def ahead_of(self) -> bool:
        """Whether "in two days" is a time to come: not "the worst in two years"."""
        at, i = self.at, self.index
        if any(
            among(at.word(j), "superlatives") or at.word(j).endswith("est") for j in range(i - 7, i)
        ):
            return False
        tense, _ = self.tenses.at(at.starts[i])
        return tense == "future" and (at.word(i - 1) == "in")

    def span_base(self, reading: Duration) -> dt.date | None:
        """What "the past five years" ends at: a range told just before, or the article's date."""
        if reading.base == "text" and reading.unit == "Y" and reading.side < 0:
            return self.told_span or (self.told_last.day if self.told_last else self.published)
        return self.base(reading.base, "D")


def turn(word: str) -> int:
    if word in listed("dates", "last"):
        return -1
    return 1 if word in listed("dates", "next") else 0


def following(told: Told, month: int) -> int:
    """The year of a month told after a date: the next where the story runs over its end."""
    if told.grain in ("D", "M"):
        if told.day.month - month >= 9:
            return told.day.year + 1
        if month - told.day.month >= 11:
            return told.day.year - 1
    return told.day.year
