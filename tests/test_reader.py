"""Inputs of every kind, valid and broken."""

import hashlib
import io
import json
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import InputError
from claimx.reader import Article, decode, from_text, read
from claimx.settings import Settings


def articles(*paths, **settings):
    return list(read(map(str, paths), settings=Settings(**settings)))


def only(path, **settings):
    (result,) = articles(path, **settings)
    return result


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def rows(path, *values):
    return put(path, "\n".join(v if isinstance(v, str) else json.dumps(v) for v in values))


def test_text_is_the_same_as_in_the_file(tmp_path):
    data = " One.\r\n\r\nTwo\u00a0€.\rThree.\n\n".encode()
    article = only(put(tmp_path / "a.txt", data))
    assert article.text.encode() == data
    assert article.sha256 == hashlib.sha256(data).hexdigest()
    assert article.id == str(tmp_path / "a.txt")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_gives_the_encoding_and_is_not_text(tmp_path, encoding):
    assert only(put(tmp_path / "a.txt", "Ağdam.".encode(encoding))).text == "Ağdam."


def test_other_encodings_are_guessed_with_a_warning(tmp_path, caplog):
    text = "Le président a déclaré que « la sécurité » coûterait très cher à la région. " * 5
    article = only(put(tmp_path / "a.txt", text.encode("cp1252")))
    assert article.text == text
    assert "a.txt: not UTF-8, read as" in caplog.text


@pytest.mark.parametrize("text", ["The fine was £5m.", "“A naïve plan”, “he” said…"])
def test_english_that_is_not_utf_8_is_windows_1252(tmp_path, caplog, text):
    assert only(put(tmp_path / "a.txt", text.encode("cp1252"))).text == text
    assert "read as cp1252" in caplog.text


def test_other_scripts_are_detected(tmp_path):
    text = "Президент сообщил, что расходы на оборону вырастут на пять процентов. " * 5
    assert only(put(tmp_path / "a.txt", text.encode("cp1251"))).text == text


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_one_clear_error(data):
    try:
        decode(data, path="x")
    except InputError as error:
        assert str(error).startswith("x: ")
        assert "\n" not in str(error)


@given(st.text(max_size=100))
def test_utf_8_without_nul_is_read_unchanged(text):
    if text.startswith("\ufeff") or "\0" in text:
        return
    assert decode(text.encode(), path="x") == text


def test_folders_are_walked_sorted_without_files_about_them(tmp_path):
    for name in ("b.txt", "a/z.md", "B.txt", "a.jsonl", "README.md", "notes.docx", ".hidden.txt"):
        put(tmp_path / name, '{"text": "One."}')
    put(tmp_path / ".git/x.txt", "One.")
    found = [os.path.relpath(item.id, tmp_path) for item in articles(tmp_path)]
    assert found == ["B.txt", "a.jsonl:1", "b.txt", "a/z.md"]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Ağ.".encode())))
    assert only("-") == Article(
        id="-", text="Ağ.", sha256=hashlib.sha256("Ağ.".encode()).hexdigest()
    )


def test_json_lines_with_keys_and_dates(tmp_path):
    path = rows(
        tmp_path / "a.jsonl",
        {"body": "One.", "key": 7, "when": "2026-01-10"},
        "",
        {"body": "Two."},
    )
    first, second = articles(path, text_field="body", id_field="key", date_field="when")
    assert (first.id, first.text, first.date) == (f"{path}#7", "One.", "2026-01-10")
    assert (second.id, second.text, second.date) == (f"{path}:3", "Two.", None)


def test_half_a_surrogate_pair_does_not_travel_on(tmp_path):
    path = put(tmp_path / "a.jsonl", rb'{"text": "One \ud83d two.", "id": "\udc00"}')
    article = only(path)
    assert article.text == "One \ufffd two."
    assert article.id.endswith("#\ufffd")
    assert from_text("\ud83d", id="x").text == "\ufffd"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"body": "One."},
            'a.jsonl:2: no "text" field; name it with --text-field',
        ),
        ({"text": 3}, 'a.jsonl:2: "text" is not a string'),
        ({"text": " \n"}, 'a.jsonl:2: "text" contains no text'),
        ("{", "a.jsonl:2: not JSON (expecting property name enclosed in double quotes)"),
        ("[1]", "a.jsonl:2: not a JSON object"),
        ("[" * 100_000, "a.jsonl:2: not JSON (nested too deep)"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_is_read(tmp_path, monkeypatch, row, message):
    monkeypatch.chdir(tmp_path)
    rows(tmp_path / "a.jsonl", {"text": "One."}, row, {"text": "Three."})
    first, second, third = articles("a.jsonl")
    assert (first.text, third.text) == ("One.", "Three.")
    assert isinstance(second, InputError)
    assert str(second) == message


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt: contains no text"),
        ("a.txt", b" \n\t \xc2\xa0\n", "a.txt: contains no text"),
        ("a.txt", b"GIF89a\0\0\1", "a.txt: binary, not text; convert it to UTF-8 text"),
        ("a.txt", b"\xff\xfe\x00", "a.txt: broken utf-16 (truncated data)"),
        ("a.pdf", b"%PDF", "a.pdf: .pdf files are not read; give text or JSON Lines"),
        ("a.jsonl", b"\n\n", "a.jsonl: contains no articles"),
    ],
)
def test_each_fault_is_one_line(tmp_path, monkeypatch, name, data, message):
    monkeypatch.chdir(tmp_path)
    put(tmp_path / name, data)
    error = only(name)
    assert isinstance(error, InputError)
    assert str(error) == message


def test_missing_path_empty_folder_and_dangling_link(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "a.txt").symlink_to("nowhere")
    put(tmp_path / "links" / "b.txt", "One.")
    (tmp_path / "links" / "loop").symlink_to(tmp_path / "links")
    found = articles("gone.txt", "empty", "links")
    assert [str(item) for item in found[:3]] == [
        "gone.txt: no such file or folder",
        "empty: contains no articles; looked for .csv, .htm, .html, .jsonl, .markdown, .md, "
        ".ndjson, .parquet, .text, .tsv, .txt, .warc, .xhtml",
        "links/a.txt: no such file or folder",
    ]
    assert found[3].id == "links/b.txt"
    assert str(found[4]) == "links/loop: a link that leads back into its own folder"
    assert len(found) == 5


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path):
    path = put(tmp_path / "a.txt", "One.")
    path.chmod(0)
    assert str(only(path)) == f"{path}: permission denied"


def test_a_path_that_comes_twice_is_read_once(tmp_path):
    path = put(tmp_path / "a.txt", "One.")
    assert len(articles(path, path)) == 1


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("", "empty path"),
        (
            "https://x.example/a",
            "https://x.example/a: a web address, and claimx never goes online; ",
        ),
    ],
)
def test_what_is_no_path_is_answered(path, message):
    assert str(only(path)).startswith(message)
