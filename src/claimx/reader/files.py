"""The files of paths: walking folders, recognizing formats, unpacking compressed bytes."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import IO, Any, cast

from claimx.errors import InputError
from claimx.reader import remote

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
}
PACKED = (".gz", ".zst")
# How pages and rows begin, since a stream has no suffix.
BEGINNINGS = ((b"<!doctype html", "html"), (b"<html", "html"), (b"<?xml", "html"), (b'{"', "jsonl"))
BEGINNING_BYTES = 1024
# The suffixes of formats that are not plain text.
OTHER_SUFFIXES = frozenset(
    {".xml", ".json", ".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".bz2", ".xz", ".zip"}
    | {".tar", ".duckdb", ".xlsx", ".xls", ".png", ".jpg", ".jpeg", ".gif", ".mp3"}
)
# In a folder of articles, these files are about the folder.
ABOUT_FOLDER = re.compile(r"(?i)(readme|license|licence|copying|changelog|contributing)(\.\w+)?")


def suffix_of(path: str) -> str:
    """Return the suffix that decides the format: ".jsonl" of "a.jsonl.gz"."""
    name = Path(path)
    return Path(name.stem).suffix.lower() if name.suffix.lower() in PACKED else name.suffix.lower()


def too_long(limit: int, *, path: str | None = None) -> InputError:
    """Return the error for an article that is longer than --max-chars."""
    return InputError(f"longer than {limit:,} characters", path=path, remedy="raise --max-chars")


def begins_as(head: bytes) -> str:
    """Return the format of a stream by its beginning: html, jsonl or text."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:20].lower()
    return next((name for mark, name in BEGINNINGS if start.startswith(mark)), "text")


class Chained(io.RawIOBase):
    """A stream of bytes that were already read, and then the rest of the original."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        """Return True: this is a stream to read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; return the number of bytes."""
        data = self._head[: len(buffer)] if self._head else self._rest.read(len(buffer))
        if self._head:
            self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def reason(error: OSError) -> str:
    """Return the system's message, reworded if that helps the user."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if error.errno is None:
        return remote.first_line(error).lower()
    return (error.strerror or str(error)).lower()


def walk(folder: str, pattern: str | None) -> Iterator[str | InputError]:
    """Yield the article files in `folder`, sorted folder by folder; hidden ones are left out.

    With a shell pattern, yield the files that match: by the path below the folder, or by the name
    if the pattern has no slash. Otherwise yield those of a known format. Links are followed; one
    that leads back into its own folder is an error.
    """
    yield from _walk(folder, folder, pattern, (os.path.realpath(folder),))


def _walk(
    top: str, folder: str, pattern: str | None, above: tuple[str, ...]
) -> Iterator[str | InputError]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(reason(error), path=folder)
        return
    folders = []
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            folders.append(entry)
        elif is_wanted(os.path.relpath(entry.path, top), pattern):
            yield from _regular(entry)
    for entry in folders:
        real = os.path.realpath(entry.path)
        if real in above:
            yield InputError("a link that leads back into its own folder", path=entry.path)
        else:
            yield from _walk(top, entry.path, pattern, (*above, real))


def _regular(entry: os.DirEntry[str]) -> Iterator[str | InputError]:
    """Yield the file's path; an error for a pipe or device, which would block the run."""
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        yield InputError(reason(error), path=entry.path)
        return
    if stat.S_ISREG(mode):
        yield entry.path
    else:
        yield InputError("a pipe, socket or device, not a file", path=entry.path)


def is_wanted(path: str, pattern: str | None) -> bool:
    """Return whether a file in a folder is read, by its path there."""
    name = path.rpartition("/")[2]
    if pattern is not None:
        return fnmatch(path if "/" in pattern else name, pattern)
    return suffix_of(name) in FORMATS and not ABOUT_FOLDER.fullmatch(name)


@contextmanager
def opened(path: str, *, is_unpacked: bool = True) -> Iterator[IO[bytes]]:
    """Yield the bytes of a file or URL, or of standard input ("-").

    A packed file is unpacked, unless `is_unpacked` is False. Raises InputError if the file cannot
    be read or unpacked, or changes while it is read.
    """
    if not path:
        raise InputError("empty path")
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        with remote.opened(path) if remote.is_url(path) else Path(path).open("rb") as file:
            before = identity(path, file)
            with unpacked(path, file) if is_unpacked else nullcontext(file) as stream:
                yield stream
            after = identity(path, file)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"broken {Path(path).suffix[1:]} ({_first(error)})", path=path) from error
    except OSError as error:
        raise InputError(reason(error), path=path) from error
    if before != after:
        raise InputError("changed while it was read", path=path, remedy="run again")


def identity(path: str, file: IO[bytes] | None = None) -> tuple[int, int]:
    """Return the size and the time of the last change, in nanoseconds, of a file or URL.

    `file` is the open file, if there is one. Raises OSError if they are not known.
    """
    if remote.is_url(path):
        return remote.identity(path)
    found = Path(path).stat() if file is None else os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


@contextmanager
def unpacked(path: str, file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield the bytes of an open file, unpacked by its suffix."""
    suffix = Path(path).suffix.lower()
    if suffix == ".gz":
        with gzip.open(file) as stream:
            yield cast("IO[bytes]", stream)
    elif suffix == ".zst":
        zstd = _zstd(path)
        try:
            with zstd.open(file) as stream:
                yield stream
        except zstd.ZstdError as error:
            raise InputError(f"broken zst ({_first(error)})", path=path) from error
    else:
        yield file


def _zstd(path: str) -> Any:
    """Return the zstd module: Python's own from 3.14 on, before that the backport."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(name)
        except ImportError:
            continue
    raise InputError("zst files need an extra", path=path, remedy="run: pip install 'claimx[zst]'")


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".").lower()
