"""The records of two annotated articles are the reviewed ones.

After a change that is meant, look at the difference and write them anew, from the checkout's root:

    claimx extract -q seeds/defence-budget.txt seeds/peace-force.txt -o fixtures/expected.jsonl
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import claimx

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = (Path("seeds/defence-budget.txt"), Path("seeds/peace-force.txt"))


def test_records_are_the_expected_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    expected = (ROOT / "fixtures" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    found = [
        record.model_dump(mode="json", exclude_unset=True) for record in claimx.extract(ARTICLES)
    ]
    assert found == [json.loads(line) for line in expected]


def test_expected_records_hold_their_offsets() -> None:
    texts = {
        os.fspath(path): (ROOT / path).open(encoding="utf-8", newline="").read()
        for path in ARTICLES
    }
    for line in (ROOT / "fixtures" / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = texts[record["doc"]]
        pieces = record.get("segments", [record])
        assert all(text[piece["start"] : piece["end"]] == piece["text"] for piece in pieces)
