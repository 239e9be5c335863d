"""Accuracy on the hand-made gold stays above the floors."""

from __future__ import annotations

import accuracy
import pytest


@pytest.fixture(scope="module")
def scores() -> dict[str, object]:
    found: dict[str, object] = accuracy.measure()
    return found


@pytest.mark.parametrize(("name", "floor"), sorted(accuracy.read_floors().items()))
def test_a_score_is_at_least_its_floor(scores: dict[str, object], name: str, floor: float) -> None:
    assert scores[name].f1 >= floor  # type: ignore[attr-defined]


def test_floors_are_never_lowered() -> None:
    worse = {"claims": accuracy.Score(right=1, found=10, wanted=10)}
    assert accuracy.raised({"claims": 0.8}, worse) == {"claims": 0.8}


def test_a_pair_is_one_to_one_and_takes_the_best_overlap() -> None:
    gold = [frozenset({1, 2, 3, 4}), frozenset({3, 4, 5, 6})]
    found = [frozenset({1, 2, 3, 4}), frozenset({4, 5, 6})]
    assert sorted(accuracy.pair_by_overlap(gold, found)) == [(0, 0), (1, 1)]
