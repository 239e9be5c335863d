"""Dates on the public sets stay above their floors, where the sets are."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


values = load_script("values")


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
    scores = values.score(values.predict(name))
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
    assert values.without_vague([whole, record(0, "now", "PRESENT_REF", None, None)]) == [whole]
