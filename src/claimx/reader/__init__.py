"""Inputs → articles: files of several formats, folders, standard input.

A bad input comes out as an InputError in its place, and the others continue. Only the paths given,
and what lies below the folders given, are ever opened.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from claimx.errors import InputError
from claimx.reader import markdown
from claimx.reader.article import Article, from_text
from claimx.reader.encoding import decode
from claimx.reader.files import (
    BEGINNING_BYTES,
    FORMATS,
    OTHER_SUFFIXES,
    Chained,
    begins_as,
    opened,
    suffix_of,
    too_long,
    walk,
)
from claimx.reader.html import html
from claimx.reader.rows import json_lines, table
from claimx.settings import Settings

__all__ = ["Article", "count", "decode", "from_text", "read"]

Item = Article | InputError
# UTF-8 takes at most four bytes a character; an HTML page is mostly markup.
ROWS = frozenset({"jsonl", "csv", "tsv"})
BYTES_PER_CHAR = {"html": 40}


def read(paths: Iterable[str], *, settings: Settings) -> Iterator[Item]:
    """Yield the articles of all paths in order; folders are walked sorted, "-" is standard input.

    A path that comes again is read once.
    """
    for path in dict.fromkeys(paths):
        if path not in ("-", "") and Path(path).is_dir():
            yield from _folder(path, settings)
        else:
            yield from _file(path, settings)


def count(paths: Iterable[str], *, settings: Settings) -> int | None:
    """Return how many results `read` will give; None if rows or standard input hide it."""
    total = 0
    for path in dict.fromkeys(paths):
        is_folder = path not in ("-", "") and Path(path).is_dir()
        for file in walk(path, settings.glob) if is_folder else [path]:
            if isinstance(file, str):
                kind = settings.input_format or FORMATS.get(suffix_of(file))
                if kind is None or kind in ROWS:
                    return None
            total += 1
    return total


def _folder(folder: str, settings: Settings) -> Iterator[Item]:
    empty = True
    for path in walk(folder, settings.glob):
        empty = False
        if isinstance(path, InputError):
            yield path
        else:
            yield from _file(path, settings)
    if empty:
        known = settings.glob or ", ".join(sorted(FORMATS))
        yield InputError("contains no articles", path=folder, remedy=f"looked for {known}")


def _file(path: str, settings: Settings) -> Iterator[Item]:
    suffix = suffix_of(path)
    kind = settings.input_format or FORMATS.get(suffix)
    if settings.input_format is None and suffix in OTHER_SUFFIXES:
        yield InputError(
            f"{suffix} files are not read", path=path, remedy="give text or JSON Lines"
        )
        return
    try:
        with opened(path) as stream:
            if kind is None:
                head = stream.read(BEGINNING_BYTES)
                kind = begins_as(head)
                stream = io.BufferedReader(Chained(head, stream))
            if kind == "jsonl":
                yield from json_lines(path, stream, settings)
            elif kind in ROWS:
                tab = "\t" if kind == "tsv" else None
                yield from table(path, stream, settings, delimiter=tab)
            else:
                yield _whole_file(path, stream, settings, kind)
    except InputError as error:
        yield error


def _whole_file(path: str, stream: IO[bytes], settings: Settings, kind: str) -> Article:
    """Return the one article of a text, Markdown or HTML file."""
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
