"""HTML, Markdown, CSV, packed files, patterns and limits."""

import csv
import gzip
import io
import json
import os
import socket
import sys

import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import InputError
from claimx.reader import markdown, read
from claimx.reader.files import opened
from claimx.settings import Settings

PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}"><title>Port to grow</title>
<meta property="article:published_time" content="2026-01-10T09:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Port to grow</h1>
<p>The café owner Žana Bērziņa said on Friday that the port of Liepāja would grow by a third.</p>
<p>“We need the quays,” she told the council. “They cost €40 million, and we have the money.”</p>
<script>alert("Mayor Smith said that 5 million people left")</script></article>
<footer>Copyright. Terms of use.</footer></body></html>"""


def articles(*paths, **settings):
    return list(read(map(str, paths), settings=Settings(**settings)))


def only(path, **settings):
    (result,) = articles(path, **settings)
    return result


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


class TestHtml:
    @pytest.mark.parametrize("charset", ["utf-8", "windows-1257"])
    def test_body_title_and_date(self, tmp_path, charset):
        data = PAGE.format(charset=charset).encode(charset.replace("windows-", "cp"), "replace")
        article = only(put(tmp_path / "a.html", data))
        assert article.title == "Port to grow"
        assert article.date == "2026-01-10"
        assert article.text.split("\n\n")[-2].startswith("The café owner Žana Bērziņa said")
        assert "Mayor Smith" not in article.text
        assert "Terms" not in article.text
        assert article.converted

    @pytest.mark.parametrize(
        "data", [b"<html></html>", b"<p>", b"<" * 5000, b"<div>" * 3000, b"\x00<p>x"]
    )
    def test_a_page_without_article_is_one_line(self, tmp_path, data):
        error = only(put(tmp_path / "a.html", data))
        assert isinstance(error, InputError)
        assert "\n" not in str(error)

    def test_a_page_is_neither_run_nor_fetched(self, tmp_path, monkeypatch):
        def refuse(*_args, **_more):
            raise AssertionError("a page opened a connection")

        monkeypatch.setattr(socket, "socket", refuse)
        monkeypatch.setattr(socket, "create_connection", refuse)
        secret = put(tmp_path / "secret.txt", "The key lies under the mat, the mayor said.")
        told = f"""<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>"""
        parts = f"""<link rel="stylesheet" href="http://a.example/x.css"><img src="http://a.example/x">
            <iframe src="{secret.as_uri()}"></iframe><object data="{secret}"></object>&x;
            <meta http-equiv="refresh" content="0;url={secret.as_uri()}">"""
        page = PAGE.format(charset="utf-8").replace("<!doctype html>", told)
        article = only(put(tmp_path / "a.html", page.replace("<article>", "<article>" + parts)))
        assert "the port of Liepāja" in article.text
        assert "under the mat" not in article.text

    def test_a_date_that_the_page_does_not_state_is_not_made_up(self, tmp_path):
        told = '<meta property="article:published_time" content="2026-01-10T09:00:00Z">'
        page = PAGE.format(charset="utf-8").replace(told, "")
        page = page.replace("by a third.", "by a third, on quays built in 1998.")
        page = page.replace("Copyright.", "© 2019 The Gazette.")
        assert only(put(tmp_path / "a.html", page)).date is None

    def test_address_site_and_author_are_those_of_the_metadata(self, tmp_path):
        told = """<link rel="canonical" href="https://gazette.example/port"><meta name="author"
            content="Ilze Ozola"><meta property="og:site_name" content="The Gazette"></head>"""
        page = PAGE.format(charset="utf-8")
        assert only(put(tmp_path / "a.html", page)).url is None
        article = only(put(tmp_path / "b.html", page.replace("</head>", told)))
        assert article.url == "https://gazette.example/port"
        assert (article.site, article.author) == ("The Gazette", "Ilze Ozola")


MARKDOWN = """---
title: "The port"
date: 2026-01-10
---
# The port

*Ilze Ozola*, the [port's head](https://port.example/a_(b)), said **"we pay"** on _Monday_.
> - Quoted\\* `code` ![a picture](x.png) and snake_case, 5 * 3, [she] said.[^1]

```
def said(): ...
```
| a | b |
|---|---|
<!-- a note -->
"""


class TestMarkdown:
    def test_markup_is_left_out(self, tmp_path):
        article = only(put(tmp_path / "a.md", MARKDOWN))
        assert article.text == MARKDOWN
        assert (article.title, article.date) == ("The port", "2026-01-10")
        assert [line.strip() for line in article.words.splitlines() if line.strip()] == [
            "# The port",
            'Ilze Ozola, the port\'s head, said "we pay" on Monday.',
            "Quoted* code  and snake_case, 5 * 3, [she] said.",
            "a   b",
        ]

    @pytest.mark.parametrize(
        ("words", "source"),
        [
            ("the port's head", "the [port's head](https://port.example/a_(b))"),
            ("port's head", "port's head"),
            ("we pay", "we pay"),
            ('said "we pay"', 'said **"we pay"**'),
            ("Ilze Ozola, the", "*Ilze Ozola*, the"),
            ("on Monday", "on _Monday_"),
            ("Quoted* code", "Quoted\\* `code`"),
        ],
    )
    def test_a_span_leads_back_to_the_file_with_both_of_its_marks(self, words, source):
        prose = markdown.prose(MARKDOWN)
        start = prose.text.index(words)
        first, last = prose.span(start, start + len(words))
        assert MARKDOWN[first:last] == source

    @given(st.text(alphabet=st.sampled_from("a *_`[]()!<>-#|\\\n\r~:.=^"), max_size=80))
    def test_every_character_has_its_place(self, text):
        prose = markdown.prose(text)
        assert len(prose.text) == len(prose.places)
        for char, place in zip(prose.text, prose.places, strict=True):
            assert char == text[place] or (char, text[place]) == (" ", "|")
        assert list(prose.places) == sorted(set(prose.places))
        for start in range(len(prose.text)):
            first, last = prose.span(start, len(prose.text))
            assert first <= prose.places[start] < last <= len(text)

    @pytest.mark.parametrize("piece", ["[a](", "![", "*a", "<a ", "`", "<!-- ", "[^", "> ", "|-"])
    def test_marks_without_end_take_work_in_proportion(self, piece):
        def spent(count):
            return calls(lambda: markdown.prose(piece * count))

        assert spent(20_000) < 2.5 * spent(10_000)


class TestTable:
    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_rows_with_keys_dates_and_titles(self, tmp_path, mark):
        rows = ["id", "text", "date", "title"], ["7", '"One,\ntwo."', "2026-01-10", "A"]
        data = (
            "\n".join(mark.join(row) for row in rows) + "\n\n" + mark.join(["", "Three.", "", ""])
        )
        first, second = articles(put(tmp_path / "a.csv", data))
        path = tmp_path / "a.csv"
        assert (first.id, first.text) == (f"{path}#7", "One,\ntwo.")
        assert (first.date, first.title) == ("2026-01-10", "A")
        assert (second.id, second.text, second.date) == (f"{path}:5", "Three.", None)

    def test_faults_are_reported_with_their_line(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        put(
            tmp_path / "a.csv",
            b"id,text\n1,One.\n2,\n3,\xff\xfe bad \xe9.\n4,Four.\n" + b"5,x\n" * 9,
        )
        put(tmp_path / "b.csv", "id,body\n1,One.\n")
        put(tmp_path / "c.csv", "")
        told = [
            str(item)
            for item in articles("a.csv", "b.csv", "c.csv")
            if isinstance(item, InputError)
        ]
        assert told == [
            'a.csv:3: "text" contains no text',
            'b.csv:1: no "text" column among id, body; name it with --text-field',
            "c.csv: contains no articles",
        ]

    def test_an_undecodable_byte_far_down_costs_only_its_row(self, tmp_path):
        rows = b"".join(b"%d,One.\n" % number for number in range(40_000))
        found = articles(put(tmp_path / "a.csv", b"id,text\n" + rows + b"x,\xff\ny,Two.\n"))
        errors = [item for item in found if isinstance(item, InputError)]
        assert [str(error).split(": ", 1)[1] for error in errors] == [
            "not utf-8; convert it to UTF-8"
        ]
        assert found[-1].text == "Two."

    def test_excels_encoding_is_reported(self, tmp_path):
        data = "id,text\n1,Ağdam.\n".encode("utf-16")
        assert only(put(tmp_path / "a.csv", data)).text == "Ağdam."


def test_a_key_that_comes_again_gives_way_to_the_line(tmp_path, caplog):
    path = put(tmp_path / "a.jsonl", '{"id": 1, "text": "A."}\n{"id": 1, "text": "B."}\n')
    assert [item.id for item in articles(path)] == [f"{path}#1", f"{path}:2"]
    assert "duplicate id '1'" in caplog.text


class TestPacked:
    def test_gzip(self, tmp_path):
        path = put(tmp_path / "a.jsonl.gz", gzip.compress(b'{"text": "One."}\n'))
        assert only(path).id == f"{path}:1"
        path = put(tmp_path / "b.txt.gz", gzip.compress(b"One."))
        assert only(path).text == "One."

    def test_zstd(self, tmp_path):
        zstd = pytest.importorskip("backports.zstd", reason="needs the extra zst")
        assert only(put(tmp_path / "a.txt.zst", zstd.compress(b"One."))).text == "One."
        error = only(put(tmp_path / "b.txt.zst", zstd.compress(b"One." * 500)[:-9]))
        assert isinstance(error, InputError)

    @pytest.mark.parametrize("cut", [5, -3])
    def test_a_broken_archive_is_one_line_and_what_came_before_stays(self, tmp_path, cut):
        rows = b"".join(
            b'{"text": "%d %s"}\n' % (i, os.urandom(300).hex().encode()) for i in range(400)
        )
        path = put(tmp_path / "a.jsonl.gz", gzip.compress(rows)[:cut])
        *found, error = articles(path)
        assert isinstance(error, InputError)
        assert str(error).startswith(f"{path}: broken gz (")
        assert (len(found) > 100) == (cut < 0)

    def test_no_gzip_at_all(self, tmp_path):
        assert "broken gz" in str(only(put(tmp_path / "a.txt.gz", b"plain")))


class TestFolders:
    def test_a_pattern_chooses_by_name_or_by_path(self, tmp_path):
        for name in ("a.news", "b.txt", "sub/c.news", "sub/d.txt"):
            put(tmp_path / name, "One.")
        names = [os.path.relpath(item.id, tmp_path) for item in articles(tmp_path, glob="*.news")]
        assert names == ["a.news", "sub/c.news"]
        names = [os.path.relpath(item.id, tmp_path) for item in articles(tmp_path, glob="sub/*")]
        assert names == ["sub/c.news", "sub/d.txt"]

    def test_a_pipe_in_a_folder_does_not_keep_us_waiting(self, tmp_path):
        os.mkfifo(tmp_path / "a.txt")
        assert str(only(tmp_path)).endswith("a pipe, socket or device, not a file")

    def test_a_folder_named_like_a_file_is_walked(self, tmp_path):
        put(tmp_path / "x.txt" / "a.txt", "One.")
        assert only(tmp_path / "x.txt").text == "One."


def test_standard_input_in_another_format(monkeypatch):
    data = io.BytesIO(b'{"id": 7, "text": "One."}\n')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    assert only("-", input_format="jsonl").id == "-#7"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PAGE.format(charset="utf-8"), "html"),
        ("\n <html><body>" + PAGE.split("<body>")[1], "html"),
        ('{"id": 7, "text": "One."}\n', "jsonl"),
        ("{No} JSON, the mayor said.", "text"),
        ("One.", "text"),
    ],
)
def test_what_comes_through_a_pipe_is_recognized(monkeypatch, data, kind):
    stream = io.TextIOWrapper(io.BytesIO(data.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    article = only("-")
    assert article.converted == (kind == "html")
    assert article.id == ("-#7" if kind == "jsonl" else "-")
    assert kind != "text" or article.text == data


class TestOwnRecords:
    def test_records_are_refused_as_articles(self, tmp_path):
        record = {"kind": "claim", "id": "ab", "doc": "a", "start": 0, "end": 4, "text": "One."}
        path = put(tmp_path / "records.jsonl", f"{json.dumps(record)}\n" * 3)
        assert str(only(path)) == (
            f"{path}:1: a claimx record, not an article; "
            "keep records outside the folder of articles"
        )

    def test_so_are_tables_of_them(self, tmp_path):
        rows = "kind,id,doc,start_char,end_char,text\nclaim,a,b,0,1,c\n"
        path = put(tmp_path / "claims.csv", rows)
        assert str(only(path)).startswith(f"{path}:1: a claimx record, not an article; ")


class TestMetadata:
    def test_a_row_names_address_site_and_author(self, tmp_path):
        row = {"text": "One.", "url": "https://x.example/1", "sitename": "The Gazette"}
        path = put(tmp_path / "a.jsonl", json.dumps(row | {"authors": ["A. Quill", "B. Roe"]}))
        article = only(path)
        assert (article.url, article.site) == ("https://x.example/1", "The Gazette")
        assert article.author == "A. Quill; B. Roe"

    def test_the_fields_to_keep_are_kept_as_they_are(self, tmp_path):
        row = {"text": "One.", "desk": "city", "tags": ["a", {"b": None}], "n": 1.5}
        article = only(put(tmp_path / "a.jsonl", json.dumps(row)), keep=("desk", "tags", "none"))
        assert article.meta == {"desk": "city", "tags": ["a", {"b": None}]}

    def test_markdown_has_it_in_its_front_matter(self, tmp_path):
        head = "---\nauthor: Ada Quill\nurl: https://x.example/1\n---\nOne."
        article = only(put(tmp_path / "a.md", head))
        assert (article.author, article.url) == ("Ada Quill", "https://x.example/1")


class TestLimit:
    def test_what_is_longer_is_refused(self, tmp_path):
        long = put(tmp_path / "a.txt", "é" * 101)
        rows = put(tmp_path / "b.jsonl", '{"text": "%s"}\n{"text": "One."}\n' % ("x" * 101))
        first, second, third = articles(long, rows, max_chars=100)
        assert str(first) == f"{long}: longer than 100 characters; raise --max-chars"
        assert str(second) == f"{rows}:1: longer than 100 characters; raise --max-chars"
        assert third.text == "One."
        assert only(long, max_chars=101).text == "é" * 101
        assert only(long, max_chars=0).text == "é" * 101

    def test_a_line_without_end_is_not_held_in_memory(self, tmp_path):
        path = put(
            tmp_path / "a.jsonl", b'{"text": "' + b"x" * 5_000_000 + b'"}\n{"text": "One."}\n'
        )
        first, second = articles(path, max_chars=1000)
        assert "longer than 1,000" in str(first)
        assert (second.text, second.id) == ("One.", f"{path}:2")


def test_a_file_that_changes_meanwhile_is_reported(tmp_path):
    path = put(tmp_path / "a.txt", "One.")
    with pytest.raises(InputError, match="changed while it was read"), opened(str(path)) as stream:
        stream.read()
        put(path, "One and two.")


def test_a_file_that_vanishes_is_reported(tmp_path):
    for name in ("a.txt", "b.txt"):
        put(tmp_path / name, "One.")
    found = read([str(tmp_path)], settings=Settings())
    next(found)
    (tmp_path / "b.txt").unlink()
    assert str(next(found)).endswith("b.txt: no such file or folder")


def test_no_path_in_a_row_is_opened(tmp_path):
    secret = put(tmp_path / "other" / "secret.txt", "The key lies under the mat.")
    row = {"id": str(secret), "text": f"See {secret.as_uri()}.", "title": str(secret)}
    put(tmp_path / "a.jsonl", json.dumps(row) + "\n")
    table = io.StringIO()
    csv.DictWriter(table, row).writerows([dict(zip(row, row, strict=True)), row])
    put(tmp_path / "a.csv", table.getvalue())
    names, watching = [], [True]  # a hook stays for good

    def watch(event, args):
        if event == "open" and watching:
            names.append(str(args[0]))

    sys.addaudithook(watch)
    found = articles(tmp_path / "a.jsonl", tmp_path / "a.csv")
    watching.clear()
    assert [article.text for article in found] == [row["text"]] * 2
    assert str(tmp_path / "a.csv") in names
    assert str(secret) not in names
