"""docs/records.md names every field of every record."""

import re
from pathlib import Path
from typing import get_args

import pytest

from claimx import records
from claimx.claims import RULES

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
        records.Entity,
        records.Role,
        records.Mentioned,
        records.FigureGroup,
        records.FigureTold,
        records.QuoteGroup,
        records.QuoteTold,
        records.ClaimGroup,
        records.ClaimTold,
    ],
)
def test_every_field_is_documented(model):
    assert set(model.model_fields) <= NAMED


def test_page_and_schema_list_the_rules():
    assert set(get_args(records.Rule)) == set(RULES)
    for name, meaning in RULES.items():
        assert f"| `{name}` | {meaning} |" in PAGE
