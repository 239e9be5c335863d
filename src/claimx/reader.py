"""Inputs → articles: files, folders, JSON Lines and standard input.

A bad input comes out as an InputError in its place; the others go on.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from claimx.errors import InputError
from claimx.settings import Settings

log = logging.getLogger("claimx")

TEXT_SUFFIXES = frozenset({".txt", ".md", ".text", ".markdown"})
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
# Suffixes of formats that hold no plain text; read as text they would give rubbish.
OTHER_SUFFIXES = frozenset(
    {".html", ".htm", ".xml", ".json", ".csv", ".tsv", ".pdf", ".doc", ".docx", ".odt", ".rtf"}
    | {".epub", ".gz", ".zst", ".bz2", ".xz", ".zip", ".parquet"}
)
# In a folder of articles these tell about the folder.
ABOUT_FOLDER = re.compile(r"(?i)(readme|license|licence|copying|changelog|contributing)(\.\w+)?")
BYTE_ORDER_MARKS = (
    # The longer first: UTF-32's begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# charset-normalizer looks at the whole of what it is given; this much tells an encoding.
GUESS_BYTES = 200_000
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The decoded text of one article, unmodified, and what its source says about it."""

    id: str
    text: str
    sha256: str
    date: str | None = None


def read(paths: Iterable[str], *, settings: Settings) -> Iterator[Article | InputError]:
    """The articles of all paths in order; folders are walked sorted, "-" is standard input."""
    for path in paths:
        if path == "-":
            yield from _text("-", sys.stdin.buffer.read())
        elif Path(path).is_dir():
            yield from _folder(path, settings)
        else:
            yield from _file(path, settings)


def from_text(text: str, *, id: str) -> Article:
    """The article of a text at hand."""
    whole = _whole(text)
    return Article(id=id, text=whole, sha256=hashlib.sha256(whole.encode()).hexdigest())


def _folder(folder: str, settings: Settings) -> Iterator[Article | InputError]:
    empty = True
    for path in _walk(folder):
        if isinstance(path, InputError):
            yield path
            continue
        empty = False
        yield from _file(path, settings)
    if empty:
        known = ", ".join(sorted(TEXT_SUFFIXES | LINES_SUFFIXES))
        yield InputError("holds no articles", path=folder, remedy=f"looked for {known}")


def _walk(folder: str) -> Iterator[str | InputError]:
    """The article files below `folder`, sorted by their path's parts; hidden ones are left out."""
    failed: list[OSError] = []
    for top, folders, names in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            known = Path(name).suffix.lower() in TEXT_SUFFIXES | LINES_SUFFIXES
            if known and not name.startswith(".") and not ABOUT_FOLDER.fullmatch(name):
                yield os.path.join(top, name)  # noqa: PTH118  (keeps a leading "./" as given)
    for error in failed:
        yield InputError(_reason(error), path=str(error.filename))


def _file(path: str, settings: Settings) -> Iterator[Article | InputError]:
    suffix = Path(path).suffix.lower()
    if suffix in OTHER_SUFFIXES:
        yield InputError(
            f"{suffix} files are not read", path=path, remedy="give text or JSON Lines"
        )
        return
    try:
        with Path(path).open("rb") as stream:
            if suffix in LINES_SUFFIXES:
                yield from _lines(path, stream, settings)
            else:
                yield from _text(path, stream.read())
    except OSError as error:
        yield InputError(_reason(error), path=path)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return (error.strerror or str(error)).lower()


def _text(path: str, data: bytes) -> Iterator[Article | InputError]:
    try:
        text = decode(data, path=path)
    except InputError as error:
        yield error
        return
    if not text.strip():
        yield InputError("holds no text", path=path)
        return
    yield Article(id=path, text=text, sha256=hashlib.sha256(data).hexdigest())


def decode(data: bytes, *, path: str) -> str:
    """The text of the bytes, without a byte order mark; warns where the encoding was guessed."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(f"broken {encoding} ({error.reason})", path=path) from error
    if b"\0" in data:
        raise InputError("binary, not text", path=path, remedy="convert it to UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, path=path)


def _guess(data: bytes, *, path: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESS_BYTES]).best()
    encoding = None if best is None else best.encoding
    try:
        if encoding is None:
            raise InputError("not UTF-8 text", path=path, remedy="convert it to UTF-8")
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8 text", path=path, remedy="convert it to UTF-8") from error
    log.warning("%s: not UTF-8, read as %s; convert it to UTF-8 to be sure", path, encoding)
    return text


def _lines(path: str, stream: BinaryIO, settings: Settings) -> Iterator[Article | InputError]:
    empty = True
    for line, data in enumerate(stream, 1):
        if line == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        if not data.strip():
            continue
        empty = False
        try:
            yield _row(path, line, data, settings)
        except InputError as error:
            yield error
    if empty:
        yield InputError("holds no articles", path=path)


def _row(path: str, line: int, data: bytes, settings: Settings) -> Article:
    """The article of one JSON line."""
    row = _object(path, line, data)
    name = settings.text_field
    if name not in row:
        raise InputError(f'no "{name}" field', path=path, line=line, remedy="pass --text-field")
    text = row[name]
    if not isinstance(text, str):
        raise InputError(f'"{name}" is not a string', path=path, line=line)
    if not text.strip():
        raise InputError(f'"{name}" holds no text', path=path, line=line)
    key, date = row.get(settings.id_field), row.get(settings.date_field)
    return Article(
        id=f"{path}:{line}" if key is None else f"{path}#{_whole(str(key))}",
        text=_whole(text),
        sha256=hashlib.sha256(data).hexdigest(),
        date=None if date is None else str(date),
    )


def _object(path: str, line: int, data: bytes) -> dict[str, Any]:
    try:
        row = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", path=path, line=line, remedy="convert it to UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deep").lower()
        raise InputError(f"not JSON ({reason})", path=path, line=line) from error
    if not isinstance(row, dict):
        raise InputError("not a JSON object", path=path, line=line)
    return row


def _whole(text: str) -> str:
    """The text with lone surrogates (JSON can escape them, UTF-8 cannot hold them) replaced."""
    return LONE_SURROGATE.sub("\ufffd", text)
