"""Weekdays and months by the tense of their clause, on hand-made parses."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from claimx.dates import find_dates
from claimx.dates.tense import Tenses

VOCAB = spacy.blank("en").vocab
PUBLISHED = "2025-11-06"  # a Thursday


def parsed(rows: str) -> Doc:
    """A Doc of rows "word tag head lemma" (head: index), some with a label behind."""
    table = [row.split() for row in rows.strip().splitlines()]
    words, tags, heads, lemmas = zip(*(row[:4] for row in table), strict=True)
    numbers = [int(head) for head in heads]
    deps = ["ROOT" if i == head else "dep" for i, head in enumerate(numbers)]
    deps = [row[4] if len(row) > 4 else dep for row, dep in zip(table, deps, strict=True)]
    return Doc(
        VOCAB, words=list(words), tags=list(tags), heads=numbers, deps=deps, lemmas=list(lemmas)
    )


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        (
            "It PRP 3 it\nwill MD 3 will\nbe VB 3 be cop\nfree JJ 3 free\nand CC 6 and\n"
            "be VB 6 be aux\nshown VBN 3 show conj\nMonday NNP 6 Monday",
            "2025-11-10",
        ),
        ("Talks NNS 1 talk\nfailed VBD 1 fail\nMonday NNP 1 Monday", "2025-11-03"),
        ("Talks NNS 2 talk\nwill MD 2 will\nresume VB 2 resume\nMonday NNP 2 Monday", "2025-11-10"),
        ("Congress NNP 1 Congress\nmeets VBZ 1 meet\nMonday NNP 1 Monday", "2025-11-10"),
        ("He PRP 1 he\nsays VBZ 1 say\nMonday NNP 1 Monday", "2025-11-03"),
        (
            "It PRP 2 it\nis VBZ 2 be\nexpected VBN 2 expect\nMonday NNP 2 Monday",
            "2025-11-10",
        ),
        (
            "He PRP 1 he\nplans VBZ 1 plan\nto TO 3 to\nleave VB 1 leave\nMonday NNP 3 Monday",
            "2025-11-10",
        ),
        (
            "They PRP 1 they\nmet VBD 1 meet\nto TO 3 to\nmark VB 1 mark\nit PRP 3 it\n"
            "Monday NNP 3 Monday",
            "2025-11-03",
        ),
        # Tagged as an infinitive: a past without an ending, an imperative, and neither.
        ("It PRP 1 it nsubj\nput VB 1 put\nMonday NNP 1 Monday", "2025-11-03"),
        ("Put VB 0 put\nMonday NNP 0 Monday", "2025-11-10"),
        (
            "It PRP 2 it\nwas VBD 2 be\npostponed VBN 2 postpone\nuntil IN 4 until\n"
            "Monday NNP 2 Monday",
            "2025-11-10",
        ),
        (
            "A DT 1 a\nletter NN 1 letter\npublished VBN 1 publish\nMonday NNP 2 Monday",
            "2025-11-03",
        ),
        (  # read as a part of what is quoted
            "“ `` 2 “\nIt PRP 2 it\nis VBZ 2 be\n” '' 2 ”\ntweeted VBD 2 tweet\n"
            "Lee NNP 2 Lee\nMonday NNP 2 Monday",
            "2025-11-03",
        ),
    ],
)
def test_weekday(rows: str, value: str) -> None:
    assert [m.value for m in find_dates(parsed(rows), published=PUBLISHED)] == [value]


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ("Sales NNS 1 sale\nfell VBD 1 fall\nin IN 3 in\nJanuary NNP 1 January", "2025-01"),
        (
            "Sales NNS 2 sale\nwill MD 2 will\nfall VB 2 fall\nin IN 4 in\nJanuary NNP 2 January",
            "2026-01",
        ),
        ("Sales NNS 1 sale\nfell VBD 1 fall\nin IN 3 in\nDecember NNP 1 December", "2024-12"),
        (
            "Gold NN 2 gold\nis VBZ 2 be\ntrading VBG 2 trade\nhigher JJR 2 high\n"
            "since IN 5 since\nFebruary NNP 2 February",
            "2025-02",
        ),
        (  # what is reported here has a date set for it
            "Acme NNP 1 Acme\nreports VBZ 1 report\nresults NNS 1 result obj\nin IN 4 in\n"
            "December NNP 1 December",
            "2025-12",
        ),
        (
            "Acme NNP 1 Acme\nreports VBZ 1 report\nlosses NNS 1 loss obj\nin IN 4 in\n"
            "December NNP 1 December",
            "2024-12",
        ),
    ],
)
def test_month(rows: str, value: str) -> None:
    assert [m.value for m in find_dates(parsed(rows), published=PUBLISHED)] == [value]


def test_in_two_weeks_is_a_date_only_where_it_lies_ahead() -> None:
    ahead = (
        "He PRP 2 he\nwill MD 2 will\nreturn VB 2 return\nin IN 5 in\ntwo CD 5 two\n"
        "weeks NNS 2 week"
    )
    past = "He PRP 1 he\nreturned VBD 1 return\nin IN 4 in\ntwo CD 4 two\nweeks NNS 1 week"
    assert [m.value for m in find_dates(parsed(ahead), published=PUBLISHED)] == ["2025-W47"]
    assert [m.value for m in find_dates(parsed(past), published=PUBLISHED)] == ["P2W"]


def test_in_two_seconds_is_a_length() -> None:
    rows = (
        "It PRP 2 it\nwill MD 2 will\nstop VB 2 stop\nin IN 5 in\ntwo CD 5 two\n"
        "seconds NNS 2 second"
    )
    assert [m.value for m in find_dates(parsed(rows), published=PUBLISHED)] == ["PT2S"]


def tagged(text: str) -> Doc:
    """A Doc of "word/tag" pieces, without a parse."""
    words, tags = zip(*(piece.rsplit("/", 1) for piece in text.split()), strict=True)
    return Doc(VOCAB, words=list(words), tags=list(tags))


def test_outlook_is_the_share_of_futures() -> None:
    will, sang = "They/PRP will/MD sing/VB ./. ", "They/PRP sang/VBD ./. "
    assert Tenses(tagged(will * 4)).outlook() == 0.5  # a short article
    assert Tenses(tagged(will * 4 + sang * 8)).outlook() == 0.25
    assert Tenses(Doc(VOCAB, words=["They", "will", "sing"])).outlook() == 0


def test_an_article_that_looks_ahead_has_its_months_ahead() -> None:
    here = "The/DT list/NN for/IN the/DT fair/NN in/IN February/NNP ./. "
    will, sang = "They/PRP will/MD sing/VB ./. ", "They/PRP sang/VBD ./. "
    for more, value in ((will, "2026-02"), (sang, "2025-02")):
        assert [m.value for m in find_dates(tagged(here + more * 12), published=PUBLISHED)] == [
            value
        ]


def test_a_date_is_on_the_side_of_the_one_before_it() -> None:
    for month, value in (("May/NNP 2026/CD", "2026-02"), ("May/NNP 2025/CD", "2025-02")):
        doc = tagged(f"The/DT fair/NN of/IN {month} and/CC that/DT in/IN February/NNP")
        assert [m.value for m in find_dates(doc, published=PUBLISHED)][1:] == [value]


def test_the_weekday_just_over_needs_a_future_to_be_the_next() -> None:
    rows = "Talks NNS 1 talk\n{} 1 resume\nWednesday NNP 1 Wednesday"
    will = "Talks NNS 2 talk\nwill MD 2 will\nresume VB 2 resume\nWednesday NNP 2 Wednesday"
    for text, value in ((rows.format("resume VBP"), "2025-11-05"), (will, "2025-11-12")):
        assert [m.value for m in find_dates(parsed(text), published=PUBLISHED)] == [value]


def test_tags_alone_do() -> None:
    doc = Doc(VOCAB, words=["Talks", "will", "resume", "Monday"], tags=["NNS", "MD", "VB", "NNP"])
    assert [m.value for m in find_dates(doc, published=PUBLISHED)] == ["2025-11-10"]
    doc = Doc(VOCAB, words=["Talks", "resumed", "Monday"], tags=["NNS", "VBD", "NNP"])
    assert [m.value for m in find_dates(doc, published=PUBLISHED)] == ["2025-11-03"]
