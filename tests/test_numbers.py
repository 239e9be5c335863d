"""Numbers: layouts, words, round trips, offsets, odd input."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text import lexicon
from claimx.text.numbers import find_numbers, lower

SMALL = list(lexicon.load("numbers")["small"])
TENS = [word for word in lexicon.load("numbers")["tens"] if word != "fourty"]


def values(text: str) -> list[Decimal | None]:
    return [number.value for number in find_numbers(text)]


def spelled(number: int) -> str:
    """A number below a trillion in words."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens = TENS[number // 10 - 2]
        return tens if number % 10 == 0 else f"{tens}-{SMALL[number % 10]}"
    if number < 1000:
        rest = number % 100
        head = f"{SMALL[number // 100]} hundred"
        return head if not rest else f"{head} and {spelled(rest)}"
    for size, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if number >= size:
            rest = number % size
            head = f"{spelled(number // size)} {name}"
            return head if not rest else f"{head} {'and ' if rest < 100 else ''}{spelled(rest)}"
    raise AssertionError(number)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,400,000", "1400000"),
        ("1.400.000", "1400000"),
        ("1.400.000,50", "1400000.50"),
        ("1 400 000", "1400000"),
        ("1\u202f400\u202f000", "1400000"),
        ("1'400'000", "1400000"),
        ("12,34,567", "1234567"),
        ("€3,5 Mio", "3500000"),
        ("3.5", "3.5"),
        ("1.4bn", "1400000000"),
        ("750m", "750000000"),
        ("20k", "20000"),
        ("5 crore", "50000000"),
        ("5 lakh crore", "5000000000000"),
        ("10 mln", "10000000"),
        ("5.5 trln", "5500000000000"),
        ("1.4-billion", "1400000000"),
        ("2½", "2.5"),
        ("1 3/4", "1.75"),
        ("2 and a half million", "2500000"),
        ("1.99×10-3", "0.00199"),
        ("one billion", "1000000000"),
        ("half a million", "500000"),
        ("a million and a half", "1500000"),
        ("two and a half billion", "2500000000"),
        ("one hundred and twenty", "120"),
        ("a hundred", "100"),
        ("two dozen", "24"),
        ("twenty-five", "25"),
        ("three-quarters", "0.75"),
        ("a quarter of a million", "250000"),
        ("three quarters of a billion", "750000000"),
        ("half of a million", "500000"),
        ("a twofold rise", "2"),
        ("tenfold", "10"),
        ("¾", "0.75"),
    ],
)
def test_layouts(text: str, value: str) -> None:
    assert values(text) == [Decimal(value)]


@pytest.mark.parametrize(
    "text", ["thousands", "tens of thousands", "several hundred", "a few dozen"]
)
def test_vague_numbers_have_no_value(text: str) -> None:
    (number,) = find_numbers(text)
    assert number.value is None
    assert number.form == "vague"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between one hundred and two hundred", [100, 200]),
        ("three and five", [3, 5]),
        ("two to three", [2, 3]),
        ("four thousand to five thousand", [4000, 5000]),
        ("parts per million", []),
        ("a scaffold, manifold", []),
        ("a quarter of a mile", [Decimal("0.25")]),
        ("the twenty-first", []),
        ("someone, tonight, weight", []),
    ],
)
def test_neighbours_stay_apart(text: str, expected: list[int]) -> None:
    assert values(text) == expected


def test_values_are_exact() -> None:
    assert str(values("0.1 million")[0]) == "100000"
    assert str(values("8.7 billion")[0]) == "8700000000"


def test_the_last_letter_may_be_a_unit() -> None:
    (number,) = find_numbers("the 100m race")
    assert (number.value, number.base) == (Decimal(100_000_000), Decimal(100))
    assert number.letter


@given(st.integers(0, 10**12 - 1))
def test_words_come_back(number: int) -> None:
    assert values(f"It was {spelled(number)}.") == [number]


@given(st.integers(0, 10**15), st.sampled_from([",", "\u00a0", "\u202f", "'", ""]))
def test_digits_come_back(number: int, separator: str) -> None:
    text = f"It was {number:,}.".replace(",", separator)
    assert values(text) == [number]


@given(st.text(alphabet="1250.,-$ maonehundrtilfbk½'İ\n", max_size=60))
def test_offsets_hold_on_any_text(text: str) -> None:
    found = find_numbers(text)
    last = 0
    for number in found:
        assert last <= number.start < number.base_end <= number.end <= len(text)
        last = number.end


@given(st.text(max_size=40))
def test_lowering_keeps_offsets(text: str) -> None:
    assert len(lower(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "11," * 30_000,
        "1.111" * 20_000,
        "one and " * 12_000,
        "(" * 1_000_000,
        "a " * 50_000,
    ],
)
def test_long_odd_input_is_read(text: str) -> None:
    for number in find_numbers(text):
        assert number.start < number.end
