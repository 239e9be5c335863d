"""Dates and figures on the public sets stay above their floors, if the sets are here."""

from __future__ import annotations

import pytest
import quantities
import values


def record(
    start: int, text: str, value: str, low: str | None, high: str | None
) -> dict[str, object]:
    return {
        "kind": "date", "type": "date", "start": start, "end": start + len(text), "text": text,
        "value": value, "low": low, "high": high,
    }  # fmt: skip


@pytest.mark.skipif(not values.available(), reason="needs ../shared/data/values")
@pytest.mark.parametrize("name", sorted(set(values.FLOORS) - {"wikiwars"}))  # it takes long
def test_a_set_stays_above_its_floors(name: str) -> None:
    scores = values.score(values.predict(name, "date"))
    assert all(scores[key] >= floor for key, floor in values.FLOORS[name].items()), scores


def test_pairs_are_one_to_one_and_the_same_span_goes_first() -> None:
    gold = [record(0, "early May", "2025-05", None, None), record(6, "May", "2025-05", None, None)]
    found = [record(6, "May", "2025-05", "2025-05-01", "2025-05-31")]
    assert values.paired(gold, found) == [(gold[1], found[0])]
    scores = values.score([({"id": "a", "gold": gold}, found)])
    assert scores["relaxed"] == scores["strict"] == scores["value"] == 66.7


def test_conventions() -> None:
    whole = record(5, "May to Oct 2020", "2020-05/2020-10", "2020-05-01", "2020-10-31")
    assert [(one["text"], one["value"]) for one in values.split_ranges([whole])] == [
        ("May", "2020-05"),
        ("Oct 2020", "2020-10"),
    ]
    assert values.open_ended([whole])[0]["value"] == "2020-05-01/2020-09-30"
    quarter = record(0, "q1 2019", "2019-Q1", "2019-01-01", "2019-03-31")
    assert values.open_ended([quarter])[0]["value"] == "2019-01-01/2019-03-31"
    assert values.without_vague([whole, record(0, "now", "PRESENT_REF", None, None)]) == [whole]


@pytest.mark.skipif(not quantities.available(), reason="needs ../shared/data/values")
@pytest.mark.parametrize("name", quantities.FLOORS)
def test_figures_in_a_set_stay_above_their_floors(name: str) -> None:
    scores = quantities.score(name)
    assert all(scores[key] >= floor for key, floor in quantities.FLOORS[name].items()), scores


def sum_of(value: float, unit: str, **more: object) -> dict[str, object]:
    return {"kind": "figure", "measure": "money", "value": value, "unit": unit, **more}


def test_as_many_as_can_be_are_matched() -> None:
    # Taken one after the other the first would leave nothing for the second.
    able = [[0, 1], [0]]
    assert quantities.matched(able) == 2
    assert quantities.matched([[0], [0]]) == 1
    assert quantities.matched([]) == 0


def test_a_length_of_time_counts_as_a_quantity() -> None:
    date = {"kind": "date", "type": "duration", "value": "P30Y", "modifier": None}
    date["text"] = "30 years"
    assert quantities.quantity(date) == {"value": 30.0, "modifier": None}
    assert quantities.quantity({**date, "text": "three decades"})["value"] == 3
    assert quantities.quantity({**date, "value": "P2Y/P3Y"}) is None
    assert quantities.quantity({**date, "type": "date", "value": "2020"}) is None


def test_values_agree_by_their_size() -> None:
    gold = {"value": 1.4e9, "low": None, "high": None}
    assert quantities.same_value(gold, {"value": 1400000000})
    assert not quantities.same_value(gold, {"value": None, "low": 1, "high": 2})
    assert quantities.same_value({"value": None, "low": 1, "high": 2}, {"low": 1, "high": 2})


def test_a_range_is_two_sums_by_convention() -> None:
    whole = sum_of(0, "USD", text="$2 to $4", start=5, end=13, low=2, high=4)
    single = sum_of(5, "USD", text="$5 to go", start=20, end=28, low=None, high=None)
    spans = [(one["start"], one["end"]) for one in quantities.split_ranges([whole, single])]
    assert spans == [(5, 7), (11, 13), (20, 28)]
