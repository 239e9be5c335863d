"""Quotation marks: pairs by kind, nesting, apostrophes, stray marks, paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text.quotation import Quotation, find_quotations, paragraphs

ODD_TEXT = st.lists(
    st.sampled_from([*"ab S9.,:—([\n \r\u2029\"“”„‘’'`«»‹›「」", "''", "``", "\n\n"])
).map("".join)


def inner(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said “one” and "two".', ["one", "two"]),
        (
            "„Ja“, said A. »Nein«, said B. «Oui», ‹non›, 「はい」.",
            ["Ja", "Nein", "Oui", "non", "はい"],
        ),
        ("As she put it, “ Our strong will.” No.", ["Our strong will."]),
        ("“She told me ‘go’ twice,” he said.", ["She told me ‘go’ twice,", "go"]),
        ("\"I said 'no',\" he went on.", ["I said 'no',", "no"]),
        ("‘The members’ vote was fair,’ he said.", ["The members’ vote was fair,"]),
        ("'The members' vote was fair,' he said.", ["The members' vote was fair,"]),
        ("It's the '90s, rock 'n' roll, the ’80s; don't.", []),
        ("The countries’ imports and the students' unions.", []),
        ('He is 6\'2" tall, she 5’ 10”, and they "agree".', ["agree"]),
        ('A 12" pipe and a "good" one.', ["good"]),
        ("”Wrong way” round", ["Wrong way"]),
        ("“A “b” c” d", ["A “b” c", "b"]),
        ('"Hello"—he said—"again"', ["Hello", "again"]),
        ("''Doubled,'' he said, ``like TeX''.", ["Doubled,", "like TeX"]),
        ('“Curly first," he said.', ["Curly first,"]),
        ("“[...] one … (two) [sic],” he said.", ["[...] one … (two) [sic],"]),
        ('“” and ""', []),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_outer_offsets_hold_the_marks() -> None:
    text = "He said “ yes ” then."
    assert find_quotations(text) == [Quotation(10, 13, 8, 15, "“", 0, True, None)]


def test_depth() -> None:
    assert [q.depth for q in find_quotations("“a ‘b “c” d’ e” “f”")] == [0, 1, 2, 0]


def test_repeated_opening_marks_continue() -> None:
    found = find_quotations("“One.\n\n“Two.\n\n“Three,” he said. “Four.”")
    assert [(q.closed, q.continues) for q in found] == [
        (False, None),
        (False, 0),
        (True, 1),
        (True, None),
    ]


def test_missing_closing_mark_ends_with_the_paragraph() -> None:
    text = "“We will go on.\n\nShe left. “Later,” he said."
    assert inner(text) == ["We will go on.", "Later,"]
    assert [q.continues for q in find_quotations(text)] == [None, None]


def test_stray_mark_costs_its_own_paragraph_only() -> None:
    assert inner("The “old house was sold.\n\nHe said “yes” at once.") == ["yes"]
    assert inner("The old” house was sold.\n\nHe said “yes” at once.") == ["yes"]


def test_single_breaks_are_borders_unless_wrapped() -> None:
    news = "First paragraph ends.\nSecond one ends.\nThird."
    assert [news[a:b] for a, b in paragraphs(news)] == news.split("\n")
    line = "a text that was wrapped at a fixed width of some seventy characters in"
    wrapped = "\n".join([line] * 5) + "\n\n" + "\n".join([line] * 5)
    assert len(paragraphs(wrapped)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "“" * 1_000 + "a" + "”" * 1_000,
        "“a " * 30_000,
        '"' * 60_000,
        "' " * 60_000,
        "“" * 60_000,
        "“a\n\n" * 20_000,
    ],
)
def test_long_odd_input_is_read(text: str) -> None:
    for quotation in find_quotations(text):
        assert quotation.start < quotation.end


@given(ODD_TEXT)
def test_offsets_hold_in_any_text(text: str) -> None:
    found = find_quotations(text)
    assert [q.outer_start for q in found] == sorted(q.outer_start for q in found)
    open_ends: list[int] = []
    for index, quotation in enumerate(found):
        assert quotation.outer_start < quotation.start < quotation.end <= quotation.outer_end
        assert text[quotation.outer_start :].startswith(quotation.mark)
        assert (
            text[quotation.start : quotation.end].strip() == text[quotation.start : quotation.end]
        )
        assert quotation.continues is None or 0 <= quotation.continues < index
        while open_ends and open_ends[-1] <= quotation.outer_start:
            open_ends.pop()
        assert quotation.depth == len(open_ends)
        assert not open_ends or quotation.outer_end <= open_ends[-1]
        open_ends.append(quotation.outer_end)


@given(
    st.recursive(
        st.sampled_from(["one", "two three", "four, five."]),
        lambda inside: st.one_of(
            inside.map(lambda words: f"“{words}”"),
            inside.map(lambda words: f"«{words}»"),
            st.lists(inside, min_size=1, max_size=3).map(" ".join),
        ),
    )
)
def test_quotes_of_balanced_text_are_all_quoted(text: str) -> None:
    found = find_quotations(text)
    assert len(found) == text.count("“") + text.count("«")
    depth = 0
    for position, character in enumerate(text):
        depth -= character in "”»"
        assert depth == sum(q.outer_start < position < q.outer_end - 1 for q in found)
        depth += character in "“«"


@given(st.text(), st.text())
def test_a_bad_paragraph_does_not_touch_the_next_but_one(first: str, third: str) -> None:
    text = f"{first}\n\nplain words.\n\n“sure” {third}"
    start = len(first) + len("\n\nplain words.\n\n")
    assert any(q.outer_start == start or q.start == start + 1 for q in find_quotations(text))
