"""The progress bar, which must not disturb the records."""

import sys

import pytest

from claimx.settings import Settings
from claimx.terminal.progress import is_wanted, shown


@pytest.mark.parametrize(
    ("chosen", "out", "err", "wanted"),
    [
        ({}, False, True, True),
        ({}, True, True, False),
        ({"output": "-"}, True, True, False),
        ({"output": "out.jsonl"}, True, True, True),
        ({"quiet": True}, False, True, False),
        ({}, False, False, False),
    ],
)
def test_it_does_not_run_into_the_records(monkeypatch, chosen, out, err, wanted):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: out)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: err)
    assert is_wanted(Settings(**chosen)) == wanted


def test_it_counts_articles_and_words(capfd, monkeypatch):
    monkeypatch.setenv("TTY_COMPATIBLE", "1")  # as on a terminal, for rich
    monkeypatch.setenv("TERM", "xterm")
    with shown(lambda: 2, wanted=True) as step:
        step([{"kind": "document", "words": 100}])
        step(None)
    assert "articles" in capfd.readouterr().err
