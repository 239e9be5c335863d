"""The articles of web archives (WARC): the HTML pages among their records.

A record's `doc` is `PATH#OFFSET`, with its offset in the file as in an index (CDX). With
`--id-field url` (or another header) it is the value of that header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, Any
from urllib.parse import urlsplit

from claimx.errors import InputError, Skipped
from claimx.reader import remote
from claimx.reader.article import Article
from claimx.reader.files import unpacked
from claimx.reader.html import html
from claimx.settings import Settings
from claimx.text.language import detect, is_foreign

PAGES = frozenset({"text/html", "application/xhtml+xml"})
# Field names for a page's headers; every other header has its own name.
NAMES = {"url": "WARC-Target-URI"}
# In ISO 639-1 as in HTTP, and in ISO 639-3 as in Common Crawl.
LANGUAGES = ("Content-Language", "WARC-Identified-Content-Language")
ENGLISH = re.compile(r"en(g)?\b", re.IGNORECASE)
# The most bytes of a page: larger ones are not articles, and slow down trafilatura.
MOST_BYTES = 20_000_000
CHUNK_BYTES = 1 << 20
END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A response: its place in the file, its headers, and its bytes (None if not requested)."""

    place: str
    headers: Mapping[str, str]
    status: str
    type: str
    data: bytes | None


def read(
    path: str,
    stream: IO[bytes],
    settings: Settings,
    *,
    part: range | None = None,
    skip: Mapping[int, str] | None = None,
) -> Iterator[Article | InputError]:
    """Yield the article of each response, or the reason why it has none.

    Responses outside `part` or with a reason in `skip` are not read; there is an InputError in
    their place.
    """
    skip = skip or {}
    count = 0

    def is_taken(index: int) -> bool:
        return index not in skip and (part is None or index in part)

    for count, page in enumerate(_pages(path, stream, is_taken), 1):
        key = f"{path}#{page.place}"
        if page.data is None:
            yield InputError(skip.get(count - 1, "not read"), path=key)
            continue
        try:
            yield _article(page, key, settings=settings)
        except InputError as error:
            yield error
    if not count:
        yield InputError("contains no pages", path=path)


def _article(page: Page, key: str, *, settings: Settings) -> Article:
    """Return the page's article; raise Skipped if it has none."""
    url = page.headers.get("WARC-Target-URI", "")
    if urlsplit(url).path == "/robots.txt":
        raise Skipped("robots.txt", path=key)
    if page.status != "200":
        raise Skipped(f"status {page.status}", path=key)
    if page.type not in PAGES:
        raise Skipped("not HTML", path=key)
    assert page.data is not None
    if len(page.data) > MOST_BYTES:
        raise Skipped("too large", path=key)
    language = next((page.headers[name] for name in LANGUAGES if page.headers.get(name)), None)
    if language is not None and not ENGLISH.match(language):
        raise Skipped("not English", path=key)
    try:
        found = html(key, page.data)
    except InputError as error:
        raise Skipped(error.message, path=key) from error
    if language is None and is_foreign(found.text, detect(found.text)):
        raise Skipped("not English", path=key)
    row = {**page.headers, **{name: page.headers.get(at) for name, at in NAMES.items()}}
    chosen = row.get(settings.id_field)
    return replace(
        found,
        id=chosen or key,
        url=url or found.url,
        meta={name: row[name] for name in settings.keep if name in row},
    )


def _pages(path: str, stream: IO[bytes], is_taken: Callable[[int], bool]) -> Iterator[Page]:
    """Yield the responses in order, each after the next one was found.

    Raises InputError at the end if the file is broken or cut off, since readers of archives accept
    half a record as a whole one.
    """
    archive, responses = _archive(path, stream)
    last: Page | None = None
    place, index = _Place(), -1
    try:
        for record in archive:
            if last is not None:
                yield last
            last = None
            place.move(record.stream_pos)
            if record.record_type == responses:
                index += 1
                last = _page(record, str(place), is_read=is_taken(index))
    except OSError as error:
        raise InputError(f"broken archive ({remote.first_line(error)})", path=path) from error
    if stream.seekable() and _is_cut(path, stream, place):
        raise InputError("cut off in the middle of a record", path=path)
    if last is not None:
        yield last


class _Place:
    """The start of a record: its offset, and its number among the records packed together there.

    Archives are packed record by record, so that each can be found by its offset, but some were
    packed as a whole.
    """

    def __init__(self) -> None:
        self.offset = self.turn = 0
        self.is_shared = False
        self._seen = -1

    def move(self, offset: int) -> None:
        """Move to the next record."""
        self.turn = self.turn + 1 if offset == self._seen else 0
        self.is_shared = self.is_shared or self.turn > 0
        self.offset = self._seen = offset

    def __str__(self) -> str:
        return f"{self.offset}.{self.turn}" if self.turn else str(self.offset)


def _archive(path: str, stream: IO[bytes]) -> tuple[Any, Any]:
    """Return fastwarc's iterator over the file, and its type of responses."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        remedy = "run: pip install 'claimx[warc]'"
        raise InputError("web archives need an extra", path=path, remedy=remedy) from error
    return ArchiveIterator(stream, auto_decode="all"), WarcRecordType.response


def _page(record: Any, place: str, *, is_read: bool) -> Page:
    answer = record.http_headers
    return Page(
        place=place,
        headers=dict(answer.astuples() if answer else ()) | dict(record.headers.astuples()),
        status=str(answer.status_code) if answer else "unknown",
        type=record.http_content_type or "",
        data=record.reader.read() if is_read else None,
    )


def _is_cut(path: str, stream: IO[bytes], place: _Place) -> bool:
    """Return whether the file ends within its last record, which begins at this place."""
    stream.seek(0 if place.is_shared else place.offset)
    data = b""
    try:
        with unpacked(path, stream) as rest:
            while some := rest.read(CHUNK_BYTES):
                data = b"" if place.is_shared else data + some
    except (EOFError, OSError, InputError):
        return True
    if place.is_shared:
        return False
    head = data.find(END)
    length = LENGTH.search(data[: head + 2])
    return head < 0 or length is None or len(data) != head + len(END) + int(length[1]) + len(END)
