"""`parse_date`: any day, in any layout, comes back as the same day."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from claimx.dates import find_dates, parse_date
from claimx.dates.scan import read
from claimx.dates.tokens import tokenize

NLP = spacy.blank("en")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31))


def ordinal(day: int) -> str:
    suffix = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


LAYOUTS = {
    "iso": lambda d: d.isoformat(),
    "day month year": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "padded": lambda d: f"{d.day:02} {MONTHS[d.month - 1]} {d.year}",
    "month day, year": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "no space": lambda d: f"{MONTHS[d.month - 1]} {d.day:02},{d.year}",
    "short month": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "short month, stop": lambda d: (
        f"{MONTHS[d.month - 1][:3]}{'' if d.month == 5 else '.'} {d.day}, {d.year}"
    ),
    "ordinal": lambda d: f"the {ordinal(d.day)} of {MONTHS[d.month - 1]} {d.year}",
    "month ordinal": lambda d: f"{MONTHS[d.month - 1]} {ordinal(d.day)}, {d.year}",
    "weekday": lambda d: f"{d:%A}, {MONTHS[d.month - 1]} {d.day}, {d.year}",
    "weekday day first": lambda d: f"{d:%A} {d.day} {MONTHS[d.month - 1]} {d.year}",
    "hyphens": lambda d: f"{d.day}-{MONTHS[d.month - 1][:3]}-{d.year}",
    "stops": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "slashes": lambda d: f"{d.month}/{d.day}/{d.year}",
    "year first": lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@given(day=DAYS)
def test_round_trip(layout: str, day: dt.date) -> None:
    assert parse_date(LAYOUTS[layout](day)) == day.isoformat()


@pytest.mark.parametrize("layout", LAYOUTS)
@given(day=DAYS)
def test_round_trip_in_a_sentence(layout: str, day: dt.date) -> None:
    written = LAYOUTS[layout](day)
    text = f"The treaty was signed on {written} in Baku."
    (match,) = find_dates(NLP(text), published="2025-11-06")
    assert text[match.start : match.end] == written
    assert (match.value, match.low, match.high) == (day.isoformat(),) * 3


@given(day=DAYS)
def test_round_trip_day_first(day: dt.date) -> None:
    assert parse_date(f"{day.day}/{day.month}/{day.year}", day_first=True) == day.isoformat()


@given(day=DAYS, hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_round_trip_with_time(day: dt.date, hour: int, minute: int) -> None:
    moment = f"{day.isoformat()}T{hour:02}:{minute:02}"
    assert parse_date(f"{moment}:30Z") == moment
    assert (
        parse_date(f"{day.day} {MONTHS[day.month - 1]} {day.year} {hour:02}:{minute:02}") == moment
    )
    twelve = f"{hour % 12 or 12}:{minute:02} {'a' if hour < 12 else 'p'}.m."
    assert parse_date(f"{MONTHS[day.month - 1]} {day.day}, {day.year} at {twelve}") == moment


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Published January 06,2026", "2026-01-06"),
        ("Updated: 9:05 AM, 6 January 2026", "2026-01-06T09:05"),
        ("Tue, 06 Jan 2026 19:13:00 GMT", "2026-01-06T19:13"),
        ("20260106", "2026-01-06"),
        ("20260106T1913", "2026-01-06T19:13"),
        ("06.01.26", "2026-01-06"),
        ("6.1.26", "2026-01-06"),
        ("hello", None),
        ("", None),
        ("2026", None),
        ("January 2026", None),
        ("Wednesday", None),
        ("31 February 2026", None),
        ("2026-02-30", None),
        ("20261306", None),
        ("1 " * 200, None),
    ],
)
def test_strings(text: str, value: str | None) -> None:
    assert parse_date(text) == value


@given(st.text(max_size=60))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    value = parse_date(text)
    assert value is None or dt.datetime.fromisoformat(value)


@given(
    st.lists(
        st.sampled_from(
            [
                "May",
                "5",
                ",",
                "2024",
                "the",
                "of",
                "last",
                "week",
                "-",
                "–",
                "to",
                "from",
                "and",
                "between",
                "Monday",
                "1990s",
                "early",
                "10:30",
                "p.m.",
                "two",
                "years",
                "ago",
                "\n\n",
                "summer's",
                "first",
                "quarter",
                "next",
                "BC",
                "½",
                "06/01/2026",
                "'",
                "(",
                ")",
                "Christmas",
                ".",
                "now",
                "quarter",
                "half",
                "past",
                "fiscal",
                "2024-25",
                "10/1",
                "Q1",
                "1H25",
                "GMT",
                "at",
                "7",
                "tonight",
                "every",
                "day",
                "before",
                "year",
                "or",
                "century",
                "17.30",
                "yesterday",
                "evening",
                "1430",
            ]
        ),
        max_size=25,
    )
)
def test_offsets_order_and_days(parts: list[str]) -> None:
    text = " ".join(parts)
    end = 0
    for match in find_dates(NLP(text), published="2025-11-06"):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end].strip() == text[match.start : match.end]
        assert match.low is None or match.high is None or match.low <= match.high
        end = match.end


@given(st.text(max_size=200))
def test_words_are_in_order_and_classed(text: str) -> None:
    found = tokenize(text)
    assert len(found.kinds) == len(found.starts) == len(found.ends) == len(found.values)
    assert all(a < b for a, b in zip(found.starts, found.ends, strict=True))
    assert found.starts == sorted(found.starts)


def test_dateparser_stays_out_until_it_is_needed() -> None:
    loaded = "dateparser" in sys.modules
    parse_date("6 January 2026")
    assert loaded or "dateparser" not in sys.modules


UNITS = [
    "1, ", "1,111", "the last ", "two and ", "May 5, ", "- ", "January, ", "1990-", "early ",
    "1/", "1-", "1-1-", "0", "the ", "May ", "half a ", "a quarter to ", "every ", "of the ",
    "and a half ", "Q1-", "first ", "(", "'", "at 5 ", "\n\n", "12:", "May-", "year ", "2024, ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_that_repeats_itself_is_read(unit: str) -> None:
    """A pattern that backtracks over the whole text would not end."""
    last = 0
    for one in read(tokenize(unit * (32_000 // len(unit)))):
        assert last <= one.first < one.last
        last = one.last


@pytest.mark.parametrize("unit", ["May 5, ", "the last ", "two and ", "Monday, ", "in May "])
def test_a_repeated_date_is_resolved_each_time(unit: str) -> None:
    find_dates(NLP(unit * 4000), published="2025-11-06")
