"""Filters: which records of an article stay."""

import pytest

from claimx.run.selection import select
from claimx.settings import Settings


def claim(key, speaker, *, figures=(), dates=(), stance="asserts", confidence=0.9):
    return {
        "kind": "claim",
        "id": key,
        "speaker": speaker and {"name": speaker, "text": "she"},
        "stance": stance,
        "confidence": confidence,
        "figures": list(figures),
        "dates": list(dates),
    }


def figure(key, value, unit, *, high=None, period=(), confidence=0.9):
    return {
        "kind": "figure",
        "id": key,
        "value": value,
        "low": None,
        "high": high,
        "unit": unit,
        "period": list(period),
        "confidence": confidence,
    }


RECORDS = [
    {"kind": "document", "id": "doc", "claims": 3, "figures": 3, "dates": 3},
    claim("c1", "Ada Quill", figures=["f1"], dates=["d1"]),
    claim("c2", "Bob Quillan", figures=["f2"], stance="denies", confidence=0.4),
    claim("c3", None, stance=None, confidence=None),
    figure("f1", 2e9, "EUR", period=["d2"]),
    figure("f2", 5, "percent", confidence=None),
    figure("f3", None, "EUR", high=3e9, confidence=0.5),
    *({"kind": "date", "id": key, "confidence": 0.8} for key in ("d1", "d2", "d3")),
    {"kind": "sentence", "id": "s1"},
]


def kept(**filters):
    found = select(RECORDS, Settings(**filters))
    document = found[0]
    for kind in ("claim", "figure", "date"):
        assert document[f"{kind}s"] == sum(record["kind"] == kind for record in found)
    return " ".join(record["id"] for record in found if record["id"] not in ("doc", "s1"))


def test_without_a_filter_all_stay():
    assert select(RECORDS, Settings()) is RECORDS


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"speaker": ("quill",)}, "c1 f1 d1 d2"),
        ({"speaker": ("Quill", "Bob Quillan")}, "c1 c2 f1 f2 d1 d2"),
        ({"speaker": ("Qui",)}, ""),
        ({"stance": ("denies", "doubts")}, "c2 f2"),
        ({"unit": ("eur",)}, "c1 f1 f3 d1 d2"),
        ({"min_value": 1e9}, "c1 f1 f3 d1 d2"),
        ({"min_value": 2.5e9}, "f3"),
        ({"min_confidence": 0.6}, "c1 f1 d1 d2 d3"),
        ({"speaker": ("Quill",), "unit": ("percent",)}, ""),
        ({"unit": ("EUR",), "min_confidence": 0.6}, "c1 f1 d1 d2"),
    ],
)
def test_a_filter_keeps_what_it_names_and_what_belongs_to_it(filters, ids):
    assert kept(**filters) == ids
