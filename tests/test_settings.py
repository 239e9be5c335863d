"""The settings of a run, and their allowed values."""

import pytest

from claimx import records
from claimx.errors import SettingsError
from claimx.settings import ENDINGS, Format, Settings, Stance, declared, nearest


def test_defaults():
    assert "sentence" not in Settings().kind
    assert (Settings().format, Settings().jobs) == ("jsonl", 1)


def test_every_setting_says_what_it_does():
    assert set(declared()) == set(Settings.__dataclass_fields__)
    for name, (_, option) in declared().items():
        assert option.help.endswith("."), name


def test_the_lists_are_those_of_the_records():
    assert Stance == records.Stance
    assert set(ENDINGS.values()) <= set(Format.__args__)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-01-10", "2026-01-10"),
        ("2026-01-10T20:31", "2026-01-10T20:31"),
        ("2026-01-10 20:31:05+02:00", "2026-01-10T20:31"),
    ],
)
def test_dates_are_kept_to_the_minute(given, kept):
    assert Settings(date=given).date == kept


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"date": "yesterday"}, 'date is not a date: "yesterday"; use YYYY-MM-DD'),
        ({"kind": ("claims",)}, 'kind cannot be "claims"; did you mean "claim"?'),
        ({"log_level": "loud"}, 'log_level cannot be "loud"; use debug, info, warning, error'),
        ({"jobs": -1}, "jobs must be 0 or more (got -1)"),
        ({"min_confidence": 80}, "min_confidence must be from 0 to 1 (got 80)"),
        (
            {"output": "x.jsonl.gz"},
            "claimx doesn't compress output (x.jsonl.gz); "
            "drop .gz, or use: claimx … | gzip > x.jsonl.gz",
        ),
    ],
)
def test_a_wrong_value_is_one_line(chosen, message):
    with pytest.raises(SettingsError) as caught:
        Settings(**chosen)
    assert str(caught.value) == message


@pytest.mark.parametrize("ending", [".xls", ".html", ".xml", ".txt"])
def test_an_output_of_an_unknown_ending_is_refused(ending):
    with pytest.raises(SettingsError, match=rf"\{ending}.*use \.jsonl"):
        Settings(output=f"news{ending}")
    assert Settings(output=f"news{ending}", format="jsonl").format == "jsonl"


def test_only_a_near_name_is_suggested():
    assert nearest("outputs", ("output", "glob")) == 'did you mean "output"?'
    assert nearest("version", ("output", "glob")) is None
