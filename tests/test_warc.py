"""Web archives as input."""

import gzip
import io

import pytest

from claimx.errors import InputError, Skipped
from claimx.reader import count_rows, read, read_source, warc
from claimx.reader.html import html
from claimx.settings import Settings

fastwarc = pytest.importorskip("fastwarc.warc")
zstd = pytest.importorskip("backports.zstd")

PROSE = "The harbour master, Ada Quill, said on Friday that the port would grow by a third. " * 8
PAGE = f"<html><head><title>Port to grow</title></head><body><article><p>{PROSE}</p></article>"


def record(url, body, *, status="200 OK", type="text/html; charset=utf-8", kind="response", **more):
    """One record's bytes."""
    more = "".join(f"{name}: {value}\r\n" for name, value in more.items())
    body = body if isinstance(body, bytes) else body.encode()
    http = f"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n{more}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-01-10T09:00:00Z\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def pages(count=4):
    return [record(f"https://news.example/{number}", PAGE) for number in range(count)]


def packed(records, ending):
    pack = {".gz": gzip.compress, ".zst": zstd.compress, "": bytes}[ending]
    return [pack(data) for data in records]


def write(path, records):
    path.write_bytes(b"".join(records))
    return str(path)


def items(path, **settings):
    return list(read([path], settings=Settings(**settings)))


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_a_page_is_an_article_whose_id_is_its_place_in_the_file(tmp_path, ending):
    records = packed(pages(3), ending)
    path = write(tmp_path / f"a.warc{ending}", records)
    first, second, third = items(path)
    assert [first.id, second.id] == [f"{path}#0", f"{path}#{len(records[0])}"]
    assert (third.url, third.title) == ("https://news.example/2", "Port to grow")
    assert third.text.startswith("The harbour master")


def test_a_header_is_the_id_and_headers_are_kept(tmp_path):
    path = write(tmp_path / "a.warc", pages(1))
    [article] = items(path, id_field="url", keep=("WARC-Date", "Content-Type"))
    assert article.id == "https://news.example/0"
    assert article.meta["WARC-Date"] == "2026-01-10T09:00:00Z"
    # When a page was fetched is not when it was published.
    assert article.date is None


def test_what_is_no_article_is_skipped_by_reason(tmp_path):
    foreign = "Der Hafenmeister sagte am Freitag, dass der Hafen um ein Drittel wachsen werde. " * 8
    path = write(
        tmp_path / "a.warc",
        [
            record("https://news.example/robots.txt", "User-agent: *", type="text/plain"),
            record("https://news.example/gone", "<p>Gone", status="404 Not Found"),
            record("https://news.example/a.png", "PNG", type="image/png"),
            record("https://news.example/empty", "<html></html>"),
            record("https://news.example/de", PAGE.replace(PROSE, foreign)),
            record("https://news.example/fr", PAGE, **{"Content-Language": "fr-FR"}),
            record("https://news.example/q", PAGE, kind="request"),
            record("https://news.example/1", PAGE),
        ],
    )
    *skipped, article = items(path)
    assert all(isinstance(item, Skipped) for item in skipped)
    assert [item.message for item in skipped] == [
        "robots.txt",
        "status 404",
        "not HTML",
        "contains no article",
        "not English",
        "not English",
    ]
    assert article.url == "https://news.example/1"


def test_packed_and_chunked_bodies_are_unpacked(tmp_path):
    data = gzip.compress(PAGE.encode())
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)
    headers = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    path = write(tmp_path / "a.warc", [record("https://news.example/", chunked, **headers)])
    [article] = items(path)
    assert article.title == "Port to grow"


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
@pytest.mark.parametrize("left", [5, 40, 200])
def test_a_file_that_is_cut_off_is_one_error_after_its_whole_pages(tmp_path, ending, left):
    records = packed(pages(3), ending)
    path = write(tmp_path / f"a.warc{ending}", [*records[:2], records[2][:left]])
    *whole, error = items(path)
    assert 1 <= len(whole) <= 2
    assert isinstance(error, InputError)
    assert str(error).startswith(f"{path}: ")


@pytest.mark.parametrize("cut", [0, 30])
def test_an_archive_that_was_packed_as_a_whole(tmp_path, cut):
    data = gzip.compress(b"".join(pages(4)))
    path = write(tmp_path / "a.warc.gz", [data[: len(data) - cut]])
    found = items(path)
    assert len({getattr(item, "id", item) for item in found}) == len(found)
    assert len(found) == 4 or cut
    assert isinstance(found[-1], InputError) == bool(cut)


def test_parts_are_the_whole_and_what_is_skipped_is_an_error_in_its_place(tmp_path):
    path = write(tmp_path / "a.warc.gz", packed(pages(5), ".gz"))
    assert count_rows(path, settings=Settings()) == 5
    parts = [
        item
        for start in (0, 2, 4)
        for item in read_source(path, settings=Settings(), part=range(start, start + 2))
    ]
    assert [item.id for item in parts] == [item.id for item in items(path)]
    [error] = read_source(path, settings=Settings(), part=range(3, 4), skip={3: "no"})
    assert str(error) == f"{parts[3].id}: no"


def test_pages_outside_a_part_are_not_looked_at(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(warc, "html", lambda key, data: seen.append(key) or html(key, data))
    path = write(tmp_path / "a.warc", pages(3))
    [article] = read_source(path, settings=Settings(), part=range(2, 3))
    assert seen == [article.id]


def test_an_archive_is_read_from_a_pipe(tmp_path, monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b"".join(pages(2)))

    monkeypatch.setattr("sys.stdin", Stdin)
    assert items("-", input_format="warc")[0].id == "-#0"
