"""Output: bytes, order in time, and files that are whole or untouched."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.writer import line, target, write

ARTICLES = [[{"a": "é"}, {"a": 2}], [], [{"a": None}]]
FLAT = [{"a": "é"}, {"a": 2}, {"a": None}]


def written(articles, format):
    stream = io.BytesIO()
    write(articles, stream, format=format)
    return stream.getvalue().decode("utf-8")


def test_json_lines():
    text = written(ARTICLES, "jsonl")
    assert text.endswith("\n")
    assert [json.loads(row) for row in text.splitlines()] == FLAT


def test_json_array():
    assert json.loads(written(ARTICLES, "json")) == FLAT
    assert json.loads(written([], "json")) == []
    assert json.loads(written([[]], "json")) == []


@given(st.text())
def test_a_record_is_one_line_and_comes_back(text):
    if any("\ud800" <= c <= "\udfff" for c in text):
        return
    data = line({"text": text})
    assert b"\n" not in data
    assert json.loads(data) == {"text": text}


def test_infinity_is_no_json():
    with pytest.raises(ValueError, match="Out of range"):
        line({"value": float("inf")})


def test_an_article_is_out_before_the_next_is_asked_for():
    stream = io.BytesIO()

    def articles():
        yield [{"n": 1}]
        assert stream.getvalue() == b'{"n": 1}\n'
        yield [{"n": 2}]

    write(articles(), stream, format="jsonl")
    assert stream.getvalue().count(b"\n") == 2


def test_a_file_is_there_whole_at_the_end(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    path.chmod(0o640)
    with target(str(path)) as stream:
        stream.write(b"new")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [item.name for item in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_fault_leaves_the_old_file(tmp_path, error):
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with pytest.raises(error), target(str(path)) as stream:
        stream.write(b"half")
        raise error
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_minus_is_standard_output(capfdbinary):
    for path in (None, "-"):
        with target(path) as stream:
            stream.write(b"x")
            stream.flush()
    assert capfdbinary.readouterr().out == b"xx"
