"""Date expressions by family: what is found, and its TIMEX3 value."""

from __future__ import annotations

import pytest
import spacy

from claimx.dates import DateMatch, find_dates
from claimx.text.lexicon import load

NLP = spacy.blank("en")
PUBLISHED = "2025-11-06"  # a Thursday


def found(text: str, published: str | None = PUBLISHED, **options: bool) -> list[DateMatch]:
    return find_dates(NLP(text), published=published, **options)


def pairs(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.value) for m in found(text, published)]


FULL = [
    ("It was signed on 6 January 2026.", "6 January 2026", "2026-01-06"),
    ("It was signed on January 06,2026.", "January 06,2026", "2026-01-06"),
    ("It was signed on the 6th of January 2026.", "the 6th of January 2026", "2026-01-06"),
    ("It was signed on 6 Jan. 2026.", "6 Jan. 2026", "2026-01-06"),
    ("It was signed on Tuesday, Jan. 6, 2026.", "Tuesday, Jan. 6, 2026", "2026-01-06"),
    ("It was signed on 6-Jan-2026.", "6-Jan-2026", "2026-01-06"),
    ("It was signed on 2026/Jan/6.", "2026/Jan/6", "2026-01-06"),
    ("It was signed on 2026-01-06.", "2026-01-06", "2026-01-06"),
    ("It was signed on 06.01.2026.", "06.01.2026", "2026-01-06"),
    ("It was signed on 1/6/2026.", "1/6/2026", "2026-01-06"),
    ("It was signed on 13/1/26.", "13/1/26", "2026-01-13"),
    ("It was signed in January 2026.", "January 2026", "2026-01"),
    ("It was signed in January of 2026.", "January of 2026", "2026-01"),
    ("It was signed in mid-January 2026.", "mid-January 2026", "2026-01"),
    (
        "It began at 8:31 p.m. on January 6, 2026.",
        "8:31 p.m. on January 6, 2026",
        "2026-01-06T20:31",
    ),
    (
        "It began at 14:30 GMT on 6 January 2026.",
        "14:30 GMT on 6 January 2026",
        "2026-01-06T14:30Z",
    ),
    ("Fighting on the night of January 6, 2026.", "the night of January 6, 2026", "2026-01-06TNI"),
]
PERIODS = [
    ("He ruled in 1993.", "1993", "1993"),
    ("He ruled in the year 1993.", "the year 1993", "1993"),
    ("He ruled in the 1990s.", "the 1990s", "199"),
    ("He ruled in the early 2000s.", "the early 2000s", "200"),
    ("He ruled in the '60s.", "the '60s", "196"),
    ("He ruled in the nineties.", "the nineties", "199"),
    ("He ruled in the 1700s.", "the 1700s", "17"),
    ("He ruled in the late 19th century.", "the late 19th century", "18"),
    ("He ruled in the twenty-first century.", "the twenty-first century", "20"),
    ("He ruled from 44 BC.", "44 BC", "BC0044"),
    ("Sales fell in the third quarter of 2024.", "the third quarter of 2024", "2024-Q3"),
    ("Sales fell in Q3 2024.", "Q3 2024", "2024-Q3"),
    ("Sales fell in the first half of 2025.", "the first half of 2025", "2025-H1"),
    ("Sales fell in H2 2024.", "H2 2024", "2024-H2"),
    ("Sales fell in fiscal 2024.", "fiscal 2024", "FY2024"),
    ("It met in the summer of 2025.", "the summer of 2025", "2025-SU"),
    ("It met in winter 2024.", "winter 2024", "2024-WI"),
    ("It met in the first week of 2015.", "the first week of 2015", "2015-W01"),
    ("Built in the second half of the 19th century.", "the second half of the 19th century", "18"),
    ("He ruled in the first half of the 1990s.", "the first half of the 1990s", "199"),
    ("Sales fell in 1H25.", "1H25", "2025-H1"),
    ("Sales fell in 2H 2024.", "2H 2024", "2024-H2"),
    ("Sales fell in 3Q25.", "3Q25", "2025-Q3"),
    ("Sales fell in fiscal year 2024-25.", "fiscal year 2024-25", "FY2025"),
]
RANGES = [
    ("In 2020–2024 it grew.", "2020–2024", "2020/2024"),
    ("In 2024-2025 it grew.", "2024-2025", "2024/2025"),
    ("In 1989-90 it grew.", "1989-90", "1989/1990"),
    ("The 2008-09 season was short.", "2008-09", "2008/2009"),
    ("It grew from 2020 to 2023.", "2020 to 2023", "2020/2023"),
    ("It grew between 2020 and 2023.", "2020 and 2023", "2020/2023"),
    ("Open May 5-7, 2026.", "May 5-7, 2026", "2026-05-05/2026-05-07"),
    ("Open 5 to 7 May 2026.", "5 to 7 May 2026", "2026-05-05/2026-05-07"),
    ("Open from May to October 2020.", "May to October 2020", "2020-05/2020-10"),
    ("Open November-February 2017.", "November-February 2017", "2016-11/2017-02"),
    ("Open between November 20 and 26, 2025.", "November 20 and 26, 2025", "2025-11-20/2025-11-26"),
    ("Open in the 2024/25 season.", "2024/25", "2024/2025"),
    ("Open from Monday to Friday.", "Monday to Friday", "2025-11-03/2025-11-07"),
    ("Sales fell in the year to date.", "the year to date", "2025/2025-11-06"),
    ("Sales fell in Q1-Q2 2024.", "Q1-Q2 2024", "2024-Q1/2024-Q2"),
    ("Closed between now and May 21.", "now and May 21", "2025-11-06/2026-05-21"),
    ("Closed from 1 March 2019 to today.", "1 March 2019 to today", "2019-03-01/2025-11-06"),
    ("Closed 10/1-11/2/2017.", "10/1-11/2/2017", "2017-10-01/2017-11-02"),
    ("Closed between 10/1-11/7.", "10/1-11/7", "2025-10-01/2025-11-07"),
    ("Closed between November and January 2005.", "November and January 2005", "2004-11/2005-01"),
    (
        "Closed between 10:00 and 12:00 on Monday.",
        "10:00 and 12:00 on Monday",
        "2025-11-03T10:00/2025-11-03T12:00",
    ),
]
RELATIVE = [
    ("He left yesterday.", "yesterday", "2025-11-05"),
    ("He will leave tomorrow night.", "tomorrow night", "2025-11-07TNI"),
    ("He left last week.", "last week", "2025-W44"),
    ("He left earlier this month.", "earlier this month", "2025-11"),
    ("He left late last year.", "late last year", "2024"),
    ("He left last October.", "last October", "2025-10"),
    ("He left in March last year.", "March last year", "2024-03"),
    ("He left late Monday.", "late Monday", "2025-11-03"),
    ("It met on the third Thursday of November.", "the third Thursday of November", "2025-11-20"),
    ("It met on the last Monday in May 2024.", "the last Monday in May 2024", "2024-05-27"),
    (
        "It met on the second Sunday of March last year.",
        "the second Sunday of March last year",
        "2024-03-10",
    ),
    ("It will end by end-March.", "end-March", "2026-03"),
    ("It ended by end-2024.", "end-2024", "2024"),
    ("He told of post-1991 governments.", "1991", "1991"),
    ("He left the week before last.", "the week before last", "2025-W43"),
    ("He left the night before last.", "the night before last", "2025-11-04TNI"),
    ("He will leave the month after next.", "the month after next", "2026-01"),
    ("He left in the last week of last month.", "the last week of last month", "2025-10"),
    ("He left at half past nine.", "half past nine", "2025-11-06T09:30"),
    (
        "He left at a quarter to ten in the evening.",
        "a quarter to ten in the evening",
        "2025-11-06T21:45",
    ),
    ("He left at 1430 GMT.", "1430 GMT", "2025-11-06T14:30Z"),
    ("He will leave tonight around 7.", "tonight around 7", "2025-11-06T19:00"),
    (
        "He will leave at five-thirty tomorrow evening.",
        "five-thirty tomorrow evening",
        "2025-11-07T17:30",
    ),
    ("He left early on Monday.", "early on Monday", "2025-11-03"),
    ("He left this past weekend.", "this past weekend", "2025-W44-WE"),
    ("He left a decade ago.", "a decade ago", "2015"),
    ("It was lower in the year-ago quarter.", "year-ago", "2024"),
    ("It was due by year-end.", "year-end", "2025"),
    ("He left on Friday evening.", "Friday evening", "2025-10-31TEV"),
    ("He left last Thursday.", "last Thursday", "2025-10-30"),
    ("He will leave next Tuesday.", "next Tuesday", "2025-11-11"),
    ("He left on Tuesday of last week.", "Tuesday of last week", "2025-10-28"),
    ("He left two years ago.", "two years ago", "2023"),
    ("He left three weeks ago.", "three weeks ago", "2025-W42"),
    ("He left 11 days ago.", "11 days ago", "2025-10-26"),
    ("He left in October.", "October", "2025-10"),
    ("He will leave in January.", "January", "2026-01"),
    ("It was signed on Dec. 23.", "Dec. 23", "2024-12-23"),
    ("He left last night.", "last night", "2025-11-05TNI"),
    ("By the end of this year it was over.", "the end of this year", "2025"),
    ("It will end on Christmas Day.", "Christmas Day", "2025-12-25"),
    ("It began on Christmas Eve 2023.", "Christmas Eve 2023", "2023-12-24"),
    ("It began on Easter Monday 2024.", "Easter Monday 2024", "2024-04-01"),
    ("It began on Thanksgiving 2024.", "Thanksgiving 2024", "2024-11-28"),
]
LENGTHS = [
    ("It lasted 27 years.", "27 years", "P27Y"),
    ("It lasted a month.", "a month", "P1M"),
    ("It lasted more than a decade.", "a decade", "P10Y"),
    ("Over the past five years it grew.", "the past five years", "P5Y"),
    ("A two-year assault.", "two-year", "P2Y"),
    ("A 16-hour flight.", "16-hour", "PT16H"),
    ("A year-long ban.", "year-long", "P1Y"),
    ("It lasted two and a half years.", "two and a half years", "P2.5Y"),
    ("It lasted an hour and a half.", "an hour and a half", "PT1.5H"),
    ("It lasted half an hour.", "half an hour", "PT0.5H"),
    ("It lasted two years and three months.", "two years and three months", "P2Y3M"),
    ("It lasted several days.", "several days", "PXD"),
    ("It lasted twenty-five years.", "twenty-five years", "P25Y"),
    ("It went on for decades.", "decades", "PXDE"),
    ("It went on for a fortnight.", "a fortnight", "P2W"),
    ("It took seven to nine years.", "seven to nine years", "P7Y/P9Y"),
    ("It took a year or two.", "a year or two", "P1Y/P2Y"),
    ("It took two or three years.", "two or three years", "P2Y/P3Y"),
    ("A fine of RM50,000 or two years in jail.", "two years", "P2Y"),
    ("It was phased in over three years.", "three years", "P3Y"),
]
SETS = [
    ("They meet every Monday.", "every Monday", "XXXX-WXX-1"),
    ("They meet on Fridays.", "Fridays", "XXXX-WXX-5"),
    ("They meet every year.", "every year", "P1Y"),
    ("They meet every two years.", "every two years", "P2Y"),
    ("They meet every other day.", "every other day", "P2D"),
    ("They meet twice a month.", "twice a month", "P1M"),
    ("They meet annually.", "annually", "P1Y"),
    ("They meet on Friday mornings.", "Friday mornings", "XXXX-WXX-5TMO"),
    ("They meet on Thursdays at 17.30.", "Thursdays at 17.30", "XXXX-WXX-4T17:30"),
    ("They meet every Monday at 18:00.", "every Monday at 18:00", "XXXX-WXX-1T18:00"),
    ("They meet at 3pm each day.", "3pm each day", "XXXX-XX-XXT15:00"),
]
VAGUE = [
    ("It is now over.", "now", "PRESENT_REF"),
    ("The Union, formerly the Community, met.", "formerly", "PAST_REF"),
    ("In the past it was not so.", "the past", "PAST_REF"),
    ("In the future it may be.", "the future", "FUTURE_REF"),
]


@pytest.mark.parametrize(
    ("text", "span", "value"), FULL + PERIODS + RANGES + RELATIVE + LENGTHS + SETS + VAGUE
)
def test_one_expression(text: str, span: str, value: str) -> None:
    assert pairs(text) == [(span, value)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It was signed on 6 January 2026.", "date"),
        ("In 2020–2024 it grew.", "date"),
        ("It began at 8 p.m. on Monday.", "time"),
        ("Fighting on the night of January 6, 2026.", "time"),
        ("It lasted 27 years.", "duration"),
        ("They meet every Monday.", "set"),
        ("It is now over.", "date"),
    ],
)
def test_type(text: str, kind: str) -> None:
    assert [m.type for m in found(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said nothing, and May said it twice.",
        "Prime minister Theresa May may march on.",
        "Thousands march on the capital.",
        "Congress waived Section 2023 of the act.",
        "Congress waived Section 907 of the act.",
        "They won 3-1 and then lost 4:3.",
        "Version 10.4.2 and version 1.2.10 are out.",
        "Call 555-2023-1999 or +1 2023 555 0100.",
        "They sold 1500 cars and more than 2000 tickets.",
        "Some 2000 people came; all 1990 seats were taken.",
        "Wait a second for the second round of the Second World War.",
        "Elizabeth the Second reigned.",
        "The 12th summit of the D-8 bought a C-17 and a Boeing 747.",
        "Flight 1999 left gate 2004km away.",
        "A 45-year-old man, aged 30 years, was 5 years old and 6 months older.",
        "He earns $2,000 a month.",
        "The fall of the city; they spring into action.",
        "It is an august institution.",
        "Day after day they wait.",
        "The screen has a 4:3 aspect ratio.",
        "Have a nice day.",
        "The star is 3.8 billion light years away.",
        "This summer palace is old, and the summer palace is large.",
        "Temperatures will reach the 70s.",
        "Acme rose 4p to 80p.",
        "The Sunday-school class met.",
        "Output fell a quarter to 10 billion.",
        "They are 5/1-5 favourites.",
        "Order No. 2019-12 holds for children aged 5 to 10 years.",
        "They may day by day.",
        "Sat down in the sun with Jan and April Ryan.",
    ],
)
def test_no_date(text: str) -> None:
    assert pairs(text) == []


def test_days_denoted() -> None:
    days = {
        "in 2024": ("2024-01-01", "2024-12-31"),
        "in February 2024": ("2024-02-01", "2024-02-29"),
        "in the 1990s": ("1990-01-01", "1999-12-31"),
        "in the 19th century": ("1800-01-01", "1899-12-31"),
        "in Q4 2024": ("2024-10-01", "2024-12-31"),
        "in winter 2024": ("2024-12-01", "2025-02-28"),
        "last week": ("2025-10-27", "2025-11-02"),
        "last weekend": ("2025-11-01", "2025-11-02"),
        "from 2020 to 2023": ("2020-01-01", "2023-12-31"),
        "over the past five years": ("2020-11-06", "2025-11-06"),
        "for five years": (None, None),
        "now": (None, None),
    }
    for text, expected in days.items():
        (match,) = found(text)
        assert (match.low, match.high) == expected, text


def test_modifiers() -> None:
    modifiers = {
        "in early 2024": "start",
        "in mid-2024": "mid",
        "late last year": "end",
        "by the end of May 2024": "end",
        "at the beginning of 2024": "start",
        "about two years": "about",
        "more than two years": "more_than",
        "nearly two years": "less_than",
        "more than two years ago": "before",
        "less than two years ago": "after",
        "in 2024": None,
    }
    for text, expected in modifiers.items():
        (match,) = found(text)
        assert match.modifier == expected, text


def test_days_that_share_a_month() -> None:
    assert pairs("On May 5 and 6, 2024 it rained.") == [
        ("May 5", "2024-05-05"),
        ("6, 2024", "2024-05-06"),
    ]
    assert pairs("On 5 and 6 May 2024 it rained.") == [
        ("5", "2024-05-05"),
        ("6 May 2024", "2024-05-06"),
    ]
    assert pairs("In May and June 2020 it rained.") == [
        ("May", "2020-05"),
        ("June 2020", "2020-06"),
    ]


def test_periods_that_share_a_year() -> None:
    assert pairs("In August/September 1956 it rained.") == [
        ("August", "1956-08"),
        ("September 1956", "1956-09"),
    ]
    assert pairs("In the spring and summer of 1943 it rained.") == [
        ("the spring", "1943-SP"),
        ("summer of 1943", "1943-SU"),
    ]
    assert pairs("On 21 December and 28 January 1920 it rained.") == [
        ("21 December", "1919-12-21"),
        ("28 January 1920", "1920-01-28"),
    ]


def test_no_published_date_leaves_the_unknown_open() -> None:
    assert pairs("He left on Monday.", None) == [("Monday", "XXXX-WXX-1")]
    assert pairs("He left on May 5.", None) == [("May 5", "XXXX-05-05")]
    assert pairs("He left last year.", None) == [("last year", "XXXX")]
    assert pairs("He left yesterday.", None) == [("yesterday", "XXXX-XX-XX")]
    assert pairs("He left on Monday night.", None) == [("Monday night", "XXXX-WXX-1TNI")]
    for match in found("On Monday, May 5, last year, yesterday, in March.", None):
        assert match.low is None
        assert match.high is None
        assert match.anchor is None


def test_without_an_article_date_only_counted_dates_are_resolved() -> None:
    text = "He came on 5 May 1940. Two days later he left. In June, on a Monday, he was back."
    values = ["1940-05-05", "1940-05-07", "XXXX-06", "XXXX-WXX-1"]
    assert [m.value for m in found(text, None)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "He died in 2014. The following year, she moved. A year later she left.",
            "2014 2015 2016",
        ),
        (
            "In June 2014 it fell. In August it rose. The next month it fell.",
            "2014-06 2014-08 2014-09",
        ),
        ("On 5 May 2020 it rained. The next day it did not.", "2020-05-05 2020-05-06"),
        ("On 5 May 2020 it rained. That year, it froze.", "2020-05-05 2020"),
        (
            "In the summer of 2023 it met. In September of the same year it split.",
            "2023-SU 2023-09",
        ),
        ("It met on 5 May 2020. Two weeks earlier it had split.", "2020-05-05 2020-W17"),
        ("From 1811 to 1819 it paid. Two years later he died.", "1811/1819 1821"),
        (
            "On 5 May 2020 it met. It voted at 6 p.m. the following day.",
            "2020-05-05 2020-05-06T18:00",
        ),
        ("It met on 5 May 2020. On the 7th, it split.", "2020-05-05 2020-05-07"),
        ("It launched at 1:30pm on Tuesday – a week late.", "2025-11-04T13:30 P1W"),
        ("It came from Monday-Wednesday.", "2025-11-03/2025-11-05"),
        ("She said that last year it grew.", "2024"),
        ("Two years ago, it burnt on New Year's Eve.", "2023 2023-12-31"),
        ("In 2019, it opened in May. In June it shut.", "2019 2019-05 2019-06"),
        (
            "In 2019 it was the worst flood since 1989. It came three months later.",
            "2019 1989 2019-04",
        ),
        ("Sales fell in the second quarter of 2025. It grew in the quarter.", "2025-Q2 2025-Q2"),
        ("In May 2013 it paid. Its third-quarter profit fell.", "2013-05 2025-Q3"),
        (
            "It met on 5 May 2020. That year was dry. The same month it split.",
            "2020-05-05 2020 2020-05",
        ),
    ],
)
def test_context(text: str, values: str) -> None:
    assert [m.value for m in found(text)] == values.split()


def test_only_relative_expressions_have_an_anchor() -> None:
    assert found("He left last week.")[0].anchor == PUBLISHED
    assert found("He left in 2014.")[0].anchor is None


def test_day_first() -> None:
    text = "It was signed on 06/01/2026."
    assert found(text)[0].value == "2026-06-01"
    assert found(text, day_first=True)[0].value == "2026-01-06"
    assert found(text + " It ended on 25/01/2026.")[0].value == "2026-01-06"


def test_published_may_carry_a_time() -> None:
    assert pairs("He left yesterday.", "2026-01-10T20:31") == [("yesterday", "2026-01-09")]


AMBIGUOUS = {"dawn", "hrs", "middle", "night", "prior", "second"}


def test_no_word_has_two_meanings_unless_listed() -> None:
    """The classes that the lexer draws on; a word in two of them must be known as ambiguous."""
    data = load("dates")
    keys = [
        "months",
        "weekdays",
        "weekdays_short",
        "seasons",
        "day_parts",
        "day_parts_plural",
        "clock_names",
        "units",
        "units_plural",
        "units_short",
        "ordinals",
        "decades",
        "last",
        "next",
        "this",
        "that",
        "phases",
        "boundaries",
        "earlier",
        "later",
        "vague_counts",
        "more",
        "every",
        "times",
        "set_adverbs",
        "long_words",
        "relative_days",
        "eras",
        "zones",
        "holidays",
    ]
    seen: dict[str, str] = {}
    for key in keys:
        for word in data[key]:
            assert word not in seen or word in AMBIGUOUS, f"{word}: {seen[word]} and {key}"
            seen[word] = key


class TestClock:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("It happened three hours ago.", "2026-01-10T17:31"),
            ("It happened 40 minutes ago.", "2026-01-10T19:51"),
            ("It happened 30 hours ago.", "2026-01-09T14:31"),
            ("It will start 3 minutes from now.", "2026-01-10T20:34"),
        ],
    )
    def test_is_counted_from_the_articles_own_date(self, text, value):
        [match] = found(text, "2026-01-10T20:31")
        assert (match.type, match.value, match.anchor) == ("time", value, "2026-01-10")

    def test_stays_open_where_it_does_not(self):
        [match] = found("It happened three hours ago.", "2026-01-10")
        assert match.value == "2026-01-10TXX:XX"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It takes between one and two months.", "P1M/P2M"),
        ("It takes one or two years.", "P1Y/P2Y"),
        ("It took a hundred and two years.", "P102Y"),
        ("She won the 1994 women's cup.", "1994"),
    ],
)
def test_and_joins_a_range_only_after_between(text, value):
    assert [match.value for match in found(text, None)] == [value]


@pytest.mark.parametrize("text", ["the 1000 hp barrier", "the 1520 sq m centre", "2010 passengers"])
def test_a_number_before_a_unit_is_not_a_year(text):
    assert found(text, None) == []


def test_full_stops_have_the_day_first_regardless_of_slashes():
    for day_first in (True, False):
        (match,) = found("It was signed on 06.01.2026.", day_first=day_first)
        assert match.value == "2026-01-06"
