"""docs/records.md names every field of every record."""

import re
from pathlib import Path

import pytest

from claimx import records

PAGE = (Path(__file__).parent.parent / "docs" / "records.md").read_text(encoding="utf-8")
NAMED = {
    name for code in re.findall(r"`([^`]+)`", PAGE) for name in re.findall(r"[a-z_0-9]+", code)
}


@pytest.mark.parametrize(
    "model",
    [
        records.Document,
        records.Claim,
        records.Figure,
        records.Date,
        records.Sentence,
        records.Speaker,
        records.Cue,
        records.Piece,
    ],
)
def test_every_field_is_told(model):
    assert set(model.model_fields) <= NAMED
