"""The articles of the inputs: files of several formats, folders, standard input.

A bad input becomes an InputError in its place, and the others are still read. Only the given paths
and the files in the given folders are ever opened.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO

from claimx.errors import InputError
from claimx.reader import markdown, remote
from claimx.reader.article import Article, from_text
from claimx.reader.encoding import decode
from claimx.reader.files import (
    BEGINNING_BYTES,
    FORMATS,
    OTHER_SUFFIXES,
    Chained,
    begins_as,
    is_wanted,
    opened,
    suffix_of,
    too_long,
    walk,
)
from claimx.reader.html import html
from claimx.reader.rows import json_lines, table
from claimx.settings import Settings

__all__ = [
    "Article",
    "count",
    "count_rows",
    "decode",
    "from_text",
    "is_single",
    "read",
    "read_source",
    "sources",
]

Item = Article | InputError
# UTF-8 has at most four bytes per character; an HTML page is mostly markup.
ROWS = frozenset({"jsonl", "csv", "tsv", "parquet", "warc"})
# The format of a stream without a suffix, which its beginning decides.
UNKNOWN = ""
BYTES_PER_CHAR = {"html": 40}


def read(paths: Iterable[str], *, settings: Settings) -> Iterator[Item]:
    """Yield the articles of all paths in order; a bad input is an InputError in its place."""
    for source in sources(paths, settings=settings):
        if isinstance(source, str):
            yield from read_source(source, settings=settings)
        else:
            yield source


def sources(paths: Iterable[str], *, settings: Settings) -> Iterator[str | InputError]:
    """Yield the files of all paths in order: those in folders sorted, "-" unchanged.

    A path can be a URL of an object store or HDFS, or a pattern ("news/*.jsonl"). A repeated file
    counts once.
    """
    for path in dict.fromkeys(paths):
        if remote.is_url(path):
            yield from _urls(path, settings)
        elif path in ("-", "") or Path(path).is_file():
            yield path
        elif Path(path).is_dir():
            yield from _folder(path, settings)
        elif remote.has_magic(path) and not os.path.lexists(path):
            yield from _matches(path)
        else:
            yield path


def read_source(
    path: str,
    *,
    settings: Settings,
    part: range | None = None,
    skip: Mapping[int, str] | None = None,
) -> Iterator[Item]:
    """Yield the articles of a file, or those with an index in `part`.

    `skip` has reasons by index for articles that are not read; there is an InputError in their
    place.
    """
    skip = skip or {}
    items = _items(path, settings, part=part, skip=skip)
    first, last = (part.start, part.stop) if part else (0, None)
    for index, item in enumerate(islice(items, first, last), first):
        if index in skip and isinstance(item, Article):
            yield InputError(skip[index], path=item.id)
        else:
            yield item


def count_rows(path: str, *, settings: Settings) -> int:
    """Return how many results `read_source` yields for the file."""
    if is_single(path, settings=settings):
        return 1
    return sum(1 for _ in _items(path, settings, part=range(0), skip={}))


def _items(
    path: str, settings: Settings, *, part: range | None, skip: Mapping[int, str]
) -> Iterator[Item]:
    """Yield the articles of a file; any InputError for slow ones outside `part`."""
    kind = _format(path, settings)
    try:
        if kind is None:
            what = f"{suffix_of(path)} files are not read"
            raise InputError(what, path=path, remedy="give text or JSON Lines")
        if is_single(path, settings=settings) and 0 in skip:
            raise InputError(skip[0], path=path)
        with opened(path, is_unpacked=kind != "warc") as stream:
            if kind == UNKNOWN:
                head = stream.read(BEGINNING_BYTES)
                kind = begins_as(head)
                stream = io.BufferedReader(Chained(head, stream))
            if kind in ROWS:
                yield from _rows(path, stream, settings, kind, part=part, skip=skip)
            else:
                yield _whole_file(path, stream, settings, kind)
    except InputError as error:
        yield error


def _rows(
    path: str,
    stream: IO[bytes],
    settings: Settings,
    kind: str,
    *,
    part: range | None,
    skip: Mapping[int, str],
) -> Iterator[Item]:
    """Yield the articles of a file with several."""
    if kind == "jsonl":
        return json_lines(path, stream, settings)
    if kind == "parquet":
        from claimx.reader import parquet

        return parquet.read(path, stream, settings)
    if kind == "warc":
        from claimx.reader import warc

        return warc.read(path, stream, settings, part=part, skip=skip)
    return table(path, stream, settings, delimiter="\t" if kind == "tsv" else None)


def is_single(path: str, *, settings: Settings) -> bool:
    """Return whether a file has one article, by its name or `--input-format`."""
    kind = _format(path, settings)
    return kind not in ROWS and kind != UNKNOWN


def count(paths: Iterable[str], *, settings: Settings) -> int | None:
    """Return how many results `read` will yield, or None for rows and standard input."""
    total = 0
    for source in sources(paths, settings=settings):
        if isinstance(source, str) and not is_single(source, settings=settings):
            return None
        total += 1
    return total


def _format(path: str, settings: Settings) -> str | None:
    """Return the format of a file by its name: None if it is not read, UNKNOWN if unclear."""
    suffix = suffix_of(path)
    if settings.input_format is None and suffix in OTHER_SUFFIXES:
        return None
    return settings.input_format or FORMATS.get(suffix, UNKNOWN)


def _folder(folder: str, settings: Settings) -> Iterator[str | InputError]:
    empty = True
    for path in walk(folder, settings.glob):
        empty = False
        yield path
    if empty:
        yield _nothing(folder, settings)


def _urls(url: str, settings: Settings) -> Iterator[str | InputError]:
    empty = True
    try:
        for found, below in remote.walk(url):
            if found == url or remote.has_magic(url) or is_wanted(below, settings.glob):
                empty = False
                yield found
    except InputError as error:
        yield error
    else:
        if empty:
            yield _nothing(url, settings)


def _matches(pattern: str) -> Iterator[str | InputError]:
    anchor = Path(pattern).anchor
    below = Path(anchor or ".").glob(str(Path(pattern).relative_to(anchor)))
    found = sorted(str(path) for path in below if path.is_file())
    yield from found
    if not found:
        yield InputError("no file matches", path=pattern)


def _nothing(folder: str, settings: Settings) -> InputError:
    known = settings.glob or ", ".join(sorted(FORMATS))
    return InputError("contains no articles", path=folder, remedy=f"looked for {known}")


def _whole_file(path: str, stream: IO[bytes], settings: Settings, kind: str) -> Article:
    """Return the article of a text, Markdown or HTML file."""
    limit = settings.max_chars
    data = stream.read(limit * BYTES_PER_CHAR.get(kind, 4) + 1 if limit else -1)
    article = html(path, data) if kind == "html" else _text(path, data, kind)
    if limit and (len(article.text) > limit or (stream.read(1) if limit else b"")):
        raise too_long(limit, path=path)
    return article


def _text(path: str, data: bytes, kind: str) -> Article:
    text = decode(data, path=path)
    if not text.strip():
        raise InputError("contains no text", path=path)
    if kind != "markdown":
        return Article(id=path, text=text, sha256=hashlib.sha256(data).hexdigest())
    fields = markdown.front_matter(text)
    return Article(
        id=path,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        date=fields.get("date"),
        title=fields.get("title"),
        url=fields.get("url"),
        author=fields.get("author"),
        prose=markdown.prose(text),
    )
