"""Parquet as input."""

import datetime

import pytest

from claimx.errors import InputError
from claimx.reader import count_rows, read, read_source
from claimx.settings import Settings

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def write(path, **columns):
    pq.write_table(pa.table(columns), path, row_group_size=2)
    return str(path)


def items(path, **settings):
    return list(read([path], settings=Settings(**settings)))


def test_a_row_is_an_article_by_named_columns(tmp_path):
    path = write(
        tmp_path / "a.parquet",
        body=["The port grows.", "It rains."],
        key=[7, 8],
        day=[datetime.date(2026, 1, 10), None],
        headline=["Port", None],
        url=["https://news.example/7", None],
        desk=["city", "weather"],
        other=[1.5, 2.5],
    )
    first, second = items(
        path,
        text_field="body",
        id_field="key",
        date_field="day",
        title_field="headline",
        keep=("desk",),
    )
    assert (first.id, first.text, first.date) == (f"{path}#7", "The port grows.", "2026-01-10")
    assert (first.title, first.url) == ("Port", "https://news.example/7")
    assert first.meta == {"desk": "city"}
    assert (second.id, second.date, second.title) == (f"{path}#8", None, None)


def test_rows_without_key_go_by_number_and_bad_rows_are_errors(tmp_path):
    path = write(tmp_path / "a.parquet", text=["One.", None, " ", "Four."])
    first, none, empty, fourth = items(path)
    assert (first.id, fourth.id) == (f"{path}:1", f"{path}:4")
    assert str(none) == f'{path}:2: "text" is not a string'
    assert str(empty) == f'{path}:3: "text" contains no text'
    assert count_rows(path, settings=Settings()) == 4
    [item] = read_source(path, settings=Settings(), part=range(3, 4))
    assert item == fourth


@pytest.mark.parametrize("size", [0, 3, 100, -20])
def test_a_truncated_file_is_one_error(tmp_path, size):
    path = tmp_path / "a.parquet"
    write(path, text=["One."] * 50)
    path.write_bytes(path.read_bytes()[:size])
    [error] = items(str(path))
    assert isinstance(error, InputError)
    assert str(error).startswith(f"{path}: broken parquet (")
    assert "\n" not in str(error)


def test_a_missing_column_and_own_records_are_one_error(tmp_path):
    [error] = items(write(tmp_path / "a.parquet", body=["One."]))
    assert str(error).endswith('no "text" column among body; name it with --text-field')
    own = {name: ["x"] for name in ("kind", "id", "doc", "start_char", "end_char", "text")}
    [error] = items(write(tmp_path / "claims.parquet", **own))
    assert "a claimx record" in str(error)
