"""An article on the terminal."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import claimx
from claimx.terminal import pages
from claimx.terminal.show import claim_row, coloured, legend, show, visible

TEXT = "Mayor Ada Quill said on Monday that the bridge cost about $5 million.\n\nIt is \x1b[31mred."


@pytest.fixture(scope="module")
def records():
    found = claimx.extract([TEXT], date="2026-01-07")
    return [record.model_dump() for record in found]


def printed(records, **options):
    stream = io.StringIO()
    show(records, Console(file=stream, width=100, **options))
    return stream.getvalue()


def test_a_pipe_gets_plain_text_and_tables(records):
    text = printed(records)
    assert "\x1b" not in text
    assert "the bridge cost about" in text
    for cell in ("Ada Quill, Mayor", "about 5,000,000 USD", "2026-01-05"):
        assert cell in text, cell


def test_a_terminal_gets_colours_but_nothing_of_the_articles_own(records):
    text = printed(records, force_terminal=True, color_system="standard")
    assert "\x1b[" in text
    assert "\x1b[31mred" not in text


def test_spans_stand_where_the_records_do(records):
    document, *found = records
    text = coloured(document, found)
    assert len(text.plain) == len(document["text"])
    shown = {text.plain[span.start : span.end] for span in text.spans}
    for record in found:
        pieces = record["segments"] if record["kind"] == "claim" else [record]
        assert all(visible(piece["text"]) in shown for piece in pieces)


def test_kinds_choose_and_a_legend_names_the_styles(records):
    stream = io.StringIO()
    console = Console(file=stream, width=100)
    legend(console)
    show(records, console, kinds=("figure",))
    text = stream.getvalue()
    assert text.split()[:3] == ["claim", "quote", "speaker"]
    assert "5,000,000 USD" in text
    assert "Ada Quill, Mayor" not in text


def test_a_role_that_is_the_name_is_shown_once():
    name = "A diplomat familiar with the talks"
    speaker = {"name": None, "text": name, "role": "diplomat familiar with the talks"}
    row = claim_row({"speaker": speaker, "cue": None, "text": "No."})
    assert row == (name, "", "No.")


@pytest.mark.parametrize("pager", ["cat", "sed s/red/blue/"])
def test_a_pager_gets_the_output_of_a_terminal(monkeypatch, capfd, pager):
    monkeypatch.setenv("PAGER", pager)
    monkeypatch.setattr(Console, "is_terminal", True)
    with pages.console(paged=True) as console:
        console.print("red")
    assert capfd.readouterr().out.strip() in ("red", "blue")


@given(st.text())
def test_nothing_that_a_terminal_obeys_gets_through(text):
    clean = visible(text)
    assert len(clean) == len(text)
    assert not any(
        (char < " " and char not in "\t\n") or "\x7f" <= char <= "\x9f" for char in clean
    )
    assert not set(clean) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
