"""The signs from which a date's confidence is estimated."""

from __future__ import annotations

from claimx.dates.readings import Calendar, Duration, Fixed, Found, Interval, Reading, Shift
from claimx.dates.story import Story


def signs_of(story: Story, found: Found, value: str, kind: str) -> dict[str, float]:
    """Return cheap signs of how reliable a match is; a missing sign counts as 0."""
    reading = found.reading
    signs = {
        "bias": 1.0,
        f"rule {found.rule}": 1.0,
        f"reading {_sort(reading)}": 1.0,
        f"type {kind}": 1.0,
        "published": float(story.published is not None),
        "narrative": float(story.narrative),
        "open": float("X" in value),
        "title case": float(story.at.name_like(found.first) and found.rule not in _NAMES),
    }
    margin = story.evidence.get("margin")
    if margin is not None:  # both sides of the article's date are possible
        signs |= {"two sides": 1.0, "tense none": story.evidence.get("tense None", 0.0)}
        signs["margin"] = min(abs(margin), _WIDEST)
    if getattr(reading, "base", "") in ("text", "near"):
        told = story.told_day or story.told
        signs["from text"] = 1.0
        signs["told close"] = float(told is not None and story.close(told))
    return signs


# Larger margins are cut to this.
_WIDEST = 4.0
# Rules for words that are always capitalised.
_NAMES = ("calendar_day", "weekday", "month", "holiday", "weekdays", "listed_months")


def _sort(reading: Reading) -> str:
    """Return the sort of a reading: explicit, without its year, relative, a length or fixed."""
    match reading:
        case Calendar(year=None, century=None, decade=None):
            return "calendar without year"
        case Calendar():
            return "calendar"
        case Shift():
            return f"shift from {reading.base}"
        case Duration():
            return "anchored length" if reading.side else "length"
        case Interval():
            return "interval"
        case Fixed():
            return "reference" if reading.value.endswith("_REF") else "fixed"
